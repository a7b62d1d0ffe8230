// Where anchors go: a folder, another service, an authority for time stamps. Each blocks for as
// long as its disk or the time allowed takes, so it is asked on a thread of its own.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/anchors/options.hpp"
#include "engine/log/anchor.hpp"
#include "muster/units.hpp"

namespace muster::app {

// One anchor as it is sent.
struct Anchor {
    std::string instance;  // of the log
    log::ChainAnchor end;
    TimePoint at;            // of that record
    std::string text;        // SEQ:HASH:SIGNATURE
    std::string public_key;  // PEM
};

struct AnchorTarget {
    std::string name;     // folder, webhook, time_stamp
    std::string address;  // as the configuration has it
    // What went wrong, or nothing.
    std::function<std::optional<std::string>(const Anchor&)> send;
};

// In the data folder: time stamps, and what was last sent.
[[nodiscard]] std::filesystem::path anchors_folder(const std::filesystem::path& data);

// Those that are named. `cancelled` is set by another thread when nobody waits any longer, and must
// outlive them. Fails with what is wrong with the options.
[[nodiscard]] Expected<std::vector<AnchorTarget>, std::string> anchor_targets(
    const AnchorOptions& options, const std::filesystem::path& data,
    const std::atomic<bool>* cancelled);

}  // namespace muster::app
