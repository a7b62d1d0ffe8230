// A request as an EIDO: whatever the schema requires is there, and nobody is named who may not be.
#include "adapters/outbox/eido.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <pugixml.hpp>
#include <set>

namespace muster::outbox {
namespace {

namespace json = boost::json;

constexpr TimePoint told_at{1'700'000'000'000};
constexpr const char* request = R"({"id":17,"status":"dispatched","urgency":"P1","service":"fall",
    "caller":"+8651487650001","place":{"lat":32.3942,"lon":119.4129},"address":"4 Well Lane & Co",
    "note":"fell <in> the bath","created_at":1699999990000,
    "notes":[{"at":1699999995000,"by":"http:desk","text":"door is open"}]})";

EidoOptions options() {
    EidoOptions out;
    out.agency = "care.example.cn";
    out.agency_type = "ems";
    out.incident_type = "ASSIST";
    out.types.push_back({Code("fall"), "FALL"});
    return out;
}

json::object made(std::string_view of, bool personal,
                  const std::string& fields = R"({"type":"SlotAssigned"})") {
    EventTold told;
    told.sentence = "somebody is on the way";
    told.request = RequestId{17};
    told.fields = fields;
    const std::string text =
        eido_text(options(), {"b-42-0", "b", told_at, {Language::en, personal}, of}, told);
    return json::parse(text).as_object();
}

// Of NENA911/EIDO-JSON, Schema/openapi.yaml: what each component must have, all of them what the
// prologue has.
void expect_required(const json::object& whole) {
    std::set<std::string> ids;
    std::vector<std::string> references;
    const auto required = [&](const json::object& part, std::vector<std::string> names) {
        for (const char* const name : {"$id", "lastUpdateTimeStamp", "updatedByAgencyReference"})
            names.emplace_back(name);
        for (const std::string& name : names)
            EXPECT_TRUE(part.contains(name)) << name << " in " << json::serialize(part);
        EXPECT_TRUE(ids.insert(std::string(part.at("$id").as_string())).second);
        for (const auto& [key, value] : part) {
            if (!key.ends_with("Reference")) continue;
            const auto one = [&](const json::value& link) {
                references.emplace_back(link.at("$ref").as_string());
            };
            if (value.is_object()) one(value);
            if (!value.is_array()) continue;
            for (const json::value& link : value.as_array())
                one(link);
        }
    };
    required(whole, {"eidoVersion", "issuingElementIdentification", "incidentComponent"});
    required(whole.at("incidentComponent").as_object(), {"incidentTypeCommonRegistryText"});
    const std::pair<const char*, std::vector<std::string>> lists[] = {
        {"agencyComponent", {"agencyRoleDescriptionRegistryText", "agencyType"}},
        {"locationComponent", {"locationTypeDescriptionRegistryText"}},
        {"notesComponent", {"notesActionComments"}},
        {"callbackComponent", {"callBackInformationUri"}},
        {"personComponent", {"personIncidentRoleRegistryText"}}};
    for (const auto& [name, names] : lists) {
        if (!whole.contains(name)) continue;
        for (const json::value& one : whole.at(name).as_array())
            required(one.as_object(), names);
    }
    for (const std::string& reference : references)
        EXPECT_TRUE(ids.contains(reference)) << reference << " is nothing in the object";
}

TEST(Eido, HasAllThatIsRequired) {
    const json::object whole = made(request, true);
    expect_required(whole);
    EXPECT_EQ(whole.at("$id").as_string(), "urn:emergency:uid:incidentid:b-17:care.example.cn");
    EXPECT_EQ(whole.at("lastUpdateTimeStamp").as_string(), "2023-11-14T22:13:20.000Z");
    const json::object& incident = whole.at("incidentComponent").as_object();
    EXPECT_EQ(incident.at("incidentTypeCommonRegistryText").as_string(), "FALL");
    EXPECT_EQ(incident.at("incidentTypeInternalCode").as_string(), "fall");
    EXPECT_EQ(incident.at("incidentStatusCommonRegistryText").as_array()[0].as_string(), "Active");
    EXPECT_EQ(incident.at("incidentCommonPriorityNumber").as_int64(), 8);
    const json::array& notes = whole.at("notesComponent").as_array();
    ASSERT_EQ(notes.size(), 3U);
    EXPECT_EQ(notes[0].at("notesActionComments").as_string(), "fell &lt;in&gt; the bath");
    EXPECT_EQ(notes[1].at("lastUpdateTimeStamp").as_string(), "2023-11-14T22:13:15.000Z");
    EXPECT_EQ(notes[2].at("notesActionComments").as_string(), "somebody is on the way");
    const json::value& way = whole.at("callbackComponent").as_array()[0];
    EXPECT_EQ(way.at("callBackInformationUri").as_array()[0].as_string(), "tel:+8651487650001");
}

pugi::xml_node location_info(pugi::xml_document& document, const json::object& whole) {
    const auto& place = whole.at("locationComponent").as_array()[0];
    const auto read = document.load_string(place.at("locationByValue").as_string().c_str());
    EXPECT_TRUE(read) << read.description();
    return document.child("presence")
        .child("tuple")
        .child("status")
        .child("gp:geopriv")
        .child("gp:location-info");
}

TEST(Eido, ItsPlaceIsAPidfLo) {
    pugi::xml_document document;
    const pugi::xml_node info = location_info(document, made(request, true));
    EXPECT_STREQ(info.child("gml:Point").child_value("gml:pos"), "32.3942000 119.4129000");
    EXPECT_STREQ(info.child("ca:civicAddress").child_value("ca:LOC"), "4 Well Lane & Co");
}

TEST(Eido, OfWhoMayNotKnowIsVague) {
    const json::object whole = made(request, false);
    expect_required(whole);
    EXPECT_FALSE(whole.contains("personComponent"));
    EXPECT_FALSE(whole.contains("callbackComponent"));
    pugi::xml_document document;
    const pugi::xml_node info = location_info(document, whole);
    EXPECT_TRUE(info.child("gml:Point").empty());
    EXPECT_STREQ(info.child("gs:Circle").child_value("gs:radius"), "1000");
    EXPECT_TRUE(info.child("ca:civicAddress").empty());
}

TEST(Eido, OfWhatLeftTheBoardTheEventTells) {
    const json::object whole =
        made("", true, R"({"type":"RequestReceived","service":"meal","urgency":"P4","reason":7})");
    expect_required(whole);
    EXPECT_EQ(whole.at("incidentComponent").at("incidentTypeCommonRegistryText").as_string(),
              "ASSIST");
    EXPECT_FALSE(whole.contains("locationComponent"));
}

TEST(Eido, ItsSettingsAreChecked) {
    const auto wrong = [](void (*change)(EidoOptions&)) {
        EidoOptions all = options();
        change(all);
        const auto problem = check(all);
        return problem ? problem->pointer : std::string();
    };
    EXPECT_EQ(wrong([](EidoOptions&) {}), "");
    EXPECT_EQ(wrong([](EidoOptions& o) { o.agency = "Care"; }), "/agency");
    EXPECT_EQ(wrong([](EidoOptions& o) { o.agency_type.clear(); }), "/agency_type");
    EXPECT_EQ(wrong([](EidoOptions& o) { o.incident_type.clear(); }), "/incident_type");
    EXPECT_EQ(wrong([](EidoOptions& o) { o.types[0].type.clear(); }), "/types/0");
}

}  // namespace
}  // namespace muster::outbox
