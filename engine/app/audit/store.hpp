// The file of the record of accesses: audit.sqlite in the data folder, readable by its owner only.
// Apart from the tokens' file, whose every change makes the service read all tokens anew, and from
// the log, which holds only what was decided.
//
// A store belongs to one thread; several processes may have the file open and write.
#pragma once

#include <boost/describe/class.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/audit/batch.hpp"
#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"

namespace muster::app {

struct AuditRow {
    TimePoint at;  // of the first of them
    AuditKind what = AuditKind::personal_read;
    std::string who;
    std::string about;
    std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (at, what, who, about, count))

// What is left empty does not narrow.
struct AuditQuery {
    std::string who = {};
    std::string about = {};  // also everything below it: members/7 finds members/7/..., members all
    std::optional<AuditKind> what = {};
    TimePoint since = {};
    std::size_t limit = 100;
};

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
