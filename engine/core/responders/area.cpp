// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/responders/area.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "engine/core/step.hpp"
#include "muster/responders.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterResponder& command);
Rejection decide(Step& step, const UpdateResponder& command);
Rejection decide(Step& step, const SetDuty& command);
Rejection decide(Step& step, const OrderStandby& command);
Rejection decide(Step& step, const ReportPositions& command);

namespace {

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const ResponderRegistered& e) {
        Responder responder;
        responder.id = e.responder;
        responder.profile = e.profile;
        responder.idle_since = at;
        changes.sync_responder(changes.put(responder));
    }

    void operator()(const ResponderUpdated& e) {
        const Index index = changes.index_of(e.responder);
        changes.forget_place(board.responders()[index].profile.post);
        changes.know_place(e.profile.post);
        changes.store<Responder>()[index].profile = e.profile;
        changes.store<Responder>().aux(index).skills =
            board.rule_index().known_mask(e.profile.skills);
        changes.sync_responder(index);
    }

    void operator()(const SkillExpired& e) {
        const Index index = changes.index_of(e.responder);
        std::erase(changes.store<Responder>()[index].profile.skills, e.skill);
        changes.store<Responder>().aux(index).skills =
            board.rule_index().known_mask(board.responders()[index].profile.skills);
        changes.sync_responder(index);
    }

    void operator()(const DutyChanged& e) {
        changes.responder(e.responder, [&](Responder& r) {
            if (e.status == ResponderStatus::available && r.status != ResponderStatus::available) {
                r.idle_since = at;
            }
            r.status = e.status;
            r.shift_until = e.shift_until;
            // The next shift begins at the responder's own place.
            if (e.status != ResponderStatus::available) r.standby = {};
            r.advised = {};
        });
    }

    void operator()(const PositionsReported& e) {
        for (const PositionFix& fix : e.fixes) {
            changes.responder(fix.responder, [&](Responder& r) {
                r.position = Point(fix.point.value);
                r.position_at = fix.fix_at;
                r.lapsed_at.reset();
            });
        }
    }

    void operator()(const PositionDoubted& e) {
        changes.store<Responder>()[changes.index_of(e.responder)].doubted = e.doubted;
    }

    void operator()(const PositionDoubtEnded& e) {
        changes.store<Responder>()[changes.index_of(e.responder)].doubted.reset();
    }

    void operator()(const PositionLapsed& e) {
        changes.responder(e.responder, [&](Responder& r) { r.lapsed_at = at; });
    }

    void operator()(const ResponderCleared& e) {
        changes.responder(e.responder, [&](Responder& r) { make_idle(r, at); });
    }

    void operator()(const StandbyAdvised& e) {
        changes.responder(e.responder, [&](Responder& r) { r.advised = e.post; });
    }

    void operator()(const StandbyOrdered& e) {
        changes.responder(e.responder, [&](Responder& r) {
            r.standby = e.post;
            r.advised = {};
        });
    }
};

}  // namespace

Rejection RespondersArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void RespondersArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

}  // namespace muster::core
