// Reading a decision log, also while its writer runs, from any process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/log/error.hpp"
#include "engine/log/migrations.hpp"
#include "engine/log/record.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/requests.hpp"

namespace muster::log {

struct ReaderOptions {
    // One read transaction covers so many records at most, because the writer cannot begin its
    // write-ahead file again while a transaction looks into it.
    std::uint64_t rows_per_transaction = 8192;
    // How long to wait while the writer recovers its files after a crash.
    int busy_timeout_ms = 2000;
    // SQLite's name of a file layer; empty for the operating system's.
    std::string vfs;
};

// Returns whether to go on.
using RecordCallback = std::function<bool(const RecordView&)>;

// Use by one thread at a time; any number of readers beside one writer. A reader never changes the
// log; it may touch SQLite's helper files beside it.
class LogReader {
  public:
    // path: a log's folder, or one file such as a backup. Fails with not_found, not_a_log,
    // newer_schema or io. An older schema is read as it is.
    [[nodiscard]] static Result<LogReader> open(const std::filesystem::path& path,
                                                const ReaderOptions& options);

    // 0 for an empty log. Sees what was committed when it is called.
    [[nodiscard]] Result<std::uint64_t> last_seq() const;

    // Calls for each record from `from` to `to` (inclusive, at most to the newest), in order, with
    // what is sealed opened by the keys of the log's folder. A missing number or a column of the
    // wrong type is corrupted, "record N ...". Chains are not verified here: see verify.hpp and
    // read_ahead.hpp.
    [[nodiscard]] LogError read(std::uint64_t from, std::uint64_t to,
                                const RecordCallback& callback) const;
    // The same, with the texts as they are stored, of which the hashes are.
    [[nodiscard]] LogError read_stored(std::uint64_t from, std::uint64_t to,
                                       const RecordCallback& callback) const;
    // Opens what is sealed in a record as it is stored; its views then live until the next call.
    // Fails where there are keys and no master key for them.
    [[nodiscard]] LogError open_texts(RecordView& record) const;

    // Nothing when there is no such record. Opened, as by read().
    [[nodiscard]] Result<std::optional<Record>> find(std::uint64_t seq) const;

    [[nodiscard]] const LogMeta& meta() const { return meta_; }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] const sqlite::Database& database() const { return db_; }

  private:
    LogReader(std::filesystem::path file, const ReaderOptions& options, sqlite::Database db,
              LogMeta meta);

    // What opens sealed texts. The keys are looked for when the first one is met: who only verifies
    // or copies needs none.
    struct Opening {
        bool looked = false;
        std::shared_ptr<const seal::KeyBook> keys;
        std::string command;
        std::string events;
    };

    std::filesystem::path file_;
    ReaderOptions options_;
    sqlite::Database db_;
    LogMeta meta_;
    std::unique_ptr<Opening> opening_ = std::make_unique<Opening>();
};

// One transaction's worth of reading; the writer uses it on its own connection.
[[nodiscard]] LogError read_records(const sqlite::Database& db, std::uint64_t from,
                                    std::uint64_t to, const RecordCallback& callback);

// "record N in FILE WHY", corrupted.
[[nodiscard]] LogError corrupted_record(const sqlite::Database& db, std::uint64_t seq,
                                        std::string_view why);

}  // namespace muster::log
