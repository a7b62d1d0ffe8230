// The record of accesses is written on numbered sheets. Every few minutes the sheet is closed: its
// digest covers all its rows and the digest of the sheet before, and goes into the log, whose chain
// proves it from then on. So what is changed, left out or put in afterwards is found, and rows may
// still be deleted when they are old: the sheets that stay need only each other.
//
// Functions over the record's file (store.hpp has its tables). One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/sqlite/sqlite.hpp"
#include "muster/access_record_port.hpp"
#include "muster/access_sheet.hpp"

namespace muster::app {

// The last one that is closed; 0 = none.
[[nodiscard]] log::Result<std::uint64_t> last_sheet(const sqlite::Database& db);

// Closes the sheet that is being written; nothing where it has no rows.
[[nodiscard]] log::Result<std::optional<AccessSheet>> close_sheet(const sqlite::Database& db,
                                                                  TimePoint until);

// The first closed sheet later than that number that is here.
[[nodiscard]] log::Result<std::optional<AccessSheet>> sheet_after(const sqlite::Database& db,
                                                                  std::uint64_t number);

// Where the log knows of later sheets than the file has, which was lost or is an old copy: goes on
// behind them. That they are missing is found by prove_sheets() for as long as records are kept.
[[nodiscard]] log::LogError go_on_after(const sqlite::Database& db, const AccessSheet& noted);

// Deletes sheets that were closed before, with their rows, but the last.
[[nodiscard]] log::LogError drop_sheets(const sqlite::Database& db, TimePoint before);

// Reads all of it. `noted`: the last that stands in the log. Ends early, with an error, when
// `wanted` says no.
[[nodiscard]] log::Result<AccessProof> prove_sheets(const sqlite::Database& db,
                                                    const std::optional<AccessSheet>& noted,
                                                    const std::function<bool()>& wanted);

}  // namespace muster::app
