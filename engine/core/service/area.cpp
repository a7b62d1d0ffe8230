// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/service/area.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/service/decide.hpp"
#include "muster/service.hpp"

namespace muster::core {
namespace {

struct Apply {
    Changes& changes;
    const Board& board;

    void operator()(const RulesLoaded& e) { changes.load_rules(e.rules); }

    void operator()(const SpeedsRequested& e) { changes.request_speeds({e.id, e.speeds}); }

    void operator()(const SpeedsInUse& e) {
        must(board.speeds_requested() && board.speeds_requested()->id == e.id);
        changes.use_requested_speeds();
    }
};

}  // namespace

Rejection ServiceArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void ServiceArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board()}, event);
}

}  // namespace muster::core
