// The register as FHIR R4, held against golden files: whoever reads them elsewhere relies on each
// field. MUSTER_UPDATE_GOLDEN=1 writes them anew.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/app/fhir/fhir_file.hpp"
#include "engine/app/fhir/resources.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::app::fhir {
namespace {

namespace json = boost::json;

std::string bytes_of(const std::filesystem::path& name) {
    std::ifstream file(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void expect_golden(const json::object& resource, const std::string& name) {
    const auto file = std::filesystem::path("tests/app/fhir") / (name + ".golden.json");
    if (std::getenv("MUSTER_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(file, std::ios::binary) << json::serialize(resource) << '\n';
    }
    EXPECT_EQ(json::serialize(resource) + "\n", bytes_of(file)) << file;
}

constexpr TimePoint december_1{1'764'547'200'000};

Member li() {
    Member member;
    member.id = MemberId{7};
    member.profile.external_ref = "321023194603010012";
    member.profile.name.value = "李𠮷";
    member.profile.phone.value = "+8651485550101";
    member.profile.address.value = "文昌路 1 号";
    member.profile.home = Personal<Point>{Point{323'942'000, 1'194'129'000}};
    member.profile.district = "guangling";
    // New Year of the lunar year 1946.
    member.profile.birth_date =
        Personal<BirthDate>{BirthDate{CalendarKind::lunar, 1946, 1, 1, false}};
    member.profile.contacts = {{ContactRelation::kin, {"王明"}, {"+8613800001001"}}};
    return member;
}

Assessment assessment() {
    Assessment out;
    out.id = AssessmentId{9};
    out.member = MemberId{7};
    out.standard = "GB/T 42195";
    out.version = "2022";
    out.assessed_at = december_1;
    out.assessors = {"Wu", "He"};
    out.scores.value = {{"self_care", 30}, {"mobility", 14}, {"mental", 10}, {"senses", 12}};
    out.points.value = 66;
    out.raw_level.value = AbilityLevel::mild;
    out.adjustments.value = {Adjustment::dementia};
    out.level.value = AbilityLevel::moderate;
    out.note.value = "with her daughter";
    return out;
}

CarePlan plan() {
    CarePlan out;
    out.id = CarePlanId{12};
    out.member = MemberId{7};
    out.status = CarePlanStatus::active;
    out.goals.value = {{"meals", "meal", "warm lunch"}, {"company", "", "somebody to talk to"}};
    out.text.value = "Lunch, and company twice a week";
    out.drafted_by = "consultant-1";
    out.drafted_at = december_1;
    out.activated_at = december_1;
    return out;
}

TEST(Fhir, AMemberIsAPatient) {
    expect_golden(patient(li()), "patient");
    Member merged;
    merged.id = MemberId{8};
    merged.merged_into = MemberId{7};
    merged.profile.birth_year = 1946;
    expect_golden(patient(merged), "patient_merged");
    Member dead = li();
    dead.status = MemberStatus::deceased;
    const json::object shown = patient(dead);
    EXPECT_EQ(shown.at("active"), false);
    EXPECT_EQ(shown.at("deceasedBoolean"), true);
}

TEST(Fhir, AnAssessmentIsAnObservationAndItsAnswers) {
    const Rules rules = test::test_rules();
    expect_golden(observation(assessment(), rules), "observation");
    expect_golden(questionnaire_response(assessment(), rules), "questionnaire_response");
    Assessment mistake = assessment();
    mistake.status = AssessmentStatus::voided;
    EXPECT_EQ(observation(mistake, rules).at("status"), "entered-in-error");
    EXPECT_EQ(questionnaire_response(mistake, rules).at("status"), "entered-in-error");
    // The standard may be gone from the rules.
    EXPECT_EQ(observation(assessment(), Rules()).at("component").as_array().size(), 5u);
}

TEST(Fhir, CareHasATeamAndAPlan) {
    CareCase care;
    care.id = CareCaseId{11};
    care.member = MemberId{7};
    care.consultant = ResponderId{5};
    care.since = december_1;
    expect_golden(care_team(care), "care_team");
    expect_golden(care_plan(plan()), "care_plan");
}

TEST(Fhir, GoesIntoLinesABundleOrAFolder) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "muster-fhir";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (const char* name : {"all.ndjson", "all.json", "bulk"}) {
        FhirFile file((folder / name).string());
        file.add(patient(li()));
        file.add(observation(assessment(), Rules()));
        EXPECT_FALSE(file.close());
        EXPECT_EQ(file.count(), 2u);
    }
    const std::string lines = bytes_of(folder / "all.ndjson");
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
    const json::value bundle = json::parse(bytes_of(folder / "all.json"));
    EXPECT_EQ(bundle.at("type"), "collection");
    const json::array& entries = bundle.at("entry").as_array();
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].at("fullUrl"), "https://muster.invalid/fhir/Patient/member-7");
    EXPECT_EQ(
        bytes_of(folder / "bulk/Patient.ndjson") + bytes_of(folder / "bulk/Observation.ndjson"),
        lines);
    std::filesystem::remove_all(folder);
    FhirFile nowhere((folder / "x.json").string());
    EXPECT_TRUE(nowhere.close());
}

}  // namespace
}  // namespace muster::app::fhir
