// What follows from places and notes: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "engine/match/nearest_grid.hpp"
#include "muster/places.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(PlaceAction, update, retire)

constexpr LifeCycle<PlaceStatus, PlaceAction> place_cycle(
    {PlaceStatus::active}, {PlaceStatus::retired},
    {{{PlaceStatus::active}, PlaceAction::update, {}},
     {{PlaceStatus::active}, PlaceAction::retire, PlaceStatus::retired}});

BOOST_DEFINE_ENUM_CLASS(PremisesAction, doubt, confirm, expire, end)

// Whoever lives as before is not in doubt any more.
constexpr LifeCycle<PremisesNoteStatus, PremisesAction> premises_cycle(
    {PremisesNoteStatus::active}, {PremisesNoteStatus::expired, PremisesNoteStatus::ended},
    {{{PremisesNoteStatus::active}, PremisesAction::doubt, PremisesNoteStatus::doubtful},
     {{PremisesNoteStatus::doubtful}, PremisesAction::confirm, PremisesNoteStatus::active},
     {{PremisesNoteStatus::active, PremisesNoteStatus::doubtful},
      PremisesAction::expire,
      PremisesNoteStatus::expired},
     {{PremisesNoteStatus::active, PremisesNoteStatus::doubtful},
      PremisesAction::end,
      PremisesNoteStatus::ended}});

[[nodiscard]] constexpr bool is_live(PremisesNoteStatus status) {
    return premises_cycle.legal(status, PremisesAction::end);
}

// Of these rules, or the usual one.
[[nodiscard]] const PlacesRule& places_rule(const Rules& rules);

template <>
struct Derived<Place> {
  public:
    void add(Index index, const Place& place);
    void remove(Index index, const Place& place);
    [[nodiscard]] static TimePoint due(const Place& /*place*/, const Rules& /*rules*/) {
        return never;
    }

    // Which place is of this number in its register; 0 = none, retired ones do not count.
    [[nodiscard]] PlaceId with_ref(const std::string& external_ref) const;
    // Its parts that are in use, in order of id.
    [[nodiscard]] const std::vector<PlaceId>& parts_of(PlaceId place) const {
        return parts_.of(place);
    }
    // Places in use that have a point, by index.
    [[nodiscard]] const match::NearestGrid& grid() const { return grid_; }

  private:
    boost::unordered_flat_map<std::string, PlaceId> by_ref_;
    IdLists<PlaceId, PlaceId> parts_;
    match::NearestGrid grid_;
};

template <>
struct Derived<PremisesNote> {
  public:
    void add(Index index, const PremisesNote& note);
    void remove(Index index, const PremisesNote& note);
    // Expired, or forgotten.
    [[nodiscard]] static TimePoint due(const PremisesNote& note, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<PremisesNoteId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] const std::vector<PremisesNoteId>& of_place(PlaceId place) const {
        return by_place_.of(place);
    }

  private:
    IdLists<MemberId, PremisesNoteId> by_member_;
    IdLists<PlaceId, PremisesNoteId> by_place_;
};

}  // namespace muster::core
