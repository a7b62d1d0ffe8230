// What follows from other areas, and what time brings.

#include <algorithm>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/service_records/area.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/service_records/recording.hpp"
#include "engine/core/service_records/service_times.hpp"

namespace muster::core {
namespace {

const ServiceRecord& get(const Board& board, ServiceRecordId id) {
    return *board.store<ServiceRecord>().get(id);
}

// Nobody has said when it ended, so nothing counts until somebody does.
ServiceRecord without_end(const Step& step, ServiceRecord record) {
    record.status = ServiceRecordStatus::ended;
    set_times(step, record, record.starts_at, record.starts_at);
    doubt(record.doubts, ServiceDoubt::no_sign_out);
    record.dispute_until =
        step.now() + hours(24) * service_records_rule(step.board.rules()).dispute_days;
    return record;
}

// The hours are the volunteer's, whatever becomes of the member; what tells of the member is not.
void strip_all(Step& step, MemberId member) {
    const std::vector<ServiceRecordId> list = step.board.derived<ServiceRecord>().of_member(member);
    for (const ServiceRecordId id : list)
        step.emit(ServiceRecordStripped{id});
}

void react(Step& step, const MemberErased& event) {
    strip_all(step, event.member);
}

// An entry that should never have been there: nobody can say any more that he was served.
void react(Step& step, const MemberRemoved& event) {
    const std::vector<ServiceRecordId> list =
        step.board.derived<ServiceRecord>().of_member(event.member);
    for (const ServiceRecordId id : list) {
        const ServiceRecord& record = get(step.board, id);
        if (!is_undecided(record.status)) continue;
        ServiceRecord to = in_status(record, ServiceRecordStatus::rejected);
        if (!to.ends_at) set_times(step, to, to.starts_at, to.starts_at);
        set_status(step, std::move(to), "", "the member was removed");
    }
    strip_all(step, event.member);
}

bool was_help(Disposition disposition) {
    return disposition == Disposition::helped || disposition == Disposition::advised ||
           disposition == Disposition::handed_over;
}

bool has_record(const Board& board, RequestId request, ResponderId volunteer) {
    const auto& list = board.derived<ServiceRecord>().of_request(request);
    return std::any_of(list.begin(), list.end(),
                       [&](ServiceRecordId id) { return get(board, id).volunteer == volunteer; });
}

// The times of a request say what a volunteer did who was sent and recorded nothing.
void react(Step& step, const SlotServed& event) {
    const Board& board = step.board;
    const ServiceRecordsRule& rule = service_records_rule(board.rules());
    if (!rule.from_requests || !was_help(event.disposition)) return;
    const Responder& responder = *board.responders().get(event.responder);
    if (responder.profile.kind != ResponderKind::volunteer) return;
    const Request& request = *board.requests().get(event.request);
    const MemberId member = board.root(request.member);
    if (board.members().find(member) == no_index) return;
    if (has_record(board, event.request, event.responder)) return;
    if (is_same_person(board, event.responder, member)) return;
    ServiceRecord record;
    record.id = service_record_of_slot(step.env.seq, event.slot);
    record.volunteer = event.responder;
    record.member = member;
    record.volunteer_member = member_of(board, event.responder);
    record.service = request.service;
    record.request = event.request;
    record.status = ServiceRecordStatus::ended;
    record.status_at = step.now();
    record.recorded_at = step.now();
    // Whose command says when it ended.
    record.recorded_by = step.env.source;
    record.starts_at = request.slots[event.slot].on_scene_at;
    set_times(step, record, record.starts_at, step.now());
    if (record.minutes == 0) return;
    if (record.minutes > rule.most_min) record = without_end(step, std::move(record));
    record.dispute_until = step.now() + hours(24) * rule.dispute_days;
    record.signed_in.at = record.starts_at;
    doubt(record.doubts, ServiceDoubt::no_place);
    doubt(record.doubts, ServiceDoubt::of_request);
    if (overlapping(board, record) != nullptr) return;
    begin_duty(step, record);
    step.emit(ServiceRecordMade{std::move(record)});
}

void breach(Step& step, const ServiceRecord& record, ServiceDutyKind duty) {
    if (duty != ServiceDutyKind::sign_out) {
        step.emit(ServiceDutyBreached{record.id, record.volunteer, record.member, duty});
        return;
    }
    ServiceRecord to = without_end(step, record);
    to.duties.front().breached_at = step.now();
    set_status(step, std::move(to), "", "nobody signed out");
}

// What is approved counts, so that its day cannot be counted from the board any more.
ServiceRecordForgotten forgotten(const Board& board, const ServiceRecord& record) {
    if (record.status != ServiceRecordStatus::approved) return {record.id, {}, {}};
    return {record.id, record.volunteer, local_day(calendar_rule(board.rules()), record.starts_at)};
}

void react(Step& step, const DeadlinesRecomputed& /*event*/) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const auto& store = step.board.store<ServiceRecord>();
    std::vector<ServiceDutyMoved> all;
    for (const Index index : store.in_order()) {
        const ServiceRecord& one = store[index];
        const ServiceDuty* const duty = owed_now(one);
        if (duty == nullptr) continue;
        const auto moved = reckoned_anew(calendar, *duty, step.now());
        if (!moved || !step.may_move()) continue;
        all.push_back({one.id, one.volunteer, one.member, duty->what, *moved});
    }
    for (ServiceDutyMoved& one : all)
        step.emit(std::move(one));
}

}  // namespace

void ServiceRecordsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint ServiceRecordsArea::due(const Board& board) {
    return board.deadlines<ServiceRecord>().next_due();
}

void ServiceRecordsArea::fire(Step& step) {
    const Board& board = step.board;
    const ServiceRecord record =
        board.store<ServiceRecord>()[board.deadlines<ServiceRecord>().next_handle()];
    const ServiceDuty* const duty = owed_now(record);
    if (duty == nullptr) {
        step.emit(forgotten(board, record));
        return;
    }
    const Alarms alarms = alarms_due(*duty, step.now());
    if (alarms.warn && !alarms.breach) {
        step.emit(ServiceDutyWarned{record.id, record.volunteer, record.member, duty->what});
    }
    if (alarms.breach) breach(step, record, duty->what);
}

}  // namespace muster::core
