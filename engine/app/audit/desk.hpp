// Reads the record of accesses for adapters, on a thread of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/audit/options.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/job_thread.hpp"
#include "muster/access_record_port.hpp"

namespace muster::app {

// To be used by one thread, on which its answers come too: `post` brings them there. What was noted
// within the last AuditOptions::write_ms may not be there yet.
class AuditDesk final : public AccessRecordPort {
  public:
    AuditDesk(std::filesystem::path folder, const AuditOptions& options, JobThread::Post post)
        : folder_(std::move(folder)), jobs_(options.reads_waiting_max, std::move(post)) {}

    [[nodiscard]] std::unique_ptr<Wish> read(const AuditQuery& query, Done done) override;

  private:
    [[nodiscard]] Expected<std::vector<AuditRow>, std::string> rows(const AuditQuery& query);

    const std::filesystem::path folder_;
    std::optional<AuditStore> store_;  // the thread's, opened when it is first needed
    JobThread jobs_;                   // ends before what it works with
};

}  // namespace muster::app
