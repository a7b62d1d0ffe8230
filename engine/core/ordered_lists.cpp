#include "engine/core/ordered_lists.hpp"

#include <algorithm>
#include <cstdlib>

namespace muster::core {

namespace {

// Asks for all lines of a leaf at once: among a million entries each is a miss, and the steps of an
// operation would otherwise wait for them one after the other.
template <class T>
void fetch(const T& object) {
    const char* bytes = reinterpret_cast<const char*>(&object);
    for (std::size_t at = 0; at < sizeof(T); at += 64)
        __builtin_prefetch(bytes + at);
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
    branches_.clear();
    free_leaves_.clear();
    free_branches_.clear();
    std::fill(where_.begin(), where_.end(), none);
    size_ = 0;
}

OrderedLists::Key OrderedLists::key_of(std::uint32_t handle) const {
    const Leaf& leaf = leaves_[where_[handle]];
    std::uint32_t slot = leaf.begin;
    while (leaf.handle[slot] != handle)
        ++slot;
    return leaf.key[slot];
}

void OrderedLists::insert(std::uint32_t list_number, std::uint32_t handle, Key key) {
    if (contains(handle) || handle == none) std::abort();
    if (handle >= where_.size()) where_.resize(std::size_t{handle} + 1, none);
    ensure_lists(std::size_t{list_number} + 1);
    List& list = lists_[list_number];
    if (list.size == 0) append_leaf(new_leaf(list_number), key);
    std::uint32_t leaf = list.last;
    const Leaf& last = leaves_[leaf];
    if (last.begin != last.end) {
        if (key < last.key[last.begin]) {
            leaf = find_leaf(list, key);
        } else if (last.end == leaf_slots && last.begin < leaf_slots / 2 &&
                   !(key < last.key[leaf_slots - 1])) {
            // Arrivals in order leave full leaves behind, not the halves of a split.
            leaf = new_leaf(list_number);
            append_leaf(leaf, key);
        }
    }
    if (leaves_[leaf].end - leaves_[leaf].begin == leaf_slots) {
        const std::uint32_t upper = split(leaf);
        if (!(key < leaves_[upper].key[0])) leaf = upper;
    }
    insert_into_leaf(leaf, handle, key);
    ++list.size;
    ++size_;
    if (leaf == list.first) refresh_front(list_number);
}

void OrderedLists::erase(std::uint32_t handle) {
    if (!contains(handle)) std::abort();
    const std::uint32_t leaf_number = where_[handle];
    const Leaf& leaf = leaves_[leaf_number];
    std::uint32_t slot = leaf.begin;
    while (leaf.handle[slot] != handle)
        ++slot;
    where_[handle] = none;
    const std::uint32_t list = leaf.list;
    const bool was_first = lists_[list].first == leaf_number;
    take_out(leaf_number, slot);
    --lists_[list].size;
    --size_;
    if (leaf.begin == leaf.end) {
        remove_leaf(leaf_number);
    } else if (leaf.end - leaf.begin <= leaf_slots / 4 && !was_first) {
        // The first leaf is about to be used up anyhow.
        merge_if_sparse(leaf_number);
    }
    if (was_first) refresh_front(list);
}

void OrderedLists::refresh_front(std::uint32_t list) {
    if (lists_[list].size == 0) return;
    const Leaf& leaf = leaves_[lists_[list].first];
    front_[list] = leaf.key[leaf.begin];
}

// The last leaf whose bound is not above the key.
std::uint32_t OrderedLists::find_leaf(const List& list, Key key) const {
    const auto at =
        std::upper_bound(list.bound.begin() + 1, list.bound.end(), key) - list.bound.begin() - 1;
    const Branch& branch = branches_[list.branch[static_cast<std::size_t>(at)]];
    const Key* begin = branch.bound.data();
    return branch.leaf[static_cast<std::size_t>(
        std::upper_bound(begin + 1, begin + branch.count, key) - begin - 1)];
}

// Precondition: the leaf is not full.
void OrderedLists::insert_into_leaf(std::uint32_t leaf_number, std::uint32_t handle, Key key) {
    Leaf& leaf = leaves_[leaf_number];
    if (leaf.end == leaf_slots && leaf.begin >= leaf_slots / 2) {
        // All at once, so that a short list that is used as a FIFO moves each entry rarely.
        std::copy(leaf.key.begin() + leaf.begin, leaf.key.end(), leaf.key.begin());
        std::copy(leaf.handle.begin() + leaf.begin, leaf.handle.end(), leaf.handle.begin());
        leaf.end -= leaf.begin;
        leaf.begin = 0;
    }
    std::uint32_t slot = leaf.end;  // after all that are not above
    while (slot > leaf.begin && key < leaf.key[slot - 1])
        --slot;
    const bool up =
        leaf.begin == 0 || (leaf.end < leaf_slots && leaf.end - slot <= slot - leaf.begin);
    if (up) {
        std::copy_backward(leaf.key.begin() + slot, leaf.key.begin() + leaf.end,
                           leaf.key.begin() + leaf.end + 1);
        std::copy_backward(leaf.handle.begin() + slot, leaf.handle.begin() + leaf.end,
                           leaf.handle.begin() + leaf.end + 1);
        ++leaf.end;
    } else {
        std::copy(leaf.key.begin() + leaf.begin, leaf.key.begin() + slot,
                  leaf.key.begin() + leaf.begin - 1);
        std::copy(leaf.handle.begin() + leaf.begin, leaf.handle.begin() + slot,
                  leaf.handle.begin() + leaf.begin - 1);
        --leaf.begin;
        --slot;
    }
    leaf.key[slot] = key;
    leaf.handle[slot] = handle;
    where_[handle] = leaf_number;
}

void OrderedLists::take_out(std::uint32_t leaf_number, std::uint32_t slot) {
    Leaf& leaf = leaves_[leaf_number];
    if (slot - leaf.begin < leaf.end - slot) {
        std::copy_backward(leaf.key.begin() + leaf.begin, leaf.key.begin() + slot,
                           leaf.key.begin() + slot + 1);
        std::copy_backward(leaf.handle.begin() + leaf.begin, leaf.handle.begin() + slot,
                           leaf.handle.begin() + slot + 1);
        ++leaf.begin;
    } else {
        std::copy(leaf.key.begin() + slot + 1, leaf.key.begin() + leaf.end,
                  leaf.key.begin() + slot);
        std::copy(leaf.handle.begin() + slot + 1, leaf.handle.begin() + leaf.end,
                  leaf.handle.begin() + slot);
        --leaf.end;
    }
}

// Appends the entries of `from` at slot `begin` and beyond to `to`, which has room after its end.
void OrderedLists::move_tail(std::uint32_t from, std::uint32_t begin, std::uint32_t to) {
    Leaf& source = leaves_[from];
    Leaf& sink = leaves_[to];
    for (std::uint32_t slot = begin; slot < source.end; ++slot) {
        sink.key[sink.end] = source.key[slot];
        sink.handle[sink.end] = source.handle[slot];
        where_[source.handle[slot]] = to;
        ++sink.end;
    }
    source.end = begin;
}

std::uint32_t OrderedLists::split(std::uint32_t leaf) {
    const std::uint32_t upper = new_leaf(leaves_[leaf].list);
    move_tail(leaf, leaf_slots / 2, upper);
    add_leaf_after(leaf, upper, leaves_[upper].key[0]);
    return upper;
}

// Keeps memory in proportion to the entries when many are removed from everywhere.
void OrderedLists::merge_if_sparse(std::uint32_t leaf_number) {
    Leaf& leaf = leaves_[leaf_number];
    if (leaf.next == none || leaves_[leaf.next].branch != leaf.branch) return;
    const Leaf& next = leaves_[leaf.next];
    const std::uint32_t count = leaf.end - leaf.begin;
    if (count + next.end - next.begin > leaf_slots * 3 / 4) return;
    std::copy(leaf.key.begin() + leaf.begin, leaf.key.begin() + leaf.end, leaf.key.begin());
    std::copy(leaf.handle.begin() + leaf.begin, leaf.handle.begin() + leaf.end,
              leaf.handle.begin());
    leaf.begin = 0;
    leaf.end = count;
    const std::uint32_t emptied = leaf.next;
    move_tail(emptied, next.begin, leaf_number);
    remove_leaf(emptied);
}

std::uint32_t OrderedLists::new_leaf(std::uint32_t list) {
    std::uint32_t leaf = static_cast<std::uint32_t>(leaves_.size());
    if (free_leaves_.empty()) {
        leaves_.emplace_back();
    } else {
        leaf = free_leaves_.back();
        free_leaves_.pop_back();
    }
    Leaf& fresh = leaves_[leaf];
    fresh.begin = fresh.end = 0;
    fresh.previous = fresh.next = none;
    fresh.list = list;
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
    List& list = lists_[leaves_[leaf_number].list];
    if (list.branch.empty() || branches_[list.branch.back()].count == branch_slots) {
        (void)new_branch(list, list.branch.size(), bound);
    }
    Branch& branch = branches_[list.branch.back()];
    branch.bound[branch.count] = bound;
    branch.leaf[branch.count] = leaf_number;
    ++branch.count;
    leaves_[leaf_number].branch = list.branch.back();
    leaves_[leaf_number].previous = list.last;
    if (list.last == none) {
        list.first = leaf_number;
    } else {
        leaves_[list.last].next = leaf_number;
    }
    list.last = leaf_number;
}

void OrderedLists::add_leaf_after(std::uint32_t leaf_number, std::uint32_t fresh_number,
                                  Key bound) {
    Leaf& leaf = leaves_[leaf_number];
    Leaf& fresh = leaves_[fresh_number];
    List& list = lists_[leaf.list];
    fresh.previous = leaf_number;
    fresh.next = leaf.next;
    if (leaf.next == none) {
        list.last = fresh_number;
    } else {
        leaves_[leaf.next].previous = fresh_number;
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
            leaves_[lower.leaf[i]].branch = upper_number;
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
    const Leaf& leaf = leaves_[leaf_number];
    List& list = lists_[leaf.list];
    if (leaf.previous == none) {
        list.first = leaf.next;
    } else {
        leaves_[leaf.previous].next = leaf.next;
    }
    if (leaf.next == none) {
        list.last = leaf.previous;
    } else {
        leaves_[leaf.next].previous = leaf.previous;
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
    free_leaves_.push_back(leaf_number);
}

}  // namespace muster::core
