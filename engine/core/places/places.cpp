#include <utility>

#include "engine/core/places/area.hpp"
#include "engine/core/places/place_state.hpp"
#include "engine/core/places/premises.hpp"
#include "engine/core/profile_changes.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_aliases = 16;
constexpr std::size_t max_name_bytes = 200;
constexpr int max_depth = 16;

constexpr EntityWords parent_words{"place", "/profile/parent", RejectReason::unknown_place};

Rejection refuse(std::string field, std::string detail) {
    return reject(RejectReason::invalid_field, std::move(field), std::move(detail));
}

Rejection check_name(const std::string& field, const std::string& name) {
    if (!name.empty() && name.size() <= max_name_bytes) return {};
    return refuse(field, "must be a name of 1 to 200 bytes, has " + std::to_string(name.size()));
}

Rejection check_changes(const PlaceChanges& changes) {
    if (changes.name) {
        if (auto bad = check_name("/profile/name", *changes.name)) return bad;
    }
    if (!changes.aliases) return {};
    if (changes.aliases->size() > max_aliases) {
        return refuse("/profile/aliases",
                      "at most 16 aliases, has " + std::to_string(changes.aliases->size()));
    }
    for (std::size_t i = 0; i < changes.aliases->size(); ++i) {
        const std::string at = "/profile/aliases/" + std::to_string(i);
        if (auto bad = check_name(at, (*changes.aliases)[i])) return bad;
    }
    return {};
}

Rejection check_parent_known(const Step& step, const PlaceChanges& changes) {
    if (!changes.parent || !*changes.parent) return {};
    const auto parent = find_in(step.board.store<Place>(), *changes.parent, parent_words);
    return parent ? Rejection{} : parent.error();
}

// In use, and no part of the place itself.
Rejection check_parent(const Step& step, PlaceId self, const PlaceChanges& changes) {
    PlaceId id = changes.parent.value_or(PlaceId{});
    for (int depth = 0; id; ++depth) {
        const Place& parent = *step.board.store<Place>().get(id);
        const std::string number = std::to_string(id.value);
        if (depth == 0 && parent.status != PlaceStatus::active) {
            return reject(RejectReason::illegal_status, "/profile/parent",
                          "place " + number + " is retired; name one that is in use");
        }
        if (id == self || depth == max_depth) {
            return reject(RejectReason::illegal_status, "/profile/parent",
                          id == self ? "place " + number + " would be a part of itself"
                                     : "at most 16 places may stand in each other");
        }
        id = parent.profile.parent;
    }
    return {};
}

Rejection check_ref(const Step& step, PlaceId self, const PlaceChanges& changes) {
    if (!changes.external_ref || changes.external_ref->empty()) return {};
    const PlaceId other = step.board.derived<Place>().with_ref(*changes.external_ref);
    if (!other || other == self) return {};
    return reject(RejectReason::illegal_status, "/profile/external_ref",
                  "\"" + *changes.external_ref + "\" is place " + std::to_string(other.value) +
                      " already; change that one (UpdatePlace)");
}

}  // namespace

Rejection decide(Step& step, const AddPlace& command) {
    const auto changes = all_of<PlaceChanges>(command.profile);
    if (auto bad = check_changes(changes)) return bad;
    if (auto bad = check_parent_known(step, changes)) return bad;
    if (auto bad = check_parent(step, {}, changes)) return bad;
    if (auto bad = check_ref(step, {}, changes)) return bad;
    Place place;
    place.id = {step.env.seq};
    place.profile = command.profile;
    place.source = command.source;
    step.emit(PlaceAdded{std::move(place)});
    return {};
}

Rejection decide(Step& step, const UpdatePlace& command) {
    const PlaceChanges& changes = command.profile;
    if (auto bad = check_clear(command.clear, {{"point", changes.point.has_value()}})) return bad;
    if (auto bad = check_changes(changes)) return bad;
    const auto index = find_one(step, command.place);
    if (!index) return index.error();
    if (auto bad = check_parent_known(step, changes)) return bad;
    Place place = step.board.store<Place>()[*index];
    if (auto bad = check_status(place, "UpdatePlace", place_cycle.where(PlaceAction::update),
                                words_of<Place>)) {
        return bad;
    }
    if (auto bad = check_parent(step, place.id, changes)) return bad;
    if (auto bad = check_ref(step, place.id, changes)) return bad;
    const PlaceProfile before = place.profile;
    apply_changes(place.profile, changes);
    if (!command.clear.empty()) place.profile.point.reset();
    if (place.profile != before) step.emit(PlaceUpdated{std::move(place)});
    return {};
}

Rejection decide(Step& step, const RetirePlace& command) {
    const auto index = find_one(step, command.place);
    if (!index) return index.error();
    const Board& board = step.board;
    if (auto bad = check_status(board.store<Place>()[*index], "RetirePlace",
                                place_cycle.where(PlaceAction::retire), words_of<Place>)) {
        return bad;
    }
    const auto& parts = board.derived<Place>().parts_of(command.place);
    if (!parts.empty()) {
        return reject(RejectReason::illegal_status, "/place",
                      "place " + std::to_string(parts.front().value) +
                          " is a part of it; retire its parts first, or give them another parent");
    }
    step.emit(PlaceRetired{command.place, command.reason});
    end_notes_of(step, command.place, "the place is retired");
    return {};
}

}  // namespace muster::core
