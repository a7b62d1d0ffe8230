// Random lives of a small register: every invariant holds after each command, whatever the order,
// an engine restored from the state before decides the same, and merging and undoing loses no link.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/assessments.hpp"
#include "muster/devices.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};
constexpr Millis day = hours(24);

// Few values for everything, so that members meet each other.
class Lives : public RandomLives {
  public:
    explicit Lives(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        must_take(LoadRules{test_rules()});
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24 * 9)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        send(any_command(), now_);
    }

    static constexpr std::size_t kinds = 18;
    [[nodiscard]] const core::Engine& engine() const { return engine_; }

  private:
    MemberChanges any_profile() {
        MemberChanges profile;
        if (up_to(1) == 0) profile.name = one_of<std::string>({"Li", "Wang", "Zhao"});
        if (up_to(1) == 0) profile.phone = one_of<std::string>({"85550101", "85550102", ""});
        if (up_to(2) == 0) profile.external_ref = one_of<std::string>({"1", "2", "3", "4", ""});
        if (up_to(2) == 0) {
            profile.birth_date = one_of<BirthDate>({{CalendarKind::solar, 1946, 1, 20, false},
                                                    {CalendarKind::lunar, 1945, 12, 30, false}});
        }
        if (up_to(2) == 0) profile.address = one_of<std::string>({"Canal Street 7", ""});
        if (up_to(2) == 0) {
            profile.flags = one_of<std::vector<MemberFlag>>(
                {{}, {MemberFlag::lives_alone}, {MemberFlag::disabled, MemberFlag::low_income}});
        }
        if (up_to(3) == 0) profile.risks = one_of<std::string>({"oxygen", "a dog", ""});
        if (up_to(3) == 0) {
            profile.contacts = std::vector<Contact>{
                {ContactRelation::kin, "Li Wei", one_of<std::string>({"85550101", "85550103"})}};
        }
        return profile;
    }

    RecordAssessment any_assessment() {
        RecordAssessment command;
        command.member = any<Member>();
        command.standard = "MZ/T 039";
        if (up_to(2) == 0) command.assessed_at = now_ - day * static_cast<std::int64_t>(up_to(40));
        command.assessors = {"Wu", "He"};
        command.scores =
            std::vector<AssessmentScore>{{"daily_living", static_cast<std::int64_t>(up_to(100))}};
        if (up_to(3) == 0) command.conditions = std::vector{Adjustment::dementia};
        return command;
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = "Li";
                command.profile.phone = one_of<std::string>({"85550101", "85550102"});
                return command;
            }
            case 1:
                return UpdateMember{any<Member>(), any_profile(), {}};
            case 2:
                return RemoveMember{any<Member>(), "mistake"};
            case 3:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::away,
                                          MemberStatus::deceased, MemberStatus::moved_away}),
                    "so"};
            case 4:
                return EraseMember{any<Member>(), "so"};
            case 5:
                return RecordConsent{any<Member>(), one_of<Code>({"care", "family"}), ""};
            case 6:
                return WithdrawConsent{any<Member>(), one_of<Code>({"care", "family"}), ""};
            case 7:
                return ReportMemberEvent{any<Member>(),
                                         one_of<Code>({"fall", "discharge", "admission"}),
                                         now_ - day * static_cast<std::int64_t>(up_to(40)), ""};
            case 8:
                return any_assessment();
            case 9:
                return VoidAssessment{any<Assessment>(), "wrong"};
            case 10:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 11:
                return MergeMembers{any<MemberMerge>(), ""};
            case 12:
                return RejectMerge{any<MemberMerge>(), ""};
            case 13:
                return UndoMerge{any<MemberMerge>(), "two people"};
            case 14:
                return IssueCard{any<Member>(), ""};
            case 15:
                return TapCard{any<Card>(), 0, "blue", {}, {}, {}};
            case 16:
                return CancelRequest{any<Request>(), "well"};
            default: {
                RegisterDevice command;
                command.key = "imei:" + std::to_string(up_to(9));
                command.type = "button";
                command.member = any<Member>();
                return command;
            }
        }
    }
};

TEST(Register, AnySequenceKeepsEveryInvariant) {
    expect_kept<Lives>(40, 120);
}

}  // namespace
}  // namespace muster::test
