// Where orders stand, in the book: kept with the messages, and moved by what becomes of those.
#include <gtest/gtest.h>

#include "adapters/outbox/book.hpp"
#include "tests/adapters/outbox/temp_folder.hpp"

namespace muster::outbox {
namespace {

constexpr TimePoint noted_at{1'700'000'000'000};
const OrderTell accepted{"RequestTaken", "", "", OrderStage::accepted, "1"};
const OrderTell done{"RequestClosed", "", "", OrderStage::done, "4"};

class BookOrdersTest : public testing::Test {
  protected:
    void SetUp() override { open(); }
    void open() {
        book.reset();
        auto opened = Book::open(folder.path() / "outbox.sqlite", options);
        ASSERT_TRUE(opened) << opened.error();
        book = std::move(*opened);
    }
    static Message message(const std::string& id, std::uint64_t seq) {
        Message out;
        out.id = id;
        out.channel = "city";
        out.seq = seq;
        out.at = noted_at;
        out.body = "{}";
        return out;
    }
    static OrderRow row(const std::string& number, const OrderTell* tell, const std::string& id) {
        OrderRow out;
        out.channel = "city";
        out.change.state.number = number;
        out.change.state.request = out.change.state.follows = RequestId{7};
        out.change.state.told = 1;
        out.change.state.received_at = out.change.state.changed_at = noted_at;
        out.change.tell = tell;
        if (tell != nullptr) out.change.state.stage = tell->stage;
        out.report = id;
        out.at = noted_at;
        return out;
    }
    void add(const std::string& number, const OrderTell& tell, const std::string& id,
             std::uint64_t seq) {
        const Message messages[] = {message(id, seq)};
        const OrderRow rows[] = {row(number, &tell, id)};
        const BookError wrong = book->add(messages, seq, noted_at, rows);
        ASSERT_FALSE(wrong) << wrong.message;
    }
    PendingMessage first(TimePoint at = noted_at) {
        const auto found = book->first("city", at, hours(1));
        EXPECT_TRUE(found && *found);
        return found && *found ? **found : PendingMessage{};
    }
    ReportState report(const std::string& id) {
        const auto found = book->report("city", id);
        EXPECT_TRUE(found && *found) << id;
        return found && *found ? **found : ReportState{};
    }

    TempFolder folder;
    BookOptions options;
    std::unique_ptr<Book> book;
};

TEST_F(BookOrdersTest, WhereAnOrderStandsIsKept) {
    add("GD1", accepted, "a", 1);
    open();
    const auto all = book->orders("city");
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ((*all)[0].number, "GD1");
    EXPECT_EQ((*all)[0].stage, OrderStage::accepted);
    EXPECT_EQ((*all)[0].follows, RequestId{7});
    EXPECT_EQ((*all)[0].told, 1U);
    EXPECT_EQ((*all)[0].received_at, noted_at);
    EXPECT_EQ(book->orders("other")->size(), 0U);
    EXPECT_EQ(report("a").state, "waiting");
    EXPECT_FALSE(*book->report("city", "b"));
}

TEST_F(BookOrdersTest, WhatIsDeliveredIsConfirmed) {
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->delivered(first()));
    EXPECT_EQ(report("a").state, "confirmed");
    // Told anew from the log, it stays so.
    const OrderRow rows[] = {row("GD1", &accepted, "a")};
    ASSERT_FALSE(book->add({}, 2, noted_at, rows));
    EXPECT_EQ(report("a").state, "confirmed");
}

TEST_F(BookOrdersTest, ADeadLetterFailedUntilItIsSentAgain) {
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->bury(first(), "code 41", noted_at));
    EXPECT_EQ(report("a").state, "failed");
    EXPECT_EQ(report("a").reason, "code 41");
    EXPECT_EQ(report("a").follows, RequestId{7});
    ASSERT_EQ(*book->raise("city", {}, noted_at), 1U);
    EXPECT_EQ(report("a").state, "waiting");
    ASSERT_FALSE(book->delivered(first()));
    EXPECT_EQ(report("a").state, "confirmed");
    EXPECT_EQ(report("a").reason, "");
}

TEST_F(BookOrdersTest, WhatIsTakenAfterItWasCrowdedOutIsConfirmed) {
    options.pending_max = 1;
    open();
    add("GD1", accepted, "a", 1);
    const PendingMessage under_way = first();
    add("GD2", accepted, "b", 2);
    EXPECT_EQ(report("a").state, "failed");
    ASSERT_FALSE(book->delivered(under_way));
    EXPECT_EQ(report("a").state, "confirmed");
    EXPECT_EQ(report("a").reason, "");
}

TEST_F(BookOrdersTest, WhatIsToldOfOneOrderKeepsItsOrder) {
    add("GD1", accepted, "a", 1);
    add("GD1", done, "b", 2);
    add("GD2", accepted, "c", 3);
    ASSERT_FALSE(book->postpone(first(), noted_at + seconds(5)));
    const PendingMessage next = first();
    EXPECT_EQ(next.message.id, "c") << "what fails holds up its own order and no other";
    ASSERT_FALSE(book->delivered(next));
    EXPECT_EQ(first().next_at, noted_at + seconds(5));
    EXPECT_EQ(first(noted_at + seconds(5)).message.id, "a");
    ASSERT_FALSE(book->delivered(first(noted_at + seconds(5))));
    EXPECT_EQ(first().message.id, "b");
}

// Whatever they died of, and whenever the program ended before the desk was told.
TEST_F(BookOrdersTest, AFailureIsKeptUntilTheDeskWasTold) {
    options.pending_max = 1;
    open();
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->bury(first(), "code 41", noted_at));
    add("GD2", accepted, "b", 2);
    add("GD3", accepted, "c", 3);
    open();
    auto failed = book->failed_reports(10);
    ASSERT_TRUE(failed) << failed.error().message;
    ASSERT_EQ(failed->size(), 2U) << "the second made room for the third";
    EXPECT_EQ((*failed)[0].id, "a");
    EXPECT_EQ((*failed)[0].channel, "city");
    EXPECT_EQ((*failed)[0].number, "GD1");
    EXPECT_EQ((*failed)[0].follows, RequestId{7});
    EXPECT_EQ((*failed)[0].stage, "accepted");
    EXPECT_EQ((*failed)[0].reason, "code 41");
    EXPECT_EQ((*failed)[1].number, "GD2");
    EXPECT_EQ(book->failed_reports(1)->size(), 1U);
    ASSERT_FALSE(book->told_of((*failed)[0]));
    EXPECT_EQ(book->failed_reports(10)->size(), 1U);
}

TEST_F(BookOrdersTest, AFailureThatIsOverIsNotTold) {
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->bury(first(), "code 41", noted_at));
    const FailedReport before = book->failed_reports(10)->at(0);
    ASSERT_EQ(*book->raise("city", {}, noted_at), 1U);
    EXPECT_TRUE(book->failed_reports(10)->empty());
    ASSERT_FALSE(book->bury(first(), "code 42", noted_at));
    // What is known of the first failure says nothing of the second.
    ASSERT_FALSE(book->told_of(before));
    ASSERT_EQ(book->failed_reports(10)->size(), 1U);
    EXPECT_EQ(book->failed_reports(10)->at(0).reason, "code 42");
}

TEST_F(BookOrdersTest, WhatWaitsOfAForgottenOrderIsForgottenAtItsEnd) {
    add("GD1", accepted, "a", 1);
    add("GD1", done, "b", 2);
    OrderRow gone = row("GD1", nullptr, "");
    gone.change.forgotten = true;
    const OrderRow rows[] = {gone};
    ASSERT_FALSE(book->add({}, 3, noted_at, rows));
    EXPECT_EQ(report("a").state, "waiting");
    ASSERT_FALSE(book->delivered(first()));
    EXPECT_FALSE(*book->report("city", "a"));
    ASSERT_FALSE(book->bury(first(), "code 41", noted_at));
    EXPECT_EQ(report("b").state, "failed");
    EXPECT_EQ(book->failed_reports(10)->at(0).follows, RequestId{});
    ASSERT_EQ(*book->raise("city", {}, noted_at), 1U);
    EXPECT_EQ(report("b").state, "waiting");
    ASSERT_FALSE(book->delivered(first()));
    EXPECT_FALSE(*book->report("city", "b"));
    EXPECT_TRUE(book->failed_reports(10)->empty());
}

TEST_F(BookOrdersTest, ForgottenIsForgotten) {
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->delivered(first()));
    OrderRow gone = row("GD1", nullptr, "");
    gone.change.forgotten = true;
    const OrderRow rows[] = {gone};
    ASSERT_FALSE(book->add({}, 2, noted_at, rows));
    EXPECT_EQ(book->orders("city")->size(), 0U);
    EXPECT_FALSE(*book->report("city", "a"));
}

TEST_F(BookOrdersTest, AnotherLogHasOtherRequests) {
    add("GD1", accepted, "a", 1);
    ASSERT_FALSE(book->begin_anew(0));
    EXPECT_EQ(book->orders("city")->size(), 0U);
    EXPECT_EQ(first().message.id, "a") << "what waits stays";
}

}  // namespace
}  // namespace muster::outbox
