#include "engine/sim/streets.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/roads/distance.hpp"
#include "engine/roads/import/graph_builder.hpp"
#include "engine/sim/rng.hpp"

namespace muster::sim {

namespace {

using roads::RoadKind;

// Of the lattice: some 400 m both ways at these latitudes.
constexpr std::int32_t row_e7 = 36'000;
constexpr std::int32_t column_e7 = 42'400;
constexpr std::uint32_t town_dm = 33'000;       // streets as far as this from a town's middle
constexpr std::uint32_t community_dm = 11'000;  // ... and from a community's
constexpr std::uint32_t stretch_dm = 6'000;     // main roads have a node this often
constexpr std::uint32_t near_dm = 5'500;        // what meets a main road
constexpr std::uint32_t bank_dm = 25'000;       // from a bridge to the first crossing
constexpr std::uint32_t ramps_every = 6;        // nodes of a motorway
constexpr std::int32_t main_rows_every = 4;     // of the lattice, one is a main street
constexpr std::int64_t missing_permille = 120;  // of the small streets, so that it looks grown

// km/h by profile, lights and traffic included; they come to the speeds of the rules' straight line
// in town. 0: may not go there.
struct KindSpeed {
    RoadKind kind;
    std::array<std::uint32_t, profile_count> km_per_h;
};
constexpr std::array speeds{
    KindSpeed{RoadKind::motorway, {95, 80, 0, 0}},
    KindSpeed{RoadKind::trunk, {70, 52, 16, 4}},
    KindSpeed{RoadKind::primary, {60, 44, 16, 4}},
    KindSpeed{RoadKind::secondary, {52, 36, 16, 4}},
    KindSpeed{RoadKind::tertiary, {48, 36, 16, 4}},
    KindSpeed{RoadKind::residential, {36, 24, 15, 4}},
};

RoadKind kind_of(std::string_view kind) {
    if (kind == "motorway") return RoadKind::motorway;
    return kind == "trunk" ? RoadKind::trunk : RoadKind::primary;
}

Point between(Point a, Point b, std::int64_t part, std::int64_t whole) {
    const auto mix = [&](std::int32_t x, std::int32_t y) {
        return static_cast<std::int32_t>(x + (std::int64_t{y} - x) * part / whole);
    };
    return {mix(a.lat_e7, b.lat_e7), mix(a.lon_e7, b.lon_e7)};
}

// Nodes by place, to find those near a point.
class Nodes {
  public:
    void add(std::uint32_t node, Point at) { cells_[cell(at)].push_back({node, at}); }

    // The nearest one within `most_dm` on this side of the canal that `wanted` agrees to; of equals
    // the one added first.
    template <class Wanted>
    [[nodiscard]] std::uint32_t nearest(Point at, std::uint32_t most_dm, Wanted wanted) const {
        const auto [row, column] = cell(at);
        const auto reach = static_cast<std::int32_t>(most_dm / 10'000) + 1;
        std::uint32_t best = roads::none;
        std::uint32_t best_dm = most_dm;
        for (std::int32_t r = row - reach; r <= row + reach; ++r) {
            for (std::int32_t c = column - reach; c <= column + reach; ++c) {
                const auto found = cells_.find({r, c});
                if (found == cells_.end()) continue;
                for (const auto& [node, place] : found->second) {
                    const std::uint32_t dm = roads::distance_dm(at, place);
                    if (dm > best_dm || (dm == best_dm && best <= node)) continue;
                    if (!wanted(node) || is_across_canal(at, place)) continue;
                    best = node;
                    best_dm = dm;
                }
            }
        }
        return best;
    }

  private:
    // Cells are at least a kilometre high and wide.
    static std::pair<std::int32_t, std::int32_t> cell(Point at) {
        return {at.lat_e7 / 90'000, at.lon_e7 / 108'000};
    }
    struct Placed {
        std::uint32_t node;
        Point at;
    };
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<Placed>> cells_;
};

class Builder {
  public:
    explicit Builder(const City& city) : city_(city) {}

    roads::RoadData build() {
        lay_main_roads();
        lay_streets();
        join_main_roads();
        build_bridges();
        connect_communities();
        name_places();
        draw_water();
        data_.profiles = roads::all_profiles;
        data_.source = "Muster's invented demo city, seed " + std::to_string(city_.options.seed) +
                       "; no map of any place";
        graph_.finish(data_);
        return std::move(data_);
    }

  private:
    struct Node {
        Point at;
        std::uint32_t road = roads::none;  // of geography, for nodes of main roads
        bool motorway = false;
        bool ramp = false;  // traffic may join here
    };

    std::uint32_t string(std::string_view text) {
        data_.strings.emplace_back(text);
        return static_cast<std::uint32_t>(data_.strings.size() - 1);
    }

    std::uint32_t way(std::int64_t id, std::string_view name, RoadKind kind) {
        data_.ways.push_back(
            {id, name.empty() ? roads::none : string(name), static_cast<std::uint32_t>(kind)});
        return static_cast<std::uint32_t>(data_.ways.size() - 1);
    }

    std::uint32_t node(const Node& node) {
        nodes_.push_back(node);
        const std::uint32_t number =
            graph_.add_node(node.at, node.motorway ? std::uint8_t{0} : roads::all_profiles);
        places_.add(number, node.at);
        return number;
    }

    // Both ways.
    void arc(std::uint32_t from, std::uint32_t to, std::uint32_t way) {
        const std::uint32_t dm = roads::distance_dm(nodes_[from].at, nodes_[to].at);
        const auto kind = static_cast<RoadKind>(data_.ways[way].kind);
        const auto speed = std::find_if(speeds.begin(), speeds.end(),
                                        [&](const KindSpeed& s) { return s.kind == kind; });
        roads::GraphBuilder::Weights weights;
        for (std::size_t p = 0; p < profile_count; ++p) {
            const std::uint32_t km_per_h = speed->km_per_h[p];
            // dm / 10'000 km over km/h, times 3'600'000 ms.
            weights[p] = km_per_h == 0 ? roads::closed : dm * 360 / km_per_h;
        }
        graph_.add_arc(from, to, way, weights);
        graph_.add_arc(to, from, way, weights);
    }

    // A road of its own between two nodes, with nodes in between. False where water is in the way.
    bool road(std::uint32_t from, std::uint32_t to, std::int64_t id, std::string_view name,
              RoadKind kind) {
        const Point a = nodes_[from].at;
        const Point b = nodes_[to].at;
        const auto parts = static_cast<std::int64_t>(roads::distance_dm(a, b) / stretch_dm) + 1;
        for (std::int64_t i = 0; i <= parts * 4; ++i) {
            const Point at = between(a, b, i, parts * 4);
            if (is_in_lake(at) || is_across_canal(a, at)) return false;
        }
        const std::uint32_t along = way(id, name, kind);
        std::uint32_t last = from;
        for (std::int64_t i = 1; i < parts; ++i) {
            const std::uint32_t next = node({between(a, b, i, parts)});
            arc(last, next, along);
            last = next;
        }
        arc(last, to, along);
        return true;
    }

    // Where a drawn road meets the canal it ends on both banks; bridges join them.
    void lay_main_roads() {
        const auto drawn = geography().roads;
        for (std::uint32_t r = 0; r < drawn.size(); ++r) {
            const RoadKind kind = kind_of(drawn[r].kind);
            const bool motorway = kind == RoadKind::motorway;
            const std::uint32_t along = way(r + 1, drawn[r].name.en, kind);
            std::uint32_t last = roads::none;
            std::uint32_t count = 0;
            const auto add = [&](Point at) {
                const bool ramp = !motorway || count++ % ramps_every == ramps_every / 2;
                const std::uint32_t next = node({at, r, motorway, ramp});
                // Motorways pass over everything.
                if (last != roads::none &&
                    (motorway || !is_across_canal(nodes_[last].at, nodes_[next].at))) {
                    arc(last, next, along);
                }
                last = next;
            };
            const auto points = drawn[r].points;
            add(points.front());
            for (std::size_t i = 1; i < points.size(); ++i) {
                const std::int64_t parts =
                    std::int64_t{roads::distance_dm(points[i - 1], points[i]) / stretch_dm} + 1;
                for (std::int64_t k = 1; k <= parts; ++k)
                    add(between(points[i - 1], points[i], k, parts));
            }
        }
    }

    void lay_streets() {
        const Point origin = geography().south_west;
        std::map<std::pair<std::int32_t, std::int32_t>, std::uint32_t> lattice;
        const auto cover = [&](Point middle, std::uint32_t reach_dm) {
            const std::int32_t row = (middle.lat_e7 - origin.lat_e7) / row_e7;
            const std::int32_t column = (middle.lon_e7 - origin.lon_e7) / column_e7;
            const auto reach = static_cast<std::int32_t>(reach_dm / 3'900) + 1;
            for (std::int32_t r = row - reach; r <= row + reach; ++r) {
                for (std::int32_t c = column - reach; c <= column + reach; ++c) {
                    const Point at{origin.lat_e7 + r * row_e7, origin.lon_e7 + c * column_e7};
                    if (roads::distance_dm(middle, at) > reach_dm || lattice.contains({r, c}))
                        continue;
                    Rng rng(city_.options.seed, Purpose::streets, static_cast<std::uint32_t>(r),
                            static_cast<std::uint32_t>(c));
                    const Point moved{
                        at.lat_e7 + static_cast<std::int32_t>(rng.between(-5'400, 5'400)),
                        at.lon_e7 + static_cast<std::int32_t>(rng.between(-6'400, 6'400))};
                    if (is_dry_land(moved)) lattice.emplace(std::pair(r, c), node({moved}));
                }
            }
        };
        for (const District& district : geography().districts)
            cover(district.centre, town_dm);
        for (const Community& community : city_.communities)
            cover(community.at, community_dm);

        std::map<std::int64_t, std::uint32_t> ways;
        const auto street = [&](std::uint32_t a, std::uint32_t b, std::int64_t id, bool main) {
            if (is_across_canal(nodes_[a].at, nodes_[b].at) ||
                is_in_lake(between(nodes_[a].at, nodes_[b].at, 1, 2)))
                return;
            Rng rng(city_.options.seed, Purpose::streets, a, std::uint64_t{b} << 32);
            if (!main && rng.permille(missing_permille)) return;
            const auto [known, fresh] = ways.emplace(id, 0);
            if (fresh)
                known->second = way(id, "", main ? RoadKind::secondary : RoadKind::residential);
            arc(a, b, known->second);
        };
        for (const auto& [place, number] : lattice) {
            const auto [r, c] = place;
            const auto east = lattice.find({r, c + 1});
            const auto north = lattice.find({r + 1, c});
            if (east != lattice.end())
                street(number, east->second, 1'000 + r, r % main_rows_every == 0);
            if (north != lattice.end())
                street(number, north->second, 5'000 + c, c % main_rows_every == 0);
        }
    }

    // Main roads meet the streets and each other; motorways at their ramps only.
    void join_main_roads() {
        const auto count = static_cast<std::uint32_t>(nodes_.size());
        for (std::uint32_t n = 0; n < count; ++n) {
            const Node here = nodes_[n];
            if (here.road == roads::none || !here.ramp) continue;
            const std::uint32_t along = here.road;  // ways of main roads come first, in their order
            const auto meet = [&](std::uint32_t reach, auto wanted) {
                const std::uint32_t other = places_.nearest(here.at, reach, wanted);
                if (other == roads::none) return;
                // What leads to a motorway is open to all up to its ramp.
                arc(n, other, here.motorway ? ramp_way() : along);
            };
            meet(near_dm, [&](std::uint32_t other) { return nodes_[other].road == roads::none; });
            meet(here.motorway ? 3 * near_dm : near_dm, [&](std::uint32_t other) {
                const Node& there = nodes_[other];
                return there.road != roads::none && there.road != here.road && !there.motorway;
            });
        }
    }

    std::uint32_t ramp_way() {
        if (ramp_way_ == roads::none) ramp_way_ = way(100, "", RoadKind::tertiary);
        return ramp_way_;
    }

    void build_bridges() {
        const auto bridges = geography().bridges;
        for (std::size_t b = 0; b < bridges.size(); ++b) {
            // A little to either side of the middle is a bank.
            constexpr std::int32_t half_e7 = 12'000;
            Point west = bridges[b].at;
            Point east = bridges[b].at;
            west.lon_e7 -= half_e7;
            east.lon_e7 += half_e7;
            const auto grounded = [&](std::uint32_t n) { return !nodes_[n].motorway; };
            const std::uint32_t from = places_.nearest(west, bank_dm, grounded);
            const std::uint32_t to = places_.nearest(east, bank_dm, grounded);
            // Nobody builds a bridge to where there is no street.
            if (from == roads::none || to == roads::none) continue;
            const std::uint32_t left = node({west});
            const std::uint32_t right = node({east});
            const std::uint32_t along =
                way(101 + static_cast<std::int64_t>(b), bridges[b].name.en, RoadKind::primary);
            arc(from, left, along);
            arc(left, right, along);
            arc(right, to, along);
        }
    }

    // Country roads, so that no community is an island: to the next main road, and where the lake
    // is in the way to the next community.
    void connect_communities() {
        std::int64_t id = 10'000;
        const std::size_t count = city_.communities.size();
        std::vector<std::uint32_t> middle;
        for (const Community& community : city_.communities) {
            middle.push_back(places_.nearest(community.at, community_dm, [&](std::uint32_t n) {
                return nodes_[n].road == roads::none;
            }));
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (middle[i] == roads::none) continue;
            const Point at = city_.communities[i].at;
            const std::uint32_t main = places_.nearest(at, 300'000, [&](std::uint32_t n) {
                return nodes_[n].road != roads::none && !nodes_[n].motorway;
            });
            if (main != roads::none) road(middle[i], main, id++, "", RoadKind::tertiary);
            std::size_t next = count;
            std::uint32_t least = ~0u;
            for (std::size_t j = 0; j < count; ++j) {
                if (j == i || middle[j] == roads::none || middle[j] == middle[i]) continue;
                const std::uint32_t dm = roads::distance_dm(at, city_.communities[j].at);
                if (dm >= least || dm <= community_dm) continue;
                least = dm;
                next = j;
            }
            if (next != count) road(middle[i], middle[next], id++, "", RoadKind::tertiary);
        }
    }

    void name_places() {
        for (const District& district : geography().districts) {
            data_.places.push_back({district.centre, string(district.name.en),
                                    static_cast<std::uint32_t>(roads::PlaceKind::town)});
        }
        for (const Community& community : city_.communities) {
            data_.places.push_back({community.at, string(community.name_en),
                                    static_cast<std::uint32_t>(roads::PlaceKind::suburb)});
        }
    }

    void draw_water() {
        for (const Line& water : geography().water) {
            const roads::ShapeKind kind =
                water.kind == "lake" ? roads::ShapeKind::water_area : roads::ShapeKind::water_line;
            data_.shapes.push_back({static_cast<std::uint32_t>(kind), string(water.name.en),
                                    static_cast<std::uint32_t>(data_.shape_points.size()),
                                    static_cast<std::uint32_t>(water.points.size())});
            data_.shape_points.insert(data_.shape_points.end(), water.points.begin(),
                                      water.points.end());
        }
    }

    const City& city_;
    roads::RoadData data_;
    roads::GraphBuilder graph_;
    std::vector<Node> nodes_;
    Nodes places_;
    std::uint32_t ramp_way_ = roads::none;
};

}  // namespace

std::shared_ptr<const roads::RoadMap> make_streets(const City& city) {
    return roads::RoadMap::from_data(Builder(city).build());
}

}  // namespace muster::sim
