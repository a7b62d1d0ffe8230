#include <gtest/gtest.h>

#include <algorithm>

#include "engine/app/load/check.hpp"
#include "engine/app/load/feed.hpp"
#include "engine/app/load/plan.hpp"
#include "engine/app/load/report.hpp"
#include "engine/app/load/target.hpp"
#include "engine/roads/distance.hpp"

namespace muster::app {
namespace {

TEST(LoadPlan, EvenSendsHaveEqualGaps) {
    const auto sends = planned_sends(4, 2, Arrivals::even, 1);
    ASSERT_EQ(sends.size(), 8u);
    for (std::size_t i = 0; i < sends.size(); ++i) {
        EXPECT_EQ(sends[i], static_cast<std::int64_t>(i) * 250'000'000);
    }
}

TEST(LoadPlan, PoissonSendsHaveTheirRateAndVariance) {
    const auto sends = planned_sends(1000, 100, Arrivals::poisson, 7);
    EXPECT_EQ(sends, planned_sends(1000, 100, Arrivals::poisson, 7));
    EXPECT_NE(sends, planned_sends(1000, 100, Arrivals::poisson, 8));
    // The count of a Poisson process of mean 1e5 has a standard deviation of 316.
    EXPECT_NEAR(static_cast<double>(sends.size()), 1e5, 4 * 316.3);
    EXPECT_TRUE(std::is_sorted(sends.begin(), sends.end()));
    // The squared gap of exponential times has twice the squared mean.
    double squares = 0;
    for (std::size_t i = 1; i < sends.size(); ++i) {
        const double gap = static_cast<double>(sends[i] - sends[i - 1]) * 1e-6;
        squares += gap * gap;
    }
    EXPECT_NEAR(squares / static_cast<double>(sends.size()), 2, 0.06);
}

TEST(LoadPlan, DeviceNamesTellTheirNumber) {
    const RunTag tag("run7");
    EXPECT_EQ(tag.number(tag.device(0)), 0u);
    EXPECT_EQ(tag.number(tag.device(1234567)), 1234567u);
    for (const char* other : {"", "run7", "run7-", "run7-1x", "run8-1", "run77-1", "run7-+1"}) {
        EXPECT_FALSE(tag.number(other)) << other;
    }
}

TEST(LoadPlan, PlacesNeverShareAnIncident) {
    const Places places({323'942'000, 1'194'129'000}, "run");
    std::vector<Point> all;
    for (std::size_t i = 0; i < 400; ++i)
        all.push_back(places[i]);
    std::uint32_t nearest = 1'000'000;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            nearest = std::min(nearest, roads::distance_dm(all[i], all[j]));
        }
    }
    EXPECT_GE(nearest, 550u);
    std::set<Point> distinct;
    for (std::size_t i = 0; i < Places::count; ++i)
        distinct.insert(places[i]);
    EXPECT_EQ(distinct.size(), Places::count);
}

TEST(LoadReport, PercentilesAreOfTheNearestRank) {
    std::vector<std::int64_t> times;
    for (std::int64_t i = 1000; i >= 1; --i)
        times.push_back(i * 1000);
    const LatencyUs t = latency_of(times);
    EXPECT_EQ(t.count, 1000u);
    EXPECT_EQ(t.mean, 500);
    EXPECT_EQ(t.p50, 500);
    EXPECT_EQ(t.p90, 900);
    EXPECT_EQ(t.p99, 990);
    EXPECT_EQ(t.p999, 999);
    EXPECT_EQ(t.max, 1000);
    const LatencyUs one = latency_of({5000});
    EXPECT_EQ(one.p50, 5);
    EXPECT_EQ(one.p999, 5);
    EXPECT_EQ(latency_of({}).count, 0u);
}

TEST(LoadTarget, ReadsAddresses) {
    const auto plain = read_target("http://127.0.0.1:8080");
    ASSERT_TRUE(plain) << plain.error();
    EXPECT_EQ(plain->host, "127.0.0.1");
    EXPECT_EQ(plain->port, 8080);
    EXPECT_EQ(plain->authority, "127.0.0.1:8080");
    EXPECT_EQ(plain->prefix, "");
    const auto under = read_target("http://desk.example/muster/");
    ASSERT_TRUE(under) << under.error();
    EXPECT_EQ(under->port, 80);
    EXPECT_EQ(under->prefix, "/muster");
    const auto six = read_target("http://[::1]:81");
    ASSERT_TRUE(six) << six.error();
    EXPECT_EQ(six->host, "::1");
    EXPECT_EQ(six->authority, "[::1]:81");
    const auto sealed = read_target("https://desk.example", Schemes::https_too);
    ASSERT_TRUE(sealed) << sealed.error();
    EXPECT_TRUE(sealed->tls);
    EXPECT_EQ(sealed->port, 443);
    EXPECT_FALSE(read_target("ftp://desk.example", Schemes::https_too));
    for (const char* bad : {"", "127.0.0.1:8080", "https://a", "http://", "http://a:99999",
                            "http://u:p@a", "http://a/?x=1", "http://a#b", "http://a b"}) {
        const auto none = read_target(bad);
        ASSERT_FALSE(none) << bad;
        EXPECT_FALSE(none.error().empty()) << bad;
    }
}

TEST(LoadTarget, WritesRequests) {
    LoadTarget target{"h", 80, "h:80", "/m"};
    EXPECT_EQ(request_text(target, "GET", "/x", "", "", ""),
              "GET /m/x HTTP/1.1\r\nHost: h:80\r\n\r\n");
    EXPECT_EQ(request_text(target, "POST", "/x", "t", "A: b\r\n", "{}"),
              "POST /m/x HTTP/1.1\r\nHost: h:80\r\nAuthorization: Bearer t\r\nA: b\r\n"
              "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
}

class Track : public testing::Test {
  protected:
    void take(std::string_view text) { EXPECT_TRUE(track.on_message(text)) << text; }
    void begin() {
        take(R"({"type":"hello","epoch":"e1","heartbeat_ms":1,"max_queue":1})");
        take(R"({"type":"reset","reason":"start"})");
        take(R"({"type":"snapshot_begin","seq":7})");
        take(R"({"type":"snapshot_chunk","topic":"requests","entities":[{"device":"r-1"}]})");
        take(R"({"type":"snapshot_end","seq":7})");
    }
    static std::string delta(int seq, int prev, const std::string& device) {
        return R"({"type":"delta","seq":)" + std::to_string(seq) + R"(,"prev":)" +
               std::to_string(prev) + R"(,"at":1,"changes":[{"entity":{"device":")" + device +
               R"(","note":"x"}}]})";
    }

    std::vector<std::size_t> seen;
    FeedTrack track{[](std::string_view device) { return RunTag("r").number(device); },
                    [this](std::size_t number) { seen.push_back(number); }};
};

TEST_F(Track, FollowsTheSubscription) {
    EXPECT_EQ(track.subscribe_message(), R"({"type":"subscribe","topics":["requests"]})");
    begin();
    EXPECT_TRUE(track.live());
    take(delta(9, 7, "r-2"));
    take(delta(10, 9, "other"));
    take(R"({"type":"bookmark","seq":12})");
    take(delta(13, 12, "r-3"));
    EXPECT_EQ(seen, (std::vector<std::size_t>{1, 2, 3}));
    EXPECT_EQ(track.gaps(), 0u);
    EXPECT_EQ(track.deltas(), 3u);
    EXPECT_EQ(track.subscribe_message(),
              R"({"type":"subscribe","topics":["requests"],"epoch":"e1","after":13})");
}

TEST_F(Track, OnlyALaterPrevIsAGap) {
    begin();
    take(delta(9, 5, "r-2"));
    EXPECT_EQ(track.gaps(), 0u);
    take(delta(12, 11, "r-3"));
    EXPECT_EQ(track.gaps(), 1u);
    take(delta(13, 12, "r-4"));
    EXPECT_EQ(track.gaps(), 1u);
}

TEST_F(Track, RefusesWhatIsNotTheProtocol) {
    for (const char* bad : {"", "{}", "x", R"({"type":"delta"})", R"({"type":"delta","seq":1})",
                            R"({"type":"hello"})", R"({"type":"new"})", R"({"type":"bookmark"})"}) {
        EXPECT_FALSE(track.on_message(bad)) << bad;
    }
}

std::string page(const std::string& items, int next) {
    return R"({"items":[)" + items + R"(],"next_after":)" + std::to_string(next) + "}";
}
std::string item(int id, const std::string& device, const std::string& status = "queued") {
    return R"({"id":)" + std::to_string(id) + R"(,"status":")" + status + R"(","device":")" +
           device + R"("})";
}

TEST(LoadCheck, TellsEveryKindOfDifference) {
    using Kind = Outcome::Kind;
    const std::vector<Outcome> outcomes{{Kind::acknowledged, 11}, {Kind::acknowledged, 12},
                                        {Kind::acknowledged, 13}, {Kind::refused, 0},
                                        {Kind::unanswered, 0},    {Kind::unanswered, 0},
                                        {Kind::acknowledged, 14}};
    ReadBack check(RunTag("r"), outcomes);
    EXPECT_EQ(check.on_page(page(item(1, "r2-0") + "," + item(11, "r-0", "merged"), 11)), 11u);
    EXPECT_EQ(check.on_page(page(item(12, "other") + "," + item(14, "r-6"), 14)), 14u);
    // Twice, though refused, though never sent; and one that may be there.
    EXPECT_EQ(check.on_page(page(item(15, "r-6") + "," + item(16, "r-3") + "," + item(17, "r-99") +
                                     "," + item(18, "r-4"),
                                 0)),
              0u);
    EXPECT_EQ(check.not_found(), std::vector<std::uint64_t>{13});
    LoadReport report;
    check.tell(report);
    EXPECT_EQ(report.missing, 1u);
    EXPECT_EQ(report.differing, 1u);
    EXPECT_EQ(report.unexpected, 3u);
    EXPECT_EQ(report.merged, 1u);
    check.on_entity(item(13, "r-2"));
    EXPECT_TRUE(check.not_found().empty());
    for (const char* bad : {"", "[]", "{}", R"({"items":1})", R"({"items":[1]})"}) {
        EXPECT_FALSE(check.on_page(bad)) << bad;
    }
}

TEST(LoadCheck, ReadsNumbersAndServices) {
    EXPECT_EQ(member_number(R"({"seq":4,"id":12})", "id"), 12u);
    EXPECT_EQ(member_number(R"({"id":"12"})", "id"), 0u);
    EXPECT_EQ(member_number("nothing", "id"), 0u);
    EXPECT_EQ(first_ordinary_service(page(R"({"code":"a","emergency_line":true},{"code":"b"})", 0)),
              "b");
    EXPECT_EQ(first_ordinary_service("{}"), "");
}

}  // namespace
}  // namespace muster::app
