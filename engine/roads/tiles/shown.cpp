#include "engine/roads/tiles/shown.hpp"

#include <array>
#include <cstddef>

namespace muster::roads {
namespace {

struct Row {
    std::string_view word;
    std::uint8_t first_zoom;
};

// In the order of the kinds. Up to 10 the roads between towns, at 13 whatever can be driven on, at
// 15 what is walked on.
constexpr std::array<Row, road_kind_count> roads{{{"motorway", 0},
                                                  {"trunk", 0},
                                                  {"primary", 7},
                                                  {"secondary", 11},
                                                  {"tertiary", 12},
                                                  {"unclassified", 13},
                                                  {"residential", 13},
                                                  {"living_street", 13},
                                                  {"service", 13},
                                                  {"track", 13},
                                                  {"pedestrian", 15},
                                                  {"cycleway", 15},
                                                  {"path", 15},
                                                  {"footway", 15},
                                                  {"steps", 15},
                                                  {"ferry", 9},
                                                  // Maps of tables have nothing else.
                                                  {"unknown", 12}}};
constexpr std::array<Row, shape_kind_count> shapes{
    {{"area", 0}, {"line", 8}, {"island", 0}, {"brook", 13}}};
constexpr std::array<Row, place_kind_count> places{{{"city", 0},
                                                    {"town", 8},
                                                    {"village", 11},
                                                    {"suburb", 12},
                                                    {"hamlet", 13},
                                                    {"locality", 14},
                                                    {"hospital", 12},
                                                    {"emergency_post", 13},
                                                    {"town_hall", 13}}};

template <std::size_t size, class Kind>
constexpr const Row& row_of(const std::array<Row, size>& rows, Kind kind) {
    return rows[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view word_of(RoadKind kind) {
    return row_of(roads, kind).word;
}

std::string_view word_of(ShapeKind kind) {
    return row_of(shapes, kind).word;
}

std::string_view word_of(PlaceKind kind) {
    return row_of(places, kind).word;
}

std::uint8_t first_zoom_of(RoadKind kind) {
    return row_of(roads, kind).first_zoom;
}

std::uint8_t first_zoom_of(ShapeKind kind) {
    return row_of(shapes, kind).first_zoom;
}

std::uint8_t first_zoom_of(PlaceKind kind) {
    return row_of(places, kind).first_zoom;
}

}  // namespace muster::roads
