// What a desk gets from a living service: people as they are now, and the engine's own candidates.
#include "engine/pipeline/desk_service.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "muster/commands.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

namespace json = boost::json;

DeskService service(Life& life) {
    return {life.state->engine, life.state->index, [&life] { return life.now; }};
}

json::array found(const DeskService& desk, const char* collection, const std::string& text) {
    const json::value answer = json::parse(desk.find_people({collection, text, 12}));
    EXPECT_EQ(answer.at("query").as_string(), text);
    return answer.at(collection).as_array();
}

RegisterMember a_member() {
    RegisterMember command;
    command.profile.name = "欧阳秀兰";
    command.profile.phone = "0514-85550199";
    command.profile.address = "文昌中路18号3幢";
    command.profile.birth_year = 1938;
    command.profile.risks = "lives alone";
    Contact daughter;
    daughter.name = "Li";
    daughter.phone = "13912340777";
    command.profile.contacts = {daughter};
    return command;
}

TEST(DeskService, FindsMembersAsTheyAreNow) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const auto registered = life.run({"desk", "", a_member()});
    ASSERT_TRUE(registered && !registered->rejection);
    const MemberId id{registered->seq};
    const DeskService desk = service(life);
    for (const auto& [text, by] :
         {std::pair{"85550199", "phone"}, std::pair{"0199", "phone"},
          std::pair{"0514-8555 0199", "phone"}, std::pair{"0777", "contact_phone"},
          std::pair{"秀兰", "name"}, std::pair{"ouyang", "pinyin"}, std::pair{"oyxl", "initials"},
          std::pair{"文昌中路18号", "address"}}) {
        const json::array members = found(desk, "members", text);
        ASSERT_FALSE(members.empty()) << text;
        EXPECT_EQ(members[0].at("id").to_number<std::uint64_t>(), id.value) << text;
        EXPECT_EQ(members[0].at("by").as_string(), by) << text;
    }
    const json::array by_contact = found(desk, "members", "0777");
    const json::value& hit = by_contact.at(0);
    EXPECT_EQ(hit.at("name").as_string(), "欧阳秀兰");
    EXPECT_EQ(hit.at("birth_year").to_number<int>(), 1938);
    EXPECT_EQ(hit.at("risks").as_string(), "lives alone");
    EXPECT_EQ(hit.at("contact").at("number").to_number<int>(), 1);
    EXPECT_EQ(hit.at("contact").at("name").as_string(), "Li");

    CreateRequest request = muster::test::request_at(3);
    request.member = id;
    const auto asked = life.run({"desk", "", request});
    ASSERT_TRUE(asked && !asked->rejection);
    const json::array warned = found(desk, "members", "欧阳秀兰");
    ASSERT_EQ(warned.at(0).at("open_requests").as_array().size(), 1u);
    EXPECT_EQ(warned.at(0).at("open_requests").at(0).to_number<std::uint64_t>(), asked->seq);

    UpdateMember changes;
    changes.member = id;
    changes.profile.phone = Personal<std::string>("0514-85550200");
    ASSERT_TRUE(life.run({"desk", "", changes}));
    EXPECT_TRUE(found(desk, "members", "0199").empty());
    EXPECT_EQ(found(desk, "members", "0200").size(), 1u);
}

TEST(DeskService, FindsTheSameAfterARestart) {
    TempFolder folder;
    std::string before;
    {
        Life life(folder.path());
        life.city();
        ASSERT_TRUE(life.run({"desk", "", a_member()}));
        before = service(life).find_people({"members", "oyxl", 12});
    }
    Life again(folder.path());
    EXPECT_EQ(service(again).find_people({"members", "oyxl", 12}), before);
    EXPECT_NE(before.find("欧阳秀兰"), std::string::npos);
}

TEST(DeskService, FindsRespondersAndCards) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    RegisterResponder command;
    command.profile.name = "单雄信";
    command.profile.external_ref = "R-205";
    command.profile.phone = "13800138777";
    const auto registered = life.run({"desk", "", command});
    ASSERT_TRUE(registered && !registered->rejection);
    const DeskService desk = service(life);
    for (const auto& [text, by] : {std::pair{"r205", "number"}, std::pair{"sxx", "initials"},
                                   std::pair{"shanxiong", "pinyin"}, std::pair{"8777", "phone"},
                                   std::pair{"雄信", "name"}}) {
        const json::array responders = found(desk, "responders", text);
        ASSERT_EQ(responders.size(), 1u) << text;
        EXPECT_EQ(responders[0].at("id").to_number<std::uint64_t>(), registered->seq);
        EXPECT_EQ(responders[0].at("by").as_string(), by) << text;
    }
    const auto member = life.run({"desk", "", a_member()});
    ASSERT_TRUE(member);
    const auto card = life.run({"desk", "", IssueCard{{member->seq}, {}}});
    ASSERT_TRUE(card && !card->rejection) << card->rejection.detail;
    const json::array holder = found(desk, "members", "#" + std::to_string(card->seq));
    ASSERT_EQ(holder.size(), 1u);
    EXPECT_EQ(holder[0].at("id").to_number<std::uint64_t>(), member->seq);
}

TEST(DeskService, CandidatesAreTheEngines) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    DeskService desk = service(life);
    std::string error;
    EXPECT_FALSE(desk.candidates({{99'999}, {}}, error));
    EXPECT_EQ(error, "");
    CreateRequest request = muster::test::request_at(5);
    request.service = "sos";
    const RequestId id{life.run({"desk", "", request})->seq};
    EXPECT_FALSE(desk.candidates({id, 7}, error));
    EXPECT_NE(error, "");

    const Request& held = *life.state->engine.board().requests().get(id);
    ASSERT_EQ(held.slots.front().status, SlotStatus::assigned);
    error.clear();
    const auto text = desk.candidates({id, 0}, error);
    ASSERT_TRUE(text) << error;
    const json::value answer = json::parse(*text);
    ASSERT_EQ(answer.at("slots").as_array().size(), 1u);
    const json::value& slot = answer.at("slots").at(0);
    EXPECT_EQ(slot.at("holder").to_number<std::uint64_t>(), held.slots.front().responder.value);
    const std::uint64_t next = slot.at("recommended").to_number<std::uint64_t>();
    EXPECT_NE(next, held.slots.front().responder.value);
    const json::value& first = slot.at("candidates").at(0);
    EXPECT_EQ(first.at("responder").to_number<std::uint64_t>(), next);
    EXPECT_EQ(first.at("verdict").as_string(), "won");
    EXPECT_FALSE(first.at("en").as_string().empty());
    EXPECT_LE(slot.at("candidates").as_array().size(), 8u);

    // Nothing happened by it, and it is what happens.
    const std::uint64_t before = life.state->engine.last_seq();
    ASSERT_TRUE(life.run({"desk", "", ReleaseResponder{id, 0, "because"}}));
    EXPECT_GT(life.state->engine.last_seq(), before);
    EXPECT_EQ(held.slots.front().responder.value, next);
}

TEST(DeskService, FiguresAreKeptForAMoment) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    DeskService desk = service(life);
    const std::string first = desk.figures();
    ASSERT_TRUE(life.run({"desk", "", muster::test::request_at(5)}));
    EXPECT_EQ(desk.figures(), first);
    life.now = life.now + seconds(2);
    const json::value later = json::parse(desk.figures());
    EXPECT_EQ(later.at("all").at("open").to_number<int>(), 1);
}

}  // namespace
}  // namespace muster::pipeline::test
