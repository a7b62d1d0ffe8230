// A disk that fails on demand and can lose what was not synced, as a file layer for SQLite.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace muster::log::test {

// Registers itself with SQLite under name() for its life. Passes everything to the operating
// system's layer, counts writes, truncations and syncs, fails the chosen ones, and remembers for
// each file what a loss of power would leave.
class FaultDisk {
  public:
    enum class Until { once, forever };

    FaultDisk();
    FaultDisk(const FaultDisk&) = delete;
    FaultDisk& operator=(const FaultDisk&) = delete;
    ~FaultDisk();

    [[nodiscard]] const std::string& name() const { return name_; }

    // The call-th counted call from now on (1 is the next) returns `result`, SQLITE_FULL or an
    // SQLITE_IOERR code, without doing its work; with forever, so do all after it.
    void fail_at(std::uint64_t call, int result, Until until);
    void heal() { fail_at_ = 0; }
    [[nodiscard]] bool has_failed() const { return has_failed_; }

    // Writes the files as a loss of power would leave them: what was synced, and of the rest any
    // writes in any order, the last sectors of each possibly missing.
    void write_after_power_loss(const std::filesystem::path& folder, std::mt19937_64& random) const;

    // For the file layer.
    struct Change {
        std::int64_t offset;  // of the bytes, or the new size when it is a truncation
        std::string bytes;
        bool truncates;
    };
    struct Image {
        std::string durable;
        std::vector<Change> pending;
    };
    // SQLITE_OK, or the error that the call must return.
    [[nodiscard]] int count_call();
    [[nodiscard]] Image& image(const std::string& path);
    void forget(const std::string& path) { images_.erase(path); }
    [[nodiscard]] sqlite3_vfs* below() const { return below_; }

  private:
    std::string name_;
    sqlite3_vfs* below_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    std::uint64_t calls_ = 0;
    std::uint64_t fail_at_ = 0;  // 0: never
    int result_ = SQLITE_OK;
    Until until_ = Until::once;
    bool has_failed_ = false;
    std::map<std::string, Image> images_;
};

}  // namespace muster::log::test
