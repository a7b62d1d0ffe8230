// What of responders falls due by the passing of time.

#include <algorithm>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/responders/area.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::core {

const SkillTerm* next_to_end(const ResponderProfile& profile) {
    const SkillTerm* next = nullptr;
    for (const SkillTerm& term : profile.skill_terms) {
        const auto& skills = profile.skills;
        if (std::find(skills.begin(), skills.end(), term.skill) == skills.end()) continue;
        if (next == nullptr || term.ends_at < next->ends_at) next = &term;
    }
    return next;
}

namespace {

// What was asked of the responder as before no longer holds; an assignment goes on.
void expire(Step& step, Index index, Code skill) {
    const Index asked_for = withdraw_offer_of(step, index, WithdrawCause::responder_busy);
    step.emit(SkillExpired{step.board.responders()[index].id, skill});
    step.came_free(index);
    if (asked_for != no_index) fill_request(step, asked_for);
}

}  // namespace

TimePoint RespondersArea::due(const Board& board) {
    return board.deadlines<Responder>().next_due();
}

void RespondersArea::fire(Step& step) {
    const Index index = step.board.deadlines<Responder>().next_handle();
    const Responder& responder = step.board.responders()[index];
    const SkillTerm* const term = next_to_end(responder.profile);
    if (term != nullptr && term->ends_at <= step.now()) return expire(step, index, term->skill);
    if (responder.status == ResponderStatus::clearing) {
        step.emit(ResponderCleared{responder.id});
        step.came_free(index);
        return;
    }
    const Index asked_for = withdraw_offer_of(step, index, WithdrawCause::responder_busy);
    step.emit(DutyChanged{responder.id, ResponderStatus::off_duty, {}, "shift ended"});
    if (asked_for != no_index) fill_request(step, asked_for);
}

}  // namespace muster::core
