// The file of the record of accesses: audit.sqlite in the data folder, readable by its owner only.
// Apart from the tokens' file, whose every change makes the service read all tokens anew, and from
// the log, which holds only what was decided.
//
// A store belongs to one thread; several processes may have the file open and write.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/app/audit/batch.hpp"
#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/access_record_port.hpp"

namespace muster::app {

class AuditStore {
  public:
    // Makes the file where there is none.
    [[nodiscard]] static log::Result<AuditStore> open(const std::filesystem::path& folder);
    // Only to read, beside a service that writes. Not found where nothing was ever noted.
    [[nodiscard]] static log::Result<AuditStore> open_to_read(const std::filesystem::path& folder);

    // All or nothing. Counts of rows that are there already add up.
    [[nodiscard]] log::LogError add(const AuditRows& rows);
    [[nodiscard]] log::LogError add(TimePoint at, AuditEntry entry);
    [[nodiscard]] log::LogError drop_before(TimePoint at);

    // Newest first.
    [[nodiscard]] log::Result<std::vector<AuditRow>> read(const AuditQuery& query) const;

  private:
    explicit AuditStore(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] log::LogError insert(const AuditRows& rows);

    sqlite::Database db_;
};

// The name of the user who runs this program: who made or revoked a token on the command line.
[[nodiscard]] std::string operator_name();

}  // namespace muster::app
