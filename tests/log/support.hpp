// What the tests of the log share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/log/decision_log.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::log::test {

// A folder of its own, removed at the end.
class TempFolder {
  public:
    TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// The record that every test appends under this number: its content can be told from the number.
struct Sample {
    explicit Sample(std::uint64_t number, std::size_t padding = 0);

    std::uint64_t seq;
    TimePoint at;
    std::string source;
    std::string key;
    std::string command;
    std::string events;

    [[nodiscard]] RecordDraft draft() const { return {seq, at, source, key, command, events}; }
    [[nodiscard]] bool equals(const RecordView& record) const;
};

// Small preallocation, so that opening is quick.
[[nodiscard]] LogOptions quick_options();

// Aborts the test program where opening fails.
[[nodiscard]] std::unique_ptr<DecisionLog> must_open(const std::filesystem::path& folder,
                                                     const LogOptions& options = quick_options());
[[nodiscard]] LogReader must_read(const std::filesystem::path& path);

// Appends samples up to `last` and commits once.
void fill(DecisionLog& log, std::uint64_t last, std::size_t padding = 0);

// Expects that the log holds exactly samples 1 to N, unharmed, and returns N.
[[nodiscard]] std::uint64_t expect_samples(const std::filesystem::path& path,
                                           std::size_t padding = 0);

// Runs SQL on a database file that no writer holds.
void run_sql(const std::filesystem::path& file, const std::string& sql);

}  // namespace muster::log::test
