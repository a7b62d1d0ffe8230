// A way as a page draws it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/roads/road_times.hpp"
#include "muster/map_port.hpp"
#include "muster/request.hpp"

namespace muster::app {

// Whose way it is, where it is that of somebody on the way to a request.
struct Bound {
    std::size_t slot = 0;
    ResponderId responder;
    SlotStatus status = SlotStatus::assigned;
};

struct Wanted {
    WayQuery query;
    std::optional<Bound> bound;
    Millis straight_ms;  // along the straight line
};

// `roads` may be null: then the way is the straight line.
//
// {from, to, profile, eta_ms, metres, straight, line}, and of somebody who is bound before them
// {slot, responder, status}. `straight`: there are no roads for the profile, and the line only says
// where to. eta_ms is null where there is no way. The line is a GeoJSON LineString without the
// bends that lie less than some 2 m off it.
[[nodiscard]] std::string way_json(const roads::RoadTimes* roads, const Wanted& wanted);

}  // namespace muster::app
