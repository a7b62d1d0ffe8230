// What is said to receivers, compared with signatures that another implementation made, and what
// their answers mean.
#include "adapters/outbox/wire.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muster::outbox {
namespace {

constexpr TimePoint called_at{1'700'000'000'000};

Message a_message() {
    EventTold told;
    told.sentence = "王**按了按钮 \"SOS\"";
    told.fields = R"({"type":"RequestReceived","request":17})";
    told.request = RequestId{17};
    return make_message({42, TimePoint{1'700'000'000'250}, 3}, "RequestReceived", told, "desk",
                        "0123456789ab", "/muster");
}

ChannelOptions channel(ChannelKind kind, const std::string& secret = "") {
    ChannelOptions options;
    options.name = "desk";
    options.kind = kind;
    options.secret.value = secret;
    return options;
}

HttpCall call_of(const ChannelOptions& options, const std::string& url, const Message& message) {
    const auto read = read_url(url);
    EXPECT_TRUE(read) << url;
    return read ? make_call(options, *read, message, called_at) : HttpCall{};
}

std::string header(const HttpCall& call, const std::string& name) {
    const auto found = std::find_if(call.headers.begin(), call.headers.end(),
                                    [&](const auto& one) { return one.first == name; });
    return found == call.headers.end() ? "" : found->second;
}

TEST(Messages, AreCloudEvents) {
    const Message message = a_message();
    EXPECT_EQ(message.id, "0123456789ab-42-3");
    EXPECT_EQ(message.text, "#17 王**按了按钮 \"SOS\"");
    EXPECT_EQ(message.body,
              R"({"specversion":"1.0","id":"0123456789ab-42-3","source":"/muster",)"
              R"("type":"cn.muster.event.RequestReceived","subject":"requests/17",)"
              R"("time":"2023-11-14T22:13:20.250Z","sequence":"00000000000000000042.000003",)"
              R"("datacontenttype":"application/json","data":{"seq":42,"at":1700000000250,)"
              R"("request":17,"sentence":"王**按了按钮 \"SOS\"",)"
              R"("event":{"type":"RequestReceived","request":17}}})");
}

TEST(Messages, OfNoRequestNameNone) {
    EventTold told;
    told.sentence = "rules changed";
    told.fields = "{}";
    const Message message = make_message({1, called_at, 0}, "RulesLoaded", told, "desk", "b", "/m");
    EXPECT_EQ(message.text, "rules changed");
    EXPECT_EQ(message.body.find("subject"), std::string::npos);
    EXPECT_EQ(message.body.find("\"request\""), std::string::npos);
}

TEST(Times, AreRfc3339) {
    EXPECT_EQ(rfc3339(TimePoint{0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(TimePoint{951'827'696'789}), "2000-02-29T12:34:56.789Z");
    EXPECT_EQ(rfc3339(TimePoint{-5}), "1970-01-01T00:00:00.000Z");
}

TEST(Urls, AreTakenApart) {
    const auto url = read_url("https://oapi.dingtalk.com/robot/send?access_token=a%20b");
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->tls);
    EXPECT_EQ(url->host, "oapi.dingtalk.com");
    EXPECT_EQ(url->port, "443");
    EXPECT_EQ(url->target, "/robot/send?access_token=a%20b");
    EXPECT_EQ(host_header(*url), "oapi.dingtalk.com");
    const auto local = read_url("http://[::1]:8080");
    ASSERT_TRUE(local);
    EXPECT_FALSE(local->tls);
    EXPECT_EQ(local->host, "::1");
    EXPECT_EQ(local->target, "/");
    EXPECT_EQ(host_header(*local), "[::1]:8080");
    const auto query = read_url("http://example.org?a=b");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->target, "/?a=b");
    for (const char* const wrong :
         {"", "example.org", "ftp://example.org/", "https:///path", "https://u:p@example.org/",
          "https://example.org:0/", "https://example.org:65536/", "https://exa mple.org/"}) {
        EXPECT_FALSE(read_url(wrong)) << wrong;
    }
}

TEST(Webhooks, AreSignedOverTimeAndBody) {
    Message message = a_message();
    message.body = R"({"a":1})";
    const HttpCall call = call_of(channel(ChannelKind::webhook, "a secret of sixteen"),
                                  "https://example.org/hook?x=1", message);
    EXPECT_EQ(call.target, "/hook?x=1");
    EXPECT_EQ(call.body, R"({"a":1})");
    EXPECT_EQ(header(call, "Content-Type"), "application/cloudevents+json; charset=utf-8");
    EXPECT_EQ(header(call, "Muster-Timestamp"), "1700000000");
    EXPECT_EQ(header(call, "Muster-Signature"),
              "v1=fbd8ce753f0c0643c2d4fef4959c30b175367059e6f5453bddeb7b24a3d1ae24");
}

TEST(Robots, OfDingTalkSignInTheQuery) {
    const HttpCall call =
        call_of(channel(ChannelKind::dingtalk, "SECabc"),
                "https://oapi.dingtalk.com/robot/send?access_token=t", a_message());
    EXPECT_EQ(call.target,
              "/robot/send?access_token=t&timestamp=1700000000000"
              "&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D");
    EXPECT_EQ(call.body, R"({"msgtype":"text","text":{"content":"#17 王**按了按钮 \"SOS\""}})");
    const HttpCall plain =
        call_of(channel(ChannelKind::dingtalk), "https://example.org/r?t=1", a_message());
    EXPECT_EQ(plain.target, "/r?t=1");
}

TEST(Robots, OfFeishuSignInTheBody) {
    const HttpCall call = call_of(channel(ChannelKind::feishu, "SECabc"),
                                  "https://open.feishu.cn/open-apis/bot/v2/hook/x", a_message());
    EXPECT_EQ(call.body,
              R"({"timestamp":"1700000000","sign":"XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=",)"
              R"("msg_type":"text","content":{"text":"#17 王**按了按钮 \"SOS\""}})");
    EXPECT_EQ(call.target, "/open-apis/bot/v2/hook/x");
}

TEST(Robots, OfWeComHaveTheirKeyInTheUrl) {
    const HttpCall call = call_of(channel(ChannelKind::wecom, "key/1"),
                                  "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", a_message());
    EXPECT_EQ(call.target, "/cgi-bin/webhook/send?key=key%2F1");
}

TEST(Robots, GetNoMoreTextThanTheyTake) {
    Message message = a_message();
    message.text.clear();
    for (int i = 0; i < 1'000; ++i)
        message.text += "王";
    const HttpCall call =
        call_of(channel(ChannelKind::wecom), "https://example.org/?key=k", message);
    std::size_t characters = 0;
    for (std::size_t at = 0; (at = call.body.find("王", at)) != std::string::npos; at += 3)
        ++characters;
    EXPECT_EQ(characters, 666u) << "1998 bytes, and no half of a character";
    EXPECT_EQ(call.body.find("\\ufffd"), std::string::npos);
}

Verdict::What webhook(unsigned status) {
    return judge(ChannelKind::webhook, {.status = status, .retry_after = "", .body = ""}, called_at)
        .what;
}

TEST(Answers, OfWebhooksFollowTheirStatus) {
    for (const unsigned status : {200u, 201u, 202u, 204u})
        EXPECT_EQ(webhook(status), Verdict::What::delivered) << status;
    for (const unsigned status : {408u, 425u, 429u, 500u, 502u, 503u, 504u})
        EXPECT_EQ(webhook(status), Verdict::What::again) << status;
    for (const unsigned status : {301u, 302u, 400u, 401u, 404u, 410u, 413u})
        EXPECT_EQ(webhook(status), Verdict::What::refused) << status;
}

TEST(Answers, SayHowLongToWait) {
    const auto ask = [](const std::string& text) {
        return judge(ChannelKind::webhook, {.status = 503, .retry_after = text, .body = ""},
                     called_at)
            .ask;
    };
    EXPECT_EQ(ask("120"), seconds(120));
    EXPECT_EQ(ask("Tue, 14 Nov 2023 22:15:20 GMT"), seconds(120));
    EXPECT_EQ(ask("Tue, 14 Nov 2023 22:00:00 GMT"), Millis{0}) << "it has passed";
    EXPECT_EQ(ask("999999999999"), seconds(366LL * 86'400));
    for (const char* const wrong : {"", "-5", "soon", "12 s", "Tue, 14 Foo 2023 22:15:20 GMT",
                                    "Tue, 31 Feb 2023 22:15:20 GMT"}) {
        EXPECT_EQ(ask(wrong), std::nullopt) << wrong;
    }
}

TEST(Answers, OfRobotsFollowTheirCode) {
    const auto what = [](ChannelKind kind, const std::string& body, unsigned status = 200) {
        return judge(kind, {.status = status, .retry_after = "", .body = body}, called_at).what;
    };
    constexpr auto again = Verdict::What::again;
    constexpr auto delivered = Verdict::What::delivered;
    EXPECT_EQ(what(ChannelKind::dingtalk, R"({"errcode":0,"errmsg":"ok"})"), delivered);
    EXPECT_EQ(what(ChannelKind::dingtalk, R"({"errcode":310000,"errmsg":"sign not match"})"),
              again);
    EXPECT_EQ(what(ChannelKind::wecom, R"({"errcode":0,"errmsg":"ok"})"), delivered);
    EXPECT_EQ(what(ChannelKind::wecom, R"({"errcode":45009,"errmsg":"freq out of limit"})"), again);
    EXPECT_EQ(what(ChannelKind::feishu,
                   R"({"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"ok"})"),
              delivered);
    EXPECT_EQ(what(ChannelKind::feishu, R"({"StatusCode":0,"StatusMessage":"success"})"),
              delivered);
    EXPECT_EQ(what(ChannelKind::feishu, R"({"code":11232,"msg":"frequency limited"})"), again);
    EXPECT_EQ(what(ChannelKind::feishu, R"({"code":19021,"msg":"sign match fail"})"), again);
    for (const ChannelKind kind :
         {ChannelKind::dingtalk, ChannelKind::feishu, ChannelKind::wecom}) {
        EXPECT_EQ(what(kind, ""), again);
        EXPECT_EQ(what(kind, "<html>"), again);
        EXPECT_EQ(what(kind, "{}"), again) << "says nothing of success";
        EXPECT_EQ(what(kind, R"({"errcode":0,"code":0})", 502), again);
    }
}

TEST(Answers, AreTold) {
    const Verdict verdict =
        judge(ChannelKind::webhook,
              {.status = 400, .retry_after = "", .body = "no\r\nsuch " + std::string(500, 'x')},
              called_at);
    EXPECT_EQ(verdict.reason.substr(0, 22), "HTTP 400: no  such xxx");
    EXPECT_LT(verdict.reason.size(), 230u);
}

}  // namespace
}  // namespace muster::outbox
