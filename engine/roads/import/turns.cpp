#include "engine/roads/import/turns.hpp"

#include <algorithm>
#include <span>

namespace muster::roads {
namespace {

class Crossings {
  public:
    Crossings(std::uint32_t node_count, const std::vector<RawArc>& arcs)
        : arcs_(arcs), first_(std::size_t{node_count} + 1, 0), by_from_(arcs.size()) {
        for (const RawArc& arc : arcs)
            ++first_[arc.from + 1];
        for (std::size_t i = 1; i < first_.size(); ++i)
            first_[i] += first_[i - 1];
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (std::uint32_t arc = 0; arc < arcs.size(); ++arc)
            by_from_[next[arcs[arc].from]++] = arc;
    }

    [[nodiscard]] const RawArc& arc(std::uint32_t index) const { return arcs_[index]; }

    // The arcs that leave a node.
    [[nodiscard]] std::span<const std::uint32_t> out(std::uint32_t node) const {
        return std::span(by_from_).subspan(first_[node], first_[node + 1] - first_[node]);
    }

    [[nodiscard]] bool turns_back(std::uint32_t in, std::uint32_t out) const {
        return arcs_[in].from == arcs_[out].to;
    }

  private:
    const std::vector<RawArc>& arcs_;
    std::vector<std::uint32_t> first_;
    std::vector<std::uint32_t> by_from_;
};

class BanFinder {
  public:
    BanFinder(const Crossings& crossings, const std::vector<Turn>& turns,
              std::vector<RawBan>& found)
        : crossings_(crossings), turns_(turns), found_(found) {}

    // By the arc `in`, with all turns of its way.
    void at_node(std::span<const std::uint32_t> of_way, std::uint32_t in) {
        const std::uint32_t node = crossings_.arc(in).to;
        for (const std::uint32_t out : crossings_.out(node)) {
            std::uint8_t banned = 0;
            // Several turns that are the only ones allowed are allowed together.
            std::uint8_t told = 0;
            std::uint8_t obeying = 0;
            for (const std::uint32_t index : of_way) {
                const Turn& turn = turns_[index];
                if (turn.via != node) continue;
                bool meant = crossings_.arc(out).way == turn.to_way;
                if (turn.u_turn) meant = meant && crossings_.turns_back(in, out);
                if (turn.only) told = static_cast<std::uint8_t>(told | turn.profiles);
                if (!meant) continue;
                std::uint8_t& set = turn.only ? obeying : banned;
                set = static_cast<std::uint8_t>(set | turn.profiles);
            }
            banned = static_cast<std::uint8_t>(banned | (told & ~obeying));
            if (banned != 0) found_.push_back({{in, out}, banned});
        }
    }

    // By `in`, an arc of the turn's first way that ends where the next one may begin.
    void over_ways(std::span<const std::uint32_t> of_way, const Turn& turn, std::uint32_t in) {
        of_way_ = of_way;
        path_.assign(1, in);
        follow(turn, 0);
    }

  private:
    // Along the ways in between, from the end of the path on, `index` being the one that is driven.
    void follow(const Turn& turn, std::size_t index) {
        if (path_.size() + 1 > ban_arcs_max) return;
        const std::uint32_t last = path_.back();
        for (const std::uint32_t next : crossings_.out(crossings_.arc(last).to)) {
            if (crossings_.arc(next).way != turn.via_ways[index] ||
                crossings_.turns_back(last, next))
                continue;
            path_.push_back(next);
            if (index + 1 < turn.via_ways.size() && leaves_by(turn.via_ways[index + 1]))
                follow(turn, index + 1);
            else if (index + 1 == turn.via_ways.size() && leaves_by(turn.to_way))
                complete(turn);
            else
                follow(turn, index);
            path_.pop_back();
        }
    }

    [[nodiscard]] bool leaves_by(std::uint32_t way) const {
        const auto out = crossings_.out(crossings_.arc(path_.back()).to);
        return std::any_of(out.begin(), out.end(), [&](std::uint32_t next) {
            return crossings_.arc(next).way == way && !crossings_.turns_back(path_.back(), next);
        });
    }

    void complete(const Turn& turn) {
        for (const std::uint32_t out : crossings_.out(crossings_.arc(path_.back()).to)) {
            if (crossings_.turns_back(path_.back(), out)) continue;
            if (is_meant(turn, crossings_.arc(out).way) == turn.only) continue;
            path_.push_back(out);
            found_.push_back({path_, turn.profiles});
            path_.pop_back();
        }
        if (!turn.only) return;
        for (const std::uint32_t out : crossings_.out(crossings_.arc(path_.front()).to)) {
            if (crossings_.arc(out).way != turn.via_ways.front())
                found_.push_back({{path_.front(), out}, turn.profiles});
        }
    }

    // Several turns over the same ways that are the only ones allowed are allowed together.
    [[nodiscard]] bool is_meant(const Turn& turn, std::uint32_t to_way) const {
        if (to_way == turn.to_way) return true;
        return turn.only && std::any_of(of_way_.begin(), of_way_.end(), [&](std::uint32_t index) {
                   const Turn& other = turns_[index];
                   return other.only && other.via_ways == turn.via_ways && other.to_way == to_way;
               });
    }

    const Crossings& crossings_;
    const std::vector<Turn>& turns_;
    std::vector<RawBan>& found_;
    std::span<const std::uint32_t> of_way_;
    std::vector<std::uint32_t> path_;
};

}  // namespace

std::vector<RawBan> bans_of(const std::vector<Turn>& turns, std::uint32_t node_count,
                            const std::vector<RawArc>& arcs) {
    std::vector<RawBan> found;
    if (turns.empty()) return found;
    const Crossings crossings(node_count, arcs);
    BanFinder finder(crossings, turns, found);
    // The turns of each way, in their order.
    std::vector<std::uint32_t> by_way;
    for (std::uint32_t i = 0; i < turns.size(); ++i)
        by_way.push_back(i);
    std::stable_sort(by_way.begin(), by_way.end(), [&](std::uint32_t a, std::uint32_t b) {
        return turns[a].from_way < turns[b].from_way;
    });
    const auto first_of = [&](std::uint32_t way) {
        return std::partition_point(by_way.begin(), by_way.end(),
                                    [&](std::uint32_t turn) { return turns[turn].from_way < way; });
    };
    for (std::uint32_t in = 0; in < arcs.size(); ++in) {
        const std::span of_way(first_of(arcs[in].way), first_of(arcs[in].way + 1));
        if (of_way.empty()) continue;
        finder.at_node(of_way, in);
        for (const std::uint32_t index : of_way) {
            if (!turns[index].via_ways.empty()) finder.over_ways(of_way, turns[index], in);
        }
    }
    return found;
}

}  // namespace muster::roads
