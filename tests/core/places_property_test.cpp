// Random lives of an address book, of notes, answers and papers: every invariant holds after each
// command, and an engine restored from the state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/merges.hpp"
#include "muster/places.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/state_text.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

class Lives {
  public:
    explicit Lives(std::uint64_t seed) : random_(seed) {
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
        send(any_command(), now_);
    }

    static constexpr std::size_t kinds = 18;
    std::vector<std::size_t> accepted = std::vector<std::size_t>(kinds, 0);

  private:
    std::uint64_t up_to(std::uint64_t most) { return random_() % (most + 1); }
    template <class T>
    T one_of(std::vector<T> values) {
        return values[up_to(values.size() - 1)];
    }
    // Of a kind that is there; sometimes nobody.
    template <class T>
    decltype(T::id) any() {
        const auto all = engine_.board().store<T>().in_order();
        if (all.empty() || up_to(19) == 0) return {999'999};
        return engine_.board().store<T>()[all[up_to(all.size() - 1)]].id;
    }
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

    void must_take(Command command, TimePoint at = start) {
        kind_ = kinds;
        EXPECT_FALSE(send(std::move(command), at));
    }

    bool send(Command command, TimePoint at) {
        core::Engine twin;
        twin.restore(engine_.state());
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        const core::Handled again = twin.handle(envelope);
        EXPECT_EQ(handled.rejection.detail, again.rejection.detail);
        EXPECT_EQ(state_text(engine_.state()), state_text(twin.state())) << envelope.command.name();
        const std::string broken = engine_.broken_invariant();
        EXPECT_EQ(broken, "") << "after " << envelope.command.name() << ", record " << envelope.seq;
        EXPECT_EQ(engine_.next_deadline(), twin.next_deadline());
        // What is caught up decides nothing.
        if (envelope.command.is<RecordPastRequest>() && !handled.rejection) {
            EXPECT_EQ(handled.events.size(), 1u);
        }
        if (!handled.rejection && kind_ < kinds) ++accepted[kind_];
        return static_cast<bool>(handled.rejection);
    }

    std::mt19937_64 random_;
    core::Engine engine_;
    TimePoint now_ = start;
    std::size_t kind_ = kinds;
};

TEST(PlacesProperty, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> accepted(Lives::kinds, 0);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Lives lives(seed);
        for (int i = 0; i < 150 && !testing::Test::HasFailure(); ++i)
            lives.step();
        for (std::size_t kind = 0; kind < Lives::kinds; ++kind)
            accepted[kind] += lives.accepted[kind];
    }
    // A test that refuses everything proves nothing.
    for (std::size_t kind = 0; kind < Lives::kinds; ++kind)
        EXPECT_GT(accepted[kind], 0u) << "kind " << kind;
}

}  // namespace
}  // namespace muster::test
