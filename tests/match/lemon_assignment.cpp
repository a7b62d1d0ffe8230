#include "tests/match/lemon_assignment.hpp"

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace muster::match::test {

// Rows send one unit each to a column or past all columns to the sink; columns pass on one at most.
struct LemonAssignment::Network {
    using Graph = lemon::StaticDigraph;
    using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

    Graph graph;
    Graph::ArcMap<std::int64_t> capacity{graph};
    Graph::ArcMap<std::int64_t> cost{graph};
    Graph::NodeMap<std::int64_t> supply{graph};
    std::unique_ptr<Simplex> simplex;
};

LemonAssignment::LemonAssignment(const LemonProblem& problem)
    : network_(std::make_unique<Network>()) {
    const int rows = static_cast<int>(problem.rows);
    const int sink = rows + static_cast<int>(problem.width);
    // StaticDigraph wants its arcs in order of their sources.
    std::vector<std::pair<int, int>> arcs;
    std::vector<std::int64_t> costs;
    for (std::uint32_t r = 0; r < problem.rows; ++r) {
        for (std::uint32_t o = problem.first[r]; o < problem.first[r + 1]; ++o) {
            arcs.emplace_back(static_cast<int>(r), rows + static_cast<int>(problem.columns[o]));
            costs.push_back(problem.costs[o]);
        }
        arcs.emplace_back(static_cast<int>(r), sink);
        costs.push_back(problem.unassigned[r]);
    }
    for (int column = rows; column < sink; ++column) {
        arcs.emplace_back(column, sink);
        costs.push_back(0);
    }
    Network& network = *network_;
    network.graph.build(sink + 1, arcs.begin(), arcs.end());
    for (int arc = 0; arc < static_cast<int>(arcs.size()); ++arc) {
        network.capacity[network.graph.arc(arc)] = 1;
        network.cost[network.graph.arc(arc)] = costs[static_cast<std::size_t>(arc)];
    }
    for (int node = 0; node < sink; ++node)
        network.supply[network.graph.node(node)] = node < rows ? 1 : 0;
    network.supply[network.graph.node(sink)] = -rows;
    network.simplex = std::make_unique<Network::Simplex>(network.graph);
    network.simplex->upperMap(network.capacity).costMap(network.cost).supplyMap(network.supply);
}

LemonAssignment::~LemonAssignment() = default;

std::int64_t LemonAssignment::solve() {
    if (network_->simplex->run() != Network::Simplex::OPTIMAL) {
        throw std::runtime_error("the network simplex found no optimum");
    }
    return network_->simplex->totalCost<std::int64_t>();
}

}  // namespace muster::match::test
