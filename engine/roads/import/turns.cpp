#include "engine/roads/import/turns.hpp"

#include <algorithm>
#include <map>

namespace muster::roads {
namespace {

// The roads at the crossings that have restrictions, by node; ordered, so that splits are, too.
struct Crossing {
    std::vector<std::uint32_t> in;
    std::vector<std::uint32_t> out;
    std::vector<Turn> turns;
};

// profile_bit of those who may not go from one arc into the other.
std::uint8_t banned(const Crossing& crossing, const RawArc& in, const RawArc& out) {
    std::uint8_t who = 0;
    // Several turns that are the only ones allowed are allowed together.
    std::uint8_t told = 0;
    std::uint8_t obeying = 0;
    for (const Turn& turn : crossing.turns) {
        if (turn.from_way != in.way) continue;
        bool hits = out.way == turn.to_way;
        if (turn.u_turn) hits = hits && out.to == in.from;
        if (turn.only) told = static_cast<std::uint8_t>(told | turn.profiles);
        if (!hits) continue;
        std::uint8_t& set = turn.only ? obeying : who;
        set = static_cast<std::uint8_t>(set | turn.profiles);
    }
    return static_cast<std::uint8_t>(who | (told & ~obeying));
}

}  // namespace

std::uint32_t split_for_turns(const std::vector<Turn>& turns, const std::vector<Point>& points,
                              std::vector<RawArc>& arcs, GraphBuilder& graph) {
    std::map<std::uint32_t, Crossing> crossings;
    for (const Turn& turn : turns)
        crossings[turn.via].turns.push_back(turn);
    const auto note = [&](std::uint32_t arc) {
        if (const auto found = crossings.find(arcs[arc].to); found != crossings.end())
            found->second.in.push_back(arc);
        if (const auto found = crossings.find(arcs[arc].from); found != crossings.end())
            found->second.out.push_back(arc);
    };
    for (std::uint32_t arc = 0; arc < arcs.size(); ++arc)
        note(arc);
    const auto add = [&](const RawArc& arc) {
        arcs.push_back(arc);
        note(static_cast<std::uint32_t>(arcs.size() - 1));
    };

    std::uint32_t added = 0;
    for (auto& [via, crossing] : crossings) {
        // Copies that are made on the way come to other crossings, or leave this one for good.
        const std::vector<std::uint32_t> ins = crossing.in;
        for (const std::uint32_t in : ins) {
            std::uint8_t heeding = 0;
            for (const std::uint32_t out : crossing.out)
                heeding =
                    static_cast<std::uint8_t>(heeding | banned(crossing, arcs[in], arcs[out]));
            if (heeding == 0) continue;
            const std::uint32_t copy = graph.add_node(points[via], 0);
            ++added;
            for (const std::uint32_t out : std::vector<std::uint32_t>(crossing.out)) {
                const std::uint8_t kept =
                    static_cast<std::uint8_t>(heeding & ~banned(crossing, arcs[in], arcs[out]));
                RawArc onward = arcs[out];
                onward.from = copy;
                for (std::size_t p = 0; p < profile_count; ++p) {
                    if (((kept >> p) & 1) == 0) onward.weights[p] = closed;
                }
                add(onward);
            }
            RawArc arriving = arcs[in];
            arriving.to = copy;
            for (std::size_t p = 0; p < profile_count; ++p) {
                const bool heeds = ((heeding >> p) & 1) != 0;
                (heeds ? arcs[in].weights[p] : arriving.weights[p]) = closed;
            }
            add(arriving);
        }
    }
    return added;
}

}  // namespace muster::roads
