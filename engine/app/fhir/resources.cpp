#include "engine/app/fhir/resources.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/app/time_text.hpp"
#include "engine/core/kernel/lunar.hpp"
#include "muster/enum_names.hpp"

namespace muster::app::fhir {
namespace {

namespace json = boost::json;

constexpr std::string_view categories =
    "http://terminology.hl7.org/CodeSystem/observation-category";
constexpr std::string_view geolocation = "http://hl7.org/fhir/StructureDefinition/geolocation";

std::string id_of(std::string_view kind, std::uint64_t id) {
    return std::string(kind) + "-" + std::to_string(id);
}

std::string instant(TimePoint at) {
    return time_text(at, "%FT%TZ");
}

json::object patient_reference(MemberId member) {
    return {{"reference", "Patient/" + id_of("member", member.value)}};
}

json::object identifier(std::string_view system, std::string_view value) {
    return {{"system", system}, {"value", value}};
}

json::object concept_of(std::string_view system, std::string_view code,
                        std::string_view text = {}) {
    json::object coding{{"system", system}, {"code", code}};
    json::object out{{"coding", json::array{std::move(coding)}}};
    if (!text.empty()) out["text"] = text;
    return out;
}

json::array phones(const Personal<std::string>& phone) {
    if (phone.value.empty()) return {};
    return {json::object{{"system", "phone"}, {"value", phone.value}}};
}

// Where there is anything in it.
void put(json::object& out, std::string_view name, json::array&& list) {
    if (!list.empty()) out[name] = std::move(list);
}
void put(json::object& out, std::string_view name, std::string_view text) {
    if (!text.empty()) out[name] = text;
}

// A FHIR date may be a year alone.
std::string birth_date(const MemberProfile& profile) {
    if (profile.birth_date) {
        if (const auto day = core::born_on(profile.birth_date->value)) {
            return time_text(TimePoint{std::int64_t{day->days} * 86'400'000}, "%F");
        }
    }
    return profile.birth_year == 0 ? "" : std::to_string(profile.birth_year);
}

json::array addresses(const MemberProfile& profile) {
    json::object address;
    put(address, "text", profile.address.value);
    put(address, "district", profile.district.view());
    if (profile.home) {
        const Point place = profile.home->value;
        const auto degrees = [](std::string_view name, std::int32_t e7) {
            return json::object{{"url", name}, {"valueDecimal", e7 / 1e7}};
        };
        json::object where{{"url", geolocation},
                           {"extension", json::array{degrees("latitude", place.lat_e7),
                                                     degrees("longitude", place.lon_e7)}}};
        address["extension"] = json::array{std::move(where)};
    }
    if (address.empty()) return {};
    return {std::move(address)};
}

json::array contacts(const MemberProfile& profile) {
    json::array out;
    for (const Contact& contact : profile.contacts) {
        json::object one{{"relationship", json::array{concept_of("urn:muster:contact-relation",
                                                                 name_of(contact.relation))}}};
        if (!contact.name.value.empty()) one["name"] = json::object{{"text", contact.name.value}};
        put(one, "telecom", phones(contact.phone));
        out.push_back(std::move(one));
    }
    return out;
}

const AssessmentItem* item_of(const Rules& rules, const Assessment& assessment, Code item) {
    for (const AssessmentStandard& rule : rules.assessments) {
        if (rule.code != assessment.standard) continue;
        for (const AssessmentItem& one : rule.items) {
            if (one.code == item) return &one;
        }
    }
    return nullptr;
}

std::string standard_text(const Assessment& assessment) {
    return assessment.standard.str() + (assessment.version.empty() ? "" : " " + assessment.version);
}

bool is_mistake(const Assessment& assessment) {
    return assessment.status == AssessmentStatus::voided;
}

json::array performers(const Assessment& assessment) {
    json::array out;
    for (const std::string& name : assessment.assessors)
        out.push_back(json::object{{"display", name}});
    return out;
}

json::array components(const Assessment& assessment, const Rules& rules) {
    json::array out;
    for (const AssessmentScore& score : assessment.scores.value) {
        const AssessmentItem* const item = item_of(rules, assessment, score.item);
        out.push_back(
            json::object{{"code", concept_of("urn:muster:assessment-item", score.item.view(),
                                             item != nullptr ? item->name_zh : "")},
                         {"valueInteger", score.points}});
    }
    out.push_back(json::object{{"code", concept_of("urn:muster:assessment-item", "sum")},
                               {"valueInteger", assessment.points.value}});
    return out;
}

std::string_view status_of(CareCaseStatus status) {
    switch (status) {
        case CareCaseStatus::assigned:
            return "active";
        case CareCaseStatus::unassigned:
            return "suspended";
        case CareCaseStatus::closed:
            return "inactive";
    }
    return "entered-in-error";
}

// Of the plan, and of what is done by it.
struct PlanStatus {
    std::string_view plan;
    std::string_view activity;
};

PlanStatus status_of(CarePlanStatus status) {
    switch (status) {
        case CarePlanStatus::draft:
            return {"draft", "not-started"};
        case CarePlanStatus::active:
            return {"active", "in-progress"};
        case CarePlanStatus::on_hold:
            return {"on-hold", "on-hold"};
        case CarePlanStatus::completed:
            return {"completed", "completed"};
        case CarePlanStatus::revoked:
        case CarePlanStatus::closed:
            return {"revoked", "stopped"};
    }
    return {"unknown", "unknown"};
}

json::object activity(const CareGoal& goal, std::string_view status) {
    json::object detail{{"status", status}};
    if (!goal.service.empty()) {
        detail["code"] = concept_of("urn:muster:services", goal.service.view());
    }
    if (!goal.need.empty()) {
        detail["reasonCode"] = json::array{concept_of("urn:muster:needs", goal.need.view())};
    }
    put(detail, "description", goal.text);
    return {{"detail", std::move(detail)}};
}

}  // namespace

json::object patient(const Member& member) {
    const MemberProfile& profile = member.profile;
    json::array identifiers{identifier("urn:muster:members", std::to_string(member.id.value))};
    if (!profile.external_ref.empty()) {
        identifiers.push_back(identifier("urn:muster:external-ref", profile.external_ref));
    }
    const bool active = !member.merged_into && (member.status == MemberStatus::active ||
                                                member.status == MemberStatus::away);
    json::object out{{"resourceType", "Patient"},
                     {"id", id_of("member", member.id.value)},
                     {"identifier", std::move(identifiers)},
                     {"active", active}};
    if (!profile.name.value.empty()) {
        out["name"] = json::array{json::object{{"use", "official"}, {"text", profile.name.value}}};
    }
    put(out, "telecom", phones(profile.phone));
    put(out, "birthDate", birth_date(profile));
    if (member.status == MemberStatus::deceased) out["deceasedBoolean"] = true;
    put(out, "address", addresses(profile));
    put(out, "contact", contacts(profile));
    if (member.merged_into) {
        out["link"] = json::array{json::object{{"other", patient_reference(member.merged_into)},
                                               {"type", "replaced-by"}}};
    }
    return out;
}

json::object observation(const Assessment& assessment, const Rules& rules) {
    json::object out{{"resourceType", "Observation"},
                     {"id", id_of("assessment", assessment.id.value)},
                     {"status", is_mistake(assessment) ? "entered-in-error" : "final"},
                     {"category", json::array{concept_of(categories, "survey")}},
                     {"code", concept_of("urn:muster:standards", assessment.standard.view(),
                                         standard_text(assessment))},
                     {"subject", patient_reference(assessment.member)},
                     {"effectiveDateTime", instant(assessment.assessed_at)}};
    put(out, "performer", performers(assessment));
    out["valueCodeableConcept"] =
        concept_of("urn:muster:ability-level", name_of(assessment.level.value));
    json::array adjusted;
    for (const Adjustment why : assessment.adjustments.value)
        adjusted.push_back(concept_of("urn:muster:adjustment", name_of(why)));
    put(out, "interpretation", std::move(adjusted));
    if (!assessment.note.value.empty()) {
        out["note"] = json::array{json::object{{"text", assessment.note.value}}};
    }
    out["derivedFrom"] = json::array{json::object{
        {"reference", "QuestionnaireResponse/" + id_of("assessment", assessment.id.value)}}};
    out["component"] = components(assessment, rules);
    return out;
}

json::object questionnaire_response(const Assessment& assessment, const Rules& rules) {
    json::array items;
    for (const AssessmentScore& score : assessment.scores.value) {
        json::object one{{"linkId", score.item.view()}};
        if (const AssessmentItem* const item = item_of(rules, assessment, score.item)) {
            put(one, "text", item->name_zh);
        }
        one["answer"] = json::array{json::object{{"valueInteger", score.points}}};
        items.push_back(std::move(one));
    }
    json::object out{
        {"resourceType", "QuestionnaireResponse"},
        {"id", id_of("assessment", assessment.id.value)},
        {"identifier", identifier("urn:muster:assessments", std::to_string(assessment.id.value))},
        {"status", is_mistake(assessment) ? "entered-in-error" : "completed"},
        {"subject", patient_reference(assessment.member)},
        {"authored", instant(assessment.assessed_at)}};
    put(out, "item", std::move(items));
    return out;
}

json::object care_team(const CareCase& care) {
    json::object consultant{
        {"role", json::array{concept_of("urn:muster:roles", "consultant")}},
        {"member",
         json::object{{"identifier", identifier("urn:muster:responders",
                                                std::to_string(care.consultant.value))}}}};
    json::object out{{"resourceType", "CareTeam"},
                     {"id", id_of("care-case", care.id.value)},
                     {"status", status_of(care.status)},
                     {"subject", patient_reference(care.member)}};
    if (care.since) out["period"] = json::object{{"start", instant(care.since)}};
    out["participant"] = json::array{std::move(consultant)};
    return out;
}

json::object care_plan(const CarePlan& plan) {
    const PlanStatus status = status_of(plan.status);
    json::object out{{"resourceType", "CarePlan"},
                     {"id", id_of("care-plan", plan.id.value)},
                     {"status", status.plan},
                     {"intent", "plan"}};
    put(out, "description", plan.text.value);
    out["subject"] = patient_reference(plan.member);
    json::object period;
    if (plan.activated_at) period["start"] = instant(plan.activated_at);
    if (plan.ended_at) period["end"] = instant(plan.ended_at);
    if (!period.empty()) out["period"] = std::move(period);
    out["created"] = instant(plan.drafted_at);
    if (!plan.drafted_by.empty()) out["author"] = json::object{{"display", plan.drafted_by}};
    json::array activities;
    for (const CareGoal& goal : plan.goals.value)
        activities.push_back(activity(goal, status.activity));
    put(out, "activity", std::move(activities));
    return out;
}

std::string reference_of(const json::object& resource) {
    return std::string(resource.at("resourceType").as_string()) + "/" +
           std::string(resource.at("id").as_string());
}

}  // namespace muster::app::fhir
