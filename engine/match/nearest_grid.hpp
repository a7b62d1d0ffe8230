// The nearest units that have what is asked for: a spatial index of the responders who are
// available now. See DESIGN.md for the choice and its figures.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/match/large_pages.hpp"
#include "engine/roads/distance.hpp"
#include "muster/units.hpp"

namespace muster::match {

// One answer: who, and how far in the metric of roads::distance_dm.
struct Nearby {
    std::uint64_t square = 0;  // roads::square_units
    std::uint32_t handle = 0;
    std::uint32_t distance_dm = 0;
    constexpr bool operator==(const Nearby&) const = default;
};

// Entries are named by handles: small dense numbers of the caller's choice (memory grows with the
// largest). Answers are exact and totally ordered by (roads::distance_dm, idle_since, id), equal to
// a linear scan, whatever the history of the index; ids should be unique, or entries with equal
// ids, idle times and distances come in no promised order.
//
// Points lie within +-90 and +-180 degrees; the antimeridian is no border. Any place and any spread
// works without configuration: the cells follow the quantiles of the entries.
//
// Not thread-safe; const calls may run together. Once it has been as large as it gets, nothing is
// allocated but by rebuilds that meet a new distribution. Cost: queries, moves and flips are in
// DESIGN.md; a rebuild sorts all entries, and comes after the number has doubled or fallen to a
// quarter, or after as many changes as there are entries if the spread changed.
class NearestGrid {
  public:
    static constexpr std::int64_t anywhere_dm = std::numeric_limits<std::uint32_t>::max();

    struct Unit {
        Point at;
        std::uint64_t skills = 0;     // one bit each
        std::int64_t idle_since = 0;  // the longest idle wins a tie
        std::uint64_t id = 0;         // then the smallest id
    };

    NearestGrid();

    // Precondition: the handle is absent. Aborts otherwise.
    void insert(std::uint32_t handle, const Unit& unit);
    // The following two return false and do nothing when the handle is absent.
    bool erase(std::uint32_t handle);
    bool move(std::uint32_t handle, Point to);
    void clear();

    [[nodiscard]] bool contains(std::uint32_t handle) const {
        return handle < where_.size() && where_[handle] != none;
    }
    [[nodiscard]] std::size_t size() const { return size_; }

    // The k nearest that have all `required` skills, lie within max_dm, and for which
    // accept(handle) holds; ordered. `out` is replaced; keep it between calls to save allocations.
    // accept is asked only about entries that would otherwise enter the answer.
    template <class Accept>
    void nearest(Point target, std::uint64_t required, std::size_t k, std::int64_t max_dm,
                 std::vector<Nearby>& out, Accept accept) const;
    void nearest(Point target, std::uint64_t required, std::size_t k, std::int64_t max_dm,
                 std::vector<Nearby>& out) const {
        nearest(target, required, k, max_dm, out, [](std::uint32_t) { return true; });
    }

    // Asks the memory for what a query about this place looks at first. Changes nothing.
    void prefetch(Point target) const;

    // All (but at most `limit`, the nearest ones) within the radius; ordered.
    void within(Point centre, Metres radius, std::uint64_t required, std::size_t limit,
                std::vector<Nearby>& out) const {
        nearest(centre, required, limit, radius.value * 10, out);
    }

  private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    static constexpr std::size_t slots = 16;
    static constexpr std::uint32_t slot_bits = 4;
    // A skill that few entries have keeps a list of them, and queries for it that do not end soon
    // in the cells go through the list. The list is dropped above the first number and made again
    // below the second, so that its upkeep (a linear search) and its making are both cheap per
    // change.
    static constexpr std::size_t drop_list_above = 256;
    static constexpr std::size_t make_list_below = 64;

    // A part of a cell: columns of 16, with the bounds of the cell so that a move inside it touches
    // nothing else. Block c is the head of cell c; what overflows stands in full blocks behind it.
    struct alignas(64) Block {
        std::uint32_t count = 0;
        std::uint32_t next = none;
        std::uint32_t cell = 0;
        // Inclusive.
        std::int32_t south = 0;
        std::int32_t north = 0;
        std::int32_t west = 0;
        std::int32_t east = 0;
        std::array<std::uint64_t, slots> skills{};
        std::array<std::int32_t, slots> lat{};
        std::array<std::int32_t, slots> lon{};
        std::array<std::uint32_t, slots> cosine{};
        std::array<std::uint32_t, slots> handle{};
    };

    // The state of one query (nearest_grid_search.hpp).
    template <class Accept>
    class Search;

    // The total order of answers; looks at the squares and handles only.
    [[nodiscard]] bool before(const Nearby& a, const Nearby& b) const {
        const std::uint64_t low = std::min(a.square, b.square);
        const std::uint64_t high = std::max(a.square, b.square);
        // The roots are taken only if the distances may be equal, which is rare.
        return high > last_tie(low) ? a.square < b.square : tie_before(a, b);
    }
    [[nodiscard]] bool tie_before(const Nearby& a, const Nearby& b) const;
    // An entry with a larger square is not at the same decimetre. One decimetre is 8.993 units, so
    // the roots of two ties are less than 10 apart: (r + 10)^2 = r^2 + 20 r + 100, with a power of
    // two above r.
    [[nodiscard]] static std::uint64_t last_tie(std::uint64_t square) {
        return square + (std::uint64_t{20} << ((std::bit_width(square) + 1) / 2)) + 100;
    }
    [[nodiscard]] static std::size_t find_edge(const std::int32_t* edges, std::size_t count,
                                               std::int32_t value);
    [[nodiscard]] std::uint32_t cell_of(Point at) const;
    void place(std::uint32_t cell, std::uint32_t handle, Point at, std::uint64_t skills);
    void remove(std::uint32_t where);
    void copy_slot(std::uint32_t from_block, std::uint32_t from_slot, std::uint32_t to_block,
                   std::uint32_t to_slot);
    void copy_all(std::uint32_t from_block, std::uint32_t to_block);
    void count_in(std::uint32_t handle, std::uint64_t skills);
    void count_out(std::uint32_t handle, std::uint64_t skills);
    void make_list(unsigned bit);
    void rebuild_if_due();
    void rebuild();
    void cut_rows_and_columns();
    void set_up_blocks();

    // Row r holds latitudes from row_edge_[r] to the next edge; its columns' western edges are
    // col_edge_[r * cols_ ...]. First edges are the ends of the world.
    std::size_t rows_ = 1;
    std::size_t cols_ = 1;
    std::vector<std::int32_t> row_edge_;
    std::vector<std::uint64_t> row_cosine_;  // the lowest of the row
    std::vector<std::int32_t> col_edge_;
    LargeVector<Block> blocks_;
    std::uint32_t free_block_ = none;
    std::size_t overflow_ = 0;

    // By handle. where_ = block * 16 + slot.
    struct Rank {
        std::int64_t idle_since;
        std::uint64_t id;
    };
    LargeVector<std::uint32_t> where_;
    LargeVector<Rank> rank_;

    std::array<std::uint32_t, 64> with_skill_{};
    std::uint64_t listed_ = ~std::uint64_t{0};
    std::array<std::vector<std::uint32_t>, 64> list_;

    std::size_t size_ = 0;
    std::size_t size_at_rebuild_ = 0;
    std::size_t overflow_at_rebuild_ = 0;
    std::size_t changes_since_rebuild_ = 0;

    struct Moving {
        Point at;
        std::uint32_t handle;
        std::uint64_t skills;
    };
    std::vector<Moving> moving_;  // used by rebuild only; kept for its capacity
};

}  // namespace muster::match

#include "engine/match/nearest_grid_search.hpp"
