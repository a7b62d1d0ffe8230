// Checked the slow way, from the entities alone.

#include <map>
#include <string>

#include "engine/core/places/area.hpp"
#include "engine/core/places/place_state.hpp"

namespace muster::core {
namespace {

std::string check_places(const Board& board) {
    std::map<std::string, PlaceId> numbers;
    for (const Index index : board.store<Place>().in_order()) {
        const Place& place = board.store<Place>()[index];
        const std::string name = "place " + std::to_string(place.id.value);
        const bool active = place.status == PlaceStatus::active;
        const PlaceProfile& profile = place.profile;
        if (profile.parent) {
            const Place* const parent = board.store<Place>().get(profile.parent);
            if (parent == nullptr) return name + " is a part of nothing";
            if (active && parent->status != PlaceStatus::active) {
                return name + " is a part of what is retired";
            }
        }
        if (!active || profile.external_ref.empty()) continue;
        if (!numbers.emplace(profile.external_ref, place.id).second) {
            return name + " has a number that another one has";
        }
        if (board.derived<Place>().with_ref(profile.external_ref) != place.id) {
            return name + " is not found by its number";
        }
    }
    return {};
}

// In doubt exactly while its member lives elsewhere than when it was told.
std::string check_doubt(const Board& board, const PremisesNote& note) {
    const Member* const told_of = board.members().get(note.member);
    if (told_of == nullptr) return "is nobody's";
    if (!is_live(note.status)) return {};
    const MemberProfile& profile = board.members().get(board.root(note.member))->profile;
    const bool same = note.home == profile.home && note.address == profile.address;
    if (same == (note.status == PremisesNoteStatus::active)) return {};
    return same ? "is in doubt for no reason" : "is of another home, and not in doubt";
}

std::string check_note(const Board& board, Index index) {
    const PremisesNote& note = board.store<PremisesNote>()[index];
    if (bool(note.member) == bool(note.place)) return "is not of one home or place";
    if (note.member) {
        if (auto broken = check_doubt(board, note); !broken.empty()) return broken;
    } else {
        const Place* const place = board.store<Place>().get(note.place);
        if (place == nullptr) return "is of no place";
        if (is_live(note.status) && place->status != PlaceStatus::active) {
            return "is of what is retired";
        }
    }
    if (is_live(note.status) == bool(note.ended_at)) return "does not end when it ends";
    if (board.deadlines<PremisesNote>().due_of(index).value_or(never) !=
        Derived<PremisesNote>::due(note, board.rules())) {
        return "does not fall due when it should";
    }
    return {};
}

}  // namespace

std::string PlacesArea::broken(const Board& board, Journeys& /*journeys*/) {
    if (auto broken = check_places(board); !broken.empty()) return broken;
    for (const Index index : board.store<PremisesNote>().in_order()) {
        const std::string broken = check_note(board, index);
        if (broken.empty()) continue;
        return "premises_note " + std::to_string(board.store<PremisesNote>()[index].id.value) +
               " " + broken;
    }
    return {};
}

}  // namespace muster::core
