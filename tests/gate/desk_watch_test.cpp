// When people have taken over what a device asked for, and which devices are remembered.
#include "engine/gate/desk_watch.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::gate {
namespace {

constexpr auto* button = "mqtt:a";

class DeskWatchTest : public testing::Test {
  protected:
    DeskWatchTest() { start(3); }
    void start(std::size_t most) {
        watch.emplace(DeskWatchPorts{events, queries, audit}, "mqtt", most,
                      [this](const std::string& device) { taken.push_back(device); });
        events.told.clear();
        watch->start();
    }
    void request(std::uint64_t id, const std::string& more) {
        queries.entities["requests/" + std::to_string(id)] =
            R"({"id":)" + std::to_string(id) + (more.empty() ? "" : ",") + more + "}";
    }
    template <class E>
    void happens(E event, std::uint64_t id = 7) {
        event.request = RequestId{id};
        const std::vector<Event> all{Event(std::move(event))};
        events.told.front()({1, TimePoint{1}, all});
    }
    // What becomes of a button whose request is so, when this is decided.
    template <class E>
    bool is_told(const std::string& more, E event) {
        watch->forget(button);
        taken.clear();
        request(7, "");
        watch->await(button, RequestId{7});
        request(7, more);
        happens(std::move(event));
        return taken == std::vector<std::string>{button};
    }

    FakeEvents events;
    FakeQueries queries;
    FakeAudit audit;
    std::vector<std::string> taken;
    std::optional<DeskWatch> watch;
};

TEST_F(DeskWatchTest, WhoHasSeenItHasTakenItOver) {
    EXPECT_TRUE(is_told(R"("owner":"desk-1")", RequestTaken{}));
    EXPECT_TRUE(is_told(R"("slots":[{"status":"assigned","by":"dispatcher"}])", SlotAssigned{}));
    EXPECT_TRUE(is_told(R"("slots":[{"status":"acknowledged","by":"offer"}])", SlotAssigned{}));
    EXPECT_TRUE(is_told(R"("slots":[{},{"status":"acknowledged"}])", AssignmentAcknowledged{}));
    EXPECT_TRUE(is_told(R"("slots":[{"status":"en_route"}])", ResponderEnRoute{}));
    EXPECT_TRUE(is_told(R"("slots":[{"status":"on_scene"}])", ResponderOnScene{}));
    EXPECT_TRUE(is_told(R"("status":"cancelled")", RequestCancelled{}));
    EXPECT_TRUE(is_told(R"("status":"closed")", RequestClosed{}));
    EXPECT_TRUE(is_told(R"("status":"transferred")", RequestTransferred{}));
}

TEST_F(DeskWatchTest, WhatNobodyHasSeenIsNotTakenOver) {
    EXPECT_FALSE(is_told(R"("status":"dispatched","slots":[{"status":"assigned","by":"engine"}])",
                         SlotAssigned{}));
    EXPECT_FALSE(is_told(R"("status":"offered","slots":[{"status":"offered"}])", SlotAssigned{}));
    EXPECT_FALSE(watch->is_taken(button));
    EXPECT_EQ(watch->size(), 1u);
}

TEST_F(DeskWatchTest, ItIsSaidOnceAndKnownUntilForgotten) {
    EXPECT_TRUE(is_told(R"("owner":"desk-1")", RequestTaken{}));
    happens(RequestTaken{});
    watch->await(button, RequestId{7});
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_TRUE(watch->is_taken(button));
    EXPECT_EQ(watch->request_of(button), RequestId{7});
    EXPECT_EQ(watch->all_taken(), std::vector<std::string>{button});
    // It asks for something else: that counts.
    request(8, "");
    watch->await(button, RequestId{8});
    EXPECT_FALSE(watch->is_taken(button));
    watch->forget(button);
    request(8, R"("owner":"desk-1")");
    happens(RequestTaken{}, 8);
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_EQ(watch->size(), 0u);
}

TEST_F(DeskWatchTest, AMergedRequestIsAsGoodAsTheOther) {
    request(7, R"("status":"merged","merged_into":9)");
    request(9, "");
    watch->await(button, RequestId{7});
    EXPECT_TRUE(taken.empty());
    EXPECT_EQ(watch->request_of(button), RequestId{9});
    request(9, R"("owner":"desk-1")");
    happens(RequestTaken{}, 9);
    EXPECT_EQ(taken.size(), 1u);
    // Merged in a circle, which no board has, ends too.
    request(7, R"("merged_into":9)");
    request(9, R"("merged_into":7)");
    watch->await("mqtt:b", RequestId{7});
    EXPECT_EQ(taken.size(), 1u);
}

TEST_F(DeskWatchTest, WhatIsSplitOffIsWaitedForAnew) {
    request(7, R"("channel":"device","device":"device 5","status":"merged","merged_into":9)");
    request(9, "");
    request(10, "");
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:a"})";
    watch->await(button, RequestId{7});
    watch->await("mqtt:b", RequestId{9});
    RequestSplit split;
    split.from = RequestId{9};
    request(7, R"("channel":"device","device":"device 5")");
    happens(split);
    EXPECT_EQ(watch->request_of(button), RequestId{7});
    EXPECT_EQ(audit.entries.size(), 1u);
    request(9, R"("owner":"desk-1")");
    happens(RequestTaken{}, 9);
    EXPECT_EQ(taken, std::vector<std::string>{"mqtt:b"});
    request(7, R"("owner":"desk-1")");
    happens(RequestTaken{}, 7);
    EXPECT_EQ(taken.back(), button);
    // What it asked for since then goes before.
    watch->await(button, RequestId{10});
    happens(split);
    EXPECT_EQ(watch->request_of(button), RequestId{10});
}

TEST_F(DeskWatchTest, BeyondItsLimitTheOldestIsLeftOut) {
    for (const std::uint64_t id : {1u, 2u, 3u, 4u}) {
        request(id, "");
        watch->await("mqtt:" + std::to_string(id), RequestId{id});
    }
    EXPECT_EQ(watch->size(), 3u);
    EXPECT_EQ(watch->left_out(), 1u);
    EXPECT_EQ(watch->request_of("mqtt:1"), RequestId{});
    EXPECT_EQ(watch->request_of("mqtt:4"), RequestId{4});
    start(0);
    watch->await(button, RequestId{1});
    EXPECT_EQ(watch->size(), 0u);
}

TEST_F(DeskWatchTest, WhoeverIsToldMayForgetItAtOnce) {
    watch.emplace(DeskWatchPorts{events, queries, audit}, "mqtt", 3,
                  [this](const std::string& device) {
                      taken.push_back(device);
                      watch->forget(device);
                  });
    request(7, R"("owner":"desk-1")");
    watch->await(button, RequestId{7});
    EXPECT_EQ(taken.size(), 1u);
    EXPECT_EQ(watch->size(), 0u);
}

TEST_F(DeskWatchTest, AtTheStartTheBoardSaysWhoWaits) {
    queries.personal_filters = {"requests?open"};
    queries.next_after = 0;
    queries.pieces = 2;
    queries.page = R"([{"id":1,"channel":"device","device":"device 5"},
        {"id":2,"channel":"device","device":"device 6","reports":[
            {"channel":"device","device":"device 7"},{"channel":"device","device":"mobile"}]},
        {"id":3,"channel":"device","device":"device 8"},
        {"id":4,"channel":"device","device":"device x"}])";
    request(1, R"("owner":"desk-1")");
    request(2, "");
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:a"})";
    queries.entities["devices/6"] = R"({"id":6,"key":"mqttx:b"})";
    queries.entities["devices/7"] = R"({"id":7,"key":"mqtt:c/d"})";
    std::size_t rounds = 1;
    while (watch->read_on())
        ++rounds;
    EXPECT_EQ(rounds, 2u);
    EXPECT_EQ(taken, std::vector<std::string>{"mqtt:a"});
    EXPECT_EQ(watch->request_of("mqtt:c/d"), RequestId{2});
    EXPECT_EQ(watch->size(), 2u);
    ASSERT_EQ(audit.entries.size(), 1u);
    EXPECT_EQ(audit.entries[0].count, 2u);
    EXPECT_FALSE(watch->read_on());
}

// A low battery is looked after by a request of the service's own, which is open for days.
TEST_F(DeskWatchTest, AtTheStartWhatLooksAfterTheDeviceItselfIsNotWhatItAskedFor) {
    queries.personal_filters = {"requests?open"};
    queries.next_after = 0;
    queries.page = R"([{"id":1,"channel":"system","device":"device 5"},
        {"id":2,"channel":"device","device":"device 5","reports":[
            {"channel":"system","device":"device 6"}]}])";
    request(1, R"("owner":"desk-1")");
    request(2, "");
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:a"})";
    queries.entities["devices/6"] = R"({"id":6,"key":"mqtt:b"})";
    while (watch->read_on()) {
    }
    EXPECT_TRUE(taken.empty());
    EXPECT_EQ(watch->request_of(button), RequestId{2});
    EXPECT_EQ(watch->size(), 1u);
}

TEST_F(DeskWatchTest, AtTheStartTheNewestOfSeveralCountsAndWhatCameSinceGoesBefore) {
    queries.personal_filters = {"requests?open"};
    queries.next_after = 0;
    queries.page = R"([{"id":1,"channel":"device","device":"device 5"},
        {"id":2,"channel":"device","device":"device 6"},
        {"id":3,"channel":"device","device":"device 5"}])";
    request(1, R"("owner":"desk-1")");
    request(2, R"("owner":"desk-1")");
    request(3, "");
    request(4, "");
    queries.entities["devices/5"] = R"({"id":5,"key":"mqtt:a"})";
    queries.entities["devices/6"] = R"({"id":6,"key":"mqtt:b"})";
    watch->await("mqtt:b", RequestId{4});
    while (watch->read_on()) {
    }
    EXPECT_EQ(watch->request_of(button), RequestId{3});
    EXPECT_FALSE(watch->is_taken(button));
    EXPECT_EQ(watch->request_of("mqtt:b"), RequestId{4});
    request(3, R"("owner":"desk-1")");
    happens(RequestTaken{}, 3);
    EXPECT_TRUE(watch->is_taken(button));
}

TEST(RequestOfSignal, IsFoundInTheOutcome) {
    EXPECT_EQ(request_of_signal(R"([{"type":"DeviceReported","request":1},
        {"type":"DeviceSignalled","device":5,"use":"request","request":77}])"),
              RequestId{77});
    for (const auto* nothing :
         {"", "[]", "{}", "[1]", R"([{"type":"DeviceSignalled","use":"request"}])",
          R"([{"use":"request","request":7}])", R"([{"type":7,"use":"request","request":7}])",
          R"([{"type":"DeviceSignalled","use":"request","request":"7"}])",
          R"([{"type":"DeviceSignalled","use":"request","request":-7}])",
          R"([{"type":"DeviceSignalled","use":"maintenance","request":7}])",
          R"([{"type":"DeviceSignalled","request":7}])"}) {
        EXPECT_EQ(request_of_signal(nothing), RequestId{}) << nothing;
    }
}

}  // namespace
}  // namespace muster::gate
