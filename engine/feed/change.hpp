// What the owner hands to the feed: changed entities of a committed record, and snapshots.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "muster/access.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/snapshot_form.hpp"

namespace muster::feed {

// One entity as it is after a record.
struct Change {
    Code topic;
    std::uint64_t id = 0;
    // A newer change of the same topic and id makes this one worthless: positions. Never true for
    // requests, offers, assignments, acknowledgements or alerts.
    bool conflatable = false;
    // The entity is gone; entity_json is not looked at.
    bool removed = false;
    std::string entity_json;
    // For readers without the right to personal data. Empty: the entity holds none.
    std::string masked_json;
    // For readers whose clearance is less there is no such change. Who sees other districts only
    // hears that the entity is not there: perhaps it was until now.
    Scope scope;
};

// A part of a snapshot: a JSON array of whole entities of one topic, each with its "id". The owner
// limits its size (64 KiB is a good measure) and may share it between snapshots.
struct SnapshotChunk {
    Code topic;
    std::shared_ptr<const std::string> entities;
};

// Every entity of these topics as of the last published record, as this reader sees it, but for
// what the form leaves out.
using SnapshotSource = std::function<std::vector<SnapshotChunk>(
    const std::vector<Code>& topics, const ReaderRight& right, const SnapshotForm& form)>;

}  // namespace muster::feed
