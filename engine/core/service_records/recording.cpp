#include "engine/core/service_records/recording.hpp"

#include <algorithm>

#include "engine/core/booking/places.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/service_records/persons.hpp"
#include "engine/core/service_records/service_times.hpp"
#include "engine/roads/distance.hpp"

namespace muster::core {
namespace {

// A dispute and its end owe two; so does a correction of what was confirmed.
constexpr std::size_t most_duties = 32;

// What is owed to a record of this status, without its times; nothing for an end.
std::optional<ServiceDuty> duty_of(const Step& step, const ServiceRecord& record) {
    const ServiceRecordsRule& rule = service_records_rule(step.board.rules());
    ServiceDuty duty;
    const auto due = [&](ServiceDutyKind what, TimePoint due_at) {
        duty.what = what;
        set_due(duty, step.now(), due_at, rule.warn_permille);
        return duty;
    };
    const auto due_in = [&](ServiceDutyKind what, std::int64_t days) {
        const CalendarRule& calendar = calendar_rule(step.board.rules());
        const Date today = local_day(calendar, step.now());
        const WorkingDay by = working_days_after(calendar, today, static_cast<std::int32_t>(days));
        duty.provisional = by.provisional;
        duty.given = {today, days};
        return due(what, time_at(calendar, by.date + 1));
    };
    switch (record.status) {
        case ServiceRecordStatus::open:
            duty.what = ServiceDutyKind::sign_out;
            duty.due_at = record.starts_at + rule.sign_out_ms;
            duty.warn_at = record.starts_at + rule.remind_ms;
            return duty;
        case ServiceRecordStatus::ended:
            return due(ServiceDutyKind::confirm, step.now() + hours(24) * rule.confirm_days);
        case ServiceRecordStatus::confirmed:
            return due_in(ServiceDutyKind::review, rule.review_days);
        case ServiceRecordStatus::disputed:
            return due_in(ServiceDutyKind::resolve, rule.resolve_days);
        case ServiceRecordStatus::approved:
        case ServiceRecordStatus::rejected:
        case ServiceRecordStatus::reversed:
            return std::nullopt;
    }
    return std::nullopt;
}

bool has(const std::vector<ServiceDoubt>& doubts, ServiceDoubt why) {
    return std::binary_search(doubts.begin(), doubts.end(), why);
}

// Whatever it waited for, it does not wait any more; but a sign-out that nobody made was not made.
void meet_all(ServiceRecord& record, TimePoint at, const Personal<std::string>& late_cause) {
    const bool signed_out = !has(record.doubts, ServiceDoubt::no_sign_out);
    for (ServiceDuty& duty : record.duties) {
        if (duty.met_at || (duty.what == ServiceDutyKind::sign_out && !signed_out)) continue;
        meet(duty, at);
        if (duty.breached_at && !late_cause.value.empty()) duty.cause = late_cause;
    }
}

}  // namespace

Named<ServiceRecord> find_record(const Step& step, ServiceRecordId id, std::string_view command,
                                 ServiceRecordAction action) {
    auto index = find_one(step, id);
    if (!index) return index;
    if (auto bad = check_status(step.board.store<ServiceRecord>()[*index], command,
                                service_record_cycle.where(action), words_of<ServiceRecord>)) {
        return bad;
    }
    return index;
}

void doubt(std::vector<ServiceDoubt>& doubts, ServiceDoubt why) {
    const auto place = std::lower_bound(doubts.begin(), doubts.end(), why);
    if (place == doubts.end() || *place != why) doubts.insert(place, why);
}

void set_times(const Step& step, ServiceRecord& record, TimePoint starts_at, TimePoint ends_at) {
    record.starts_at = starts_at;
    record.ends_at = ends_at;
    record.minutes = minutes_between(starts_at, ends_at);
    record.days = days_between(calendar_rule(step.board.rules()), starts_at, ends_at);
}

const ServiceRecord* overlapping(const Board& board, const ServiceRecord& record) {
    const Stretch wanted = stretch_of(record);
    for (const ResponderId volunteer : as_volunteers(board, record.volunteer)) {
        for (const ServiceRecordId id : board.derived<ServiceRecord>().of_volunteer(volunteer)) {
            const ServiceRecord& other = *board.store<ServiceRecord>().get(id);
            if (id == record.id || !takes_time(other.status)) continue;
            if (meet_in_time(stretch_of(other), wanted)) return &other;
        }
    }
    return nullptr;
}

Rejection check_free(const Step& step, const ServiceRecord& record) {
    const ServiceRecord* const other = overlapping(step.board, record);
    if (other == nullptr) return {};
    const std::string until = other->status == ServiceRecordStatus::open
                                  ? "on, and has not signed out"
                                  : "to " + local_text(step, other->ends_at);
    return reject(RejectReason::responder_busy, "/volunteer",
                  "nobody serves twice at one time: service record " +
                      std::to_string(other->id.value) + " of this person is from " +
                      local_text(step, other->starts_at) + " " + until);
}

ServiceMark mark_of(const Step& step, MemberId member, TimePoint at,
                    const std::optional<Personal<Point>>& place) {
    ServiceMark mark{at, {}, {}, step.env.source};
    const Member* const served = step.board.members().get(step.board.root(member));
    // Of who was erased nothing is to be known, and the place would be the home.
    if (served == nullptr || served->status == MemberStatus::erased) return mark;
    mark.place = place;
    if (place && served->profile.home) {
        mark.from_home_m = roads::distance_m(place->value, served->profile.home->value).value;
    }
    return mark;
}

Rejection check_room(const ServiceRecord& record) {
    if (record.duties.size() < most_duties) return {};
    return reject(RejectReason::limit_reached, "/service_record",
                  "was disputed and corrected too often; ReviewService or ResolveService ends it");
}

void begin_duty(const Step& step, ServiceRecord& record) {
    if (auto duty = duty_of(step, record)) record.duties.push_back(*std::move(duty));
}

void set_status(Step& step, ServiceRecord to, std::string by, Personal<std::string> reason,
                Personal<std::string> late_cause) {
    meet_all(to, step.now(), late_cause);
    begin_duty(step, to);
    step.emit(ServiceRecordStatusChanged{to.id,
                                         to.volunteer,
                                         to.member,
                                         to.service,
                                         to.request,
                                         to.booking,
                                         to.starts_at,
                                         to.ends_at,
                                         to.minutes,
                                         std::move(to.days),
                                         to.status,
                                         std::move(to.doubts),
                                         std::move(to.signed_out),
                                         to.confirmer,
                                         to.reviewer,
                                         to.dispute_until,
                                         to.reverse_until,
                                         std::move(to.duties),
                                         std::move(by),
                                         std::move(reason)});
}

}  // namespace muster::core
