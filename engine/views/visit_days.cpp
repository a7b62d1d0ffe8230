#include "engine/views/visit_days.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/rosters/roster_state.hpp"
#include "engine/match/day_plan.hpp"
#include "engine/views/filter_makers.hpp"
#include "engine/views/made_list.hpp"

namespace muster::views {
namespace {

using core::Board;
using match::DayBreak;
using match::DayPlanProblem;
using match::DayVisitor;

// A stretch of time in which somebody works: from `from` until before `to`.
using Stretch = DayBreak;

struct Day {
    const Board& board;
    const VisitDaysQuery& query;
    TimePoint now = board.at();
    const CalendarRule& calendar = core::calendar_rule(board.rules());
    const CareRule& care = core::care_rule(board.rules());
    TimePoint from = core::time_at(calendar, query.day);
    TimePoint to = core::time_at(calendar, query.day + 1);

    [[nodiscard]] bool is_today() const { return from <= now && now < to; }
    [[nodiscard]] bool has(TimePoint time) const { return from <= time && time < to; }
};

std::vector<Stretch> shifts_of(const Day& day, ResponderId responder) {
    std::vector<Stretch> work;
    for (const ShiftId id : day.board.derived<Shift>().by_responder.of(responder)) {
        const Shift& shift = *day.board.store<Shift>().get(id);
        if (!core::counts(shift) || !core::meets(shift, day.from, day.to)) continue;
        work.push_back({std::max(shift.starts_at, day.from), std::min(shift.ends_at, day.to)});
    }
    std::sort(work.begin(), work.end(),
              [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
    return work;
}

std::vector<Stretch> hours_of(const Day& day, ResponderId responder) {
    std::vector<Stretch> work = shifts_of(day, responder);
    if (!work.empty() || !core::is_working_day(day.calendar, day.query.day)) return work;
    for (const OfficeHours& hours : day.calendar.office_hours) {
        work.push_back({core::time_at(day.calendar, day.query.day, hours.from),
                        core::time_at(day.calendar, day.query.day, hours.to)});
    }
    if (work.empty()) work.push_back({day.from, day.to});
    return work;
}

bool is_absent(const Day& day, ResponderId responder, const std::vector<Stretch>& work) {
    for (const AbsenceId id : day.board.derived<Absence>().by_responder.of(responder)) {
        const Absence& absence = *day.board.store<Absence>().get(id);
        if (core::counts(absence) && core::meets(absence, work.front().from, work.back().to)) {
            return true;
        }
    }
    return false;
}

// Until when who is sent somewhere now is expected to be there.
TimePoint free_again(const Day& day, const Responder& responder) {
    const Request* const request = day.board.requests().get(responder.request);
    if (request == nullptr || responder.slot >= request->slots.size()) return day.now;
    const TimePoint arrival = request->slots[responder.slot].arrival_at;
    return std::max(arrival, day.now) + day.care.away_ms;
}

// What is left of the day; nothing when nothing is.
std::optional<DayVisitor> left_of_day(const Day& day, const Responder& responder) {
    if (responder.status == ResponderStatus::out_of_service) return std::nullopt;
    const std::vector<Stretch> work = hours_of(day, responder.id);
    if (work.empty() || is_absent(day, responder.id, work)) return std::nullopt;
    DayVisitor visitor;
    visitor.starts_at = work.front().from;
    visitor.ends_at = work.back().to;
    if (day.is_today()) visitor.starts_at = std::max(visitor.starts_at, free_again(day, responder));
    if (visitor.starts_at >= visitor.ends_at) return std::nullopt;
    for (std::size_t i = 1; i < work.size(); ++i) {
        const Stretch gap{work[i - 1].to, work[i].from};
        if (gap.from < gap.to) visitor.breaks.push_back(gap);
    }
    visitor.travels = static_cast<std::uint32_t>(responder.profile.travel);
    return visitor;
}

// Where the day begins: today where he is, else at his own place.
std::optional<Point> start_of(const Day& day, core::Index index) {
    const Responder& responder = day.board.responders()[index];
    if (day.is_today()) {
        if (const auto where = day.board.responders().aux(index).where) return *where;
    }
    if (responder.profile.post) return responder.profile.post->value;
    if (responder.position) return responder.position->value;
    // Nothing is known of him: then his day begins at the door of the first whom he visits.
    for (const VisitId id : day.board.derived<Visit>().of_visitor(responder.id)) {
        const MemberId member = day.board.root(day.board.store<Visit>().get(id)->member);
        if (const auto& home = day.board.members().get(member)->profile.home) return home->value;
    }
    return std::nullopt;
}

bool is_of_day(const Day& day, const Visit& visit) {
    if (!core::is_open(visit.status) || visit.status == VisitStatus::under_way) return false;
    const bool narrow = visit.window_from && day.has(visit.window_from) &&
                        visit.window_until <= day.to && visit.window_from < visit.window_until;
    if (narrow) return true;
    const Date due = core::day_of_due(day.calendar, visit.due.due_at);
    return due == day.query.day || (day.is_today() && due < day.query.day);
}

// One day in the making.
class Making {
  public:
    explicit Making(const Day& day) : day_(day) { problem_.unusual = day.care.unusual_ms; }

    std::vector<VisitDay> run() {
        find_visitors();
        for (std::uint32_t who = 0; who < who_.size(); ++who)
            take_visits(who);
        for (const Point at : places_) {
            for (int profile = 0; profile < profile_count; ++profile)
                add_ways(at, static_cast<Profile>(profile));
        }
        problem_.places = static_cast<std::uint32_t>(places_.size());
        tell(match::DayPlanner().plan(problem_));
        if (!nobodys_.visits.empty()) made_.push_back(std::move(nobodys_));
        return std::move(made_);
    }

  private:
    void find_visitors() {
        const auto& responders = day_.board.responders();
        for (const core::Index index : responders.in_order()) {
            const Responder& responder = responders[index];
            const auto& skills = responder.profile.skills;
            const bool visits = std::find(skills.begin(), skills.end(),
                                          day_.care.consultant_skill) != skills.end() ||
                                !day_.board.derived<Visit>().of_visitor(responder.id).empty();
            if (!visits) continue;
            auto visitor = left_of_day(day_, responder);
            const auto start = start_of(day_, index);
            if (!visitor || !start) {
                away_.push_back(responder.id);
                continue;
            }
            visitor->place = place(*start);
            problem_.visitors.push_back(std::move(*visitor));
            who_.push_back(responder.id);
        }
        everybody_.resize(who_.size());
        for (std::uint32_t who = 0; who < who_.size(); ++who)
            everybody_[who] = who;
        for (const ResponderId responder : away_)
            take_visits_of(responder, match::nobody);
    }

    void take_visits(std::uint32_t who) { take_visits_of(who_[who], who); }

    void take_visits_of(ResponderId responder, std::uint32_t owner) {
        for (const VisitId id : day_.board.derived<Visit>().of_visitor(responder)) {
            const Visit& visit = *day_.board.store<Visit>().get(id);
            if (is_of_day(day_, visit)) take(visit, owner);
        }
    }

    void take(const Visit& visit, std::uint32_t owner) {
        const MemberId root = day_.board.root(visit.member);
        const Member& member = *day_.board.members().get(root);
        const Code& district = member.profile.district;
        if (day_.query.district && district != *day_.query.district) return;
        if (!district.empty() && !day_.query.districts.has(district)) return;
        if (!member.profile.home || problem_.stops.size() == most_visits_of_day) {
            leave_out(visit);
            return;
        }
        match::PlannedStop stop;
        stop.stop = {std::max(visit.window_from, day_.from), day_.to, day_.care.visit_ms};
        if (day_.has(visit.window_until)) stop.stop.close = visit.window_until;
        // What is owed to who is at risk goes first, and what is late before that.
        const int tier = static_cast<int>(visit.tier.value);
        stop.stop.worth = 1 + tier + (visit.due.due_at <= day_.to ? 3 : 0);
        stop.place = place(member.profile.home->value);
        stop.owner = owner;
        stop.usual = owner;
        stop.may = everybody_;
        problem_.stops.push_back(std::move(stop));
        visits_.push_back(&visit);
    }

    std::uint32_t place(Point at) {
        places_.push_back(at);
        return static_cast<std::uint32_t>(places_.size() - 1);
    }

    void add_ways(Point from, Profile profile) {
        problem_.travel.resize(profile_count);
        auto& ways = problem_.travel[static_cast<std::size_t>(profile)];
        for (const Point to : places_)
            ways.push_back(day_.board.rule_index().travel().travel_time(from, to, profile));
    }

    void leave_out(const Visit& visit) {
        nobodys_.visits.push_back(
            {visit.id, day_.board.root(visit.member), visit.visitor, {}, {}, {}});
    }

    void tell(const match::DayPlan& plan) {
        for (std::uint32_t who = 0; who < who_.size(); ++who) {
            const match::DayRoute& route = plan.routes[who];
            const DayVisitor& visitor = problem_.visitors[who];
            VisitDay one{who_[who], visitor.starts_at, visitor.ends_at, route.exact, {}};
            for (const match::DayVisit& stop : route.visits) {
                const Visit& visit = *visits_[stop.stop];
                one.visits.push_back({visit.id, day_.board.root(visit.member), visit.visitor,
                                      stop.arrives_at, stop.begins_at, stop.ends_at});
            }
            if (!one.visits.empty()) made_.push_back(std::move(one));
        }
        for (const std::uint32_t stop : plan.left_out)
            leave_out(*visits_[stop]);
    }

    const Day& day_;
    std::vector<VisitDay> made_;
    VisitDay nobodys_;
    DayPlanProblem problem_;
    std::vector<Point> places_;
    std::vector<ResponderId> who_;   // by their place in the problem
    std::vector<ResponderId> away_;  // whose visits others may take
    std::vector<std::uint32_t> everybody_;
    std::vector<const Visit*> visits_;  // by their place in the problem
};

}  // namespace

std::vector<VisitDay> visit_days(const Board& board, const VisitDaysQuery& query) {
    const Day day{board, query};
    std::vector<VisitDay> all = Making(day).run();
    if (query.visitor) {
        std::erase_if(all, [&](const VisitDay& one) { return one.responder != query.visitor; });
    }
    return all;
}

std::unique_ptr<ListReading> start_visit_days(const Board& board, const ListQuery& query,
                                              std::size_t limit, const ReaderRight& right,
                                              std::string& error) {
    VisitDaysQuery asked;
    asked.districts = right.districts;
    asked.day = core::local_day(core::calendar_rule(board.rules()), board.at());
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (name == "day") {
            const auto wanted_day = day(wanted);
            if (!wanted_day) return nullptr;
            asked.day = *wanted_day;
        } else if (name == "district") {
            asked.district = code(wanted);
            if (!asked.district) return nullptr;
        } else if (name == "visitor") {
            const auto id = number(wanted);
            if (!id) return nullptr;
            asked.visitor = {*id};
        } else {
            error = "there is no filter \"" + name + "\"; known are day, district, visitor";
            return nullptr;
        }
    }
    return made_page(board, query, limit, visit_days(board, asked));
}

}  // namespace muster::views
