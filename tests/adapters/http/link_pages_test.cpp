#include "adapters/http/link_pages.hpp"

#include "engine/gate/signed_link.hpp"
#include "http_world.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

const std::string key = "0123456789abcdef0123456789abcdef";
const Headers link_form{{"Content-Type", "application/x-www-form-urlencoded"}};
constexpr std::int64_t far_away = 4'000'000'000'000;

std::string path(std::uint64_t link = 9, std::uint32_t generation = 1) {
    return "/s/" + gate::make_request_link("k1", key, {LinkId{link}, generation});
}

std::string link_json(std::string_view status, std::string_view shows,
                      std::int64_t expires_at = far_away) {
    return R"({"id":9,"request":5,"member":7,"generation":1,"status":")" + std::string(status) +
           R"(","expires_at":)" + std::to_string(expires_at) + R"(,"shows":[)" +
           std::string(shows) + "]}";
}

constexpr std::string_view everything = R"("status","arrival","who","timeline","urge","rate")";

struct LinkWorld : World {
    LinkWorld() {
        queries.entities["links/9"] = link_json("active", everything);
        queries.entities["requests/5"] =
            R"({"id":5,"status":"en_route","service":"emergency","member":7,"created_at":1000,)"
            R"("urged":2,"urged_at":2000,"slots":[{"status":"en_route","responder":3,)"
            R"("assigned_at":1500,"arrival_at":1}],"reopenings":[{"at":1200,"by":"link",)"
            R"("reason":"rated 1 of 5: <nobody> came","rating":1}]})";
        queries.entities["responders/3"] = R"({"id":3,"profile":{"name":"王**"}})";
    }
    std::string page(const std::string& target, unsigned status) {
        Client client(*this);
        const auto answer = client.request("GET", target);
        if (!answer) return {};
        EXPECT_EQ(answer->status, status) << target;
        EXPECT_EQ(answer->header("Cache-Control"), "no-store");
        EXPECT_EQ(answer->header("Referrer-Policy"), "no-referrer");
        return std::string(answer->body());
    }
};

TEST(LinkPage, ShowsWhatIsPromisedAndDoesNothing) {
    LinkWorld world;
    world.start();
    const std::string page = world.page(path(), 200);
    for (const char* shown :
         {"王**", "马上就到", "已收到您的请求", "rated 1 of 5: &lt;nobody&gt; came", "催一催",
          "tel:12349", "紧急求助"}) {
        EXPECT_NE(page.find(shown), std::string::npos) << shown;
    }
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("Please hurry"), std::string::npos) << "one language at a time";
    EXPECT_NE(page.find("<li aria-current=\"step\"><b aria-hidden=\"true\">3</b>在路上"),
              std::string::npos);
    EXPECT_EQ(page.find("name=\"rating\""), std::string::npos) << "it is not over yet";
    EXPECT_TRUE(world.commands.submissions.empty());

    world.queries.entities["links/9"] = link_json("active", R"("status")");
    const std::string narrow = world.page(path(), 200);
    EXPECT_NE(narrow.find("有人正在去您那里的路上"), std::string::npos);
    for (const char* hidden : {"王", "马上就到", "已收到", "nobody", "催", "<form"}) {
        EXPECT_EQ(narrow.find(hidden), std::string::npos) << hidden;
    }
}

TEST(LinkPage, WhoeverIsAloneIsToldToDial120AndFamilyElsewhereIsNot) {
    LinkWorld world;
    world.queries.entities["requests/5"] =
        R"({"id":5,"status":"queued","urgency":"P0","service":"emergency","member":7,)"
        R"("created_at":1000,"slots":[{}]})";
    world.start();
    EXPECT_NE(world.page(path(), 200).find("tel:120\""), std::string::npos);
    world.queries.entities["links/9"].insert(1, R"("audience":"family",)");
    EXPECT_EQ(world.page(path(), 200).find("tel:120\""), std::string::npos);
}

TEST(LinkPage, WhoeverIsThereNeedNotHurry) {
    LinkWorld world;
    world.queries.entities["requests/5"] =
        R"({"id":5,"status":"on_scene","service":"emergency","member":7,"slots":[{}]})";
    world.start();
    EXPECT_EQ(world.page(path(), 200).find("催一催"), std::string::npos);
}

TEST(LinkPage, TheLanguageThatWasAskedForStays) {
    LinkWorld world;
    world.start();
    const std::string page = world.page(path() + "?lang=en", 200);
    EXPECT_NE(page.find("Please hurry"), std::string::npos);
    EXPECT_NE(page.find("action=\"" + path() + "?lang=en\""), std::string::npos);
    Client client(world);
    const auto urged =
        client.request("POST", path() + "?lang=en", link_form, "do=urge&urged=2&round=1");
    ASSERT_TRUE(urged);
    EXPECT_EQ(urged->header("Location"), path() + "?lang=en");
}

TEST(LinkPage, IsTheSameForEveryLinkThatCannotBeOpened) {
    LinkWorld world;
    world.start();
    std::string forged = path();
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    const std::string gone = world.page(forged, 404);
    EXPECT_NE(gone.find("12349"), std::string::npos);
    EXPECT_EQ(world.page("/s/x", 404), gone);
    // The text of a card is none of a link.
    EXPECT_EQ(world.page("/s/" + gate::make_signed_link("1", "k1", key, {9, 1}), 404), gone);
    EXPECT_EQ(world.page(path(10), 410), gone);
    EXPECT_EQ(world.page(path(9, 2), 410), gone);
    for (const char* status : {"revoked", "expired"}) {
        world.queries.entities["links/9"] = link_json(status, everything);
        EXPECT_EQ(world.page(path(), 410), gone) << status;
    }
    // A tick may be late.
    world.queries.entities["links/9"] = link_json("active", everything, 1);
    EXPECT_EQ(world.page(path(), 410), gone);
    world.queries.entities["links/9"] = link_json("active", everything);
    world.queries.entities.erase("requests/5");
    EXPECT_EQ(world.page(path(), 410), gone) << "archived";
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(LinkPage, ADoubleClickIsOneRating) {
    LinkWorld world;
    world.queries.entities["requests/5"] =
        R"({"id":5,"status":"closed","service":"emergency","member":7,"reopened":1})";
    world.start();
    EXPECT_NE(world.page(path(), 200).find("name=\"round\" value=\"2\""), std::string::npos);
    Client client(world);
    for (int i = 0; i < 2; ++i) {
        const auto answer =
            client.request("POST", path(), link_form, "round=2&rating=2&comment=too+late");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 303u);
        EXPECT_EQ(answer->header("Location"), path());
        EXPECT_EQ(answer->header("Idempotency-Replayed"), i == 0 ? "" : "true");
    }
    const Submission& sent = world.commands.submissions.at(0);
    EXPECT_EQ(sent.source, "link");
    EXPECT_EQ(sent.key, "9:2:rate");
    const auto& rate = sent.command.get<RateRequest>();
    EXPECT_EQ(rate.request, RequestId{5});
    EXPECT_EQ(rate.link, LinkId{9});
    EXPECT_EQ(rate.rating, 2u);
    EXPECT_EQ(rate.comment, "too late");
    EXPECT_EQ(rate.fault, FaultSide::not_said);
}

// What waits has a button; what was confirmed is told; what is still going on, or was rejected, is
// not shown.
TEST(LinkPage, WhatAVolunteerSaysWasDoneIsConfirmed) {
    LinkWorld world;
    world.queries.entities["links/9"] = link_json("active", R"("status","confirm")");
    world.queries.page =
        R"([{"id":21,"status":"ended","starts_at":3600000,"ends_at":9300000,"minutes":95},)"
        R"({"id":22,"status":"approved","starts_at":86400000,"ends_at":88200000,"minutes":30},)"
        R"({"id":23,"status":"open","starts_at":1,"ends_at":0,"minutes":0},)"
        R"({"id":24,"status":"rejected","starts_at":1,"ends_at":3600001,"minutes":60}])";
    world.start();
    const std::string page = world.page(path(), 200);
    EXPECT_EQ(world.queries.last_collection, "service_records");
    EXPECT_EQ(world.queries.last_query.filters.at(0).second, "5");
    EXPECT_NE(page.find("95 分钟"), std::string::npos);
    EXPECT_NE(page.find("name=\"confirm\" value=\"21\""), std::string::npos);
    EXPECT_NE(page.find("30 分钟，已确认"), std::string::npos);
    for (const char* hidden : {"value=\"22\"", "value=\"23\"", "value=\"24\"", "60 分钟"})
        EXPECT_EQ(page.find(hidden), std::string::npos) << hidden;

    Client client(world);
    const auto answer = client.request("POST", path(), link_form, "round=1&confirm=21");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 303u);
    const Submission& sent = world.commands.submissions.at(0);
    EXPECT_EQ(sent.key, "9:1:confirm:21");
    const auto& confirm = sent.command.get<ConfirmService>();
    EXPECT_EQ(confirm.service_record, ServiceRecordId{21});
    EXPECT_EQ(confirm.by, ServiceConfirmer::member);
    EXPECT_EQ(confirm.link, LinkId{9});

    world.queries.entities["links/9"] = link_json("active", R"("status")");
    EXPECT_EQ(world.page(path(), 200).find("分钟"), std::string::npos);
}

TEST(LinkPage, WrongFormsPressNothing) {
    LinkWorld world;
    world.options.per_card_press = {.per_minute = 6, .burst = 100, .max_names = 10};
    world.start();
    Client client(world);
    for (const char* body : {"", "rating=0", "rating=6", "rating=-1", "do=rate", "rating=%zz",
                             "do=urge&rating=5", "comment=hello"}) {
        const auto answer = client.request("POST", path(), link_form, body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 422u) << body;
    }
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(LinkPage, RefusalsAreWords) {
    LinkWorld world;
    world.start();
    Client client(world);
    const auto press = [&](RejectReason reason, std::string field) {
        world.commands.rejection = {reason, std::move(field), "in words of the engine"};
        const auto answer = client.request("POST", path(), link_form, "do=urge&urged=2&round=1");
        EXPECT_TRUE(answer);
        EXPECT_EQ(answer->body().find("engine"), std::string::npos);
        return answer->status;
    };
    EXPECT_EQ(press(RejectReason::illegal_status, "/link"), 410u);
    EXPECT_EQ(press(RejectReason::illegal_status, "/request"), 409u);
    EXPECT_EQ(press(RejectReason::limit_reached, "/request"), 429u);
    EXPECT_EQ(press(RejectReason::overloaded, ""), 503u);
    EXPECT_EQ(world.commands.submissions.at(0).key, "9:1:urge:2");
}

TEST(LinkPage, OfAMergedRequestDoesNotTellTheOthersStory) {
    LinkWorld world;
    world.queries.entities["requests/5"] =
        R"({"id":5,"status":"merged","service":"emergency","member":7,"merged_into":6})";
    world.queries.entities["requests/6"] =
        R"({"id":6,"status":"queued","service":"emergency","member":8,"slots":[{}],)"
        R"("reopenings":[{"at":1200,"reason":"the secret of another"}]})";
    world.start();
    const std::string page = world.page(path(), 200);
    EXPECT_NE(page.find("正在为您找人"), std::string::npos);
    EXPECT_EQ(page.find("secret"), std::string::npos);
    Client client(world);
    ASSERT_TRUE(client.request("POST", path(), link_form, "do=urge&urged=0&round=1"));
    EXPECT_EQ(world.commands.submissions.at(0).command.get<UrgeRequest>().request, RequestId{6});
}

TEST(LinkPage, ViewsArePaidFromTheLinksOwnBucket) {
    LinkWorld world;
    world.options.per_card_view = {.per_minute = 1, .burst = 2, .max_names = 10};
    world.start();
    world.page(path(), 200);
    world.page(path(), 200);
    EXPECT_NE(world.page(path(), 429).find("12349"), std::string::npos);
    // Not from that of a card of the same number.
    Client client(world);
    const auto card =
        client.request("GET", "/t/" + gate::make_card_link("k1", key, {CardId{9}, 1}));
    ASSERT_TRUE(card);
    EXPECT_EQ(card->status, 410u);
}

TEST(LinkText, IsForWhoeverMayIssueLinks) {
    LinkWorld world;
    world.options.server.public_url = "https://muster.example/";
    world.access.tokens["desk"] = FakeAccess::principal("desk", {Role::call_taker});
    world.access.tokens["keeper"] = FakeAccess::principal("keeper", {Role::admin});
    world.start();
    Client client(world);
    const auto ask = [&](const char* target, const char* token) {
        const auto answer = client.request("GET", target, with_token(token));
        EXPECT_TRUE(answer);
        return *answer;
    };
    const auto answer = ask("/v1/links/9/text", "desk");
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.text("path"), path());
    EXPECT_EQ(answer.text("url"), "https://muster.example" + path());
    EXPECT_EQ(ask("/v1/links/9/text", "keeper").status, 403u);
    EXPECT_EQ(ask("/v1/links/10/text", "desk").status, 404u);
    world.queries.entities["links/9"] = link_json("revoked", everything);
    EXPECT_EQ(ask("/v1/links/9/text", "desk").status, 410u);
}

}  // namespace
}  // namespace muster::http
