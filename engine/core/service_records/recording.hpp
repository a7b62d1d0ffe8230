// What all that is done to a service record has in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/service_records/service_record_state.hpp"
#include "engine/core/step.hpp"

namespace muster::core {

// The record that a command names, in a status in which the action is possible.
[[nodiscard]] Named<ServiceRecord> find_record(const Step& step, ServiceRecordId id,
                                               std::string_view command,
                                               ServiceRecordAction action);

// Keeps the list in order, each doubt once.
void doubt(std::vector<ServiceDoubt>& doubts, ServiceDoubt why);

// Sets the end, and what follows from it: minutes, days.
void set_times(const Step& step, ServiceRecord& record, TimePoint starts_at, TimePoint ends_at);

// The first other record of the same person that may count and has a moment in common with this
// one; nullptr.
[[nodiscard]] const ServiceRecord* overlapping(const Board& board, const ServiceRecord& record);
// Refused when there is one.
[[nodiscard]] Rejection check_free(const Step& step, const ServiceRecord& record);

// A sign-in or sign-out by whoever sends the command.
[[nodiscard]] ServiceMark mark_of(const Step& step, MemberId member, TimePoint at,
                                  const std::optional<Personal<Point>>& place);

// A record can wait for one thing after the other, but not without end: whoever disputes or
// corrects it once more is refused.
[[nodiscard]] Rejection check_room(const ServiceRecord& record);

// Begins what the status of the record waits for.
void begin_duty(const Step& step, ServiceRecord& record);

// The record becomes what `to` says: emits it. What it waited for is met. `to` is the record as it
// shall be, but for its duties.
void set_status(Step& step, ServiceRecord to, std::string by, Personal<std::string> reason,
                Personal<std::string> late_cause = {});

// A copy of the record in another status.
[[nodiscard]] inline ServiceRecord in_status(ServiceRecord record, ServiceRecordStatus status) {
    record.status = status;
    return record;
}

}  // namespace muster::core
