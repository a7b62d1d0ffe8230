#include "engine/core/care/completion.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

std::string key_of(const Board& board, const Visit& visit, CompletionBy by) {
    switch (by) {
        case CompletionBy::all:
            return {};
        case CompletionBy::district: {
            const Member* const member = board.members().get(board.root(visit.member));
            return member == nullptr ? std::string() : member->profile.district.str();
        }
        case CompletionBy::tier:
            return std::string(name_of(visit.tier.value));
        case CompletionBy::visitor:
            return visit.visitor ? std::to_string(visit.visitor.value) : std::string();
    }
    return {};
}

}  // namespace

bool was_due(const Visit& visit) {
    if (visit.status == VisitStatus::cancelled) return false;
    return visit.status != VisitStatus::closed || visit.due.due_at <= visit.ended_at;
}

bool is_due_in(const Visit& visit, const CalendarRule& calendar, Date month) {
    const YearMonthDay day = year_month_day(day_of_due(calendar, visit.due.due_at));
    const YearMonthDay wanted = year_month_day(month);
    return day.year == wanted.year && day.month == wanted.month;
}

CompletionCount::CompletionCount(Date month, CompletionBy by) : month_(month), by_(by) {
    if (by == CompletionBy::all) lines_[""];
}

void CompletionCount::count(const Board& board, const Visit& visit) {
    if (!was_due(visit) || !is_due_in(visit, calendar_rule(board.rules()), month_)) return;
    VisitCompletion& line = lines_[key_of(board, visit, by_)];
    ++line.due;
    if (visit.status == VisitStatus::missed) ++line.missed;
    if (visit.status == VisitStatus::done) {
        ++line.done;
        if (visit.due.met_at > visit.due.due_at) ++line.late;
    }
}

bool CompletionCount::go_on(const Board& board, std::size_t more) {
    const auto& visits = board.store<Visit>();
    for (; next_ < visits.end_index() && more > 0; ++next_, --more) {
        if (visits.used(next_)) count(board, visits[next_]);
    }
    return next_ >= visits.end_index();
}

std::vector<VisitCompletion> CompletionCount::lines() const {
    std::vector<VisitCompletion> all;
    for (const auto& [key, line] : lines_) {
        all.push_back(line);
        all.back().key = key;
        if (line.due > 0) all.back().done_permille = line.done * 1000 / line.due;
    }
    return all;
}

std::vector<VisitCompletion> completion(const Board& board, Date month, CompletionBy by) {
    CompletionCount count(month, by);
    count.go_on(board, std::numeric_limits<std::size_t>::max());
    return count.lines();
}

}  // namespace muster::core
