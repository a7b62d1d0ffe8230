// The areas of the service, in a fixed order: what each does with its own commands and events.
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
    Rejection (*decide)(Step& step, const Command& command);
    // Changes the board as an event of this area says.
    void (*apply)(Changes& changes, const Event& event);
};

// Of the area whose command or event it is. Aborts when no area has it in its list.
[[nodiscard]] const Area& area_of(const Command& command);
[[nodiscard]] const Area& area_of(const Event& event);

Rejection decide_service(Step& step, const Command& command);
void apply_service(Changes& changes, const Event& event);
Rejection decide_registry(Step& step, const Command& command);
void apply_registry(Changes& changes, const Event& event);
Rejection decide_responders(Step& step, const Command& command);
void apply_responders(Changes& changes, const Event& event);
Rejection decide_requests(Step& step, const Command& command);
void apply_requests(Changes& changes, const Event& event);
Rejection decide_dispatch(Step& step, const Command& command);
void apply_dispatch(Changes& changes, const Event& event);

}  // namespace muster::core
