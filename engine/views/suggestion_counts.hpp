// How many suggestions there are, by what the reader wants to know: a list that is made for whoever
// asks.
#pragma once

#include <memory>
#include <string>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"
#include "muster/thinktank_reads.hpp"

namespace muster::views {

// Filters: by (SuggestionCountBy), and category. Only what the clearance lets the reader know of is
// counted. Null, and an error, when a filter cannot be.
[[nodiscard]] std::unique_ptr<ListReading> start_suggestion_counts(const core::Board& board,
                                                                   const ListQuery& query,
                                                                   std::size_t limit,
                                                                   const ReaderRight& right,
                                                                   std::string& error);

}  // namespace muster::views
