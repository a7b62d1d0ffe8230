// Open slots that wait for a responder, in the order in which they are to be served.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/ordered_lists.hpp"
#include "muster/units.hpp"

namespace muster::core {

// Each entry has a class, 0 (most urgent) to 4, and stands in a lane: a small dense number for what
// it asks of a responder (skills, kinds), so that whoever becomes free looks at the heads of the
// lanes that he can serve, and at nothing else. Within lane and class the order is (since, id),
// exactly. `since` is the arrival minus visible credits, and may come in any order; appending and
// taking from the front are cheapest.
//
// Entries are named by handles, small dense numbers of the caller's choice. Pure: time is given.
class PendingQueue {
  public:
    static constexpr std::size_t classes = 5;

    struct Entry {
        std::uint32_t handle = 0;
        TimePoint since;
        std::uint64_t id = 0;
    };

    // A set of lanes, 64 to a word, lane 0 in the lowest bit of the first. Lanes that the queue has
    // never seen may be set or left out.
    using Lanes = std::span<const std::uint64_t>;
    // Points per millisecond of waiting, by class. At least 0.
    using Weights = std::array<std::int64_t, classes>;

    // Precondition: the handle is absent and urgency < classes; aborts otherwise.
    void push(std::uint32_t handle, std::uint16_t lane, std::size_t urgency, TimePoint since,
              std::uint64_t id);
    // Both return false and do nothing when the handle is absent.
    bool erase(std::uint32_t handle);
    bool reclass(std::uint32_t handle, std::size_t urgency);
    void clear();

    [[nodiscard]] bool contains(std::uint32_t handle) const { return entries_.contains(handle); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] std::size_t size(std::uint16_t lane, std::size_t urgency) const;
    [[nodiscard]] std::optional<std::uint32_t> front(std::uint16_t lane, std::size_t urgency) const;

    // The entry of these lanes with the highest accumulated priority weights[class] * (now - since)
    // (L. Kleinrock, "A delay dependent queue discipline", 1964), computed without overflow; ties
    // go by (class, since, id). Within a class the priority grows with the wait, so only the heads
    // compete. Nothing when the lanes are empty.
    [[nodiscard]] std::optional<std::uint32_t> best(Lanes lanes, TimePoint now,
                                                    const Weights& weights) const;
    // The same by (class, since, id) alone.
    [[nodiscard]] std::optional<std::uint32_t> best_strict(Lanes lanes) const;

    // Calls visit(const Entry&) in order until it returns false. Not to be changed meanwhile.
    template <class Visit>
    void walk(std::uint16_t lane, std::size_t urgency, Visit visit) const {
        if (size(lane, urgency) == 0) return;
        entries_.walk(list_of(lane, urgency), [&visit](const OrderedLists::Entry& entry) {
            return visit(Entry{entry.handle, TimePoint{entry.key.time}, entry.key.id});
        });
    }

  private:
    [[nodiscard]] static std::uint32_t list_of(std::uint16_t lane, std::size_t urgency) {
        return static_cast<std::uint32_t>(lane * classes + urgency);
    }
    // The list of these lanes in this class whose head comes first.
    [[nodiscard]] std::optional<std::uint32_t> first_list(Lanes lanes, std::size_t urgency) const;

    OrderedLists entries_;
    std::array<std::vector<std::uint64_t>, classes> occupied_;  // lanes with entries
};

}  // namespace muster::core
