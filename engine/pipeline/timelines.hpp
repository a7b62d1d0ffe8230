// Which records belong to which request, in memory: the story of a request without a search through
// the log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/ids.hpp"

namespace muster::pipeline {

// One note per record and request, in order of seq. A request's id is the seq of its first record,
// so a look-up starts there: a young request costs little, and writing costs 16 bytes.
class Timelines {
  public:
    struct Note {
        std::uint64_t seq = 0;
        RequestId request;
    };

    // At the limit the oldest note goes and the floor rises.
    explicit Timelines(std::size_t notes_max = 8'000'000) : notes_max_(notes_max) {}

    // seq must not be below the last one noted.
    void add(std::uint64_t seq, RequestId request);

    // The request's records, ascending.
    [[nodiscard]] std::vector<std::uint64_t> records_of(RequestId request) const;
    // The same in pieces: adds those after `seq`, having looked at about `notes_max` notes, and
    // returns the seq to go on from; nothing when that were all. The first piece is after 0.
    [[nodiscard]] std::optional<std::uint64_t> add_records_of(
        RequestId request, std::uint64_t seq, std::size_t notes_max,
        std::vector<std::uint64_t>& records) const;
    // Whether records_of() names any.
    [[nodiscard]] bool knows(RequestId request) const;
    // Whether records_of() names all of them: notes up to the floor were dropped.
    [[nodiscard]] bool complete_for(RequestId request) const { return request.value > floor_; }

    // Notes of requests that are still on the board: what a snapshot keeps, so that after recovery
    // from it their stories are whole. Requests that left the board are then unknown here.
    [[nodiscard]] std::vector<Note> notes_for(const core::Board& board) const;

    [[nodiscard]] std::size_t size() const { return notes_.size(); }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

  private:
    std::size_t notes_max_;
    std::deque<Note> notes_;
    std::uint64_t floor_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace muster::pipeline
