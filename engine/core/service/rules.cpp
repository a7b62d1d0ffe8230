#include <string>
#include <utility>

#include "engine/core/areas.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service/road_source.hpp"
#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {

Rejection decide(Step& step, const LoadRules& command) {
    if (auto bad = check_rules(command.rules)) return bad;
    if (auto missing = missing_map(step.roads, command.rules.roads.map)) {
        return reject(RejectReason::invalid_field, "/rules/roads/map", std::move(*missing));
    }
    // A service with open requests must stay, or their plans would be gone.
    const RuleIndex next(command.rules);
    for (const Index index : step.board.requests().in_order()) {
        const Request& request = step.board.requests()[index];
        if (next.service(request.service) == nullptr) {
            return reject(RejectReason::invalid_field, "/rules/services",
                          "\"" + request.service.str() + "\" is missing, but request " +
                              std::to_string(request.id.value) +
                              " is of this service and still on the board");
        }
    }
    step.emit(RulesLoaded{command.rules});
    return {};
}

Rejection decide(Step& step, const RecomputeDeadlines& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    if (command.most < 1 || command.most > most_deadlines_moved) {
        return reject(RejectReason::invalid_field, "/most",
                      "must be from 1 to " + std::to_string(most_deadlines_moved) + ", is " +
                          std::to_string(command.most));
    }
    step.moves_left = command.most;
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    step.emit(DeadlinesRecomputed{step.env.source, command.reason, calendar.known_until});
    react(step);
    if (step.moves_refused > 0) step.emit(DeadlinesLeft{step.moves_refused});
    return {};
}

}  // namespace muster::core
