// What one step holds back until its commit: changes for the feed, and answers. Buffers are reused
// from step to step, since the steady state should not allocate.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/feed/hub.hpp"
#include "engine/intake/position_buffer.hpp"
#include "engine/pipeline/district_watch.hpp"
#include "engine/views/touched.hpp"
#include "muster/command.hpp"
#include "muster/envelope.hpp"
#include "muster/event.hpp"

namespace muster::pipeline {

// The entities that each record changed, as they were right after it.
class FeedBatch {
  public:
    explicit FeedBatch(bool masked) : masked_(masked) {}

    // `touched`: without doubles. `narrow`: whether somebody sees less than all districts.
    void add(std::uint64_t seq, TimePoint at, std::span<const Event> events,
             std::span<const views::Touched> touched, const core::Board& board, bool narrow);

    // Hands everything to the hub and empties the batch.
    void publish(feed::Hub& hub);
    void clear();

  private:
    struct Record {
        std::uint64_t seq;
        TimePoint at;
        std::size_t first;
        std::size_t count;
    };

    [[nodiscard]] feed::Change& next(Topic topic, std::uint64_t id);
    void add_entity(views::Touched touched, const core::Board& board);
    void add_alert(std::uint64_t seq, TimePoint at, std::size_t place, const Event& event,
                   const core::Board& board);

    void look_for_moves(std::uint64_t seq, std::span<const views::Touched> touched,
                        const core::Board& board, bool narrow);

    const bool masked_;
    std::optional<DistrictWatch> watch_;
    std::uint64_t moved_at_ = 0;  // the record after which narrow readers begin anew; 0 = none
    std::vector<Record> records_;
    std::vector<feed::Change> changes_;
    std::size_t used_ = 0;
};

struct Answer {
    Outcome outcome;
    const CommandRow* row = nullptr;  // of the command; not owned
    std::vector<intake::Done> done;
};

class AnswerBatch {
  public:
    // An empty answer to be filled in. Takes the callbacks.
    [[nodiscard]] Answer& add(std::vector<intake::Done>& done);
    [[nodiscard]] Answer& add(intake::Done&& done);
    [[nodiscard]] std::span<Answer> all() { return {answers_.data(), used_}; }
    void clear();

  private:
    Answer& next();

    std::vector<Answer> answers_;
    std::size_t used_ = 0;
};

}  // namespace muster::pipeline
