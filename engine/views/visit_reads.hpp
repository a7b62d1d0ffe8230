// How many visits were done of those due, and the order of a visitor's day: lists that are made for
// whoever asks.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"

namespace muster::views {

constexpr std::string_view completion_path = "visit_completion";
constexpr std::string_view day_visits_path = "day_visits";

// Filters: `month`, such as 2026-01 (else this one), and `by`, one of CompletionBy (else all). Few
// lines, so it is one page. Null and an error when a filter is not right.
[[nodiscard]] std::unique_ptr<ListReading> start_completion(const core::Board& board,
                                                            const ListQuery& query,
                                                            std::string& error);

// Filters: `visitor`, which it needs, and `day` (else today); what is late comes with any day.
[[nodiscard]] std::unique_ptr<ListReading> start_day_visits(const core::Board& board,
                                                            const ListQuery& query,
                                                            std::size_t limit, std::string& error);

}  // namespace muster::views
