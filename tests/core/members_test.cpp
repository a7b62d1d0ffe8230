// A member's date of birth: told, refused, changed and cleared; and not there in what was written
// before there was one.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr BirthDate spring{CalendarKind::solar, 1946, 3, 1, false};
constexpr BirthDate new_years_eve{CalendarKind::lunar, 1945, 12, 30, false};

class Members : public testing::Test {
  protected:
    void SetUp() override { ASSERT_FALSE(send(LoadRules{test_rules()})); }

    Rejection send(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = {1'764'547'200'000};
        envelope.source = "test";
        envelope.command = std::move(command);
        return engine_.handle(envelope).rejection;
    }
    MemberId registered(const BirthDate& birth) {
        RegisterMember command;
        command.profile.birth_date = birth;
        EXPECT_FALSE(send(command));
        return {engine_.last_seq()};
    }
    [[nodiscard]] const MemberProfile& profile(MemberId id) const {
        return engine_.board().members().get(id)->profile;
    }

    core::Engine engine_;
};

TEST_F(Members, KeepTheirBirthDateInItsCalendar) {
    const MemberId id = registered(new_years_eve);
    ASSERT_TRUE(profile(id).birth_date);
    EXPECT_EQ(profile(id).birth_date->value, new_years_eve);

    UpdateMember name;
    name.member = id;
    name.profile.name = "Li Na";
    EXPECT_FALSE(send(name));
    EXPECT_EQ(profile(id).birth_date->value, new_years_eve);

    UpdateMember other;
    other.member = id;
    other.profile.birth_date = spring;
    EXPECT_FALSE(send(other));
    EXPECT_EQ(profile(id).birth_date->value, spring);

    UpdateMember both = other;
    both.clear = {"birth_date"};
    const Rejection refused = send(both);
    EXPECT_EQ(refused.field, "/clear");
    EXPECT_NE(refused.detail.find("set by the same command"), std::string::npos);

    UpdateMember clear;
    clear.member = id;
    clear.clear = {"home", "birth_date"};
    EXPECT_FALSE(send(clear));
    EXPECT_FALSE(profile(id).birth_date);
    EXPECT_EQ(profile(id).name.value, "Li Na");

    clear.clear = {"name"};
    EXPECT_NE(send(clear).detail.find("\"home\" or \"birth_date\" can"), std::string::npos);
}

TEST_F(Members, AreRefusedABirthDateThatWasNot) {
    const MemberId id = registered(spring);
    const BirthDate none[] = {
        {},
        {CalendarKind::solar, 1947, 2, 29, false},
        {CalendarKind::solar, 1879, 12, 31, false},
        {CalendarKind::solar, 2101, 1, 1, false},
        {CalendarKind::solar, 1946, 3, 1, true},
        {CalendarKind::lunar, 1946, 12, 30, true},
        {CalendarKind::lunar, 2025, 12, 30, false},
        {CalendarKind::lunar, 1899, 6, 1, false},
        {CalendarKind::lunar, 1950, 6, 15, true},
    };
    for (const BirthDate& birth : none) {
        RegisterMember command;
        command.profile.birth_date = birth;
        const Rejection refused = send(command);
        EXPECT_EQ(refused.reason, RejectReason::invalid_field) << birth.year;
        EXPECT_EQ(refused.field, "/profile/birth_date") << birth.year;
        UpdateMember update;
        update.member = id;
        update.profile.birth_date = birth;
        EXPECT_EQ(send(update).field, "/profile/birth_date") << birth.year;
    }
    EXPECT_EQ(profile(id).birth_date->value, spring);
    for (const BirthDate& birth : {BirthDate{CalendarKind::solar, 1880, 1, 1, false},
                                   BirthDate{CalendarKind::lunar, 1900, 1, 1, false},
                                   BirthDate{CalendarKind::lunar, 1960, 6, 15, true}}) {
        EXPECT_EQ(profile(registered(birth)).birth_date->value, birth) << birth.year;
    }
}

// What older logs do not have is as it was for everybody then.
TEST_F(Members, AreReadAsEverFromBeforeTheyHadALife) {
    const std::string logged =
        R"({"type":"MemberRegistered","member":{"id":7,"profile":{"name":"Li Na",)"
        R"("birth_year":1946,"ability":"mild"}}})";
    Event event;
    const auto error = codec::read_event(logged, event, codec::Mode::strict);
    ASSERT_FALSE(error) << codec::to_string(*error);
    const Member& read = event.get<MemberRegistered>().member;
    EXPECT_FALSE(read.profile.birth_date);
    EXPECT_EQ(read.status, MemberStatus::active);
    EXPECT_FALSE(read.merged_into);
    EXPECT_EQ(read.risk.value.tier, RiskTier::general);

    std::string told;
    codec::write(told, profile(registered(new_years_eve)));
    EXPECT_NE(told.find(R"("birth_year":0,"birth_date":{"calendar":"lunar","year":1945,)"
                        R"("month":12,"day":30,"leap_month":false})"),
              std::string::npos)
        << told;
}

TEST(RulesText, OfBeforeTheCalendarStaysAsItWas) {
    std::string text;
    codec::write(text, test_rules());
    EXPECT_EQ(text.find("calendar"), std::string::npos);
    Rules with = test_rules();
    with.calendar.emplace();
    std::string longer;
    codec::write(longer, with);
    EXPECT_NE(longer.find(R"("calendar":{"utc_offset_min":480,"known_until":"1970-01-01"})"),
              std::string::npos)
        << longer;
}

}  // namespace
}  // namespace muster::test
