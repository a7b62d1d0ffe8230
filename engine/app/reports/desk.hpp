// Makes reports and statements for adapters, each kind on a thread of its own: a statement does not
// wait for a month to be counted, and the engine waits for neither.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "engine/reports/options.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/report_port.hpp"

namespace muster::app {

// The answer as bytes, whatever its form. Not for several threads at once where it is paper.
[[nodiscard]] ReportAnswer answer_report(const sqlite::Database& db, const ReportQuery& query);
[[nodiscard]] ReportAnswer answer_statement(const sqlite::Database& db,
                                            const StatementQuery& query);

// To be used by one thread, on which its answers come too: `post` brings them there.
class ReportDesk final : public ReportPort {
  public:
    using Post = std::function<void(std::function<void()>)>;

    ReportDesk(const std::filesystem::path& folder, const reports::ReportOptions& options,
               const Post& post);
    // Gives up what is being made. Wishes may stay longer.
    ~ReportDesk() override;
    ReportDesk(const ReportDesk&) = delete;
    ReportDesk& operator=(const ReportDesk&) = delete;

    [[nodiscard]] std::unique_ptr<Wish> report(const ReportQuery& query, Done done) override;
    [[nodiscard]] std::unique_ptr<Wish> statement(const StatementQuery& query, Done done) override;

  private:
    class Worker;

    std::unique_ptr<Worker> reports_;
    std::unique_ptr<Worker> statements_;
};

}  // namespace muster::app
