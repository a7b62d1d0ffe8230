// Random services of a few volunteers: every invariant holds after each command, no two of one
// person that count have a moment in common, the totals are those of a naive count over the whole
// history, and an engine restored from the state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/service_records/standing.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/talents.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
constexpr Millis day = hours(24);
constexpr Point here{324'000'000, 1'194'000'000};

class Services : public RandomLives {
  public:
    explicit Services(std::uint64_t seed) : RandomLives(seed, kinds, start) {
        Rules rules = test_rules();
        ServiceRecordsRule& rule = rules.service_records.emplace();
        rule.paper_days = 3;
        rule.reverse_days = 6;
        rule.keep_ms = day * 2;
        rule.confirm_days = 1;
        rule.dispute_days = 2;
        rule.no_shows = 2;
        rule.no_show_days = 10;
        rule.star_hours = {1, 4, 20};
        rule.from_requests = true;
        must_take(LoadRules{rules});
        for (int i = 0; i < 3; ++i)
            must_take(member());
        for (int i = 0; i < 3; ++i) {
            ResponderProfile helper;
            helper.kind = ResponderKind::volunteer;
            helper.skills = {"care"};
            helper.post = here;
            must_take(RegisterResponder{helper});
            must_take(SetDuty{{engine_.last_seq()}, ResponderStatus::available, {}, ""});
        }
    }

    void step() {
        now_ = now_ + minutes(static_cast<std::int64_t>(one_in(12) ? up_to(60 * 30) : up_to(70)));
        while (engine_.next_deadline() <= now_) {
            kind_ = kinds;
            look(handle(Tick{}, std::max(engine_.last_at(), engine_.next_deadline())));
        }
        source_ = one_of<std::string>({"a", "b", "c"});
        const Command command = any_command();
        look(handle(command, now_));
        // Whoever is asked answers at once, or never, and goes there.
        if (command.get_if<CreateRequest>() != nullptr && one_in(2)) {
            kind_ = accept;
            look(handle(AcceptOffer{live_offer()}, now_));
            kind_ = complete;
            look(handle(any_completion(), now_));
        }
        check_totals();
        const auto& store = engine_.board().store<ServiceRecord>();
        for (const core::Index index : store.in_order())
            ++seen[static_cast<std::size_t>(store[index].status)];
    }

    std::vector<std::size_t> seen = std::vector<std::size_t>(enum_count<ServiceRecordStatus>, 0);
    std::size_t suspended = 0;
    std::size_t left = 0;  // how often somebody was looked at of whom a service has left
    static constexpr std::size_t kinds = 20;
    static constexpr std::size_t accept = 17;
    static constexpr std::size_t complete = 18;

  private:
    struct Total {
        std::int64_t approved_min = 0;
        std::int64_t reversed_min = 0;
        std::optional<Date> left_until;
    };

    // What the events say, counted apart.
    void look(const core::Handled& handled) {
        for (const Event& event : handled.events) {
            suspended += event.get_if<VolunteerSuspended>() != nullptr ? 1 : 0;
            if (const auto* const gone = event.get_if<ServiceRecordForgotten>()) forget(*gone);
            const auto* const change = event.get_if<ServiceRecordStatusChanged>();
            if (change == nullptr) continue;
            changed_[change->record] = *change;
            Total& total = totals_[change->volunteer.value];
            if (change->status == ServiceRecordStatus::approved) {
                total.approved_min += change->minutes;
            }
            if (change->status == ServiceRecordStatus::reversed) {
                total.reversed_min += change->minutes;
            }
        }
    }
    void forget(const ServiceRecordForgotten& gone) {
        const auto found = changed_.find(gone.record);
        ASSERT_NE(found, changed_.end());
        const ServiceRecordStatusChanged& last = found->second;
        const bool counts = last.status == ServiceRecordStatus::approved;
        EXPECT_EQ(gone.day.has_value(), counts);
        EXPECT_EQ(gone.volunteer, counts ? last.volunteer : ResponderId{});
        if (!counts) return;
        const Date began =
            core::local_day(core::calendar_rule(engine_.board().rules()), last.starts_at);
        std::optional<Date>& until = totals_[last.volunteer.value].left_until;
        until = std::max(until, std::optional(began));
    }
    void check_totals() {
        for (const auto& [volunteer, total] : totals_) {
            const auto* const one =
                engine_.board().store<VolunteerStanding>().get(VolunteerStandingId{volunteer});
            EXPECT_EQ(one == nullptr ? 0 : one->approved_min, total.approved_min);
            EXPECT_EQ(one == nullptr ? 0 : one->reversed_min, total.reversed_min);
            EXPECT_EQ(one == nullptr ? std::nullopt : one->left_until, total.left_until);
            left += total.left_until ? 1 : 0;
        }
    }

    RegisterMember member() {
        RegisterMember command;
        command.profile.name = "Li";
        command.profile.home = here;
        return command;
    }
    // One in this status, if there is any.
    ServiceRecordId some(ServiceRecordStatus status) {
        ServiceRecordId id = any<ServiceRecord>();
        for (int i = 0; i < 8; ++i) {
            const ServiceRecord* const one = engine_.board().store<ServiceRecord>().get(id);
            if (one != nullptr && one->status == status) break;
            id = any<ServiceRecord>();
        }
        return id;
    }
    Point any_place() {
        return {here.lat_e7 + static_cast<std::int32_t>(up_to(99'999)), here.lon_e7};
    }
    TimePoint lately(Millis most) {
        return now_ -
               Millis{static_cast<std::int64_t>(up_to(static_cast<std::uint64_t>(most.value)))};
    }
    ServiceVerdict verdict() { return one_in(3) ? ServiceVerdict::reject : ServiceVerdict::accept; }
    OfferId live_offer() {
        const auto& offers = engine_.board().offers();
        for (const core::Index index : offers.in_order()) {
            if (offers[index].status == OfferStatus::live) return offers[index].id;
        }
        return any<Offer>();
    }
    Command any_completion() {
        const core::Board& board = engine_.board();
        for (const core::Index index : board.requests().in_order()) {
            for (const Slot& slot : board.requests()[index].slots) {
                if (slot.responder && slot.status == SlotStatus::on_scene) {
                    return CompleteAssignment{board.requests()[index].id, slot.responder,
                                              Disposition::helped, ""};
                }
                if (slot.responder && slot.status != SlotStatus::served) {
                    return ReportOnScene{board.requests()[index].id, slot.responder};
                }
            }
        }
        return CompleteAssignment{any<Request>(), any<Responder>(), Disposition::helped, ""};
    }

    Command any_record() {
        RecordService command;
        command.volunteer = any<Responder>();
        command.member = any<Member>();
        command.service = "chore";
        command.ends_at = lately(day);
        command.starts_at = command.ends_at - minutes(static_cast<std::int64_t>(1 + up_to(120)));
        return command;
    }
    Command any_sign_in() {
        SignIn command;
        command.volunteer = any<Responder>();
        command.member = any<Member>();
        command.service = "chore";
        if (one_in(2)) command.place = any_place();
        if (one_in(4)) command.at = lately(hours(2));
        return command;
    }
    Command any_sign_out() {
        SignOut command;
        command.service_record = some(ServiceRecordStatus::open);
        if (one_in(2)) command.place = any_place();
        if (one_in(4)) command.at = lately(minutes(30));
        return command;
    }
    Command any_correction() {
        const ServiceRecordId id = some(
            one_of<ServiceRecordStatus>({ServiceRecordStatus::ended, ServiceRecordStatus::confirmed,
                                         ServiceRecordStatus::disputed}));
        const TimePoint until = lately(day);
        return CorrectService{id, until - minutes(static_cast<std::int64_t>(1 + up_to(90))), until,
                              "so"};
    }
    Command any_no_show() {
        RecordVolunteerNoShow command;
        command.volunteer = any<Responder>();
        if (one_in(3)) command.request = any<Request>();
        command.reason = "so";
        return command;
    }
    Command any_withdrawal() {
        const ResponderId volunteer = any<Responder>();
        const auto* const one =
            engine_.board().store<VolunteerStanding>().get(core::standing_of(volunteer));
        if (one == nullptr || one->no_shows.empty()) {
            return WithdrawVolunteerNoShow{volunteer, {1}, "so"};
        }
        return WithdrawVolunteerNoShow{volunteer, one->no_shows.front().id, "so"};
    }
    Command any_life() {
        switch (up_to(5)) {
            case 0:
                return EraseMember{any<Member>(), "so"};
            case 1:
                return RemoveMember{any<Member>(), "so"};
            case 2:
                return ProposeMerge{any<Member>(), any<Member>(), ""};
            case 3:
                return MergeMembers{any<MemberMerge>(), ""};
            case 4:
                return UndoMerge{any<MemberMerge>(), "two people"};
            default:
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>(
                        {MemberStatus::active, MemberStatus::away, MemberStatus::deceased}),
                    "so"};
        }
    }
    Command any_talent() {
        RegisterTalent talent;
        talent.profile.name = "Wang";
        talent.responder = any<Responder>();
        talent.member = any<Member>();
        return talent;
    }

    Command any_command() {
        using enum ServiceRecordStatus;
        kind_ = up_to(kinds - 1);
        switch (kind_) {
            case 0:
                return any_sign_in();
            case 1:
                return any_sign_out();
            case 2:
                return any_record();
            case 3:
                return any_correction();
            case 4:
            case 5:
                return ConfirmService{some(ended), ServiceConfirmer::desk, {}, "", ""};
            case 6:
            case 7: {
                const ServiceVerdict how = verdict();
                return ReviewService{some(confirmed), how, "so", "",
                                     one_in(5) ? any<Responder>() : ResponderId{}};
            }
            case 8:
                return DisputeService{some(one_in(2) ? ended : confirmed), "so"};
            case 9:
                return ResolveService{some(disputed), verdict(), "so", "", {}};
            case 10:
                return ReverseService{some(approved), "so"};
            case 11:
                return any_no_show();
            case 12:
                return any_withdrawal();
            case 13:
                return LiftVolunteerSuspension{any<Responder>(), "so"};
            case 14:
                return any_life();
            case 15:
                return any_talent();
            case 16: {
                CreateRequest request;
                request.service = "chore";
                request.member = any<Member>();
                return request;
            }
            case accept:
                return AcceptOffer{live_offer()};
            case complete:
                return any_completion();
            default:
                return member();
        }
    }

    std::map<std::uint64_t, Total> totals_;
    std::map<ServiceRecordId, ServiceRecordStatusChanged> changed_;  // the last change of each
};

TEST(Services, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> seen(enum_count<ServiceRecordStatus>, 0);
    std::size_t suspended = 0;
    std::size_t left = 0;
    expect_kept<Services>(40, 150, [&](const Services& services) {
        for (std::size_t i = 0; i < seen.size(); ++i)
            seen[i] += services.seen[i];
        suspended += services.suspended;
        left += services.left;
    });
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_GT(seen[i], 0u) << enum_names<ServiceRecordStatus>[i];
    EXPECT_GT(suspended, 0u);
    EXPECT_GT(left, 0u);
}

}  // namespace
}  // namespace muster::test
