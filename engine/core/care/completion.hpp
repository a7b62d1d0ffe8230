// How many of the visits that were due in a month were done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/care.hpp"
#include "muster/date.hpp"

namespace muster::core {

struct VisitCounts {
    std::int64_t due = 0;
    std::int64_t done = 0;  // in time or late
    std::int64_t late = 0;  // of those, after they were due
    std::int64_t missed = 0;

    // Done of due, rounded down; 1000 where nothing was due.
    [[nodiscard]] std::int64_t permille() const;
};

// Whether it was due. Not where it was cancelled, or its member was not looked after any more when
// it would have been due: nobody is late with a visit to the dead.
[[nodiscard]] bool was_due(const Visit& visit);
// Its day lies in this month of the city.
[[nodiscard]] bool is_due_in(const Visit& visit, const CalendarRule& calendar, std::int32_t year,
                             std::int32_t month);
void count(VisitCounts& counts, const Visit& visit);

enum class CompletionBy : std::uint8_t { all, district, tier, visitor };

struct CompletionRow {
    std::string key;  // a district, a tier, the number of a visitor; empty of all, or where unknown
    VisitCounts counts;
};
// Of all visits that are still on the board (CareRule::keep_ms), in order of key.
[[nodiscard]] std::vector<CompletionRow> completion(const Board& board, std::int32_t year,
                                                    std::int32_t month, CompletionBy by);

// What the visitor has still to do on this day of the city, and what is late, in the order in which
// it is due.
[[nodiscard]] std::vector<VisitId> visits_of_day(const Board& board, ResponderId visitor, Date day);

}  // namespace muster::core
