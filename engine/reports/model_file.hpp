// The file of the read model: opened, made, emptied, and how far it has come.
#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/log/error.hpp"
#include "engine/log/record.hpp"
#include "engine/log/sqlite.hpp"
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

// A connection that writes; several may, one transaction after the other.
class ModelFile {
  public:
    // Makes the file where there is none, readable by its owner only. One of another version, or
    // that is no database at all, is emptied: everything in it stands in the log.
    [[nodiscard]] static log::Result<ModelFile> open(const std::filesystem::path& folder);
    // To read, while others write. Fails with not_found where there is no model of this version.
    [[nodiscard]] static log::Result<log::Database> open_to_read(
        const std::filesystem::path& folder);

    [[nodiscard]] const log::Database& database() const { return db_; }

    [[nodiscard]] log::LogError begin() const;
    [[nodiscard]] log::LogError commit() const;
    void roll_back() const;
    // Within a transaction.
    [[nodiscard]] log::LogError write_cursor(const Cursor& cursor) const;
    [[nodiscard]] log::LogError empty() const;
    // Where they are missing; takes as long as the tables are large.
    [[nodiscard]] log::LogError make_indexes() const;

  private:
    explicit ModelFile(log::Database db) : db_(std::move(db)) {}

    log::Database db_;
};

[[nodiscard]] log::Result<Cursor> read_cursor(const log::Database& db);

}  // namespace muster::reports
