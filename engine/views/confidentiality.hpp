// Who may know that something is there at all: whatever shows, lists or counts entities, or tells
// of events, asks here. Masking is another question, which comes after this one.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/core/board.hpp"
#include "engine/views/touched.hpp"
#include "muster/access.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"

namespace muster::views {

// Of an entity; `open` of one that is not on the board.
[[nodiscard]] Confidentiality confidentiality_of(const core::Board& board, Topic topic,
                                                 std::uint64_t id);

// Of an event: as of the most confidential entity that it changes.
[[nodiscard]] Confidentiality confidentiality_of(const core::Board& board, const Event& event);

// The same, and where it lies. Of an event: of all entities that it changes.
[[nodiscard]] Scope scope_of(const core::Board& board, Topic topic, std::uint64_t id);
[[nodiscard]] Scope scope_of(const core::Board& board, const Event& event);

// Of what happened, as a JSON array, the part that everybody may know: who changes one thing learns
// nothing of what follows from it for another that he does not know of.
// `all` is the array of all of them, which is given back where everybody may know them all.
[[nodiscard]] std::string open_events_json(const core::Board& board, std::span<const Event> events,
                                           const std::string& all);

}  // namespace muster::views
