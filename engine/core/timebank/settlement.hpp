// What a service that is reviewed asks of the time bank.
#pragma once

#include "engine/core/board.hpp"
#include "muster/envelope.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

// Why the service cannot be paid as it would be approved now; nothing when it can.
[[nodiscard]] Rejection why_not_paid(const Board& board, const ServiceRecord& record,
                                     TimePoint now);

}  // namespace muster::core
