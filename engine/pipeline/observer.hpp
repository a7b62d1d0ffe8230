// Sees every record once it is durable: for whoever reacts to what is published without being a
// subscriber of the feed, such as the simulated people of a demo.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// Called on the pipeline's thread, from within step(), after the answers of the batch. It may
// submit commands, which wait for the next step. The board already shows the whole batch.
class RecordObserver {
  public:
    virtual ~RecordObserver() = default;
    // Asked for each record; where nobody listens, nothing is kept.
    [[nodiscard]] virtual bool listens() const { return true; }
    // In order of seq, without gaps. The events are valid during the call only.
    virtual void published(std::uint64_t seq, TimePoint at, std::span<const Event> events) = 0;
};

// The events of one step, held back until its commit. Keeps its memory from step to step.
class EventBatch {
  public:
    void add(std::uint64_t seq, TimePoint at, std::span<const Event> events) {
        records_.push_back({seq, at, events_.size(), events.size()});
        events_.insert(events_.end(), events.begin(), events.end());
    }
    void publish(RecordObserver& observer) {
        for (const Record& record : records_) {
            observer.published(record.seq, record.at,
                               std::span(events_).subspan(record.first, record.count));
        }
        clear();
    }
    void clear() {
        records_.clear();
        events_.clear();
    }

  private:
    struct Record {
        std::uint64_t seq;
        TimePoint at;
        std::size_t first;
        std::size_t count;
    };
    std::vector<Record> records_;
    std::vector<Event> events_;
};

}  // namespace muster::pipeline
