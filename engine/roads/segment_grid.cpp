#include "engine/roads/segment_grid.hpp"

#include <utility>

#include "engine/roads/list_by_cell.hpp"

namespace muster::roads {
namespace {

constexpr std::uint64_t ends_per_cell = 3;
// So that no product of two coordinates leaves 64 bits.
constexpr std::int64_t longest = std::int64_t{1} << 29;

struct Flat {
    std::int64_t x;
    std::int64_t y;
};

// Degrees of longitude as they are, not shortened by the latitude.
Flat unscaled(Point from, Point to) {
    std::int64_t x = std::int64_t{to.lon_e7} - from.lon_e7;
    if (x > 1'800'000'000) x -= 3'600'000'000;
    if (x < -1'800'000'000) x += 3'600'000'000;
    return {x, std::int64_t{to.lat_e7} - from.lat_e7};
}

// Above 0 where c lies to the left of the line from a to b.
std::int64_t side(Flat a, Flat b, Flat c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

int sign(std::int64_t value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

bool far_off(Flat at) {
    return at.x > longest || at.x < -longest || at.y > longest || at.y < -longest;
}

std::vector<Point> ends_of(std::span<const Segment> segments) {
    std::vector<Point> ends;
    ends.reserve(segments.size() * 2);
    for (const Segment& segment : segments) {
        ends.push_back(segment.a);
        ends.push_back(segment.b);
    }
    return ends;
}

}  // namespace

std::optional<Foot> foot_of(Point point, const Segment& segment) {
    const auto cosine = static_cast<std::int64_t>(cosine_q30(point.lat_e7));
    // Rounded to zero, so that there and back are equal, and the ends of a segment are exact.
    const auto scaled = [&](Flat at) {
        return Flat{at.x * cosine / (std::int64_t{1} << 30), at.y};
    };
    const Flat along = scaled(unscaled(segment.a, segment.b));
    if (far_off(along)) return std::nullopt;
    // From the point to both ends: each foot is equally exact.
    const Flat a = scaled(unscaled(point, segment.a));
    const std::int64_t dot = -(a.x * along.x + a.y * along.y);
    const std::int64_t whole = along.x * along.x + along.y * along.y;
    Foot foot;
    // A segment without a length is its beginning.
    if (whole > 0 && dot >= whole) {
        foot.part_q20 = Foot::part_whole;
    } else if (whole > 0 && dot > 0) {
        int shift = 0;
        while ((whole >> shift) >= (std::int64_t{1} << 43))
            ++shift;
        foot.part_q20 = static_cast<std::uint32_t>(((dot >> shift) << 20) / (whole >> shift));
    }
    const Flat at = foot.part_q20 == Foot::part_whole
                        ? scaled(unscaled(point, segment.b))
                        : Flat{a.x + ((along.x * foot.part_q20) >> 20),
                               a.y + ((along.y * foot.part_q20) >> 20)};
    foot.square = static_cast<std::uint64_t>(at.x * at.x) + static_cast<std::uint64_t>(at.y * at.y);
    return foot;
}

Point point_at(const Segment& segment, std::uint32_t part_q20) {
    const Flat along = unscaled(segment.a, segment.b);
    const auto part = static_cast<std::int64_t>(part_q20);
    std::int64_t lon = segment.a.lon_e7 + ((along.x * part) >> 20);
    if (lon > 1'800'000'000) lon -= 3'600'000'000;
    if (lon < -1'800'000'000) lon += 3'600'000'000;
    return {static_cast<std::int32_t>(segment.a.lat_e7 + ((along.y * part) >> 20)),
            static_cast<std::int32_t>(lon)};
}

SegmentGrid::SegmentGrid(std::vector<Segment> segments)
    : segments_(std::move(segments)), cells_(ends_of(segments_), ends_per_cell) {
    CellLists lists =
        list_by_cell(cells_.cell_count(), segments_.size(), [this](std::uint32_t i, auto put) {
            const Segment& segment = segments_[i];
            if (far_off(unscaled(segment.a, segment.b))) return;
            cells_.each_cell(segment.a, segment.b, put);
        });
    first_ = std::move(lists.first);
    listed_ = std::move(lists.listed);
}

bool SegmentGrid::crossed_by(Point a, Point b) const {
    const Flat here{0, 0};
    const Flat there = unscaled(a, b);
    if (segments_.empty() || far_off(there)) return false;
    bool crossed = false;
    cells_.each_cell(a, b, [&](std::size_t cell) {
        for (std::uint32_t i = first_[cell]; i < first_[cell + 1] && !crossed; ++i) {
            const Flat one = unscaled(a, segments_[listed_[i]].a);
            const Flat other = unscaled(a, segments_[listed_[i]].b);
            if (far_off(one) || far_off(other)) continue;
            crossed = sign(side(here, there, one)) * sign(side(here, there, other)) <= 0 &&
                      sign(side(one, other, here)) * sign(side(one, other, there)) <= 0;
            // Four points on one line: apart unless the spans overlap; water beside is no water
            // between.
            if (crossed && side(here, there, one) == 0 && side(here, there, other) == 0)
                crossed = false;
        }
    });
    return crossed;
}

}  // namespace muster::roads
