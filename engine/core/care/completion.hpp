// How many of the visits that were due in a month were done.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/care.hpp"
#include "muster/care_reads.hpp"
#include "muster/date.hpp"

namespace muster::core {

// Whether it was due. Not where it was cancelled, or its member was not looked after any more when
// it would have been due: nobody is late with a visit to the dead.
[[nodiscard]] bool was_due(const Visit& visit);
// Its day lies in the month of the city in which this one lies.
[[nodiscard]] bool is_due_in(const Visit& visit, const CalendarRule& calendar, Date month);

// Counts all visits that are still on the board (CareRule::keep_ms), a part at a time, so that
// nothing else waits for a million of them.
class CompletionCount {
  public:
    // Of the month in which this day lies.
    CompletionCount(Date month, CompletionBy by);

    // Looks at so many more; false while there are others.
    bool go_on(const Board& board, std::size_t more);
    [[nodiscard]] std::size_t looked_at() const { return next_; }
    // In order of key; of all: one line.
    [[nodiscard]] std::vector<VisitCompletion> lines() const;

  private:
    void count(const Board& board, const Visit& visit);

    Date month_;
    CompletionBy by_;
    Index next_ = 0;
    std::map<std::string, VisitCompletion> lines_;
};

[[nodiscard]] std::vector<VisitCompletion> completion(const Board& board, Date month,
                                                      CompletionBy by);

}  // namespace muster::core
