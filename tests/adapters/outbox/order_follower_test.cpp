// Which orders are told what, and when.
#include "adapters/outbox/order_follower.hpp"

#include <gtest/gtest.h>

#include "engine/gate/order_mapping.hpp"
#include "muster/events.hpp"

namespace muster::outbox {
namespace {

constexpr TimePoint start{1'700'000'000'000};

class OrderFollowerTest : public testing::Test {
  protected:
    OrderFollowerTest() : follower(prepared(options)) {}

    static const OrderOptions& prepared(OrderOptions& options) {
        options.mapping = "city";
        options.return_within_ms = hours(24);
        options.tell = {{"RequestTaken", "", "", OrderStage::accepted, "1"},
                        {"SlotAssigned", "", "", OrderStage::progress, "2"},
                        {"ResponderOnScene", "", "", OrderStage::progress, "3"},
                        {"RequestCalledBack", "/reached", "true", OrderStage::done, "4"},
                        {"RequestClosed", "", "", OrderStage::done, "4"},
                        {"RequestTransferred", "/to", "12345", OrderStage::returned, "5"}};
        return options;
    }

    static RequestReceived received(std::uint64_t request, const std::string& device) {
        RequestReceived out;
        out.request = RequestId{request};
        out.device = device;
        return out;
    }
    // What is told: "<number>:<word>" for each.
    template <class E>
    std::string take(const E& happened, const std::string& fields = "{}", Millis after = {}) {
        const Event event(happened);
        std::string all;
        last.clear();
        if (!follower.wants(event)) return all;
        last = follower.take(event, happened.request, fields, start + after);
        for (const OrderChange& one : last) {
            if (one.tell == nullptr) continue;
            if (!all.empty()) all += ' ';
            all += one.state.number + ":" + one.tell->word;
        }
        return all;
    }
    template <class E>
    static E of(std::uint64_t request) {
        E out;
        out.request = RequestId{request};
        return out;
    }
    OrderStage stage() const {
        return last.empty() ? OrderStage::received : last.back().state.stage;
    }

    OrderOptions options;
    OrderFollower follower;
    std::vector<OrderChange> last;
};

TEST_F(OrderFollowerTest, TellsEachStepOnce) {
    EXPECT_EQ(take(received(7, "order:city:GD1")), "");
    ASSERT_EQ(last.size(), 1U) << "it is kept from the start";
    EXPECT_EQ(last[0].state.request, RequestId{7});
    EXPECT_EQ(take(of<RequestTaken>(7)), "GD1:1");
    EXPECT_EQ(take(of<RequestTaken>(7)), "");
    EXPECT_EQ(take(of<SlotAssigned>(7)), "GD1:2");
    EXPECT_EQ(take(of<SlotAssigned>(7)), "");
    EXPECT_EQ(take(of<ResponderOnScene>(7)), "GD1:3");
    EXPECT_EQ(take(of<RequestCalledBack>(7), R"({"reached":false})"), "");
    EXPECT_EQ(take(of<RequestCalledBack>(7), R"({"reached":true})"), "GD1:4");
    EXPECT_EQ(stage(), OrderStage::done);
    EXPECT_EQ(take(of<RequestClosed>(7)), "") << "done is told once";
    EXPECT_EQ(take(of<ResponderOnScene>(7)), "");
}

TEST_F(OrderFollowerTest, WhatIsNoOrderIsNotTold) {
    EXPECT_EQ(take(received(7, "order:other:GD1")), "");
    EXPECT_EQ(take(received(8, "push:button:1")), "");
    EXPECT_EQ(follower.size(), 0U);
    EXPECT_FALSE(follower.wants(Event(of<RequestTaken>(7))));
    (void)take(received(9, "order:city:GD1"));
    EXPECT_EQ(take(of<RequestTaken>(8)), "");
}

TEST_F(OrderFollowerTest, NothingGoesBack) {
    (void)take(received(7, "order:city:GD1"));
    EXPECT_EQ(take(of<SlotAssigned>(7)), "GD1:2");
    EXPECT_EQ(take(of<RequestTaken>(7)), "") << "somebody is on the way already";
    EXPECT_EQ(take(of<RequestClosed>(7)), "GD1:4");
}

TEST_F(OrderFollowerTest, ANewRoundIsToldAnew) {
    (void)take(received(7, "order:city:GD1"));
    (void)take(of<RequestTaken>(7));
    (void)take(of<RequestClosed>(7));
    EXPECT_EQ(take(of<RequestReopened>(7)), "");
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(stage(), OrderStage::received);
    EXPECT_EQ(last[0].state.told, 0U);
    EXPECT_EQ(take(of<RequestTaken>(7)), "GD1:1");
    EXPECT_EQ(take(of<RequestClosed>(7)), "GD1:4");
}

TEST_F(OrderFollowerTest, AnOrderIsReturnedToItsPlatformOnly) {
    (void)take(received(7, "order:city:GD1"));
    EXPECT_EQ(take(of<RequestTransferred>(7), R"({"to":"housing"})", hours(1)), "");
    EXPECT_EQ(take(of<RequestTransferred>(7), R"({"to":"12345"})", hours(1)), "GD1:5");
    EXPECT_FALSE(last[0].late);
    EXPECT_EQ(follower.late(), 0U);
    EXPECT_EQ(take(of<RequestReturned>(7), "{}", hours(2)), "") << "it is the desk's again";
    EXPECT_EQ(stage(), OrderStage::received);
    EXPECT_EQ(take(of<RequestTransferred>(7), R"({"to":"12345"})", hours(25)), "GD1:5");
    EXPECT_TRUE(last[0].late);
    EXPECT_EQ(follower.late(), 1U);
}

TEST_F(OrderFollowerTest, WhatThePlatformDidItselfIsNotTold) {
    (void)take(received(7, "order:city:GD1"));
    auto closed = of<RequestClosed>(7);
    closed.note = std::string(gate::by_platform) + "satisfied";
    EXPECT_EQ(take(closed), "");
    EXPECT_EQ(stage(), OrderStage::closed);
    (void)take(received(8, "order:city:GD2"));
    auto cancelled = of<RequestCancelled>(8);
    cancelled.reason = std::string(gate::by_platform) + "not needed";
    EXPECT_EQ(take(cancelled), "");
    EXPECT_EQ(stage(), OrderStage::withdrawn);
    EXPECT_EQ(take(of<SlotAssigned>(8)), "");
}

TEST_F(OrderFollowerTest, AnOrderGoesWithWhatItIsMergedInto) {
    (void)take(received(7, "order:city:GD1"));
    (void)take(received(8, "order:city:GD2"));
    auto merged = of<RequestMerged>(8);
    merged.into = RequestId{7};
    EXPECT_EQ(take(merged), "");
    EXPECT_EQ(last[0].state.follows, RequestId{7});
    EXPECT_EQ(last[0].state.request, RequestId{8});
    EXPECT_EQ(take(of<SlotAssigned>(7)), "GD1:2 GD2:2");
    auto split = of<RequestSplit>(8);
    split.from = RequestId{7};
    EXPECT_EQ(take(split), "");
    EXPECT_EQ(last[0].state.follows, RequestId{8});
    EXPECT_EQ(take(of<ResponderOnScene>(7)), "GD1:3");
    EXPECT_EQ(take(of<ResponderOnScene>(8)), "GD2:3");
}

TEST_F(OrderFollowerTest, GoesOnWhereItWas) {
    (void)take(received(7, "order:city:GD1"));
    (void)take(of<RequestTaken>(7));
    OrderFollower other(options);
    other.restore(last[0].state);
    EXPECT_TRUE(other.knows("GD1"));
    EXPECT_TRUE(other.take(Event(of<RequestTaken>(7)), RequestId{7}, "{}", start).empty());
    const auto all = other.take(Event(of<SlotAssigned>(7)), RequestId{7}, "{}", start);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].tell->word, "2");
}

TEST_F(OrderFollowerTest, BeyondTheLimitTheOldestThatEndedIsForgotten) {
    options.orders_max = 2;
    (void)take(received(1, "order:city:A"));
    (void)take(received(2, "order:city:B"), "{}", Millis{1});
    (void)take(of<RequestClosed>(2), "{}", Millis{2});
    (void)take(received(3, "order:city:C"), "{}", Millis{3});
    EXPECT_EQ(follower.size(), 2U);
    EXPECT_EQ(follower.forgotten(), 1U);
    EXPECT_FALSE(follower.knows("B"));
    ASSERT_EQ(last.size(), 2U);
    EXPECT_TRUE(last[1].forgotten);
    EXPECT_EQ(take(of<SlotAssigned>(1), "{}", Millis{4}), "A:2");
    (void)take(received(4, "order:city:D"), "{}", Millis{5});
    EXPECT_TRUE(follower.knows("A")) << "told of later than C";
}

}  // namespace
}  // namespace muster::outbox
