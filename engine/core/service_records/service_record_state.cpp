#include "engine/core/service_records/service_record_state.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/kernel/obligation.hpp"

namespace muster::core {
namespace {

std::optional<ServiceDutyKind> waits_for(ServiceRecordStatus status) {
    switch (status) {
        case ServiceRecordStatus::open:
            return ServiceDutyKind::sign_out;
        case ServiceRecordStatus::ended:
            return ServiceDutyKind::confirm;
        case ServiceRecordStatus::confirmed:
            return ServiceDutyKind::review;
        case ServiceRecordStatus::disputed:
            return ServiceDutyKind::resolve;
        case ServiceRecordStatus::approved:
        case ServiceRecordStatus::rejected:
        case ServiceRecordStatus::reversed:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

const ServiceRecordsRule& service_records_rule(const Rules& rules) {
    return or_usual(rules.service_records);
}

// The last one of its kind: what was confirmed, disputed and upheld is reviewed anew.
const ServiceDuty* owed_now(const ServiceRecord& record) {
    const auto what = waits_for(record.status);
    if (!what) return nullptr;
    const auto found =
        std::find_if(record.duties.rbegin(), record.duties.rend(),
                     [&](const ServiceDuty& duty) { return duty.what == *what && !duty.met_at; });
    return found == record.duties.rend() ? nullptr : &*found;
}

void Derived<ServiceRecord>::add(Index /*index*/, const ServiceRecord& record) {
    by_volunteer_.add(record.volunteer, record.id);
    by_member_.add(record.member, record.id);
    if (record.request) by_request_.add(record.request, record.id);
}

void Derived<ServiceRecord>::remove(Index /*index*/, const ServiceRecord& record) {
    by_volunteer_.remove(record.volunteer, record.id);
    by_member_.remove(record.member, record.id);
    if (record.request) by_request_.remove(record.request, record.id);
}

TimePoint Derived<ServiceRecord>::due(const ServiceRecord& record, const Rules& rules) {
    switch (record.status) {
        case ServiceRecordStatus::approved:
            return record.reverse_until;
        case ServiceRecordStatus::rejected:
        case ServiceRecordStatus::reversed:
            return record.status_at + service_records_rule(rules).keep_ms;
        case ServiceRecordStatus::open:
        case ServiceRecordStatus::ended:
        case ServiceRecordStatus::confirmed:
        case ServiceRecordStatus::disputed:
            break;
    }
    const ServiceDuty* const duty = owed_now(record);
    return duty == nullptr ? never : next_alarm(*duty);
}

}  // namespace muster::core
