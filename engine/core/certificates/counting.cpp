#include "engine/core/certificates/counting.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service_records/standing.hpp"
#include "muster/service_records.hpp"

namespace muster::core {
namespace {

void count(std::vector<CertifiedService>& services, const ServiceRecord& record) {
    const auto at = std::lower_bound(
        services.begin(), services.end(), record.service,
        [](const CertifiedService& one, Code service) { return one.service < service; });
    if (at != services.end() && at->service == record.service) {
        ++at->times;
        at->minutes += record.minutes;
    } else {
        services.insert(at, {record.service, 1, record.minutes});
    }
}

}  // namespace

CountedService services_between(const Board& board, ResponderId volunteer, Date from, Date until) {
    const CalendarRule& calendar = calendar_rule(board.rules());
    CountedService all;
    for (const ServiceRecordId id : board.derived<ServiceRecord>().of_volunteer(volunteer)) {
        const ServiceRecord& record = *board.store<ServiceRecord>().get(id);
        if (record.status != ServiceRecordStatus::approved) continue;
        const Date day = local_day(calendar, record.starts_at);
        if (day < from || day > until) continue;
        all.minutes += record.minutes;
        all.records.push_back(id);
        if (record.volunteer_member) all.member = record.volunteer_member;
        count(all.services, record);
    }
    return all;
}

Date first_countable_day(const Board& board, ResponderId volunteer, TimePoint now) {
    const Rules& rules = board.rules();
    const Date today = local_day(calendar_rule(rules), now);
    // What was approved in the first hours of the day before this one may have left since.
    const Date by_rule = today - service_records_rule(rules).reverse_days + 1;
    // What was approved while the rule was shorter has left at the time it was promised then.
    const auto* const standing = board.store<VolunteerStanding>().get(standing_of(volunteer));
    if (standing == nullptr || !standing->left_until) return by_rule;
    return std::max(by_rule, *standing->left_until + 1);
}

}  // namespace muster::core
