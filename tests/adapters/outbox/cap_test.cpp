// Alerts as the standard has them: what must stand there, in its order.
#include "adapters/outbox/cap.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>
#include <vector>

namespace muster::outbox {
namespace {

constexpr TimePoint at{1'700'000'000'250};

EventTold received() {
    EventTold told;
    told.sentence = "help <now> & here\x01";
    told.fields = R"({"type":"RequestReceived","request":17,"service":"emergency",)"
                  R"("channel":"button","urgency":"P1","member":3,"caller":"1",)"
                  R"("place":{"lat":32.3942000,"lon":-119.4129000},"address":"4 Well Lane"})";
    told.request = RequestId{17};
    return told;
}

pugi::xml_document parsed(const EventTold& told, Audience audience,
                          std::string_view type = "RequestReceived") {
    pugi::xml_document document;
    const std::string text = cap_text({"b-42-0", "/muster", "city", type, at, audience}, told);
    EXPECT_TRUE(document.load_string(text.c_str())) << text;
    return document;
}

std::vector<std::string> children(const pugi::xml_node& node) {
    std::vector<std::string> names;
    for (const pugi::xml_node& child : node.children())
        names.emplace_back(child.name());
    return names;
}

TEST(Cap, HasEverythingInItsOrder) {
    const auto document = parsed(received(), {Language::en, true});
    const pugi::xml_node alert = document.child("alert");
    EXPECT_STREQ(alert.attribute("xmlns").value(), "urn:oasis:names:tc:emergency:cap:1.2");
    EXPECT_EQ(children(alert),
              (std::vector<std::string>{"identifier", "sender", "sent", "status", "msgType",
                                        "scope", "addresses", "incidents", "info"}));
    EXPECT_STREQ(alert.child_value("identifier"), "b-42-0");
    EXPECT_STREQ(alert.child_value("sent"), "2023-11-14T22:13:20-00:00");
    EXPECT_STREQ(alert.child_value("addresses"), "city");
    EXPECT_STREQ(alert.child_value("incidents"), "requests/17");
    const pugi::xml_node info = alert.child("info");
    EXPECT_EQ(children(info), (std::vector<std::string>{"language", "category", "event", "urgency",
                                                        "severity", "certainty", "headline",
                                                        "parameter", "parameter", "area"}));
    EXPECT_STREQ(info.child_value("event"), "emergency");
    EXPECT_STREQ(info.child_value("urgency"), "Immediate");
    EXPECT_STREQ(info.child_value("severity"), "Severe");
    EXPECT_STREQ(info.child_value("certainty"), "Observed");
    EXPECT_STREQ(info.child_value("headline"), "help <now> & here");
    EXPECT_STREQ(info.child("area").child_value("areaDesc"), "4 Well Lane");
    EXPECT_STREQ(info.child("area").child_value("circle"), "32.3942000,-119.4129000 0");
}

TEST(Cap, OfWhoMayNotKnowIsVague) {
    const auto document = parsed(received(), {Language::zh, false});
    const pugi::xml_node info = document.child("alert").child("info");
    EXPECT_STREQ(info.child_value("language"), "zh-CN");
    EXPECT_STREQ(info.child("area").child_value("areaDesc"), "求助地点");
    EXPECT_STREQ(info.child("area").child_value("circle"), "32.3942000,-119.4129000 1");
}

TEST(Cap, SaysWhatItDoesNotKnow) {
    EventTold told;
    told.sentence = "something";
    for (const char* const fields :
         {R"({"type":"RulesLoaded"})", R"({"type":"X","service":5,"place":"nowhere"})"}) {
        told.fields = fields;
        const auto document = parsed(told, {Language::en, true}, "RulesLoaded");
        const pugi::xml_node alert = document.child("alert");
        EXPECT_TRUE(alert.child("incidents").empty());
        const pugi::xml_node info = alert.child("info");
        EXPECT_STREQ(info.child_value("event"), "RulesLoaded");
        EXPECT_STREQ(info.child_value("urgency"), "Unknown");
        EXPECT_STREQ(info.child_value("severity"), "Unknown");
        EXPECT_STREQ(info.child_value("certainty"), "Unknown");
        EXPECT_TRUE(info.child("area").empty());
    }
}

TEST(Cap, KnowsEveryClass) {
    const std::vector<std::pair<std::string, std::string>> grades{{"P0", "Immediate Extreme"},
                                                                  {"P1", "Immediate Severe"},
                                                                  {"P2", "Expected Moderate"},
                                                                  {"P3", "Future Minor"},
                                                                  {"P4", "Future Minor"}};
    for (const auto& [urgency, grade] : grades) {
        EventTold told;
        told.fields = R"({"urgency":")" + urgency + R"("})";
        const auto document = parsed(told, {});
        const pugi::xml_node info = document.child("alert").child("info");
        EXPECT_EQ(std::string(info.child_value("urgency")) + " " + info.child_value("severity"),
                  grade);
    }
}

}  // namespace
}  // namespace muster::outbox
