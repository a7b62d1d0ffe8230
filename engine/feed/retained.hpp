// The last records, kept so that any subscription can resume from them and a slow one can catch up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/feed/change.hpp"
#include "muster/units.hpp"

namespace muster::feed {

// Bit n stands for FeedOptions.topics[n].
using TopicSet = std::uint64_t;

// One change as it goes into a delta: a range of its record's text, and that of its masked form
// (the same range when there is none).
struct Piece {
    std::uint64_t id = 0;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t masked_begin = 0;
    std::uint32_t masked_size = 0;
    std::uint8_t topic = 0;
    bool conflatable = false;
    std::uint16_t head_size = 0;  // of its text up to the id
    Scope scope;
};

struct Record {
    std::uint64_t seq = 0;
    TimePoint at;
    TopicSet topics = 0;
    std::string text;
    std::vector<Piece> pieces;
    // Cost of this record and all before it since the start.
    std::uint64_t end_bytes = 0;
};

// What one subscription is shown.
struct Audience {
    TopicSet topics = 0;
    ReaderRight right;

    auto operator<=>(const Audience&) const = default;
};

// A bounded queue of records in the order of their seq. Records have an index that counts on for
// ever; those below begin_index() are gone.
class RetainedRing {
  public:
    // Everything after floor_seq will be here, until it is evicted.
    RetainedRing(std::uint64_t floor_seq, std::size_t max_records, std::size_t max_bytes);

    // Precondition: record.seq is above every earlier one. The newest record is always kept. The
    // reference is valid until the next append.
    const Record& append(Record record);

    // True when no record with a seq above `after` has been evicted.
    [[nodiscard]] bool reaches(std::uint64_t after) const { return after >= floor_seq_; }
    // The seq of the last record, or the floor when there was none.
    [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }

    [[nodiscard]] std::uint64_t begin_index() const { return begin_index_; }
    [[nodiscard]] std::uint64_t end_index() const { return begin_index_ + records_.size(); }
    // The index of the first record with a seq above `after`. Precondition: reaches(after).
    [[nodiscard]] std::uint64_t index_after(std::uint64_t after) const;
    [[nodiscard]] const Record& at(std::uint64_t index) const {
        return records_[static_cast<std::size_t>(index - begin_index_)];
    }

    // A later record carries a conflatable change of the same topic and id.
    [[nodiscard]] bool stale(const Record& record, const Piece& piece) const;

    // Cost of all records ever, and of those from this index on.
    [[nodiscard]] std::uint64_t end_bytes() const { return end_bytes_; }
    [[nodiscard]] std::uint64_t bytes_from(std::uint64_t index) const;

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    struct Key {
        std::uint64_t id;
        std::uint8_t topic;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return static_cast<std::size_t>((key.id * 33 + key.topic) * 0x9E3779B97F4A7C15ull);
        }
    };

    void evict_first();

    std::size_t max_records_;
    std::size_t max_bytes_;
    std::uint64_t floor_seq_;
    std::uint64_t last_seq_;
    std::uint64_t begin_index_ = 0;
    std::uint64_t end_bytes_ = 0;
    std::uint64_t bytes_ = 0;
    std::deque<Record> records_;
    // The seq of the newest retained conflatable change of each entity.
    std::unordered_map<Key, std::uint64_t, KeyHash> newest_;
};

struct DeltaCount {
    std::size_t pieces = 0;
    std::size_t conflated = 0;
};

// Appends the payload of one delta as this audience sees it, without stale changes if `conflate`.
// Nothing is appended when no change remains (pieces == 0).
DeltaCount append_delta(std::string& out, const RetainedRing& ring, const Record& record,
                        const Audience& audience, bool conflate, std::uint64_t prev);

// What is due to an audience from a record on. Linear in the number of records.
struct DueAmount {
    std::uint64_t bytes = 0;
    std::uint64_t messages = 0;
};
[[nodiscard]] DueAmount due_from(const RetainedRing& ring, std::uint64_t index,
                                 const Audience& audience, bool conflate);

}  // namespace muster::feed
