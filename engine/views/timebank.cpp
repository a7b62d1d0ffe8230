// Accounts, what is kept ready, and entries in reads and on the feed.
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Those that give or get by the account.
Test of_account(const Wanted& w) {
    const auto id = number(w);
    if (!id) return {};
    return test_of<Entry>(
        w, [id = *id](const Entry& one) { return one.from.value == id || one.to.value == id; });
}

constexpr Filter account_filters[] = {{"member", false, of_member<Account>},
                                      {"volunteer", false, by<&Account::volunteer>},
                                      {"kind", false, by<&Account::kind>},
                                      {"status", false, by<&Account::status>}};
constexpr Filter hold_filters[] = {{"account", false, by<&Hold::account>},
                                   {"member", false, of_member<Hold>},
                                   {"booking", false, by<&Hold::booking>},
                                   {"entry", false, by<&Hold::entry>}};
constexpr Filter entry_filters[] = {{"account", false, of_account},
                                    {"kind", false, by<&Entry::kind>},
                                    {"status", false, by<&Entry::status>},
                                    {"service_record", false, by<&Entry::service_record>},
                                    {"booking", false, by<&Entry::booking>},
                                    {"member", false, of_member<Entry>},
                                    {"volunteer", false, by<&Entry::volunteer>}};

// A closed account is over; that of a dead person is not yet.
TimePoint closed_since(const core::Board& board, const Account& account) {
    if (account.status != AccountStatus::closed) return {};
    return account.until - or_usual(board.rules().timebank).keep_ms;
}

}  // namespace

template <>
constexpr Collection<Account> collection<Account>{
    .filters = account_filters,
    // Whoever serves sees what he has earned.
    .open_to =
        [](const core::Board& board, const Responder& self, AccountId id) {
            const Account* const account = board.store<Account>().get(id);
            return account != nullptr && account->volunteer == self.id;
        },
    .over_since = closed_since,
};
template class EntityView<Account>;

template <>
constexpr Collection<Hold> collection<Hold>{.filters = hold_filters};
template class EntityView<Hold>;

template <>
constexpr Collection<Entry> collection<Entry>{
    .filters = entry_filters,
    .open_to =
        [](const core::Board& board, const Responder& self, EntryId id) {
            const Entry* const entry = board.store<Entry>().get(id);
            return entry != nullptr && entry->volunteer == self.id;
        },
    // What nobody questions needs no place in the snapshots of the feed.
    .over_since =
        [](const core::Board& /*board*/, const Entry& entry) {
            const bool asks =
                entry.status == EntryStatus::disputed || entry.status == EntryStatus::appealed;
            return asks ? TimePoint{} : entry.posted_at;
        },
};
template class EntityView<Entry>;

}  // namespace muster::views
