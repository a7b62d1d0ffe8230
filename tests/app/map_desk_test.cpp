// Tiles and ways made beside the engine: what is kept, what is refused, whose ways are told.
#include "engine/app/map/map_desk.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "engine/core/engine.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::app {
namespace {

constexpr TimePoint start{1'760'000'000'000};
constexpr Point west{323'900'000, 1'194'000'000};
constexpr Point middle{323'900'000, 1'194'100'000};
constexpr Point east{323'900'000, 1'194'200'000};

// Two streets that meet in the middle, for whoever does not walk.
std::shared_ptr<const roads::RoadMap> street_map() {
    roads::RoadData data;
    data.profiles = roads::profile_bit(Profile::normal);
    data.source = "a \"street\"";
    data.points = {west, middle, east};
    data.snap.assign(3, roads::all_profiles);
    data.first_arc = {0, 1, 3, 4};
    data.arc_to = {1, 0, 2, 1};
    data.arc_way.assign(4, roads::none);
    data.weights[static_cast<std::size_t>(Profile::normal)] = {60'000, 60'000, 90'000, 90'000};
    return roads::RoadMap::from_data(data);
}

class MapDeskTest : public testing::Test {
  protected:
    MapDeskTest() {
        library.add(map);
        engine.set_road_source(&library);
        rules = muster::test::small_rules();
        rules.roads.map = map->hash();
        must(LoadRules{rules});
    }

    std::uint64_t must(Command command) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = start;
        envelope.command = std::move(command);
        const auto done = engine.handle(envelope);
        EXPECT_FALSE(done.rejection) << done.rejection.detail;
        return envelope.seq;
    }

    MapDesk& desk(MapOptions options = {}) {
        made.emplace(library, engine.board(), options, [this](std::function<void()> answer) {
            const std::lock_guard lock(mutex);
            answers.push_back(std::move(answer));
            changed.notify_one();
        });
        return *made;
    }
    // The next answer, as the engine's thread hears it.
    void hear() {
        std::unique_lock lock(mutex);
        ASSERT_TRUE(
            changed.wait_for(lock, std::chrono::seconds(20), [this] { return !answers.empty(); }));
        const auto answer = std::move(answers.front());
        answers.pop_front();
        lock.unlock();
        answer();
    }
    MapPort::Done into(MapPort::Text& text) {
        return [&text](const MapPort::Text& answer) { text = answer; };
    }
    boost::json::object json_of(const MapPort::Text& text) {
        return boost::json::parse(*text).as_object();
    }
    MapPort::Text way(const WayQuery& query) {
        MapPort::Text text;
        auto refusal = MapPort::Refusal::none;
        const auto wish = made->way(query, "desk", into(text), refusal);
        EXPECT_TRUE(wish);
        hear();
        return text;
    }

    const std::shared_ptr<const roads::RoadMap> map = street_map();
    pipeline::RoadLibrary library;
    core::Engine engine;
    Rules rules;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> answers;
    std::optional<MapDesk> made;  // ends before what it posts to
};

TEST_F(MapDeskTest, TilesAreMadeOnceForAMap) {
    MapDesk& maps = desk();
    const auto info = maps.map();
    ASSERT_TRUE(info);
    const auto json = boost::json::parse(info->json).as_object();
    EXPECT_EQ(map->hash(), json.at("hash").as_string().c_str());
    EXPECT_EQ(json.at("source"), "a \"street\"");
    EXPECT_DOUBLE_EQ(json.at("bounds").at(0).as_double(), 119.4);
    EXPECT_DOUBLE_EQ(json.at("bounds").at(3).as_double(), 32.39);

    const TileId tile{12, 3406, 1658};
    EXPECT_EQ(maps.tile_at_hand(tile), nullptr);
    MapPort::Text first;
    auto refusal = MapPort::Refusal::none;
    const auto wish = maps.tile(tile, "desk", into(first), refusal);
    ASSERT_TRUE(wish);
    hear();
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->empty());
    EXPECT_EQ(*first, roads::TileMaker(map).make(tile));
    EXPECT_EQ(maps.tile_at_hand(tile), first);
    EXPECT_EQ(maps.stats().tiles_made, 1u);
    EXPECT_EQ(maps.stats().tiles_at_hand, 1u);

    // No road file any more: no map, and no tile of the old one.
    rules.roads.map.clear();
    must(LoadRules{rules});
    EXPECT_FALSE(maps.map());
    EXPECT_EQ(maps.tile_at_hand(tile), nullptr);
    EXPECT_FALSE(maps.tile(tile, "desk", into(first), refusal));
    EXPECT_EQ(refusal, MapPort::Refusal::no_map);
}

TEST_F(MapDeskTest, AWayAlongTheRoadsOrStraight) {
    desk();
    auto told = json_of(way({west, east, Profile::normal}));
    EXPECT_EQ(told.at("eta_ms"), 150'000);
    EXPECT_EQ(told.at("straight"), false);
    EXPECT_NEAR(told.at("metres").to_number<double>(), 1878, 5);
    const auto& line = told.at("line").as_object();
    EXPECT_EQ(line.at("type"), "LineString");
    const auto& points = line.at("coordinates").as_array();
    // The crossing in the middle lies on the line between the ends.
    ASSERT_EQ(points.size(), 2u);
    EXPECT_DOUBLE_EQ(points[0].at(0).as_double(), 119.4);
    EXPECT_DOUBLE_EQ(points[1].at(1).as_double(), 32.39);
    // The map has no roads for who walks.
    told = json_of(way({west, east, Profile::walk}));
    EXPECT_EQ(told.at("straight"), true);
    EXPECT_EQ(told.at("eta_ms"),
              engine.board().rule_index().travel().travel_time(west, east, Profile::walk).value);
    // And without a road file there are none for anybody.
    rules.roads.map.clear();
    must(LoadRules{rules});
    told = json_of(way({west, east, Profile::normal}));
    EXPECT_EQ(told.at("straight"), true);
}

TEST_F(MapDeskTest, TheWaysOfARequestAreThoseOfWhoIsBoundForIt) {
    MapDesk& maps = desk();
    RegisterResponder somebody;
    somebody.profile.kind = ResponderKind::staff;
    somebody.profile.name = std::string("Worker");
    somebody.profile.skills = {"care"};
    somebody.profile.travel = Profile::normal;
    somebody.profile.post = Personal<Point>(west);
    const ResponderId responder{must(somebody)};
    SetDuty on_duty;
    on_duty.responder = responder;
    must(on_duty);
    CreateRequest help;
    help.service = "sos";
    help.place = Personal<Point>(east);
    const RequestId request{must(help)};
    ASSERT_EQ(engine.board().requests().get(request)->slots.at(0).responder, responder);

    MapPort::Text text;
    auto refusal = MapPort::Refusal::none;
    auto wish = maps.ways_of(request, "desk", into(text), refusal);
    ASSERT_TRUE(wish);
    hear();
    auto told = json_of(text);
    EXPECT_EQ(told.at("request"), request.value);
    ASSERT_EQ(told.at("ways").as_array().size(), 1u);
    const auto& one = told.at("ways").at(0).as_object();
    EXPECT_EQ(one.at("slot"), 0);
    EXPECT_EQ(one.at("responder"), responder.value);
    EXPECT_EQ(one.at("status"), "assigned");
    EXPECT_EQ(one.at("profile"), "normal");
    EXPECT_EQ(one.at("eta_ms"), 150'000);
    EXPECT_DOUBLE_EQ(one.at("from").at("lon").as_double(), 119.4);
    EXPECT_DOUBLE_EQ(one.at("to").at("lon").as_double(), 119.42);

    // Who is there is on the way no more.
    must(ReportOnScene{request, responder});
    wish = maps.ways_of(request, "desk", into(text), refusal);
    ASSERT_TRUE(wish);
    hear();
    EXPECT_EQ(json_of(text).at("ways").as_array().size(), 0u);

    EXPECT_FALSE(maps.ways_of({9'999}, "desk", into(text), refusal));
    EXPECT_EQ(refusal, MapPort::Refusal::unknown);
}

TEST_F(MapDeskTest, AsManyWaitAsMay) {
    MapOptions options;
    options.waiting_per_token = 2;
    MapDesk& maps = desk(options);
    MapPort::Text text;
    auto refusal = MapPort::Refusal::none;
    const WayQuery query{west, east, Profile::normal};
    auto first = maps.way(query, "one", into(text), refusal);
    auto second = maps.way(query, "one", into(text), refusal);
    EXPECT_FALSE(maps.way(query, "one", into(text), refusal));
    EXPECT_EQ(refusal, MapPort::Refusal::too_many_of_yours);
    // Others are not kept out, and whoever gives up makes room.
    auto other = maps.way(query, "two", into(text), refusal);
    EXPECT_TRUE(other);
    first.reset();
    EXPECT_TRUE(maps.way(query, "one", into(text), refusal));
    EXPECT_EQ(refusal, MapPort::Refusal::none);
}

TEST(JobThread, DoesOneThingAfterTheOtherAndNothingInVain) {
    std::mutex mutex;
    std::condition_variable changed;
    bool may_go = false;
    std::vector<int> done;
    std::vector<int> told;
    {
        JobThread jobs(2, [&](std::function<void()> answer) { answer(); });
        const auto job = [&](int number) {
            return [&, number]() -> std::function<void()> {
                std::unique_lock lock(mutex);
                done.push_back(number);
                changed.notify_all();
                changed.wait(lock, [&] { return may_go; });
                return [&, number] {
                    const std::lock_guard told_lock(mutex);
                    told.push_back(number);
                    changed.notify_all();
                };
            };
        };
        auto first = jobs.add(job(1));
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return !done.empty(); });
        }
        auto second = jobs.add(job(2));
        auto third = jobs.add(job(3));
        EXPECT_TRUE(third);
        EXPECT_FALSE(jobs.add(job(4)));
        // Given up: it makes room, and is never done.
        second.reset();
        auto fifth = jobs.add(job(5));
        EXPECT_TRUE(fifth);
        // The answer of what is being done is not told to nobody.
        first.reset();
        std::unique_lock lock(mutex);
        may_go = true;
        changed.notify_all();
        changed.wait(lock, [&] { return told.size() == 2; });
    }
    EXPECT_EQ(done, (std::vector<int>{1, 3, 5}));
    EXPECT_EQ(told, (std::vector<int>{3, 5}));
}

// What a job holds, such as a connection, is of the thread that hears the answers.
TEST(JobThread, KeepsNothingOfAJobThatWasAnsweredOrGivenUp) {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> answers;
    bool may_go = false;
    JobThread jobs(2, [&](std::function<void()> answer) {
        const std::lock_guard lock(mutex);
        answers.push_back(std::move(answer));
        changed.notify_all();
    });
    std::vector<std::weak_ptr<int>> seen;
    const auto job = [&] {
        auto held = std::make_shared<int>(1);
        seen.push_back(held);
        return [&, held = std::move(held)]() -> std::function<void()> {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return may_go; });
            return [held] { EXPECT_EQ(*held, 1); };
        };
    };
    const auto first = jobs.add(job());
    auto second = jobs.add(job());
    ASSERT_TRUE(first && second);
    second.reset();
    std::unique_lock lock(mutex);
    may_go = true;
    changed.notify_all();
    ASSERT_TRUE(
        changed.wait_for(lock, std::chrono::seconds(20), [&] { return answers.size() == 2; }));
    for (const auto& answer : answers)
        answer();
    EXPECT_FALSE(seen[0].expired());
    EXPECT_FALSE(seen[1].expired());
    answers.clear();
    EXPECT_TRUE(seen[0].expired());
    EXPECT_TRUE(seen[1].expired());
}

TEST(TileCache, ForgetsWhatWasAskedForLongestAgo) {
    const auto text = [](std::size_t size) {
        return std::make_shared<const std::string>(size, 'x');
    };
    TileCache cache(3 * (128 + 100));
    for (std::uint32_t i = 0; i < 3; ++i)
        cache.keep("v", {4, i, 0}, text(100));
    EXPECT_TRUE(cache.find("v", {4, 0, 0}));
    cache.keep("v", {4, 3, 0}, text(100));
    EXPECT_TRUE(cache.find("v", {4, 0, 0}));
    EXPECT_FALSE(cache.find("v", {4, 1, 0}));
    EXPECT_TRUE(cache.find("v", {4, 2, 0}));
    EXPECT_FALSE(cache.find("v", {3, 2, 0}));
    EXPECT_EQ(cache.bytes(), 3u * 228);
    // One that is too large for all of it is not kept and pushes nothing out.
    cache.keep("v", {4, 5, 0}, text(1'000));
    EXPECT_EQ(cache.bytes(), 3u * 228);
    EXPECT_FALSE(cache.find("w", {4, 0, 0}));
    cache.keep("w", {4, 9, 0}, text(10));
    EXPECT_EQ(cache.bytes(), 138u);
    EXPECT_FALSE(cache.find("v", {4, 0, 0}));
}

}  // namespace
}  // namespace muster::app
