// The times at which services can be had, with the places that are left: a list that is made for
// whoever asks, from the catalogue, the calendar and the bookings.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/free_times.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// Those of a service that begin on a day of the city, in order, as they are at the time of the
// last record.
[[nodiscard]] std::vector<FreeTime> free_times(const core::Board& board,
                                               const BookableService& service, Date day);

// A page of them. Filters: `service` (else all that can be booked) and `day` (else today). An item
// has no id: its place, from 1, stands for it. Null and an error when a filter is not right.
[[nodiscard]] std::unique_ptr<ListReading> start_free_times(const core::Board& board,
                                                            const ListQuery& query,
                                                            std::size_t limit, std::string& error);

}  // namespace muster::views
