#include "engine/roads/state_graph.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

namespace muster::roads {

class StateGraph::Builder {
  public:
    Builder(const RoadView& map, std::span<const std::uint32_t> weights, Profile profile,
            StateGraph& out)
        : map_(map), weights_(weights), out_(out) {
        for (const Ban& ban : map.bans) {
            if ((ban.profiles & profile_bit(profile)) == 0) continue;
            const auto arcs = map.ban_arcs.subspan(ban.first, ban.count);
            const bool open = std::all_of(arcs.begin(), arcs.end(),
                                          [this](std::uint32_t arc) { return is_open(arc); });
            if (open) bans_.emplace(arcs.begin(), arcs.end());
        }
    }

    [[nodiscard]] bool any_ban() const { return !bans_.empty(); }

    void nodes() {
        out_.first_.assign(1, 0);
        for (std::uint32_t node = 0; node < map_.points.size(); ++node) {
            for (std::uint32_t arc = map_.first_arc[node]; arc < map_.first_arc[node + 1]; ++arc) {
                if (is_open(arc)) out_.steps_.push_back({map_.arc_to[arc], weights_[arc], arc});
            }
            out_.first_.push_back(static_cast<std::uint32_t>(out_.steps_.size()));
        }
    }

    void arcs() {
        number_states();
        out_.first_.assign(1, 0);
        for (std::uint32_t state = 0; state < arc_of_.size(); ++state) {
            add_steps(state);
            out_.first_.push_back(static_cast<std::uint32_t>(out_.steps_.size()));
        }
        std::vector<std::uint32_t>& first = out_.before_first_;
        first.assign(weights_.size() + 1, 0);
        for (const Step& step : out_.steps_)
            ++first[step.arc + 1];
        for (std::size_t i = 1; i < first.size(); ++i)
            first[i] += first[i - 1];
        std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
        out_.before_.resize(out_.steps_.size());
        for (std::uint32_t state = 0; state < arc_of_.size(); ++state) {
            for (const Step& step : out_.steps(state))
                out_.before_[next[step.arc]++] = state;
        }
    }

  private:
    using Arcs = std::vector<std::uint32_t>;

    [[nodiscard]] bool is_open(std::uint32_t arc) const { return weights_[arc] < no_way_ms; }

    // One state for each open arc, and one more for each beginning of a ban of several arcs that is
    // longer than one and shorter than the ban.
    void number_states() {
        out_.state_of_arc_.assign(weights_.size(), none);
        tail_.assign(weights_.size(), none);
        for (std::uint32_t node = 0; node < map_.points.size(); ++node) {
            for (std::uint32_t arc = map_.first_arc[node]; arc < map_.first_arc[node + 1]; ++arc) {
                tail_[arc] = node;
                if (!is_open(arc)) continue;
                out_.state_of_arc_[arc] = static_cast<std::uint32_t>(arc_of_.size());
                arc_of_.push_back(arc);
            }
        }
        fresh_ = static_cast<std::uint32_t>(arc_of_.size());
        starts_ban_.assign(weights_.size(), false);
        for (const Arcs& ban : bans_) {
            starts_ban_[ban.front()] = true;
            for (std::size_t size = 2; size < ban.size(); ++size) {
                const Arcs start(ban.begin(), ban.begin() + static_cast<std::ptrdiff_t>(size));
                if (!starts_.emplace(start, static_cast<std::uint32_t>(arc_of_.size())).second)
                    continue;
                arc_of_.push_back(start.back());
                driven_.push_back(start);
            }
        }
    }

    // What was driven, and then `arc`: from each arc on that may begin a ban, the longest first.
    template <class Look>
    void each_ending(std::uint32_t state, std::uint32_t arc, Look look) const {
        if (state < fresh_ && !starts_ban_[arc_of_[state]]) return;
        Arcs driven = state < fresh_ ? Arcs{arc_of_[state]} : driven_[state - fresh_];
        for (driven.push_back(arc); driven.size() > 1; driven.erase(driven.begin())) {
            if (!look(driven)) return;
        }
    }

    [[nodiscard]] bool is_banned(std::uint32_t state, std::uint32_t arc) const {
        bool found = false;
        each_ending(state, arc, [&](const Arcs& driven) {
            found = bans_.contains(driven);
            return !found;
        });
        return found;
    }

    // Where one is after driving `arc` in this state.
    [[nodiscard]] std::uint32_t state_after(std::uint32_t state, std::uint32_t arc) const {
        std::uint32_t to = out_.state_of_arc_[arc];
        each_ending(state, arc, [&](const Arcs& driven) {
            const auto known = starts_.find(driven);
            if (known != starts_.end()) to = known->second;
            return known == starts_.end();
        });
        return to;
    }

    void add_steps(std::uint32_t state) {
        const std::uint32_t came_by = arc_of_[state];
        const std::uint32_t at = map_.arc_to[came_by];
        const std::size_t before = out_.steps_.size();
        const auto back = [&](std::uint32_t arc) { return map_.arc_to[arc] == tail_[came_by]; };
        const auto add_where = [&](auto&& wanted) {
            for (std::uint32_t arc = map_.first_arc[at]; arc < map_.first_arc[at + 1]; ++arc) {
                if (is_open(arc) && wanted(arc))
                    out_.steps_.push_back({state_after(state, arc), weights_[arc], arc});
            }
        };
        add_where([&](std::uint32_t arc) { return !back(arc) && !is_banned(state, arc); });
        if (out_.steps_.size() == before) add_where(back);
    }

    const RoadView& map_;
    std::span<const std::uint32_t> weights_;
    StateGraph& out_;
    std::set<Arcs> bans_;
    std::map<Arcs, std::uint32_t> starts_;
    std::vector<bool> starts_ban_;       // by arc
    std::vector<std::uint32_t> tail_;    // by arc
    std::vector<std::uint32_t> arc_of_;  // by state: the arc that was driven last
    std::uint32_t fresh_ = 0;            // states below remember that arc only
    std::vector<Arcs> driven_;           // of the others
};

StateGraph::StateGraph(const RoadView& map, std::span<const std::uint32_t> weights,
                       Profile profile) {
    if (weights.size() != map.arc_to.size()) std::abort();
    Builder builder(map, weights, profile, *this);
    if (builder.any_ban())
        builder.arcs();
    else
        builder.nodes();
}

void StateGraph::drop_steps() {
    steps_.clear();
    steps_.shrink_to_fit();
    first_.clear();
    first_.shrink_to_fit();
    first_.push_back(0);
}

}  // namespace muster::roads
