// Which entities an event changed: what the feed shows anew and which timelines it belongs to.
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <span>

#include "engine/core/board.hpp"
#include "muster/command.hpp"
#include "muster/event.hpp"
#include "muster/responders.hpp"
#include "muster/topic.hpp"

namespace muster::views {

struct Touched {
    Topic topic{};
    std::uint64_t id = 0;
    auto operator<=>(const Touched&) const = default;
};

// The entities that one event touches, each once; positions and alerts are not among them (see
// position_fixes() and is_alert()).
class TouchedList {
  public:
    // 0 is not an entity and is not added.
    template <class IdT>
    void add(IdT id) {
        add_one({topic_of<EntityOf<IdT>>, id.value});
    }
    [[nodiscard]] const Touched* begin() const { return items_.data(); }
    [[nodiscard]] const Touched* end() const { return items_.data() + items_.size(); }
    [[nodiscard]] std::size_t size() const { return items_.size(); }

  private:
    void add_one(Touched one);

    boost::container::small_vector<Touched, 4> items_;  // hardly any event touches more
};

// `board` is the one after the event was applied. An entity that is no longer on it was removed;
// the offers of a request that was archived left with it and are not named one by one.
[[nodiscard]] TouchedList touched(const Event& event, const core::Board& board);

// What a command made, or repeated.
struct Meant {
    std::uint64_t id = 0;  // 0 = nothing
    bool made = false;
};

// Of a command of this row, by the events of its record `seq`. They alone tell it, so that whoever
// asks again with the same key hears the same. Precondition: the command changed something.
[[nodiscard]] Meant meant_by(const CommandRow& row, std::uint64_t seq,
                             std::span<const Event> events, const core::Board& board);

// The request that an event belongs to; 0 for an event about none.
[[nodiscard]] RequestId request_of(const Event& event, const core::Board& board);

// Empty unless the event is PositionsReported.
[[nodiscard]] std::span<const PositionFix> position_fixes(const Event& event);

// Somebody at the desk should look up now: a new request of P0 or P1, one raised to these, a
// deadline near or missed, a call due, nobody reached, a slot that was let down.
[[nodiscard]] bool is_alert(const Event& event);

}  // namespace muster::views
