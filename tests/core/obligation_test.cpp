// Obligations against a model that looks at the clock every millisecond.
#include "engine/core/kernel/obligation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/recomputing.hpp"

namespace muster::test {
namespace {

// Another thing than a milestone that is owed.
struct VisitDue {
    int what = 0;
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;

    bool operator==(const VisitDue&) const = default;
};
static_assert(core::AnObligation<VisitDue>);

// Lacks the cause.
struct Reminder {
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
};
static_assert(!core::AnObligation<Reminder>);

VisitDue due_between(TimePoint from, TimePoint due_at, std::int64_t warn_permille) {
    VisitDue visit;
    core::set_due(visit, from, due_at, warn_permille);
    return visit;
}

TEST(Obligation, IsWarnedOfAfterItsShareOfTheTime) {
    EXPECT_EQ(due_between({1000}, {2000}, 800).warn_at, TimePoint{1800});
    EXPECT_EQ(due_between({1000}, {2000}, 800).due_at, TimePoint{2000});
    EXPECT_EQ(due_between({1000}, {2000}, 0).warn_at, TimePoint{1000});
    EXPECT_EQ(due_between({1000}, {2000}, 1000).warn_at, TimePoint{2000});
    // Rounded down: 999 of 1001 ms.
    EXPECT_EQ(due_between({0}, {1001}, 999).warn_at, TimePoint{999});
    EXPECT_EQ(due_between({5}, {5}, 800).warn_at, TimePoint{5});
    // As far away as a time can be.
    EXPECT_EQ(due_between({0}, never, 1000).warn_at, never);
    EXPECT_EQ(due_between({0}, never, 500).warn_at.value, never.value / 2);
}

RC_GTEST_PROP(Obligation, WarnedOfAtTheProductWhereThatDoesNotOverflow, ()) {
    const auto from = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 41);
    const auto within = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 41);
    const auto permille = *rc::gen::inRange<std::int64_t>(0, 1001);
    const VisitDue visit = due_between({from}, {from + within}, permille);
    RC_ASSERT(visit.warn_at.value == from + within * permille / 1000);
    RC_ASSERT(visit.warn_at <= visit.due_at);
}

TEST(Obligation, AlarmsAtTheMillisecond) {
    VisitDue visit = due_between({1000}, {2000}, 800);
    EXPECT_EQ(core::next_alarm(visit), TimePoint{1800});
    EXPECT_FALSE(core::alarms_due(visit, {1799}).warn);
    EXPECT_TRUE(core::alarms_due(visit, {1800}).warn);
    EXPECT_FALSE(core::alarms_due(visit, {1999}).breach);
    // A tick that comes late says both.
    EXPECT_TRUE(core::alarms_due(visit, {2000}).warn);
    EXPECT_TRUE(core::alarms_due(visit, {2000}).breach);

    visit.warned_at = {1800};
    EXPECT_EQ(core::next_alarm(visit), TimePoint{2000});
    EXPECT_FALSE(core::alarms_due(visit, {1900}).warn);
    EXPECT_FALSE(core::alarms_due(visit, {1900}).breach);
    visit.breached_at = {2000};
    EXPECT_EQ(core::next_alarm(visit), never);
    EXPECT_FALSE(core::alarms_due(visit, {9000}).breach);
}

TEST(Obligation, IsMetOnceAndOwedAgain) {
    VisitDue visit = due_between({1000}, {2000}, 800);
    core::meet(visit, {1500});
    core::meet(visit, {1600});
    EXPECT_EQ(visit.met_at, TimePoint{1500});
    EXPECT_EQ(core::next_alarm(visit), never);
    EXPECT_FALSE(core::alarms_due(visit, {3000}).warn);
    EXPECT_FALSE(core::alarms_due(visit, {3000}).breach);

    visit.warned_at = {1400};
    core::owe_again(visit);
    EXPECT_FALSE(visit.met_at);
    EXPECT_EQ(visit.warned_at, TimePoint{1400});
    EXPECT_EQ(core::next_alarm(visit), TimePoint{2000});
}

TEST(Obligation, TheEarliestOfThoseThatAreOwed) {
    std::vector<VisitDue> visits{due_between({0}, {3000}, 500), due_between({0}, {2000}, 500),
                                 due_between({0}, {1000}, 500)};
    for (int i = 0; i < 3; ++i)
        visits[static_cast<std::size_t>(i)].what = i;
    const auto all = [](const VisitDue&) { return true; };
    const auto none = [](const VisitDue&) { return false; };
    EXPECT_EQ(core::next_alarm(visits, all), TimePoint{500});
    EXPECT_EQ(core::next_alarm(visits, none), never);
    EXPECT_EQ(core::next_alarm(visits, [](const VisitDue& v) { return v.what < 2; }),
              TimePoint{1000});
    core::meet(visits[2], {400});
    EXPECT_EQ(core::next_alarm(visits, all), TimePoint{1000});
    EXPECT_EQ(core::next_alarm(std::vector<VisitDue>{}, all), never);
}

TEST(Obligation, HistoryStaysWhenTimesAreSetAnew) {
    const auto visit = [](int what, std::int64_t due_at) {
        VisitDue out = due_between({0}, {due_at}, 800);
        out.what = what;
        return out;
    };
    std::vector<VisitDue> before{visit(1, 10), visit(2, 10), visit(3, 10), visit(4, 10)};
    before[0].met_at = {5};
    before[1].warned_at = {8};
    before[2].warned_at = {8};
    before[2].breached_at = {10};
    before[2].cause = "ill";
    before[3].met_at = {5};  // is not wanted any more
    std::vector<VisitDue> anew{visit(3, 20), visit(2, 20), visit(1, 20), visit(5, 20)};
    const std::vector<VisitDue> wished{before[2], anew[1], before[0], anew[3]};
    core::keep_history(anew, before, &VisitDue::what);
    EXPECT_EQ(anew, wished);
}

// What happens to one obligation: the area that owns it meets it or owes it again at some times,
// and ticks come when they are wanted.
struct Life {
    std::vector<TimePoint> warned;
    std::vector<TimePoint> breached;
    bool operator==(const Life&) const = default;
};
struct Change {
    TimePoint at;
    bool meets = false;
};

void make_changes(const std::vector<Change>& changes, TimePoint now, VisitDue& visit) {
    for (const Change& change : changes) {
        if (change.at != now) continue;
        if (change.meets) {
            core::meet(visit, now);
        } else {
            core::owe_again(visit);
        }
    }
}

void raise(VisitDue& visit, TimePoint now, Life& life) {
    const core::Alarms due = core::alarms_due(visit, now);
    if (due.warn) {
        visit.warned_at = now;
        life.warned.push_back(now);
    }
    if (due.breach) {
        visit.breached_at = now;
        life.breached.push_back(now);
    }
}

// From tick to tick, as the engine goes.
Life by_ticks(VisitDue visit, const std::vector<Change>& changes, TimePoint end) {
    Life life;
    for (TimePoint now{1}; now <= end;) {
        make_changes(changes, now, visit);
        // Each tick says something: the next alarm lies ahead afterwards.
        if (core::next_alarm(visit) <= now) {
            const std::size_t before = life.warned.size() + life.breached.size();
            raise(visit, now, life);
            RC_ASSERT(life.warned.size() + life.breached.size() > before);
            RC_ASSERT(core::next_alarm(visit) > now);
        }
        TimePoint next = core::next_alarm(visit);
        for (const Change& change : changes) {
            if (change.at > now) next = std::min(next, change.at);
        }
        if (next > end) break;
        now = next;
    }
    return life;
}

// Every millisecond, from the definition: warned of at the first moment from warn_at on at which it
// is owed and was not warned of, breached at the first from due_at on.
Life by_clock(const VisitDue& visit, const std::vector<Change>& changes, TimePoint end) {
    Life life;
    bool met = false;
    for (TimePoint now{1}; now <= end; now = now + Millis{1}) {
        for (const Change& change : changes) {
            if (change.at == now) met = change.meets;
        }
        if (met || !life.breached.empty()) continue;
        if (life.warned.empty() && now >= visit.warn_at) life.warned.push_back(now);
        if (now >= visit.due_at) life.breached.push_back(now);
    }
    return life;
}

RC_GTEST_PROP(Obligation, IsWarnedOfAndBreachedAsByTheClock, ()) {
    const auto from = *rc::gen::inRange<std::int64_t>(1, 20);
    const auto within = *rc::gen::inRange<std::int64_t>(0, 60);
    const auto permille = *rc::gen::inRange<std::int64_t>(0, 1001);
    const VisitDue visit = due_between({from}, {from + within}, permille);
    const auto times = *rc::gen::container<std::vector<std::pair<int, bool>>>(
        rc::gen::pair(rc::gen::inRange(1, 100), rc::gen::arbitrary<bool>()));
    std::vector<Change> changes;
    for (const auto& [at, meets] : times)
        changes.push_back({{at}, meets});
    const Life life = by_ticks(visit, changes, {100});
    RC_ASSERT(life == by_clock(visit, changes, {100}));
    RC_ASSERT(life.warned.size() <= 1 && life.breached.size() <= 1);
}

CalendarRule calendar_with(const std::vector<std::int32_t>& worked, std::int32_t free_from,
                           std::int32_t free_days, Date monday) {
    CalendarRule calendar;
    if (free_days > 0) {
        calendar.holidays = {{monday + free_from, monday + (free_from + free_days - 1)}};
    }
    for (std::int32_t week = 0; week < 8; ++week) {
        if (worked[static_cast<std::size_t>(week)] > 0) {
            calendar.make_up_days.push_back(monday + (week * 7 + 5));
        }
    }
    calendar.known_until = monday + 60;
    return calendar;
}

// Whatever another calendar says: nothing that has passed moves, what comes earlier leaves a whole
// working day, and the second time changes nothing, neither at once nor later.
RC_GTEST_PROP(Obligation, IsReckonedAnewOnceAndNeverIntoThePast, ()) {
    const Date monday = *Date::from_text("2026-01-05");
    const auto any_calendar = [&] {
        const auto worked =
            *rc::gen::container<std::vector<std::int32_t>>(8, rc::gen::inRange<std::int32_t>(0, 2));
        return calendar_with(worked, *rc::gen::inRange<std::int32_t>(0, 40),
                             *rc::gen::inRange<std::int32_t>(0, 12), monday);
    };
    const CalendarRule first = any_calendar();
    const CalendarRule second = any_calendar();
    const WorkingDaysAfter given{monday, *rc::gen::inRange<std::int64_t>(1, 25)};
    const auto end_of = [](const CalendarRule& calendar, Date day, std::int64_t n) {
        const auto count = static_cast<std::int32_t>(n);
        return core::time_at(calendar, core::working_days_after(calendar, day, count).date + 1);
    };
    const TimePoint from = core::time_at(first, monday, {600});
    VisitDue visit = due_between(from, end_of(first, monday, given.count), 800);
    const TimePoint now = from + hours(*rc::gen::inRange<std::int64_t>(0, 24 * 50));
    const TimePoint before = visit.due_at;
    const auto moved = core::reckoned_anew(second, visit, given, false, now);
    if (before <= now) {
        RC_ASSERT(!moved);
    }
    if (moved) core::move_deadline(visit, *moved);
    const TimePoint wanted = end_of(second, monday, given.count);
    if (before > now && wanted >= before) {
        RC_ASSERT(visit.due_at == wanted);
    }
    if (visit.due_at < before) {
        RC_ASSERT(visit.due_at >= wanted);
        RC_ASSERT(visit.due_at >= end_of(second, core::local_day(second, now), 1));
    }
    RC_ASSERT(visit.due_at - visit.warn_at >= Millis{});
    const bool provisional = moved && moved->provisional;
    for (const TimePoint later : {now, now + hours(*rc::gen::inRange<std::int64_t>(0, 200))}) {
        const auto again = core::reckoned_anew(second, visit, given, provisional, later);
        RC_ASSERT(!again);
    }
}

}  // namespace
}  // namespace muster::test
