// The log lived again from a record on, under other rules or with more responders.
#pragma once

#include <atomic>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/log/error.hpp"
#include "engine/pipeline/outcomes.hpp"
#include "engine/pipeline/recovery.hpp"
#include "muster/responders.hpp"

namespace muster::pipeline {

struct WhatIfOptions {
    log::ReaderOptions reader;
    core::RoadSource* roads = nullptr;  // has the maps that the log names, and the changes
    // The fork: this record and all before it stay as they are. 0 = from the beginning, which needs
    // a log whose first record loads the rules.
    std::uint64_t from_seq = 0;
    // (path, value) as in rule_change.hpp.
    std::vector<std::pair<std::string, std::string>> changes;
    // Registered at the fork and available from then on.
    std::vector<ResponderProfile> extra_responders;
    // For the answers of volunteers who were never asked in the log.
    std::uint64_t seed = 1;
    // Fails with too_large when more records than this would have to be applied before the fork, or
    // lived again after it. 0 = no limit.
    std::uint64_t records_max = 0;
    // When given and set, by another thread or by the progress, it ends early and fails with
    // cancelled. Not owned.
    const std::atomic<bool>* cancelled = nullptr;
};

// logged: what happened. again: the stretch lived anew without any change, which shows how far the
// method itself is from what happened. changed: the same with the changes; the difference between
// `again` and `changed` is theirs, since both used the same behaviour and the same chance.
struct WhatIf {
    std::uint64_t from_seq = 0;
    std::uint64_t to_seq = 0;
    std::vector<std::string> changes;
    Outcomes logged;
    Outcomes again;
    Outcomes changed;
    std::uint64_t inputs = 0;  // commands of the log that were given again
    std::uint64_t inputs_refused =
        0;                            // ... and refused in `changed`, because things went otherwise
    std::vector<std::string> method;  // what was taken from the log and what was simulated
};
BOOST_DESCRIBE_STRUCT(WhatIf, (),
                      (from_seq, to_seq, changes, logged, again, changed, inputs, inputs_refused,
                       method))

// Reads only. Fails with what the log reports, or with not_found and a sentence when a change names
// no rule or the engine refuses the changed rules. The same arguments on the same log give the same
// result on every machine.
[[nodiscard]] log::Result<WhatIf> what_if(const std::filesystem::path& folder,
                                          const WhatIfOptions& options, const Progress& progress);

// As a table for a terminal.
[[nodiscard]] std::string what_if_text(const WhatIf& result);

}  // namespace muster::pipeline
