// Random lives of an address book, of notes, answers and papers: every invariant holds after each
// command, and an engine restored from the state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

class Lives : public RandomLives {
  public:
    explicit Lives(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        must_take(LoadRules{test_rules()});
        for (int i = 0; i < 3; ++i) {
            RegisterResponder command;
            command.profile.kind = ResponderKind::staff;
            command.profile.skills = {"repair", "care", one_of<Code>({"lift", "female"})};
            command.profile.post = any_point();
            must_take(std::move(command));
            must_take(SetDuty{{engine_.last_seq()}, ResponderStatus::available, {}, ""});
        }
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 20)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        send_past(any_command(), now_);
    }

    static constexpr std::size_t kinds = 18;

  private:
    Point any_point() {
        return {324'000'000 + static_cast<std::int32_t>(up_to(3)) * 3'000, 1'194'000'000};
    }
    std::vector<TriageAnswer> any_answers() {
        std::vector<TriageAnswer> all;
        if (up_to(2) > 0) {
            all.push_back({"danger", one_of<Code>({"gas", "water", "nothing", "snakes"}), {}});
        }
        if (up_to(1) > 0) all.push_back({"who", one_of<Code>({"woman", "anybody"}), {}});
        return all;
    }
    RecordPastRequest any_paper() {
        RecordPastRequest command;
        command.reference = std::to_string(up_to(9));
        command.service = one_of<Code>({"repair", "fall"});
        command.member = up_to(1) == 0 ? any<Member>() : MemberId{};
        command.asked_at = now_ - minutes(static_cast<std::int64_t>(up_to(60 * 24 * 100)));
        command.dispatched_at = command.asked_at + minutes(static_cast<std::int64_t>(up_to(60)));
        command.served_at = *command.dispatched_at + minutes(static_cast<std::int64_t>(up_to(60)));
        command.responders = {{any<Responder>(), {}}};
        return command;
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.home = any_point();
                command.profile.district = one_of<Code>({"Baoying", "Hanjiang"});
                command.profile.community = one_of<Code>({"Anyi", ""});
                return command;
            }
            case 1: {
                MemberChanges changes;
                changes.home = any_point();
                return UpdateMember{any<Member>(), changes, {}};
            }
            case 2:
                return SetMemberStatus{any<Member>(), MemberStatus::moved_away, ""};
            case 3:
                return EraseMember{any<Member>(), "so"};
            case 4:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 5:
                return MergeMembers{any<MemberMerge>(), ""};
            case 6:
                return UndoMerge{any<MemberMerge>(), "two people"};
            case 7: {
                AddPlace command;
                command.profile.name = "x";
                command.profile.external_ref = one_of<std::string>({"", "1", "2", "hospital"});
                if (up_to(2) > 0) command.profile.point = any_point();
                if (up_to(2) == 0) command.profile.parent = any<Place>();
                command.profile.district = one_of<Code>({"Baoying", ""});
                return command;
            }
            case 8: {
                PlaceChanges changes;
                if (up_to(1) == 0) changes.parent = up_to(1) == 0 ? any<Place>() : PlaceId{};
                if (up_to(1) == 0) changes.point = any_point();
                if (up_to(1) == 0) changes.external_ref = one_of<std::string>({"", "2", "3"});
                return UpdatePlace{any<Place>(), changes, {}};
            }
            case 9:
                return RetirePlace{any<Place>(), ""};
            case 10: {
                AddPremisesNote command{any<Member>(), {}, PremisesKind::dog, "barks", {}};
                if (up_to(1) == 0)
                    command.valid_until = now_ + hours(1 + static_cast<int>(up_to(99)));
                return command;
            }
            case 11:
                return AddPremisesNote{{}, any<Place>(), PremisesKind::access, "ring", {}};
            case 12:
                return ConfirmPremisesNote{any<PremisesNote>()};
            case 13:
                return EndPremisesNote{any<PremisesNote>(), ""};
            case 14: {
                CreateRequest command;
                command.service = "repair";
                command.answers = any_answers();
                if (up_to(1) == 0) command.member = any<Member>();
                if (up_to(3) == 0) command.known_place = any<Place>();
                if (up_to(2) > 0) command.place = any_point();
                return command;
            }
            case 15:
                return AnswerQuestions{any<Request>(), any_answers()};
            case 16:
                return LocateRequest{any<Request>(), any_point(), ""};
            default:
                return any_paper();
        }
    }

    // What is caught up decides nothing.
    void send_past(Command command, TimePoint at) {
        const bool is_past = command.is<RecordPastRequest>();
        const core::Handled handled = handle(std::move(command), at);
        if (is_past && !handled.rejection) {
            EXPECT_EQ(handled.events.size(), 1u);
        }
    }
};

TEST(PlacesProperty, AnySequenceKeepsEveryInvariant) {
    expect_kept<Lives>(40, 150);
}

}  // namespace
}  // namespace muster::test
