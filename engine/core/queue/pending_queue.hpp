// Open slots that wait for a responder, in the order in which they are to be served.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/core/queue/ordered_lists.hpp"
#include "muster/units.hpp"

namespace muster::core {

// Each entry has a class, 0 (most urgent) to 4, and stands in a lane: a small dense number for what
// it asks of a responder (skills, kinds), so that whoever becomes free looks at the heads of the
// lanes that he can serve, and at nothing else. Within lane and class the order is (since, id),
// exactly. `since` is the arrival minus visible credits, and may come in any order; appending and
// taking from the front are cheapest.
//
// Changes of class come in bursts, when many have waited long enough: they are taken down, and made
// once their memory has come or before anybody could see the difference. So even const calls must
// not run together.
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

    // Precondition: the handle is absent and urgency < classes; aborts otherwise.
    void push(std::uint32_t handle, std::uint16_t lane, std::size_t urgency, TimePoint since,
              std::uint64_t id);
    // Both return false and do nothing when the handle is absent.
    bool erase(std::uint32_t handle);
    bool reclass(std::uint32_t handle, std::size_t urgency);
    void clear();

    [[nodiscard]] bool contains(std::uint32_t handle) const { return entries_.contains(handle); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    // Inline, because whoever comes free asks it of every lane and class.
    [[nodiscard]] std::size_t size(std::uint16_t lane, std::size_t urgency) const {
        settle();
        const std::uint32_t list = list_of(lane, urgency);
        return list < entries_.lists() ? entries_.size(list) : 0;
    }
    [[nodiscard]] std::optional<std::uint32_t> front(std::uint16_t lane, std::size_t urgency) const;

    // Calls visit(const Entry&) in order until it returns false. Not to be changed meanwhile.
    template <class Visit>
    void walk(std::uint16_t lane, std::size_t urgency, Visit visit) const {
        if (size(lane, urgency) == 0) return;  // which settles
        entries_.walk(list_of(lane, urgency), [&visit](const OrderedLists::Entry& entry) {
            return visit(Entry{entry.handle, TimePoint{entry.key.time}, entry.key.id});
        });
    }

  private:
    [[nodiscard]] static std::uint32_t list_of(std::uint16_t lane, std::size_t urgency) {
        return static_cast<std::uint32_t>(lane * classes + urgency);
    }

    struct Change {
        std::uint32_t handle = 0;
        std::uint32_t urgency = 0;
    };
    // How many wait at most, and how many of them lie between one look at a change and the next:
    // time enough for the memory to come.
    static constexpr std::uint32_t changes_max = 12;
    static constexpr std::uint32_t fetch_ahead = 4;

    [[nodiscard]] Change& change(std::uint32_t number) const {
        return changes_[number % changes_.size()];
    }
    [[nodiscard]] std::uint32_t list_after(const Change& change) const;
    void make_change() const;
    void settle() const {
        while (made_ != taken_)
            make_change();
    }

    // Mutable for the changes that were taken down before a question.
    mutable OrderedLists entries_;
    mutable std::array<Change, 16> changes_;
    mutable std::uint32_t made_ = 0;  // count up and around
    std::uint32_t taken_ = 0;
};

}  // namespace muster::core
