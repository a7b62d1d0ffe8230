// Work orders of a 12345 platform: what its messages say, and what they become.
#include "engine/gate/order_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/gate/push_mapping.hpp"

namespace muster::gate {
namespace {

PushMapping mapping() {
    PushMapping out;
    out.name = "city";
    out.place.latitude = "/lat";
    out.place.longitude = "/lng";
    out.signature.scheme = PushScheme::hmac_sha256;
    out.signature.from = "@X-Signature";
    out.signature.secret.env = "ORDERS";
    PushOrder& order = out.order;
    order.number = "/orderNo";
    order.act = "/action";
    order.acts = {{"dispatch", OrderAct::take}, {"urge", OrderAct::urge},
                  {"cancel", OrderAct::cancel}, {"close", OrderAct::close},
                  {"rate", OrderAct::rate},     {"add", OrderAct::note}};
    order.kind = "/kind";
    order.kinds = {{"Help", Code("home_help"), Urgency::P2}, {"advice", Code("consultant"), {}}};
    order.phone = "/phone";
    order.text = {"/title", "/content"};
    order.address = {"/address"};
    order.limit = "/limit";
    order.reason = "/reason";
    order.rating = "/score";
    return out;
}

PushRequest request(std::string_view body) {
    PushRequest out;
    out.body = body;
    return out;
}

Expected<std::vector<ReadOrder>, Fault> read(std::string_view body,
                                             const PushMapping& by = mapping()) {
    return read_orders(by, request(body));
}

PushedOrder one(std::string_view body) {
    auto orders = read(body);
    if (!orders || orders->size() != 1 || !orders->front()) {
        ADD_FAILURE() << (orders ? "not one order" : orders.error().detail);
        return {};
    }
    return *orders->front();
}

constexpr const char* order_body = R"({"orderNo":"GD2026-7","action":"dispatch","kind":"HELP",
    "phone":"0514-87650001","title":"灯坏了","content":"老人独居","address":"文昌路1号",
    "limit":"2026-03-05 18:00:00","lat":32.3942,"lng":"119.4129"})";

TEST(Orders, AnOrderBecomesARequest) {
    const PushedOrder order = one(order_body);
    EXPECT_EQ(order.number, "GD2026-7");
    EXPECT_EQ(order.act, OrderAct::take);
    const auto made = command_of(mapping(), order, std::nullopt);
    ASSERT_TRUE(made && *made);
    EXPECT_EQ((**made).key, "order:GD2026-7");
    const auto& create = (**made).command.get<CreateRequest>();
    EXPECT_EQ(create.service, Code("home_help"));
    EXPECT_EQ(create.urgency, Urgency::P2);
    EXPECT_EQ(create.channel, Channel::hotline);
    EXPECT_EQ(create.device, "order:city:GD2026-7");
    EXPECT_EQ(create.caller.value, "0514-87650001");
    EXPECT_EQ(create.address.value, "文昌路1号");
    EXPECT_EQ(create.note.value,
              "工单/order GD2026-7, 限时/due 2026-03-05 18:00:00: 灯坏了 老人独居");
    ASSERT_TRUE(create.place);
    EXPECT_EQ(create.place->value, (Point{323'942'000, 1'194'129'000}));
}

TEST(Orders, ANumberThatComesAgainIsTheSameOrder) {
    PushedOrder order = one(order_body);
    KnownOrder known{RequestId{7}, RequestStatus::queued, order.request.note.value, false};
    auto made = command_of(mapping(), order, known);
    ASSERT_TRUE(made);
    EXPECT_FALSE(*made) << "there is nothing new in it";
    known.note = "工单/order GD2026-7: 灯坏了";
    made = command_of(mapping(), order, known);
    ASSERT_TRUE(made && *made);
    const auto& note = (**made).command.get<AddNote>();
    EXPECT_EQ(note.request, RequestId{7});
    EXPECT_NE(note.text.value.find("老人独居"), std::string::npos);
}

TEST(Orders, ThePlatformActsOnWhatItSent) {
    const KnownOrder known{RequestId{7}, RequestStatus::queued, "", false};
    const auto made = [&](std::string_view action, const std::string& more = "") {
        const PushedOrder order = one(R"({"orderNo":"1","reason":"久等","action":")" +
                                      std::string(action) + "\"" + more + "}");
        auto out = command_of(mapping(), order, known);
        EXPECT_TRUE(out && *out) << action;
        return std::move(**out);
    };
    EXPECT_EQ(made("URGE").command.get<UrgeRequest>().request, RequestId{7});
    EXPECT_EQ(made("cancel").command.get<CancelRequest>().reason.value,
              std::string(by_platform) + "久等");
    EXPECT_EQ(made("close").command.get<CloseRequest>().note.value,
              std::string(by_platform) + "久等");
    EXPECT_EQ(made("rate", R"(,"score":4)").command.get<RateRequest>().rating, 4U);
    EXPECT_EQ(made("add").command.get<AddNote>().text.value, std::string(by_platform) + "久等");
    EXPECT_NE(made("urge").key, made("urge", R"(,"n":2)").key) << "it is urged twice";
    EXPECT_EQ(made("urge").key, made("urge").key) << "it is sent twice";
}

TEST(Orders, WhatOthersAreMergedIntoIsNotEnded) {
    const KnownOrder merged{RequestId{9}, RequestStatus::dispatched, "", true};
    for (const char* const action : {"cancel", "close"}) {
        const auto made = command_of(
            mapping(), one(R"({"orderNo":"1","action":")" + std::string(action) + "\"}"), merged);
        ASSERT_TRUE(made && *made);
        EXPECT_EQ((**made).command.get<AddNote>().request, RequestId{9}) << action;
    }
}

TEST(Orders, WhatIsOverIsNotEndedTwice) {
    KnownOrder known{RequestId{9}, RequestStatus::cancelled, "", false};
    auto made = command_of(mapping(), one(R"({"orderNo":"1","action":"cancel"})"), known);
    ASSERT_TRUE(made);
    EXPECT_FALSE(*made);
    known.status = RequestStatus::closed;
    made = command_of(mapping(), one(R"({"orderNo":"1","action":"close"})"), known);
    ASSERT_TRUE(made);
    EXPECT_FALSE(*made);
}

TEST(Orders, SaysWhatIsWrongAndWhere) {
    const auto fault = [](std::string_view body) {
        const auto orders = read(body);
        if (!orders) return orders.error();
        EXPECT_TRUE(orders->size() == 1 && !orders->front()) << body;
        return orders->empty() || orders->front() ? Fault{} : orders->front().error();
    };
    EXPECT_EQ(fault(R"({"action":"urge"})").field, "/orderNo");
    EXPECT_EQ(fault(R"({"orderNo":"a b","action":"urge"})").field, "/orderNo");
    EXPECT_EQ(fault(R"({"orderNo":"1"})").field, "/action");
    const Fault act = fault(R"({"orderNo":"1","action":"sing"})");
    EXPECT_EQ(act.field, "/action");
    EXPECT_EQ(act.expected, "one of dispatch, urge, cancel, close, rate, add");
    for (const char* const score : {"0", "6", "\"good\"", "null"}) {
        EXPECT_EQ(
            fault(R"({"orderNo":"1","action":"rate","score":)" + std::string(score) + "}").field,
            "/score")
            << score;
    }
    EXPECT_EQ(fault("{").offset, 1U);
    auto made = command_of(mapping(), one(R"({"orderNo":"1","action":"urge"})"), std::nullopt);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "/orderNo");
    made = command_of(mapping(), one(R"({"orderNo":"1","action":"dispatch","kind":"war"})"),
                      std::nullopt);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().field, "/kind");
}

TEST(Orders, LeavesOutWhatItCannotRead) {
    const PushedOrder order =
        one(R"({"orderNo":1,"action":"dispatch","phone":"139****0001","lat":0,"lng":0})");
    EXPECT_EQ(order.number, "1");
    EXPECT_TRUE(order.request.caller.value.empty());
    EXPECT_FALSE(order.request.place);
    EXPECT_EQ(order.notes.size(), 2U);
}

TEST(Orders, OfSeveralTheWrongOneIsNamed) {
    PushMapping by = mapping();
    by.items = "/list";
    const auto orders = read(R"({"action":"urge","list":[{"orderNo":"1"},{"orderNo":"2"}]})", by);
    ASSERT_TRUE(orders);
    ASSERT_EQ(orders->size(), 2U);
    EXPECT_EQ((*orders)[1]->number, "2");
    const auto wrong =
        read(R"({"action":"urge","list":[{"orderNo":"1"},{"no":"2"},{"orderNo":"3"}]})", by);
    ASSERT_TRUE(wrong);
    ASSERT_EQ(wrong->size(), 3U);
    ASSERT_FALSE((*wrong)[1]);
    EXPECT_EQ((*wrong)[1].error().field, "/list/1/orderNo");
    EXPECT_EQ((*wrong)[2]->number, "3") << "the one behind it is read";
}

TEST(Orders, TheKeyIsOfWhatIsSaid) {
    PushMapping by = mapping();
    by.key = {"/msgId"};
    const auto key = [&](std::string_view body) {
        const auto orders = read(body, by);
        return orders && orders->size() == 1 && orders->front() ? orders->front()->key : "";
    };
    const std::string first = key(R"({"orderNo":"1","action":"urge","msgId":"1","reason":"a"})");
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(key(R"({"orderNo":"1","action":"urge","msgId":"1","reason":"a","sent":2})"), first)
        << "what is not read tells nothing apart";
    EXPECT_NE(key(R"({"orderNo":"1","action":"urge","msgId":"2","reason":"a"})"), first);
    // A platform that counts its messages anew.
    EXPECT_NE(key(R"({"orderNo":"1","action":"cancel","msgId":"1","reason":"a"})"), first);
    EXPECT_NE(key(R"({"orderNo":"1","action":"urge","msgId":"1","reason":"b"})"), first);
}

TEST(Orders, RatingsHaveWords) {
    PushMapping by = mapping();
    by.order.ratings = {{"满意", 5}, {"不满意", 1}};
    const auto orders = read(R"({"orderNo":"1","action":"rate","score":"不满意"})", by);
    ASSERT_TRUE(orders);
    EXPECT_EQ(orders->front()->rating, 1U);
    const auto wrong = read(R"({"orderNo":"1","action":"rate","score":"5"})", by);
    ASSERT_TRUE(wrong);
    EXPECT_FALSE(wrong->front());
}

TEST(Orders, TheMappingIsChecked) {
    const auto wrong = [](void (*change)(PushMapping&)) {
        PushMappings all;
        all.mappings.push_back(mapping());
        change(all.mappings.front());
        const auto problem = check(all);
        return problem ? problem->pointer : std::string();
    };
    EXPECT_EQ(wrong([](PushMapping&) {}), "");
    EXPECT_EQ(wrong([](PushMapping& m) { m.device = "/imei"; }), "/mappings/0/device");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.kinds.clear(); }), "/mappings/0/order/kinds");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.acts.clear(); }), "/mappings/0/order/acts");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.rating.clear(); }), "/mappings/0/order/rating");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.kinds[0].service = Code(); }),
              "/mappings/0/order/kinds/0/service");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.text = {"content"}; }),
              "/mappings/0/order/text/0");
    EXPECT_EQ(wrong([](PushMapping& m) { m.signature.over = {"/title"}; }),
              "/mappings/0/signature/over");
    EXPECT_EQ(wrong([](PushMapping& m) { m.key = {"/orderNo"}; }), "/mappings/0/key/0");
    EXPECT_EQ(wrong([](PushMapping& m) { m.order.number.clear(); }), "/mappings/0/device");
}

}  // namespace
}  // namespace muster::gate
