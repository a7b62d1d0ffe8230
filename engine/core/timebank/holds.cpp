// Credits that are kept ready, and let go.

#include <algorithm>
#include <utility>

#include "engine/core/registry/looked_after.hpp"
#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {
namespace {

// Each booking of a member looks through what is kept ready for him.
constexpr std::size_t most_for_a_member = 64;

// The member is whom the command says it is to the holder, as far as the board knows, and the
// scheme lets the holder pay for him.
Rejection check_for_whom(const Step& step, const Account& account, MemberId member,
                         Relation relation) {
    const Board& board = step.board;
    if (account.kind == AccountKind::issue) {
        return reject(RejectReason::not_eligible, "/account", "pays for no service by itself");
    }
    if (account.kind == AccountKind::pool && !timebank_rule(board.rules())->pool_pays) {
        return reject(RejectReason::not_eligible, "/account",
                      "by the scheme the pool pays for nobody");
    }
    const bool is_key_fund = account.kind == AccountKind::fund &&
                             account.fund == timebank_rule(board.rules())->key_person_fund;
    const Member* const served = board.members().get(board.root(member));
    if (is_key_fund && (served == nullptr || !is_key_person(*served))) {
        return reject(RejectReason::not_eligible, "/account", "pays for key persons only");
    }
    if (!is_persons(account.kind)) return {};
    if (!has(timebank_rule(board.rules())->redeem_for, relation)) {
        return reject(RejectReason::not_eligible, "/relation",
                      "by the scheme nobody pays for this relation");
    }
    const MemberId whom = board.root(member);
    if (relation == Relation::self && (!account.member || board.root(account.member) != whom)) {
        return reject(RejectReason::not_eligible, "/relation",
                      "the account is not of member " + std::to_string(member.value));
    }
    if (relation == Relation::spouse) {
        const AccountId other = account_of(board, whom);
        if (!other || (account.spouse != other && account_at(board, other).spouse != account.id)) {
            return reject(RejectReason::not_eligible, "/relation",
                          "the account of member " + std::to_string(member.value) +
                              " is not known as the spouse's; see UpdateAccount");
        }
    }
    const std::string why = not_to_redeem(board, account, step.now());
    return why.empty() ? Rejection{} : reject(RejectReason::not_eligible, "/account", why);
}

Rejection check_until(const Step& step, const std::optional<TimePoint>& until) {
    if (!until || (*until > step.now() && *until <= step.now() + hours(24 * 366))) return {};
    return reject(RejectReason::invalid_field, "/until", "must be in the next 366 days");
}

Rejection check_named(const Step& step, const HoldCredits& command) {
    if (!command.member && !command.booking) {
        return reject(RejectReason::invalid_field, "/member", "name a member or a booking");
    }
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    const auto account = find_one(step, command.account);
    if (command.booking) {
        if (auto booking = find_one(step, command.booking); !booking) return booking.error();
    }
    if (!account) return account.error();
    if (!command.member) return {};
    const auto member = find_looked_after(step, command.member, "HoldCredits");
    return member ? Rejection{} : member.error();
}

Hold hold_of(const Step& step, const HoldCredits& command, const Booking* booking) {
    Hold hold;
    hold.account = command.account;
    hold.booking = command.booking;
    hold.member = booking != nullptr ? booking->member : command.member;
    hold.minutes = command.minutes;
    const std::int64_t days = timebank_rule(step.board.rules())->hold_days;
    const TimePoint from = booking != nullptr ? booking->ends_at : step.now();
    hold.until = command.until.value_or(from + hours(24 * days));
    return hold;
}

}  // namespace

HoldId place_hold(Step& step, Hold hold, const Personal<std::string>& reason) {
    hold.id = step.next_hold_id();
    const HoldId id = hold.id;
    const std::int64_t left = step.board.ledger().available(hold.account).value - hold.minutes;
    step.emit(HoldPlaced{hold, left, step.env.source, reason});
    return id;
}

void end_hold(Step& step, HoldId id, HoldOutcome outcome, std::int64_t settled,
              const Personal<std::string>& reason) {
    const Hold& hold = *step.board.store<Hold>().get(id);
    step.emit(HoldEnded{id, hold.account, hold.member, hold.booking, outcome, hold.minutes, settled,
                        outcome == HoldOutcome::expired ? std::string() : step.env.source, reason});
}

void let_go(Step& step, HoldId id, const std::string& reason) {
    const Hold& hold = *step.board.store<Hold>().get(id);
    const bool over = hold.until && hold.until <= step.now();
    end_hold(step, id, over ? HoldOutcome::expired : HoldOutcome::released, 0, reason);
}

void release_all(Step& step, AccountId id, const std::string& reason) {
    for (const HoldId hold : holds_of(step.board, id))
        let_go(step, hold, reason);
}

void release_promises(Step& step, AccountId id, const std::string& reason) {
    for (const HoldId hold : holds_of(step.board, id)) {
        if (!step.board.store<Hold>().get(hold)->entry) let_go(step, hold, reason);
    }
}

Rejection decide(Step& step, const HoldCredits& command) {
    if (auto bad = check_minutes(command.minutes)) return bad;
    if (auto bad = check_until(step, command.until)) return bad;
    if (auto bad = check_named(step, command)) return bad;
    const Board& board = step.board;
    if (auto bad = check_bank(step)) return bad;
    const Account& account = account_at(board, command.account);
    if (auto bad = check_status(account, "HoldCredits", EnumSet<AccountStatus>(AccountStatus::open),
                                words_of<Account>)) {
        return bad;
    }
    const Booking* const booking = board.store<Booking>().get(command.booking);
    if (booking != nullptr &&
        (!is_pending(booking->status) || !board.derived<Hold>().of_booking(booking->id).empty())) {
        return reject(RejectReason::illegal_status, "/booking",
                      "is over, or credits are kept ready for it");
    }
    const Hold hold = hold_of(step, command, booking);
    if (command.member && board.root(command.member) != board.root(hold.member)) {
        return reject(RejectReason::illegal_status, "/booking", "is of another member");
    }
    if (auto bad = check_for_whom(step, account, hold.member, command.relation)) return bad;
    const LedgerHold one = to_ledger(hold);
    if (auto bad = to_rejection(board.ledger().check_place(one, step.now()), "/minutes")) {
        return bad;
    }
    if (!hold.booking && board.derived<Hold>().of_member(hold.member).size() >= most_for_a_member) {
        return reject(RejectReason::limit_reached, "/member",
                      "credits are kept ready for member " + std::to_string(hold.member.value) +
                          " " + std::to_string(most_for_a_member) +
                          " times already; see ReleaseHold");
    }
    place_hold(step, hold, command.reason);
    return {};
}

Rejection decide(Step& step, const ReleaseHold& command) {
    const auto index = find_one(step, command.hold);
    if (!index) return index.error();
    const Hold& hold = step.board.store<Hold>()[*index];
    if (hold.entry) {
        return reject(RejectReason::illegal_status, "/hold",
                      "the dispute about entry " + std::to_string(hold.entry.value) +
                          " keeps it; see ResolveDispute");
    }
    // Its time is over, whether a tick has come or not.
    if (auto bad = to_rejection(step.board.ledger().check_release(hold.id, step.now()), "/hold")) {
        return bad;
    }
    end_hold(step, hold.id, HoldOutcome::released, 0, command.reason);
    return {};
}

}  // namespace muster::core
