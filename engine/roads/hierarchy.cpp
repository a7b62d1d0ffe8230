#include "engine/roads/hierarchy.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <queue>
#include <utility>

namespace muster::roads {
namespace {

// A search for a way around a node gives up after so many nodes or hops. A missed way around costs
// a shortcut too many, never a wrong answer.
constexpr std::uint32_t witness_settled_max = 48;
constexpr std::uint32_t witness_hops_max = 12;

// An arc of the graph that is being contracted, as seen from one of its ends.
struct Link {
    std::uint32_t node;  // the other end
    std::uint32_t weight_ms;
    std::uint32_t origin;  // as in Hierarchy
    std::uint32_t hops;    // arcs of the map that it stands for
};
using Links = std::vector<Link>;

// The cheapest of parallel links stays; equal ones keep the first.
void put(Links& links, const Link& link) {
    for (Link& known : links) {
        if (known.node != link.node) continue;
        if (link.weight_ms < known.weight_ms) known = link;
        return;
    }
    links.push_back(link);
}

void drop(Links& links, std::uint32_t node) {
    for (Link& known : links) {
        if (known.node != node) continue;
        known = links.back();
        links.pop_back();
        return;
    }
}

}  // namespace

struct Hierarchy::Builder {
    struct Shortcut {
        std::uint32_t from;
        std::uint32_t to;
        std::uint32_t weight_ms;
        std::uint32_t hops;
    };
    // Nodes by importance, the least first; an entry counts while it names the node's current one.
    struct Candidate {
        std::uint64_t importance;
        std::uint32_t node;
        bool operator>(const Candidate& other) const {
            return importance != other.importance ? importance > other.importance
                                                  : node > other.node;
        }
    };

    explicit Builder(const StateGraph& graph)
        : count(graph.count()),
          out(count),
          in(count),
          depth(count, 0),
          importance(count, 0),
          contracted(count, false),
          distance(count, no_way_ms),
          hops(count, 0) {
        for (std::uint32_t node = 0; node < count; ++node) {
            for (const StateGraph::Step& step : graph.steps(node)) {
                if (step.arc >= is_arc) std::abort();
                if (step.to == node) continue;
                put(out[node], {step.to, step.weight_ms, step.arc | is_arc, 1});
            }
        }
        for (std::uint32_t node = 0; node < count; ++node) {
            for (const Link& link : out[node])
                in[link.node].push_back({node, link.weight_ms, link.origin, link.hops});
        }
    }

    // Distances from `from` around `without`, as far as they matter to reach the ends of `out`.
    void search_witnesses(std::uint32_t from, std::uint32_t without, std::uint32_t farthest,
                          std::uint32_t targets) {
        for (const std::uint32_t node : touched)
            distance[node] = no_way_ms;
        touched.assign(1, from);
        distance[from] = 0;
        hops[from] = 0;
        heap.assign(1, from);
        std::uint32_t settled = 0;
        while (!heap.empty()) {
            std::pop_heap(heap.begin(), heap.end(), std::greater<>());
            const auto d = static_cast<std::uint32_t>(heap.back() >> 32);
            const auto node = static_cast<std::uint32_t>(heap.back());
            heap.pop_back();
            if (d != distance[node]) continue;
            if (d > farthest || ++settled > witness_settled_max) return;
            if (is_target[node] && --targets == 0) return;
            if (hops[node] == witness_hops_max) continue;
            for (const Link& link : out[node]) {
                const std::uint32_t reached = d + link.weight_ms;
                if (link.node == without || reached >= distance[link.node]) continue;
                if (distance[link.node] == no_way_ms) touched.push_back(link.node);
                distance[link.node] = reached;
                hops[link.node] = hops[node] + 1;
                heap.push_back((std::uint64_t{reached} << 32) | link.node);
                std::push_heap(heap.begin(), heap.end(), std::greater<>());
            }
        }
    }

    // The shortcuts that the graph needs when the node goes.
    void find_shortcuts(std::uint32_t node) {
        shortcuts.clear();
        std::uint32_t longest = 0;
        for (const Link& link : out[node]) {
            longest = std::max(longest, link.weight_ms);
            is_target[link.node] = true;
        }
        for (const Link& entry : in[node]) {
            const auto size = static_cast<std::uint32_t>(out[node].size());
            const bool back = is_target[entry.node];
            const std::uint32_t targets = size - (back ? 1 : 0);
            if (targets == 0) continue;
            is_target[entry.node] = false;
            search_witnesses(entry.node, node, entry.weight_ms + longest, targets);
            is_target[entry.node] = back;
            for (const Link& exit : out[node]) {
                if (exit.node == entry.node) continue;
                const std::uint32_t through = entry.weight_ms + exit.weight_ms;
                if (through >= no_way_ms || distance[exit.node] <= through) continue;
                shortcuts.push_back({entry.node, exit.node, through, entry.hops + exit.hops});
            }
        }
        for (const Link& link : out[node])
            is_target[link.node] = false;
    }

    // After find_shortcuts. Shallow nodes that add few and short shortcuts go first.
    [[nodiscard]] std::uint64_t importance_of(std::uint32_t node) const {
        std::uint64_t removed = 1;
        std::uint64_t removed_hops = 1;
        for (const Links* links : {&in[node], &out[node]}) {
            removed += links->size();
            for (const Link& link : *links)
                removed_hops += link.hops;
        }
        std::uint64_t added_hops = 0;
        for (const Shortcut& shortcut : shortcuts)
            added_hops += shortcut.hops;
        return 1000 * std::uint64_t{depth[node]} +
               1000 * std::uint64_t{shortcuts.size()} / removed + 1000 * added_hops / removed_hops;
    }

    void weigh(std::uint32_t node) {
        find_shortcuts(node);
        importance[node] = importance_of(node);
        queue.push({importance[node], node});
    }

    void contract(std::uint32_t node) {
        find_shortcuts(node);
        contracted[node] = true;
        order.push_back(node);
        neighbours.clear();
        for (const Link& link : in[node]) {
            drop(out[link.node], node);
            neighbours.push_back(link.node);
        }
        for (const Link& link : out[node]) {
            drop(in[link.node], node);
            neighbours.push_back(link.node);
        }
        for (const Shortcut& s : shortcuts) {
            put(out[s.from], {s.to, s.weight_ms, node, s.hops});
            put(in[s.to], {s.from, s.weight_ms, node, s.hops});
        }
        std::sort(neighbours.begin(), neighbours.end());
        neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
        for (const std::uint32_t other : neighbours) {
            depth[other] = std::max(depth[other], depth[node] + 1);
            weigh(other);
        }
    }

    void run() {
        is_target.assign(count, false);
        for (std::uint32_t node = 0; node < count; ++node)
            weigh(node);
        while (!queue.empty()) {
            const Candidate next = queue.top();
            queue.pop();
            if (contracted[next.node] || next.importance != importance[next.node]) continue;
            contract(next.node);
        }
    }

    std::uint32_t count;
    std::vector<Links> out;
    std::vector<Links> in;
    std::vector<std::uint32_t> depth;
    std::vector<std::uint64_t> importance;
    std::vector<bool> contracted;
    std::vector<std::uint32_t> order;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;

    std::vector<std::uint32_t> distance;
    std::vector<std::uint32_t> hops;
    std::vector<std::uint32_t> touched;
    std::vector<std::uint64_t> heap;
    std::vector<bool> is_target;
    std::vector<Shortcut> shortcuts;
    std::vector<std::uint32_t> neighbours;
};

Hierarchy::Hierarchy(const StateGraph& graph) {
    Builder builder(graph);
    builder.run();

    node_of_.assign(builder.order.rbegin(), builder.order.rend());
    level_of_.resize(node_of_.size());
    for (std::uint32_t level = 0; level < node_of_.size(); ++level)
        level_of_[node_of_[level]] = level;

    const auto lay_out = [this](std::vector<Links>& links, std::vector<std::uint32_t>& first,
                                std::vector<Edge>& edges, std::vector<std::uint32_t>& origins) {
        first.assign(1, 0);
        for (const std::uint32_t node : node_of_) {
            Links& own = links[node];
            // The most important first, where most searches meet.
            std::sort(own.begin(), own.end(), [this](const Link& a, const Link& b) {
                return level_of_[a.node] < level_of_[b.node];
            });
            for (const Link& link : own) {
                edges.push_back({level_of_[link.node], link.weight_ms});
                const bool arc = (link.origin & is_arc) != 0;
                origins.push_back(arc ? link.origin : level_of_[link.origin]);
            }
            first.push_back(static_cast<std::uint32_t>(edges.size()));
        }
    };
    lay_out(builder.out, up_first_, up_, up_origin_);
    lay_out(builder.in, down_first_, down_, down_origin_);
}

std::uint32_t Hierarchy::origin(std::uint32_t from, std::uint32_t to) const {
    // An edge is stored at its less important end.
    const bool climbs = to < from;
    const std::uint32_t low = climbs ? from : to;
    const std::uint32_t high = climbs ? to : from;
    const auto& first = climbs ? up_first_ : down_first_;
    const auto& edges = climbs ? up_ : down_;
    for (std::uint32_t i = first[low]; i < first[low + 1]; ++i) {
        if (edges[i].level == high) return climbs ? up_origin_[i] : down_origin_[i];
    }
    std::abort();
}

void Hierarchy::unpack(std::uint32_t from, std::uint32_t to,
                       std::vector<std::uint32_t>& arcs) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{from, to}};
    while (!open.empty()) {
        const auto [a, b] = open.back();
        open.pop_back();
        const std::uint32_t middle = origin(a, b);
        if ((middle & is_arc) != 0) {
            arcs.push_back(middle & ~is_arc);
            continue;
        }
        open.emplace_back(middle, b);
        open.emplace_back(a, middle);
    }
}

}  // namespace muster::roads
