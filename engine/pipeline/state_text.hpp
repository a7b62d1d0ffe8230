// The board as text: one JSON object per line, in one fixed order. The body of snapshots is this
// text, and the state hash is its SHA-256, so equal boards have equal hashes on every machine.
//
//   {"state":{"format":1,"seq":..,"at":..}}
//   {"rules":{..}}
//   {"member":{..}}  and all other entities: kind by kind, by EntityRow::one in the order of the
//   list
//   {"key":{..}}
//   {"speeds_in_use":{..}}  {"speeds_requested":{..}}  {"access_sheet":{..}}  where there are any
//
// Entities of a kind stand in order of id, keys in order of seq. A snapshot goes on with lines that
// are no part of the hash: {"notes":[[seq,request],..]} for Timelines.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/state.hpp"
#include "engine/log/record.hpp"
#include "engine/pipeline/timelines.hpp"

namespace muster::core {
class Board;
class Engine;
}  // namespace muster::core
namespace muster::seal {
class KeyBook;
}

namespace muster::pipeline {

// The number under which snapshots of this format are kept; raised when the format changes in a way
// that an older reader would misread.
constexpr std::uint64_t state_format = 1;

// Called with one line after the other, each with its line feed.
using LineSink = std::function<void(std::string_view line)>;

// Set by another thread: the text ends early, at some line, and whoever set it throws it away.
using Cancelled = const std::atomic<bool>*;

// Seals the lines of entities; without it they stand open, as for the state's hash.
struct StateSeal {
    seal::KeyBook& keys;
    const core::Board& board;  // of this state
};

void write_state(const core::BoardState& state, const LineSink& sink, Cancelled cancelled = nullptr,
                 const StateSeal* seal = nullptr);
void write_notes(std::span<const Timelines::Note> notes, const LineSink& sink);

// The opposite. Fills empty values; an error names the line.
[[nodiscard]] std::optional<std::string> read_state(std::string_view text, core::BoardState& state,
                                                    std::vector<Timelines::Note>& notes,
                                                    Cancelled cancelled = nullptr,
                                                    const seal::KeyBook* keys = nullptr);

// SHA-256 over the lines of write_state(engine.state()). Takes a copy of the state for the time of
// the call.
[[nodiscard]] log::Hash state_hash(const core::Engine& engine);

}  // namespace muster::pipeline
