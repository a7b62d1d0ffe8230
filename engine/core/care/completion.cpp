#include "engine/core/care/completion.hpp"

#include <algorithm>
#include <map>
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

std::int64_t VisitCounts::permille() const {
    return due == 0 ? 1000 : done * 1000 / due;
}

bool was_due(const Visit& visit) {
    if (visit.status == VisitStatus::cancelled) return false;
    return visit.status != VisitStatus::closed || visit.due.due_at <= visit.ended_at;
}

bool is_due_in(const Visit& visit, const CalendarRule& calendar, std::int32_t year,
               std::int32_t month) {
    const YearMonthDay day = year_month_day(day_of_due(calendar, visit.due.due_at));
    return day.year == year && day.month == month;
}

void count(VisitCounts& counts, const Visit& visit) {
    ++counts.due;
    if (visit.status == VisitStatus::missed) ++counts.missed;
    if (visit.status != VisitStatus::done) return;
    ++counts.done;
    if (visit.due.met_at > visit.due.due_at) ++counts.late;
}

std::vector<CompletionRow> completion(const Board& board, std::int32_t year, std::int32_t month,
                                      CompletionBy by) {
    const CalendarRule& calendar = calendar_rule(board.rules());
    std::map<std::string, VisitCounts> counts;
    if (by == CompletionBy::all) counts[""];
    const auto& visits = board.store<Visit>();
    for (Index index = 0; index < visits.end_index(); ++index) {
        if (!visits.used(index)) continue;
        const Visit& visit = visits[index];
        if (!was_due(visit) || !is_due_in(visit, calendar, year, month)) continue;
        count(counts[key_of(board, visit, by)], visit);
    }
    std::vector<CompletionRow> rows;
    for (auto& [key, sum] : counts)
        rows.push_back({key, sum});
    return rows;
}

std::vector<VisitId> visits_of_day(const Board& board, ResponderId visitor, Date day) {
    const TimePoint from = time_at(calendar_rule(board.rules()), day);
    const TimePoint until = end_of(calendar_rule(board.rules()), day);
    std::vector<VisitId> found;
    const auto visit = [&](VisitId id) -> const Visit& { return *board.store<Visit>().get(id); };
    for (const VisitId id : board.derived<Visit>().of_visitor(visitor)) {
        const Visit& one = visit(id);
        const bool late = one.due.due_at <= from;
        if (one.window_from < until && (one.window_until > from || late)) found.push_back(id);
    }
    std::sort(found.begin(), found.end(), [&](VisitId a, VisitId b) {
        return std::tuple(visit(a).due.due_at, a) < std::tuple(visit(b).due.due_at, b);
    });
    return found;
}

}  // namespace muster::core
