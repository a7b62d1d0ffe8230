#include "engine/sim/desk.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::sim {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t office_opens_h = 8;
constexpr std::int64_t office_closes_h = 20;
constexpr std::string_view owner_prefix = "desk-";
constexpr const char* desk_source = "demo:desk";

constexpr Quantiles urgent_desk{
    {seconds(5), seconds(9), seconds(14), seconds(21), seconds(30), seconds(42), seconds(62)}};
constexpr Quantiles answering{
    {minutes(2), minutes(5), minutes(10), minutes(25), minutes(60), minutes(150), minutes(480)}};
constexpr Quantiles before_callback{
    {minutes(5), minutes(20), minutes(45), minutes(90), minutes(180), minutes(360), minutes(900)}};

bool is_ours(const Request& request) {
    return request.owner.empty() || request.owner.starts_with(owner_prefix);
}

bool is_night(std::int64_t hour) {
    return hour < 7 || hour >= 21;
}

}  // namespace

Desk::Desk(std::uint64_t seed, const DeskHabits& habits, Agenda& agenda, Outbox& outbox,
           Millis utc_offset)
    : seed_(seed), habits_(habits), agenda_(agenda), outbox_(outbox), utc_offset_(utc_offset) {}

// By request and occasion: the luck of one request does not depend on the others.
Rng Desk::chance(Purpose purpose, const Request& request, std::uint64_t what) const {
    return Rng(seed_, purpose, static_cast<std::uint64_t>(request.created_at.value),
               request.member.value * 64 + what);
}

void Desk::add(TimePoint at, Job job, RequestId request, std::uint64_t what) {
    agenda_.add({at, 0, Actor::desk, static_cast<std::uint8_t>(job), 0, request.value, what});
}

std::int64_t Desk::local_hour(TimePoint time) const {
    return (time + utc_offset_).value % day_ms / hour_ms;
}

TimePoint Desk::in_office_hours(TimePoint time, Rng& rng) const {
    const std::int64_t hour = local_hour(time);
    if (hour >= office_opens_h && hour < office_closes_h) return time;
    const std::int64_t midnight = (time + utc_offset_).value / day_ms * day_ms;
    const std::int64_t morning =
        midnight + (hour >= office_closes_h ? day_ms : 0) + office_opens_h * hour_ms;
    return TimePoint{morning} - utc_offset_ + seconds(rng.between(0, 7200));
}

void Desk::on(const RequestReceived& event, TimePoint now, const core::Board& board) {
    const Request* request = board.requests().get(event.request);
    if (request == nullptr || core::has_ended(request->status)) return;
    Rng rng = chance(Purpose::desk, *request, 0);
    const bool urgent = request->urgency <= Urgency::P1;
    add(now + (urgent ? urgent_desk.draw(rng) : seconds(rng.between(30, 1200))), Job::take,
        event.request);
    if (!request->place && !request->slots.empty()) {
        add(now + seconds(rng.between(30, 150)), Job::locate, event.request);
    }
    const ResponsePlan& plan = board.rule_index().plan_of(*request);
    if (plan.handover != Agency::none && request->urgency == Urgency::P0) {
        add(now + urgent_desk.draw(rng), Job::hand_over, event.request,
            static_cast<std::uint64_t>(plan.handover));
    }
    if (request->slots.empty()) {
        plan_answer(*request, now);
        return;
    }
    if (request->urgency >= Urgency::P3 && is_night(local_hour(now))) {
        add(now + seconds(rng.between(20, 180)), Job::hold, event.request);
    }
    if (!urgent && rng.permille(habits_.changes_of_mind)) {
        add(now + minutes(rng.between(5, 90)), Job::cancel, event.request);
    }
}

void Desk::plan_answer(const Request& request, TimePoint now) {
    Rng rng = chance(Purpose::desk, request, 1);
    add(in_office_hours(now + answering.draw(rng), rng), Job::answer, request.id);
}

void Desk::on(const ContactDue& event, TimePoint now) {
    Rng rng(seed_, Purpose::contact, event.request.value, event.step * 16 + event.misses);
    add(now + seconds(rng.between(12, 35)), Job::ring, event.request, event.step);
}

void Desk::on(const ContactRecorded& event, TimePoint now, const core::Board& board) {
    if (event.outcome != ContactOutcome::answered) return;
    const Request* request = board.requests().get(event.request);
    if (request == nullptr || !core::is_open(request->status)) return;
    const ServiceRule* service = board.rule_index().service(request->service);
    if (service == nullptr || !service->emergency_line) return;
    Rng rng = chance(Purpose::contact, *request, 32 + event.step);
    if (rng.permille(event.step == 0 ? habits_.false_alarms : habits_.false_alarms / 2)) {
        add(now + seconds(rng.between(20, 90)), Job::all_well, event.request);
    }
}

void Desk::on(const DuplicateSuspected& event, TimePoint now) {
    Rng rng(seed_, Purpose::desk, event.request.value, 128);
    add(now + seconds(rng.between(15, 90)), Job::compare, event.request);
}

void Desk::on(const ResponderOnScene& event, TimePoint now, const core::Board& board) {
    const Request* request = board.requests().get(event.request);
    if (request == nullptr || request->safety != Safety::unverified) return;
    Rng rng = chance(Purpose::desk, *request, 2);
    add(now + seconds(rng.between(30, 150)), Job::verify, event.request);
}

void Desk::on(const SlotServed& event, TimePoint now, const core::Board& board) {
    const Request* request = board.requests().get(event.request);
    if (request == nullptr || request->status != RequestStatus::served) return;
    if (request->safety == Safety::unverified) add(now + seconds(60), Job::verify, event.request);
    plan_callback(*request, now);
}

void Desk::plan_callback(const Request& request, TimePoint now) {
    Rng rng = chance(Purpose::callback, request, 3 + request.reopened + request.callbacks);
    add(in_office_hours(now + before_callback.draw(rng), rng), Job::call_back, request.id);
}

void Desk::on(const RequestCalledBack& event, TimePoint now, const core::Board& board) {
    const Request* request = board.requests().get(event.request);
    if (request == nullptr) return;
    Rng rng = chance(Purpose::callback, *request, 16 + request->callbacks);
    const bool served = request->status == RequestStatus::served;
    if (served && request->callbacks < 3) {
        add(in_office_hours(now + minutes(rng.between(60, 240)), rng), Job::call_back,
            event.request);
    } else if (served || request->status == RequestStatus::called_back) {
        add(now + seconds(rng.between(30, 900)), Job::close, event.request);
    }
}

void Desk::on(const DeadlineBreached& event, TimePoint now) {
    Rng rng(seed_, Purpose::desk, event.request.value,
            64 + static_cast<std::uint64_t>(event.milestone));
    add(now + minutes(rng.between(5, 60)), Job::explain, event.request,
        static_cast<std::uint64_t>(event.milestone));
}

// Somebody is unhappy with what was done; that is not the emergency again.
void Desk::on(const RequestReopened& event, TimePoint now) {
    add(now, Job::lower, event.request);
}

void Desk::perform(const Task& task, TimePoint now, const core::Board& board) {
    const RequestId id{task.a};
    const Request* request = board.requests().get(id);
    if (request == nullptr || !is_ours(*request)) return;
    const bool open = core::is_open(request->status);
    switch (static_cast<Job>(task.kind)) {
        case Job::take:
            if (open && request->owner.empty()) {
                Rng rng = chance(Purpose::desk, *request, 4);
                const std::string number = std::to_string(rng.between(1, 12));
                outbox_.send(desk_source, TakeRequest{id, std::string(owner_prefix) + number});
            }
            return;
        case Job::locate:
            if (open) locate(*request, board);
            return;
        case Job::hand_over:
            if (open && request->handovers.empty()) {
                outbox_.send(desk_source, RecordHandover{id, static_cast<Agency>(task.b), "值班员",
                                                         request->note, "已受理"});
            }
            return;
        case Job::ring:
            if (open && request->contacts.active) {
                ring(*request, static_cast<std::uint32_t>(task.b), now, board);
            }
            return;
        case Job::all_well:
            if (!open || request->status == RequestStatus::on_scene) return;
            outbox_.send(desk_source, VerifySafe{id, "电话确认平安"});
            add(now + seconds(10), Job::cancel, id);
            return;
        case Job::cancel:
            if (open && request->status != RequestStatus::on_scene &&
                request->safety != Safety::unverified) {
                outbox_.send(desk_source, CancelRequest{id, "本人表示不需要"});
            }
            return;
        case Job::verify:
            if (request->safety == Safety::unverified) {
                outbox_.send(desk_source, VerifySafe{id, "上门人员确认平安"});
            }
            return;
        case Job::hold:
            hold(*request, now);
            return;
        case Job::answer:
            if (open) answer(*request);
            return;
        case Job::call_back:
            if (request->status == RequestStatus::served) call_back(*request, now);
            return;
        case Job::close:
            close(*request);
            return;
        case Job::lower:
            if (open && request->urgency < Urgency::P2 && request->safety != Safety::unverified) {
                outbox_.send(desk_source,
                             ReclassifyRequest{id, Urgency::P2, "回访不满意，再次上门"});
            }
            return;
        case Job::compare:
            compare(*request, board);
            return;
        case Job::explain:
            explain(*request, static_cast<Milestone>(task.b));
            return;
    }
}

void Desk::locate(const Request& request, const core::Board& board) {
    const Member* member = board.members().get(request.member_hint);
    if (request.place || member == nullptr || !member->profile.home) return;
    outbox_.send(desk_source,
                 LocateRequest{request.id, *member->profile.home, member->profile.address});
}

void Desk::hold(const Request& request, TimePoint now) {
    if (request.status > RequestStatus::offered || request.safety == Safety::unverified) return;
    Rng rng = chance(Purpose::desk, request, 5);
    const TimePoint until = in_office_hours(now + hours(1), rng);
    outbox_.send(desk_source, HoldRequest{request.id, until, "夜间来电，约定白天上门"});
}

void Desk::answer(const Request& request) {
    Rng rng = chance(Purpose::desk, request, 6);
    if (rng.permille(habits_.passed_to_department)) {
        outbox_.send(desk_source, TransferRequest{request.id, "civil_affairs", "职能部门办理"});
    } else {
        outbox_.send(desk_source, CloseRequest{request.id, Disposition::advised, {}});
    }
}

void Desk::close(const Request& request) {
    if (request.safety == Safety::unverified) {
        outbox_.send(desk_source, VerifySafe{request.id, "回访确认平安"});
    }
    if (request.status != RequestStatus::served && request.status != RequestStatus::called_back) {
        return;
    }
    const Disposition end =
        request.disposition == Disposition::none ? Disposition::helped : request.disposition;
    outbox_.send(desk_source, CloseRequest{request.id, end, {}});
}

void Desk::explain(const Request& request, Milestone breached) {
    constexpr std::array<std::string_view, 4> causes{"人手紧张", "路途较远", "交通拥堵",
                                                     "等待联系人答复"};
    Rng rng = chance(Purpose::desk, request, 7 + static_cast<std::uint64_t>(breached));
    outbox_.send(desk_source,
                 ExplainBreach{request.id, breached, std::string(causes[rng.below(4)])});
}

void Desk::compare(const Request& request, const core::Board& board) {
    if (!request.possible_duplicate_of || !core::is_open(request.status)) return;
    const Request* other = board.requests().get(*request.possible_duplicate_of);
    if (other == nullptr || !core::is_open(other->status)) return;
    if (request.service == other->service && request.address == other->address) {
        outbox_.send(desk_source, MergeRequest{request.id, other->id});
    } else {
        outbox_.send(desk_source, DismissDuplicate{request.id, "经核实不是同一件事"});
    }
}

void Desk::ring(const Request& request, std::uint32_t step, TimePoint now,
                const core::Board& board) {
    // Somebody else made this call.
    if (request.contacts.step != step) return;
    Rng rng(seed_, Purpose::contact, request.id.value, 1'000 + step * 16 + request.contacts.misses);
    const ServiceRule* service = board.rule_index().service(request.service);
    std::int64_t answers = habits_.kin_answers;
    if (step == 0) {
        answers = service != nullptr && service->emergency_line
                      ? habits_.member_answers_in_emergency
                      : habits_.member_answers;
    } else if (const Member* member = board.members().get(request.member);
               member != nullptr && step <= member->profile.contacts.size() &&
               member->profile.contacts[step - 1].relation ==
                   ContactRelation::neighbour_committee) {
        answers = is_night(local_hour(now)) ? habits_.committee_answers_at_night
                                            : habits_.committee_answers;
    }
    const ContactOutcome outcome =
        rng.permille(answers) ? ContactOutcome::answered : ContactOutcome::no_answer;
    outbox_.send(desk_source, RecordContact{request.id, outcome, {}});
}

void Desk::call_back(const Request& request, TimePoint now) {
    Rng rng = chance(Purpose::callback, request, 32 + request.callbacks + request.reopened);
    if (!rng.permille(habits_.reached_at_callback)) {
        outbox_.send(desk_source, RecordCallback{request.id, false, 0, {}});
        return;
    }
    const bool late = std::any_of(request.milestones.begin(), request.milestones.end(),
                                  [&](const MilestoneState& m) {
                                      return m.breached_at != TimePoint{} && m.breached_at <= now;
                                  });
    // Ratings 1 to 5, and none.
    constexpr std::array<std::uint32_t, 6> usual{6, 14, 70, 260, 560, 90};
    constexpr std::array<std::uint32_t, 6> when_late{25, 55, 180, 320, 330, 90};
    const std::size_t place = rng.pick(late ? when_late : usual);
    const auto rating = place == 5 ? 0u : static_cast<std::uint32_t>(place + 1);
    outbox_.send(desk_source, RecordCallback{request.id, true, rating, {}});
}

void Desk::look_again(const core::Board& board, TimePoint now) {
    for (const core::Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        if (core::has_ended(request.status)) continue;
        if (core::is_open(request.status)) {
            if (request.owner.empty()) add(now + minutes(1), Job::take, request.id);
            if (request.slots.empty()) plan_answer(request, now);
            if (!request.place && !request.slots.empty()) {
                add(now + minutes(1), Job::locate, request.id);
            }
            if (request.contacts.active && !request.contacts.due_at) {
                on(ContactDue{request.id, request.contacts.step, request.contacts.misses}, now);
            }
        } else if (request.status == RequestStatus::served) {
            plan_callback(request, now);
        } else {
            add(now + minutes(1), Job::close, request.id);
        }
        if (request.possible_duplicate_of) add(now + minutes(1), Job::compare, request.id);
        if (request.safety == Safety::unverified && request.status >= RequestStatus::on_scene) {
            add(now + minutes(1), Job::verify, request.id);
        }
        for (const MilestoneState& milestone : request.milestones) {
            if (!milestone.breached_at || !milestone.cause.value.empty()) continue;
            on(DeadlineBreached{request.id, milestone.milestone}, now);
        }
    }
}

}  // namespace muster::sim
