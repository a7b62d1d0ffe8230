// Imports tables for adapters, one after the other on a thread of its own, as a client of this
// program's own HTTP: see DESIGN.md.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/app/imports/options.hpp"
#include "engine/app/job_thread.hpp"
#include "engine/app/tables/mapping.hpp"
#include "muster/import_port.hpp"

namespace muster::app {

// To be used by one thread, on which `post` brings what is to be destroyed there.
class ImportDesk final : public ImportPort {
  public:
    // url: where this program listens; asked when an import begins to wait. certificate: the file
    // with that which it shows there; empty = it speaks no TLS.
    ImportDesk(std::vector<TableRule> rules, const ImportOptions& options,
               std::function<std::string()> url, std::string certificate, JobThread::Post post);
    // Gives up what is under way: what was sent stays.
    ~ImportDesk() override;
    ImportDesk(const ImportDesk&) = delete;
    ImportDesk& operator=(const ImportDesk&) = delete;

    [[nodiscard]] const std::vector<ImportKind>& kinds() const override { return kinds_; }
    [[nodiscard]] bool is_full() const override;
    [[nodiscard]] std::uint64_t start(ImportWanted wanted) override;
    [[nodiscard]] std::optional<Known> find(std::uint64_t number) const override;
    [[nodiscard]] std::string report(std::uint64_t number) const override;
    void stop(std::uint64_t number) override;
    [[nodiscard]] std::string list(const std::vector<const ImportKind*>& kinds) const override;
    [[nodiscard]] std::optional<std::string> empty_table(std::string_view kind,
                                                         bool english) const override;

  private:
    class Import;

    [[nodiscard]] const Import* at(std::uint64_t number) const;
    void forget_the_oldest();

    const std::vector<TableRule> rules_;
    std::vector<ImportKind> kinds_;  // one for each rule
    const ImportOptions options_;
    const std::function<std::string()> url_;
    const std::string certificate_;
    std::uint64_t last_ = 0;
    std::deque<std::shared_ptr<Import>> imports_;  // the latest in front
    JobThread jobs_;                               // ends before what it works with
};

}  // namespace muster::app
