// What the pipeline needs of a log: the disk's in service, a simulated or failing one elsewhere.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/log/error.hpp"
#include "engine/log/record.hpp"

namespace muster::pipeline {

// One thread. The contract is that of log::DecisionLog: appended records become durable all at once
// by commit(), and after any failure of these two only a restart helps.
class LogPort {
  public:
    virtual ~LogPort() = default;
    // Called before anything is decided. locked: another program writes in the log; nothing has
    // happened, and the same call later may succeed. A log that nobody else can reach has nothing
    // to do here.
    [[nodiscard]] virtual log::LogError begin() { return {}; }
    // After begin(), when nothing was appended.
    [[nodiscard]] virtual log::LogError release() { return {}; }
    [[nodiscard]] virtual log::LogError append(const log::RecordDraft& record) = 0;
    [[nodiscard]] virtual log::LogError commit() = 0;
    [[nodiscard]] virtual log::LogError checkpoint_if_due(bool idle) = 0;
    [[nodiscard]] virtual std::uint64_t committed_seq() const = 0;
    // A committed record; nothing when there is none of this number.
    [[nodiscard]] virtual log::Result<std::optional<log::Record>> find(std::uint64_t seq) = 0;
};

}  // namespace muster::pipeline
