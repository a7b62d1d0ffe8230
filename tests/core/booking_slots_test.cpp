// When services can be had, and how many places are taken: by the calendar, and against a model
// that looks at every booking.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/core/booking/eligibility.hpp"
#include "engine/core/booking/slots.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/service/rule_index.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::BookableTime;
using enum Weekday;

Date date_of(const char* text) {
    return Date::from_text(text).value();
}
TimeOfDay clock(const char* text) {
    return TimeOfDay::from_text(text).value();
}

// The New Year of 2026, with the Sunday that is worked for it.
CalendarRule new_year() {
    CalendarRule rule;
    rule.holidays = {{date_of("2026-01-01"), date_of("2026-01-03")}};
    rule.make_up_days = {date_of("2026-01-04")};
    rule.known_until = date_of("2026-12-31");
    return rule;
}

BookableService service(std::vector<BookingHours> hours) {
    BookableService out;
    out.service = "chore";
    out.hours = std::move(hours);
    return out;
}

BookingHours hours_on(std::vector<Weekday> days, const char* from, const char* to) {
    BookingHours out;
    out.days = std::move(days);
    out.from = clock(from);
    out.to = clock(to);
    return out;
}

std::vector<std::string> starts(const BookableService& service, const CalendarRule& calendar,
                                const char* on) {
    std::vector<std::string> out;
    const TimePoint midnight = core::time_at(calendar, date_of(on));
    for (const BookableTime& time : core::times_of(service, calendar, date_of(on)))
        out.push_back(to_string(
            TimeOfDay{static_cast<std::int32_t>((time.starts_at - midnight).value / 60'000)}));
    return out;
}

TEST(BookingSlots, FillTheirStretchAndStandInOrder) {
    BookingHours morning = hours_on({monday, thursday}, "09:00", "10:30");
    morning.each_min = 30;
    const BookableService two = service({hours_on({thursday}, "14:00", "16:00"), morning});
    const std::vector<std::string> thursdays{"09:00", "09:30", "10:00", "14:00"};
    EXPECT_EQ(starts(two, new_year(), "2026-01-08"), thursdays);
    EXPECT_EQ(starts(two, new_year(), "2026-01-05"),
              (std::vector<std::string>{"09:00", "09:30", "10:00"}));
    EXPECT_TRUE(starts(two, new_year(), "2026-01-06").empty());
}

// 1 January is a Thursday.
TEST(BookingSlots, ThereAreNoneOnAHolidayUnlessTheServiceGoesOn) {
    BookingHours hours = hours_on({thursday}, "09:00", "10:00");
    EXPECT_TRUE(starts(service({hours}), new_year(), "2026-01-01").empty());
    EXPECT_EQ(starts(service({hours}), new_year(), "2026-01-08").size(), 1u);
    hours.days_off = true;
    EXPECT_EQ(starts(service({hours}), new_year(), "2026-01-01").size(), 1u);
}

TEST(BookingSlots, ASundayThatIsWorkedIsASundayStill) {
    const BookableService sundays = service({hours_on({sunday}, "09:00", "10:00")});
    EXPECT_EQ(starts(sundays, new_year(), "2026-01-04").size(), 1u);
    EXPECT_TRUE(starts(sundays, new_year(), "2026-01-11").empty());
    const BookableService mondays = service({hours_on({monday}, "09:00", "10:00")});
    EXPECT_TRUE(starts(mondays, new_year(), "2026-01-04").empty());
}

TEST(BookingSlots, BeyondTheKnownHolidaysAreProvisional) {
    BookingHours hours = hours_on({monday}, "09:00", "10:00");
    const auto provisional = [&](const char* on) {
        return core::times_of(service({hours}), new_year(), date_of(on)).at(0).provisional;
    };
    EXPECT_FALSE(provisional("2026-12-28"));
    EXPECT_TRUE(provisional("2027-01-04"));
    hours.days_off = true;
    EXPECT_FALSE(provisional("2027-01-04"));
}

TEST(BookingSlots, AreFoundByTheMomentTheyBeginAndNoOther) {
    const CalendarRule calendar = new_year();
    BookingHours late = hours_on({monday, tuesday}, "22:00", "24:00");
    late.each_min = 60;
    const BookableService evening = service({late});
    const TimePoint eleven = core::time_at(calendar, date_of("2026-01-05"), clock("23:00"));
    const auto found = core::time_from(evening, calendar, eleven);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->ends_at, core::time_at(calendar, date_of("2026-01-06")));
    EXPECT_FALSE(core::time_from(evening, calendar, eleven + Millis{1}));
    EXPECT_FALSE(core::time_from(evening, calendar, eleven + hours(1)));
}

TEST(BookingSlots, HalfOpenTimesDoNotMeet) {
    core::PlacesTaken taken;
    const auto hour = [](std::int64_t n) { return TimePoint{1} + hours(24 + n); };
    taken.add("chore", hour(9), hour(10));
    taken.add("repair", hour(9), hour(10));
    EXPECT_EQ(taken.between("chore", hour(9), hour(10)), 1);
    EXPECT_EQ(taken.between("chore", hour(10), hour(11)), 0);
    EXPECT_EQ(taken.between("chore", hour(8), hour(9)), 0);
    EXPECT_EQ(taken.between("chore", hour(8), hour(9) + Millis{1}), 1);
    EXPECT_EQ(taken.between("chore", hour(10) - Millis{1}, hour(11)), 1);
    EXPECT_EQ(taken.between("nothing", hour(0), hour(24)), 0);
}

TEST(BookingSlots, TakenPlacesAreThoseThatACountOfAllBookingsFinds) {
    struct One {
        Code service;
        TimePoint from;
        TimePoint until;
    };
    std::mt19937_64 random(1);
    const auto up_to = [&](std::int64_t most) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    };
    const auto any = [&] {
        const TimePoint from = TimePoint{0} + minutes(30) * (96 + up_to(200));
        return One{up_to(2) == 0 ? Code("b") : Code("a"), from,
                   from + minutes(30) * (1 + up_to(up_to(5) == 0 ? 47 : 3))};
    };
    core::PlacesTaken taken;
    std::vector<One> all;
    for (int i = 0; i < 4000; ++i) {
        if (all.empty() || up_to(2) > 0) {
            all.push_back(any());
            taken.add(all.back().service, all.back().from, all.back().until);
        } else {
            const auto gone = all.begin() + up_to(static_cast<std::int64_t>(all.size()) - 1);
            taken.remove(gone->service, gone->from, gone->until);
            all.erase(gone);
        }
        const One asked = any();
        const auto naive = std::count_if(all.begin(), all.end(), [&](const One& one) {
            return one.service == asked.service && one.from < asked.until && asked.from < one.until;
        });
        ASSERT_EQ(taken.between(asked.service, asked.from, asked.until), naive) << i;
    }
}

TEST(BookingEligibility, SaysEverythingThatIsMissingAndNothingElse) {
    const Rules rules = test_rules();
    const TimePoint now{1'764'547'200'000};  // 2025-12-01
    EligibilityRule rule;
    Member member;
    EXPECT_EQ(core::missing_for(rule, member, rules, now, now), "");
    rule.tiers = {RiskTier::key, RiskTier::high};
    rule.flags = {MemberFlag::disabled};
    rule.districts = {"Hanjiang", "Guangling"};
    rule.min_years = 80;
    EXPECT_EQ(core::missing_for(rule, member, rules, now, now),
              "the risk tier key or high; the flag disabled; a home in the district Hanjiang or "
              "Guangling; an age of 80 years, and no date of birth is known");
    member.risk.value.tier = RiskTier::high;
    member.profile.flags = std::vector{MemberFlag::disabled};
    member.profile.district = "Guangling";
    member.profile.birth_date = BirthDate{CalendarKind::solar, 1946, 1, 20, false};
    EXPECT_EQ(core::missing_for(rule, member, rules, now, now), "an age of 80 years");
    // Of age on the date_of of the service.
    const TimePoint birthday =
        core::time_at(core::calendar_rule(rules), Date::of(2026, 1, 20).value());
    EXPECT_EQ(core::missing_for(rule, member, rules, now, birthday), "");
    EXPECT_NE(core::missing_for(rule, member, rules, now, birthday - Millis{1}), "");
}

struct WrongRule {
    const char* field;
    void (*spoil)(BookingRule&);
};

TEST(BookingRules, AreRefusedByTheField) {
    const WrongRule faults[] = {
        {"/booking/services/1", [](BookingRule& r) { r.services[1].service = "chore"; }},
        {"/booking/services/0/service", [](BookingRule& r) { r.services[0].service = "song"; }},
        {"/booking/services/0/hours", [](BookingRule& r) { r.services[0].hours.clear(); }},
        {"/booking/services/0/hours/0/days",
         [](BookingRule& r) {
             r.services[0].hours[0].days = {tuesday, monday};
         }},
        {"/booking/services/0/hours/0/days",
         [](BookingRule& r) { r.services[0].hours[0].days.clear(); }},
        {"/booking/services/0/hours/0/to",
         [](BookingRule& r) { r.services[0].hours[0].to = r.services[0].hours[0].from; }},
        {"/booking/services/0/hours/0/each_min",
         [](BookingRule& r) { r.services[0].hours[0].each_min = 50; }},
        {"/booking/services/0/hours/0/capacity",
         [](BookingRule& r) { r.services[0].hours[0].capacity = 0; }},
        {"/booking/services/0/hours/1",
         [](BookingRule& r) { r.services[0].hours.push_back(r.services[0].hours[0]); }},
        {"/booking/services/0/eligible/min_years",
         [](BookingRule& r) { r.services[0].eligible.min_years = 151; }},
        {"/booking/services/0/price_min", [](BookingRule& r) { r.services[0].price_min = -1; }},
        {"/booking/services/0/ahead_days", [](BookingRule& r) { r.services[0].ahead_days = 0; }},
        {"/booking/services/0/series_days",
         [](BookingRule& r) { r.services[0].series_days = 367; }},
        {"/booking/services/0/ask_before_ms",
         [](BookingRule& r) { r.services[0].ask_before_ms = {-1}; }},
        {"/booking/services/0/no_show_ms",
         [](BookingRule& r) { r.services[0].no_show_ms = muster::hours(25); }},
        {"/booking/max_in_series", [](BookingRule& r) { r.max_in_series = 367; }},
        {"/booking/retry_ms", [](BookingRule& r) { r.retry_ms = {0}; }},
        {"/booking/keep_ms", [](BookingRule& r) { r.keep_ms = {0}; }},
    };
    EXPECT_FALSE(core::check_rules(test_rules()));
    for (const WrongRule& fault : faults) {
        Rules rules = test_rules();
        fault.spoil(*rules.booking);
        EXPECT_EQ(core::check_rules(rules).field, std::string("/rules") + fault.field);
    }
    // One time may begin when the other ends.
    Rules rules = test_rules();
    BookingHours evening = rules.booking->services[0].hours[0];
    evening.from = evening.to;
    evening.to = {18 * 60};
    rules.booking->services[0].hours.push_back(evening);
    EXPECT_FALSE(core::check_rules(rules));
}

}  // namespace
}  // namespace muster::test
