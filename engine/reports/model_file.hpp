// The file of the read model: opened, made anew, and how far it has come.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/log/error.hpp"
#include "engine/log/record.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/units.hpp"

namespace muster::reports {

constexpr const char* model_name = "reports.sqlite";

// The last record that the tables know of. It is written in the transaction that told them of it,
// so that both are there or neither is.
struct Cursor {
    std::uint64_t seq = 0;
    TimePoint at;
    log::Hash hash{};
    Millis offset = hours(8);  // of the city's clocks
};

// Which file it is, whatever its name: one that was made anew is another one.
struct FileIdentity {
    dev_t device = 0;
    ino_t number = 0;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

// A connection that writes; several may, one transaction after the other.
class ModelFile {
  public:
    // Makes the file where there is none, readable by its owner only. One of another version, that
    // is damaged or no database at all, is thrown away: everything in it stands in the log.
    [[nodiscard]] static log::Result<ModelFile> open(const std::filesystem::path& folder);
    // Throws this one away, unless somebody did so already, and opens an empty one. A new file is
    // made sooner than an old one is emptied, of which SQLite would overwrite every page.
    [[nodiscard]] log::Result<ModelFile> made_anew() const;
    // To read, while others write. Fails with not_found where there is no model of this version.
    [[nodiscard]] static log::Result<sqlite::Database> open_to_read(
        const std::filesystem::path& folder);
    // Of the file that has the name now; nothing where there is none.
    [[nodiscard]] static std::optional<FileIdentity> present(const std::filesystem::path& folder);

    [[nodiscard]] const sqlite::Database& database() const { return db_; }
    // False once somebody removed the file or made it anew: whoever opens it now has another one.
    [[nodiscard]] bool in_place() const { return present(folder_) == identity_; }
    // Whether what failed last on the connection did so because the file is not whole.
    [[nodiscard]] bool is_damaged() const;
    // Whether it is of this version, as it was when it was opened.
    [[nodiscard]] log::Result<bool> is_current() const;

    [[nodiscard]] log::LogError begin() const;
    [[nodiscard]] log::LogError commit() const;
    void roll_back() const;
    // Within a transaction.
    [[nodiscard]] log::LogError write_cursor(const Cursor& cursor) const;
    // Where they are missing; takes as long as the tables are large.
    [[nodiscard]] log::LogError make_indexes() const;

  private:
    ModelFile(std::filesystem::path folder, FileIdentity identity, sqlite::Database db)
        : folder_(std::move(folder)), identity_(identity), db_(std::move(db)) {}

    [[nodiscard]] static log::Result<ModelFile> open_in_turn(const std::filesystem::path& folder);

    std::filesystem::path folder_;
    FileIdentity identity_;
    sqlite::Database db_;
};

[[nodiscard]] log::Result<Cursor> read_cursor(const sqlite::Database& db);

}  // namespace muster::reports
