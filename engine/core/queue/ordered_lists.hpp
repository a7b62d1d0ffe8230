// Many ordered lists over one pool of memory: what PendingQueue and DeadlineQueue are made of.
//
// Why this and not a wheel or a heap: both uses mostly append (time goes on) and mostly take from
// the front, but also insert in the middle (credits, another class, an earlier deadline), remove
// from anywhere, and walk in order for views. A wheel needs a time scale that fits the data and
// sorts inside its slots; a heap cannot be walked in order. This is a B+-tree of fixed height three
// whose leaves are bags, put in order only when their turn comes: so an entry that is inserted or
// removed somewhere moves no other, and among a million entries waits for hardly any memory.
// Figures: DESIGN.md.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/match/large_pages.hpp"

namespace muster::core {

// Entries are named by handles: small dense numbers of the caller's choice, each in at most one
// list. A list is in the order (time, id), exactly; ids should be unique within a list, or entries
// equal in both come in no promised order. Lists are numbered from 0 and exist once named.
//
// Not thread-safe. Memory is kept for reuse; once it has been as large as it gets, nothing is
// allocated. A misuse (an insert of a present handle) aborts.
class OrderedLists {
  public:
    struct Key {
        std::int64_t time = 0;
        std::uint64_t id = 0;
        // As one number of 128 bits, since whether it holds is as good as random in a search: so it
        // takes two subtractions and no branch.
        [[nodiscard]] constexpr bool before(const Key& other) const {
            __extension__ using Wide = __int128;
            return (static_cast<Wide>(time) << 64 | id) <
                   (static_cast<Wide>(other.time) << 64 | other.id);
        }
    };
    struct Entry {
        Key key;
        std::uint32_t handle = 0;
    };

    void insert(std::uint32_t list, std::uint32_t handle, Key key);
    // Precondition of both: contains(handle).
    void erase(std::uint32_t handle);
    [[nodiscard]] std::uint32_t list_of(std::uint32_t handle) const {
        return heads_[where_[handle] >> slot_bits].list;
    }
    [[nodiscard]] Key key_of(std::uint32_t handle) const {
        const std::uint32_t where = where_[handle];
        return leaves_[where >> slot_bits].entry[where & (leaf_slots - 1)].key;
    }
    [[nodiscard]] bool contains(std::uint32_t handle) const {
        return handle < where_.size() && where_[handle] != none;
    }
    void clear();

    // Ask the memory, without waiting, for what moving the entry to another list of the same key
    // will touch: each for what the next one reads. A caller with many to move asks some moves
    // ahead, so that their waits go on at once. Precondition: contains(handle).
    void fetch_where(std::uint32_t handle) const { __builtin_prefetch(&where_[handle]); }
    void fetch_entry(std::uint32_t handle) const {
        const std::uint32_t where = where_[handle];
        __builtin_prefetch(&leaves_[where >> slot_bits].entry[where & (leaf_slots - 1)]);
        __builtin_prefetch(&heads_[where >> slot_bits]);
    }
    void fetch_place(std::uint32_t handle, std::uint32_t list) const;

    // Grows the number of lists; existing ones stay.
    void ensure_lists(std::size_t count);
    [[nodiscard]] std::size_t lists() const { return lists_.size(); }
    [[nodiscard]] std::size_t size(std::uint32_t list) const { return lists_[list].size; }
    [[nodiscard]] std::size_t size() const { return size_; }

    // The first of a list. Precondition: it is not empty.
    [[nodiscard]] const Key& front_key(std::uint32_t list) const { return front_[list].key; }
    [[nodiscard]] std::uint32_t front(std::uint32_t list) const { return front_[list].handle; }

    // Calls visit(const Entry&) in order until it returns false. The lists must not change
    // meanwhile.
    template <class Visit>
    void walk(std::uint32_t list, Visit visit) const {
        std::uint32_t l = lists_[list].first;
        if (l == none) return;
        for (std::uint64_t rest = heads_[l].used; rest != 0; rest &= rest - 1) {
            if (!visit(leaves_[l].entry[lowest(rest)])) return;
        }
        std::array<Entry, leaf_slots> ordered;
        while ((l = heads_[l].next) != none) {
            const std::size_t count = copy_in_order(l, ordered);
            for (std::size_t i = 0; i < count; ++i) {
                if (!visit(ordered[i])) return;
            }
        }
    }

  private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    static constexpr std::uint32_t slot_bits = 6;
    static constexpr std::uint32_t leaf_slots = 1u << slot_bits;
    static constexpr std::uint64_t all_used = ~std::uint64_t{0};
    static constexpr std::uint32_t branch_slots = 64;

    // The slots of the first leaf of a list are in order, with gaps; those of the others are not.
    struct alignas(64) Leaf {
        std::array<Entry, leaf_slots> entry;
    };
    // What is known of a leaf without touching it. Apart from the leaves, because all of these
    // together still fit an inner cache when the leaves have long outgrown it.
    struct Head {
        std::uint64_t used = 0;  // bit s: slot s holds an entry
        std::uint32_t count = 0;
        std::uint32_t list = 0;
        std::uint32_t previous = none;
        std::uint32_t next = none;
        std::uint32_t branch = none;
    };
    // Leaves in order, each with a bound: no entry of it is below, and no entry of an earlier leaf
    // above. The first bound of a branch, and of a list, counts as minus infinity.
    struct Branch {
        std::array<Key, branch_slots> bound;
        std::array<std::uint32_t, branch_slots> leaf;
        std::uint32_t count = 0;
    };
    struct List {
        std::vector<Key> bound;             // of each branch: that of its first leaf
        std::vector<std::uint32_t> branch;  // in order
        std::uint32_t first = none;         // leaves
        std::uint32_t last = none;
        Key last_bound;  // of the last leaf, if it is not the first
        std::size_t size = 0;
    };

    [[nodiscard]] static std::uint32_t lowest(std::uint64_t bits) {
        return static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    [[nodiscard]] static std::uint32_t highest(std::uint64_t bits) {
        return leaf_slots - 1 - static_cast<std::uint32_t>(std::countl_zero(bits));
    }
    [[nodiscard]] static std::uint64_t bit(std::uint32_t slot) { return std::uint64_t{1} << slot; }

    [[nodiscard]] std::uint32_t find_leaf(const List& list, Key key) const;
    void put(std::uint32_t leaf, std::uint32_t slot, const Entry& entry);
    void insert_in_order(std::uint32_t leaf, const Entry& entry);
    [[nodiscard]] std::size_t copy_in_order(std::uint32_t leaf,
                                            std::array<Entry, leaf_slots>& out) const;
    void put_in_order(std::uint32_t leaf);
    [[nodiscard]] std::uint32_t make_room(std::uint32_t leaf, Key key);
    void merge_if_sparse(std::uint32_t leaf);
    [[nodiscard]] std::uint32_t new_leaf(std::uint32_t list);
    [[nodiscard]] std::uint32_t new_branch(List& list, std::size_t place, Key bound);
    void append_leaf(std::uint32_t leaf, Key bound);
    void add_leaf_after(std::uint32_t leaf, std::uint32_t fresh, Key bound);
    void remove_leaf(std::uint32_t leaf);
    void refresh_front(std::uint32_t list);

    std::vector<List> lists_;
    std::vector<Entry> front_;  // by list; dense, because a choice looks at many of them
    match::LargeVector<Leaf> leaves_;
    match::LargeVector<Head> heads_;
    match::LargeVector<Branch> branches_;
    std::vector<std::uint32_t> free_leaves_;
    std::vector<std::uint32_t> free_branches_;
    match::LargeVector<std::uint32_t> where_;  // by handle: leaf * leaf_slots + slot
    std::size_t size_ = 0;
};

}  // namespace muster::core
