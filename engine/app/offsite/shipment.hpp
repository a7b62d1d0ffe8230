// Backups at a target: what they are called there, which of them go, and the keys beside them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/offsite/target.hpp"
#include "muster/units.hpp"

namespace muster::app {

// "muster-20261201T023000Z-<instance of the log>.sqlite": by name is by time.
[[nodiscard]] std::string backup_name(TimePoint made, std::string_view instance);
// The instance in such a name; empty = it is no backup of ours.
[[nodiscard]] std::string_view instance_in(std::string_view name);
// Of which there is one for each log.
[[nodiscard]] std::string keys_name(std::string_view instance);

// The newest first. Files of others are none.
[[nodiscard]] Expected<std::vector<KeptFile>, std::string> backups_at(Target& target);

struct Shipment {
    std::filesystem::path backup;
    std::filesystem::path keys;  // empty = there are none
    std::string instance;
    TimePoint made;
};

struct Shipped {
    std::string name;  // of the backup
    std::uint64_t bytes = 0;
    std::vector<std::string> removed;
    // All is there, but old ones could not be removed.
    std::optional<std::string> left;
};

// stage: "uploading". May be empty.
using StageMoved =
    std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>;

// The keys first, in place of those that are there: what lies there can be read at any moment, and
// who was erased is gone from there as soon as it is possible. Then the backup, then the oldest of
// the same log beyond `keep` go; never the one that was sent.
[[nodiscard]] Expected<Shipped, std::string> ship(Target& target, const Shipment& shipment,
                                                  std::uint32_t keep, const StageMoved& moved);

struct Fetched {
    std::filesystem::path backup;
    std::filesystem::path keys{};  // beside it; empty = there are none
};

// Into this folder. `name`: "newest", or as backups_at() has it.
[[nodiscard]] Expected<Fetched, std::string> fetch(Target& target, std::string_view name,
                                                   const std::filesystem::path& folder,
                                                   const StageMoved& moved);

}  // namespace muster::app
