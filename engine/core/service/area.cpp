// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/service/area.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const LoadRules& command);
Rejection decide(Step& step, const Tick& command);
Rejection decide(Step& step, const SetSpeeds& command);
Rejection decide(Step& step, const UseSpeeds& command);
Rejection decide(Step& step, const RecomputeDeadlines& command);
Rejection decide(Step& step, const UnmaskEntity& command);
Rejection decide(Step& step, const NoteAccessSheet& command);

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

    // What moves is told by the areas.
    void operator()(const DeadlinesRecomputed& /*e*/) {}
    void operator()(const DeadlinesLeft& /*e*/) {}
    void operator()(const EntityUnmasked& /*e*/) {}

    void operator()(const AccessSheetNoted& e) { changes.note_access_sheet(e.sheet); }
};

}  // namespace

Rejection ServiceArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void ServiceArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board()}, event);
}

std::string ServiceArea::broken(const Board& board, Journeys& /*journeys*/) {
    KnownPlaces places;
    const auto know = [&places](const std::optional<Personal<Point>>& place) {
        if (place) places.add(place->value);
    };
    for (const Index index : board.members().in_order())
        know(board.members()[index].profile.home);
    for (const PostRule& post : board.rules().standby.posts)
        places.add(post.place);
    for (const DemandPoint& point : board.rules().standby.demand)
        places.add(point.place);
    for (const Index index : board.responders().in_order())
        know(board.responders()[index].profile.post);
    if (places != board.known_places()) return "the known places are not those of the entities";
    return {};
}

}  // namespace muster::core
