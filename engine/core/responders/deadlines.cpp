// What of responders falls due by the passing of time.

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/responders/area.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::core {

TimePoint RespondersArea::due(const Board& board) {
    return board.deadlines<Responder>().next_due();
}

void RespondersArea::fire(Step& step) {
    const Index index = step.board.deadlines<Responder>().next_handle();
    const Responder& responder = step.board.responders()[index];
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
