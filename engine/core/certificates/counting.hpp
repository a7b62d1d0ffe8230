// What of a volunteer's service counts.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/certificates.hpp"

namespace muster::core {

struct CountedService {
    std::int64_t minutes = 0;
    std::vector<CertifiedService> services;  // in order of the service
    std::vector<ServiceRecordId> records;    // in order
    MemberId member;  // as whom the volunteer is looked after, by the last of them; 0 = not known
};

// All that was approved, and not reversed, and began on one of these days of the city.
[[nodiscard]] CountedService services_between(const Board& board, ResponderId volunteer, Date from,
                                              Date until);

// From this day on all services of the volunteer are still on the board, so that they can be
// counted.
[[nodiscard]] Date first_countable_day(const Board& board, ResponderId volunteer, TimePoint now);

}  // namespace muster::core
