// What went through one account of the time bank, with the balances before and after.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/date.hpp"
#include "muster/units.hpp"

namespace muster::reports {

// minutes: below 0 where the account gave them. balance: after it.
struct StatementEntry {
    std::uint64_t entry = 0;
    TimePoint posted_at;
    Date day;  // the city's
    std::string kind;
    std::uint64_t other = 0;  // the other account
    std::int64_t minutes = 0;
    std::int64_t balance_min = 0;
    std::string service;
    std::uint64_t service_record = 0;
    std::uint64_t reverses = 0;  // the entry that it takes back
};
BOOST_DESCRIBE_STRUCT(StatementEntry, (),
                      (entry, posted_at, day, kind, other, minutes, balance_min, service,
                       service_record, reverses))

struct Statement {
    std::uint64_t account = 0;
    std::string kind;
    std::string status;
    std::optional<Date> first;  // as it was asked for
    std::optional<Date> last;
    std::int64_t opening_min = 0;
    std::int64_t closing_min = 0;
    std::int64_t received_min = 0;
    std::int64_t given_min = 0;
    bool complete = true;  // false: there are more entries than a statement shows
    std::uint64_t as_of = 0;
    std::vector<StatementEntry> entries;  // the oldest first
};
BOOST_DESCRIBE_STRUCT(Statement, (),
                      (account, kind, status, first, last, opening_min, closing_min, received_min,
                       given_min, complete, as_of, entries))

// Where there are more, the first ones are shown, and closing_min is the balance after these.
constexpr std::size_t most_entries = 100'000;

struct StatementWish {
    std::uint64_t account = 0;
    std::optional<Date> first;  // both included
    std::optional<Date> last;
};

// From one state of the tables. Fails with not_found where no such account was ever opened.
[[nodiscard]] log::Result<Statement> read_statement(const sqlite::Database& db,
                                                    const StatementWish& wish);

[[nodiscard]] std::string to_json(const Statement& statement);

}  // namespace muster::reports
