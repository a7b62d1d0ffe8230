// Statements against a plain list of what was posted.
#include "engine/reports/statement.hpp"

#include <gtest/gtest.h>

#include "engine/reports/follower.hpp"
#include "tests/reports/event_city.hpp"

namespace muster::reports::test {
namespace {

struct Line {
    std::int64_t day = 0;
    std::int64_t minutes = 0;
};

// Of an account, in order, by the city's days.
std::vector<Line> lines_of(const std::vector<Told>& told, AccountId account) {
    std::vector<Line> lines;
    for (const Told& record : told) {
        const std::int64_t day = (record.at.value + 28'800'000) / 86'400'000;
        for (const Event& event : record.events) {
            const auto* const posted = event.get_if<EntryPosted>();
            if (posted == nullptr) continue;
            const Entry& e = posted->entry;
            if (e.from == account) lines.push_back({day, -e.minutes});
            if (e.to == account) lines.push_back({day, e.minutes});
        }
    }
    return lines;
}

std::vector<AccountId> accounts_of(const std::vector<Told>& told) {
    std::vector<AccountId> all;
    for (const Told& record : told) {
        for (const Event& event : record.events) {
            if (const auto* opened = event.get_if<AccountOpened>()) {
                all.push_back(opened->account.id);
            }
        }
    }
    return all;
}

TEST(Statements, EachAgreesWithAPlainSumForAnyDays) {
    const TempFolder folder;
    EventCity city(folder.path(), 31);
    city.go_on(6000);
    auto follower = Follower::open(folder.path());
    ASSERT_TRUE(follower);
    ASSERT_TRUE(catch_up(**follower, 1000, {}));
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const Date start = *Date::of(2026, 1, 1);
    std::mt19937 random(1);
    std::size_t seen = 0;
    for (const AccountId account : accounts_of(city.told())) {
        const auto lines = lines_of(city.told(), account);
        for (int i = 0; i < 6; ++i) {
            StatementWish wish{account.value, {}, {}};
            if (i % 3 != 0) wish.first = start + static_cast<int>(random() % 120);
            if (i % 2 != 0) {
                wish.last = wish.first.value_or(start) + static_cast<int>(random() % 60);
            }
            std::int64_t opening = 0, received = 0, given = 0;
            std::vector<Line> within;
            for (const Line& line : lines) {
                if (wish.first && line.day < wish.first->days) {
                    opening += line.minutes;
                } else if (!wish.last || line.day <= wish.last->days) {
                    within.push_back(line);
                    (line.minutes > 0 ? received : given) += std::abs(line.minutes);
                }
            }
            const auto statement = read_statement(*db, wish);
            ASSERT_TRUE(statement) << statement.error().message;
            EXPECT_EQ(statement->opening_min, opening);
            EXPECT_EQ(statement->received_min, received);
            EXPECT_EQ(statement->given_min, given);
            EXPECT_EQ(statement->closing_min, opening + received - given);
            ASSERT_EQ(statement->entries.size(), within.size());
            std::int64_t balance = opening;
            for (std::size_t n = 0; n < within.size(); ++n) {
                balance += within[n].minutes;
                EXPECT_EQ(statement->entries[n].minutes, within[n].minutes);
                EXPECT_EQ(statement->entries[n].balance_min, balance);
                EXPECT_EQ(statement->entries[n].day.days, within[n].day);
            }
            seen += within.size();
        }
    }
    EXPECT_GT(seen, 500U);
}

// Issued 600, 95 earned by another, and taken back: as the service's own example has it.
TEST(Statements, AReversalStandsBesideWhatItTakesBack) {
    const TempFolder folder;
    EventCity city(folder.path(), 32);
    const AccountId issue{11}, member{12}, volunteer{13};
    for (const AccountId id : {issue, member, volunteer}) {
        Account account;
        account.id = id;
        city.append({AccountOpened{account, "", ""}});
    }
    const auto post = [&](std::uint64_t id, AccountId from, AccountId to, std::int64_t minutes,
                          EntryKind kind, std::int64_t from_balance, std::int64_t to_balance,
                          std::uint64_t reverses) {
        EntryPosted e;
        e.entry.id = {id};
        e.entry.from = from;
        e.entry.to = to;
        e.entry.minutes = minutes;
        e.entry.kind = kind;
        e.entry.reverses = {reverses};
        e.from_balance_min = from_balance;
        e.to_balance_min = to_balance;
        city.append({e});
    };
    post(21, issue, member, 600, EntryKind::issued, -600, 600, 0);
    post(22, member, volunteer, 95, EntryKind::earned, 505, 95, 0);
    post(23, volunteer, member, 95, EntryKind::reversal, 0, 600, 22);
    auto follower = Follower::open(folder.path());
    ASSERT_TRUE(follower);
    ASSERT_TRUE(catch_up(**follower, 1000, {}));
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const auto of_volunteer = read_statement(*db, {volunteer.value, {}, {}});
    ASSERT_TRUE(of_volunteer);
    EXPECT_EQ(of_volunteer->closing_min, 0);
    ASSERT_EQ(of_volunteer->entries.size(), 2U);
    EXPECT_EQ(of_volunteer->entries[1].minutes, -95);
    EXPECT_EQ(of_volunteer->entries[1].reverses, 22U);
    EXPECT_EQ(of_volunteer->entries[1].other, member.value);
    const auto of_member = read_statement(*db, {member.value, {}, {}});
    ASSERT_TRUE(of_member);
    EXPECT_EQ(of_member->closing_min, 600);
    EXPECT_EQ(of_member->received_min, 695);
    const std::string json = to_json(*of_member);
    EXPECT_NE(json.find(R"("closing_min":600)"), std::string::npos) << json;
}

TEST(Statements, SayWhoseAccountItIsAsIsFoundOutLater) {
    const TempFolder folder;
    EventCity city(folder.path(), 34);
    const AccountId opened{12};
    Account account;
    account.id = opened;
    account.kind = AccountKind::volunteer;
    account.volunteer = {5};
    city.append({AccountOpened{account, "", ""}});
    AccountUpdated found;
    found.account = opened;
    found.volunteer = {5};
    found.member = {6};
    city.append({found});
    auto follower = Follower::open(folder.path());
    ASSERT_TRUE(follower);
    ASSERT_TRUE(catch_up(**follower, 1000, {}));
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const auto statement = read_statement(*db, {opened.value, {}, {}});
    ASSERT_TRUE(statement);
    EXPECT_EQ(statement->kind, "member");
}

TEST(Statements, AnAccountThatNeverWasIsUnknown) {
    const TempFolder folder;
    EventCity city(folder.path(), 33);
    auto follower = Follower::open(folder.path());
    ASSERT_TRUE(follower);
    ASSERT_TRUE(catch_up(**follower, 1000, {}));
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const auto statement = read_statement(*db, {99, {}, {}});
    ASSERT_FALSE(statement);
    EXPECT_EQ(statement.error().code, log::LogErrorCode::not_found);
}

}  // namespace
}  // namespace muster::reports::test
