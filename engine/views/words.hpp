// Events in words, one sentence each, in English and simplified Chinese: for timelines, `explain`
// and whoever reads the log without a manual.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/views/language.hpp"
#include "muster/events.hpp"

namespace muster::views {

// `board` is the one after the event, for names; a later one will do. Names and free words are
// masked unless `personal`.
[[nodiscard]] std::string sentence(const Event& event, const core::Board& board, Language language,
                                   bool personal);

// The name as the sentences give it, masked unless `personal`; empty when there is none.
[[nodiscard]] std::string responder_name(ResponderId responder, const core::Board& board,
                                         bool personal);

}  // namespace muster::views
