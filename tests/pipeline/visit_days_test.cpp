// The visits of a day as people go: by the exact route, less of the day after an alarm, and what
// nobody can make.
#include "engine/views/visit_days.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/care/care_state.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/rosters.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::views::test {
namespace {

// Along one road to the north: 0.01 degree is 1.1 km, 1:51 min at 36 km/h.
constexpr Point south{322'000'000, 1194'000'000};
Point north_of(Point from, int steps) {
    return {from.lat_e7 + steps * 100'000, from.lon_e7};
}

class VisitDays : public ::testing::Test {
  protected:
    VisitDays() {
        Rules rules = muster::test::test_rules();
        rules.skills.push_back("consultant");
        CareRule& care = rules.care.emplace();
        care.consultant_skill = "consultant";
        care.visits = {{RiskTier::general, 1, 0, 0, 0, 0}};
        care.visit_ms = minutes(30);
        CalendarRule& calendar = rules.calendar.emplace();
        calendar.office_hours = {{{9 * 60}, {12 * 60}}, {{14 * 60}, {18 * 60}}};
        calendar.known_until = Date::of(2026, 12, 31).value();
        give(LoadRules{rules});
    }

    std::uint64_t give(Command command) {
        while (engine.next_deadline() <= at)
            handle(Tick{});
        return handle(std::move(command));
    }
    std::uint64_t handle(Command command) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = at;
        envelope.command = std::move(command);
        const auto handled = engine.handle(envelope);
        EXPECT_FALSE(handled.rejection)
            << handled.rejection.field << " " << handled.rejection.detail;
        return envelope.seq;
    }

    ResponderId consultant(Point post) {
        ResponderProfile profile;
        profile.skills = {"consultant", "care"};
        profile.post = post;
        return {give(RegisterResponder{profile})};
    }
    MemberId member(Point home, ResponderId of) {
        MemberProfile profile;
        profile.name = std::string("Li");
        profile.home = home;
        const MemberId id{give(RegisterMember{profile})};
        give(AssignConsultant{id, of, {}});
        return id;
    }
    void wait_until(TimePoint then) {
        at = then;
        while (engine.next_deadline() <= at)
            handle(Tick{});
    }
    std::vector<VisitDay> days() {
        const Date day = core::local_day(core::calendar_rule(engine.board().rules()), at);
        return visit_days(engine.board(), {day, {}, {}, {}});
    }
    static std::vector<MemberId> members_of(const VisitDay& day) {
        std::vector<MemberId> members;
        for (const VisitOfDay& visit : day.visits)
            members.push_back(visit.member);
        return members;
    }

    core::Engine engine;
    // 2026-01-05 08:00 in the city, a Monday; visits are due on the next day.
    TimePoint at{1'767'571'200'000};
    const TimePoint tuesday_seven = at + hours(23);
    const TimePoint tuesday_nine = at + hours(25);
};

TEST_F(VisitDays, GoAlongTheRoadFromWhereTheVisitorIs) {
    const ResponderId who = consultant(south);
    const MemberId far = member(north_of(south, 6), who);
    const MemberId near = member(north_of(south, 2), who);
    const MemberId middle = member(north_of(south, 4), who);
    wait_until(tuesday_seven);
    const auto all = days();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].responder, who);
    EXPECT_TRUE(all[0].exact);
    EXPECT_EQ(members_of(all[0]), (std::vector{near, middle, far}));
    EXPECT_EQ(all[0].starts_at, tuesday_nine);
    EXPECT_GT(all[0].visits[0].arrives_at, tuesday_nine);
    for (const VisitOfDay& visit : all[0].visits) {
        EXPECT_EQ(visit.of, who);
        EXPECT_EQ(visit.ends_at - visit.begins_at, minutes(30));
    }
}

TEST_F(VisitDays, NothingIsMetDuringTheBreakOfOfficeHours) {
    const ResponderId who = consultant(south);
    for (int i = 1; i <= 8; ++i)
        member(north_of(south, i), who);
    wait_until(tuesday_seven);
    const auto all = days();
    ASSERT_EQ(all.size(), 1U);
    ASSERT_EQ(all[0].visits.size(), 8U);
    for (const VisitOfDay& visit : all[0].visits)
        EXPECT_TRUE(visit.ends_at <= tuesday_nine + hours(3) ||
                    visit.begins_at >= tuesday_nine + hours(5));
}

TEST_F(VisitDays, AnAlarmTakesTheVisitorAwayAndAColleagueSeesWhoWouldWait) {
    const ResponderId who = consultant(south);
    const ResponderId colleague = consultant(north_of(south, 20));
    const MemberId own = member(north_of(south, 19), colleague);
    for (int i = 1; i <= 6; ++i)
        member(north_of(south, i), who);
    wait_until(tuesday_nine + hours(6));  // three hours are left
    const auto before = days();
    ASSERT_EQ(before.size(), 2U);
    EXPECT_EQ(before[0].visits.size() + before[1].visits.size(), 7U);

    give(SetDuty{who, ResponderStatus::available, {}, {}});
    CreateRequest alarm;
    alarm.service = "fall";
    alarm.place = south;
    const RequestId request{give(alarm)};
    ASSERT_EQ(engine.board().requests().get(request)->slots[0].responder, who);
    const auto after = days();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0].responder, who);
    EXPECT_GE(after[0].starts_at, at + hours(1)) << "the time that an alarm takes";
    EXPECT_LT(after[0].visits.size(), 6U);
    EXPECT_EQ(after[0].visits.size() + after[1].visits.size(), 7U);
    const auto of_colleague = members_of(after[1]);
    EXPECT_NE(std::find(of_colleague.begin(), of_colleague.end(), own), of_colleague.end());
    EXPECT_EQ(std::count_if(after[1].visits.begin(), after[1].visits.end(),
                            [&](const VisitOfDay& visit) { return visit.of == who; }),
              static_cast<std::ptrdiff_t>(6 - after[0].visits.size()));
}

TEST_F(VisitDays, WhatNobodyCanMakeIsToldAsNobodys) {
    const ResponderId who = consultant(south);
    const MemberId one = member(north_of(south, 1), who);
    give(RecordAbsence{who, AbsenceKind::sick, at + hours(20), at + hours(40), {}});
    wait_until(tuesday_seven);
    const auto all = days();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_FALSE(all[0].responder);
    EXPECT_EQ(members_of(all[0]), std::vector{one});
    EXPECT_EQ(all[0].visits[0].of, who);
    EXPECT_FALSE(all[0].visits[0].arrives_at);
}

TEST_F(VisitDays, APlannedShiftGoesBeforeOfficeHours) {
    const ResponderId who = consultant(south);
    member(north_of(south, 1), who);
    give(PlanShift{who, tuesday_nine + hours(4), tuesday_nine + hours(8), {}});
    wait_until(tuesday_seven);
    const auto all = days();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].starts_at, tuesday_nine + hours(4));
}

TEST_F(VisitDays, PagesAndFiltersAreThoseOfEveryList) {
    const ResponderId who = consultant(south);
    member(north_of(south, 1), who);
    wait_until(tuesday_seven);
    std::string error;
    ListQuery query;
    query.filters = {{"day", "2026-01-06"}};
    auto reading = start_visit_days(engine.board(), query, 10, {}, error);
    ASSERT_TRUE(reading) << error;
    EXPECT_TRUE(reading->go_on(1));
    const ListPage page = reading->take();
    EXPECT_NE(page.items_json.find("\"visits\":[{"), std::string::npos) << page.items_json;
    query.filters = {{"day", "2026-02-30"}};
    EXPECT_FALSE(start_visit_days(engine.board(), query, 10, {}, error));
    query.filters = {{"town", "x"}};
    EXPECT_FALSE(start_visit_days(engine.board(), query, 10, {}, error));
    EXPECT_EQ(error, "there is no filter \"town\"; known are day, district, visitor");
}

}  // namespace
}  // namespace muster::views::test
