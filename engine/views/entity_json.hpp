// The JSON of one entity as reads, the feed and its snapshots show it.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/views/touched.hpp"
#include "engine/views/words.hpp"

namespace muster::views {

// Appends the entity of a topic (of positions: {"id":..,"point":..,"at":..} of a responder; not of
// alerts) and returns true; false when the board has none. Kinds whose row says so carry besides
// their own fields "allowed_actions": the names of the commands that they allow as they are now,
// whoever reads it. Which of them this reader may send is said once, with the ticket of the feed.
[[nodiscard]] bool write_entity(std::string& out, const core::Board& board, Topic topic,
                                std::uint64_t id, bool masked);

// The same in full and in the compact form (codec/compact_writer.hpp), of the kinds that have one:
// those of which a desk holds thousands. Of any other kind as write_entity.
[[nodiscard]] bool write_compact_entity(std::string& out, const core::Board& board, Topic topic,
                                        std::uint64_t id);

// Whether entities of the topic hold personal data, so that a masked form of its own exists.
[[nodiscard]] bool has_personal(Topic topic);

// An alert: {"id":..,"seq":..,"at":..,"kind":"DeadlineBreached","request":..,"urgency":..,
// "service":..,"event":{..},"en":"..","zh":"..","tone":".."}, the last three its words (words.hpp).
// id = number_in_record(seq, the event's place in its record). `telling` says from when and for
// whom it is.
void write_alert(std::string& out, const Telling& telling, std::uint64_t seq, std::size_t place,
                 const Event& event);

}  // namespace muster::views
