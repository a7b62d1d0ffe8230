#include "engine/app/audit/reasons.hpp"

#include <algorithm>

#include "engine/codec/commands_json.hpp"
#include "engine/log/log_reader.hpp"
#include "muster/service.hpp"

namespace muster::app {
namespace {

std::string reason_in(const log::LogReader& reader, std::uint64_t record) {
    const auto found = reader.find(record);
    if (!found || !*found) return {};
    std::vector<Event> events;
    if (codec::read_events((*found)->events, events, codec::Mode::lenient, codec::own_text)) {
        return {};
    }
    for (const Event& event : events) {
        if (const auto* const unmasked = event.get_if<EntityUnmasked>()) {
            return unmasked->reason.value;
        }
    }
    return {};
}

}  // namespace

void add_reasons(const std::filesystem::path& folder, std::vector<AuditRow>& rows) {
    const auto names_one = [](const AuditRow& row) { return row.record != 0; };
    if (std::none_of(rows.begin(), rows.end(), names_one)) return;
    const auto reader = log::LogReader::open(folder, {});
    if (!reader) return;
    for (AuditRow& row : rows) {
        if (names_one(row)) row.reason = reason_in(*reader, row.record);
    }
}

}  // namespace muster::app
