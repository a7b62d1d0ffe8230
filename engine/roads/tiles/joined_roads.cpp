#include "engine/roads/tiles/joined_roads.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace muster::roads {
namespace {

struct Stretch {
    std::uint32_t kind;
    std::uint32_t name;
    std::uint32_t a;  // the smaller node
    std::uint32_t b;
    std::uint32_t way;

    [[nodiscard]] auto group() const { return std::tie(kind, name); }
};

std::vector<Stretch> stretches_of(const RoadView& map) {
    std::vector<Stretch> all;
    all.reserve(map.arc_to.size());
    for (std::uint32_t node = 0; node + 1 < map.first_arc.size(); ++node) {
        for (std::uint32_t arc = map.first_arc[node]; arc < map.first_arc[node + 1]; ++arc) {
            const std::uint32_t to = map.arc_to[arc];
            if (to == node) continue;
            const std::uint32_t way = map.arc_way[arc];
            const Way known = way == none
                                  ? Way{0, none, static_cast<std::uint32_t>(RoadKind::unknown)}
                                  : map.ways[way];
            all.push_back({known.kind, known.name, std::min(node, to), std::max(node, to), way});
        }
    }
    const auto place = [](const Stretch& s) { return std::tie(s.kind, s.name, s.a, s.b); };
    std::sort(all.begin(), all.end(), [&](const Stretch& one, const Stretch& other) {
        return std::tuple_cat(place(one), std::tie(one.way)) <
               std::tuple_cat(place(other), std::tie(other.way));
    });
    all.erase(std::unique(all.begin(), all.end(),
                          [&](const Stretch& one, const Stretch& other) {
                              return place(one) == place(other);
                          }),
              all.end());
    return all;
}

// The stretches of one kind and name. Each has two ends, numbered 2 * stretch and the next.
class Joiner {
  public:
    Joiner(std::span<const Stretch> stretches, std::vector<JoinedRoad>& out)
        : stretches_(stretches),
          out_(out),
          goes_on_(stretches.size() * 2, none),
          drawn_(stretches.size(), false) {
        pair_ends();
    }

    void join() {
        const auto ends = static_cast<std::uint32_t>(goes_on_.size());
        // Roads that end somewhere; what then is left is closed.
        for (std::uint32_t end = 0; end < ends; ++end) {
            if (goes_on_[end] == none && !drawn_[end / 2]) draw(end);
        }
        for (std::uint32_t end = 0; end < ends; end += 2) {
            if (!drawn_[end / 2]) draw(end);
        }
    }

  private:
    [[nodiscard]] std::uint32_t node(std::uint32_t end) const {
        return end % 2 == 0 ? stretches_[end / 2].a : stretches_[end / 2].b;
    }
    [[nodiscard]] std::uint32_t way(std::uint32_t end) const { return stretches_[end / 2].way; }

    void pair(std::uint32_t one, std::uint32_t other) {
        goes_on_[one] = other;
        goes_on_[other] = one;
    }

    void pair_ends() {
        std::vector<std::uint32_t> ends(goes_on_.size());
        for (std::uint32_t end = 0; end < ends.size(); ++end)
            ends[end] = end;
        const auto key = [this](std::uint32_t end) { return std::tuple(node(end), way(end), end); };
        std::sort(ends.begin(), ends.end(),
                  [&](std::uint32_t one, std::uint32_t other) { return key(one) < key(other); });
        std::vector<std::uint32_t> left;  // at one node
        for (std::size_t i = 0; i < ends.size();) {
            const std::uint32_t here = node(ends[i]);
            left.clear();
            while (i < ends.size() && node(ends[i]) == here) {
                std::size_t next = i + 1;
                while (next < ends.size() && node(ends[next]) == here &&
                       way(ends[next]) == way(ends[i]))
                    ++next;
                if (next - i == 2 && way(ends[i]) != none) {
                    pair(ends[i], ends[i + 1]);
                } else {
                    left.insert(left.end(), ends.begin() + static_cast<std::ptrdiff_t>(i),
                                ends.begin() + static_cast<std::ptrdiff_t>(next));
                }
                i = next;
            }
            if (left.size() == 2) pair(left[0], left[1]);
        }
    }

    void draw(std::uint32_t end) {
        JoinedRoad road;
        road.kind = static_cast<RoadKind>(stretches_.front().kind);
        road.name = stretches_.front().name;
        road.nodes.push_back(node(end));
        while (end != none && !drawn_[end / 2]) {
            drawn_[end / 2] = true;
            const std::uint32_t far_end = end ^ 1u;
            road.nodes.push_back(node(far_end));
            end = goes_on_[far_end];
        }
        out_.push_back(std::move(road));
    }

    std::span<const Stretch> stretches_;
    std::vector<JoinedRoad>& out_;
    std::vector<std::uint32_t> goes_on_;  // by end: the one that follows over its node
    std::vector<bool> drawn_;
};

}  // namespace

std::vector<JoinedRoad> joined_roads(const RoadView& map) {
    const std::vector<Stretch> all = stretches_of(map);
    std::vector<JoinedRoad> roads;
    for (std::size_t first = 0; first < all.size();) {
        std::size_t end = first + 1;
        while (end < all.size() && all[end].group() == all[first].group())
            ++end;
        Joiner(std::span(all).subspan(first, end - first), roads).join();
        first = end;
    }
    return roads;
}

}  // namespace muster::roads
