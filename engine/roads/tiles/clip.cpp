#include "engine/roads/tiles/clip.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace muster::roads {
namespace {

// Which part of a stretch is inside, as shares of its length.
struct Inside {
    double from = 0;
    double to = 1;

    // The stretch crosses a side: `gap` is how far its beginning is on the inner side, `step` how
    // much further in it goes. False when nothing is left.
    bool cut(double gap, double step) {
        if (step == 0) return gap >= 0;
        const double share = -gap / step;
        if (step > 0) {
            from = std::max(from, share);
        } else {
            to = std::min(to, share);
        }
        return from <= to;
    }
};

TilePoint part_of(TilePoint a, TilePoint b, double share, TileSquare within) {
    const auto at = [&](std::int32_t from, std::int32_t to) {
        const double exact = from + share * (static_cast<double>(to) - from);
        return std::clamp(static_cast<std::int32_t>(std::lround(exact)), within.low, within.high);
    };
    return {at(a.x, b.x), at(a.y, b.y)};
}

void append(TileLine& line, TilePoint at) {
    if (line.empty() || line.back() != at) line.push_back(at);
}

// One side of the square, for rings: what is `inner` stays.
template <class Inner, class Crossing>
void clip_side(TileLine& ring, TileLine& scratch, Inner inner, Crossing crossing) {
    scratch.clear();
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const TilePoint a = ring[i];
        const TilePoint b = ring[(i + 1) % ring.size()];
        if (inner(a)) append(scratch, a);
        if (inner(a) != inner(b)) append(scratch, crossing(a, b));
    }
    while (scratch.size() > 1 && scratch.back() == scratch.front())
        scratch.pop_back();
    std::swap(ring, scratch);
}

std::int32_t level_at(std::int32_t side, std::int32_t from, std::int32_t to,
                      std::int32_t other_from, std::int32_t other_to) {
    const double share = (static_cast<double>(side) - from) / (static_cast<double>(to) - from);
    return static_cast<std::int32_t>(
        std::lround(other_from + share * (static_cast<double>(other_to) - other_from)));
}

}  // namespace

void clip_line(std::span<const TilePoint> line, TileSquare within, std::vector<TileLine>& out) {
    TileLine piece;
    const auto end_piece = [&] {
        if (piece.size() > 1) out.push_back(piece);
        piece.clear();
    };
    for (std::size_t i = 1; i < line.size(); ++i) {
        const TilePoint a = line[i - 1];
        const TilePoint b = line[i];
        if (within.contains(a) && within.contains(b)) {
            append(piece, a);
            append(piece, b);
            continue;
        }
        Inside inside;
        const double x = static_cast<double>(b.x) - a.x;
        const double y = static_cast<double>(b.y) - a.y;
        if (!inside.cut(static_cast<double>(a.x) - within.low, x) ||
            !inside.cut(static_cast<double>(within.high) - a.x, -x) ||
            !inside.cut(static_cast<double>(a.y) - within.low, y) ||
            !inside.cut(static_cast<double>(within.high) - a.y, -y)) {
            end_piece();
            continue;
        }
        if (inside.from > 0) end_piece();
        append(piece, inside.from > 0 ? part_of(a, b, inside.from, within) : a);
        append(piece, inside.to < 1 ? part_of(a, b, inside.to, within) : b);
        if (inside.to < 1) end_piece();
    }
    end_piece();
}

TileLine clip_ring(std::span<const TilePoint> ring, TileSquare within) {
    TileLine left(ring.begin(), ring.end());
    while (left.size() > 1 && left.back() == left.front())
        left.pop_back();
    TileLine scratch;
    for (const bool high : {false, true}) {
        const std::int32_t side = high ? within.high : within.low;
        clip_side(
            left, scratch, [&](TilePoint at) { return high ? at.x <= side : at.x >= side; },
            [&](TilePoint a, TilePoint b) {
                return TilePoint{side, level_at(side, a.x, b.x, a.y, b.y)};
            });
        clip_side(
            left, scratch, [&](TilePoint at) { return high ? at.y <= side : at.y >= side; },
            [&](TilePoint a, TilePoint b) {
                return TilePoint{level_at(side, a.y, b.y, a.x, b.x), side};
            });
    }
    if (left.size() < 3) left.clear();
    return left;
}

std::int64_t twice_area(std::span<const TilePoint> ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const TilePoint a = ring[i];
        const TilePoint b = ring[(i + 1) % ring.size()];
        sum += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
    }
    return sum;
}

}  // namespace muster::roads
