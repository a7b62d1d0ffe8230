// What a platform is told, as it wants it, and what its answer means.
#include "adapters/outbox/order_report.hpp"

#include <gtest/gtest.h>

#include "engine/gate/crypto.hpp"

namespace muster::outbox {
namespace {

constexpr TimePoint at{1'700'000'000'000};  // 2023-11-14T22:13:20Z

OrderState state() {
    OrderState out;
    out.number = "GD1";
    out.request = out.follows = RequestId{7};
    return out;
}

EventTold told() {
    EventTold out;
    out.sentence = "王五已出发";
    out.fields = R"({"type":"SlotAssigned","responder":5,"reason":"near","slots":[1]})";
    return out;
}

TEST(OrderReport, HasTheFieldsOfThePlatform) {
    OrderOptions options;
    options.fields = {{"/data/orderNo", "number", "", false},
                      {"/data/state", "word", "", true},
                      {"/data/stage", "stage", "", false},
                      {"/data/opinion", "sentence", "", false},
                      {"/data/at", "at_local", "", false},
                      {"/iso", "at_iso", "", false},
                      {"/ms", "at_ms", "", true},
                      {"/id", "id", "", false},
                      {"/request", "request", "", true},
                      {"/late", "late", "", false},
                      {"/unit~1name", "text", "Yangzhou", false},
                      {"/who", "/responder", "", false},
                      {"/none", "/nothing", "", false}};
    const OrderTell tell{"SlotAssigned", "", "", OrderStage::progress, "2"};
    const OrderState order = state();
    EXPECT_EQ(report_body(options, {"b-1-0-7", order, tell, true, at}, told()),
              R"({"data":{"orderNo":"GD1","state":2,"stage":"progress","opinion":"王五已出发",)"
              R"("at":"2023-11-15 06:13:20"},"iso":"2023-11-15T06:13:20+08:00",)"
              R"("ms":1700000000000,"id":"b-1-0-7","request":7,"late":"true",)"
              R"("unit/name":"Yangzhou","who":"5"})");
}

ChannelOptions channel() {
    ChannelOptions out;
    out.kind = ChannelKind::orders;
    out.secret.value = "a secret of sixteen";
    return out;
}

std::string header(const HttpCall& call, std::string_view name) {
    for (const auto& [key, value] : call.headers) {
        if (key == name) return value;
    }
    return "";
}

TEST(OrderReport, IsSignedAsThePlatformWants) {
    Message message;
    message.body = R"({"n":1})";
    ChannelOptions options = channel();
    HttpCall call = make_order_call(options, Url{}, message, at);
    EXPECT_EQ(header(call, "X-Timestamp"), "1700000000");
    EXPECT_EQ(header(call, "X-Signature"),
              gate::to_hex(gate::hmac_sha256(options.secret.value, "1700000000\n{\"n\":1}")));
    EXPECT_EQ(call.body, message.body);
    options.orders.signature.over = {"/n", "*"};
    options.orders.signature.join = "&";
    options.orders.signature.timestamp = "";
    options.orders.signature.prefix = "sha256=";
    options.orders.signature.digest = gate::PushDigest::base64;
    call = make_order_call(options, Url{}, message, at);
    EXPECT_EQ(header(call, "X-Timestamp"), "");
    EXPECT_EQ(header(call, "X-Signature"),
              "sha256=" + gate::to_base64(gate::hmac_sha256(options.secret.value, "1&{\"n\":1}")));
    options.orders.signature.scheme = gate::PushScheme::token;
    options.orders.signature.from = "@Authorization";
    options.orders.signature.prefix = "Bearer ";
    call = make_order_call(options, Url{}, message, at);
    EXPECT_EQ(header(call, "Authorization"), "Bearer a secret of sixteen");
}

TEST(OrderReport, TheAnswerMovesIt) {
    using What = Verdict::What;
    OrderAnswer wanted;
    const auto judged = [&](unsigned status, const std::string& body) {
        return judge_report(wanted, {status, "", body}, at);
    };
    EXPECT_EQ(judged(204, "").what, What::delivered);
    EXPECT_EQ(judged(400, "").what, What::refused);
    wanted.path = "/code";
    wanted.taken = {"0", "409"};
    wanted.refused = {"41"};
    EXPECT_EQ(judged(200, R"({"code":0})").what, What::delivered);
    EXPECT_EQ(judged(200, R"({"code":"0"})").what, What::delivered);
    EXPECT_EQ(judged(409, R"({"code":409})").what, What::delivered) << "it has it already";
    EXPECT_EQ(judged(200, R"({"code":41})").what, What::refused);
    EXPECT_NE(judged(200, R"({"code":41})").reason.find("41"), std::string::npos);
    EXPECT_EQ(judged(200, R"({"code":99})").what, What::again);
    EXPECT_EQ(judged(200, "<html>").what, What::again) << "a proxy answers, not the platform";
    EXPECT_FALSE(judged(200, "<html>").reason.empty());
    EXPECT_EQ(judged(503, "").what, What::again);
    EXPECT_EQ(judged(404, "<html>").what, What::again) << "only a code that is listed is for good";
    EXPECT_EQ(judged(401, R"({"code":99})").what, What::again);
    EXPECT_EQ(judged(400, R"({"code":41})").what, What::refused);
    const std::string said = judged(200, R"({"code":")" + std::string(5'000, 'x') + "\"}").reason;
    EXPECT_LT(said.size(), 200U) << "it is noted at the request";
}

std::string wrong(void (*change)(OrderOptions&)) {
    OutboxOptions all;
    ChannelOptions one = channel();
    one.name = "city";
    one.url = "https://12345.example.org/report";
    one.orders.mapping = "city";
    one.orders.tell = {{"RequestTaken", "", "", OrderStage::accepted, "1"}};
    one.orders.fields = {{"/no", "number", "", false}};
    change(one.orders);
    all.channel.push_back(one);
    const auto problem = check(all);
    return problem ? problem->pointer : "";
}

TEST(OrderReport, ItsSettingsAreChecked) {
    const std::string at_orders = "/channel/0/orders";
    EXPECT_EQ(wrong([](OrderOptions&) {}), "");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.mapping.clear(); }), at_orders + "/mapping");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.tell.clear(); }), at_orders + "/tell");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.tell[0].event = "Taken"; }),
              at_orders + "/tell/0/event");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.tell[0].where = "to"; }), at_orders + "/tell/0/where");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.tell[0].stage = OrderStage::closed; }),
              at_orders + "/tell/0/stage");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.fields[0].is = "word"; }), at_orders + "/fields");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.fields[0].is = "name"; }), at_orders + "/fields/0/is");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.fields[0].path = "no"; }),
              at_orders + "/fields/0/path");
    EXPECT_EQ(wrong([](OrderOptions& o) {
                  o.fields.push_back({"/no/x", "word", "", false});
              }),
              at_orders + "/fields/1/path");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.answer.path = "/code"; }), at_orders + "/answer/taken");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.zone = "CST"; }), at_orders + "/zone");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.signature.over = {"/no"}; }),
              at_orders + "/signature/over");
    EXPECT_EQ(wrong([](OrderOptions& o) { o.signature.from = "X"; }),
              at_orders + "/signature/from");
}

}  // namespace
}  // namespace muster::outbox
