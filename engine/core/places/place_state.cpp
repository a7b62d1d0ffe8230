#include "engine/core/places/place_state.hpp"

namespace muster::core {

const PlacesRule& places_rule(const Rules& rules) {
    return or_usual(rules.places);
}

void Derived<Place>::add(Index index, const Place& place) {
    if (place.status != PlaceStatus::active) return;
    const PlaceProfile& profile = place.profile;
    if (!profile.external_ref.empty()) by_ref_.emplace(profile.external_ref, place.id);
    if (profile.parent) parts_.add(profile.parent, place.id);
    if (profile.point) grid_.insert(index, {*profile.point, 0, 0, place.id.value});
}

void Derived<Place>::remove(Index index, const Place& place) {
    if (place.status != PlaceStatus::active) return;
    const PlaceProfile& profile = place.profile;
    if (!profile.external_ref.empty()) by_ref_.erase(profile.external_ref);
    if (profile.parent) parts_.remove(profile.parent, place.id);
    if (profile.point) grid_.erase(index);
}

PlaceId Derived<Place>::with_ref(const std::string& external_ref) const {
    const auto found = by_ref_.find(external_ref);
    return found == by_ref_.end() ? PlaceId{} : found->second;
}

void Derived<PremisesNote>::add(Index /*index*/, const PremisesNote& note) {
    if (note.member) by_member_.add(note.member, note.id);
    if (note.place) by_place_.add(note.place, note.id);
}

void Derived<PremisesNote>::remove(Index /*index*/, const PremisesNote& note) {
    if (note.member) by_member_.remove(note.member, note.id);
    if (note.place) by_place_.remove(note.place, note.id);
}

TimePoint Derived<PremisesNote>::due(const PremisesNote& note, const Rules& rules) {
    if (is_live(note.status)) return note.valid_until ? note.valid_until : never;
    return note.ended_at + places_rule(rules).keep_notes_ms;
}

}  // namespace muster::core
