// Random lives of members who are visited: every invariant holds after each command, whatever the
// order, and an engine restored from the state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/care/intervals.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/care_stage.hpp"
#include "tests/core/random_lives.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};

class Lives : public RandomLives {
  public:
    explicit Lives(std::uint64_t seed) : RandomLives(seed, kinds, start, 25) {
        rules_ = care_rules();
        rules_.care->dispatched = up_to(2) == 0;
        must_take(LoadRules{rules_});
        for (int i = 0; i < 3; ++i) {
            RegisterResponder command;
            command.profile.skills = {"consultant", "repair"};
            command.profile.post = Point{323'942'000, 1'194'129'000};
            must_take(command);
            must_take(SetDuty{{engine_.last_seq()}, ResponderStatus::available, {}, ""});
        }
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(up_to(60 * 24 * 4)));
        while (engine_.next_deadline() <= now_ && !testing::Test::HasFailure())
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        send(any_command(), std::max(now_, engine_.last_at()));
        check_load();
    }

    static constexpr std::size_t kinds = 25;

  private:
    Date some_day() {
        const Date today = core::local_day(CalendarRule{}, now_);
        return today + static_cast<std::int64_t>(up_to(12)) - 1;
    }
    // Of who is on the way to it.
    std::pair<RequestId, ResponderId> some_work() {
        for (const Index index : engine_.board().responders().in_order()) {
            const Responder& one = engine_.board().responders()[index];
            if (one.request) return {one.request, one.id};
        }
        return {{999'999}, {999'999}};
    }
    using Index = core::Index;

    PlanVisit any_planned() {
        PlanVisit command;
        command.member = any<Member>();
        command.kind = one_of<VisitKind>({VisitKind::routine, VisitKind::plan});
        command.due = some_day();
        if (one_in(3)) command.responder = any<Responder>();
        if (one_in(3)) command.care_plan = any<CarePlan>();
        command.dispatched = one_in(4);
        return command;
    }

    RecordVisit any_recorded() {
        RecordVisit command;
        command.visit = any<Visit>();
        command.outcome = one_of<VisitOutcome>({VisitOutcome::well, VisitOutcome::urgent});
        if (one_in(2)) command.late_cause = "the road was flooded";
        if (one_in(3)) {
            command.done_at = now_ - minutes(static_cast<std::int64_t>(up_to(60 * 24 * 20)));
        }
        if (one_in(4)) command.next_due = some_day();
        if (one_in(4)) command.reviewed = any<CarePlan>();
        return command;
    }

    Command any_life() {
        switch (kind_) {
            case 0: {
                RegisterMember command;
                command.profile.name = one_of<std::string>({"Li", "Wang"});
                command.profile.phone = one_of<std::string>({"85550101", "85550102"});
                command.profile.home = Point{323'942'000, 1'194'129'000};
                return command;
            }
            case 1: {
                UpdateMember command;
                command.member = any<Member>();
                command.profile.flags =
                    one_of<std::vector<MemberFlag>>({{}, {MemberFlag::key_person}});
                command.profile.ability =
                    one_of<AbilityLevel>({AbilityLevel::mild, AbilityLevel::severe});
                return command;
            }
            case 2:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::active,
                                          MemberStatus::away, MemberStatus::deceased}),
                    "so"};
            case 3:
                return EraseMember{any<Member>(), "so"};
            case 4:
                return ReportMemberEvent{any<Member>(), one_of<Code>({"fall", "admission"}),
                                         now_ - hours(static_cast<std::int64_t>(up_to(50))), ""};
            case 5:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 6:
                return MergeMembers{any<MemberMerge>(), ""};
            default:
                return UndoMerge{any<MemberMerge>(), "two people"};
        }
    }

    Command any_command() {
        kind_ = up_to(kinds - 1);
        if (kind_ < 8) return any_life();
        switch (kind_) {
            case 8:
                return AssignConsultant{any<Member>(), any<Responder>(), "so"};
            case 9: {
                UpdateResponder command;
                command.responder = any<Responder>();
                command.profile.skills = one_in(3) ? std::vector<Code>{"repair"}
                                                   : std::vector<Code>{"consultant", "repair"};
                return command;
            }
            case 10: {
                DraftPlan command;
                command.member = any<Member>();
                command.goals = std::vector<CareGoal>{{"meals", "", "a warm meal"}};
                return command;
            }
            case 11:
                return ActivatePlan{any<CarePlan>(), {}};
            case 12:
                return HoldPlan{any<CarePlan>(), "so"};
            case 13:
                return ResumePlan{any<CarePlan>()};
            case 14:
                return EndPlan{any<CarePlan>(), one_in(2), "so"};
            case 15:
                return any_planned();
            case 16: {
                const TimePoint from = now_ + hours(static_cast<std::int64_t>(up_to(72)));
                return MoveVisit{any<Visit>(), from, from + hours(2), {}, "so"};
            }
            case 17:
                return StartVisit{any<Visit>(), {}, one_in(2)};
            case 18:
                return any_recorded();
            case 19:
                return MissVisit{any<Visit>(), "nobody at home"};
            case 20:
                return CancelVisit{any<Visit>(), "so"};
            case 21: {
                ReferMember command;
                command.member = any<Member>();
                command.to = "civil affairs";
                command.need = "allowance";
                return command;
            }
            case 22:
                return AnswerReferral{
                    any<Referral>(),
                    one_of<ReferralStatus>(
                        {ReferralStatus::accepted, ReferralStatus::declined, ReferralStatus::done}),
                    "so", "so"};
            case 23: {
                // Whoever is sent helps before it is taken to be too late.
                kind_ = kinds;
                send(StartVisit{any<Visit>(), {}, true}, std::max(now_, engine_.last_at()));
                kind_ = 23;
                const auto [request, responder] = some_work();
                return CompleteAssignment{request, responder, Disposition::helped, ""};
            }
            default:
                return CancelRequest{any<Request>(), "so"};
        }
    }

    // Never more than the limit, and each of them still is a consultant.
    void check_load() {
        const core::Board& board = engine_.board();
        for (const Index index : board.responders().in_order()) {
            const Responder& one = board.responders()[index];
            const auto& cases = board.derived<CareCase>().of_consultant(one.id);
            EXPECT_LE(cases.size(), 2u);
            const auto& skills = one.profile.skills;
            const bool able = std::find(skills.begin(), skills.end(), "consultant") != skills.end();
            EXPECT_TRUE(cases.empty() || able);
        }
    }

    Rules rules_;
};

TEST(CareProperty, AnySequenceKeepsEveryInvariant) {
    expect_kept<Lives>(30, 150);
}

}  // namespace
}  // namespace muster::test
