#include "engine/roads/tiles/tile_maker.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/roads/fold_name.hpp"
#include "engine/roads/tiles/clip.hpp"
#include "engine/roads/tiles/joined_roads.hpp"
#include "engine/roads/tiles/shown.hpp"
#include "engine/roads/tiles/simplify.hpp"

namespace muster::roads {
namespace {

// In units of a tile: what is smaller is not drawn. A gap of a quarter of a pixel in a road is not
// seen; water that small is a speck.
constexpr std::uint32_t smallest_road = 4;
constexpr std::uint32_t smallest_water = 32;

constexpr TileSquare drawn_square{-tile_buffer,
                                  static_cast<std::int32_t>(tile_extent) + tile_buffer};

// What of a line or an area is drawn at the tile's zoom, in the tile's units.
TileLine seen_line(const DrawnSet& set, const Drawn& drawn, const TileId& tile) {
    const auto points = set.points(drawn);
    const auto zooms = set.zooms(drawn);
    const std::uint32_t shift = tile_shift(tile.zoom);
    const auto corner = [&](std::uint32_t number) {
        return static_cast<std::uint32_t>(std::uint64_t{number} * tile_extent << shift);
    };
    const std::uint32_t half_side =
        static_cast<std::uint32_t>((std::uint64_t{tile_extent} << shift) / 2);
    // By the shorter way around the world from the tile's middle to the first point, and on from
    // there: a line across the antimeridian is in one piece.
    const std::uint32_t middle_x = corner(tile.x) + half_side;
    std::int64_t x = static_cast<std::int32_t>(points.front().x - middle_x);
    x += half_side;
    const std::int64_t round = shift == 0 ? 0 : std::int64_t{1} << (shift - 1);
    TileLine line;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0) x += static_cast<std::int32_t>(points[i].x - points[i - 1].x);
        if (zooms[i] > tile.zoom) continue;
        const std::int64_t y = std::int64_t{points[i].y} - corner(tile.y);
        const TilePoint at{static_cast<std::int32_t>((x + round) >> shift),
                           static_cast<std::int32_t>((y + round) >> shift)};
        if (line.empty() || line.back() != at) line.push_back(at);
    }
    return line;
}

bool is_latin(std::string_view text) {
    return has_latin_letter(text) && !has_ideograph(text);
}

}  // namespace

TileMaker::TileMaker(std::shared_ptr<const RoadMap> map) : map_(std::move(map)) {
    add_roads();
    add_water();
    add_places();
    for (Sets* const sets : {&roads_, &water_, &places_}) {
        for (DrawnSet& set : *sets)
            set.finish();
    }
}

void TileMaker::add_roads() {
    std::vector<Point> points;
    std::vector<WorldPoint> world;
    for (const JoinedRoad& road : joined_roads(map_->view())) {
        points.clear();
        world.clear();
        for (const std::uint32_t node : road.nodes) {
            points.push_back(map_->view().points[node]);
            world.push_back(to_world(points.back()));
        }
        const std::uint8_t zoom =
            std::max(first_zoom_of(road.kind), first_zoom_of_size(world, smallest_road));
        roads_[zoom].add(
            {.form = Form::line, .kind = static_cast<std::uint32_t>(road.kind), .name = road.name},
            points);
    }
}

void TileMaker::add_water() {
    const RoadView& view = map_->view();
    std::vector<WorldPoint> world;
    for (std::uint32_t i = 0; i < view.shapes.size(); ++i) {
        const Shape& shape = view.shapes[i];
        const auto kind = static_cast<ShapeKind>(shape.kind);
        const bool is_area = kind == ShapeKind::water_area || kind == ShapeKind::island;
        const auto points = view.shape_points.subspan(shape.first_point, shape.point_count);
        if (points.size() < (is_area ? 4 : 2)) continue;
        world.clear();
        for (const Point point : points)
            world.push_back(to_world(point));
        const std::uint32_t smallest = is_area ? smallest_water : smallest_road;
        const std::uint8_t zoom =
            std::max(first_zoom_of(kind), first_zoom_of_size(world, smallest));
        water_[zoom].add({.form = is_area ? Form::area : Form::line,
                          .kind = shape.kind,
                          .name = shape.name,
                          .number = i},
                         points);
    }
}

void TileMaker::add_places() {
    const RoadView& view = map_->view();
    for (std::uint32_t i = 0; i < view.places.size(); ++i) {
        const Place& place = view.places[i];
        places_[first_zoom_of(static_cast<PlaceKind>(place.kind))].add(
            {.form = Form::point, .kind = place.kind, .name = place.name, .number = i},
            {&place.at, 1});
    }
}

std::vector<TileMaker::Found> TileMaker::find(const Sets& sets, const TileId& tile) {
    const WorldBox box = box_of(tile);
    std::vector<Found> found;
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t zoom = 0; zoom <= tile.zoom; ++zoom) {
        const DrawnSet& set = sets[zoom];
        if (set.empty()) continue;
        numbers.clear();
        set.find(box, numbers);
        for (const std::uint32_t i : numbers)
            found.push_back({&set, &set[i]});
    }
    return found;
}

std::string_view TileMaker::name_of(const Drawn& drawn) const {
    return drawn.name == none ? std::string_view() : map_->view().string(drawn.name);
}

std::string TileMaker::make(const TileId& tile) const {
    std::string out;
    write_water(tile, out);
    write_roads(tile, out);
    write_places(tile, out);
    return out;
}

// All roads of one kind and name are one feature: fewer of them are drawn faster.
void TileMaker::write_roads(const TileId& tile, std::string& out) const {
    std::vector<Found> found = find(roads_, tile);
    const auto group = [](const Found& one) { return std::tie(one.drawn->kind, one.drawn->name); };
    // Those that matter more are drawn last.
    std::stable_sort(found.begin(), found.end(), [&](const Found& one, const Found& other) {
        return group(one) > group(other);
    });
    MvtLayer layer(out, "roads");
    MvtGeometry geometry;
    std::vector<TileLine> pieces;
    for (std::size_t i = 0; i < found.size(); ++i) {
        pieces.clear();
        clip_line(seen_line(*found[i].set, *found[i].drawn, tile), drawn_square, pieces);
        for (const TileLine& piece : pieces)
            geometry.add_line(piece);
        if (i + 1 < found.size() && group(found[i]) == group(found[i + 1])) continue;
        if (geometry.empty()) continue;
        const auto kind = static_cast<RoadKind>(found[i].drawn->kind);
        layer.add(MvtType::line, geometry,
                  {{"kind", word_of(kind)}, {"name", name_of(*found[i].drawn)}});
        geometry.clear();
    }
}

void TileMaker::write_water(const TileId& tile, std::string& out) const {
    std::vector<Found> found = find(water_, tile);
    // Islands over the water that they lie in, each in the map's order.
    const auto place = [](const Found& one) {
        return std::pair(one.drawn->kind == static_cast<std::uint32_t>(ShapeKind::island),
                         one.drawn->number);
    };
    std::sort(found.begin(), found.end(),
              [&](const Found& one, const Found& other) { return place(one) < place(other); });
    MvtLayer layer(out, "water");
    MvtGeometry geometry;
    std::vector<TileLine> pieces;
    for (const Found& one : found) {
        geometry.clear();
        const TileLine line = seen_line(*one.set, *one.drawn, tile);
        const bool is_area = one.drawn->form == Form::area;
        if (is_area) {
            TileLine ring = clip_ring(line, drawn_square);
            const std::int64_t area = twice_area(ring);
            if (area == 0) continue;
            if (area < 0) std::reverse(ring.begin(), ring.end());
            geometry.add_ring(ring);
        } else {
            pieces.clear();
            clip_line(line, drawn_square, pieces);
            for (const TileLine& piece : pieces)
                geometry.add_line(piece);
            if (geometry.empty()) continue;
        }
        layer.add(is_area ? MvtType::area : MvtType::line, geometry,
                  {{"kind", word_of(static_cast<ShapeKind>(one.drawn->kind))},
                   {"name", name_of(*one.drawn)}});
    }
}

template <class Accept>
std::string_view TileMaker::other_name(std::uint32_t place, Accept accept) const {
    const RoadView& view = map_->view();
    auto it = std::lower_bound(
        view.place_names.begin(), view.place_names.end(), place,
        [](const OtherName& name, std::uint32_t number) { return name.of < number; });
    for (; it != view.place_names.end() && it->of == place; ++it) {
        if (const std::string_view name = view.string(it->name); accept(name)) return name;
    }
    return {};
}

void TileMaker::write_places(const TileId& tile, std::string& out) const {
    MvtLayer layer(out, "places");
    MvtGeometry geometry;
    for (const Found& one : find(places_, tile)) {
        const TileLine at = seen_line(*one.set, *one.drawn, tile);
        // The next tile has what lies in the buffer: names there would be shown twice.
        if (at.front().x < 0 || at.front().x >= static_cast<std::int32_t>(tile_extent) ||
            at.front().y < 0 || at.front().y >= static_cast<std::int32_t>(tile_extent))
            continue;
        geometry.clear();
        geometry.add_point(at.front());
        const std::string_view name = name_of(*one.drawn);
        const std::uint32_t place = one.drawn->number;
        layer.add(MvtType::point, geometry,
                  {{"kind", word_of(static_cast<PlaceKind>(one.drawn->kind))},
                   {"name", name},
                   {"name_en", is_latin(name) ? std::string_view() : other_name(place, is_latin)},
                   {"name_zh",
                    has_ideograph(name) ? std::string_view() : other_name(place, has_ideograph)}});
    }
}

}  // namespace muster::roads
