// OpenAPI of the map and of ways along its roads.
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object way_type(bool bound) {
    const json::object integer{{"type", "integer"}};
    const json::object place{{"type", "object"}};
    json::object way = object_of(
        {{"from", place},
         {"to", place},
         {"profile", type_ref("Profile")},
         {"eta_ms",
          json::object{{"type", json::array{"integer", "null"}}, {"description", "null: no way."}}},
         {"metres", integer},
         {"straight", json::object{{"type", "boolean"},
                                   {"description",
                                    "No roads: the line only says where "
                                    "to."}}},
         {"line", json::object{{"type", "object"}, {"description", "A GeoJSON LineString."}}}});
    if (!bound) return way;
    json::object& properties = way["properties"].as_object();
    properties["slot"] = integer;
    properties["responder"] = integer;
    properties["status"] = type_ref("SlotStatus");
    return way;
}

}  // namespace

void add_map_paths(json::object& out) {
    const json::object integer{{"type", "integer"}};
    out["/v1/map"] = fixed_path(
        "get", "map",
        with_problems(
            {{"200", answer("The city's map.", {{"type", "object"}}, "application/geo+json")}},
            {"401", "404"}),
        Door::token);
    const json::object info = object_of(
        {{"hash", text_type()},
         {"bounds", json::object{{"type", "array"},
                                 {"items", json::object{{"type", "number"}}},
                                 {"description", "West, south, east, north, in degrees."}}},
         {"min_zoom", integer},
         {"max_zoom", integer},
         {"source", text_type()}});
    out["/v1/tiles"] = fixed_path(
        "get", "tiles",
        with_problems({{"200", answer("What tiles there are of the road file in use.", info)}},
                      {"400", "401", "404", "406"}),
        Door::token);
    json::object tile = fixed_path(
        "get", "tile",
        with_problems({{"200", answer("A Mapbox Vector Tile 2.1 with the layers roads, water and "
                                      "places; empty where there is nothing.",
                                      text_type(), "application/vnd.mapbox-vector-tile")},
                       {"304", plain("As If-None-Match has it.")}},
                      {"400", "401", "404"}),
        Door::token);
    tile["parameters"] = json::array{parameter("z", "path", "The zoom.", integer, true),
                                     parameter("x", "path", "From west to east.", integer, true),
                                     parameter("y", "path", "From north to south.", integer, true)};
    out["/v1/tiles/{z}/{x}/{y}"] = std::move(tile);
    const json::object ways =
        object_of({{"request", integer},
                   {"ways", json::object{{"type", "array"}, {"items", way_type(true)}}}});
    json::object of_request = fixed_path(
        "get", "read_request_ways",
        with_problems({{"200", answer("The way of each responder who is bound for it.", ways)}},
                      {"400", "401", "403", "404", "406"}),
        Door::token);
    of_request["parameters"] = json::array{id_parameter("id", "The request.")};
    out["/v1/requests/{id}/ways"] = std::move(of_request);
    json::object way =
        fixed_path("get", "way",
                   with_problems({{"200", answer("The fastest way.", way_type(false))}},
                                 {"400", "401", "404", "406"}),
                   Door::token);
    way["parameters"] =
        json::array{parameter("from", "query", "latitude,longitude", text_type(), true),
                    parameter("to", "query", "latitude,longitude", text_type(), true),
                    parameter("profile", "query", "How somebody travels; normal, unless given.",
                              type_ref("Profile"), false)};
    out["/v1/ways"] = std::move(way);
}

}  // namespace muster::codec
