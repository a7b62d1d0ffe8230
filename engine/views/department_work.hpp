// What departments have to do in projects, and how many projects there are: lists that are made
// for whoever asks.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine/core/board.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// The board of a department. Filters: `department` (else all), `task`, `overdue`. What is due first
// stands first.
[[nodiscard]] std::unique_ptr<ListReading> start_department_work(const core::Board& board,
                                                                 const ListQuery& query,
                                                                 std::size_t limit,
                                                                 std::string& error);

// Filter: `by`, one of ProjectCountBy (else all).
[[nodiscard]] std::unique_ptr<ListReading> start_project_counts(const core::Board& board,
                                                                const ListQuery& query,
                                                                std::size_t limit,
                                                                std::string& error);

}  // namespace muster::views
