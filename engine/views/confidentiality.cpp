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

Scope scope_of(const core::Board& board, Topic topic, std::uint64_t id) {
    Scope scope;
    (void)any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic != topic_of<T>) return false;
        scope = {EntityView<T>::confidentiality(board, {id}), EntityView<T>::district(board, {id})};
        return true;
    });
    return scope;
}

Scope scope_of(const core::Board& board, const Event& event) {
    Scope all;
    for (const Touched& changed : touched(event, board)) {
        const Scope one = scope_of(board, changed.topic, changed.id);
        all.confidentiality = std::max(all.confidentiality, one.confidentiality);
        if (one.district.empty() || one.district == all.district) continue;
        all.of_several = all.of_several || !all.district.empty();
        all.district = one.district;
    }
    return all;
}

Code district_of(const core::Board& board, MemberId member) {
    const Member* const found = board.members().get(board.root(member));
    return found ? found->profile.district : Code();
}

Code district_of(const core::Board& board, PlaceId place) {
    // A flat lies where its house lies; a register may have both in a circle.
    constexpr int most_parents = 8;
    for (int i = 0; i < most_parents; ++i) {
        const Place* const found = board.store<Place>().get(place);
        if (!found) break;
        if (!found->profile.district.empty()) return found->profile.district;
        place = found->profile.parent;
    }
    return {};
}

Code district_of(const core::Board& board, RequestId request) {
    const Request* const found = board.requests().get(request);
    if (!found) return {};
    const Code by_place = found->known_place ? district_of(board, *found->known_place) : Code();
    return by_place.empty() ? district_of(board, found->member) : by_place;
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
