#include <cstdlib>

#include "engine/core/kernel/ledger.hpp"

namespace muster::core {
namespace {

std::string say(Minutes minutes) {
    return std::to_string(minutes.value) + (minutes.value == 1 ? " minute" : " minutes");
}

std::string name(AccountId id) {
    return "account " + std::to_string(id.value);
}

std::string name(EntryId id) {
    return "entry " + std::to_string(id.value);
}

std::string name(HoldId id) {
    return "hold " + std::to_string(id.value);
}

}  // namespace

std::string to_text(const LedgerRefusal& refusal) {
    const std::string account = name(refusal.account);
    const std::string entry = name(refusal.entry);
    const std::string hold = name(refusal.hold);
    const std::string has = say(refusal.has);
    const std::string needs = say(refusal.needs);
    switch (refusal.reason) {
        case LedgerReason::none:
            return {};
        case LedgerReason::account_known:
            return account + " is open already and has " + has;
        case LedgerReason::bad_bounds:
            return account + " cannot have the floor " + has + " and the cap " + needs;
        case LedgerReason::unknown_hold:
            return "there is no " + hold + " that has not ended";
        case LedgerReason::hold_known:
            return hold + " is placed already";
        case LedgerReason::no_entries:
            return "at least one entry is posted";
        case LedgerReason::too_many_entries:
            return "at most " + std::to_string(refusal.has.value) +
                   " entries are posted together, not " + std::to_string(refusal.needs.value);
        case LedgerReason::bad_minutes:
            return "1 to " + say(most_minutes) + " can be taken from " + account + ", not " + needs;
        case LedgerReason::same_account:
            return account + " cannot give " + needs + " to itself";
        case LedgerReason::entry_known:
            return entry + " is posted already";
        case LedgerReason::already_posted:
            return account + " has got the " + has + " already, with " + entry;
        case LedgerReason::reference_reused:
            return "the reference of the " + needs + " belongs to " + entry + ", of " + has +
                   " for " + account;
        case LedgerReason::unknown_account:
            return "there is no " + account;
        case LedgerReason::unknown_entry:
            return "there is no " + entry + " that can be reversed (it may be too old)";
        case LedgerReason::is_reversal:
            return entry + " is a reversal; it cannot be reversed";
        case LedgerReason::already_reversed:
            return "it was reversed already, by " + entry;
        case LedgerReason::not_its_reverse:
            return "to reverse " + entry + ", " + has + " must go back the same way from " +
                   account + ", not " + needs;
        case LedgerReason::hold_expired:
            return hold + " of " + needs + " on " + account + " has expired";
        case LedgerReason::not_expired:
            return hold + " of " + needs + " on " + account + " has not expired yet";
        case LedgerReason::not_of_hold:
            return hold + " is not on " + account + ", which " + needs + " would be taken from";
        case LedgerReason::more_than_held:
            return hold + " keeps " + has + " of " + account + ", and " + needs +
                   " would be needed";
        case LedgerReason::below_floor:
            return account + " has " + has + " available, and " + needs + " would be needed";
        case LedgerReason::above_cap:
            return account + " has room for " + has + " below its cap, and " + needs +
                   " would be needed";
        case LedgerReason::over_limit:
            return account + " can be credited " + has + " more in this period, and " + needs +
                   " would be needed";
        case LedgerReason::out_of_bounds:
            return account + " has " + has + ", and the bound would be " + needs;
        case LedgerReason::not_empty:
            return account + " has " + has + "; it can be closed with 0";
        case LedgerReason::has_holds:
            return account + " has " + has + " on hold; it can be closed when no hold is left";
    }
    std::abort();
}

}  // namespace muster::core
