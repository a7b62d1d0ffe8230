// Many ordered lists over one pool of memory: what PendingQueue and DeadlineQueue are made of.
//
// Why this and not a wheel or a heap: both uses mostly append (time goes on) and mostly take from
// the front, but also insert in the middle (credits, another class, an earlier deadline), remove
// from anywhere, and walk in order for views. A wheel needs a time scale that fits the data and
// sorts inside its slots; a heap cannot be walked in order. A B+-tree of fixed height three does
// all of it, and appends and takes from the front without searching. Figures: DESIGN.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::core {

// Entries are named by handles: small dense numbers of the caller's choice, each in at most one
// list. A list is in the order (time, id), exactly; entries equal in both are in the order of
// their insertion. Lists are numbered from 0 and exist once named.
//
// Not thread-safe. Memory is kept for reuse; once it has been as large as it gets, nothing is
// allocated. A misuse (an insert of a present handle) aborts.
class OrderedLists {
  public:
    struct Key {
        std::int64_t time = 0;
        std::uint64_t id = 0;
        constexpr auto operator<=>(const Key&) const = default;
    };
    struct Entry {
        Key key;
        std::uint32_t handle = 0;
    };

    void insert(std::uint32_t list, std::uint32_t handle, Key key);
    // Precondition of both: contains(handle).
    void erase(std::uint32_t handle);
    [[nodiscard]] std::uint32_t list_of(std::uint32_t handle) const {
        return leaves_[where_[handle]].list;
    }
    [[nodiscard]] Key key_of(std::uint32_t handle) const;
    [[nodiscard]] bool contains(std::uint32_t handle) const {
        return handle < where_.size() && where_[handle] != none;
    }
    void clear();

    // Grows the number of lists; existing ones stay.
    void ensure_lists(std::size_t count);
    [[nodiscard]] std::size_t lists() const { return lists_.size(); }
    [[nodiscard]] std::size_t size(std::uint32_t list) const { return lists_[list].size; }
    [[nodiscard]] std::size_t size() const { return size_; }

    // The first of a list. Precondition: it is not empty.
    [[nodiscard]] const Key& front_key(std::uint32_t list) const { return front_[list]; }
    [[nodiscard]] std::uint32_t front(std::uint32_t list) const {
        const Leaf& leaf = leaves_[lists_[list].first];
        return leaf.handle[leaf.begin];
    }

    // Calls visit(const Entry&) in order until it returns false. The lists must not change
    // meanwhile.
    template <class Visit>
    void walk(std::uint32_t list, Visit visit) const {
        for (std::uint32_t l = lists_[list].first; l != none; l = leaves_[l].next) {
            const Leaf& leaf = leaves_[l];
            for (std::uint32_t i = leaf.begin; i < leaf.end; ++i) {
                if (!visit(Entry{leaf.key[i], leaf.handle[i]})) return;
            }
        }
    }

  private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    static constexpr std::uint32_t leaf_slots = 32;
    static constexpr std::uint32_t branch_slots = 64;

    // Entries begin..end in order. Room on both sides, so that taking the first is one addition.
    struct alignas(64) Leaf {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint32_t previous = none;
        std::uint32_t next = none;
        std::uint32_t list = 0;
        std::uint32_t branch = none;
        std::array<std::uint32_t, leaf_slots> handle;
        std::array<Key, leaf_slots> key;
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
        std::size_t size = 0;
    };

    [[nodiscard]] std::uint32_t find_leaf(const List& list, Key key) const;
    void insert_into_leaf(std::uint32_t leaf, std::uint32_t handle, Key key);
    void take_out(std::uint32_t leaf, std::uint32_t slot);
    void move_tail(std::uint32_t from, std::uint32_t begin, std::uint32_t to);
    [[nodiscard]] std::uint32_t split(std::uint32_t leaf);
    void merge_if_sparse(std::uint32_t leaf);
    [[nodiscard]] std::uint32_t new_leaf(std::uint32_t list);
    [[nodiscard]] std::uint32_t new_branch(List& list, std::size_t place, Key bound);
    void append_leaf(std::uint32_t leaf, Key bound);
    void add_leaf_after(std::uint32_t leaf, std::uint32_t fresh, Key bound);
    void remove_leaf(std::uint32_t leaf);
    void refresh_front(std::uint32_t list);

    std::vector<List> lists_;
    std::vector<Key> front_;  // by list; dense, because a choice looks at many of them
    std::vector<Leaf> leaves_;
    std::vector<Branch> branches_;
    std::vector<std::uint32_t> free_leaves_;
    std::vector<std::uint32_t> free_branches_;
    std::vector<std::uint32_t> where_;  // by handle: its leaf
    std::size_t size_ = 0;
};

}  // namespace muster::core
