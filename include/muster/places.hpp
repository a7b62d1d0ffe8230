// Places: the address book of the city, and what whoever comes to a door must know before.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using PremisesNoteId = Id<struct PremisesNoteTag>;

// community: a neighbourhood. building: with or without a number of its street. entrance: a gate, a
// staircase. landmark: what people name instead of an address. office: of the service, a committee.
BOOST_DEFINE_ENUM_CLASS(PlaceKind, community, street, building, entrance, landmark, office)

// Who told of it: the desk, a table that was imported, the road map.
BOOST_DEFINE_ENUM_CLASS(PlaceSource, desk, imported, map)

// retired: gone, or a mistake. It is not found any more; what names it still does.
BOOST_DEFINE_ENUM_CLASS(PlaceStatus, active, retired)

// What is told about a place.
struct PlaceProfile {
    std::string external_ref;  // in the register that it comes from; plan_overrides name it by this
    PlaceKind kind = PlaceKind::building;
    std::string name;
    std::vector<std::string> aliases;  // at most 16: old names, short ones, dialect
    Code district;
    Code community;
    std::optional<Point> point;
    PlaceId parent;  // the building of an entrance, the street of a building...

    bool operator==(const PlaceProfile&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlaceProfile, (),
                      (external_ref, kind, name, aliases, district, community, point, parent))

struct Place {
    PlaceId id;
    PlaceProfile profile;
    PlaceSource source = PlaceSource::desk;
    PlaceStatus status = PlaceStatus::active;
};
BOOST_DESCRIBE_STRUCT(Place, (), (id, profile, source, status))
template <>
inline constexpr EntityRow entity_row<Place>{
    .path = "places", .one = "place", .feed_order = 20, .about_people = false};

BOOST_DEFINE_ENUM_CLASS(PremisesKind, gate_code, dog, key_holder, oxygen, access, hazard, other)

// doubtful: its member lives elsewhere now than when it was told, so somebody must look. Expired
// and ended ones leave the board some time later.
BOOST_DEFINE_ENUM_CLASS(PremisesNoteStatus, active, doubtful, expired, ended)

// Of the home of a member, or of a place; of one of the two.
struct PremisesNote {
    PremisesNoteId id;
    MemberId member;
    PlaceId place;
    PremisesKind kind = PremisesKind::other;
    PremisesNoteStatus status = PremisesNoteStatus::active;
    Personal<std::string> text;
    std::string author;
    TimePoint added_at;
    TimePoint valid_until;  // 0 = until it is ended
    TimePoint ended_at;     // expired, ended
    // Where the member lived when it was told, or confirmed last.
    std::optional<Personal<Point>> home;
    Personal<std::string> address;
    Personal<std::string> reason;  // of its end
};
BOOST_DESCRIBE_STRUCT(PremisesNote, (),
                      (id, member, place, kind, status, text, author, added_at, valid_until,
                       ended_at, home, address, reason))
template <>
inline constexpr EntityRow entity_row<PremisesNote>{
    .path = "premises", .one = "premises_note", .feed_order = 21};

// Refused when another place has the external_ref.
struct AddPlace {
    PlaceProfile profile;
    PlaceSource source = PlaceSource::desk;
};
BOOST_DESCRIBE_STRUCT(AddPlace, (), (profile, source))
template <>
inline constexpr CommandRow command_row<AddPlace>{.roles = desk_roles | Role::admin,
                                                  .traffic = Traffic::registry,
                                                  .creates = entity_row<Place>.path};

// Of a PlaceProfile, what changes. A field that is not given stays as it is; an empty text or list,
// or a parent of 0, empties it.
struct PlaceChanges {
    std::optional<std::string> external_ref;
    std::optional<PlaceKind> kind;
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> aliases;  // all of them: the list is replaced
    std::optional<Code> district;
    std::optional<Code> community;
    std::optional<Point> point;
    std::optional<PlaceId> parent;
};
BOOST_DESCRIBE_STRUCT(PlaceChanges, (),
                      (external_ref, kind, name, aliases, district, community, point, parent))

struct UpdatePlace {
    PlaceId place;
    PlaceChanges profile;
    std::vector<Code> clear;  // of what has no empty value: point
};
BOOST_DESCRIBE_STRUCT(UpdatePlace, (), (place, profile, clear))
template <>
inline constexpr CommandRow command_row<UpdatePlace>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

// Its notes end with it. Refused while other places are part of it.
struct RetirePlace {
    PlaceId place;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RetirePlace, (), (place, reason))
template <>
inline constexpr CommandRow command_row<RetirePlace>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

struct AddPremisesNote {
    MemberId member;  // this, or
    PlaceId place;    // ... this
    PremisesKind kind = PremisesKind::other;
    Personal<std::string> text;
    std::optional<TimePoint> valid_until;  // nothing = until it is ended
};
BOOST_DESCRIBE_STRUCT(AddPremisesNote, (), (member, place, kind, text, valid_until))
template <>
inline constexpr CommandRow command_row<AddPremisesNote>{
    .roles = desk_roles, .traffic = Traffic::desk, .creates = entity_row<PremisesNote>.path};

// A doubtful one is true of the home as it is now.
struct ConfirmPremisesNote {
    PremisesNoteId premises_note;
};
BOOST_DESCRIBE_STRUCT(ConfirmPremisesNote, (), (premises_note))
template <>
inline constexpr CommandRow command_row<ConfirmPremisesNote>{.roles = desk_roles};

struct EndPremisesNote {
    PremisesNoteId premises_note;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EndPremisesNote, (), (premises_note, reason))
template <>
inline constexpr CommandRow command_row<EndPremisesNote>{.roles = desk_roles};

struct PlaceAdded {
    Place place;
    [[nodiscard]] auto changes() const { return std::tuple(place.id); }
};
BOOST_DESCRIBE_STRUCT(PlaceAdded, (), (place))

struct PlaceUpdated {
    Place place;
    [[nodiscard]] auto changes() const { return std::tuple(place.id); }
};
BOOST_DESCRIBE_STRUCT(PlaceUpdated, (), (place))

struct PlaceRetired {
    PlaceId place;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(place); }
};
BOOST_DESCRIBE_STRUCT(PlaceRetired, (), (place, reason))

struct PremisesNoteAdded {
    PremisesNote premises_note;
    [[nodiscard]] auto changes() const { return std::tuple(premises_note.id); }
};
BOOST_DESCRIBE_STRUCT(PremisesNoteAdded, (), (premises_note))

// `home` and `address`: as the note has them now.
struct PremisesNoteStatusChanged {
    PremisesNoteId premises_note;
    MemberId member;
    PlaceId place;
    PremisesKind kind = PremisesKind::other;
    PremisesNoteStatus status = PremisesNoteStatus::ended;
    std::optional<Personal<Point>> home;
    Personal<std::string> address;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(premises_note); }
};
BOOST_DESCRIBE_STRUCT(PremisesNoteStatusChanged, (),
                      (premises_note, member, place, kind, status, home, address, reason))

// Some time after its end, or with its member.
struct PremisesNoteForgotten {
    PremisesNoteId premises_note;
    [[nodiscard]] auto changes() const { return std::tuple(premises_note); }
};
BOOST_DESCRIBE_STRUCT(PremisesNoteForgotten, (), (premises_note))

using PlacesCommands = TypeList<AddPlace, UpdatePlace, RetirePlace, AddPremisesNote,
                                ConfirmPremisesNote, EndPremisesNote>;
using PlacesEvents = TypeList<PlaceAdded, PlaceUpdated, PlaceRetired, PremisesNoteAdded,
                              PremisesNoteStatusChanged, PremisesNoteForgotten>;

}  // namespace muster
