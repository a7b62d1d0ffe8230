#include "engine/core/areas.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "engine/core/assessments/area.hpp"
#include "engine/core/booking/area.hpp"
#include "engine/core/calls/area.hpp"
#include "engine/core/care/area.hpp"
#include "engine/core/certificates/area.hpp"
#include "engine/core/devices/area.hpp"
#include "engine/core/dispatch/area.hpp"
#include "engine/core/links/area.hpp"
#include "engine/core/merges/area.hpp"
#include "engine/core/places/area.hpp"
#include "engine/core/projects/area.hpp"
#include "engine/core/registry/area.hpp"
#include "engine/core/requests/area.hpp"
#include "engine/core/responders/area.hpp"
#include "engine/core/rosters/area.hpp"
#include "engine/core/service/area.hpp"
#include "engine/core/service_records/area.hpp"
#include "engine/core/survey/area.hpp"
#include "engine/core/talents/area.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/timebank/area.hpp"
#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::core {
namespace {

// Certificates stand before talents: of who is erased they ask the register of talents, which
// forgets him then.
using AllAreas =
    TypeList<ServiceArea, RegistryArea, MergesArea, AssessmentsArea, PlacesArea, SurveyArea,
             CareArea, DevicesArea, RespondersArea, RostersArea, RequestsArea, LinksArea,
             DispatchArea, BookingArea, CertificatesArea, TalentsArea, ServiceRecordsArea,
             TimebankArea, ProjectsArea, ThinktankArea, CallsArea>;

template <class A>
concept HasDeadlines = requires {
    A::due;
    A::fire;
};

template <class A>
concept FollowsEvents = requires {
    typename A::Follows;
};

template <class A>
constexpr Area area_as_row() {
    Area area{.name = A::name, .decide = A::decide, .apply = A::apply};
    if constexpr (FollowsEvents<A>) area.react = A::react;
    if constexpr (HasDeadlines<A>) {
        area.due = A::due;
        area.fire = A::fire;
    }
    if constexpr (requires { A::broken; }) area.broken = A::broken;
    return area;
}
template <class... A>
constexpr std::array<Area, sizeof...(A)> as_rows(TypeList<A...> /*areas*/) {
    return {area_as_row<A>()...};
}
constexpr auto areas = as_rows(AllAreas());

// How many areas come before the first of which it holds.
template <class Holds>
constexpr std::uint8_t first_area(const Holds& holds) {
    std::uint8_t place = 0;
    any_type(AllAreas(), [&](auto area) { return holds(area) || (++place, false); });
    return place;
}

// For each of the commands (events), the place of its area.
template <class... C>
constexpr std::array<std::uint8_t, sizeof...(C)> of_commands(TypeList<C...> /*commands*/) {
    return {first_area(
        []<class A>(std::type_identity<A>) { return is_one_of<C, typename A::Commands>; })...};
}
template <class... E>
constexpr std::array<std::uint8_t, sizeof...(E)> of_events(TypeList<E...> /*events*/) {
    return {first_area(
        []<class A>(std::type_identity<A>) { return is_one_of<E, typename A::Events>; })...};
}
constexpr auto area_of_command = of_commands(Commands());
constexpr auto area_of_event = of_events(Events());

constexpr bool are_areas(std::span<const std::uint8_t> places) {
    for (const std::uint8_t place : places) {
        if (place == areas.size()) return false;
    }
    return true;
}
static_assert(are_areas(area_of_command), "each command is in the list of an area");
static_assert(are_areas(area_of_event), "each event is in the list of an area");

// A bit for each area, by its place.
using AreaSet = std::uint32_t;
static_assert(areas.size() <= 32);

// For each event, who follows it: what nobody follows costs a look-up.
template <class E>
constexpr AreaSet followers() {
    AreaSet set = 0;
    AreaSet bit = 1;
    each_type(AllAreas(), [&]<class A>(std::type_identity<A>) {
        if constexpr (FollowsEvents<A>) {
            if (is_one_of<E, typename A::Follows>) set |= bit;
        }
        bit <<= 1;
    });
    return set;
}
template <class... E>
constexpr std::array<AreaSet, sizeof...(E)> followers_of(TypeList<E...> /*events*/) {
    return {followers<E>()...};
}
constexpr auto followers_of_event = followers_of(Events());

struct FirstDue {
    TimePoint at = never;
    const Area* area = nullptr;
};
FirstDue first_due(const Board& board) {
    FirstDue first;
    for (auto area = areas.rbegin(); area != areas.rend(); ++area) {
        if (area->due == nullptr) continue;
        const TimePoint at = area->due(board);
        if (at < first.at) first = {at, &*area};
    }
    return first;
}

}  // namespace

const Area& area_of(const Command& command) {
    const std::size_t place = command.place_in<Commands>();
    if (place == area_of_command.size()) std::abort();
    return areas[area_of_command[place]];
}

const Area& area_of(const Event& event) {
    const std::size_t place = event.place_in<Events>();
    if (place == area_of_event.size()) std::abort();
    return areas[area_of_event[place]];
}

bool react(Step& step) {
    const std::size_t before = step.events.size();
    for (int depth = 0; step.followed < step.events.size(); ++depth) {
        const std::size_t end = step.events.size();
        for (; step.followed < end; ++step.followed) {
            const std::size_t place = step.events[step.followed].place_in<Events>();
            AreaSet set = followers_of_event[place];
            if (set == 0) continue;
            if (depth == max_reaction_depth) std::abort();
            const Event event = step.events[step.followed];  // the list may grow meanwhile
            for (; set != 0; set &= set - 1)
                areas[static_cast<std::size_t>(std::countr_zero(set))].react(step, event);
        }
    }
    return step.events.size() > before;
}

TimePoint next_deadline(const Board& board) {
    return first_due(board).at;
}

bool fire_next(Step& step) {
    const FirstDue due = first_due(step.board);
    if (due.at > step.now()) return false;
    const std::size_t before = step.events.size();
    due.area->fire(step);
    // A deadline that changes nothing would come again for ever.
    if (step.events.size() == before) std::abort();
    react(step);
    return true;
}

std::string broken_invariant(const Board& board, Journeys& journeys) {
    for (const Area& area : areas) {
        if (area.broken == nullptr) continue;
        std::string broken = area.broken(board, journeys);
        if (!broken.empty()) return broken;
    }
    return {};
}

}  // namespace muster::core
