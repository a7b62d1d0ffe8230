// Every text in scenarios/ is a test.

#include "tests/core/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace muster::test {
namespace {

std::vector<std::string> scenario_files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(MUSTER_SCENARIOS)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, GoesAsWritten) {
    std::ifstream in(GetParam());
    std::stringstream text;
    text << in.rdbuf();
    ASSERT_FALSE(text.str().empty());
    EXPECT_EQ(run_scenario(GetParam(), text.str()), "");
}

INSTANTIATE_TEST_SUITE_P(Texts, Scenario, testing::ValuesIn(scenario_files()),
                         [](const testing::TestParamInfo<std::string>& info) {
                             return std::filesystem::path(info.param).stem().string();
                         });

// What is wrong with the last line of a text, and what would be right, is said where it stands.
struct Mistake {
    std::string lines;
    std::string said;
};

TEST(ScenarioMistakes, NameTheLineAndWhatWouldBeRight) {
    const std::string scene = "member M at 0 0\ncard C of M\n";
    const std::vector<Mistake> mistakes{
        {"at 08:00 IssueCrad member=M", "did you mean \"IssueCard\"?"},
        {"at 08:00 IssueCard holder=M", "IssueCard has no field \"holder\"; it has: member uid"},
        {"at 08:00 IssueCard member=N", "nobody and nothing is called \"N\""},
        {"at 08:00 IssueCard member=M uid=[\"x\"]", "IssueCard: /uid expected"},
        {"at 08:00 IssueCard member=M uid=[x", "\"[x\" is no JSON"},
        {"at 08:00 IssueCard member.id=M", "member has no fields, thus no \"id\""},
        {"at 08:00 IssueCard member=M to D", "\"to\" is neither key=value nor as, key or source"},
        {"at 08:00 RegisterMember profile.contacts.x.phone=1", "\"x\" is no place in a list"},
        {"at 08:00 RegisterMember profile.home=5", "\"5\" is no place; 100,-50 is"},
        {"at 08:00 M vanishes", "unknown verb \"vanishes\""},
        {"at 08:00 M removed today", "unknown word \"today\" behind \"removed\""},
        {"at 8 M removed", "\"8\" is no time; 08:00 and 08:00:05 are"},
        {"at 2025-02-30T08:00 M removed", "there is no day \"2025-02-30T08:00\""},
        {"at 07:00 M removed\nat 06:00 C renewed", "time goes backwards"},
        {"meanwhile", "no line begins with \"meanwhile\""},
        {"rules desk.archive_after=1", "has no field \"archive_after\"; it has:"},
        {"state C status=lost", "status is \"active\" and not \"lost\""},
        {"state M gone", "M is there"},
    };
    for (const Mistake& mistake : mistakes) {
        const std::string said = run_scenario("f.txt", scene + mistake.lines);
        EXPECT_NE(said.find(mistake.said), std::string::npos) << mistake.lines << "\n" << said;
        const auto breaks = std::count(mistake.lines.begin(), mistake.lines.end(), '\n');
        EXPECT_EQ(said.substr(0, 8), "f.txt:" + std::to_string(3 + breaks) + ":") << said;
    }
}

TEST(ScenarioMistakes, AreFoundInWhatIsExpected) {
    const std::string step = "member M at 0 0\nat 08:00 IssueCard member=M uid=\"04 11\" as C\n  ";
    const std::vector<Mistake> mistakes{
        {"> CardIsued", "did you mean \"CardIssued\"?"},
        {"> CardChanged", "event 1 is another one"},
        {"> CardIssued card.member=C", "card.member is 2 and not 3"},
        {"> CardIssued card.number=4", "Card has no field \"number\"; it has: id member"},
        {"> CardIssued card.uid=\"04 12\"", "card.uid is \"04 11\" and not \"04 12\""},
        {"> CardIssued card={\"member\":\"M\",\"status\":\"lost\"}", "card.status is \"active\""},
        {"> CardIssued card.status=?S", "there is no id at card.status"},
        {"> CardIssued\n  > CardIssued", "no such event"},
        {"> nothing", "there are events"},
        {"! unknown_member", "is none"},
    };
    EXPECT_EQ(run_scenario("f.txt", step + "> CardIssued card.id=C card.uid=\"04 11\""), "");
    for (const Mistake& mistake : mistakes) {
        const std::string said = run_scenario("f.txt", step + mistake.lines);
        EXPECT_NE(said.find(mistake.said), std::string::npos) << mistake.lines << "\n" << said;
    }
    // Lists that are given whole are of one length; a path names one place.
    const std::string member =
        "at 08:00 RegisterMember profile.flags=very_old,lives_alone\n  > MemberRegistered ";
    EXPECT_EQ(run_scenario("f.txt", member + "member.profile.flags.1=lives_alone"), "");
    EXPECT_NE(run_scenario("f.txt", member + "member.profile.flags=very_old").find("has 2 items"),
              std::string::npos);
}

}  // namespace
}  // namespace muster::test
