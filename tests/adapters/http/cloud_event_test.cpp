#include "adapters/http/cloud_event.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::http {
namespace {

const std::string good =
    R"({"specversion":"1.0","id":"a-1","source":"/gates/3","type":"cn.muster.request.create",)"
    R"("time":"2025-01-31T08:00:05+08:00","traceparent":"00-1","datacontenttype":"application/json",)"
    R"("data":{"service":"health","channel":"device","note":"a \"data\": {[,","place":{"lat":32.3942,"lon":119.4129}},)"
    R"("more":{"data":{"service":"not this"}}})";

Problem problem_of(const std::string& text) {
    auto result = read_cloud_event(text, "emergency");
    if (const auto* problem = std::get_if<Problem>(&result)) return *problem;
    ADD_FAILURE() << "accepted: " << text;
    return {};
}

TEST(CloudEvent, ReadsData) {
    const auto result = read_cloud_event(good, "emergency");
    ASSERT_TRUE(std::holds_alternative<Intake>(result)) << std::get<Problem>(result).detail;
    const auto& intake = std::get<Intake>(result);
    EXPECT_EQ(intake.key, "ce:/gates/3 a-1");
    const auto& request = std::get<CreateRequest>(intake.command);
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
        if (const auto* problem = std::get_if<Problem>(&result)) {
            ADD_FAILURE() << problem->detail << " at " << problem->field;
            return Command{Tick{}};
        }
        return std::get<Intake>(result).command;
    };
    EXPECT_EQ(std::get<TapCard>(read("cn.muster.card.tap", R"({"card":4,"colour":"red"})")).card,
              CardId{4});
    EXPECT_EQ(std::get<ReportPositions>(
                  read("cn.muster.position",
                       R"({"fixes":[{"responder":5,"point":{"lat":1.5,"lon":2.5}}]})"))
                  .fixes.size(),
              1u);
    const auto sos = std::get<CreateRequest>(read("cn.muster.device.sos", "{}"));
    EXPECT_EQ(sos.channel, Channel::button);
    EXPECT_EQ(sos.service, Code("emergency"));
    EXPECT_EQ(sos.device, "btn-9");
    const auto named = std::get<CreateRequest>(
        read("cn.muster.device.sos", R"({"service":"fire","device":"d","channel":"web"})"));
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
        {replaced(R"("data":{"service")", R"("datum":{"service")"), "/data"},
        {replaced(R"("traceparent":"00-1",)", R"("data":{},)"), "/data"},
    };
    for (const auto& [text, field] : cases) {
        const Problem problem = problem_of(text);
        EXPECT_EQ(problem.status, 400u);
        EXPECT_TRUE(problem.field.starts_with(field)) << problem.field << " for " << text;
        EXPECT_FALSE(problem.detail.empty());
    }
}

TEST(CloudEvent, OffsetCountsFromTheStartOfTheBody) {
    std::string text = good;
    text.replace(text.find("\"device\","), 8, "broken!!");
    const Problem problem = problem_of(text);
    ASSERT_TRUE(problem.offset);
    EXPECT_EQ(*problem.offset, text.find("broken"));
}

TEST(CloudEvent, EveryTruncationIsAProblem) {
    for (std::size_t n = 0; n < good.size(); ++n) {
        const Problem problem = problem_of(good.substr(0, n));
        EXPECT_EQ(problem.reason, n == 0 ? problem.reason : "malformed_body");
    }
    for (const char* text : {"null", "[]", "1", "\"x\"", "{}", "{}{}", "{\"data\":}", "\xff"}) {
        (void)problem_of(text);
    }
}

TEST(Signature, HoldsWithinItsWindow) {
    const KeyRing keys{{"gate", "0123456789abcdef0123456789abcdef"}};
    // Worked out with Python's hmac module.
    EXPECT_EQ(make_signature(keys.at("gate"), "1700000000", "{}"),
              "v1=417adf36b901772f658597a76d329694e335e65fc0849d7715c3ca33406309b5");
    const std::string signature = make_signature(keys.at("gate"), "1700000000", "{}");
    const TimePoint sent{1'700'000'000'000};
    const auto check = [&](SignatureHeaders headers, std::string_view body, TimePoint now) {
        return check_signature(headers, body, keys, now, seconds(300));
    };
    const SignatureHeaders right{"gate", "1700000000", signature};
    EXPECT_EQ(check(right, "{}", sent), SignatureFault::none);
    EXPECT_EQ(check(right, "{}", sent + seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, "{}", sent - seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, "{}", sent + Millis{300'001}), SignatureFault::outside_window);
    EXPECT_EQ(check(right, "{}", sent - Millis{300'001}), SignatureFault::outside_window);
    EXPECT_EQ(check(right, "{} ", sent), SignatureFault::bad_signature);
    EXPECT_EQ(check({"other", "1700000000", signature}, "{}", sent), SignatureFault::bad_signature);
    EXPECT_EQ(check({"gate", "1700000001", signature}, "{}", sent), SignatureFault::bad_signature)
        << "the timestamp is under the mac";
    for (const char* stamp : {"", "x", "-1", "1.5", "1700000000000000", " 1700000000"}) {
        EXPECT_EQ(check({"gate", stamp, signature}, "{}", sent), SignatureFault::bad_timestamp);
    }
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string changed = signature;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_EQ(check({"gate", "1700000000", changed}, "{}", sent),
                  SignatureFault::bad_signature);
        EXPECT_EQ(check({"gate", "1700000000", signature.substr(0, i)}, "{}", sent),
                  SignatureFault::bad_signature);
    }
}

}  // namespace
}  // namespace muster::http
