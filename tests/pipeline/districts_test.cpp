// A desk of some districts sees its own: whatever way it asks, of the others it learns neither a
// name nor a number, and what it sees live on the feed is what a new snapshot would show it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>
#include <set>

#include "engine/core/board.hpp"
#include "engine/gate/permissions.hpp"
#include "engine/pipeline/desk_service.hpp"
#include "engine/pipeline/query_service.hpp"
#include "engine/views/confidentiality.hpp"
#include "muster/collections.hpp"
#include "muster/devices.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "tests/feed/feed_harness.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using feed::testing::State;
using feed::testing::TestClient;
namespace json = boost::json;

Principal of_districts(std::vector<Code> districts) {
    Principal principal;
    principal.name = districts.empty() ? "city" : districts.front().str();
    principal.roles.add(Role::supervisor);
    principal.districts = std::move(districts);
    return principal;
}

std::vector<std::string> all_topics() {
    std::vector<std::string> topics;
    for (const Code& topic : feed::FeedOptions{}.topics)
        topics.push_back(topic.str());
    return topics;
}

// Whom the text tells of: each member's name and number are his own and stand nowhere else.
std::string mark(MemberId member) {
    return "Mark" + std::to_string(1'000'000 + member.value) + "x";
}

class Districts : public ::testing::Test {
  protected:
    Districts() : life(folder.path()) {
        life.city(8, 6);
        const auto& members = life.state->engine.board().members();
        for (const core::Index index : members.in_order())
            all.push_back(members[index].id);
        for (std::size_t i = 0; i < all.size(); ++i) {
            UpdateMember update;
            update.member = all[i];
            update.profile.name = Personal<std::string>(mark(all[i]));
            update.profile.district = i % 3 == 0   ? Code("north")
                                      : i % 3 == 1 ? Code("south")
                                                   : Code();
            run(update);
        }
    }
    Outcome run(Command command) {
        const auto outcome = life.run({"desk", {}, std::move(command)});
        EXPECT_TRUE(outcome);
        EXPECT_FALSE(outcome->rejection) << outcome->rejection.detail;
        return *outcome;
    }
    void move(MemberId member, Code district) {
        UpdateMember update;
        update.member = member;
        update.profile.district = district;
        run(update);
    }
    RequestId request_of(MemberId member) {
        CreateRequest create;
        create.service = life.state->engine.board().rules().services.front().code;
        create.member = member;
        create.note = "for " + (member ? mark(member) : std::string("somebody"));
        return {run(create).seq};
    }
    [[nodiscard]] const core::Board& board() const { return life.state->engine.board(); }
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
    std::unique_ptr<TestClient> join(const Principal& principal) {
        auto client = std::make_unique<TestClient>(*life.hub, life.now);
        client->auth(life.hub->issue_ticket(*feed_principal(principal), life.now).value_or(""),
                     life.now);
        client->subscribe(all_topics(), life.now);
        return client;
    }
    // Whatever the principal can read of each collection, in one text.
    std::string everything(const Principal& principal) {
        std::string text;
        const QueryService service = queries();
        for (const CollectionRow& row : collections) {
            std::string error;
            const auto reading = service.start_list(row.path, {{}, 0, 1000}, principal, error);
            if (!reading) continue;  // wants a filter
            while (!reading->go_on(100'000)) {
            }
            text += reading->take().items_json;
            for (std::uint64_t id = 1; id <= life.disk->committed_seq(); ++id)
                text += service.read(row.path, id, principal).value_or("");
        }
        for (std::uint64_t id = 1; id <= life.disk->committed_seq(); ++id) {
            const auto story = service.start_timeline({id}, principal, "");
            if (!story) continue;
            while (!story->go_on(100'000)) {
            }
            text += story->take();
        }
        const DeskService desk(life.state->engine, life.state->index, [this] { return life.now; });
        for (const MemberId member : all) {
            text += desk.find_people({.collection = "members",
                                      .text = mark(member),
                                      .limit = 12,
                                      .districts = principal.districts});
        }
        return text;
    }
    // Those of whom a text tells. The echo of what was searched for is no answer.
    std::set<MemberId> told_of(std::string text) {
        for (const MemberId member : all) {
            const std::string echo = "{\"query\":\"" + mark(member) + "\"";
            for (std::size_t at = 0; (at = text.find(echo, at)) != std::string::npos;)
                text.replace(at, echo.size(), "{");
        }
        std::set<MemberId> told;
        for (const MemberId member : all) {
            if (text.find(mark(member)) != std::string::npos) told.insert(member);
        }
        return told;
    }
    std::set<MemberId> living_in(const std::set<Code>& districts) {
        std::set<MemberId> living;
        for (const MemberId member : all) {
            const Code& district = board().members().get(member)->profile.district;
            if (district.empty() || districts.contains(district)) living.insert(member);
        }
        return living;
    }
    static std::string text_of(const State& state) {
        std::string text;
        for (const auto& [topic, entities] : state) {
            for (const auto& [id, entity] : entities)
                text += entity;
        }
        return text;
    }
    // Alerts are told once and are in no snapshot.
    static State without_alerts(State state) {
        state.erase("alerts");
        std::erase_if(state, [](const auto& topic) { return topic.second.empty(); });
        return state;
    }

    TempFolder folder;
    Life life;
    std::vector<MemberId> all;
    const Principal city = of_districts({});
    const Principal north = of_districts({"north"});
    const Principal both = of_districts({"north", "south"});
};

TEST_F(Districts, WhateverIsAskedTellsOfNobodyElse) {
    for (const MemberId member : all)
        request_of(member);
    request_of({});
    life.story(7, 120);
    EXPECT_EQ(told_of(everything(city)), living_in({"north", "south"}));
    EXPECT_EQ(told_of(everything(north)), living_in({"north"}));
    EXPECT_EQ(told_of(everything(of_districts({"elsewhere"}))), living_in({}));
    EXPECT_EQ(told_of(everything(both)), living_in({"north", "south"}));
}

// What nobody knows the place of, every desk must see.
TEST_F(Districts, ARequestOfNobodyKnownIsEverybodys) {
    const RequestId request = request_of({});
    EXPECT_TRUE(queries().read("requests", request.value, of_districts({"elsewhere"})));
    EXPECT_TRUE(queries().read("requests", request.value, north));
}

TEST_F(Districts, ARequestIsItsMembers) {
    const RequestId mine = request_of(all[0]);
    const RequestId theirs = request_of(all[1]);
    EXPECT_TRUE(queries().read("requests", mine.value, north));
    EXPECT_FALSE(queries().read("requests", theirs.value, north));
    EXPECT_TRUE(queries().start_timeline(mine, north, ""));
    EXPECT_FALSE(queries().start_timeline(theirs, north, ""));
    EXPECT_TRUE(queries().start_timeline(theirs, city, ""));
}

TEST_F(Districts, TheFeedShowsWhatASnapshotWould) {
    const auto of_city = join(city);
    const auto of_north = join(north);
    const auto of_both = join(both);
    std::mt19937_64 random(11);
    for (int round = 0; round < 40; ++round) {
        life.story(100 + static_cast<std::uint64_t>(round), 6);
        if (round % 4 == 0) request_of(all[random() % all.size()]);
        if (round % 5 == 0) {
            constexpr const char* places[] = {"north", "south", "", "elsewhere"};
            move(all[random() % all.size()], places[random() % 4]);
        }
    }
    EXPECT_EQ(without_alerts(of_city->state), without_alerts(join(city)->state));
    EXPECT_EQ(without_alerts(of_north->state), without_alerts(join(north)->state));
    EXPECT_EQ(without_alerts(of_both->state), without_alerts(join(both)->state));
    EXPECT_EQ(told_of(text_of(without_alerts(join(north)->state))), living_in({"north"}));
    EXPECT_LT(without_alerts(of_north->state)["members"].size(),
              without_alerts(of_city->state)["members"].size());
}

TEST_F(Districts, WhoMovesAwayTakesAllAlong) {
    const RequestId request = request_of(all[0]);
    const auto of_north = join(north);
    const auto of_south = join(of_districts({"south"}));
    EXPECT_TRUE(of_north->state["requests"].contains(request.value));
    EXPECT_FALSE(of_south->state["requests"].contains(request.value));
    move(all[0], "south");
    EXPECT_FALSE(of_north->state["requests"].contains(request.value));
    EXPECT_FALSE(of_north->state["members"].contains(all[0].value));
    EXPECT_TRUE(of_south->state["requests"].contains(request.value));
    EXPECT_TRUE(of_south->state["members"].contains(all[0].value));
}

// Also for whoever was away meanwhile, and resumes.
TEST_F(Districts, WhoMovesWhileNobodyWatchesIsGoneAtTheNextLook) {
    const RequestId request = request_of(all[0]);
    auto of_north = join(north);
    ASSERT_TRUE(of_north->state["requests"].contains(request.value));
    of_north->cut();
    move(all[0], "south");
    of_north->reconnect(*life.hub, life.now);
    of_north->auth(life.hub->issue_ticket(*feed_principal(north), life.now).value_or(""), life.now);
    of_north->subscribe(all_topics(), life.now);
    EXPECT_FALSE(of_north->state["requests"].contains(request.value));
}

TEST_F(Districts, WhatIsKnownToLieElsewhereLeavesTheDesk) {
    RegisterDevice button;
    button.key = "test:button-1";
    const DeviceId device{run(button).seq};
    const auto of_north = join(north);
    ASSERT_TRUE(of_north->state["devices"].contains(device.value));
    AssignDevice given;
    given.device = device;
    given.member = all[1];
    run(given);
    EXPECT_FALSE(of_north->state["devices"].contains(device.value));
    EXPECT_TRUE(join(of_districts({"south"}))->state["devices"].contains(device.value));
}

TEST_F(Districts, CommandsAboutOthersAreRefused) {
    const RequestId mine = request_of(all[0]);
    const RequestId theirs = request_of(all[1]);
    const QueryService service = queries();
    const auto refused = [&](Command command, const Principal& who) {
        const auto fault = gate::admit(command, who, service);
        return fault ? fault->field : std::string();
    };
    EXPECT_EQ(refused(AddNote{mine, "a"}, north), "");
    EXPECT_EQ(refused(AddNote{theirs, "a"}, north), "/request");
    EXPECT_EQ(refused(AddNote{theirs, "a"}, both), "");
    EXPECT_EQ(refused(AddNote{theirs, "a"}, city), "");
    EXPECT_EQ(refused(MergeRequest{mine, theirs}, north), "/into");
    UpdateMember update;
    update.member = all[0];
    update.profile.district = Code("south");
    EXPECT_EQ(refused(update, north), "/profile/district");
    update.profile.district = Code("north");
    EXPECT_EQ(refused(update, north), "");
    update.member = all[1];
    EXPECT_EQ(refused(update, north), "/member");
    RegisterMember newcomer;
    newcomer.profile.district = "south";
    EXPECT_EQ(refused(newcomer, north), "/profile/district");
    newcomer.profile.district = "north";
    EXPECT_EQ(refused(newcomer, north), "");
    // Whoever helps may live anywhere.
    AssignResponder sent;
    sent.request = mine;
    sent.responder = board().responders()[0].id;
    EXPECT_EQ(refused(sent, north), "");
}

}  // namespace
}  // namespace muster::pipeline::test
