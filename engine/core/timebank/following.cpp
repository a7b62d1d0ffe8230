// What follows for the time bank from the rules, members, bookings and services.

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/timebank/area.hpp"
#include "engine/core/timebank/posting.hpp"
#include "engine/core/timebank/pricing.hpp"
#include "engine/core/timebank/settlement.hpp"

namespace muster::core {
namespace {

// The accounts of the bank itself, those that are missing.
void react(Step& step, const RulesLoaded& /*event*/) {
    const TimebankRule* const rule = timebank_rule(step.board.rules());
    if (rule == nullptr) return;
    const Derived<Account>& accounts = step.board.derived<Account>();
    const auto open = [&](AccountId known, AccountKind kind, std::int64_t fund) {
        if (known) return renew_bounds(step, known);
        Account account;
        account.kind = kind;
        account.fund = static_cast<std::uint32_t>(fund);
        open_account(step, account, {});
    };
    open(accounts.issue(), AccountKind::issue, 0);
    open(accounts.pool(), AccountKind::pool, 0);
    for (const TimebankFund& fund : rule->funds)
        open(accounts.fund(fund.number), AccountKind::fund, fund.number);
}

// Those that were kept ready for the services of a member, whoever pays.
void release_of_member(Step& step, MemberId member, const std::string& reason) {
    const std::vector<HoldId> list = step.board.derived<Hold>().of_member(member);
    for (const HoldId id : list)
        let_go(step, id, reason);
}

void react(Step& step, const MemberStatusChanged& event) {
    const Board& board = step.board;
    const bool looked_after = is_looked_after(event.status);
    const std::string why = "the member is " + std::string(name_of(event.status));
    if (!looked_after) {
        for (const MemberId one : board.derived<Member>().with_aliases(event.member))
            release_of_member(step, one, why);
    }
    for (const AccountId id : accounts_of(board, event.member)) {
        if (event.status == MemberStatus::deceased) {
            freeze_for_estate(step, id);
        } else if (event.status == MemberStatus::moved_away) {
            release_promises(step, id, why);
        } else if (looked_after && account_at(board, id).until) {
            end_estate(step, id);
        }
    }
}

bool tells_something(const Entry& entry) {
    return !entry.reason.value.empty() || !entry.dispute.value.empty() ||
           !entry.decision.value.empty();
}

// What was written about the member, as who was served or as the holder of an account, also of one
// that is closed by now. It looks at every account and every entry: that is asked when somebody is
// erased, and no list of them is kept for that.
void strip_all(Step& step, MemberId member) {
    const Board& board = step.board;
    std::vector<AccountId> accounts;
    const auto& all_accounts = board.store<Account>();
    for (Index i = 0; i < all_accounts.end_index(); ++i) {
        if (all_accounts.used(i) && all_accounts[i].member == member) {
            accounts.push_back(all_accounts[i].id);
        }
    }
    const auto is_his = [&](AccountId id) {
        return std::find(accounts.begin(), accounts.end(), id) != accounts.end();
    };
    std::vector<EntryId> list;
    const auto& entries = board.store<Entry>();
    for (Index i = 0; i < entries.end_index(); ++i) {
        if (!entries.used(i)) continue;
        const Entry& entry = entries[i];
        const bool about = entry.member == member || is_his(entry.from) || is_his(entry.to);
        if (about && tells_something(entry)) list.push_back(entry.id);
    }
    // Where they stand in the store depends on when the board was restored; their numbers do not.
    std::sort(list.begin(), list.end());
    for (const EntryId id : list)
        step.emit(EntryStripped{id});
}

// Nothing is known of the member any more. Who serves as well keeps the account for that.
void forget_member(Step& step, MemberId member, const std::string& why) {
    strip_all(step, member);
    release_of_member(step, member, why);
    const AccountId id = step.board.derived<Account>().of(member);
    if (!id) return;
    const Account& account = account_at(step.board, id);
    if (!account.volunteer || account.until) return wind_up(step, id, why);
    release_promises(step, id, why);
    step.emit(AccountUpdated{id,
                             {},
                             account.volunteer,
                             account.spouse,
                             account.floor_min,
                             account.cap_min,
                             step.env.source,
                             why});
}
void react(Step& step, const MemberErased& event) {
    forget_member(step, event.member, "the member was erased");
}
void react(Step& step, const MemberRemoved& event) {
    forget_member(step, event.member, "the member was removed");
}

void react(Step& step, const BookingMade& event) {
    keep_price_ready(step, event.booking);
}
void react(Step& step, const BookingStatusChanged& event) {
    const Board& board = step.board;
    switch (event.status) {
        case BookingStatus::moved: {
            const Booking to = *board.store<Booking>().get(event.moved_to);
            const std::vector<HoldId> list = board.derived<Hold>().of_booking(event.booking);
            for (const HoldId id : list)
                move_price(step, id, to);
            return;
        }
        case BookingStatus::no_show:
        case BookingStatus::cancelled: {
            const std::vector<HoldId> list = board.derived<Hold>().of_booking(event.booking);
            for (const HoldId id : list)
                let_go(step, id, "the booking is " + std::string(name_of(event.status)));
            return;
        }
        case BookingStatus::due:
            // It may come back from an end.
            if (const Booking* const booking = board.store<Booking>().get(event.booking)) {
                keep_price_ready(step, Booking(*booking));
            }
            return;
        case BookingStatus::asked:
        case BookingStatus::confirmed:
        case BookingStatus::served:
            return;
    }
}

void react(Step& step, const ServiceRecordStatusChanged& event) {
    if (event.status == ServiceRecordStatus::approved) return pay_service(step, event);
    if (event.status == ServiceRecordStatus::reversed) return take_back_pay(step, event);
}

}  // namespace

void TimebankArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
