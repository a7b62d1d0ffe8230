// The query of NearestGrid: included by nearest_grid.hpp only, a template for the sake of `accept`.
#pragma once

#include "engine/match/nearest_grid.hpp"

namespace muster::match {

template <class Accept>
class NearestGrid::Search {
  public:
    Search(const NearestGrid& grid, Point target, std::uint64_t required, std::size_t k,
           std::uint64_t max_square, std::vector<Nearby>& best, Accept& accept)
        : grid_(grid),
          target_(target),
          target_cosine_(roads::cosine_q30(target.lat_e7)),
          required_(required),
          k_(k),
          limit_(max_square),
          best_(best),
          accept_(accept) {}

    void through_list(const std::vector<std::uint32_t>& handles) {
        for (const std::uint32_t handle : handles) {
            const std::uint32_t where = grid_.where_[handle];
            const Block& block = grid_.blocks_[where >> slot_bits];
            const std::uint32_t slot = where & (slots - 1);
            if ((block.skills[slot] & required_) == required_) consider(block, slot);
        }
    }

    // Visits rows, and cells in a row, by growing gap, and stops where the gap alone is beyond the
    // limit. Gives up (false) once more than `budget` entries were looked at.
    [[nodiscard]] bool through_cells(std::size_t budget) {
        const std::int64_t lat = target_.lat_e7;
        const std::int32_t* edges = grid_.row_edge_.data();
        const std::size_t home = find_edge(edges, grid_.rows_, target_.lat_e7);
        std::size_t above = home + 1;  // next row to the north
        std::size_t below = home;      // one past the next row to the south
        through_row(home, 0);
        for (;;) {
            constexpr std::int64_t no_row = std::numeric_limits<std::int64_t>::max();
            const std::int64_t north = above < grid_.rows_ ? edges[above] - lat : no_row;
            const std::int64_t south = below > 0 ? lat - edges[below] + 1 : no_row;
            const std::int64_t gap = std::min(north, south);
            if (gap == no_row) return true;
            const std::uint64_t square =
                static_cast<std::uint64_t>(gap) * static_cast<std::uint64_t>(gap);
            if (square > limit_) return true;
            if (visited_ > budget) return false;
            through_row(north <= south ? above++ : --below, square);
        }
    }

    // Turns the best into the answer.
    void finish() {
        if (k_ > sorted_up_to) std::sort(best_.begin(), best_.end(), order());
        for (Nearby& found : best_)
            found.distance_dm = roads::units_to_dm(found.square);
    }

  private:
    // A row is a ring: its columns are visited eastwards and westwards from the target until the
    // two walks meet, across the antimeridian where it must be.
    void through_row(std::size_t row, std::uint64_t row_square) {
        constexpr std::int64_t full_circle = 3'600'000'000;
        const std::size_t cols = grid_.cols_;
        const std::int32_t* edges = grid_.col_edge_.data() + row * cols;
        const std::uint32_t first_cell = static_cast<std::uint32_t>(row * cols);
        const std::int64_t lon = target_.lon_e7;
        const std::size_t home = find_edge(edges, cols, target_.lon_e7);
        through_cell(first_cell + static_cast<std::uint32_t>(home));
        if (cols == 1) return;

        const std::uint64_t low_cosine = std::max(lowest_cosine(), grid_.row_cosine_[row]);
        std::size_t right = home + 1;
        std::size_t left = home;  // one past the next cell to the west
        std::int64_t turned_right = 0;
        std::int64_t turned_left = 0;
        for (std::size_t unvisited = cols - 1; unvisited > 0; --unvisited) {
            if (right == cols) {
                right = 0;
                turned_right = full_circle;
            }
            if (left == 0) {
                left = cols;
                turned_left = full_circle;
            }
            const std::int64_t east = edges[right] + turned_right - lon;
            // Empty cells at the end of the world must not seem to lie beyond it.
            const std::int64_t last_west =
                left == cols ? full_circle / 2
                             : std::max<std::int64_t>(edges[left] - 1, -full_circle / 2);
            const std::int64_t west = lon - last_west + turned_left;
            const std::uint64_t gap = static_cast<std::uint64_t>(std::min(east, west));
            const std::uint64_t across =
                ((gap * target_cosine_) >> 30) * ((gap * low_cosine) >> 30);
            if (row_square + across > limit_) return;
            const std::size_t next = east <= west ? right++ : --left;
            through_cell(first_cell + static_cast<std::uint32_t>(next));
        }
    }

    void through_cell(std::uint32_t cell) {
        for (std::uint32_t b = cell; b != none; b = grid_.blocks_[b].next) {
            const Block& block = grid_.blocks_[b];
            visited_ += block.count;
            // All 16 slots, so that the loop has no branch; empty ones are masked out.
            std::uint32_t able = 0;
            for (std::uint32_t slot = 0; slot < slots; ++slot) {
                able |= static_cast<std::uint32_t>((block.skills[slot] & required_) == required_)
                        << slot;
            }
            able &= (1u << block.count) - 1;
            for (; able != 0; able &= able - 1) {
                consider(block, static_cast<std::uint32_t>(std::countr_zero(able)));
            }
        }
    }

    void consider(const Block& block, std::uint32_t slot) {
        const std::uint64_t square = roads::square_units(
            roads::gap_e7(block.lat[slot], target_.lat_e7),
            roads::gap_e7(block.lon[slot], target_.lon_e7), block.cosine[slot], target_cosine_);
        if (square <= limit_) enter({square, block.handle[slot], 0});
    }

    void enter(const Nearby& candidate) {
        const bool full = best_.size() == k_;
        if (full && !grid_.before(candidate, worst())) return;
        if (!accept_(candidate.handle)) return;
        if (k_ <= sorted_up_to) {
            if (!full) best_.push_back(candidate);
            std::size_t place = best_.size() - 1;
            for (; place > 0 && grid_.before(candidate, best_[place - 1]); --place) {
                best_[place] = best_[place - 1];
            }
            best_[place] = candidate;
        } else {
            if (full) {
                std::pop_heap(best_.begin(), best_.end(), order());
                best_.pop_back();
            }
            best_.push_back(candidate);
            std::push_heap(best_.begin(), best_.end(), order());
        }
        if (best_.size() == k_) limit_ = std::min(limit_, last_tie(worst().square));
    }

    [[nodiscard]] const Nearby& worst() const {
        return k_ <= sorted_up_to ? best_.back() : best_.front();
    }

    [[nodiscard]] auto order() const {
        return [this](const Nearby& a, const Nearby& b) { return grid_.before(a, b); };
    }

    // No entry within the limit is further from the equator than this cosine's latitude: one that
    // is lies beyond the limit by its latitude alone.
    [[nodiscard]] std::uint64_t lowest_cosine() const {
        const std::uint64_t reach = std::uint64_t{1} << ((std::bit_width(limit_) + 1) / 2);
        const std::uint64_t lat = roads::gap_e7(target_.lat_e7, 0) + reach;
        return lat < 900'000'000 ? roads::cosine_q30(static_cast<std::int32_t>(lat)) : 0;
    }

    static constexpr std::size_t sorted_up_to = 32;

    const NearestGrid& grid_;
    const Point target_;
    const std::uint32_t target_cosine_;
    const std::uint64_t required_;
    const std::size_t k_;
    std::uint64_t limit_;  // nothing with a larger square can enter the answer
    // In order while that is cheaper; for a large k a heap, the worst on top.
    std::vector<Nearby>& best_;
    Accept& accept_;
    std::size_t visited_ = 0;
};

template <class Accept>
void NearestGrid::nearest(Point target, std::uint64_t required, std::size_t k, std::int64_t max_dm,
                          std::vector<Nearby>& out, Accept accept) const {
    out.clear();
    if (k == 0 || max_dm < 0) return;
    std::size_t fewest = size_;
    unsigned scarcest = 0;
    for (std::uint64_t rest = required; rest != 0; rest &= rest - 1) {
        const unsigned bit = static_cast<unsigned>(std::countr_zero(rest));
        if (with_skill_[bit] < fewest) {
            fewest = with_skill_[bit];
            scarcest = bit;
        }
    }
    if (fewest == 0) return;
    const std::uint64_t max_square =
        roads::max_square_units(static_cast<std::uint32_t>(std::min(max_dm, anywhere_dm)));
    const bool has_list = fewest < size_ && (listed_ >> scarcest & 1) != 0;

    // Through cells about size_ / fewest entries are met before the first that fits.
    if (!has_list || (fewest > k && fewest * fewest > size_ / 2)) {
        // Looking at an entry through the list costs about eight times as much as in its cell.
        Search<Accept> search(*this, target, required, k, max_square, out, accept);
        if (search.through_cells(has_list ? 8 * fewest : size_)) {
            search.finish();
            return;
        }
        out.clear();
    }
    Search<Accept> search(*this, target, required, k, max_square, out, accept);
    search.through_list(list_[scarcest]);
    search.finish();
}

}  // namespace muster::match
