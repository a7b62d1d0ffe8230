#include "engine/views/survey_hiding.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <queue>
#include <utility>

namespace muster::views {
namespace {

constexpr std::int64_t unreached = std::numeric_limits<std::int64_t>::max();

// Ways through a table. Rows and columns are its places: from a row to a column a cell grows by 1,
// from a column to a row one that is not 0 shrinks by 1.
class Ways {
  public:
    explicit Ways(HidingTable& table) : table_(table) {
        const std::int64_t sum =
            std::accumulate(table.counts.begin(), table.counts.end(), std::int64_t{0});
        for (const std::int64_t count : table.counts)
            cost_.push_back(count > 0 ? count : sum + 1);
    }

    // Hides the cells of the cheapest way on which this one grows, or shrinks, and comes back.
    // False where there is none. Only those that are hidden already are gone through when `hide` is
    // false.
    bool close(std::size_t row, std::size_t column, bool hide) {
        const std::size_t to_column = table_.rows + column;
        return walk(to_column, row, table_.at(row, column), hide) ||
               (table_.counts[table_.at(row, column)] > 0 &&
                walk(row, to_column, table_.at(row, column), hide));
    }

  private:
    struct Reached {
        std::int64_t cost = unreached;
        std::size_t from = 0;
        std::size_t cell = 0;
    };

    bool walk(std::size_t from, std::size_t to, std::size_t but, bool hide) {
        std::vector<Reached> reached(table_.rows + table_.columns);
        using Next = std::pair<std::int64_t, std::size_t>;
        std::priority_queue<Next, std::vector<Next>, std::greater<>> next;
        reached[from].cost = 0;
        next.emplace(0, from);
        while (!next.empty() && next.top().second != to) {
            const Next now = next.top();
            next.pop();
            if (now.first > reached[now.second].cost) continue;
            each_way(now.second, but, hide, [&](std::size_t other, std::size_t cell) {
                const std::int64_t sum = now.first + (table_.hidden[cell] ? 0 : cost_[cell]);
                if (sum >= reached[other].cost) return;
                reached[other] = {sum, now.second, cell};
                next.emplace(sum, other);
            });
        }
        if (reached[to].cost == unreached) return false;
        for (std::size_t place = to; place != from; place = reached[place].from)
            table_.hidden[reached[place].cell] = true;
        return true;
    }

    template <class Use>
    void each_way(std::size_t place, std::size_t but, bool hide, const Use& use) const {
        const bool grows = place < table_.rows;
        const std::size_t others = grows ? table_.columns : table_.rows;
        for (std::size_t other = 0; other < others; ++other) {
            const std::size_t cell =
                grows ? table_.at(place, other) : table_.at(other, place - table_.rows);
            if (cell == but || (!grows && table_.counts[cell] == 0)) continue;
            if (!hide && !table_.hidden[cell]) continue;
            use(grows ? table_.rows + other : other, cell);
        }
    }

    HidingTable& table_;
    std::vector<std::int64_t> cost_;
};

}  // namespace

void hide(HidingTable& table, std::int64_t hide_below) {
    std::vector<std::size_t> small;
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
        if (!is_small(table.counts[cell], hide_below)) continue;
        table.hidden[cell] = true;
        small.push_back(cell);
    }
    Ways ways(table);
    for (const std::size_t cell : small) {
        if (ways.close(cell / table.columns, cell % table.columns, true)) continue;
        table.hidden.assign(table.hidden.size(), true);
        return;
    }
}

void hide_line(std::span<const std::int64_t> counts, std::int64_t hide_below,
               std::vector<bool>& hidden) {
    hidden.resize(counts.size(), false);
    std::size_t count = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (is_small(counts[i], hide_below)) hidden[i] = true;
        count += hidden[i] ? 1 : 0;
    }
    if (count != 1) return;
    // One alone is what is left of the sum: the smallest of the others goes with it.
    std::optional<std::size_t> best;
    const auto cost = [&](std::size_t i) { return counts[i] > 0 ? counts[i] : unreached; };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (!hidden[i] && (!best || cost(i) < cost(*best))) best = i;
    }
    if (best) hidden[*best] = true;
}

bool is_safe(const HidingTable& table, std::size_t row, std::size_t column) {
    HidingTable copy = table;
    return Ways(copy).close(row, column, false);
}

}  // namespace muster::views
