// Vector tiles: read back by another reader of the format, and held against the map itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <protozero/pbf_reader.hpp>
#include <set>

#include "engine/roads/tiles/clip.hpp"
#include "engine/roads/tiles/joined_roads.hpp"
#include "engine/roads/tiles/simplify.hpp"
#include "engine/roads/tiles/tile_maker.hpp"
#include "engine/roads/tiles/web_mercator.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

struct ReadFeature {
    std::uint32_t type = 0;
    std::map<std::string, std::string> properties;
    std::vector<TileLine> parts;  // rings without their closing points
};

struct ReadLayer {
    std::uint32_t version = 0;
    std::uint32_t extent = 0;
    std::vector<ReadFeature> features;
};

std::vector<TileLine> parts_of(const std::vector<std::uint32_t>& commands) {
    std::vector<TileLine> parts;
    TilePoint pen;
    for (std::size_t i = 0; i < commands.size();) {
        const std::uint32_t command = commands[i] & 7u;
        const std::uint32_t count = commands[i++] >> 3;
        if (command == 7) continue;
        for (std::uint32_t n = 0; n < count; ++n, i += 2) {
            pen.x += protozero::decode_zigzag32(commands.at(i));
            pen.y += protozero::decode_zigzag32(commands.at(i + 1));
            if (command == 1) parts.emplace_back();
            parts.back().push_back(pen);
        }
    }
    return parts;
}

ReadFeature read_feature(protozero::pbf_reader in, const std::vector<std::string>& keys,
                         const std::vector<std::string>& values) {
    ReadFeature feature;
    while (in.next()) {
        if (in.tag() == 2) {
            const auto range = in.get_packed_uint32();
            const std::vector<std::uint32_t> numbers(range.begin(), range.end());
            for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
                feature.properties[keys.at(numbers[i])] = values.at(numbers[i + 1]);
        } else if (in.tag() == 3) {
            feature.type = static_cast<std::uint32_t>(in.get_enum());
        } else if (in.tag() == 4) {
            const auto range = in.get_packed_uint32();
            feature.parts = parts_of({range.begin(), range.end()});
        } else {
            in.skip();
        }
    }
    return feature;
}

std::map<std::string, ReadLayer> read_tile(const std::string& bytes) {
    std::map<std::string, ReadLayer> layers;
    protozero::pbf_reader tile(bytes);
    while (tile.next(3)) {
        protozero::pbf_reader in = tile.get_message();
        std::string name;
        ReadLayer layer;
        std::vector<std::string> keys;
        std::vector<std::string> values;
        std::vector<protozero::pbf_reader> features;
        while (in.next()) {
            if (in.tag() == 1) {
                name = in.get_string();
            } else if (in.tag() == 2) {
                features.push_back(in.get_message());
            } else if (in.tag() == 3) {
                keys.push_back(in.get_string());
            } else if (in.tag() == 4) {
                protozero::pbf_reader value = in.get_message();
                while (value.next(1))
                    values.push_back(value.get_string());
            } else if (in.tag() == 5) {
                layer.extent = in.get_uint32();
            } else if (in.tag() == 15) {
                layer.version = in.get_uint32();
            } else {
                in.skip();
            }
        }
        for (const protozero::pbf_reader& feature : features)
            layer.features.push_back(read_feature(feature, keys, values));
        EXPECT_TRUE(layers.emplace(name, std::move(layer)).second) << name << " is there twice";
    }
    return layers;
}

TileId tile_at(Point at, std::uint32_t zoom) {
    const WorldPoint world = to_world(at);
    return {zoom, zoom == 0 ? 0 : world.x >> (32 - zoom), zoom == 0 ? 0 : world.y >> (32 - zoom)};
}

// In the units of a tile, exact to one of them. In floating point, from the formula alone.
TilePoint in_tile(Point at, const TileId& tile) {
    const double lon = at.lon_e7 / 1e7;
    const double lat = at.lat_e7 / 1e7 * 3.14159265358979323846 / 180;
    const double side = static_cast<double>(1u << tile.zoom);
    const double x = (lon + 180) / 360 * side - tile.x;
    const double y =
        (1 - std::log(std::tan(lat) + 1 / std::cos(lat)) / 3.14159265358979323846) / 2 * side -
        tile.y;
    return {static_cast<std::int32_t>(std::lround(x * tile_extent)),
            static_cast<std::int32_t>(std::lround(y * tile_extent))};
}

double off(TilePoint at, TilePoint a, TilePoint b) {
    const double x = b.x - a.x;
    const double y = b.y - a.y;
    const double whole = x * x + y * y;
    const double share =
        whole == 0 ? 0 : std::clamp(((at.x - a.x) * x + (at.y - a.y) * y) / whole, 0.0, 1.0);
    return std::hypot(at.x - a.x - share * x, at.y - a.y - share * y);
}

double off(TilePoint at, const ReadLayer& layer, const std::string& name) {
    double least = 1e9;
    for (const ReadFeature& feature : layer.features) {
        const auto named = feature.properties.find("name");
        if ((named == feature.properties.end() ? "" : named->second) != name) continue;
        for (const TileLine& part : feature.parts) {
            for (std::size_t i = 1; i < part.size(); ++i)
                least = std::min(least, off(at, part[i - 1], part[i]));
        }
    }
    return least;
}

// A map of its own kind of roads: nodes by hand, each street one way.
struct Drawing {
    RoadData data;

    Drawing() {
        data.profiles = profile_bit(Profile::normal);
        data.source = "a drawing";
    }
    std::uint32_t node(Point at) {
        data.points.push_back(at);
        return static_cast<std::uint32_t>(data.points.size() - 1);
    }
    std::uint32_t text(std::string name) {
        const auto known = std::find(data.strings.begin(), data.strings.end(), name);
        if (known != data.strings.end())
            return static_cast<std::uint32_t>(known - data.strings.begin());
        data.strings.push_back(std::move(name));
        return static_cast<std::uint32_t>(data.strings.size() - 1);
    }
    void street(const std::vector<std::uint32_t>& nodes, const std::string& name, RoadKind kind,
                bool both_ways = true) {
        const auto way = static_cast<std::uint32_t>(data.ways.size());
        data.ways.push_back(
            {1000 + way, name.empty() ? none : text(name), static_cast<std::uint32_t>(kind)});
        for (std::size_t i = 1; i < nodes.size(); ++i) {
            arcs.emplace_back(nodes[i - 1], nodes[i], way);
            if (both_ways) arcs.emplace_back(nodes[i], nodes[i - 1], way);
        }
    }
    void shape(ShapeKind kind, const std::string& name, const std::vector<Point>& points) {
        data.shapes.push_back({static_cast<std::uint32_t>(kind), text(name),
                               static_cast<std::uint32_t>(data.shape_points.size()),
                               static_cast<std::uint32_t>(points.size())});
        data.shape_points.insert(data.shape_points.end(), points.begin(), points.end());
    }
    std::shared_ptr<const RoadMap> map() {
        data.snap.assign(data.points.size(), all_profiles);
        std::sort(arcs.begin(), arcs.end());
        data.first_arc.assign(data.points.size() + 1, 0);
        for (const auto& [from, to, way] : arcs) {
            ++data.first_arc[from + 1];
            data.arc_to.push_back(to);
            data.arc_way.push_back(way);
            data.weights[static_cast<std::size_t>(Profile::normal)].push_back(1000);
        }
        for (std::size_t i = 1; i < data.first_arc.size(); ++i)
            data.first_arc[i] += data.first_arc[i - 1];
        return RoadMap::from_data(data);
    }
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> arcs;
};

constexpr std::int32_t lat = 323'900'000;
constexpr std::int32_t lon = 1'194'200'000;
Point at(std::int32_t east, std::int32_t north) {
    return {lat + north, lon + east};
}

std::vector<TileId> tiles_of(const RoadMap& map, std::uint32_t zoom) {
    const TileId north_west = tile_at({map.north_east().lat_e7, map.south_west().lon_e7}, zoom);
    const TileId south_east = tile_at({map.south_west().lat_e7, map.north_east().lon_e7}, zoom);
    std::vector<TileId> tiles;
    for (std::uint32_t x = north_west.x; x <= south_east.x; ++x) {
        for (std::uint32_t y = north_west.y; y <= south_east.y; ++y)
            tiles.push_back({zoom, x, y});
    }
    return tiles;
}

void expect_sound(const std::map<std::string, ReadLayer>& layers) {
    constexpr std::int32_t low = -tile_buffer;
    constexpr std::int32_t high = static_cast<std::int32_t>(tile_extent) + tile_buffer;
    for (const auto& [name, layer] : layers) {
        EXPECT_EQ(layer.version, 2u) << name;
        EXPECT_EQ(layer.extent, tile_extent) << name;
        EXPECT_FALSE(layer.features.empty()) << name;
        for (const ReadFeature& feature : layer.features) {
            EXPECT_TRUE(feature.properties.contains("kind")) << name;
            ASSERT_FALSE(feature.parts.empty()) << name;
            for (const TileLine& part : feature.parts) {
                const std::size_t least = feature.type == 1 ? 1 : feature.type == 2 ? 2 : 3;
                EXPECT_GE(part.size(), least) << name;
                if (feature.type == 3) {
                    EXPECT_GT(twice_area(part), 0) << name;
                }
                for (std::size_t i = 0; i < part.size(); ++i) {
                    EXPECT_TRUE((TileSquare{low, high}.contains(part[i]))) << name;
                    if (i > 0) {
                        EXPECT_NE(part[i], part[i - 1]) << name;
                    }
                }
            }
        }
    }
}

// Each stretch of road is in the tiles of the deepest zoom, where it lies: at its middle, to a unit
// of rounding at each end.
void expect_every_road(const RoadMap& map, const TileMaker& maker) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::map<std::string, ReadLayer>> read;
    const RoadView& view = map.view();
    std::size_t looked_at = 0;
    for (std::uint32_t node = 0; node < map.node_count(); ++node) {
        for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
            const Point a = view.points[node];
            const Point b = view.points[view.arc_to[arc]];
            if (std::abs(std::int64_t{a.lon_e7} - b.lon_e7) > 1'800'000'000) continue;
            const Point middle{static_cast<std::int32_t>((std::int64_t{a.lat_e7} + b.lat_e7) / 2),
                               static_cast<std::int32_t>((std::int64_t{a.lon_e7} + b.lon_e7) / 2)};
            const TileId tile = tile_at(middle, tile_zoom_max);
            auto [place, is_new] = read.try_emplace({tile.x, tile.y});
            if (is_new) place->second = read_tile(maker.make(tile));
            const TilePoint from = in_tile(a, tile);
            const TilePoint to = in_tile(b, tile);
            // What is a point here is not drawn.
            if (from == to) continue;
            ++looked_at;
            ASSERT_LE(off(in_tile(middle, tile), place->second["roads"],
                          std::string(map.name_of_arc(arc))),
                      2.5)
                << "arc " << arc << " from node " << node;
        }
    }
    EXPECT_GT(looked_at, map.arc_count() / 2);
}

TEST(Tiles, EveryRoadOfACityIsThere) {
    const auto map = RoadMap::from_data(made_city(3, 12, {lat, lon}));
    expect_every_road(*map, TileMaker(map));
}

TEST(Tiles, EveryRoadIsThereAcrossTheAntimeridian) {
    const auto map = RoadMap::from_data(made_city(4, 8, {-170'000'000, 1'799'930'000}));
    expect_every_road(*map, TileMaker(map));
}

TEST(Tiles, AllAreSound) {
    const auto map = RoadMap::from_data(made_city(5, 20, {lat, lon}));
    const TileMaker maker(map);
    for (std::uint32_t zoom = 0; zoom <= tile_zoom_max; ++zoom) {
        std::size_t full = 0;
        for (const TileId& tile : tiles_of(*map, zoom)) {
            const std::string bytes = maker.make(tile);
            EXPECT_EQ(bytes, maker.make(tile));
            const auto layers = read_tile(bytes);
            expect_sound(layers);
            full += layers.contains("roads") ? 1 : 0;
        }
        if (zoom >= 12) {
            EXPECT_GT(full, 0u) << zoom;
        }
    }
    // Elsewhere there is nothing, and that is no fault.
    EXPECT_EQ(maker.make({10, 3, 3}), "");
}

TEST(Tiles, ARoadIsOneLineForBothDirectionsAndAllItsArcs) {
    Drawing drawing;
    std::vector<std::uint32_t> nodes;
    for (int i = 0; i < 5; ++i)
        nodes.push_back(drawing.node(at(i * 4'000, i % 2 * 2'000)));
    const std::uint32_t end = drawing.node(at(20'000, 0));
    const std::uint32_t side = drawing.node(at(8'000, 9'000));
    drawing.street(nodes, "Wenchang", RoadKind::primary);
    // Goes on under the same name as another way; a street of another name begins at it.
    drawing.street({nodes.back(), end}, "Wenchang", RoadKind::primary, false);
    drawing.street({nodes[2], side}, "Side", RoadKind::residential);
    const auto map = drawing.map();
    const auto roads = joined_roads(map->view());
    ASSERT_EQ(roads.size(), 2u);
    const auto& longest = roads[0].nodes.size() > roads[1].nodes.size() ? roads[0] : roads[1];
    EXPECT_EQ(longest.nodes.size(), 6u);
    EXPECT_EQ(longest.kind, RoadKind::primary);

    const TileMaker maker(map);
    const auto layers = read_tile(maker.make(tile_at(at(10'000, 2'000), 14)));
    const ReadLayer& layer = layers.at("roads");
    ASSERT_EQ(layer.features.size(), 2u);
    std::map<std::string, const ReadFeature*> by_name;
    for (const ReadFeature& feature : layer.features) {
        EXPECT_EQ(feature.type, 2u);
        by_name[feature.properties.at("name")] = &feature;
    }
    EXPECT_EQ(by_name.at("Wenchang")->properties.at("kind"), "primary");
    ASSERT_EQ(by_name.at("Wenchang")->parts.size(), 1u);
    EXPECT_EQ(by_name.at("Wenchang")->parts[0].size(), 6u);
    EXPECT_EQ(by_name.at("Side")->parts.size(), 1u);
}

// A way that crosses itself, and one that ends where it begins: nothing is lost or drawn twice.
TEST(Tiles, JoinedRoadsHaveEachStretchOnce) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        const auto map = RoadMap::from_data(made_city(seed, 10));
        const RoadView& view = map->view();
        using Stretch = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;
        std::set<Stretch> wanted;
        for (std::uint32_t node = 0; node < map->node_count(); ++node) {
            for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
                const std::uint32_t to = view.arc_to[arc];
                const Way& way = view.ways[view.arc_way[arc]];
                wanted.insert({way.kind, way.name, std::min(node, to), std::max(node, to)});
            }
        }
        std::set<Stretch> drawn;
        const auto roads = joined_roads(view);
        for (const JoinedRoad& road : roads) {
            for (std::size_t i = 1; i < road.nodes.size(); ++i) {
                const auto [a, b] = std::minmax(road.nodes[i - 1], road.nodes[i]);
                EXPECT_TRUE(
                    drawn.insert({static_cast<std::uint32_t>(road.kind), road.name, a, b}).second);
            }
        }
        EXPECT_EQ(drawn, wanted);
        EXPECT_LT(roads.size() * 4, wanted.size());
    }
    Drawing drawing;
    const auto a = drawing.node(at(0, 0));
    const auto b = drawing.node(at(9'000, 0));
    const auto c = drawing.node(at(9'000, 9'000));
    const auto d = drawing.node(at(0, 9'000));
    drawing.street({a, b, c, d, a}, "Ring", RoadKind::residential, false);
    const auto roads = joined_roads(drawing.map()->view());
    ASSERT_EQ(roads.size(), 1u);
    EXPECT_EQ(roads[0].nodes.size(), 5u);
    EXPECT_EQ(roads[0].nodes.front(), roads[0].nodes.back());
}

TEST(Tiles, WhatIsCutAtTheEdgeMeetsInTheNextTile) {
    Drawing drawing;
    // Right across a tile of zoom 14 and beyond both of its sides.
    const TileId tile = tile_at(at(0, 0), 14);
    const auto west = drawing.node(at(-900'000, 0));
    const auto east = drawing.node(at(900'000, 1'000));
    drawing.street({west, east}, "Long", RoadKind::primary);
    const TileMaker maker(drawing.map());
    const auto here = read_tile(maker.make(tile)).at("roads").features.at(0).parts;
    const auto next =
        read_tile(maker.make({tile.zoom, tile.x + 1, tile.y})).at("roads").features.at(0).parts;
    ASSERT_EQ(here.size(), 1u);
    ASSERT_EQ(next.size(), 1u);
    const auto far = static_cast<std::int32_t>(tile_extent) + tile_buffer;
    EXPECT_EQ(here[0].front().x, -tile_buffer);
    EXPECT_EQ(here[0].back().x, far);
    EXPECT_EQ(next[0].front().x, -tile_buffer);
    // The same line on both sides of the edge.
    const auto height = [](const TileLine& line, std::int32_t x) {
        return line[0].y + (line[1].y - line[0].y) * (static_cast<double>(x) - line[0].x) /
                               (line[1].x - line[0].x);
    };
    EXPECT_NEAR(height(here[0], 4096), height(next[0], 0), 1.0);
}

TEST(Tiles, MoreIsShownFromZoomToZoom) {
    Drawing drawing;
    const std::vector<std::pair<RoadKind, std::uint32_t>> kinds{
        {RoadKind::motorway, 0},  {RoadKind::primary, 7},  {RoadKind::secondary, 11},
        {RoadKind::tertiary, 12}, {RoadKind::service, 13}, {RoadKind::residential, 13},
        {RoadKind::footway, 15},  {RoadKind::cycleway, 15}};
    std::int32_t north = 0;
    std::optional<std::uint32_t> before;
    for (const auto& [kind, zoom] : kinds) {
        const auto a = drawing.node(at(0, north));
        const auto b = drawing.node(at(60'000'000, north));
        drawing.street({a, b}, "", kind);
        before = a;
        north += 500;
    }
    const TileMaker maker(drawing.map());
    for (std::uint32_t zoom = 0; zoom <= tile_zoom_max; ++zoom) {
        const auto layers = read_tile(maker.make(tile_at(at(2'000, 1'000), zoom)));
        std::set<std::string> shown;
        for (const ReadFeature& feature : layers.at("roads").features) {
            EXPECT_FALSE(feature.properties.contains("name"));
            shown.insert(feature.properties.at("kind"));
        }
        std::size_t expected = 0;
        for (const auto& [kind, first] : kinds)
            expected += first <= zoom ? 1 : 0;
        EXPECT_EQ(shown.size(), expected) << zoom;
    }
}

TEST(Tiles, BendsThatNobodySeesAreLeftOut) {
    Drawing drawing;
    std::vector<std::uint32_t> nodes;
    for (int i = 0; i < 400; ++i)
        nodes.push_back(drawing.node(at(i * 3'000, i % 2 * 400)));
    drawing.street(nodes, "Zigzag", RoadKind::motorway);
    const TileMaker maker(drawing.map());
    const auto points_at = [&](std::uint32_t zoom) {
        std::vector<std::size_t> points;
        for (const TileId& tile : tiles_of(maker.map(), zoom)) {
            const auto layers = read_tile(maker.make(tile));
            for (const TileLine& part : layers.at("roads").features.at(0).parts)
                points.push_back(part.size());
        }
        return points;
    };
    // From afar straight from one side of the tile to the other.
    for (const std::size_t points : points_at(8))
        EXPECT_EQ(points, 2u);
    std::size_t all = 0;
    for (const std::size_t points : points_at(tile_zoom_max))
        all += points;
    EXPECT_GE(all, 400u);
}

TEST(Tiles, WaterIsClippedAndTurnedRight) {
    Drawing drawing;
    drawing.street({drawing.node(at(0, 0)), drawing.node(at(100, 100))}, "x", RoadKind::primary);
    // A lake much larger than the tile in its middle, drawn against the sense of the format, an
    // island within, a river and a brook.
    const auto square = [](std::int32_t half) {
        return std::vector<Point>{at(-half, -half), at(half, -half), at(half, half),
                                  at(-half, half), at(-half, -half)};
    };
    drawing.shape(ShapeKind::island, "Isle", square(20'000));
    drawing.shape(ShapeKind::water_area, "Lake", square(4'000'000));
    drawing.shape(ShapeKind::water_line, "River", {at(-3'000, -900'000), at(-3'000, 900'000)});
    drawing.shape(ShapeKind::brook, "Brook", {at(-900'000, 4'000), at(900'000, 4'000)});
    const TileMaker maker(drawing.map());
    const TileId tile = tile_at(at(0, 0), 14);
    const auto layers = read_tile(maker.make(tile));
    expect_sound(layers);
    const auto& water = layers.at("water").features;
    ASSERT_EQ(water.size(), 4u);
    const double side = tile_extent + 2 * tile_buffer;
    EXPECT_EQ(water[0].properties.at("name"), "Lake");
    EXPECT_EQ(water[0].properties.at("kind"), "area");
    EXPECT_EQ(twice_area(water[0].parts.at(0)), static_cast<std::int64_t>(2 * side * side));
    EXPECT_EQ(water[1].properties.at("kind"), "line");
    EXPECT_EQ(water[2].properties.at("kind"), "brook");
    EXPECT_EQ(water[3].properties.at("kind"), "island");
    EXPECT_EQ(water[3].type, 3u);
    // A tile that no shore passes lies in the lake all the same.
    const TileId inside{14, tile.x + 5, tile.y};
    EXPECT_EQ(read_tile(maker.make(inside)).at("water").features.at(0).properties.at("name"),
              "Lake");
    // No brook from afar, and no speck of an island.
    const auto from_afar = read_tile(maker.make(tile_at(at(0, 0), 9)));
    for (const ReadFeature& feature : from_afar.at("water").features) {
        EXPECT_NE(feature.properties.at("kind"), "brook");
        EXPECT_NE(feature.properties.at("kind"), "island");
    }
}

TEST(Tiles, PlacesHaveTheirNamesAndAreInOneTile) {
    Drawing drawing;
    drawing.street({drawing.node(at(0, 0)), drawing.node(at(100, 100))}, "x", RoadKind::primary);
    const auto place = [&](Point where, const std::string& name, PlaceKind kind,
                           const std::vector<std::string>& others) {
        const auto number = static_cast<std::uint32_t>(drawing.data.places.size());
        drawing.data.places.push_back(
            {where, drawing.text(name), static_cast<std::uint32_t>(kind)});
        for (const std::string& other : others)
            drawing.data.place_names.push_back({number, drawing.text(other)});
    };
    place(at(0, 0), "扬州", PlaceKind::city, {"维扬", "Yangzhou"});
    place(at(1'000, 0), "Kolding", PlaceKind::city, {"Колдинг", "科灵"});
    place(at(2'000, 0), "Москва", PlaceKind::city, {"Moscow"});
    place(at(3'000, 0), "Clinic", PlaceKind::hospital, {});
    std::sort(drawing.data.place_names.begin(), drawing.data.place_names.end());
    const TileMaker maker(drawing.map());
    const auto layers = read_tile(maker.make(tile_at(at(0, 0), 12)));
    const auto& places = layers.at("places").features;
    ASSERT_EQ(places.size(), 4u);
    std::map<std::string, std::map<std::string, std::string>> found;
    for (const ReadFeature& feature : places)
        found[feature.properties.at("name")] = feature.properties;
    EXPECT_EQ(found["扬州"].at("name_en"), "Yangzhou");
    EXPECT_FALSE(found["扬州"].contains("name_zh"));
    EXPECT_EQ(found["Kolding"].at("name_zh"), "科灵");
    EXPECT_FALSE(found["Kolding"].contains("name_en"));
    EXPECT_EQ(found["Москва"].at("name_en"), "Moscow");
    EXPECT_EQ(found["Clinic"].at("kind"), "hospital");
    // A name near an edge is not written by both neighbours.
    for (std::uint32_t zoom = 12; zoom <= tile_zoom_max; ++zoom) {
        std::size_t times = 0;
        const TileId middle = tile_at(at(0, 0), zoom);
        for (std::uint32_t x = middle.x - 2; x <= middle.x + 2; ++x) {
            for (std::uint32_t y = middle.y - 2; y <= middle.y + 2; ++y) {
                auto layers_of_tile = read_tile(maker.make({zoom, x, y}));
                for (const ReadFeature& one : layers_of_tile["places"].features)
                    times += one.properties.at("name") == "扬州" ? 1 : 0;
            }
        }
        EXPECT_EQ(times, 1u) << zoom;
    }
}

// Maps of tables have no ways: their roads are without a name, and of no known kind.
TEST(Tiles, AMapOfTablesIsDrawn) {
    const auto map = shared_city("manhattan");
    if (!map) GTEST_SKIP() << "the shared cities are not here";
    const TileMaker maker(map);
    expect_every_road(*map, maker);
    for (const TileId& tile : tiles_of(*map, 12)) {
        const auto layers = read_tile(maker.make(tile));
        expect_sound(layers);
        if (!layers.contains("roads")) continue;
        EXPECT_EQ(layers.at("roads").features.size(), 1u);
        EXPECT_EQ(layers.at("roads").features[0].properties.at("kind"), "unknown");
    }
}

TEST(Tiles, NumbersOfTiles) {
    EXPECT_TRUE(is_tile({0, 0, 0}));
    EXPECT_FALSE(is_tile({0, 1, 0}));
    EXPECT_TRUE(is_tile({16, 65'535, 65'535}));
    EXPECT_FALSE(is_tile({16, 65'536, 0}));
    EXPECT_FALSE(is_tile({17, 0, 0}));
    EXPECT_FALSE(is_tile({0xFFFFFFFFu, 0, 0}));
}

TEST(Clip, LinesAreCutWhereTheyLeave) {
    const TileSquare square{0, 100};
    std::vector<TileLine> pieces;
    const TileLine line{{-50, 50}, {150, 50}, {150, 80}, {50, 80}, {50, 300}, {40, 300}};
    clip_line(line, square, pieces);
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0], (TileLine{{0, 50}, {100, 50}}));
    EXPECT_EQ(pieces[1], (TileLine{{100, 80}, {50, 80}, {50, 100}}));
    pieces.clear();
    // Past a corner, and along a side.
    clip_line(TileLine{{-10, 95}, {20, 130}}, square, pieces);
    EXPECT_TRUE(pieces.empty());
    clip_line(TileLine{{0, -5}, {0, 50}}, square, pieces);
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0], (TileLine{{0, 0}, {0, 50}}));
}

TEST(Clip, RingsKeepTheAreaWithin) {
    const TileSquare square{0, 100};
    const TileLine ring{{-50, -50}, {50, -50}, {50, 50}, {-50, 50}, {-50, -50}};
    const TileLine left = clip_ring(ring, square);
    EXPECT_EQ(twice_area(left), 2 * 50 * 50);
    EXPECT_TRUE(clip_ring(TileLine{{200, 0}, {300, 0}, {300, 90}}, square).empty());
    const TileLine around{{-1, -1}, {101, -1}, {101, 101}, {-1, 101}};
    EXPECT_EQ(twice_area(clip_ring(around, square)), 2 * 100 * 100);
}

}  // namespace
}  // namespace muster::roads
