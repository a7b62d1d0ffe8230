#include "engine/views/touched.hpp"

#include <algorithm>

#include "engine/views/event_view.hpp"

namespace muster::views {
void TouchedList::add_one(Touched one) {
    const bool known = std::find(items_.begin(), items_.end(), one) != items_.end();
    if (one.id != 0 && !known) items_.push_back(one);
}

TouchedList touched(const Event& event, const core::Board& board) {
    TouchedList list;
    view_of(event).touch(list, board, event);
    return list;
}

Meant meant_by(const CommandRow& row, std::uint64_t seq, std::span<const Event> events,
               const core::Board& board) {
    if (row.creates.empty()) return {};
    if (!row.repeats) return {seq, true};
    const auto topic = topic_named(row.creates);
    Meant meant;
    for (const Event& event : events) {
        for (const Touched& one : touched(event, board)) {
            if (one.topic != topic) continue;
            // What a record makes has its number, and nothing else has.
            if (one.id == seq) return {seq, true};
            if (meant.id == 0) meant.id = one.id;
        }
    }
    return meant;
}

RequestId request_of(const Event& event, const core::Board& board) {
    for (const Touched& one : touched(event, board)) {
        if (one.topic == topic_of<Request>) return {one.id};
    }
    return {};
}

std::span<const PositionFix> position_fixes(const Event& event) {
    const auto* reported = event.get_if<PositionsReported>();
    return reported ? std::span<const PositionFix>(reported->fixes)
                    : std::span<const PositionFix>{};
}

bool is_alert(const Event& event) {
    return view_of(event).is_alert(event);
}

}  // namespace muster::views
