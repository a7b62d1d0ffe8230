#include "engine/gate/cloud_event.hpp"

#include <gtest/gtest.h>

#include <string>

#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::gate {
namespace {

const std::string good =
    R"({"specversion":"1.0","id":"a-1","source":"/gates/3","type":"cn.muster.request.create",)"
    R"("time":"2025-01-31T08:00:05+08:00","traceparent":"00-1",)"
    R"("datacontenttype":"application/json",)"
    R"("data":{"service":"health","channel":"device","note":"a \"data\": {[,",)"
    R"("place":{"lat":32.3942,"lon":119.4129}},)"
    R"("more":{"data":{"service":"not this"}}})";

Fault fault_of(const std::string& text) {
    const auto result = read_cloud_event(text, "emergency");
    if (!result) return result.error();
    ADD_FAILURE() << "accepted: " << text;
    return {};
}

TEST(CloudEvent, ReadsData) {
    const auto result = read_cloud_event(good, "emergency");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->key, "ce:/gates/3 a-1");
    const auto& request = result->command.get<CreateRequest>();
    EXPECT_EQ(request.service, Code("health"));
    EXPECT_EQ(request.channel, Channel::device);
    ASSERT_TRUE(request.place);
    EXPECT_EQ(request.place->value.lat_e7, 323'942'000);
    EXPECT_EQ(request.note.value, "a \"data\": {[,");
}

TEST(CloudEvent, EachTypeIsItsCommand) {
    const auto event = [](std::string type, std::string data) {
        return R"({"data":)" + data + R"(,"subject":"btn-9","type":")" + type +
               R"(","id":"1","source":"s","specversion":"1.0"})";
    };
    const auto read = [&](std::string type, std::string data) {
        auto result = read_cloud_event(event(std::move(type), std::move(data)), "emergency");
        if (!result) {
            ADD_FAILURE() << result.error().detail << " at " << result.error().field;
            return Command{Tick{}};
        }
        return result->command;
    };
    EXPECT_EQ(read("cn.muster.card.tap", R"({"card":4,"colour":"red"})").get<TapCard>().card,
              CardId{4});
    EXPECT_EQ(
        read("cn.muster.position", R"({"fixes":[{"responder":5,"point":{"lat":1.5,"lon":2.5}}]})")
            .get<ReportPositions>()
            .fixes.size(),
        1u);
    const auto sos = read("cn.muster.device.sos", "{}").get<CreateRequest>();
    EXPECT_EQ(sos.channel, Channel::button);
    EXPECT_EQ(sos.service, Code("emergency"));
    EXPECT_EQ(sos.device, "btn-9");
    const auto named =
        read("cn.muster.device.sos", R"({"service":"fire","device":"d","channel":"web"})")
            .get<CreateRequest>();
    EXPECT_EQ(named.channel, Channel::button);
    EXPECT_EQ(named.service, Code("fire"));
    EXPECT_EQ(named.device, "d");
}

TEST(CloudEvent, SaysWhichFieldIsWrong) {
    const auto replaced = [](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    const std::pair<std::string, const char*> cases[] = {
        {replaced(R"("specversion":"1.0")", R"("specversion":"0.3")"), "/specversion"},
        {replaced(R"("specversion":"1.0",)", ""), "/specversion"},
        {replaced(R"("specversion":"1.0")", R"("specversion":1.0)"), "/specversion"},
        {replaced(R"("id":"a-1")", R"("id":"")"), "/id"},
        {replaced(R"("id":"a-1")", R"("id":"a 1")"), "/id"},
        {replaced(R"("id":"a-1")", R"("id":7)"), "/id"},
        {replaced(R"("id":"a-1",)", ""), "/id"},
        {replaced("a-1", std::string(201, 'x')), "/id"},
        {replaced(R"("source":"/gates/3",)", ""), "/source"},
        {replaced("/gates/3", "a\\nb"), "/source"},
        {replaced("cn.muster.request.create", "other"), "/type"},
        {replaced("2025-01-31", "2025-02-31"), "/time"},
        {replaced("application/json", "text/xml"), "/datacontenttype"},
        {replaced(R"("service":"health")", R"("servce":"health")"), "/data/servce"},
        {replaced(R"("service":"health")", R"("service":7)"), "/data/service"},
        {replaced(R"("channel":"device")", R"("channel":"smoke")"), "/data/channel"},
        {replaced(R"("lat":32.3942)", R"("lat":132.3942)"), "/data/place"},
        {replaced(R"("data":{"service")", R"("dates":{"service")"), "/data"},
        {replaced(R"("traceparent":"00-1",)", R"("data":{},)"), "/data"},
    };
    for (const auto& [text, field] : cases) {
        const Fault fault = fault_of(text);
        EXPECT_TRUE(fault.field.starts_with(field)) << fault.field << " for " << text;
        EXPECT_FALSE(fault.detail.empty());
    }
}

TEST(CloudEvent, NamesTheCoordinatesOfItsPlaces) {
    const auto with = [](std::string_view datum) {
        std::string text = good;
        return text.insert(1, R"("datum":)" + std::string(datum) + ",");
    };
    const auto datum_of = [](const std::string& text) {
        const auto result = read_cloud_event(text, "emergency");
        EXPECT_TRUE(result) << text;
        return result ? result->datum : std::nullopt;
    };
    EXPECT_EQ(datum_of(good), std::nullopt);
    EXPECT_EQ(datum_of(with(R"("wgs84")")), codec::Datum::wgs84);
    EXPECT_EQ(datum_of(with(R"("gcj02")")), codec::Datum::gcj02);
    EXPECT_EQ(datum_of(with(R"("bd09")")), codec::Datum::bd09);
    for (const char* wrong : {R"("mars")", R"("GCJ02")", R"("")"}) {
        const Fault fault = fault_of(with(wrong));
        EXPECT_EQ(fault.reason, FaultReason::invalid_event);
        EXPECT_EQ(fault.field, "/datum");
        EXPECT_EQ(fault.expected, "wgs84, gcj02, bd09");
    }
    EXPECT_EQ(fault_of(with("7")).field, "/datum");
}

TEST(CloudEvent, OffsetCountsFromTheStartOfTheBody) {
    std::string text = good;
    text.replace(text.find("\"device\","), 8, "broken!!");
    const Fault fault = fault_of(text);
    ASSERT_TRUE(fault.offset);
    EXPECT_EQ(*fault.offset, text.find("broken"));
}

TEST(CloudEvent, EveryTruncationIsAFault) {
    for (std::size_t n = 0; n < good.size(); ++n) {
        const Fault fault = fault_of(good.substr(0, n));
        EXPECT_EQ(fault.reason, FaultReason::malformed) << n;
    }
    for (const char* text : {"null", "[]", "1", "\"x\"", "{}", "{}{}", "{\"data\":}", "\xff"}) {
        (void)fault_of(text);
    }
}

TEST(CloudEvent, AttributesApartFromTheirData) {
    EventContext context{.specversion = "1.0",
                         .id = "1",
                         .source = "s",
                         .type = "cn.muster.device.sos",
                         .subject = "btn-9",
                         .time = {},
                         .datacontenttype = {},
                         .data_base64 = {},
                         .datum = "gcj02"};
    const auto read = read_event(context, R"({"note":"x"})", "emergency");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->key, "ce:s 1");
    EXPECT_EQ(read->datum, codec::Datum::gcj02);
    EXPECT_EQ(read->command.get<CreateRequest>().device, "btn-9");
    const auto malformed = read_event(context, R"({"note":7})", "emergency");
    ASSERT_FALSE(malformed);
    EXPECT_EQ(malformed.error().reason, FaultReason::malformed);
    EXPECT_EQ(malformed.error().field, "/note");
    EXPECT_EQ(malformed.error().offset, 8u);
    const auto missing = read_event(context, "", "emergency");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().reason, FaultReason::invalid_event);
    EXPECT_EQ(missing.error().field, "data");
    context.id = "a b";
    const auto spaced = read_event(context, "{}", "emergency");
    ASSERT_FALSE(spaced);
    EXPECT_EQ(spaced.error().reason, FaultReason::invalid_event);
    EXPECT_EQ(spaced.error().field, "id");
}

std::vector<Intake> batch_of(const std::string& text) {
    auto result = read_cloud_events(text, "emergency", 3);
    if (result) return std::move(*result);
    ADD_FAILURE() << result.error().detail << " at " << result.error().field;
    return {};
}

TEST(CloudEvent, DataInBase64) {
    const auto event = [](std::string_view more) {
        std::string text =
            R"({"specversion":"1.0","id":"1","source":"s","type":"cn.muster.request.create")";
        return text.append(more).append("}");
    };
    // {"service":"health"}
    for (const char* more : {R"(,"data_base64":"eyJzZXJ2aWNlIjoiaGVhbHRoIn0=")",
                             R"(,"datacontenttype":"application/json","data_base64":)"
                             R"("eyJzZXJ2aWNlIjoiaGVhbHRoIn0=")",
                             R"(,"data_base64":"77u\/eyJzZXJ2aWNlIjoiaGVhbHRoIn0=")"}) {
        const auto result = read_cloud_event(event(more), "emergency");
        ASSERT_TRUE(result) << result.error().detail << more;
        EXPECT_EQ(result->command.get<CreateRequest>().service, Code("health"));
    }
    const std::pair<const char*, const char*> wrong[] = {
        {R"(,"data_base64":"eyJzZXJ2aWNlIjoiaGVhbHRoIn0")", "/data_base64"},
        {R"(,"data_base64":"eyJz ZXJ2aWNlIjoiaGVhbHRoIn0=")", "/data_base64"},
        {R"(,"data_base64":"====")", "/data_base64"},
        {R"(,"data_base64":7)", "/data_base64"},
        {R"(,"data_base64":"")", "/data"},
        {R"(,"data_base64":"e30=","data":{})", "/data_base64"},
        {R"(,"data_base64":"eyJzZXJ2Y2UiOiJ4In0=")", "/data_base64/servce"},
    };
    for (const auto& [more, field] : wrong)
        EXPECT_EQ(fault_of(event(more)).field, field) << more;
}

TEST(CloudEvent, TypesOfJson) {
    for (const char* type : {"application/json", "text/json", "application/vnd.gate.v2+json",
                             "Application/JSON; charset=UTF-8"}) {
        std::string text = good;
        text.replace(text.find("application/json"), 16, type);
        EXPECT_TRUE(read_cloud_event(text, "emergency")) << type;
    }
    for (const char* type : {"application/xml", "json", "+json", "application/jsonp",
                             "application/json; charset=koi8-r"}) {
        std::string text = good;
        text.replace(text.find("application/json"), 16, type);
        EXPECT_EQ(fault_of(text).field, "/datacontenttype") << type;
    }
}

TEST(CloudEvent, Batches) {
    std::string second = good;
    second.replace(second.find("a-1"), 3, "a-2");
    const auto events = batch_of(" [ " + good + " ,\n" + second + "]");
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].key, "ce:/gates/3 a-1");
    EXPECT_EQ(events[1].key, "ce:/gates/3 a-2");
    EXPECT_EQ(events[1].command.get<CreateRequest>().service, Code("health"));
    EXPECT_TRUE(batch_of("[]").empty());
    const auto wrong = [](const std::string& text) {
        auto result = read_cloud_events(text, "emergency", 3);
        return result ? Fault{} : result.error();
    };
    std::string bad = second;
    bad.replace(bad.find("\"health\""), 8, "17");
    const std::string text = "[" + good + "," + bad + "]";
    const Fault fault = wrong(text);
    EXPECT_EQ(fault.field, "/1/data/service");
    ASSERT_TRUE(fault.offset);
    EXPECT_EQ(text.substr(*fault.offset, 2), "17");
    bad = second;
    bad.replace(bad.find("\"1.0\""), 5, "\"0.3\"");
    EXPECT_EQ(wrong("[" + good + "," + bad + "]").field, "/1/specversion");
    EXPECT_EQ(wrong(good).reason, FaultReason::malformed);
    EXPECT_EQ(wrong("[" + good + "," + good + "," + good + "," + good + "]").reason,
              FaultReason::batch_too_large);
    for (std::size_t n = 0; n < text.size(); ++n)
        EXPECT_FALSE(wrong(text.substr(0, n)).detail.empty()) << n;
}

}  // namespace
}  // namespace muster::gate
