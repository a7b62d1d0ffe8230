#include "engine/views/confidentiality.hpp"

#include <algorithm>

#include "engine/codec/commands_json.hpp"
#include "engine/views/collection.hpp"
#include "muster/entities.hpp"

namespace muster::views {

Confidentiality confidentiality_of(const core::Board& board, Topic topic, std::uint64_t id) {
    Confidentiality found = Confidentiality::open;
    (void)any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic != topic_of<T>) return false;
        found = EntityView<T>::confidentiality(board, {id});
        return true;
    });
    return found;
}

Confidentiality confidentiality_of(const core::Board& board, const Event& event) {
    Confidentiality most = Confidentiality::open;
    for (const Touched& one : touched(event, board))
        most = std::max(most, confidentiality_of(board, one.topic, one.id));
    return most;
}

std::string open_events_json(const core::Board& board, std::span<const Event> events,
                             const std::string& all) {
    const auto is_open = [&](const Event& event) {
        return confidentiality_of(board, event) == Confidentiality::open;
    };
    if (std::all_of(events.begin(), events.end(), is_open)) return all;
    std::string json = "[";
    for (const Event& event : events) {
        if (!is_open(event)) continue;
        if (json.size() > 1) json += ',';
        codec::write(json, event);
    }
    return json += ']';
}

}  // namespace muster::views
