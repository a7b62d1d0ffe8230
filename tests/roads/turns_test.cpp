// Times where turns are banned, against plain Dijkstra over (arcs driven, arc): random cities with
// random bans at crossings and over ways in between.
#include <gtest/gtest.h>

#include <algorithm>
#include <queue>
#include <set>

#include "engine/roads/fleet_times.hpp"
#include "engine/roads/import/graph_builder.hpp"
#include "engine/roads/import/turns.hpp"
#include "engine/roads/road_times.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

// A lattice met along its roads; a quarter of the stretches are one-way, bans are random walks of
// two to four arcs, some of them back to where they came from.
RoadData banned_city(std::uint64_t seed, int side, int bans) {
    Random random(seed);
    GraphBuilder graph;
    RoadData data;
    data.profiles = profile_bit(Profile::urgent) | profile_bit(Profile::walk);
    data.source = "a made city";
    const auto n = static_cast<std::uint32_t>(side);
    for (std::uint32_t i = 0; i < n * n; ++i) {
        const std::int64_t x = (i % n) * 12'000 + pick(random, 0, 5'000);
        const std::int64_t y = (i / n) * 11'000 + pick(random, 0, 5'000);
        graph.add_node({static_cast<std::int32_t>(y), static_cast<std::int32_t>(x)}, all_profiles);
    }
    struct Arc {
        std::uint32_t from;
        std::uint32_t to;
        std::uint32_t number;
    };
    std::vector<Arc> arcs;
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        const auto way = static_cast<std::uint32_t>(data.ways.size());
        data.ways.push_back({way + 1, none, 0});
        const std::int64_t kind = pick(random, 0, 99);
        if (kind < 10) return;
        const auto ms = static_cast<std::uint32_t>(pick(random, 1'000, 20'000));
        const GraphBuilder::Weights open{ms, closed, closed, ms * 4};
        const GraphBuilder::Weights walkers{closed, closed, closed, ms * 4};
        const std::uint8_t access = arc_access_of(all_profiles, Beside::open);
        arcs.push_back({a, b, graph.add_arc(a, b, way, open, access)});
        const std::uint32_t back = graph.add_arc(b, a, way, kind < 35 ? walkers : open, access);
        if (kind >= 35) arcs.push_back({b, a, back});
    };
    for (std::uint32_t i = 0; i < n * n; ++i) {
        if (i % n + 1 < n) street(i, i + 1);
        if (i + n < n * n) street(i, i + n);
    }
    for (int i = 0; i < bans; ++i) {
        std::vector<std::uint32_t> ban;
        Arc at = arcs[random() % arcs.size()];
        ban.push_back(at.number);
        for (std::int64_t more = pick(random, 1, 3); more > 0; --more) {
            std::vector<Arc> next;
            for (const Arc& arc : arcs) {
                if (arc.from == at.to) next.push_back(arc);
            }
            if (next.empty()) break;
            at = next[random() % next.size()];
            ban.push_back(at.number);
        }
        if (ban.size() > 1) graph.add_ban(ban, profile_bit(Profile::urgent));
    }
    graph.finish(data);
    return data;
}

// The rules of state_graph.hpp once more, in the plainest way: what was driven is remembered whole,
// as far back as the longest ban.
class Oracle {
  public:
    Oracle(const RoadMap& map, Profile profile)
        : view_(map.view()), weights_(map.weights(profile)), tail_(weights_.size()) {
        for (std::uint32_t node = 0; node < view_.points.size(); ++node) {
            for (std::uint32_t arc = view_.first_arc[node]; arc < view_.first_arc[node + 1]; ++arc)
                tail_[arc] = node;
        }
        for (const Ban& ban : view_.bans) {
            if ((ban.profiles & profile_bit(profile)) == 0) continue;
            const auto arcs = view_.ban_arcs.subspan(ban.first, ban.count);
            bans_.emplace(arcs.begin(), arcs.end());
            longest_ = std::max(longest_, arcs.size());
        }
    }

    // From the end of a start arc, with a time spent already, to the beginning of a goal arc, with
    // one to be spent. no_way_ms for none.
    std::uint32_t least(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& starts,
                        const std::vector<std::pair<std::uint32_t, std::uint32_t>>& goals) {
        using Driven = std::vector<std::uint32_t>;
        using Item = std::pair<std::uint64_t, Driven>;
        std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
        std::set<Driven> settled;
        for (const auto& [arc, ms] : starts)
            queue.push({ms, {arc}});
        std::uint64_t best = no_way_ms;
        while (!queue.empty() && queue.top().first < best) {
            const auto [ms, driven] = queue.top();
            queue.pop();
            if (!settled.insert(driven).second) continue;
            for (const std::uint32_t arc : next(driven)) {
                for (const auto& [goal, more] : goals) {
                    if (goal == arc) best = std::min(best, ms + more);
                }
                Driven then = driven;
                then.push_back(arc);
                if (then.size() > longest_) then.erase(then.begin());
                queue.push({ms + weights_[arc], then});
            }
        }
        return static_cast<std::uint32_t>(best);
    }

    [[nodiscard]] std::vector<std::uint32_t> next(const std::vector<std::uint32_t>& driven) const {
        const std::uint32_t at = view_.arc_to[driven.back()];
        std::vector<std::uint32_t> on;
        std::vector<std::uint32_t> back;
        for (std::uint32_t arc = view_.first_arc[at]; arc < view_.first_arc[at + 1]; ++arc) {
            if (weights_[arc] == closed) continue;
            if (view_.arc_to[arc] == tail_[driven.back()])
                back.push_back(arc);
            else if (!banned(driven, arc))
                on.push_back(arc);
        }
        return on.empty() ? back : on;
    }

  private:
    [[nodiscard]] bool banned(std::vector<std::uint32_t> driven, std::uint32_t arc) const {
        driven.push_back(arc);
        while (driven.size() > 1) {
            if (bans_.contains(driven)) return true;
            driven.erase(driven.begin());
        }
        return false;
    }

    RoadView view_;
    std::span<const std::uint32_t> weights_;
    std::vector<std::uint32_t> tail_;
    std::set<std::vector<std::uint32_t>> bans_;
    std::size_t longest_ = 2;
};

std::int64_t expected_ms(Oracle& oracle, const Access& start, const Access& goal) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> starts;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> goals;
    const auto each = [](const Access& access, auto&& put) {
        for (const Door& door : access.list()) {
            for (const Door::Lane& lane : door.lanes) {
                if (lane.arc == none) continue;
                put(lane, static_cast<std::uint32_t>(door.off_road_ms - access.least_off_road_ms));
            }
        }
    };
    each(start, [&](const Door::Lane& lane, std::uint32_t off) {
        starts.emplace_back(lane.arc, off + lane.rest_ms);
    });
    each(goal, [&](const Door::Lane& lane, std::uint32_t off) {
        goals.emplace_back(lane.arc, off + lane.done_ms);
    });
    const std::uint32_t road = oracle.least(starts, goals);
    std::int64_t ms = road == no_way_ms ? TravelTimes::never_arrives.value
                                        : start.least_off_road_ms + road + goal.least_off_road_ms;
    if (const auto beside = along(start, goal)) ms = std::min(ms, beside->ms);
    return ms;
}

// The arcs of a route, whole ones and those that are begun or ended at a door.
std::vector<std::uint32_t> arcs_of(const Route& route) {
    std::vector<std::uint32_t> arcs;
    for (const Route::Vertex& vertex : route.vertices) {
        if (vertex.arc != none) arcs.push_back(vertex.arc);
    }
    return arcs;
}

void expect_exact(const std::shared_ptr<const RoadMap>& map, Profile profile, std::uint64_t seed,
                  int pairs) {
    const auto network = std::make_shared<const RoadNetwork>(map, test_straight_line());
    const RoadTimes times(network);
    FleetTimes fleet(network);
    FleetTimes::Scratch scratch;
    Oracle oracle(*map, profile);
    Random random(seed);
    int reached = 0;
    for (int i = 0; i < pairs; ++i) {
        const Point a = map->view().points[random() % map->node_count()];
        const Point b = point_near(*map, random);
        const Point from{a.lat_e7 + 900, a.lon_e7 - 700};
        const auto start = network->access(from, profile);
        const auto goal = network->access(b, profile);
        ASSERT_TRUE(start && goal);
        const std::int64_t expected = expected_ms(oracle, *start, *goal);
        Millis least{expected};
        if (const auto straight = network->straight(from, *start, b, *goal, profile))
            least = std::min(least, *straight);
        ASSERT_EQ(times.travel_time(from, b, profile), least) << "pair " << i;
        fleet.place(0, profile, from);
        std::vector<FleetTimes::Eta> etas;
        fleet.etas(b, scratch, etas);
        fleet.etas_of(b, std::vector<std::uint32_t>{0}, scratch, etas);
        EXPECT_EQ(etas[0].eta, least);
        EXPECT_EQ(etas[1].eta, least);

        const auto route = times.route(from, b, profile);
        ASSERT_EQ(route.has_value(), least != TravelTimes::never_arrives);
        if (!route) continue;
        ++reached;
        EXPECT_EQ(route->duration(), least);
        // The way obeys: each arc may follow what was driven before.
        const auto arcs = arcs_of(*route);
        for (std::size_t k = 1; k < arcs.size(); ++k) {
            const std::vector<std::uint32_t> driven(arcs.begin(),
                                                    arcs.begin() + static_cast<std::ptrdiff_t>(k));
            const auto next = oracle.next(driven);
            EXPECT_NE(std::find(next.begin(), next.end(), arcs[k]), next.end()) << "pair " << i;
        }
    }
    EXPECT_GT(reached, pairs / 2);
}

TEST(Turns, TimesAreThoseOfDijkstraOverArcs) {
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u, 6u}) {
        const auto map = RoadMap::from_data(banned_city(seed, 9, 60));
        EXPECT_GT(map->view().bans.size(), 20u);
        expect_exact(map, Profile::urgent, seed, 150);
        expect_exact(map, Profile::walk, seed, 50);
    }
}

// Where nothing is banned, nodes are enough: the same city by arcs has the same times.
TEST(Turns, WithoutBansNodesAreEnough) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        RoadData data = banned_city(seed, 8, 0);
        EXPECT_TRUE(data.bans.empty());
        const auto free = RoadMap::from_data(data);
        EXPECT_FALSE(
            StateGraph(free->view(), free->weights(Profile::urgent), Profile::urgent).by_arc());
        expect_exact(free, Profile::urgent, seed, 100);
    }
}

TEST(Turns, AreWrittenAndReadAndDamageIsRefused) {
    const RoadData data = banned_city(7, 6, 20);
    const auto bytes = write_road_file(data);
    EXPECT_EQ(bytes[8], static_cast<std::byte>(road_file_version));
    std::shared_ptr<const RoadMap> map;
    ASSERT_FALSE(RoadMap::from_bytes(bytes, map));
    EXPECT_EQ(map->view().bans.size(), data.bans.size());
    EXPECT_EQ(map->view().arc_access.size(), data.arc_to.size());
    EXPECT_TRUE(map->met_along_roads());
}

// What a restriction over ways in between bans, arc by arc.
TEST(Turns, OverWaysInBetween) {
    // 0 -a-> 1 -b-> 2 -b-> 3 -c-> 4, and d from 3 to 5, e from 1 to 6.
    const GraphBuilder::Weights all{1, 1, 1, 1};
    const std::vector<RawArc> arcs{{0, 1, 0, all}, {1, 2, 1, all}, {2, 3, 1, all},
                                   {3, 4, 2, all}, {3, 5, 3, all}, {1, 6, 4, all},
                                   {3, 2, 1, all}, {2, 1, 1, all}, {1, 0, 0, all}};
    const std::uint8_t who = profile_bit(Profile::normal);
    const auto banned = [&](const std::vector<Turn>& turns) {
        std::vector<std::vector<std::uint32_t>> found;
        for (const RawBan& ban : bans_of(turns, 7, arcs))
            found.push_back(ban.arcs);
        std::sort(found.begin(), found.end());
        return found;
    };
    using Bans = std::vector<std::vector<std::uint32_t>>;
    EXPECT_EQ(banned({{none, 0, 2, false, false, who, {1}}}), (Bans{{0, 1, 2, 3}}));
    EXPECT_EQ(banned({{none, 0, 2, true, false, who, {1}}}), (Bans{{0, 1, 2, 4}, {0, 5}, {0, 8}}));
    EXPECT_EQ(banned({{none, 0, 2, true, false, who, {1}}, {none, 0, 3, true, false, who, {1}}}),
              (Bans{{0, 5}, {0, 5}, {0, 8}, {0, 8}}));
    EXPECT_EQ(banned({{3, 1, 2, false, false, who, {}}}), (Bans{{2, 3}}));
    EXPECT_EQ(banned({{3, 1, 2, true, false, who, {}}, {3, 1, 3, true, false, who, {}}}),
              (Bans{{2, 6}}));
    EXPECT_EQ(banned({{1, 0, 0, false, true, who, {}}}), (Bans{{0, 8}}));
    // Ways that do not meet ban nothing.
    EXPECT_EQ(banned({{none, 4, 2, false, false, who, {3}}}), Bans{});
}

}  // namespace
}  // namespace muster::roads
