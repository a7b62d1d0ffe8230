// What is to be written next into the record of accesses: entries that say the same within one
// minute become one row with a count, and everything is bounded, so that a flood of failed log-ins
// fills neither the memory nor the disk. Pure; use by one thread at a time.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::app {

// What a row is about; two entries with the same key are one row.
struct AuditKey {
    std::int64_t minute = 0;  // since 1970
    AuditKind what = AuditKind::personal_read;
    std::string who;
    std::string about;
    std::uint64_t record = 0;

    auto operator<=>(const AuditKey&) const = default;
};
struct AuditCount {
    TimePoint first_at;
    std::uint64_t count = 0;
};
using AuditRows = std::map<AuditKey, AuditCount>;

[[nodiscard]] AuditKey audit_key(TimePoint at, AuditEntry entry);

class AuditBatch {
  public:
    // Longer names and targets are cut.
    static constexpr std::size_t text_bytes_max = 256;
    // Who stands for all addresses beyond the limit.
    static constexpr const char* others = "others";

    // rows_max: rows that may wait. failed_rows_max: addresses of failed log-ins that get rows of
    // their own, in one minute.
    AuditBatch(std::size_t rows_max, std::size_t failed_rows_max)
        : rows_max_(rows_max), failed_rows_max_(failed_rows_max) {}

    // False when there is no room for another row: the entry is lost.
    [[nodiscard]] bool add(TimePoint at, AuditEntry entry);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    // Empties it; how many addresses the present minute has seen stays known.
    [[nodiscard]] AuditRows take() { return std::exchange(rows_, {}); }

  private:
    void fold_failed(AuditKey& key);

    std::size_t rows_max_;
    std::size_t failed_rows_max_;
    AuditRows rows_;
    std::int64_t failed_minute_ = 0;
    std::set<std::pair<std::string, std::string>> failed_;  // who and about, in that minute
};

}  // namespace muster::app
