// The file of the record of accesses: audit.sqlite in the data folder, readable by its owner only.
// Apart from the tokens' file, whose every change makes the service read all tokens anew, and from
// the log, which holds only what was decided. Its rows stand on sheets (sheets.hpp); the one that
// is being written has the number behind the last that was closed.
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
    // The same for a service that must start: a file that cannot be read any more is put aside,
    // under a name that `set_aside` gets, and a new one is begun.
    [[nodiscard]] static log::Result<AuditStore> open_or_begin(const std::filesystem::path& folder,
                                                               TimePoint now,
                                                               std::string& set_aside);
    // Only to read, beside a service that writes: the file of a folder, or a copy by its own name.
    // Not found where nothing was ever noted.
    [[nodiscard]] static log::Result<AuditStore> open_to_read(const std::filesystem::path& place);

    // All or nothing. Counts of rows that are there already add up.
    [[nodiscard]] log::LogError add(const AuditRows& rows);
    [[nodiscard]] log::LogError add(TimePoint at, AuditEntry entry);
    // Notes that the program runs with these settings, unless it is what was noted last. `digest`:
    // of all of them.
    [[nodiscard]] log::LogError note_settings(TimePoint at, const std::string& who,
                                              const std::string& digest);

    // Newest first; without their reasons, which stand in the log.
    [[nodiscard]] log::Result<std::vector<AuditRow>> read(const AuditQuery& query) const;

    // For the functions of sheets.hpp.
    [[nodiscard]] const sqlite::Database& database() const { return db_; }

  private:
    explicit AuditStore(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] log::LogError insert(const AuditRows& rows);

    sqlite::Database db_;
};

// The name of the user who runs this program: who made or revoked a token on the command line.
[[nodiscard]] std::string operator_name();

}  // namespace muster::app
