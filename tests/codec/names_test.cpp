// The permanent names of collections and topics, written down a second time, independently of the
// list in the code: whoever changes one there changes the wire.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "muster/collections.hpp"

namespace muster {
namespace {

struct Names {
    std::string path;
    std::string one;
    bool of_rules;
    bool about_people;
    bool operator==(const Names&) const = default;
};

TEST(Names, OfCollections) {
    std::vector<Names> all;
    for (const CollectionRow& row : collections)
        all.push_back(
            {std::string(row.path), std::string(row.one), row.of_rules, row.about_people});
    const std::vector<Names> expected{{"requests", "request", false, true},
                                      {"responders", "responder", false, true},
                                      {"offers", "offer", false, false},
                                      {"members", "member", false, true},
                                      {"cards", "card", false, true},
                                      {"devices", "device", false, true},
                                      {"assessments", "assessment", false, true},
                                      {"merges", "merge", false, true},
                                      {"shifts", "shift", false, true},
                                      {"absences", "absence", false, true},
                                      {"calls", "call", false, true},
                                      {"places", "place", false, false},
                                      {"premises", "premises_note", false, true},
                                      {"surveys", "survey", false, false},
                                      {"answers", "answer", false, true},
                                      {"needs", "need", false, true},
                                      {"care_cases", "care_case", false, true},
                                      {"care_plans", "care_plan", false, true},
                                      {"visits", "visit", false, true},
                                      {"referrals", "referral", false, true},
                                      {"links", "link", false, true},
                                      {"bookings", "booking", false, true},
                                      {"series", "series", false, true},
                                      {"service_records", "service_record", false, true},
                                      {"volunteer_standings", "volunteer_standing", false, true},
                                      {"talents", "talent", false, true},
                                      {"certificates", "certificate", false, true},
                                      {"accounts", "account", false, true},
                                      {"holds", "hold", false, true},
                                      {"entries", "entry", false, true},
                                      {"projects", "project", false, true},
                                      {"suggestions", "suggestion", false, true},
                                      {"suggestion_reports", "suggestion_report", false, true},
                                      {"services", "service", true, false},
                                      {"plans", "plan", true, false},
                                      {"rules", "rules", true, false},
                                      {"skills", "skill", true, false},
                                      {"card_colours", "card_colour", true, false},
                                      {"posts", "post", true, false},
                                      {"catalogue", "bookable_service", true, false},
                                      {"project_templates", "project_template", true, false},
                                      {"departments", "department", true, false},
                                      {"names", "code_name", true, false},
                                      {"signals", "signal", true, false},
                                      {"event_kinds", "event_kind", true, false},
                                      {"consent_purposes", "consent_purpose", true, false},
                                      {"assessment_standards", "assessment_standard", true, false},
                                      {"talent_fields", "talent_field", true, false},
                                      {"suggestion_categories", "suggestion_category", true, false},
                                      {"free_times", "free_time", true, false},
                                      {"visit_completion", "visit_completion_line", true, false},
                                      {"visit_days", "visit_day", true, false},
                                      {"department_work", "department_work_line", true, false},
                                      {"project_counts", "project_count", true, false},
                                      {"suggestion_counts", "suggestion_count", true, false}};
    EXPECT_TRUE(all == expected) << collection_names();
    EXPECT_EQ(find_collection("cards"), &collections[4]);
    for (const char* name : {"", "card", "positions", "Cards"})
        EXPECT_EQ(find_collection(name), nullptr) << name;
}

TEST(Names, OfTopics) {
    const std::vector<std::string> expected{"requests",
                                            "responders",
                                            "offers",
                                            "members",
                                            "cards",
                                            "devices",
                                            "assessments",
                                            "merges",
                                            "shifts",
                                            "absences",
                                            "calls",
                                            "places",
                                            "premises",
                                            "surveys",
                                            "answers",
                                            "needs",
                                            "care_cases",
                                            "care_plans",
                                            "visits",
                                            "referrals",
                                            "links",
                                            "bookings",
                                            "series",
                                            "service_records",
                                            "volunteer_standings",
                                            "talents",
                                            "certificates",
                                            "accounts",
                                            "holds",
                                            "entries",
                                            "projects",
                                            "suggestions",
                                            "suggestion_reports",
                                            "positions",
                                            "alerts"};
    EXPECT_EQ(std::vector<std::string>(topic_names.begin(), topic_names.end()), expected);
    EXPECT_EQ(topic_named("members"), topic_of<Member>);
    EXPECT_EQ(topic_named("alerts"), alerts_topic);
    EXPECT_EQ(topic_named("weather"), std::nullopt);
}

// The state hash depends on it.
TEST(Names, OfLinesInASnapshotInTheirOrder) {
    std::vector<std::string> lines;
    each_type(Entities(),
              [&]<class T>(std::type_identity<T>) { lines.emplace_back(entity_row<T>.one); });
    const std::vector<std::string> expected{"member",
                                            "card",
                                            "responder",
                                            "request",
                                            "offer",
                                            "device",
                                            "assessment",
                                            "merge",
                                            "shift",
                                            "absence",
                                            "link",
                                            "booking",
                                            "series",
                                            "place",
                                            "premises_note",
                                            "survey",
                                            "answer",
                                            "need",
                                            "care_case",
                                            "care_plan",
                                            "visit",
                                            "referral",
                                            "talent",
                                            "service_record",
                                            "volunteer_standing",
                                            "certificate",
                                            "account",
                                            "hold",
                                            "entry",
                                            "project",
                                            "suggestion",
                                            "suggestion_report",
                                            "call"};
    EXPECT_EQ(lines, expected);
}

TEST(Names, AnIdNamesItsKind) {
    each_type(Entities(), []<class T>(std::type_identity<T>) {
        EXPECT_TRUE((std::is_same_v<EntityOf<decltype(T::id)>, T>)) << entity_row<T>.one;
    });
}

}  // namespace
}  // namespace muster
