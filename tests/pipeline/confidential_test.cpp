// What is too confidential for a reader is not there for him, whichever way he comes: by its id, in
// lists and their pages, by filters, in counts, in snapshots, changes and alerts of the feed, in
// answers to commands, and in timelines.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "engine/core/board.hpp"
#include "engine/pipeline/query_service.hpp"
#include "muster/registry.hpp"
#include "muster/thinktank.hpp"
#include "tests/feed/feed_harness.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using feed::testing::TestClient;
using Ids = std::vector<std::uint64_t>;

Principal somebody(Role role) {
    Principal principal;
    principal.name = std::string(name_of(role));
    principal.roles.add(role);
    return principal;
}

class Confidential : public ::testing::Test {
  protected:
    Confidential() : life(folder.path()) {
        life.city(2, 1);
        RegisterMember member;
        member.profile.name = "Author";
        author = {run(member).seq};
        secret = registered("S", Confidentiality::confidential, author);
        open = registered("O", Confidentiality::open);
        internal = registered("I", Confidentiality::internal);
        second_secret = registered("T", Confidentiality::confidential);
        for (const std::uint64_t id : {secret, open, internal, second_secret})
            run(ReviewSuggestion{{id}, SuggestionVerdict::accept, "gist", {}, ""});
        secret_report = run(ReportSuggestions{{{secret}, {open}}, "for the mayor", ""}).seq;
        open_report = report_of_an_open_one();
    }

    Outcome run(Command command, const std::string& key = {}) {
        const auto outcome = life.run({"desk", key, std::move(command)});
        EXPECT_TRUE(outcome);
        EXPECT_FALSE(outcome->rejection) << outcome->rejection.detail;
        return *outcome;
    }
    std::uint64_t registered(const char* reference, Confidentiality level, MemberId member = {}) {
        RegisterSuggestion command;
        command.reference = reference;
        command.title = "about lifts";
        command.author = member ? "" : "Zhao";
        command.member = member;
        command.confidentiality = level;
        return run(command).seq;
    }
    std::uint64_t report_of_an_open_one() {
        second_open = registered("P", Confidentiality::open);
        run(ReviewSuggestion{{second_open}, SuggestionVerdict::accept, "gist", {}, ""});
        return run(ReportSuggestions{{{second_open}}, "for all", ""}).seq;
    }
    [[nodiscard]] QueryService queries() {
        return QueryService({.engine = life.state->engine,
                             .pipeline = *life.pipeline,
                             .log = *life.disk,
                             .timelines = life.state->timelines,
                             .index = life.state->index,
                             .feed = life.hub.get(),
                             .explainer = nullptr,
                             .alarms = {},
                             .metrics = {}},
                            {});
    }
    ListPage page(const std::string& collection, ListQuery query, const Principal& principal) {
        std::string error;
        const QueryService service = queries();
        const auto reading = service.start_list(collection, query, principal, error);
        EXPECT_TRUE(reading) << error;
        if (!reading) return {};
        while (!reading->go_on(1)) {
        }
        return reading->take();
    }
    Ids ids(const std::string& collection, ListQuery query, const Principal& principal) {
        Ids found;
        const ListPage got = page(collection, std::move(query), principal);
        const boost::json::value items = boost::json::parse(got.items_json);
        for (const auto& item : items.as_array())
            found.push_back(item.at("id").to_number<std::uint64_t>());
        return found;
    }
    std::unique_ptr<TestClient> join(const Principal& principal,
                                     const std::vector<std::string>& topics) {
        const auto right = feed_principal(principal);
        EXPECT_TRUE(right);
        auto client = std::make_unique<TestClient>(*life.hub, life.now);
        client->auth(life.hub->issue_ticket(*right, life.now).value_or("none"), life.now);
        client->subscribe(topics, life.now);
        return client;
    }
    static Ids known(const TestClient& client, const std::string& topic) {
        Ids found;
        const auto entities = client.state.find(topic);
        if (entities == client.state.end()) return found;
        for (const auto& [id, text] : entities->second)
            found.push_back(id);
        return found;
    }

    TempFolder folder;
    Life life;
    MemberId author;
    std::uint64_t secret = 0, open = 0, internal = 0, second_secret = 0, second_open = 0;
    std::uint64_t secret_report = 0, open_report = 0;
    const Principal desk = somebody(Role::dispatcher);
    const Principal office = somebody(Role::admin);
    const Principal head = somebody(Role::supervisor);
};

TEST_F(Confidential, ByItsId) {
    const QueryService service = queries();
    const auto sees = [&](const Principal& who, const char* collection, std::uint64_t id) {
        return service.read(collection, id, who).has_value();
    };
    EXPECT_TRUE(sees(desk, "suggestions", open));
    EXPECT_FALSE(sees(desk, "suggestions", internal));
    EXPECT_FALSE(sees(desk, "suggestions", secret));
    EXPECT_TRUE(sees(office, "suggestions", internal));
    EXPECT_FALSE(sees(office, "suggestions", secret));
    EXPECT_TRUE(sees(head, "suggestions", secret));
    EXPECT_TRUE(sees(desk, "suggestion_reports", open_report));
    EXPECT_FALSE(sees(desk, "suggestion_reports", secret_report));
    EXPECT_FALSE(sees(office, "suggestion_reports", secret_report));
    EXPECT_TRUE(sees(head, "suggestion_reports", secret_report));
    for (const Role role : {Role::call_taker, Role::responder, Role::adapter})
        EXPECT_FALSE(sees(somebody(role), "suggestions", internal)) << name_of(role);
    Principal both = desk;
    both.roles.add(Role::supervisor);
    EXPECT_TRUE(sees(both, "suggestions", secret)) << "of two roles the higher counts";
}

TEST_F(Confidential, InLists) {
    EXPECT_EQ(ids("suggestions", {}, desk), (Ids{open, second_open}));
    EXPECT_EQ(ids("suggestions", {}, office), (Ids{open, internal, second_open}));
    EXPECT_EQ(ids("suggestions", {}, head),
              (Ids{secret, open, internal, second_secret, second_open}));
    EXPECT_EQ(ids("suggestion_reports", {}, desk), Ids{open_report});
    EXPECT_EQ(ids("suggestion_reports", {}, head), (Ids{secret_report, open_report}));
}

// Neither an empty page nor a further one says that something is left out.
TEST_F(Confidential, InPages) {
    const ListPage first = page("suggestions", {{}, 0, 1}, desk);
    EXPECT_EQ(first.next_after, open);
    const ListPage second = page("suggestions", {{}, first.next_after, 1}, desk);
    EXPECT_EQ(second.next_after, 0u);
    EXPECT_NE(second.items_json, "[]");
    // The last page ends at the last one that he may know of.
    registered("last", Confidentiality::confidential);
    EXPECT_EQ(page("suggestions", {{}, first.next_after, 1}, desk).next_after, 0u);
    EXPECT_EQ(page("suggestions", {{}, 0, 2}, desk).next_after, 0u);
}

TEST_F(Confidential, ByEveryFilter) {
    const auto asks = [&](const char* name, const std::string& value) {
        return ids("suggestions", {{{name, value}}, 0, 100}, desk);
    };
    EXPECT_EQ(asks("reference", "S"), Ids{});
    EXPECT_EQ(asks("member", std::to_string(author.value)), Ids{});
    EXPECT_EQ(asks("author", "Author"), Ids{});
    EXPECT_EQ(asks("report", std::to_string(secret_report)), Ids{open});
    EXPECT_EQ(asks("confidentiality", "confidential"), Ids{});
    EXPECT_EQ(asks("confidentiality", "internal"), Ids{});
    EXPECT_EQ(asks("status", "reviewed"), Ids{});
    EXPECT_EQ(asks("status", "reported"), (Ids{open, second_open}));
    EXPECT_EQ(asks("grade", "none"), (Ids{open, second_open}));
    EXPECT_EQ(asks("department", ""), (Ids{open, second_open}));
    EXPECT_EQ(asks("category", ""), (Ids{open, second_open}));
    EXPECT_EQ(asks("talent", "0"), (Ids{open, second_open}));
    EXPECT_EQ(asks("merged_into", "0"), (Ids{open, second_open}));
    EXPECT_EQ(asks("words", "LIFTS"), (Ids{open, second_open}));
    EXPECT_EQ(ids("suggestions", {{{"words", "lifts"}}, 0, 100}, head).size(), 5u);
}

TEST_F(Confidential, InCounts) {
    const auto counted = [&](const Principal& who, const char* by) {
        std::string text;
        const ListPage got = page("suggestion_counts", {{{"by", by}}, 0, 100}, who);
        const boost::json::value lines = boost::json::parse(got.items_json);
        for (const auto& line : lines.as_array()) {
            const auto number = [&](const char* field) {
                return std::to_string(line.at(field).to_number<std::int64_t>());
            };
            const auto* const key = line.as_object().if_contains("key");
            text += (text.empty() ? "" : ", ") + std::string(key ? key->as_string() : "") + " " +
                    number("items") + "/" + number("raw") + "/" + number("authors");
        }
        return text;
    };
    // Those without a member are Zhao's.
    EXPECT_EQ(counted(head, "all"), " 5/5/2");
    EXPECT_EQ(counted(office, "all"), " 3/3/1");
    EXPECT_EQ(counted(desk, "all"), " 2/2/1");
    EXPECT_EQ(counted(somebody(Role::responder), "all"), " 2/2/1");
    EXPECT_EQ(counted(desk, "status"), "reported 2/2/1");
    EXPECT_EQ(counted(head, "status"), "reported 3/3/2, reviewed 2/2/1");
    EXPECT_EQ(counted(desk, "confidentiality"), "open 2/2/1");
    EXPECT_EQ(counted(office, "confidentiality"), "internal 1/1/1, open 2/2/1");
    for (const char* by : {"grade", "department", "category"})
        EXPECT_EQ(counted(desk, by), " 2/2/1") << by;
    // Merged ones count with theirs.
    run(MergeSuggestions{{second_secret}, {{registered("U", Confidentiality::confidential)}}, ""});
    EXPECT_EQ(counted(head, "status"), "reported 3/3/2, reviewed 2/3/1");
}

// What was merged counts with what it is handled with, whatever it was sorted by itself.
TEST_F(Confidential, InCountsOfACategory) {
    const auto sorted = [&](const char* reference, Code category) {
        RegisterSuggestion command;
        command.reference = reference;
        command.category = category;
        command.title = "about lifts";
        command.author = "Sun";
        return SuggestionId{run(command).seq};
    };
    const SuggestionId kept = sorted("X", "urban");
    run(MergeSuggestions{kept, {sorted("Y", "health")}, ""});
    const auto counted = [&](const char* category) {
        const ListQuery query{{{"by", "category"}, {"category", category}}, 0, 100};
        return page("suggestion_counts", query, head).items_json;
    };
    EXPECT_EQ(counted("urban"), R"([{"key":"urban","items":1,"raw":2,"authors":1}])");
    EXPECT_EQ(counted("health"), "[]");
}

TEST_F(Confidential, InSnapshotsOfTheFeed) {
    const std::vector<std::string> topics{"suggestions", "suggestion_reports"};
    EXPECT_EQ(known(*join(desk, topics), "suggestions"), (Ids{open, second_open}));
    EXPECT_EQ(known(*join(desk, topics), "suggestion_reports"), Ids{open_report});
    EXPECT_EQ(known(*join(office, topics), "suggestions"), (Ids{open, internal, second_open}));
    EXPECT_EQ(known(*join(head, topics), "suggestions").size(), 5u);
    EXPECT_EQ(known(*join(head, topics), "suggestion_reports"), (Ids{secret_report, open_report}));
}

TEST_F(Confidential, InChangesOfTheFeed) {
    const std::vector<std::string> topics{"suggestions", "suggestion_reports"};
    const auto of_desk = join(desk, topics);
    const auto of_head = join(head, topics);
    const std::size_t before = of_desk->deltas;
    registered("V", Confidentiality::internal);
    run(RecordInstruction{{secret}, "the mayor", "at once"});
    const std::uint64_t report = run(ReportSuggestions{{{second_secret}}, "more", ""}).seq;
    EXPECT_EQ(of_desk->deltas, before) << "not even that something happened";
    EXPECT_EQ(known(*of_head, "suggestions").size(), 6u);
    EXPECT_TRUE(of_head->state["suggestion_reports"].contains(report));
    run(RecordInstruction{{open}, "the mayor", "some day"});
    EXPECT_EQ(of_desk->deltas, before + 1);
    EXPECT_EQ(known(*of_desk, "suggestions"), (Ids{open, second_open}));
    // One record that changes both: he is told his part of it.
    const std::uint64_t third = registered("W", Confidentiality::open);
    run(ReviewSuggestion{{third}, SuggestionVerdict::accept, "gist", {}, ""});
    run(ReportSuggestions{{{third}, {internal}}, "both", ""});
    EXPECT_NE(of_desk->state["suggestions"].at(third).find("\"reported\""), std::string::npos);
    EXPECT_EQ(known(*of_desk, "suggestions"), (Ids{open, second_open, third}));
    EXPECT_EQ(known(*of_desk, "suggestion_reports"), Ids{open_report});
}

TEST_F(Confidential, InAlertsOfTheFeed) {
    registered("X", Confidentiality::confidential);
    registered("Y", Confidentiality::open);
    const auto of_desk = join(desk, {"alerts"});
    const auto of_head = join(head, {"alerts"});
    life.now = life.now + hours(24 * 40);
    (void)life.settle();
    const auto told = [](const TestClient& client) {
        std::multiset<std::string> kinds;
        const auto alerts = client.state.find("alerts");
        if (alerts == client.state.end()) return kinds;
        for (const auto& [id, text] : alerts->second)
            kinds.insert(std::string(boost::json::parse(text).at("kind").as_string()));
        return kinds;
    };
    EXPECT_EQ(told(*of_head).count("SuggestionDeadlineBreached"), 2u);
    EXPECT_EQ(told(*of_desk).count("SuggestionDeadlineBreached"), 1u);
    EXPECT_EQ(told(*of_desk).count("SuggestionDeadlineWarned"), 1u);
}

// A death that the desk tells of changes what its author suggested in confidence.
TEST_F(Confidential, InAnswersToCommands) {
    const SetMemberStatus died{author, MemberStatus::deceased, "told"};
    for (const char* time : {"at first", "again"}) {
        const Outcome outcome = run(died, "key");
        EXPECT_EQ(outcome.replayed, std::string(time) == "again");
        ASSERT_TRUE(outcome.events_json) << time;
        EXPECT_NE(outcome.events_json->find("MemberStatusChanged"), std::string::npos) << time;
        EXPECT_EQ(outcome.events_json->find("Suggestion"), std::string::npos)
            << time << *outcome.events_json;
    }
    EXPECT_TRUE(life.state->engine.board().store<Suggestion>().get({secret})->author_gone);
    // What everybody may know is told as before.
    RegisterSuggestion told;
    told.title = "benches";
    told.author = "Zhao";
    told.confidentiality = Confidentiality::open;
    EXPECT_NE(run(told).events_json->find("SuggestionRegistered"), std::string::npos);
}

TEST_F(Confidential, InTimelines) {
    const QueryService service = queries();
    EXPECT_FALSE(service.start_timeline({secret}, head, "")) << "a suggestion is no request";
}

}  // namespace
}  // namespace muster::pipeline::test
