#include "engine/match/nearest_grid.hpp"

#include <cstdlib>

namespace muster::match {

namespace {

constexpr std::int32_t south_end = -900'000'000;
constexpr std::int32_t north_end = 900'000'000;
constexpr std::int32_t west_end = -1'800'000'000;
constexpr std::int32_t east_end = 1'800'000'000;

// A rebuild leaves this many entries per cell on average; the next one comes at twice that.
constexpr std::size_t fill = 8;
constexpr std::size_t smallest_cut = 32;

}  // namespace

NearestGrid::NearestGrid() {
    clear();
}

void NearestGrid::clear() {
    std::fill(where_.begin(), where_.end(), none);
    with_skill_.fill(0);
    listed_ = ~std::uint64_t{0};
    for (std::vector<std::uint32_t>& list : list_)
        list.clear();
    moving_.clear();
    size_ = 0;
    rebuild();
}

bool NearestGrid::tie_before(const Nearby& a, const Nearby& b) const {
    if (a.square != b.square) {
        const std::uint32_t dm_a = roads::units_to_dm(a.square);
        const std::uint32_t dm_b = roads::units_to_dm(b.square);
        if (dm_a != dm_b) return dm_a < dm_b;
    }
    const Rank& rank_a = rank_[a.handle];
    const Rank& rank_b = rank_[b.handle];
    if (rank_a.idle_since != rank_b.idle_since) return rank_a.idle_since < rank_b.idle_since;
    return rank_a.id < rank_b.id;
}

// The last edge that is not above the value. Without branches: the outcome is unpredictable.
std::size_t NearestGrid::find_edge(const std::int32_t* edges, std::size_t count,
                                   std::int32_t value) {
    const std::int32_t* base = edges;
    while (count > 1) {
        const std::size_t half = count / 2;
        base = base[half] <= value ? base + half : base;
        count -= half;
    }
    return static_cast<std::size_t>(base - edges);
}

std::uint32_t NearestGrid::cell_of(Point at) const {
    const std::size_t row = find_edge(row_edge_.data(), rows_, at.lat_e7);
    const std::size_t col = find_edge(col_edge_.data() + row * cols_, cols_, at.lon_e7);
    return static_cast<std::uint32_t>(row * cols_ + col);
}

void NearestGrid::prefetch(Point target) const {
    if (size_ == 0) return;
    const char* const block = reinterpret_cast<const char*>(&blocks_[cell_of(target)]);
    for (std::size_t line = 0; line < sizeof(Block); line += 64)
        __builtin_prefetch(block + line);
}

void NearestGrid::copy_slot(std::uint32_t from_block, std::uint32_t from_slot,
                            std::uint32_t to_block, std::uint32_t to_slot) {
    const Block& from = blocks_[from_block];
    Block& to = blocks_[to_block];
    to.lat[to_slot] = from.lat[from_slot];
    to.lon[to_slot] = from.lon[from_slot];
    to.cosine[to_slot] = from.cosine[from_slot];
    to.skills[to_slot] = from.skills[from_slot];
    to.handle[to_slot] = from.handle[from_slot];
    where_[to.handle[to_slot]] = to_block << slot_bits | to_slot;
}

// Between blocks of one cell: all but the chain.
void NearestGrid::copy_all(std::uint32_t from_block, std::uint32_t to_block) {
    const std::uint32_t next = blocks_[to_block].next;
    blocks_[to_block] = blocks_[from_block];
    blocks_[to_block].next = next;
    for (std::uint32_t slot = 0; slot < blocks_[to_block].count; ++slot) {
        where_[blocks_[to_block].handle[slot]] = to_block << slot_bits | slot;
    }
}

void NearestGrid::place(std::uint32_t cell, std::uint32_t handle, Point at, std::uint64_t skills) {
    if (blocks_[cell].count == slots) {
        // The head's entries move to a full block behind it, so that only heads have room.
        if (free_block_ == none) {
            free_block_ = static_cast<std::uint32_t>(blocks_.size());
            blocks_.emplace_back();
        }
        const std::uint32_t spare = free_block_;
        free_block_ = blocks_[spare].next;
        blocks_[spare].next = blocks_[cell].next;
        copy_all(cell, spare);
        blocks_[cell].next = spare;
        blocks_[cell].count = 0;
        ++overflow_;
    }
    Block& head = blocks_[cell];
    const std::uint32_t slot = head.count++;
    head.lat[slot] = at.lat_e7;
    head.lon[slot] = at.lon_e7;
    head.cosine[slot] = roads::cosine_q30(at.lat_e7);
    head.skills[slot] = skills;
    head.handle[slot] = handle;
    where_[handle] = cell << slot_bits | slot;
}

void NearestGrid::remove(std::uint32_t where) {
    const std::uint32_t block = where >> slot_bits;
    const std::uint32_t cell = blocks_[block].cell;
    Block& head = blocks_[cell];
    where_[blocks_[block].handle[where & (slots - 1)]] = none;
    const std::uint32_t last = --head.count;
    if ((cell << slot_bits | last) != where) copy_slot(cell, last, block, where & (slots - 1));
    if (last == 0 && head.next != none) {
        const std::uint32_t behind = head.next;
        copy_all(behind, cell);
        head.next = blocks_[behind].next;
        blocks_[behind].count = 0;
        blocks_[behind].next = free_block_;
        free_block_ = behind;
        --overflow_;
    }
}

void NearestGrid::count_in(std::uint32_t handle, std::uint64_t skills) {
    for (std::uint64_t rest = skills; rest != 0; rest &= rest - 1) {
        const unsigned bit = static_cast<unsigned>(std::countr_zero(rest));
        ++with_skill_[bit];
        if ((listed_ >> bit & 1) == 0) continue;
        if (with_skill_[bit] > drop_list_above) {
            listed_ &= ~(std::uint64_t{1} << bit);
            list_[bit].clear();
        } else {
            list_[bit].push_back(handle);
        }
    }
}

void NearestGrid::count_out(std::uint32_t handle, std::uint64_t skills) {
    for (std::uint64_t rest = skills; rest != 0; rest &= rest - 1) {
        const unsigned bit = static_cast<unsigned>(std::countr_zero(rest));
        --with_skill_[bit];
        if ((listed_ >> bit & 1) != 0) {
            std::vector<std::uint32_t>& list = list_[bit];
            *std::find(list.begin(), list.end(), handle) = list.back();
            list.pop_back();
        } else if (with_skill_[bit] < make_list_below) {
            make_list(bit);
        }
    }
}

void NearestGrid::make_list(unsigned bit) {
    listed_ |= std::uint64_t{1} << bit;
    for (const Block& block : blocks_) {
        for (std::uint32_t slot = 0; slot < block.count; ++slot) {
            if ((block.skills[slot] >> bit & 1) != 0) list_[bit].push_back(block.handle[slot]);
        }
    }
}

void NearestGrid::insert(std::uint32_t handle, const Unit& unit) {
    if (contains(handle) || handle >= none >> slot_bits) std::abort();
    if (handle >= where_.size()) {
        where_.resize(handle + 1, none);
        rank_.resize(handle + 1);
    }
    rank_[handle] = {unit.idle_since, unit.id};
    place(cell_of(unit.at), handle, unit.at, unit.skills);
    count_in(handle, unit.skills);
    ++size_;
    rebuild_if_due();
}

bool NearestGrid::erase(std::uint32_t handle) {
    if (!contains(handle)) return false;
    const std::uint32_t where = where_[handle];
    const std::uint64_t skills = blocks_[where >> slot_bits].skills[where & (slots - 1)];
    remove(where);
    count_out(handle, skills);
    --size_;
    rebuild_if_due();
    return true;
}

bool NearestGrid::move(std::uint32_t handle, Point to) {
    if (!contains(handle)) return false;
    const std::uint32_t where = where_[handle];
    const std::uint32_t slot = where & (slots - 1);
    Block& block = blocks_[where >> slot_bits];
    if (block.south <= to.lat_e7 && to.lat_e7 <= block.north && block.west <= to.lon_e7 &&
        to.lon_e7 <= block.east) {
        block.lat[slot] = to.lat_e7;
        block.lon[slot] = to.lon_e7;
        block.cosine[slot] = roads::cosine_q30(to.lat_e7);
        return true;
    }
    const std::uint64_t skills = block.skills[slot];
    remove(where);
    place(cell_of(to), handle, to, skills);
    rebuild_if_due();
    return true;
}

void NearestGrid::rebuild_if_due() {
    ++changes_since_rebuild_;
    const std::size_t cut_for = std::max(size_at_rebuild_, smallest_cut / 2);
    const bool grown = size_ > 2 * cut_for;
    const bool shrunk = size_at_rebuild_ > smallest_cut && size_ < size_at_rebuild_ / 4;
    // Overflow that a rebuild could not avoid (many entries at one point) asks for no other.
    const bool skewed = overflow_ > 2 * overflow_at_rebuild_ + (rows_ * cols_) / 4 &&
                        changes_since_rebuild_ > 2 * size_;
    if (grown || shrunk || (skewed && size_ > smallest_cut)) rebuild();
}

void NearestGrid::rebuild() {
    moving_.clear();
    for (const Block& block : blocks_) {
        for (std::uint32_t slot = 0; slot < block.count && size_ > 0; ++slot) {
            moving_.push_back(
                {{block.lat[slot], block.lon[slot]}, block.handle[slot], block.skills[slot]});
        }
    }
    cut_rows_and_columns();
    set_up_blocks();
    for (const Moving& entry : moving_) {
        place(cell_of(entry.at), entry.handle, entry.at, entry.skills);
    }
    size_at_rebuild_ = size_;
    overflow_at_rebuild_ = overflow_;
    changes_since_rebuild_ = 0;
}

// Rows at quantiles of the latitude, and in each row columns at quantiles of the longitude: the
// cells hold about equally many entries however these are spread.
void NearestGrid::cut_rows_and_columns() {
    const auto by_lat = [](const Moving& a, const Moving& b) {
        return a.at.lat_e7 != b.at.lat_e7 ? a.at.lat_e7 < b.at.lat_e7 : a.handle < b.handle;
    };
    const auto by_lon = [](const Moving& a, const Moving& b) {
        return a.at.lon_e7 != b.at.lon_e7 ? a.at.lon_e7 < b.at.lon_e7 : a.handle < b.handle;
    };
    rows_ = cols_ = 1;
    if (moving_.size() > smallest_cut) {
        // The extent of the middle four fifths decides how many rows go with how many columns, so
        // that cells are about square.
        const std::size_t tenth = moving_.size() / 10;
        const std::size_t last = moving_.size() - 1 - tenth;
        const auto at = [this](std::size_t i) {
            return moving_.begin() + static_cast<std::ptrdiff_t>(i);
        };
        std::nth_element(at(0), at(tenth), moving_.end(), by_lon);
        std::nth_element(at(tenth), at(last), moving_.end(), by_lon);
        const std::uint64_t wide = roads::gap_e7(at(last)->at.lon_e7, at(tenth)->at.lon_e7);
        std::sort(moving_.begin(), moving_.end(), by_lat);
        const std::uint64_t high = roads::gap_e7(at(last)->at.lat_e7, at(tenth)->at.lat_e7);
        const std::uint64_t across =
            (wide * roads::cosine_q30(moving_[moving_.size() / 2].at.lat_e7)) >> 30;
        const std::uint64_t cells = moving_.size() / fill;
        const std::uint64_t ratio_q8 =
            std::clamp<std::uint64_t>((high + 1) * 256 / (across + 1), 256 / 16, 256 * 16);
        rows_ = std::max<std::size_t>(1, roads::integer_sqrt(cells * ratio_q8) / 16);
        cols_ = std::max<std::size_t>(1, cells / rows_);
    }
    row_edge_.assign(rows_, south_end);
    for (std::size_t row = 1; row < rows_; ++row) {
        row_edge_[row] = moving_[row * moving_.size() / rows_].at.lat_e7;
    }
    row_cosine_.resize(rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::int32_t next = row + 1 < rows_ ? row_edge_[row + 1] : north_end;
        row_cosine_[row] = std::min(roads::cosine_q30(row_edge_[row]), roads::cosine_q30(next));
    }
    col_edge_.assign(rows_ * cols_, west_end);
    auto begin = moving_.begin();
    for (std::size_t row = 0; row < rows_ && cols_ > 1; ++row) {
        auto end = moving_.end();
        if (row + 1 < rows_) {
            end = std::partition_point(begin, moving_.end(), [&](const Moving& entry) {
                return entry.at.lat_e7 < row_edge_[row + 1];
            });
        }
        std::sort(begin, end, by_lon);
        const std::size_t count = static_cast<std::size_t>(end - begin);
        for (std::size_t col = 1; col < cols_ && count > 0; ++col) {
            const auto at = begin + static_cast<std::ptrdiff_t>(col * count / cols_);
            col_edge_[row * cols_ + col] = at->at.lon_e7;
        }
        begin = end;
    }
}

void NearestGrid::set_up_blocks() {
    const std::size_t cells = rows_ * cols_;
    const std::size_t kept = std::max(blocks_.size(), cells);
    blocks_.assign(kept, Block{});
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t row = cell / cols_;
        const std::size_t col = cell % cols_;
        Block& block = blocks_[cell];
        block.cell = static_cast<std::uint32_t>(cell);
        block.south = row_edge_[row];
        block.north = row + 1 < rows_ ? row_edge_[row + 1] - 1 : north_end;
        block.west = col_edge_[cell];
        block.east = col + 1 < cols_ ? col_edge_[cell + 1] - 1 : east_end;
    }
    free_block_ = none;
    for (std::size_t spare = kept; spare-- > cells;) {
        blocks_[spare].next = free_block_;
        free_block_ = static_cast<std::uint32_t>(spare);
    }
    overflow_ = 0;
}

}  // namespace muster::match
