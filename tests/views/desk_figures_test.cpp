// What the wall shows, against requests whose times are known.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engine/core/engine.hpp"
#include "engine/views/desk_figures.hpp"
#include "muster/commands.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::views {
namespace {

constexpr Millis an_hour = minutes(60);

// 2026-03-10 00:00 in China.
constexpr TimePoint midnight{1'773'072'000'000};

class DeskFiguresTest : public testing::Test {
  protected:
    DeskFiguresTest() {
        Rules rules = test::test_rules();
        for (std::int32_t i = 0; i < 2; ++i) {
            const Point place{324'000'000 + i * 2'000'000, 1'194'000'000};
            rules.standby.posts.push_back({i == 0 ? Code("here") : Code("there"), "", "", place});
            rules.standby.demand.push_back({place, 1});
        }
        rules.standby.busy_permille = 0;
        rules.desk.merge_window_ms = {};
        send(midnight - an_hour, LoadRules{rules});
        ResponderProfile profile;
        profile.skills = {"care", "repair"};
        profile.post = Point{324'000'000, 1'194'000'000};
        send(midnight - an_hour, RegisterResponder{profile});
        responder_ = {engine_.last_seq()};
    }

    RequestId send(TimePoint at, Command command) {
        while (engine_.next_deadline() <= at) {
            Envelope tick;
            tick.at = engine_.next_deadline();
            tick.seq = engine_.last_seq() + 1;
            tick.command = Tick{};
            if (engine_.handle(tick).rejection) ADD_FAILURE();
        }
        Envelope envelope;
        envelope.at = at;
        envelope.seq = engine_.last_seq() + 1;
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        EXPECT_FALSE(handled.rejection) << handled.rejection.detail;
        return {engine_.last_seq()};
    }
    RequestId ask(TimePoint at, const char* service) {
        CreateRequest command;
        command.service = service;
        command.place = Point{324'010'000, 1'194'000'000};
        return send(at, command);
    }
    DeskFigures figures(TimePoint at) {
        return desk_figures(engine_.board(), at, engine_.covered_ppm());
    }

    core::Engine engine_;
    ResponderId responder_;
};

TEST_F(DeskFiguresTest, CountsWhatIsOpenAndLate) {
    ask(midnight + minutes(5), "fall");
    ask(midnight + minutes(6), "repair");
    const DeskFigures first = figures(midnight + minutes(7));
    EXPECT_EQ(first.all.open, 2u);
    EXPECT_EQ(first.all.waiting, 2u);
    EXPECT_EQ(first.all.late, 0u);
    EXPECT_EQ(first.by_class[1].open, 1u);
    EXPECT_EQ(first.by_class[3].open, 1u);
    EXPECT_EQ(first.came, 2u);
    EXPECT_EQ(first.answer.answered, 0u);
    send(midnight + an_hour * 3, SetDuty{responder_, ResponderStatus::available, {}, {}});
    const DeskFigures later = figures(midnight + an_hour * 3);
    EXPECT_EQ(later.all.waiting, 1u);
    EXPECT_GE(later.by_class[1].late, 1u) << "nobody came for three hours";
    ASSERT_EQ(later.hours.size(), 4u);
    EXPECT_EQ(later.hours[0].came, 2u);
    EXPECT_EQ(later.hours[1].came, 0u);
    EXPECT_EQ(later.hours[0].open, 2u);
    EXPECT_EQ(later.hours[2].open, 2u);
    EXPECT_GE(later.hours[2].late, 1u);
}

TEST_F(DeskFiguresTest, TellsHowLongTheOldestHasWaited) {
    const auto p1 = [&](TimePoint at) { return desk_now(engine_.board(), at)[1]; };
    EXPECT_EQ(p1(midnight).longest_wait, Millis{});
    ask(midnight + minutes(5), "fall");
    ask(midnight + minutes(6), "fall");
    EXPECT_EQ(p1(midnight + minutes(7)).count.open, 2u);
    EXPECT_EQ(p1(midnight + minutes(7)).count.waiting, 2u);
    EXPECT_EQ(p1(midnight + minutes(7)).longest_wait, minutes(2));
    // The older one gets the only responder.
    send(midnight + minutes(8), SetDuty{responder_, ResponderStatus::available, {}, {}});
    EXPECT_EQ(p1(midnight + minutes(8)).count.waiting, 1u);
    EXPECT_EQ(p1(midnight + minutes(8)).longest_wait, minutes(2));
}

TEST_F(DeskFiguresTest, TellsHowSoonSomebodyCame) {
    send(midnight - minutes(50), SetDuty{responder_, ResponderStatus::available, {}, {}});
    // Yesterday's does not count; of the others it took 4, 8 and 6 minutes.
    const auto serve = [&](TimePoint at, std::int64_t took) {
        const RequestId id = ask(at, "fall");
        send(at, AcknowledgeAssignment{id, responder_});
        send(at + minutes(took), ReportOnScene{id, responder_});
        send(at + minutes(took + 1), CompleteAssignment{id, responder_, Disposition::helped, {}});
        return id;
    };
    serve(midnight - minutes(40), 1);
    serve(midnight + minutes(10), 4);
    serve(midnight + minutes(40), 8);
    serve(midnight + minutes(70), 6);
    const DeskFigures today = figures(midnight + minutes(90));
    EXPECT_EQ(today.came, 3u);
    EXPECT_EQ(today.answer.answered, 3u);
    EXPECT_EQ(today.answer.median_ms, minutes(6));
    EXPECT_EQ(today.answer.p90_ms, minutes(8));
    EXPECT_EQ(today.answer_by_class[1].answered, 3u);
    EXPECT_EQ(today.answer_by_class[0].answered, 0u);
    ASSERT_EQ(today.hours.size(), 2u);
    EXPECT_EQ(today.hours[0].from, midnight);
    EXPECT_EQ(today.hours[0].answer.answered, 2u);
    EXPECT_EQ(today.hours[0].answer.median_ms, minutes(4));
    EXPECT_EQ(today.hours[1].answer.median_ms, minutes(6));
    EXPECT_EQ(today.hours[0].open, 0u) << "over by the end of the hour";
    EXPECT_EQ(today.all.open, 0u);
}

TEST_F(DeskFiguresTest, TellsWhatIsCovered) {
    EXPECT_EQ(figures(midnight).cover_ppm, 0);
    send(midnight, SetDuty{responder_, ResponderStatus::available, {}, {}});
    const DeskFigures one = figures(midnight);
    EXPECT_EQ(one.cover_ppm, 500'000) << "one of two points that count the same";
    ASSERT_EQ(one.posts.size(), 2u);
    EXPECT_EQ(one.posts[0].post, Code("here"));
    EXPECT_EQ(one.posts[0].standing_by, 1u);
    EXPECT_EQ(one.posts[1].standing_by, 0u);
}

TEST_F(DeskFiguresTest, AsJsonHasEveryClass) {
    ask(midnight + minutes(5), "fall");
    const auto json = boost::json::parse(desk_figures_json(figures(midnight + minutes(7))));
    for (const char* urgency : {"P0", "P1", "P2", "P3", "P4"}) {
        EXPECT_TRUE(json.at("by_class").as_object().contains(urgency));
        EXPECT_TRUE(json.at("answer_by_class").as_object().contains(urgency));
    }
    EXPECT_EQ(json.at("all").at("open").to_number<int>(), 1);
    EXPECT_EQ(json.at("by_class").at("P1").at("open").to_number<int>(), 1);
    EXPECT_EQ(json.at("hours").as_array().size(), 1u);
    EXPECT_EQ(json.at("cover_ppm").to_number<int>(), 0);
    EXPECT_EQ(json.at("posts").as_array().size(), 2u);
}

}  // namespace
}  // namespace muster::views
