#include "engine/pipeline/story.hpp"

#include <gtest/gtest.h>

#include "engine/pipeline/snapshots.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

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

    const std::string text = story_text(**story, false, hours(8));
    EXPECT_NE(text.find("sent Worker"), std::string::npos) << text;
    EXPECT_NE(text.find("lost: dearer"), std::string::npos) << text;
    // Whoever was weighed has a name, as in the sentences.
    EXPECT_EQ(text.find("  responder "), std::string::npos) << text;
    EXPECT_NE(text.find("            Worker"), std::string::npos) << text;
    const std::string chinese = story_text(**story, true, hours(8));
    EXPECT_NE(chinese.find("派出"), std::string::npos);
    EXPECT_NE(chinese.find("            Worker"), std::string::npos) << chinese;
    EXPECT_EQ(chinese.find("人员 "), std::string::npos) << chinese;

    StoryOptions masked;
    masked.personal = false;
    auto shy = explain(folder.path(), id, masked, {});
    ASSERT_TRUE(shy && *shy);
    const std::string hidden = story_text(**shy, false, hours(8));
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
    const std::string text = story_text(**story, false, hours(8));
    EXPECT_NE(text.find(", 30.0 % to accept, "), std::string::npos) << text;
    EXPECT_NE(text.find(" % to be in time; asked"), std::string::npos) << text;
    const std::string chinese = story_text(**story, true, hours(8));
    EXPECT_NE(chinese.find("，接受概率 30.0 %，及时到达概率 "), std::string::npos) << chinese;
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
