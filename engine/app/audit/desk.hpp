// Reads and proves the record of accesses for adapters, on a thread of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/audit/options.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/job_thread.hpp"
#include "muster/access_record_port.hpp"
#include "muster/access_sheet.hpp"

namespace muster::app {

// What is known beside the record.
struct AuditWitness {
    std::optional<AccessSheet> noted;  // the last sheet that stands in the log
    std::vector<AnchorState> anchors{};
};

// To be used by one thread, on which its answers come too: `post` brings them there. What was noted
// within the last AuditOptions::write_ms may not be there yet.
class AuditDesk final : public AccessRecordPort {
  public:
    AuditDesk(std::filesystem::path folder, const AuditOptions& options, JobThread::Post post,
              std::function<AuditWitness()> witness)
        : folder_(std::move(folder)),
          witness_(std::move(witness)),
          jobs_(options.reads_waiting_max, std::move(post)) {}

    [[nodiscard]] std::unique_ptr<Wish> read(const AuditQuery& query, Done done) override;
    [[nodiscard]] std::unique_ptr<Wish> prove(Proved done) override;

  private:
    [[nodiscard]] Expected<std::vector<AuditRow>, std::string> rows(const AuditQuery& query);
    [[nodiscard]] Expected<AccessProof, std::string> proof(const AuditWitness& witness);
    // Null when it cannot be opened; `error` then says why.
    [[nodiscard]] const AuditStore* store(std::string& error);

    const std::filesystem::path folder_;
    const std::function<AuditWitness()> witness_;
    std::optional<AuditStore> store_;  // the thread's, opened when it is first needed
    JobThread jobs_;                   // ends before what it works with
};

}  // namespace muster::app
