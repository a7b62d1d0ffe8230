// Checked the slow way, from the entities alone.

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "engine/core/service_records/area.hpp"
#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/service_records/service_times.hpp"
#include "engine/core/service_records/standing.hpp"

namespace muster::core {
namespace {

std::string check_times(const ServiceRecord& record) {
    const bool open = record.status == ServiceRecordStatus::open;
    if (open != !record.ends_at) return "is open and has an end, or is over and has none";
    if (open) return record.minutes == 0 && record.days.empty() ? "" : "is open, and counts";
    if (record.ends_at < record.starts_at) return "ends before it starts";
    if (record.minutes != minutes_between(record.starts_at, record.ends_at)) {
        return "is not as long as it says";
    }
    const std::int64_t sum = std::accumulate(
        record.days.begin(), record.days.end(), std::int64_t{0},
        [](std::int64_t before, const ServiceDay& day) { return before + day.minutes; });
    return sum == record.minutes ? "" : "has days that are not its minutes";
}

std::string check_people(const Board& board, const ServiceRecord& record) {
    if (board.responders().find(record.volunteer) == no_index) return "is of no volunteer";
    const Member* const member = board.members().get(record.member);
    if (member == nullptr && is_undecided(record.status)) return "is for nobody";
    if (record.volunteer_member && record.volunteer_member == record.member) {
        return "is served by whom it serves";
    }
    if (member != nullptr && member->status == MemberStatus::erased &&
        (record.signed_in.place || (record.signed_out && record.signed_out->place))) {
        return "tells where an erased member lived";
    }
    if (record.status != ServiceRecordStatus::approved) return "";
    if (record.minutes <= 0) return "is approved, and nothing was done";
    if (record.reviewed_by == record.confirmed_by || record.reviewed_by == record.recorded_by) {
        return "was reviewed by who recorded or confirmed it";
    }
    return record.reviewer == record.volunteer ? "was reviewed by who served" : "";
}

std::string check_record(const Board& board, const ServiceRecord& record, Index index) {
    if (std::string broken = check_times(record); !broken.empty()) return broken;
    if (std::string broken = check_people(board, record); !broken.empty()) return broken;
    if (is_undecided(record.status) && owed_now(record) == nullptr) return "waits for nothing";
    if (board.deadlines<ServiceRecord>().due_of(index).value_or(never) !=
        Derived<ServiceRecord>::due(record, board.rules())) {
        return "does not fall due when it should";
    }
    return "";
}

// Of one volunteer, those that may count, in order of time: none meets the next one.
std::string check_overlaps(std::vector<const ServiceRecord*> records) {
    std::sort(records.begin(), records.end(), [](const auto* a, const auto* b) {
        return a->starts_at != b->starts_at ? a->starts_at < b->starts_at : a->id < b->id;
    });
    TimePoint until{};
    const ServiceRecord* last = nullptr;
    for (const ServiceRecord* const one : records) {
        const Stretch stretch = stretch_of(*one);
        if (stretch.from == stretch.until) continue;
        if (last != nullptr && stretch.from < until) {
            return "service records " + std::to_string(last->id.value) + " and " +
                   std::to_string(one->id.value) + " of one volunteer overlap";
        }
        until = stretch.until;
        last = one;
    }
    return "";
}

std::string check_standing(const Board& board, const VolunteerStanding& one) {
    const Index responder = board.responders().find(one.volunteer);
    if (one.id != standing_of(one.volunteer) || responder == no_index) return "is nobody's";
    if (one.reversed_min > one.approved_min || one.services < 0) return "has more reversed";
    std::int64_t known = 0;
    for (const ServiceRecordId id : board.derived<ServiceRecord>().of_volunteer(one.volunteer)) {
        const ServiceRecord& record = *board.store<ServiceRecord>().get(id);
        if (record.status == ServiceRecordStatus::approved) known += record.minutes;
    }
    if (known > one.approved_min - one.reversed_min) return "has fewer minutes than its records";
    if (one.suspended_at && board.responders().aux(responder).grid == GridKind::idle_offer) {
        return "is suspended, and would be asked";
    }
    return "";
}

}  // namespace

std::string ServiceRecordsArea::broken(const Board& board, Journeys& /*journeys*/) {
    const auto& records = board.store<ServiceRecord>();
    std::vector<std::pair<ResponderId, const ServiceRecord*>> counting;
    for (const Index index : records.in_order()) {
        const ServiceRecord& one = records[index];
        const std::string broken = check_record(board, one, index);
        if (!broken.empty()) {
            return "service record " + std::to_string(one.id.value) + " " + broken;
        }
        if (takes_time(one.status)) counting.emplace_back(one.volunteer, &one);
    }
    std::stable_sort(counting.begin(), counting.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto from = counting.begin(); from != counting.end();) {
        const auto until = std::find_if(from, counting.end(),
                                        [&](const auto& one) { return one.first != from->first; });
        std::vector<const ServiceRecord*> of_one;
        std::transform(from, until, std::back_inserter(of_one),
                       [](const auto& one) { return one.second; });
        if (std::string broken = check_overlaps(std::move(of_one)); !broken.empty()) return broken;
        from = until;
    }
    const auto& standings = board.store<VolunteerStanding>();
    for (const Index index : standings.in_order()) {
        const std::string broken = check_standing(board, standings[index]);
        if (!broken.empty()) {
            return "the standing of volunteer " + std::to_string(standings[index].volunteer.value) +
                   " " + broken;
        }
    }
    return {};
}

}  // namespace muster::core
