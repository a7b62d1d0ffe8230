// The areas of the service, in a fixed order: what each does with its own commands and events.
// Their list stands in areas.cpp; what one must have, in the struct of its folder's area.hpp.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/step.hpp"
#include "muster/command.hpp"
#include "muster/event.hpp"

namespace muster::core {

class Changes;

struct Area {
    std::string_view name;
    // Checks a command of this area, and emits what follows.
    Rejection (*decide)(Step& step, const Command& command) = nullptr;
    // Changes the board as an event of this area says.
    void (*apply)(Changes& changes, const Event& event) = nullptr;
    // Does what follows for this area from an event of its list Follows, whosever it is, in the
    // same step and record. The board is as the whole decision left it. Null: it follows none.
    void (*react)(Step& step, const Event& event) = nullptr;
    // When something of this area falls due; `never`. Null: nothing does.
    TimePoint (*due)(const Board& board) = nullptr;
    // Does what falls due first, which emits something. Precondition: due(step.board) has come.
    void (*fire)(Step& step) = nullptr;
    // Which of its invariants (design.md) does not hold, with ids, checked the slow way from the
    // entities alone; empty when all do. Null: it has none.
    std::string (*broken)(const Board& board, Journeys& journeys) = nullptr;
};

// Of the area whose command or event it is. Aborts when it is in no list.
[[nodiscard]] const Area& area_of(const Command& command);
[[nodiscard]] const Area& area_of(const Event& event);

// Lets the areas follow what was emitted since the last call, and what they emit themselves.
// Whether they emitted anything. Aborts when that does not end after `max_reaction_depth` rounds:
// then areas follow each other in a circle.
bool react(Step& step);
constexpr int max_reaction_depth = 8;

// The earliest deadline of all areas; `never` if nothing waits.
[[nodiscard]] TimePoint next_deadline(const Board& board);
// Does what is due first, and what follows from it; false when nothing is. Of areas that are due at
// the same time the later one in the list goes first.
bool fire_next(Step& step);

// The first broken invariant of any area; empty when all hold.
[[nodiscard]] std::string broken_invariant(const Board& board, Journeys& journeys);

}  // namespace muster::core
