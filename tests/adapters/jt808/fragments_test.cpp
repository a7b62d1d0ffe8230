#include "adapters/jt808/fragments.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::jt808 {
namespace {

constexpr FragmentLimits limits{.bytes = 1'000, .messages = 2, .wait = seconds(5), .asks = 1};
constexpr TimePoint start{1'000'000};

Message part(std::uint16_t number, std::uint16_t total, std::uint16_t serial, std::string_view body,
             std::string phone = "137") {
    Message message;
    message.head.id = id::batch;
    message.head.phone = std::move(phone);
    message.head.serial = serial;
    message.head.total = total;
    message.head.part = number;
    message.body = body;
    return message;
}

TEST(FragmentsTest, ComeInAnyOrderAndTwice) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    EXPECT_FALSE(fragments.add(part(3, 3, 12, "c"), start, out));
    EXPECT_FALSE(fragments.add(part(1, 3, 10, "a"), start, out));
    EXPECT_FALSE(fragments.add(part(1, 3, 10, "a"), start, out));
    EXPECT_TRUE(fragments.add(part(2, 3, 11, "b"), start, out));
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].body, "abc");
    EXPECT_EQ(out[0].head.serial, 10);
    EXPECT_EQ(out[0].answer_serial, 11);
    EXPECT_FALSE(out[0].given_up);
    EXPECT_EQ(fragments.bytes(), 0U);
    EXPECT_EQ(fragments.messages(), 0U);
}

TEST(FragmentsTest, SerialsWrap) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    EXPECT_FALSE(fragments.add(part(2, 2, 0, "b"), start, out));
    EXPECT_TRUE(fragments.add(part(1, 2, 65'535, "a"), start, out));
    EXPECT_EQ(out.at(0).head.serial, 65'535);
}

TEST(FragmentsTest, OfOneSerialAreOneMessage) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    EXPECT_FALSE(fragments.add(part(1, 2, 7, "a"), start, out));
    EXPECT_TRUE(fragments.add(part(2, 2, 7, "b"), start, out));
    EXPECT_EQ(out.at(0).body, "ab");
}

TEST(FragmentsTest, AMissingOneIsAskedForAndThenGivenUp) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    EXPECT_FALSE(fragments.add(part(1, 4, 10, "a"), start, out));
    EXPECT_FALSE(fragments.add(part(3, 4, 12, "c"), start + seconds(1), out));
    EXPECT_TRUE(fragments.due(start + seconds(5)).ask.empty());
    const auto due = fragments.due(start + seconds(6));
    ASSERT_EQ(due.ask.size(), 1U);
    EXPECT_EQ(due.ask[0].first, 10);
    EXPECT_EQ(due.ask[0].missing, (std::vector<std::uint16_t>{2, 4}));
    EXPECT_TRUE(fragments.due(start + seconds(10)).given_up.empty());
    const auto end = fragments.due(start + seconds(11));
    EXPECT_TRUE(end.ask.empty());
    ASSERT_EQ(end.given_up.size(), 1U);
    // Only what is in a row from the start.
    EXPECT_EQ(end.given_up[0].body, "a");
    EXPECT_TRUE(end.given_up[0].given_up);
    EXPECT_EQ(fragments.bytes(), 0U);
}

TEST(FragmentsTest, TheOldestMakesRoom) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    const std::string body(400, 'x');
    EXPECT_FALSE(fragments.add(part(1, 2, 10, body), start, out));
    EXPECT_FALSE(fragments.add(part(1, 2, 20, body), start, out));
    EXPECT_TRUE(out.empty());
    // By their bytes...
    EXPECT_FALSE(fragments.add(part(2, 3, 31, body), start, out));
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].head.serial, 10);
    EXPECT_LE(fragments.bytes(), limits.bytes);
    // ... and by their number.
    out.clear();
    EXPECT_FALSE(fragments.add(part(1, 2, 40, "a"), start, out));
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].head.serial, 20);
    EXPECT_EQ(fragments.messages(), 2U);
}

TEST(FragmentsTest, AMessageThatIsTooLongIsGivenUpAsFarAsItCame) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    const std::string body(500, 'x');
    EXPECT_FALSE(fragments.add(part(1, 3, 10, body), start, out));
    EXPECT_FALSE(fragments.add(part(2, 3, 11, body), start, out));
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].body, body);
    EXPECT_TRUE(out[0].given_up);
    EXPECT_EQ(fragments.bytes(), 0U);
}

TEST(FragmentsTest, TerminalsAreKeptApart) {
    Fragments fragments(limits);
    std::vector<Fragments::Whole> out;
    EXPECT_FALSE(fragments.add(part(1, 2, 10, "a"), start, out));
    EXPECT_FALSE(fragments.add(part(2, 2, 11, "b", "138"), start, out));
    EXPECT_TRUE(fragments.add(part(2, 2, 11, "c"), start, out));
    EXPECT_EQ(out.at(0).body, "ac");
}

}  // namespace
}  // namespace muster::jt808
