// What a record means to those who keep derived notes: written in service and at recovery by the
// same code, so that both end with the same notes.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>

#include "engine/core/board.hpp"
#include "engine/pipeline/timelines.hpp"
#include "engine/views/entity_index.hpp"
#include "engine/views/touched.hpp"
#include "muster/event.hpp"

namespace muster::pipeline {

class RecordNotes {
  public:
    // `board` is the one after the record.
    RecordNotes(std::span<const Event> events, const core::Board& board) {
        for (const Event& event : events) {
            for (const views::Touched& one : views::touched(event, board)) {
                const auto same = [&](const views::Touched& other) { return other == one; };
                if (std::none_of(touched_.begin(), touched_.end(), same)) touched_.push_back(one);
            }
        }
    }

    // Each entity once, in the order in which the events name them.
    [[nodiscard]] std::span<const views::Touched> touched() const {
        return {touched_.data(), touched_.size()};
    }

    void tell(std::uint64_t seq, Timelines& timelines, views::EntityIndex& index,
              const core::Board& board) const {
        for (const views::Touched& one : touched_) {
            if (one.topic == topic_of<Request>) timelines.add(seq, RequestId{one.id});
            index.note(one.topic, one.id, board);
        }
    }

  private:
    boost::container::small_vector<views::Touched, 16> touched_;
};

}  // namespace muster::pipeline
