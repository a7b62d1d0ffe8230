// What of the time bank falls due by the passing of time.

#include <algorithm>

#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {

TimePoint TimebankArea::due(const Board& board) {
    return std::min({board.deadlines<Account>().next_due(), board.deadlines<Hold>().next_due(),
                     board.deadlines<Entry>().next_due()});
}

// Holds first: an account that is wound up keeps nothing ready.
void TimebankArea::fire(Step& step) {
    const Board& board = step.board;
    const TimePoint next = due(board);
    if (board.deadlines<Hold>().next_due() == next) {
        const Hold& hold = board.store<Hold>()[board.deadlines<Hold>().next_handle()];
        return end_hold(step, hold.id, HoldOutcome::expired, 0, {});
    }
    if (board.deadlines<Account>().next_due() == next) {
        const Account& account = board.store<Account>()[board.deadlines<Account>().next_handle()];
        if (account.status == AccountStatus::closed) {
            step.emit(AccountForgotten{account.id});
            return;
        }
        return wind_up(step, account.id, "the holder is dead");
    }
    step.emit(EntryForgotten{board.store<Entry>()[board.deadlines<Entry>().next_handle()].id});
}

}  // namespace muster::core
