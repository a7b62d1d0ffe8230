// What a console knows from a snapshot and deltas is what the board holds.
#include <gtest/gtest.h>

#include "engine/core/board.hpp"
#include "tests/feed/feed_harness.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using feed::testing::State;
using feed::testing::TestClient;

const std::vector<std::string> all_topics = {"requests", "responders", "offers",   "members",
                                             "cards",    "devices",    "positions"};

std::unique_ptr<TestClient> join(Life& life, bool personal,
                                 const std::vector<std::string>& topics = all_topics,
                                 const SnapshotForm& form = {}) {
    FeedPrincipal principal;
    principal.name = personal ? "desk" : "wall";
    principal.may_see_personal = personal;
    principal.all_topics = true;
    auto client = std::make_unique<TestClient>(*life.hub, life.now);
    client->auth(life.hub->issue_ticket(principal, life.now).value_or("none"), life.now);
    client->subscribe(topics, life.now, form);
    return client;
}

// What the contract of touched() leaves to the reader: offers go with their request, and a
// responder's position is told by its own topic.
State as_read(State state) {
    for (auto& [id, text] : state["responders"]) {
        auto entity = boost::json::parse(text).as_object();
        entity.stable_erase("position");
        entity.stable_erase("position_at");
        text = boost::json::serialize(entity);
    }
    const auto& requests = state["requests"];
    std::erase_if(state["offers"], [&](const auto& offer) {
        const auto entity = boost::json::parse(offer.second);
        return !requests.contains(entity.at("request").template to_number<std::uint64_t>());
    });
    return state;
}

class FeedOfPipeline : public ::testing::TestWithParam<bool> {};

TEST_P(FeedOfPipeline, DeltasLeadToTheStateThatASnapshotShows) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    auto early = join(life, GetParam());
    for (std::uint64_t part = 0; part < 10; ++part) {
        life.story(100 + part, 60);
        auto late = join(life, GetParam());
        State expected = as_read(late->state);
        State seen = as_read(early->state);
        for (const std::string& topic : all_topics) {
            for (const auto& [id, entity] : expected[topic]) {
                ASSERT_EQ(seen[topic][id], entity) << topic << " in part " << part;
            }
            ASSERT_EQ(seen[topic].size(), expected[topic].size()) << topic << " in part " << part;
        }
        EXPECT_EQ(early->gaps, 0u);
    }
    EXPECT_GT(early->deltas, 100u);
}

INSTANTIATE_TEST_SUITE_P(Personal, FeedOfPipeline, ::testing::Bool());

// Of a city with so many members: ids are the records, of which the rules take the first.
ResponderId first_responder(std::uint64_t members) {
    return {members + 2};
}

// What the compact form leaves out, in any entity.
void drop_zeros(boost::json::value& value) {
    if (auto* const list = value.if_array()) {
        for (auto& item : *list)
            drop_zeros(item);
    }
    auto* const object = value.if_object();
    if (object == nullptr) return;
    std::vector<std::string> zeros;
    for (auto& member : *object) {
        drop_zeros(member.value());
        const auto& one = member.value();
        const bool zero = (one.is_int64() && one.get_int64() == 0) ||
                          (one.is_uint64() && one.get_uint64() == 0) ||
                          (one.is_bool() && !one.get_bool());
        if (zero) zeros.emplace_back(member.key());
    }
    for (const std::string& name : zeros)
        object->stable_erase(name);
}

// What a client that asked for a smaller snapshot must know, by what the whole one says.
State in_form(State whole, const SnapshotForm& form) {
    const auto text_of = [](const boost::json::value& entity, const char* name) {
        const auto* const value = entity.as_object().if_contains(name);
        return value == nullptr ? std::string() : std::string(value->as_string());
    };
    const State all = whole;
    const auto is_over = [&](std::uint64_t request) {
        const auto found = all.at("requests").find(request);
        return found == all.at("requests").end() ||
               boost::json::parse(found->second).at("ended_at").to_number<std::int64_t>() != 0;
    };
    const auto is_off = [&](std::uint64_t responder) {
        return text_of(boost::json::parse(all.at("responders").at(responder)), "status") ==
               "off_duty";
    };
    if (form.leave_out.has(LeaveOut::ended)) {
        std::erase_if(whole["requests"], [&](const auto& one) { return is_over(one.first); });
        std::erase_if(whole["offers"], [&](const auto& one) {
            return is_over(
                boost::json::parse(one.second).at("request").template to_number<std::uint64_t>());
        });
    }
    if (form.leave_out.has(LeaveOut::off_duty)) {
        std::erase_if(whole["responders"], [&](const auto& one) { return is_off(one.first); });
        std::erase_if(whole["positions"], [&](const auto& one) { return is_off(one.first); });
    }
    if (form.leave_out.has(LeaveOut::positions)) whole.erase("positions");
    for (const char* topic : {"requests", "responders", "offers"}) {
        if (!form.compact) break;
        for (auto& [id, text] : whole[topic]) {
            auto entity = boost::json::parse(text);
            drop_zeros(entity);
            text = boost::json::serialize(entity);
        }
    }
    return whole;
}

TEST(FeedOfPipeline, ASmallerSnapshotIsTheWholeOneWithoutWhatWasLeftOut) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    std::map<LeaveOut, std::size_t> left_out;
    for (std::uint64_t part = 0; part < 6; ++part) {
        life.story(200 + part, 60);
        const ResponderId tired = first_responder(10);
        (void)life.run({"desk", "", SetDuty{tired, ResponderStatus::off_duty, {}, ""}});
        const State whole = join(life, true)->state;
        for (std::uint32_t bits = 0; bits < 1u << enum_count<LeaveOut>; ++bits) {
            for (const bool compact : {false, true}) {
                SnapshotForm form;
                form.leave_out.bits = bits;
                form.compact = compact;
                const State seen =
                    feed::testing::without_empty(join(life, true, all_topics, form)->state);
                const State expected = feed::testing::without_empty(in_form(whole, form));
                ASSERT_EQ(seen, expected) << "part " << part << ", form " << bits << compact;
            }
        }
        for (const LeaveOut what : enum_values<LeaveOut>) {
            for (const auto& [topic, entities] : whole)
                left_out[what] += entities.size();
            for (const auto& [topic, entities] : in_form(whole, {what}))
                left_out[what] -= entities.size();
        }
    }
    for (const auto& [what, count] : left_out)
        EXPECT_GT(count, 0u) << name_of(what);
}

// Whoever left it out has the position of who comes on duty, although that has not changed.
TEST(FeedOfPipeline, WhoComesOnDutyComesWholeWithThePosition) {
    TempFolder folder;
    Life life(folder.path());
    life.city(2, 2);
    const ResponderId one = first_responder(2);
    ReportPositions report;
    report.fixes.push_back({one, Point{323'100'000, 1'194'100'000}, TimePoint{}});
    ASSERT_TRUE(life.run({"phone", "", report}));
    ASSERT_TRUE(life.run({"desk", "", SetDuty{one, ResponderStatus::off_duty, {}, ""}}));
    const auto client = join(life, true, {"responders", "positions"},
                             {{LeaveOut::off_duty, LeaveOut::positions}, true});
    EXPECT_FALSE(client->state["responders"].contains(one.value));
    EXPECT_TRUE(client->state["positions"].empty());
    ASSERT_TRUE(life.run({"desk", "", SetDuty{one, ResponderStatus::available, {}, ""}}));
    ASSERT_TRUE(client->state["responders"].contains(one.value));
    const auto entity = boost::json::parse(client->state["responders"].at(one.value));
    EXPECT_EQ(entity.at("status").as_string(), "available");
    EXPECT_NEAR(entity.at("position").at("lat").to_number<double>(), 32.31, 1e-7);
    EXPECT_EQ(entity.at("clear_until").to_number<std::int64_t>(), 0) << "a delta has its zeros";
    EXPECT_EQ(client->gaps, 0u);
}

TEST(FeedOfPipeline, WithoutMaskedReadersTheMaskedFormIsTheIdOnly) {
    TempFolder folder;
    PipelineOptions options;
    options.feed_masked = false;
    Life life(folder.path(), options);
    life.city();
    auto client = join(life, false);
    const auto outcome = life.run({"desk", "", muster::test::request_at(1)});
    ASSERT_TRUE(outcome);
    const std::string id = std::to_string(outcome->seq);
    EXPECT_EQ(client->state["requests"][outcome->seq], std::string("{\"id\":").append(id) + "}");
}

TEST(FeedOfPipeline, UrgentRequestsAndMissedDeadlinesAreAlerts) {
    TempFolder folder;
    Life life(folder.path());
    life.city(4, 0);
    const auto desk = join(life, true, {"alerts"});
    const auto wall = join(life, false, {"alerts"});
    const auto outcome = life.run({"desk", "", muster::test::request_at(1)});
    ASSERT_TRUE(outcome);
    life.now = life.now + minutes(30);
    (void)life.settle();
    std::set<std::string> kinds;
    for (const auto& [id, alert] : desk->state["alerts"]) {
        const auto json = boost::json::parse(alert);
        const std::string kind(json.at("kind").as_string());
        kinds.insert(kind);
        EXPECT_EQ(json.at("request").to_number<std::uint64_t>(), outcome->seq);
        EXPECT_EQ(id / 4096, json.at("seq").to_number<std::uint64_t>());
        EXPECT_EQ(json.at("tone").as_string(), kind == "DeadlineBreached"  ? "bad"
                                               : kind == "RequestReceived" ? "plain"
                                                                           : "warn")
            << kind;
        EXPECT_NE(json.at("en").as_string(), json.at("zh").as_string());
        // What it was about is told to those who may know.
        const bool told = alert.find("fell in the kitchen") != std::string::npos;
        EXPECT_EQ(told, kind == "RequestReceived") << alert;
        const std::string& masked = wall->state["alerts"].at(id);
        EXPECT_EQ(masked.find("fell in the kitchen"), std::string::npos) << masked;
        EXPECT_NE(masked.find(kind), std::string::npos) << masked;
    }
    EXPECT_TRUE(kinds.contains("RequestReceived"));
    EXPECT_TRUE(kinds.contains("DeadlineBreached"));
}

}  // namespace
}  // namespace muster::pipeline::test
