// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/places/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/places/place_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const AddPlace& command);
Rejection decide(Step& step, const UpdatePlace& command);
Rejection decide(Step& step, const RetirePlace& command);
Rejection decide(Step& step, const AddPremisesNote& command);
Rejection decide(Step& step, const ConfirmPremisesNote& command);
Rejection decide(Step& step, const EndPremisesNote& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const PlaceAdded& e) { changes.put(e.place); }

    void operator()(const PlaceUpdated& e) {
        changes.change(e.place.id, [&](Place& p) { p = e.place; });
    }

    void operator()(const PlaceRetired& e) {
        changes.change(e.place, [](Place& p) { p.status = PlaceStatus::retired; });
    }

    void operator()(const PremisesNoteAdded& e) { changes.put(e.premises_note); }

    void operator()(const PremisesNoteStatusChanged& e) {
        changes.change(e.premises_note, [&](PremisesNote& n) {
            n.status = e.status;
            n.home = e.home;
            n.address = e.address;
            if (is_live(e.status)) return;
            n.ended_at = at;
            n.reason = e.reason;
        });
    }

    void operator()(const PremisesNoteForgotten& e) { changes.forget(e.premises_note); }
};

}  // namespace

Rejection PlacesArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void PlacesArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
