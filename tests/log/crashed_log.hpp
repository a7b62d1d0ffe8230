// The files of a log whose process died, to be damaged and put into a folder as often as needed.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/log/support.hpp"

namespace muster::log::test {

inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline constexpr const char* wal_name = "decisions.sqlite-wal";
inline constexpr std::size_t wal_head_bytes = 32;
inline constexpr std::size_t wal_frame_bytes = 4120;

class CrashedLog {
  public:
    static constexpr std::uint64_t records_per_commit = 2;
    static constexpr std::size_t padding = 1500;

    // So many commits, of which those up to `copied` also stand in the database file.
    explicit CrashedLog(std::uint64_t commits, std::uint64_t copied = 0) {
        TempFolder folder;
        LogOptions options = quick_options();
        options.wal_frames_preallocated = 0;
        options.checkpoint_frames = 1;
        const auto log = must_open(folder.path(), options);
        ends.push_back(0);
        for (std::uint64_t commit = 1; commit <= commits; ++commit) {
            fill(*log, commit * records_per_commit, padding);
            if (commit == copied) {
                EXPECT_FALSE(log->checkpoint_if_due(false));
            }
            ends.push_back(log->stats().wal_frames);
        }
        for (const char* name : {database_name, wal_name, high_water_name}) {
            files[name] = bytes_of(folder / name);
        }
        files[wal_name].resize(wal_head_bytes + ends.back() * wal_frame_bytes);
        last = commits * records_per_commit;
    }

    void put(const std::filesystem::path& folder) const {
        std::filesystem::remove(folder / "decisions.sqlite-shm");
        for (const char* name : {database_name, wal_name, high_water_name}) {
            std::filesystem::remove(folder / name);
        }
        for (const auto& [name, bytes] : files)
            std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    // Every file is there as it was put; SQLite's shared memory may have come.
    [[nodiscard]] bool unchanged(const std::filesystem::path& folder) const {
        for (const auto& [name, bytes] : files) {
            if (bytes_of(folder / name) != bytes) return false;
        }
        return true;
    }
    // The start of a frame in the write-ahead file; 1 is the first.
    [[nodiscard]] static std::size_t frame_at(std::uint64_t frame) {
        return wal_head_bytes + (frame - 1) * wal_frame_bytes;
    }
    [[nodiscard]] std::string& wal() { return files[wal_name]; }

    std::map<std::string, std::string> files;
    std::vector<std::uint64_t> ends;  // frames after each commit
    std::uint64_t last = 0;
};

}  // namespace muster::log::test
