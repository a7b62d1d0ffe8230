// Checked the slow way, from the entities alone.

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "engine/core/certificates/area.hpp"
#include "engine/core/certificates/certificate_state.hpp"
#include "muster/service_records.hpp"

namespace muster::core {
namespace {

// The hours are those of the services, and these are still approved.
std::string check_hours(const Board& board, const Certificate& one) {
    std::int64_t minutes = 0;
    std::int64_t times = 0;
    for (const CertifiedService& service : one.services) {
        minutes += service.minutes;
        times += service.times;
    }
    if (minutes != one.minutes) return "has other hours than its services";
    if (times != static_cast<std::int64_t>(one.records.size())) {
        return "counts another number of services than it names";
    }
    const auto& records = one.records;
    if (std::adjacent_find(records.begin(), records.end(), std::greater_equal<>()) !=
        records.end()) {
        return "counts a service twice, or out of order";
    }
    if (one.status != CertificateStatus::issued) return "";
    for (const ServiceRecordId id : records) {
        const ServiceRecord* const record = board.store<ServiceRecord>().get(id);
        if (record == nullptr) continue;  // has left the board, and cannot be reversed any more
        if (record->status != ServiceRecordStatus::approved) return "counts what is not approved";
        if (record->volunteer != one.volunteer) return "counts the service of somebody else";
    }
    return "";
}

std::string check_certificate(const Board& board, const Certificate& one) {
    if (!is_certificate_number(one.number)) return "has no number that can be checked";
    if (board.responders().get(one.volunteer) == nullptr) return "is nobody's";
    if (one.until < one.from) return "ends before it begins";
    if ((one.status == CertificateStatus::issued) == bool(one.ended_at)) {
        return "ended at no time, or is good though it ended";
    }
    if ((one.status == CertificateStatus::corrected) != bool(one.replaced_by)) {
        return "is corrected by none, or good though another one took its place";
    }
    if (one.replaced_by) {
        const Certificate* const next = board.store<Certificate>().get(one.replaced_by);
        if (next != nullptr && next->replaces != one.id) return "is replaced by a stranger";
    }
    return check_hours(board, one);
}

}  // namespace

std::string CertificatesArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::set<std::string> numbers;
    for (const Index index : board.store<Certificate>().in_order()) {
        const Certificate& one = board.store<Certificate>()[index];
        const std::string name = "certificate " + std::to_string(one.id.value) + " ";
        if (std::string broken = check_certificate(board, one); !broken.empty()) {
            return name + broken;
        }
        if (!numbers.insert(one.number).second) return name + "has the number of another one";
    }
    return "";
}

}  // namespace muster::core
