// Looking back: the board at a time, what changed from there on, and the alarms, against what was
// seen while it happened.
#include "engine/pipeline/past.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <string>

#include "engine/views/entity_json.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

namespace json = boost::json;

const ReaderRight sees_all{false, Confidentiality::confidential};
const Past::IsUnwanted wanted = [] { return false; };

// Topic and id -> the entity.
using Seen = std::map<std::pair<std::string, std::uint64_t>, json::value>;

std::uint64_t number(const json::value& value) {
    return value.to_number<std::uint64_t>();
}

struct PastTest : ::testing::Test {
    PastTest() : life(folder.path()) { life.city(); }

    // What the engine itself shows of requests and offers.
    [[nodiscard]] Seen shown_now() const {
        Seen seen;
        const core::Board& board = life.state->engine.board();
        const auto add = [&](Topic topic, std::uint64_t id) {
            std::string text;
            if (!views::write_entity(text, board, topic, id, false)) return;
            seen[{std::string(to_text(topic)), id}] = json::parse(text);
        };
        for (const std::uint64_t id : life.state->index.ids(topic_of<Request>))
            add(topic_of<Request>, id);
        for (const std::uint64_t id : life.state->index.ids(topic_of<Offer>))
            add(topic_of<Offer>, id);
        return seen;
    }
    [[nodiscard]] json::value ask(Past& past, const PastQuery& query) const {
        auto told = past.answer(query, wanted);
        EXPECT_TRUE(told) << told.error().message;
        return told ? json::parse(*told) : json::value();
    }
    // Without what ended: the first view leaves that out after an hour, and no story lasts so long.
    static Seen of_snapshot(const json::value& board) {
        Seen seen;
        for (const json::value& part : board.at("snapshot").as_array()) {
            const std::string topic(part.at("topic").as_string());
            if (topic == "responders") continue;
            for (const json::value& entity : part.at("entities").as_array())
                seen[{topic, number(entity.at("id"))}] = entity;
        }
        return seen;
    }
    static void apply(const json::value& changes, Seen& seen) {
        for (const json::value& delta : changes.at("deltas").as_array()) {
            for (const json::value& change : delta.at("changes").as_array()) {
                const std::string topic(change.at("topic").as_string());
                if (topic != "requests" && topic != "offers") continue;
                const auto key = std::pair(topic, number(change.at("id")));
                if (change.as_object().contains("removed")) {
                    seen.erase(key);
                } else {
                    seen[key] = change.at("entity");
                }
            }
        }
    }

    TempFolder folder;
    Life life;
};

TEST_F(PastTest, ShowsTheBoardAsItWas) {
    life.story(3, 60);
    const TimePoint then = life.now;
    const Seen was = shown_now();
    const std::uint64_t seq = life.state->engine.last_seq();
    life.story(4, 120);
    ASSERT_NE(shown_now(), was);
    Past past(folder.path(), {}, nullptr);
    const json::value board = ask(past, PastBoardQuery{then, sees_all});
    EXPECT_EQ(number(board.at("seq")), seq);
    EXPECT_EQ(of_snapshot(board), was);
    EXPECT_EQ(board.at("first_at").to_number<std::int64_t>(), Life::start.value);
    EXPECT_EQ(board.at("last_at").to_number<std::int64_t>(), life.state->engine.last_at().value);
    // Forward from the board that it holds, back to one that it has to replay anew.
    EXPECT_EQ(of_snapshot(ask(past, PastBoardQuery{life.now, sees_all})), shown_now());
    EXPECT_EQ(of_snapshot(ask(past, PastBoardQuery{then, sees_all})), was);
    // Before all.
    const json::value before = ask(past, PastBoardQuery{Life::start - hours(1), sees_all});
    EXPECT_EQ(number(before.at("seq")), 0u);
    EXPECT_TRUE(before.at("snapshot").as_array().empty());
}

TEST_F(PastTest, ChangesLeadFromOneBoardToTheNext) {
    life.story(5, 30);
    const TimePoint then = life.now;
    life.story(6, 150);
    const TimePoint later = life.now;
    const Seen at_last = shown_now();
    // Small answers, so that there are several, with another question between two of them.
    Past past(folder.path(), {.answer_records = 20}, nullptr);
    const json::value board = ask(past, PastBoardQuery{then, sees_all});
    Seen seen = of_snapshot(board);
    std::uint64_t after = number(board.at("seq"));
    std::uint64_t prev = after;
    int answers = 0;
    while (true) {
        const json::value changes = ask(past, PastChangesQuery{after, later, sees_all});
        for (const json::value& delta : changes.at("deltas").as_array()) {
            EXPECT_EQ(number(delta.at("prev")), prev) << "no gap";
            EXPECT_GT(number(delta.at("seq")), prev);
            EXPECT_LE(delta.at("at").to_number<std::int64_t>(), later.value);
            prev = number(delta.at("seq"));
        }
        apply(changes, seen);
        after = number(changes.at("seq"));
        prev = after;
        ++answers;
        if (changes.at("whole").as_bool()) {
            EXPECT_EQ(changes.at("at").to_number<std::int64_t>(), later.value);
            break;
        }
        ASSERT_LT(answers, 100);
        (void)ask(past, PastBoardQuery{then, sees_all});
    }
    EXPECT_GT(answers, 3);
    EXPECT_EQ(seen, at_last);
}

TEST_F(PastTest, TellsOfAlarmsInATime) {
    const TimePoint quiet = life.now;
    life.now = life.now + minutes(1);
    CreateRequest urgent = muster::test::request_at(7);
    urgent.service = "sos";
    const auto first = life.run({"desk", "", urgent});
    ASSERT_TRUE(first);
    const TimePoint first_at = life.now;
    life.now = life.now + minutes(10);
    urgent = muster::test::request_at(8);
    urgent.service = "sos";
    const auto second = life.run({"desk", "", urgent});
    ASSERT_TRUE(second);
    Past past(folder.path(), {}, nullptr);
    const auto requests = [&](TimePoint from, TimePoint until) {
        std::vector<std::uint64_t> ids;
        const json::value told = ask(past, PastAlarmsQuery{from, until, sees_all});
        EXPECT_TRUE(told.at("whole").as_bool());
        for (const json::value& alarm : told.at("alarms").as_array()) {
            if (alarm.at("kind").as_string() == "RequestReceived")
                ids.push_back(number(alarm.at("request")));
        }
        return ids;
    };
    EXPECT_EQ(requests(quiet, first_at), std::vector{first->seq});
    EXPECT_EQ(requests(first_at + Millis{1}, life.now), std::vector{second->seq});
    EXPECT_TRUE(requests(quiet - hours(1), quiet).empty());
    Past of_few(folder.path(), {.alarms_max = 1}, nullptr);
    const json::value few = ask(of_few, PastAlarmsQuery{quiet, life.now, sees_all});
    EXPECT_FALSE(few.at("whole").as_bool());
    EXPECT_EQ(few.at("alarms").as_array().size(), 1u);
}

TEST_F(PastTest, MasksForWhoMayNotSeePeople) {
    CreateRequest said = muster::test::request_at(7);
    said.caller = std::string("+8651485550199");
    ASSERT_TRUE(life.run({"desk", "", said}));
    Past past(folder.path(), {}, nullptr);
    const auto told = past.answer(PastBoardQuery{life.now, sees_all}, wanted);
    const auto masked =
        past.answer(PastBoardQuery{life.now, {true, Confidentiality::internal}}, wanted);
    ASSERT_TRUE(told && masked);
    EXPECT_NE(told->find("85550199"), std::string::npos);
    EXPECT_EQ(masked->find("85550199"), std::string::npos);
}

TEST_F(PastTest, EndsAtItsLimits) {
    life.story(8, 100);
    Past few(folder.path(), {.records_max = 5}, nullptr);
    auto told = few.answer(PastBoardQuery{life.now, sees_all}, wanted);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::too_large);
    told = few.answer(PastAlarmsQuery{Life::start, life.now, sees_all}, wanted);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::too_large);

    Past in_no_time(folder.path(), {.budget_ms = Millis{0}}, nullptr);
    told = in_no_time.answer(PastBoardQuery{life.now, sees_all}, wanted);
    ASSERT_FALSE(told);
    EXPECT_NE(told.error().message.find("[past]"), std::string::npos);

    Past past(folder.path(), {}, nullptr);
    told = past.answer(PastBoardQuery{life.now, sees_all}, [] { return true; });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::cancelled);
    // It goes on from what an answer that was given up has left.
    EXPECT_EQ(of_snapshot(ask(past, PastBoardQuery{life.now, sees_all})), shown_now());
    EXPECT_FALSE(past.answer(PastChangesQuery{1'000'000, life.now, sees_all}, wanted));
}

TEST_F(PastTest, LivesAgainUnderOtherRules) {
    life.story(9, 40);
    const TimePoint then = life.now;
    life.story(10, 60);
    Past past(folder.path(), {}, nullptr);
    const json::value lived = ask(past, WhatIfQuery{then, {{"dispatch.detour_permille", "1700"}}});
    EXPECT_EQ(lived.at("changes").at(0).as_string(), "dispatch.detour_permille=1700");
    EXPECT_EQ(number(lived.at("to_seq")), life.state->engine.last_seq());
    EXPECT_EQ(lived.at("logged").at("classes").as_array().size(), urgency_count);

    auto told = past.answer(WhatIfQuery{then, {{"dispatch.no_such_rule", "1"}}}, wanted);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::not_found);
    told = past.answer(WhatIfQuery{life.now, {}}, wanted);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::not_found) << "nothing to live again";

    Past few(folder.path(), {.what_if_records_max = 5}, nullptr);
    told = few.answer(WhatIfQuery{then, {}}, wanted);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::too_large);
    told = past.answer(WhatIfQuery{then, {}}, [] { return true; });
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, log::LogErrorCode::cancelled);
}

}  // namespace
}  // namespace muster::pipeline::test
