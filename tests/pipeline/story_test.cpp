#include "engine/pipeline/story.hpp"

#include <gtest/gtest.h>

#include "engine/pipeline/snapshots.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

Millis east_of_utc(TimePoint) {
    return hours(8);
}

TEST(Story, TellsWhatHappenedAndWhyTheOthersLost) {
    TempFolder folder;
    RequestId id;
    {
        Life life(folder.path());
        life.city();
        ASSERT_FALSE(write_engine_snapshot(folder.path(), life.state->engine, life.state->timelines,
                                           life.disk->writer().last_hash(), 2));
        id = RequestId{life.run({"desk", "", muster::test::request_at(5)})->seq};
        life.story(9, 100);
    }
    auto story = explain(folder.path(), id, {}, {});
    ASSERT_TRUE(story) << story.error().message;
    ASSERT_TRUE(*story);
    EXPECT_TRUE((*story)->reproduced);
    ASSERT_FALSE((*story)->entries.empty());
    EXPECT_EQ((*story)->entries[0].seq, id.value);
    EXPECT_EQ((*story)->entries[0].command, "CreateRequest");
    EXPECT_TRUE((*story)->entries[0].en[0].starts_with("request for sos, class P1"));
    EXPECT_TRUE((*story)->entries[0].zh[0].starts_with("收到请求"));
    ASSERT_FALSE((*story)->decisions.empty());
    const core::DecisionTrace& trace = (*story)->decisions[0].trace;
    ASSERT_FALSE(trace.candidates.empty());
    EXPECT_EQ(trace.candidates[0].verdict, core::Verdict::won);

    const std::string text = story_text(**story, {.offset_at = east_of_utc});
    EXPECT_NE(text.find("sent Worker"), std::string::npos) << text;
    EXPECT_NE(text.find("lost: dearer"), std::string::npos) << text;
    // Whoever was weighed has a name, as in the sentences.
    EXPECT_EQ(text.find("  responder "), std::string::npos) << text;
    EXPECT_NE(text.find("            Worker"), std::string::npos) << text;
    // Each day has a line of its own, at the offset that is then in force.
    const std::string summer =
        story_text(**story, {.offset_at = [](TimePoint) { return minutes(345); }});
    EXPECT_NE(summer.find(" (UTC+05:45)\n"), std::string::npos) << summer;
    const std::string chinese = story_text(**story, {.chinese = true, .offset_at = east_of_utc});
    EXPECT_NE(chinese.find("派出"), std::string::npos);
    EXPECT_NE(chinese.find("            Worker"), std::string::npos) << chinese;
    EXPECT_EQ(chinese.find("人员 "), std::string::npos) << chinese;

    StoryOptions masked;
    masked.personal = false;
    auto shy = explain(folder.path(), id, masked, {});
    ASSERT_TRUE(shy && *shy);
    const std::string hidden = story_text(**shy, {.offset_at = east_of_utc});
    EXPECT_EQ(hidden.find("Worker"), std::string::npos) << hidden;
    EXPECT_NE(hidden.find("            W**"), std::string::npos) << hidden;
}

TEST(Story, SaysHowLikelyVolunteersWere) {
    TempFolder folder;
    RequestId id;
    {
        Life life(folder.path());
        life.city();
        CreateRequest visit = muster::test::request_at(5);
        visit.service = "visit";
        // A walk of some minutes from a volunteer.
        const auto& responders = life.state->engine.board().responders();
        for (const core::Index index : responders.in_order()) {
            const ResponderProfile& profile = responders[index].profile;
            if (profile.kind == ResponderKind::volunteer) visit.place = profile.post;
        }
        visit.place->value.lat_e7 += 50'000;
        id = RequestId{life.run({"desk", "", visit})->seq};
    }
    auto story = explain(folder.path(), id, {}, {});
    ASSERT_TRUE(story && *story);
    ASSERT_FALSE((*story)->decisions.empty());
    const core::DecisionTrace& trace = (*story)->decisions[0].trace;
    ASSERT_FALSE(trace.candidates.empty());
    EXPECT_EQ(trace.candidates[0].verdict, core::Verdict::asked);
    for (const core::TracedCandidate& one : trace.candidates) {
        const bool staff = one.verdict == core::Verdict::other_kind;
        EXPECT_EQ(one.accepts_permille.has_value(), !staff);
        EXPECT_EQ(one.in_time_permille.has_value(), !staff);
    }
    // Nobody has answered yet: the prior alone.
    EXPECT_EQ(trace.candidates[0].accepts_permille, 300);
    const std::string text = story_text(**story, {.offset_at = east_of_utc});
    EXPECT_NE(text.find(", 30.0 % to accept, "), std::string::npos) << text;
    EXPECT_NE(text.find(" % to be in time; asked"), std::string::npos) << text;
    const std::string chinese = story_text(**story, {.chinese = true, .offset_at = east_of_utc});
    EXPECT_NE(chinese.find("，接受概率 30.0 %，及时到达概率 "), std::string::npos) << chinese;
}

// Twelve who could be sent, four hundred who could not: the reader sees the ten cheapest losers and
// one line for each reason.
TEST(Story, CountsThoseWhoCouldNotBeSent) {
    Story story;
    story.entries.push_back({7, TimePoint{}, "desk", "CreateRequest", {"request"}, {"请求"}});
    StoryDecision decision{7, TimePoint{}, "helper", {}, {}};
    const auto add = [&](std::uint64_t id, core::Verdict verdict, std::int64_t eta_s) {
        core::TracedCandidate one;
        one.candidate.responder = ResponderId{id};
        one.candidate.distance_m = Metres{eta_s};
        one.candidate.eta_ms = seconds(eta_s);
        one.verdict = verdict;
        decision.trace.candidates.push_back(one);
        decision.names.push_back(id == 104 ? "" : "N" + std::to_string(id));
    };
    add(1, core::Verdict::won, 60);
    for (std::uint64_t i = 0; i < 12; ++i)
        add(10 + i, core::Verdict::dearer, 100);
    add(101, core::Verdict::off_duty, 10);
    add(102, core::Verdict::busy, 15);
    add(103, core::Verdict::off_duty, 90);
    add(104, core::Verdict::off_duty, 95);
    add(105, core::Verdict::off_duty, 99);
    auto& counts = decision.trace.counts;
    counts.assign(static_cast<std::size_t>(core::Verdict::needed_elsewhere) + 1, 0);
    counts[static_cast<std::size_t>(core::Verdict::won)] = 1;
    counts[static_cast<std::size_t>(core::Verdict::dearer)] = 14;  // two were not kept
    counts[static_cast<std::size_t>(core::Verdict::off_duty)] = 400;
    counts[static_cast<std::size_t>(core::Verdict::busy)] = 1;
    story.decisions.push_back(decision);

    const std::string text = story_text(story, {});
    EXPECT_NE(text.find("            helper:\n              N1: 1 min, 60 m; won\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("N19: "), std::string::npos) << text;
    EXPECT_EQ(text.find("N20: "), std::string::npos) << text;
    EXPECT_NE(text.find("            and 4 more, dearer\n"), std::string::npos) << text;
    EXPECT_NE(text.find("            400 lost: off duty; nearest N101 (10 s), N103 (1 min 30 s), "
                        "responder 104 (1 min 35 s)\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("            1 lost: busy; nearest N102 (15 s)\n"), std::string::npos)
        << text;

    const std::string chinese = story_text(story, {.chinese = true});
    EXPECT_NE(chinese.find("            另有 4 人，代价更高\n"), std::string::npos) << chinese;
    EXPECT_NE(chinese.find("400 人落选：下班；最近的是N101（10 秒）、"), std::string::npos)
        << chinese;

    const std::string all = story_text(story, {.all = true});
    EXPECT_NE(all.find("N21: "), std::string::npos) << all;
    EXPECT_NE(all.find("N105: 1 min 39 s, 99 m; lost: off duty\n"), std::string::npos) << all;
    EXPECT_EQ(all.find("; nearest"), std::string::npos) << all;
}

TEST(Story, KnowsNothingOfARequestThatNeverWas) {
    TempFolder folder;
    {
        Life life(folder.path());
        life.city();
    }
    for (const std::uint64_t id : {0ull, 3ull, 1'000'000ull}) {
        auto story = explain(folder.path(), RequestId{id}, {}, {});
        ASSERT_TRUE(story);
        EXPECT_FALSE(*story);
    }
}

TEST(Story, RefusesToReadMoreThanItMay) {
    TempFolder folder;
    RequestId id;
    {
        Life life(folder.path());
        life.city();
        id = RequestId{life.run({"desk", "", muster::test::request_at(5)})->seq};
    }
    StoryOptions options;
    options.records_max = 5;
    auto story = explain(folder.path(), id, options, {});
    ASSERT_FALSE(story);
    EXPECT_EQ(story.error().code, log::LogErrorCode::too_large);
}

}  // namespace
}  // namespace muster::pipeline::test
