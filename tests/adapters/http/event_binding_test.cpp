#include "adapters/http/event_binding.hpp"

#include <gtest/gtest.h>

#include <string>

#include "muster/requests.hpp"

namespace muster::http {
namespace {

constexpr std::string_view event =
    R"({"specversion":"1.0","id":"1","source":"s","type":"cn.muster.request.create",)"
    R"("data":{"service":"health"}})";

Expected<gate::Intake, Problem> read_binary(const EventAttributes& attributes,
                                            std::string_view data) {
    auto read = read_events(EventMode::binary, attributes, data, "emergency", 1);
    if (!read) return std::move(read.error());
    EXPECT_EQ(read->size(), 1u);
    return std::move(read->front());
}

TEST(EventBinding, ModesByContentType) {
    EXPECT_EQ(event_mode("application/json", true), EventMode::binary);
    EXPECT_EQ(event_mode("application/json", false), EventMode::structured);
    EXPECT_EQ(event_mode("application/vnd.x+json", true), EventMode::binary);
    EXPECT_EQ(event_mode("application/vnd.x+json", false), std::nullopt);
    EXPECT_EQ(event_mode("application/cloudevents+json; charset=utf-8", true),
              EventMode::structured);
    EXPECT_EQ(event_mode("application/cloudevents-batch+json", true), EventMode::batch);
    EXPECT_EQ(event_mode("application/cloudevents+xml", false), std::nullopt);
    EXPECT_EQ(event_mode("text/plain", true), std::nullopt);
}

TEST(EventBinding, OneEventOrABatch) {
    const auto one = read_events(EventMode::structured, {}, event, "emergency", 1);
    ASSERT_TRUE(one) << one.error().detail;
    ASSERT_EQ(one->size(), 1u);
    EXPECT_EQ(one->front().key, "ce:s 1");
    const std::string two = "[" + std::string(event) + "," + std::string(event) + "]";
    const auto batch = read_events(EventMode::batch, {}, two, "emergency", 2);
    ASSERT_TRUE(batch) << batch.error().detail;
    EXPECT_EQ(batch->size(), 2u);
    const auto large = read_events(EventMode::batch, {}, two, "emergency", 1);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().status, 413u);
    EXPECT_EQ(large.error().reason, "batch_too_large");
}

TEST(EventBinding, FaultsBecomeProblems) {
    std::string text(event);
    text.replace(text.find("\"health\""), 8, "17");
    const auto data = read_events(EventMode::structured, {}, text, "emergency", 1);
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().status, 400u);
    EXPECT_EQ(data.error().reason, "malformed_body");
    EXPECT_EQ(data.error().field, "/data/service");
    EXPECT_EQ(data.error().offset, text.find("17"));
    text = event;
    text.replace(text.find("1.0"), 3, "0.3");
    const auto version = read_events(EventMode::structured, {}, text, "emergency", 1);
    ASSERT_FALSE(version);
    EXPECT_EQ(version.error().status, 400u);
    EXPECT_EQ(version.error().reason, "invalid_event");
    EXPECT_EQ(version.error().field, "/specversion");
    EXPECT_EQ(version.error().expected, "\"1.0\"");
}

TEST(EventBinding, BinaryMode) {
    const EventAttributes right{
        {"CE-SpecVersion", "1.0"},           {"ce-id", "a-1"},
        {"ce-source", "/gates/%E4%B8%9C"},   {"ce-type", "cn.muster.device.sos"},
        {"ce-subject", "\"btn \\\"9\\\"\""}, {"ce-traceparent", "00-1"}};
    const auto intake = read_binary(right, R"({"note":"x"})");
    ASSERT_TRUE(intake) << intake.error().detail;
    EXPECT_EQ(intake->key, "ce:/gates/东 a-1");
    const auto& sos = intake->command.get<CreateRequest>();
    EXPECT_EQ(sos.device, "btn \"9\"");
    EXPECT_EQ(sos.note.value, "x");
    const auto field = [&](std::size_t place, std::string_view value, std::string_view data) {
        EventAttributes changed = right;
        changed[place].second = value;
        const auto wrong = read_binary(changed, data);
        return wrong ? std::string() : wrong.error().field;
    };
    EXPECT_EQ(field(0, "0.3", "{}"), "ce-specversion");
    EXPECT_EQ(field(1, "a%20b", "{}"), "ce-id");
    EXPECT_EQ(field(2, "", "{}"), "ce-source");
    EXPECT_EQ(field(2, "%zz", "{}"), "ce-source");
    EXPECT_EQ(field(2, "%ff", "{}"), "ce-source");
    EXPECT_EQ(field(3, "other", "{}"), "ce-type");
    EXPECT_EQ(field(3, "cn.muster.card.tap", ""), "body");
    EXPECT_EQ(field(3, "cn.muster.card.tap", R"({"card":"x"})"), "/card");
}

TEST(EventBinding, CoordinatesInAHeader) {
    EventAttributes attributes{{"ce-specversion", "1.0"},
                               {"ce-id", "1"},
                               {"ce-source", "s"},
                               {"ce-type", "cn.muster.request.create"},
                               {"CE-Datum", "bd09"}};
    const auto baidu = read_binary(attributes, "{}");
    ASSERT_TRUE(baidu) << baidu.error().detail;
    EXPECT_EQ(baidu->datum, codec::Datum::bd09);
    for (const char* wrong : {"mars", "", "%zz"}) {
        attributes.back().second = wrong;
        const auto read = read_binary(attributes, "{}");
        ASSERT_FALSE(read) << wrong;
        EXPECT_EQ(read.error().field, "ce-datum") << wrong;
    }
    attributes.pop_back();
    const auto unsaid = read_binary(attributes, "{}");
    ASSERT_TRUE(unsaid) << unsaid.error().detail;
    EXPECT_EQ(unsaid->datum, std::nullopt);
}

}  // namespace
}  // namespace muster::http
