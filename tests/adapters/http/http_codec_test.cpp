#include "adapters/http/http_codec.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "adapters/http/problem.hpp"
#include "adapters/http/routes.hpp"
#include "engine/codec/describe.hpp"

namespace muster::http {
namespace {

TEST(Target, DecodesPathAndQuery) {
    Target target;
    ASSERT_FALSE(parse_target("/v1/requests?status=queued&note=a%20b+c&limit=", target));
    EXPECT_EQ(target.path, "/v1/requests");
    ASSERT_EQ(target.query.size(), 3u);
    EXPECT_EQ(target.query[1], (std::pair<std::string, std::string>{"note", "a b c"}));
    EXPECT_EQ(target.query[2], (std::pair<std::string, std::string>{"limit", ""}));
    ASSERT_FALSE(parse_target("HTTP://muster.example:80/%E4%B8%AD?x", target));
    EXPECT_EQ(target.path, "/中");
    EXPECT_EQ(target.query.size(), 1u);
    ASSERT_FALSE(parse_target("https://muster.example", target));
    EXPECT_EQ(target.path, "/");
}

TEST(Target, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {"", "slash"},           {"v1", "slash"},           {"*", "slash"},
        {"/a%", "escape"},       {"/a%2", "escape"},        {"/a%zz", "escape"},
        {"/a%2Fb", "slash"},     {"/a%5Cb", "backslash"},   {"/a\\b", "backslash"},
        {"/a%00", "control"},    {"/a%0d%0ab", "control"},  {"/a\x01", "control"},
        {"/a#b", "fragment"},    {"/%ff", "UTF-8"},         {"/\xc3", "UTF-8"},
        {"/a?b=%", "escape"},    {"/a?%0a=1", "control"},   {"/a?b=%ff", "UTF-8"},
        {"/%ed%a0%80", "UTF-8"}, {"/%c0%ae%c0%ae", "UTF-8"}};
    for (const auto& [text, word] : cases) {
        Target target;
        const auto fault = parse_target(text, target);
        ASSERT_TRUE(fault) << text;
        EXPECT_NE(fault->find(word), std::string::npos) << text << ": " << *fault;
    }
    Target target;
    std::string many = "/a?";
    for (int i = 0; i < 65; ++i)
        many += "x&";
    EXPECT_TRUE(parse_target(many, target));
}

TEST(Target, EveryPrefixEndsInAnAnswer) {
    const std::string whole = "http://h/v1/%E4%B8%AD/x?a=%20b&c=%E4%B8%AD&d=e+f";
    for (std::size_t n = 0; n <= whole.size(); ++n) {
        Target target;
        if (!parse_target(whole.substr(0, n), target)) {
            EXPECT_EQ(target.path.front(), '/');
            (void)find_route(target.path);
        }
    }
}

TEST(Route, FindsEachEndpoint) {
    const std::tuple<const char*, Endpoint, const char*, std::uint64_t> cases[] = {
        {"/v1/commands/AcceptOffer", Endpoint::command, "AcceptOffer", 0},
        {"/v1/requests", Endpoint::collection, "requests", 0},
        {"/v1/rules", Endpoint::collection, "rules", 0},
        {"/v1/members/18446744073709551615", Endpoint::entity, "members", ~0ull},
        {"/v1/requests/12/timeline", Endpoint::timeline, "", 12},
        {"/v1/surveys/12/statistics", Endpoint::statistics, "", 12},
        {"/v1/surveys/12/page", Endpoint::survey_page, "", 12},
        {"/v1/reports/monthly", Endpoint::report, "monthly", 0},
        {"/v1/accounts/12/statement", Endpoint::statement, "", 12},
        {"/v1/suggestion_reports/12/page", Endpoint::suggestion_report_page, "", 12},
        {"/v1/intake", Endpoint::intake, "", 0},
        {"/v1/push/chirpstack", Endpoint::push, "chirpstack", 0},
        {"/v1/feed", Endpoint::feed, "", 0},
        {"/v1/feed/ticket", Endpoint::ticket, "", 0},
        {"/v1/me", Endpoint::me, "", 0},
        {"/t/abc", Endpoint::card, "abc", 0},
        {"/t/abc/7", Endpoint::card_status, "abc", 7},
        {"/s/abc", Endpoint::request_link, "abc", 0},
        {"/check/0123456789abcdef", Endpoint::certificate, "0123456789abcdef", 0},
        {"/v1/links/7/text", Endpoint::link_text, "", 7},
        {"/healthz", Endpoint::health, "", 0},
        {"/readyz", Endpoint::ready, "", 0},
        {"/metrics", Endpoint::metrics, "", 0},
        {"/openapi.json", Endpoint::openapi, "", 0},
        {"/asyncapi.json", Endpoint::asyncapi, "", 0},
        {"/", Endpoint::file, "/", 0},
        {"/app.js", Endpoint::file, "/app.js", 0},
    };
    for (const auto& [path, endpoint, name, id] : cases) {
        const Route route = find_route(path);
        EXPECT_EQ(route.endpoint, endpoint) << path;
        EXPECT_EQ(route.name, name) << path;
        EXPECT_EQ(route.id, id) << path;
        EXPECT_FALSE(row_of(route.endpoint).name.empty());
    }
    for (const char* path : {"/v1",
                             "/v1/",
                             "/v1/commands",
                             "/v1/commands/",
                             "/v1/commands/A/B",
                             "/v1/nothing",
                             "/v1/requests/",
                             "/v1/requests/x",
                             "/v1/requests/-1",
                             "/v1/requests/1/",
                             "/v1/requests/1/other",
                             "/v1/requests/1/timeline/",
                             "/v1/members/1/timeline",
                             "/v1/members/18446744073709551616",
                             "/v1/feed/",
                             "/v1/feed/x",
                             "/v1/intake/",
                             "/t",
                             "/t/",
                             "/t//1",
                             "/t/a/",
                             "/t/a/b",
                             "/t/a/1/2",
                             "/s",
                             "/s/",
                             "/s/a/1",
                             "/v1/links/x/text",
                             "/v1//requests"}) {
        EXPECT_EQ(find_route(path).endpoint, Endpoint::none) << path;
    }
}

TEST(Route, EveryPrefixOfAPathIsHarmless) {
    for (const std::string whole : {"/v1/requests/18446744073709551615/timeline",
                                    "/v1/commands/CreateRequest", "/t/1.a.2.3.abc/99"}) {
        for (std::size_t n = 0; n <= whole.size(); ++n)
            (void)find_route(whole.substr(0, n));
    }
}

TEST(HeaderValues, Bearer) {
    EXPECT_EQ(bearer_token("Bearer abc"), "abc");
    EXPECT_EQ(bearer_token("bearer   abc "), "abc");
    for (const char* text : {"", "Bearer", "Bearer ", "Basic abc", "abc", "Bearer a b"}) {
        EXPECT_EQ(bearer_token(text), "") << text;
    }
}

TEST(HeaderValues, WhoeverAcceptsJson) {
    for (const char* text : {"", "*/*", "application/*", "text/html, application/json;q=0.5",
                             "application/problem+json"}) {
        EXPECT_TRUE(accepts_json(text)) << text;
    }
    for (const char* text : {"text/html", "text/*, image/png", "application/json;q=0"}) {
        EXPECT_FALSE(accepts_json(text)) << text;
    }
}

TEST(HeaderValues, ChineseIsTheDefaultLanguage) {
    for (const char* text : {"", "zh-CN", "de", "zh, en;q=0.9", "en;q=0.5, zh;q=0.5", "en;q=x"}) {
        EXPECT_FALSE(prefers_english(text)) << text;
    }
    for (const char* text : {"en", "en-GB", "en, zh;q=0.9", "de, en;q=0.1"}) {
        EXPECT_TRUE(prefers_english(text)) << text;
    }
}

TEST(HeaderValues, HowMuchACodingIsWanted) {
    const std::string_view browser = "gzip, deflate, br, zstd";
    EXPECT_EQ(coding_weight(browser, "br"), 1000);
    EXPECT_EQ(coding_weight(browser, "identity"), 1);
    EXPECT_EQ(coding_weight("gzip;q=0.8, br ; q=0.25", "br"), 250);
    EXPECT_EQ(coding_weight("X-GZIP", "gzip"), 1000);
    for (const char* text : {"", "gzip", "br;q=0, *", "*;q=0", "br;q=0.000", "bro", "br;q=x"}) {
        EXPECT_EQ(coding_weight(text, "br"), 0) << text;
    }
    EXPECT_EQ(coding_weight("gzip;q=0, *;q=0.5", "br"), 500);
    EXPECT_EQ(coding_weight("", "identity"), 1);
    for (const char* text : {"identity;q=0", "*;q=0", "br, *;q=0.0"}) {
        EXPECT_EQ(coding_weight(text, "identity"), 0) << text;
    }
    EXPECT_EQ(coding_weight("identity;q=0.5, *;q=0", "identity"), 500);
}

TEST(HeaderValues, IdempotencyKey) {
    EXPECT_EQ(idempotency_key("\"abc\"").value_or(""), "abc");
    EXPECT_EQ(idempotency_key(" abc ").value_or(""), "abc");
    EXPECT_TRUE(idempotency_key(std::string(255, 'k')));
    EXPECT_FALSE(idempotency_key(std::string(256, 'k')));
    for (const char* text : {"", "\"\"", "a b", "a\"b", "a\\b", "\xc3\xa4"}) {
        EXPECT_FALSE(idempotency_key(text)) << text;
    }
}

TEST(HeaderValues, Etags) {
    EXPECT_TRUE(etag_matches("\"a\"", "\"a\""));
    EXPECT_TRUE(etag_matches("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(etag_matches("*", "\"a\""));
    EXPECT_FALSE(etag_matches("\"b\"", "\"a\""));
    EXPECT_FALSE(etag_matches("", "\"a\""));
}

TEST(HeaderValues, LastForwardedAddressCounts) {
    EXPECT_EQ(last_forwarded("1.1.1.1, 2.2.2.2"), "2.2.2.2");
    EXPECT_EQ(last_forwarded("2.2.2.2"), "2.2.2.2");
    EXPECT_EQ(last_forwarded(""), "");
}

TEST(Time, HttpDateOfTheRfc) {
    EXPECT_EQ(http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Form, PairsAndLimits) {
    const auto pairs = parse_form("colour=red&nonce=a%2Bb&x=1+2", 8);
    ASSERT_TRUE(pairs);
    EXPECT_EQ((*pairs)[1].second, "a+b");
    EXPECT_EQ((*pairs)[2].second, "1 2");
    EXPECT_FALSE(parse_form("a=%", 8));
    EXPECT_FALSE(parse_form("a&b&c", 2));
    EXPECT_TRUE(parse_form("", 2)->empty());
}

TEST(Problems, DocumentHoldsEveryMember) {
    const Problem problem{.status = 422,
                          .reason = "invalid_field",
                          .detail = "a \"quote\"",
                          .field = "/place",
                          .expected = "x",
                          .offset = 17};
    EXPECT_EQ(
        to_json(problem, "/v1/x"),
        "{\"type\":\"urn:muster:problem:invalid_field\",\"title\":\"Unprocessable Content\","
        "\"status\":422,\"detail\":\"a \\\"quote\\\"\",\"instance\":\"/v1/x\","
        "\"reason\":\"invalid_field\",\"field\":\"/place\",\"expected\":\"x\",\"offset\":17}");
}

TEST(Problems, EveryReasonHasItsStatus) {
    const auto expected = [](std::string_view name) -> unsigned {
        if (name == "none") return 200;
        if (name.starts_with("unknown_")) return 404;
        if (name == "overloaded" || name == "stopping" || name == "not_ready") return 503;
        if (name == "key_reused" || name == "invalid_field") return 422;
        if (name == "limit_reached") return 429;
        return 409;
    };
    for (const RejectReason reason : enum_values<RejectReason>) {
        EXPECT_EQ(status_of(reason), expected(name_of(reason))) << name_of(reason);
        EXPECT_NE(status_text(status_of(reason)), "Unknown");
    }
    EXPECT_TRUE(is_temporary(429));
    EXPECT_TRUE(is_temporary(503));
    EXPECT_FALSE(is_temporary(409));
}

}  // namespace
}  // namespace muster::http
