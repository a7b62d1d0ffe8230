#include "engine/core/timebank/pricing.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/timebank/posting.hpp"

namespace muster::core {

Means::Means(const Board& board, MemberId member, TimePoint now) {
    const TimebankRule& rule = *timebank_rule(board.rules());
    const MemberId whom = board.root(member);
    const Derived<Account>& accounts = board.derived<Account>();
    for (const MemberId one : board.derived<Member>().with_aliases(whom)) {
        for (const HoldId id : board.derived<Hold>().of_member(one)) {
            const Hold& hold = *board.store<Hold>().get(id);
            if (hold.until && hold.until <= now) continue;
            prepaid_.push_back({id, hold.account, hold.minutes});
        }
    }
    const AccountId own = account_of(board, whom);
    if (!own) {
        why_ = "the member has no account";
    } else if (account_at(board, own).status != AccountStatus::open) {
        why_ = "account " + std::to_string(own.value) + " is frozen";
    } else {
        why_ = not_to_redeem(board, account_at(board, own), now);
        if (why_.empty() && !has(rule.redeem_for, Relation::self)) {
            why_ = "the scheme has no services for credits";
        }
        if (why_.empty()) {
            why_ = "account " + std::to_string(own.value) + " can give " +
                   minutes_text(can_give(board, own));
            sources_.push_back({own, can_give(board, own)});
        }
    }
    const Member* const person = board.members().get(whom);
    if (rule.key_person_fund > 0 && person != nullptr && is_key_person(*person)) {
        const AccountId fund = accounts.fund(rule.key_person_fund);
        if (fund) sources_.push_back({fund, can_give(board, fund)});
    }
    if (rule.pool_pays) sources_.push_back({accounts.pool(), can_give(board, accounts.pool())});
}

void Means::give_back(const Hold& hold) {
    for (Source& source : sources_) {
        if (source.account == hold.account) source.left += hold.minutes;
    }
}

Payer Means::take(std::int64_t minutes) {
    for (auto one = prepaid_.begin(); one != prepaid_.end(); ++one) {
        if (one->minutes < minutes) continue;
        const Payer payer{one->account, one->hold};
        prepaid_.erase(one);
        return payer;
    }
    for (Source& source : sources_) {
        if (source.left < minutes) continue;
        source.left -= minutes;
        return {source.account, {}};
    }
    return {};
}

std::string Means::why_not(std::int64_t minutes) const {
    return "it costs " + minutes_text(minutes) + " of credit, and " + why_;
}

namespace {

bool is_priced(const Board& board, std::int64_t price_min) {
    const Derived<Account>& accounts = board.derived<Account>();
    return price_min > 0 && timebank_rule(board.rules()) != nullptr && accounts.issue() &&
           accounts.pool();
}

// Whoever keeps the price of a booking ready pays for it at another time too.
bool pays_on(const Board& board, const Hold& hold, std::int64_t price_min, TimePoint now) {
    return !(hold.until && hold.until <= now) && hold.minutes >= price_min &&
           account_at(board, hold.account).status == AccountStatus::open;
}

Hold hold_of_price(const Board& board, const Booking& booking, AccountId account) {
    Hold hold;
    hold.account = account;
    hold.member = booking.member;
    hold.booking = booking.id;
    hold.minutes = booking.price_min;
    hold.until = booking.ends_at + hours(24 * timebank_rule(board.rules())->hold_days);
    return hold;
}

}  // namespace

Rejection why_not_payable(const Step& step, MemberId member, std::int64_t price_min,
                          std::size_t count, const Booking* instead_of) {
    const Board& board = step.board;
    if (!is_priced(board, price_min)) return {};
    Means means(board, member, step.now());
    if (instead_of != nullptr) {
        for (const HoldId id : board.derived<Hold>().of_booking(instead_of->id)) {
            const Hold& hold = *board.store<Hold>().get(id);
            if (pays_on(board, hold, price_min, step.now())) return {};
            means.give_back(hold);
        }
    }
    for (std::size_t n = 0; n < count; ++n) {
        if (means.take(price_min).account) continue;
        std::string text = means.why_not(price_min);
        if (count > 1) {
            text += "; that pays " + std::to_string(n) + " of " + std::to_string(count) + " times";
        }
        return reject(RejectReason::not_enough_credits, "/member", std::move(text));
    }
    return {};
}

void keep_price_ready(Step& step, const Booking& booking) {
    const Board& board = step.board;
    if (!is_priced(board, booking.price_min)) return;
    if (!board.derived<Hold>().of_booking(booking.id).empty()) return;
    if (hold_of_price(board, booking, {}).until <= step.now()) return;
    const Payer payer = Means(board, booking.member, step.now()).take(booking.price_min);
    if (!payer.account) return;
    if (payer.prepaid) {
        end_hold(step, payer.prepaid, HoldOutcome::released, 0,
                 std::string("it is used for booking ") + std::to_string(booking.id.value));
    }
    place_hold(step, hold_of_price(board, booking, payer.account), {});
}

void move_price(Step& step, HoldId id, const Booking& to) {
    const Board& board = step.board;
    const Hold hold = *board.store<Hold>().get(id);
    let_go(step, id, "the booking is moved");
    if (!is_priced(board, to.price_min)) return;
    if (!pays_on(board, hold, to.price_min, step.now())) return;
    place_hold(step, hold_of_price(board, to, hold.account), {});
}

}  // namespace muster::core
