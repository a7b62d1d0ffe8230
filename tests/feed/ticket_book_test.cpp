#include "engine/feed/ticket_book.hpp"

#include <gtest/gtest.h>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed {
namespace {

FeedPrincipal named(const std::string& name) {
    FeedPrincipal principal;
    principal.name = name;
    return principal;
}

TEST(TicketBook, GivesThePrincipalBackOnce) {
    TicketBook book(testing::counting_random(), seconds(30), 10);
    const auto ticket = book.issue(named("ann"), TimePoint{0});
    ASSERT_TRUE(ticket);
    EXPECT_EQ(*ticket, "000102030405060708090a0b0c0d0e0f");
    EXPECT_EQ(book.redeem(*ticket, TimePoint{1}).value().name, "ann");
    EXPECT_FALSE(book.redeem(*ticket, TimePoint{2}));
}

TEST(TicketBook, ForgetsAfterItsTime) {
    TicketBook book(testing::counting_random(), seconds(30), 10);
    const auto first = book.issue(named("ann"), TimePoint{0});
    const auto second = book.issue(named("bob"), TimePoint{1});
    EXPECT_FALSE(book.redeem(*first, TimePoint{30'000}));
    EXPECT_TRUE(book.redeem(*second, TimePoint{30'000}));
    EXPECT_EQ(book.size(), 0u);
}

TEST(TicketBook, NeverLastsLongerThanTheProtocolAllows) {
    TicketBook book(testing::counting_random(), minutes(10), 10);
    const auto ticket = book.issue(named("ann"), TimePoint{0});
    EXPECT_FALSE(book.redeem(*ticket, TimePoint{30'000}));
}

TEST(TicketBook, RefusesWhenFullUntilTicketsExpire) {
    TicketBook book(testing::counting_random(), seconds(30), 2);
    EXPECT_TRUE(book.issue(named("a"), TimePoint{0}));
    EXPECT_TRUE(book.issue(named("b"), TimePoint{0}));
    EXPECT_FALSE(book.issue(named("c"), TimePoint{29'999}));
    EXPECT_TRUE(book.issue(named("c"), TimePoint{30'000}));
}

TEST(TicketBook, RefusesARepeatedNumber) {
    TicketBook book([](std::span<std::byte> bytes) { bytes[0] = std::byte{7}; }, seconds(30), 10);
    EXPECT_TRUE(book.issue(named("a"), TimePoint{0}));
    EXPECT_FALSE(book.issue(named("b"), TimePoint{0}));
}

}  // namespace
}  // namespace muster::feed
