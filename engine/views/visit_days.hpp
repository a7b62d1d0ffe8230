// The visits of a day as people go, made anew for whoever asks from the board as it is: whoever an
// alarm takes away has less of the day left, and what he cannot make any more stands with a
// colleague or with nobody. It is advice: MoveVisit makes it so.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/access.hpp"
#include "muster/date.hpp"
#include "muster/ports.hpp"
#include "muster/visit_days.hpp"

namespace muster::views {

struct VisitDaysQuery {
    Date day;                      // of the city
    std::optional<Code> district;  // of the members; nothing = everywhere
    ResponderId visitor;           // 0 = everybody's day
    Districts districts{};         // of members: of others nothing is told
};

// More visits are nobody's.
constexpr std::size_t most_visits_of_day = 400;

// In order of responder, nobody's last; those without visits are left out.
//
// The visits of the day are those that somebody is chosen for and that are due on it or have their
// window in it; of today also those that are late. The day belongs to whoever has the consultants'
// skill and is not absent: by his shifts, else by the office hours of a working day. Ways are
// straight lines with the rules' detour.
[[nodiscard]] std::vector<VisitDay> visit_days(const core::Board& board,
                                               const VisitDaysQuery& query);

// A page of them. Filters: `day` (else today), `district` and `visitor`. Null and an error when a
// filter is not right.
[[nodiscard]] std::unique_ptr<ListReading> start_visit_days(const core::Board& board,
                                                            const ListQuery& query,
                                                            std::size_t limit,
                                                            const ReaderRight& right,
                                                            std::string& error);

}  // namespace muster::views
