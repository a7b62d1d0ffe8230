#include "engine/app/map/way_json.hpp"

#include <boost/describe/class.hpp>

#include "engine/app/geojson.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/roads/distance.hpp"
#include "engine/roads/tiles/simplify.hpp"

namespace muster::app {
namespace {

std::string line_json(const roads::Route& route) {
    std::vector<roads::WorldPoint> line;
    for (const auto& vertex : route.vertices)
        line.push_back(roads::to_world(vertex.at));
    std::vector<std::uint8_t> zooms;
    roads::first_zooms(line, false, zooms);
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        // What no map shows before its deepest zoom.
        if (zooms[i] == tile_zoom_max) continue;
        text += text.empty() ? "" : ",";
        text += position_text(route.vertices[i].at);
    }
    return "{\"type\":\"LineString\",\"coordinates\":[" + text + "]}";
}

roads::Route straight_route(const WayQuery& query, Millis time) {
    roads::Route route;
    route.vertices = {{query.from, {}}, {query.to, time}};
    route.distance = {static_cast<std::int64_t>(roads::distance_dm(query.from, query.to) / 10)};
    return route;
}

template <class T>
void member(std::string& out, std::string_view name, const T& value) {
    out.append(out.size() > 1 ? ",\"" : "\"").append(name).append("\":");
    codec::write(out, value);
}

}  // namespace

std::string way_json(const roads::RoadTimes* roads, const Wanted& wanted) {
    const WayQuery& query = wanted.query;
    const bool on_roads = roads != nullptr && roads->network().has(query.profile);
    std::optional<roads::Route> route;
    if (on_roads) route = roads->route(query.from, query.to, query.profile);
    const bool arrives = route || !on_roads;
    if (!route) route = straight_route(query, wanted.straight_ms);

    std::string out = "{";
    if (wanted.bound) {
        member(out, "slot", std::uint64_t{wanted.bound->slot});
        member(out, "responder", wanted.bound->responder);
        member(out, "status", wanted.bound->status);
    }
    member(out, "from", query.from);
    member(out, "to", query.to);
    member(out, "profile", query.profile);
    member(out, "eta_ms", arrives ? std::optional(route->duration()) : std::nullopt);
    member(out, "metres", route->distance);
    member(out, "straight", !on_roads || !arrives);
    return out + ",\"line\":" + line_json(*route) + "}";
}

}  // namespace muster::app
