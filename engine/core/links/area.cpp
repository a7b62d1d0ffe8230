// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/links/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/links/link_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const IssueLink& command);
Rejection decide(Step& step, const RevokeLink& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const LinkIssued& e) { changes.put(e.link); }

    void operator()(const LinkEnded& e) {
        changes.change(e.link, [&](Link& link) {
            link.status = e.status;
            link.ended_at = at;
            link.reason = e.reason;
        });
    }

    void operator()(const LinkForgotten& e) { changes.forget(e.link); }
};

}  // namespace

Rejection LinksArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void LinksArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
