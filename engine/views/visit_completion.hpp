// How many visits were done of those that were due in a month: a list that is made for whoever
// asks.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// Filters: `month`, such as 2026-01 (else this one), and `by`, one of CompletionBy (else all). Few
// lines, so it is one page, whatever the limit. Null and an error when a filter is not right.
[[nodiscard]] std::unique_ptr<ListReading> start_completion(const core::Board& board,
                                                            const ListQuery& query,
                                                            std::size_t limit, std::string& error);

}  // namespace muster::views
