// Events in words, one sentence each, in English and simplified Chinese: for timelines, alerts,
// `explain` and whoever reads the log without a manual. The rows are in words/, by area.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/views/language.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster::views {

// To whom an event is told, and what is known of it beside itself.
struct Telling {
    const core::Board& board;  // the one after the event, for names; a later one will do
    TimePoint at;              // of its record
    bool personal = false;     // else names and free words are masked
};

[[nodiscard]] std::string sentence(const Event& event, const Telling& telling, Language language);

// How grave the event is to whoever reads about it; the same for all readers.
[[nodiscard]] Tone tone(const Event& event);

// The name as the sentences give it, masked unless `personal`; empty when there is none.
[[nodiscard]] std::string responder_name(ResponderId responder, const core::Board& board,
                                         bool personal);

}  // namespace muster::views
