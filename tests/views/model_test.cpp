// The vocabulary as data for forms and tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "engine/codec/commands_json.hpp"
#include "engine/views/documents.hpp"
#include "muster/code_names.hpp"
#include "muster/collections.hpp"
#include "muster/commands.hpp"

namespace muster::views {
namespace {

namespace json = boost::json;

const json::value& document() {
    static const json::value parsed = json::parse(model_document());
    return parsed;
}

const json::object& found(const char* list, const char* key, std::string_view name) {
    static const json::object nothing;
    for (const json::value& item : document().at(list).as_array()) {
        if (item.at(key).as_string() == name) return item.as_object();
    }
    ADD_FAILURE() << list << " has no " << name;
    return nothing;
}

json::value field(const char* type, std::string_view name) {
    for (const json::value& item : document().at("types").at(type).as_array()) {
        if (item.at("name").as_string() == name) return item;
    }
    ADD_FAILURE() << type << " has no " << name;
    return {};
}

TEST(ModelDocument, EachCollectionSaysWhatItHolds) {
    EXPECT_EQ(document().at("entities").as_array().size(), type_count<Entities>);
    EXPECT_EQ(
        document().at("entities").as_array().size() + document().at("lists").as_array().size(),
        collections.size());
    const json::object& members = found("entities", "path", "members");
    EXPECT_EQ(members.at("type"), "Member");
    EXPECT_EQ(members.at("topic"), "members");
    EXPECT_EQ(members.at("confidential"), false);
    const json::array& filters = members.at("filters").as_array();
    EXPECT_NE(std::find(filters.begin(), filters.end(), "phone"), filters.end());
    EXPECT_EQ(found("entities", "path", "suggestions").at("confidential"), true);
    EXPECT_EQ(found("lists", "path", "services").at("type"), "ServiceRule");
    EXPECT_EQ(found("lists", "path", "free_times").at("of"), "made");
}

TEST(ModelDocument, EachTypeOfACollectionIsThere) {
    const json::object& types = document().at("types").as_object();
    for (const char* list : {"entities", "lists"}) {
        for (const json::value& item : document().at(list).as_array()) {
            const json::value& type = item.at("type");
            EXPECT_TRUE(type.is_null() || types.contains(type.as_string())) << item;
        }
    }
    for (const json::value& command : document().at("commands").as_array())
        EXPECT_TRUE(types.contains(command.at("fields").as_string())) << command;
}

TEST(ModelDocument, ACommandSaysWhatItsRowDoes) {
    EXPECT_EQ(document().at("commands").as_array().size(), type_count<Commands>);
    const json::object& take = found("commands", "name", "TakeRequest");
    EXPECT_EQ(take.at("roles"), (json::array{"dispatcher", "call_taker", "supervisor"}));
    EXPECT_TRUE(take.at("creates").is_null());
    EXPECT_EQ(take.at("internal"), false);
    const json::array& statuses = take.at("allowed_in").as_array();
    EXPECT_NE(std::find(statuses.begin(), statuses.end(), "queued"), statuses.end());
    EXPECT_EQ(std::find(statuses.begin(), statuses.end(), "closed"), statuses.end());
    EXPECT_EQ(found("commands", "name", "CreateRequest").at("creates"), "requests");
    EXPECT_EQ(found("commands", "name", "AcceptOffer").at("own"), true);
    EXPECT_TRUE(found("commands", "name", "AcceptOffer").at("allowed_in").is_null());
    EXPECT_EQ(found("commands", "name", "Tick").at("internal"), true);
}

TEST(ModelDocument, AFieldSaysWhatAFormAsksFor) {
    const auto type_is = [](const char* type, const char* name, const char* expected) {
        EXPECT_EQ(field(type, name).at("type"), json::parse(expected)) << type << '.' << name;
    };
    type_is("TakeRequest", "request", R"({"kind":"id","name":"requests"})");
    type_is("CreateRequest", "service", R"({"kind":"code","name":"services"})");
    type_is("CreateRequest", "skills", R"({"kind":"list","item":{"kind":"code","name":"skills"}})");
    type_is("CreateRequest", "urgency", R"({"kind":"enum","name":"Urgency"})");
    type_is("CreateRequest", "place", R"({"kind":"point","name":"Point"})");
    type_is("HoldRequest", "hold_until", R"({"kind":"time"})");
    type_is("RegisterDevice", "watch_ms", R"({"kind":"duration"})");
    type_is("Offer", "distance_m", R"({"kind":"distance"})");
    type_is("RegisterMember", "profile", R"({"kind":"object","name":"MemberProfile"})");
    type_is("UseSpeeds", "id", R"({"kind":"id","name":null})");
    EXPECT_EQ(field("MemberProfile", "name").at("personal"), true);
    EXPECT_EQ(field("MemberProfile", "name").at("always"), false);
    EXPECT_EQ(field("TakeRequest", "request").at("always"), true);
    EXPECT_EQ(field("CreateRequest", "silent").at("default"), false);
    EXPECT_EQ(field("RecordAbsence", "kind").at("default"), "leave");
    EXPECT_EQ(field("OfferRule", "max_live").at("default"), 9);
    EXPECT_FALSE(field("TakeRequest", "request").as_object().contains("default"));
}

// Whatever a type names is there too.
void check_type(const json::value& type) {
    const auto& kind = type.at("kind").as_string();
    if (kind == "list") return check_type(type.at("item"));
    if (kind == "enum") {
        EXPECT_TRUE(document().at("enums").as_object().contains(type.at("name").as_string()));
    }
    if (kind == "object") {
        EXPECT_TRUE(document().at("types").as_object().contains(type.at("name").as_string()));
    }
    if ((kind == "id" || kind == "code") && !type.at("name").is_null()) {
        // A code may also be of a list that only has names (GET /v1/names).
        const std::string_view name = type.at("name").as_string();
        const bool is_named =
            std::find(named_lists.begin(), named_lists.end(), name) != named_lists.end();
        EXPECT_TRUE(find_collection(name) != nullptr || (kind == "code" && is_named)) << type;
    }
}

TEST(ModelDocument, WhatATypeNamesIsThere) {
    for (const auto& type : document().at("types").as_object()) {
        for (const json::value& one : type.value().as_array())
            check_type(one.at("type"));
    }
}

}  // namespace
}  // namespace muster::views
