// The file of whoever may come in: access.sqlite in the data folder, readable by its owner only.
// Apart from the log, because secrets do not belong into a history that is kept for ever.
//
// A connection belongs to one thread; several, also of other processes (`muster token create`), may
// have the file open and write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/sqlite/sqlite.hpp"

namespace muster::access {

constexpr const char* access_file_name = "access.sqlite";

// Makes the file where there is none, and brings one of an older program to today's form.
[[nodiscard]] sqlite::Result<sqlite::Database> open_access_file(
    const std::filesystem::path& folder);

// What is shown once and kept only as a SHA-256 hash: 256 random bits cannot be searched, so
// nothing slower is needed.
struct DrawnSecret {
    std::string text;  // `prefix` and 64 hexadecimal digits
    std::string hash;  // as hash_of gives it
};
[[nodiscard]] DrawnSecret draw_secret(std::string_view prefix);
// In hexadecimal, as in the file.
[[nodiscard]] std::string hash_of(std::string_view secret);

// Whether anything was written into the file since the last time it was asked, by this connection
// or another, of this process or another.
class FileWatch {
  public:
    [[nodiscard]] bool has_changed(const sqlite::Database& db);
    // What this connection writes itself does not show otherwise.
    void changed_here() { changed_here_ = true; }
    // What was read is not whole: the next question is answered with yes.
    void forget() { version_ = -1; }

  private:
    std::int64_t version_ = -1;  // as SQLite counts what other connections change
    bool changed_here_ = true;
};

}  // namespace muster::access
