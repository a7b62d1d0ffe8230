// The areas of the service, in a fixed order: what each does with its own commands and events.
// Their list stands in areas.cpp; what one must have, in the struct of its folder's area.hpp.
#pragma once

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
};

// Of the area whose command or event it is. Aborts when it is in no list.
[[nodiscard]] const Area& area_of(const Command& command);
[[nodiscard]] const Area& area_of(const Event& event);

}  // namespace muster::core
