// What an approved service is paid, and by whom.
#pragma once

#include "engine/core/step.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

// Empty, or why the service cannot be paid, so that it must not be approved: asked by whoever
// approves it, with the record as it would be. What it says nothing against is paid in the record
// of the approval. Without a time bank nothing is paid, and nothing said.
[[nodiscard]] Rejection why_not_paid(const Board& board, const ServiceRecord& record,
                                     TimePoint now);

// Emits what follows from its approval, and from its reversal.
void pay_service(Step& step, const ServiceRecordStatusChanged& service);
void take_back_pay(Step& step, const ServiceRecordStatusChanged& service);

}  // namespace muster::core
