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

// The earliest deadline of all areas; `never` if nothing waits.
[[nodiscard]] TimePoint next_deadline(const Board& board);
// Does what is due first; false when nothing is. Of areas that are due at the same time the later
// one in the list goes first.
bool fire_next(Step& step);

// The first broken invariant of any area; empty when all hold.
[[nodiscard]] std::string broken_invariant(const Board& board, Journeys& journeys);

}  // namespace muster::core
