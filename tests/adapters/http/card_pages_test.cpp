#include "engine/gate/card_link.hpp"
#include "http_world.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

const std::string card_key = "0123456789abcdef0123456789abcdef";

std::string link(std::uint64_t card = 42, std::uint32_t generation = 3) {
    return "/t/" + gate::make_card_link("k1", card_key, {CardId{card}, generation});
}

std::string nonce_in(const std::string& page) {
    const std::string mark = "name=\"nonce\" value=\"";
    const std::size_t at = page.find(mark);
    if (at == std::string::npos) return {};
    return page.substr(at + mark.size(), page.find('"', at + mark.size()) - at - mark.size());
}

const Headers card_form{{"Content-Type", "application/x-www-form-urlencoded"}};

TEST(CardPage, ShowsTheColoursAndTriggersNothing) {
    World world;
    world.start();
    Client client(world);
    for (const char* method : {"GET", "HEAD"}) {
        const auto answer = client.request(method, link());
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->header("Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(answer->header("Cache-Control"), "no-store");
        EXPECT_EQ(answer->header("Referrer-Policy"), "no-referrer");
        EXPECT_NE(answer->header("Content-Security-Policy").find("default-src 'none'"),
                  std::string::npos);
        if (method[0] == 'H') continue;
        EXPECT_NE(answer->body().find("value=\"red\""), std::string::npos);
        EXPECT_NE(answer->body().find("value=\"green\""), std::string::npos);
        // The number comes before everything that can be pressed.
        const std::size_t number = answer->body().find("tel:12349");
        EXPECT_LT(number, answer->body().find("<main>"));
        EXPECT_LT(number, answer->body().find("<button"));
        EXPECT_EQ(answer->body().find("method=\"post\""), std::string::npos);
    }
    EXPECT_TRUE(world.commands.submissions.empty());
    const auto english = client.request("GET", link(), {{"Accept-Language", "en-GB"}});
    ASSERT_TRUE(english);
    EXPECT_NE(english->body().find("<html lang=\"en\">"), std::string::npos);
}

TEST(CardPage, TheLanguageThatWasAskedForStays) {
    World world;
    world.queries.entities["requests/101"] = R"({"id":101,"status":"queued","member":7})";
    world.start();
    Client client(world);
    const Headers chinese{{"Accept-Language", "zh-CN"}};
    const auto choice = client.request("GET", link() + "?lang=en", chinese);
    ASSERT_TRUE(choice);
    EXPECT_NE(choice->body().find("<html lang=\"en\">"), std::string::npos);
    EXPECT_NE(choice->body().find("href=\"?lang=zh\""), std::string::npos);
    EXPECT_NE(choice->body().find("name=\"lang\" value=\"en\""), std::string::npos);
    const auto question = client.request("GET", link() + "?lang=en&colour=green", chinese);
    ASSERT_TRUE(question);
    EXPECT_NE(question->body().find("action=\"" + link() + "?lang=en\""), std::string::npos);
    EXPECT_NE(question->body().find("href=\"?colour=green&amp;lang=zh\""), std::string::npos);
    const auto pressed =
        client.request("POST", link() + "?lang=en",
                       {chinese[0], {"Content-Type", card_form[0].second}}, "colour=green");
    ASSERT_TRUE(pressed);
    EXPECT_EQ(pressed->header("Location"), link() + "/101?lang=en");
    const auto status = client.request("GET", link() + "/101?lang=en", chinese);
    ASSERT_TRUE(status);
    EXPECT_NE(status->body().find("action=\"" + link() + "?lang=en\""), std::string::npos);
}

// A chip behind one field: a tap shows one screen that says what is wanted, and asks for nothing.
TEST(CardPage, AFieldOfTheCardHasAScreenOfItsOwn) {
    World world;
    world.start();
    Client client(world);
    for (const char* language : {"zh-CN", "en"}) {
        const auto page =
            client.request("GET", link() + "?colour=red", {{"Accept-Language", language}});
        ASSERT_TRUE(page);
        EXPECT_NE(page->body().find("value=\"red\""), std::string::npos);
        EXPECT_EQ(page->body().find("value=\"green\""), std::string::npos);
        EXPECT_EQ(page->body().find("需要紧急求助吗") != std::string::npos,
                  std::string_view(language) == "zh-CN");
        EXPECT_EQ(page->body().find("Call for emergency help?") != std::string::npos,
                  std::string_view(language) == "en");
        // The others are a link away.
        EXPECT_NE(page->body().find("href=\"" + link() + "\""), std::string::npos);
    }
    const auto other = client.request("GET", link() + "?colour=pink");
    ASSERT_TRUE(other);
    EXPECT_NE(other->body().find("value=\"green\""), std::string::npos);
    EXPECT_TRUE(world.commands.submissions.empty());
    const auto page = client.request("GET", link() + "?colour=red");
    ASSERT_TRUE(page);
    const auto pressed = client.request("POST", link(), card_form,
                                        "nonce=" + nonce_in(page->body()) + "&colour=red");
    ASSERT_TRUE(pressed);
    EXPECT_EQ(pressed->status, 303u);
    EXPECT_EQ(world.commands.submissions.size(), 1u);
}

TEST(CardPage, ADoubleTapIsOneRequest) {
    World world;
    world.start();
    Client client(world);
    const auto page = client.request("GET", link() + "?colour=red");
    ASSERT_TRUE(page);
    const std::string body = "nonce=" + nonce_in(page->body()) + "&colour=red";
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.request("POST", link(), card_form, body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 303u);
        EXPECT_EQ(answer->header("Location"), link() + "/101");
        EXPECT_EQ(answer->header("Idempotency-Replayed"), i == 0 ? "" : "true");
    }
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    const auto& tap = world.commands.submissions[0].command.get<TapCard>();
    EXPECT_EQ(tap.card, CardId{42});
    EXPECT_EQ(tap.generation, 3u);
    EXPECT_EQ(tap.colour, Code("red"));
    EXPECT_EQ(world.commands.submissions[0].source, "card");
    const auto again = client.request("GET", link() + "?colour=red");
    ASSERT_TRUE(again);
    const auto other = client.request("POST", link(), card_form,
                                      "nonce=" + nonce_in(again->body()) + "&colour=red");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->header("Location"), link() + "/102");
}

TEST(CardPage, BadLinksAndOldCardsGetAKindPage) {
    World world;
    world.queries.entities["cards/43"] = R"({"id":43,"member":7,"generation":1,"status":"lost"})";
    world.start();
    const auto status = [&](const std::string& target) {
        Client client(world);
        const auto answer = client.request("GET", target);
        if (!answer) return 0u;
        EXPECT_NE(answer->body().find("12349"), std::string::npos) << target;
        return answer->status;
    };
    std::string forged = link();
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(status(forged), 404u);
    EXPECT_EQ(status("/t/x"), 404u);
    EXPECT_EQ(status(link(42, 2)), 410u) << "an older print";
    EXPECT_EQ(status(link(42, 4)), 410u);
    EXPECT_EQ(status(link(43, 1)), 410u) << "lost";
    EXPECT_EQ(status(link(44, 1)), 410u) << "no such card";
    Client client(world);
    const auto press = client.request("POST", link(42, 2), card_form, "colour=red");
    ASSERT_TRUE(press);
    EXPECT_EQ(press->status, 410u);
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(CardPage, WrongFormsPressNothing) {
    World world;
    world.options.per_card_press = {.per_minute = 6, .burst = 100, .max_names = 10};
    world.start();
    for (const char* body :
         {"", "colour=", "colour=pink", "nonce=1", "colour=%zz", "a&b&c&d&e&f&g&h&i&colour=red"}) {
        Client client(world);
        const auto answer = client.request("POST", link(), card_form, body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 422u) << body;
    }
    Client client(world);
    const auto json =
        client.request("POST", link(), {{"Content-Type", "application/json"}}, "colour=red");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->status, 415u);
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(CardPage, RefusalsAreSaidInWords) {
    World world;
    world.start();
    const std::pair<RejectReason, unsigned> cases[] = {{RejectReason::overloaded, 503},
                                                       {RejectReason::card_not_active, 410},
                                                       {RejectReason::limit_reached, 429}};
    for (const auto& [reason, status] : cases) {
        world.commands.rejection = {reason, "", "no"};
        Client client(world);
        const auto answer = client.request("POST", link(), card_form, "colour=red");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status);
        EXPECT_NE(answer->body().find("12349"), std::string::npos);
        EXPECT_EQ(answer->header("Retry-After").empty(), status == 410);
        EXPECT_NE(answer->body().find("tel:120\""), std::string::npos) << "it was red";
    }
}

TEST(CardPage, MinutesAreThoseOfTheCity) {
    World world;
    world.city_now = world.now + hours(30);
    world.queries.entities["requests/101"] =
        R"({"id":101,"status":"en_route","member":7,"slots":[{"status":"en_route","arrival_at":)" +
        std::to_string((*world.city_now + minutes(4)).value) + "}]}";
    world.start();
    Client client(world);
    const auto answer = client.request("GET", link() + "/101", {{"Accept-Language", "en"}});
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->body().find("in about 4 minutes"), std::string::npos) << answer->body();
}

TEST(CardPage, StatusOfTheOwnRequestOnly) {
    World world;
    world.queries.entities["requests/101"] =
        R"({"id":101,"status":"en_route","service":"emergency","member":7,)"
        R"("slots":[{"status":"en_route","arrival_at":1700000240000}]})";
    world.queries.entities["requests/102"] = R"({"id":102,"status":"queued","member":8})";
    world.queries.entities["requests/103"] = R"({"id":103,"status":"queued"})";
    world.queries.entities["requests/104"] =
        R"({"id":104,"status":"merged","member":7,"merged_into":105})";
    world.queries.entities["requests/105"] = R"({"id":105,"status":"on_scene","member":9})";
    world.start();
    Client client(world);
    auto answer = client.request("GET", link() + "/101", {{"Accept-Language", "en"}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_NE(answer->body().find("in about 4 minutes"), std::string::npos);
    EXPECT_EQ(answer->body().find("大约4分钟到"), std::string::npos);
    EXPECT_NE(answer->body().find("Emergency help"), std::string::npos);
    EXPECT_EQ(answer->body().find("http-equiv"), std::string::npos) << "throws a reader back";
    EXPECT_NE(answer->body().find("data-every=\"5\""), std::string::npos);
    EXPECT_NE(answer->body().find("href=\"\">Look again"), std::string::npos) << "without scripts";
    for (const char* other : {"/102", "/103", "/999"}) {
        answer = client.request("GET", link() + other);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << other;
    }
    answer = client.request("GET", link() + "/104", {{"Accept-Language", "en"}});
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->body().find("has arrived"), std::string::npos) << "follows the merge";
    answer = client.request("POST", link() + "/101", card_form, "colour=red");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 405u);
}

TEST(CardPage, PressedByMistakeIsANoteAndACallAndNothingIsCancelled) {
    World world;
    world.queries.entities["requests/101"] =
        R"({"id":101,"status":"merged","member":7,"merged_into":105})";
    world.queries.entities["requests/105"] = R"({"id":105,"status":"queued","member":9})";
    world.queries.entities["requests/106"] = R"({"id":106,"status":"queued","member":9})";
    world.start();
    Client client(world);
    const auto status = client.request("GET", link() + "/101", {{"Accept-Language", "en"}});
    ASSERT_TRUE(status);
    EXPECT_NE(status->body().find("name=\"mistake\" value=\"101\""), std::string::npos);
    auto answer = client.request("POST", link(), card_form, "mistake=101");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 303u);
    EXPECT_EQ(answer->header("Location"), link() + "/101?told=1");
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    const Submission& note = world.commands.submissions[0];
    EXPECT_EQ(note.source, "card");
    EXPECT_EQ(note.key, "42:mistake:101");
    EXPECT_EQ(note.command.get<AddNote>().request, RequestId{105}) << "what it became part of";
    EXPECT_NE(note.command.get<AddNote>().text.value.find("call back"), std::string::npos);
    EXPECT_EQ(world.commands.submissions[1].key, "42:mistake:101:call");
    EXPECT_EQ(world.commands.submissions[1].command.get<UrgeRequest>().request, RequestId{105});
    EXPECT_FALSE(world.commands.submissions[1].command.get<UrgeRequest>().link);
    const auto told = client.request("GET", link() + "/101?told=1", {{"Accept-Language", "en"}});
    ASSERT_TRUE(told);
    EXPECT_NE(told->body().find("We will call you to make sure"), std::string::npos);
    // Of other people's requests nobody says anything.
    for (const char* other : {"mistake=106", "mistake=999"}) {
        answer = client.request("POST", link(), card_form, other);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << other;
    }
    EXPECT_EQ(world.commands.submissions.size(), 2u);
    world.commands.rejection = {RejectReason::overloaded, "", "no"};
    answer = client.request("POST", link(), card_form, "mistake=101");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_NE(answer->body().find("href=\"" + link() + "/101\""), std::string::npos);
}

TEST(CardPage, LimitPerCard) {
    World world;
    world.options.per_card_press = {.per_minute = 6, .burst = 2, .max_names = 10};
    world.start();
    Client client(world);
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.request("POST", link(), card_form, "colour=red");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, i < 2 ? 303u : 429u);
        if (i == 2) {
            EXPECT_EQ(answer->header("Retry-After"), "10");
            EXPECT_NE(answer->body().find("12349"), std::string::npos);
        }
    }
    EXPECT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(world.adapter->metrics().hits(Limit::rate_card), 1);
}

}  // namespace
}  // namespace muster::http
