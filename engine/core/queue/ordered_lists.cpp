#include "engine/core/queue/ordered_lists.hpp"

#include <algorithm>
#include <cstdlib>

namespace muster::core {

namespace {

// The last of the bounds that is not above the key; the first is below every key. Without a branch
// on what the comparisons say.
std::size_t last_not_above(const OrderedLists::Key* bounds, std::size_t count,
                           OrderedLists::Key key) {
    const OrderedLists::Key* base = bounds;
    while (count > 1) {
        const std::size_t half = count / 2;
        base += key.before(base[half]) ? 0 : half;
        count -= half;
    }
    return static_cast<std::size_t>(base - bounds);
}

}  // namespace

void OrderedLists::ensure_lists(std::size_t count) {
    if (count <= lists_.size()) return;
    lists_.resize(count);
    front_.resize(count);
}

void OrderedLists::clear() {
    for (List& list : lists_)
        list = List{};
    leaves_.clear();
    heads_.clear();
    branches_.clear();
    free_leaves_.clear();
    free_branches_.clear();
    std::fill(where_.begin(), where_.end(), none);
    size_ = 0;
}

void OrderedLists::insert(std::uint32_t list_number, std::uint32_t handle, Key key) {
    if (contains(handle) || handle == none) std::abort();
    if (handle >= where_.size()) where_.resize(std::size_t{handle} + 1, none);
    ensure_lists(std::size_t{list_number} + 1);
    List& list = lists_[list_number];
    if (list.size == 0) append_leaf(new_leaf(list_number), key);
    std::uint32_t leaf = list.last;
    if (leaf != list.first && key.before(list.last_bound)) leaf = find_leaf(list, key);
    if (heads_[leaf].used == all_used) leaf = make_room(leaf, key);
    if (leaf == list.first) {
        insert_in_order(leaf, {key, handle});
        refresh_front(list_number);
    } else {
        put(leaf, lowest(~heads_[leaf].used), {key, handle});
    }
    ++list.size;
    ++size_;
}

void OrderedLists::erase(std::uint32_t handle) {
    if (!contains(handle)) std::abort();
    const std::uint32_t where = where_[handle];
    const std::uint32_t leaf = where >> slot_bits;
    where_[handle] = none;
    Head& head = heads_[leaf];
    head.used &= ~bit(where & (leaf_slots - 1));
    --head.count;
    const std::uint32_t list_number = head.list;
    List& list = lists_[list_number];
    --list.size;
    --size_;
    const bool was_first = leaf == list.first;
    if (head.count == 0) {
        remove_leaf(leaf);
        if (was_first && list.size != 0) put_in_order(list.first);
    } else if (head.count <= leaf_slots / 4 && !was_first) {
        // The first leaf is about to be used up anyhow.
        merge_if_sparse(leaf);
    }
    if (was_first && list.size != 0) refresh_front(list_number);
}

void OrderedLists::fetch_place(std::uint32_t handle, std::uint32_t list_number) const {
    if (list_number >= lists_.size() || lists_[list_number].size == 0) return;
    const std::uint32_t leaf = find_leaf(lists_[list_number], key_of(handle));
    const std::uint64_t unused = ~heads_[leaf].used;
    if (unused != 0) __builtin_prefetch(&leaves_[leaf].entry[lowest(unused)], 1);
}

void OrderedLists::refresh_front(std::uint32_t list) {
    const std::uint32_t leaf = lists_[list].first;
    front_[list] = leaves_[leaf].entry[lowest(heads_[leaf].used)];
}

// The last leaf whose bound is not above the key.
std::uint32_t OrderedLists::find_leaf(const List& list, Key key) const {
    const std::size_t at = last_not_above(list.bound.data(), list.bound.size(), key);
    const Branch& branch = branches_[list.branch[at]];
    return branch.leaf[last_not_above(branch.bound.data(), branch.count, key)];
}

// Precondition: the slot is free. The rest of the leaf is not looked at, so nothing waits for it.
void OrderedLists::put(std::uint32_t leaf, std::uint32_t slot, const Entry& entry) {
    Head& head = heads_[leaf];
    leaves_[leaf].entry[slot] = entry;
    head.used |= bit(slot);
    ++head.count;
    where_[entry.handle] = leaf << slot_bits | slot;
}

// Into a leaf whose slots are in order. Precondition: it is not full.
void OrderedLists::insert_in_order(std::uint32_t leaf_number, const Entry& entry) {
    auto& slots = leaves_[leaf_number].entry;
    Head& head = heads_[leaf_number];
    // The slot of the first entry that is to come after the new one, or one past the last: mostly
    // that is at either end.
    std::uint32_t place = head.used == 0 ? 0 : highest(head.used) + 1;
    if (place == leaf_slots && head.count <= leaf_slots * 3 / 4) {
        // All at once, so that a short list that is used as a FIFO moves each entry rarely.
        put_in_order(leaf_number);
        place = head.count;
    }
    if (head.used != 0 && entry.key.before(slots[lowest(head.used)].key)) {
        place = lowest(head.used);
    } else {
        for (std::uint64_t rest = head.used; rest != 0; rest &= ~bit(highest(rest))) {
            const std::uint32_t slot = highest(rest);
            if (!entry.key.before(slots[slot].key)) break;
            place = slot;
        }
    }
    // The entries between the place and the nearest gap move by one.
    const auto move = [&](std::uint32_t from, std::uint32_t to) {
        slots[to] = slots[from];
        where_[slots[to].handle] = leaf_number << slot_bits | to;
    };
    const std::uint64_t below = place == leaf_slots ? all_used : bit(place) - 1;
    const std::uint64_t gaps_above = ~head.used & ~below;
    const std::uint64_t gaps_below = ~head.used & below;
    const std::uint32_t up = gaps_above == 0 ? 2 * leaf_slots : lowest(gaps_above);
    if (gaps_below == 0 || up - place < place - highest(gaps_below)) {
        for (std::uint32_t slot = up; slot > place; --slot)
            move(slot - 1, slot);
        head.used |= bit(up);
    } else {
        const std::uint32_t down = highest(gaps_below);
        --place;
        for (std::uint32_t slot = down; slot < place; ++slot)
            move(slot + 1, slot);
        head.used |= bit(down);
    }
    head.used &= ~bit(place);  // put() sets it
    put(leaf_number, place, entry);
}

std::size_t OrderedLists::copy_in_order(std::uint32_t leaf_number,
                                        std::array<Entry, leaf_slots>& out) const {
    std::size_t count = 0;
    for (std::uint64_t rest = heads_[leaf_number].used; rest != 0; rest &= rest - 1) {
        const Entry& entry = leaves_[leaf_number].entry[lowest(rest)];
        // By insertion: most arrive nearly in order.
        std::size_t place = count++;
        for (; place > 0 && entry.key.before(out[place - 1].key); --place)
            out[place] = out[place - 1];
        out[place] = entry;
    }
    return count;
}

// Leaves the entries in order in the lowest slots.
void OrderedLists::put_in_order(std::uint32_t leaf) {
    std::array<Entry, leaf_slots> ordered;
    const std::size_t count = copy_in_order(leaf, ordered);
    Head& head = heads_[leaf];
    head.used = 0;
    head.count = 0;
    for (std::uint32_t slot = 0; slot < count; ++slot)
        put(leaf, slot, ordered[slot]);
}

// Splits a full leaf; the one of the two that is for the key.
std::uint32_t OrderedLists::make_room(std::uint32_t leaf, Key key) {
    std::array<Entry, leaf_slots> ordered;
    (void)copy_in_order(leaf, ordered);
    const std::uint32_t fresh = new_leaf(heads_[leaf].list);
    if (heads_[leaf].next == none && !key.before(ordered.back().key)) {
        // Arrivals in order leave full leaves behind, not the halves of a split.
        append_leaf(fresh, key);
        return fresh;
    }
    constexpr std::uint32_t half = leaf_slots / 2;
    Head& head = heads_[leaf];
    for (std::uint32_t i = half; i < leaf_slots; ++i) {
        head.used &= ~bit(where_[ordered[i].handle] & (leaf_slots - 1));
        put(fresh, i - half, ordered[i]);
    }
    head.count = half;
    add_leaf_after(leaf, fresh, ordered[half].key);
    return key.before(ordered[half].key) ? leaf : fresh;
}

// Keeps memory in proportion to the entries when many are removed from everywhere.
void OrderedLists::merge_if_sparse(std::uint32_t leaf) {
    const std::uint32_t next = heads_[leaf].next;
    if (next == none || heads_[next].branch != heads_[leaf].branch) return;
    if (heads_[leaf].count + heads_[next].count > leaf_slots * 3 / 4) return;
    for (std::uint64_t rest = heads_[next].used; rest != 0; rest &= rest - 1) {
        put(leaf, lowest(~heads_[leaf].used), leaves_[next].entry[lowest(rest)]);
    }
    remove_leaf(next);
}

std::uint32_t OrderedLists::new_leaf(std::uint32_t list) {
    std::uint32_t leaf = static_cast<std::uint32_t>(leaves_.size());
    if (free_leaves_.empty()) {
        // where_ has room for so many.
        if (leaf == none >> slot_bits) std::abort();
        leaves_.emplace_back();
        heads_.emplace_back();
    } else {
        leaf = free_leaves_.back();
        free_leaves_.pop_back();
    }
    heads_[leaf] = Head{};
    heads_[leaf].list = list;
    return leaf;
}

std::uint32_t OrderedLists::new_branch(List& list, std::size_t place, Key bound) {
    std::uint32_t branch = static_cast<std::uint32_t>(branches_.size());
    if (free_branches_.empty()) {
        branches_.emplace_back();
    } else {
        branch = free_branches_.back();
        free_branches_.pop_back();
    }
    branches_[branch].count = 0;
    const auto offset = static_cast<std::ptrdiff_t>(place);
    list.branch.insert(list.branch.begin() + offset, branch);
    list.bound.insert(list.bound.begin() + offset, bound);
    return branch;
}

void OrderedLists::append_leaf(std::uint32_t leaf_number, Key bound) {
    Head& leaf = heads_[leaf_number];
    List& list = lists_[leaf.list];
    if (list.branch.empty() || branches_[list.branch.back()].count == branch_slots) {
        (void)new_branch(list, list.branch.size(), bound);
    }
    Branch& branch = branches_[list.branch.back()];
    branch.bound[branch.count] = bound;
    branch.leaf[branch.count] = leaf_number;
    ++branch.count;
    leaf.branch = list.branch.back();
    leaf.previous = list.last;
    if (list.last == none) {
        list.first = leaf_number;
    } else {
        heads_[list.last].next = leaf_number;
    }
    list.last = leaf_number;
    list.last_bound = bound;
}

void OrderedLists::add_leaf_after(std::uint32_t leaf_number, std::uint32_t fresh_number,
                                  Key bound) {
    Head& leaf = heads_[leaf_number];
    Head& fresh = heads_[fresh_number];
    List& list = lists_[leaf.list];
    fresh.previous = leaf_number;
    fresh.next = leaf.next;
    if (leaf.next == none) {
        list.last = fresh_number;
        list.last_bound = bound;
    } else {
        heads_[leaf.next].previous = fresh_number;
    }
    leaf.next = fresh_number;

    if (branches_[leaf.branch].count == branch_slots) {
        constexpr std::uint32_t half = branch_slots / 2;
        const auto at = std::find(list.branch.begin(), list.branch.end(), leaf.branch);
        const std::uint32_t lower_number = leaf.branch;
        const std::uint32_t upper_number =
            new_branch(list, static_cast<std::size_t>(at - list.branch.begin()) + 1,
                       branches_[lower_number].bound[half]);
        Branch& lower = branches_[lower_number];
        Branch& upper = branches_[upper_number];
        for (std::uint32_t i = half; i < branch_slots; ++i) {
            upper.bound[i - half] = lower.bound[i];
            upper.leaf[i - half] = lower.leaf[i];
            heads_[lower.leaf[i]].branch = upper_number;
        }
        lower.count = half;
        upper.count = branch_slots - half;
    }
    Branch& branch = branches_[leaf.branch];
    const auto begin = branch.leaf.begin();
    const auto place = std::find(begin, begin + branch.count, leaf_number) - begin + 1;
    std::copy_backward(branch.bound.begin() + place, branch.bound.begin() + branch.count,
                       branch.bound.begin() + branch.count + 1);
    std::copy_backward(begin + place, begin + branch.count, begin + branch.count + 1);
    branch.bound[static_cast<std::size_t>(place)] = bound;
    branch.leaf[static_cast<std::size_t>(place)] = fresh_number;
    ++branch.count;
    fresh.branch = leaf.branch;
}

void OrderedLists::remove_leaf(std::uint32_t leaf_number) {
    const Head& leaf = heads_[leaf_number];
    List& list = lists_[leaf.list];
    if (leaf.previous == none) {
        list.first = leaf.next;
    } else {
        heads_[leaf.previous].next = leaf.next;
    }
    if (leaf.next == none) {
        list.last = leaf.previous;
    } else {
        heads_[leaf.next].previous = leaf.previous;
    }
    Branch& branch = branches_[leaf.branch];
    const auto begin = branch.leaf.begin();
    const auto place = std::find(begin, begin + branch.count, leaf_number) - begin;
    std::copy(branch.bound.begin() + place + 1, branch.bound.begin() + branch.count,
              branch.bound.begin() + place);
    std::copy(begin + place + 1, begin + branch.count, begin + place);
    --branch.count;
    if (branch.count == 0) {
        const auto at = std::find(list.branch.begin(), list.branch.end(), leaf.branch);
        list.bound.erase(list.bound.begin() + (at - list.branch.begin()));
        list.branch.erase(at);
        free_branches_.push_back(leaf.branch);
    }
    if (leaf.next == none && list.last != none) {
        const Branch& last = branches_[heads_[list.last].branch];
        list.last_bound = last.bound[last.count - 1];
    }
    free_leaves_.push_back(leaf_number);
}

}  // namespace muster::core
