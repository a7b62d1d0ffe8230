// The pages behind a card's link, for people over 80 and whoever stands beside them: few words,
// very large buttons, the number to call in sight on each, Chinese or English. They work without
// scripts (page_script.hpp says what those add). Pure functions from data to HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/page_parts.hpp"
#include "adapters/http/request_standing.hpp"
#include "muster/rules.hpp"

namespace muster::http {

// The choice: one button per colour. A button only leads to the question below; nothing is asked
// for yet. `carried` goes along: what a chip signed, and the language.
[[nodiscard]] std::string choice_page(const PageContext& context,
                                      const std::vector<CardColour>& colours, const Pairs& carried);

// The question before anything is asked for, wholly in the colour: yes or no. `action` is where yes
// goes, `nonce` the form's key, `back` where no goes. Red sends by itself after some seconds where
// scripts run, with a stop. Also what a chip behind one field of a card shows.
[[nodiscard]] std::string question_page(const PageContext& context, const CardColour& colour,
                                        std::string_view action, std::string_view nonce,
                                        std::string_view back);

// What the status page offers beside looking again.
struct StatusForms {
    std::string_view again;     // the path of the choice; empty = none
    std::string_view action;    // where "pressed by mistake" goes; empty = it is not offered
    bool mistake_told = false;  // ... and it was told
};

// Renews itself every `refresh` until the request is over, by a script that fetches it and replaces
// what changed; without scripts by a link.
[[nodiscard]] std::string status_page(const PageContext& context, const RequestProgress& request,
                                      const PageRules& rules, TimePoint now, Millis refresh,
                                      const StatusForms& forms);

// Anything that did not work: says so kindly and gives the hotline's number; and 120's where
// somebody may be in danger.
[[nodiscard]] std::string sorry_page(const PageContext& context, const Words& words,
                                     std::string_view again, bool danger = false);

// What the desk reads when somebody says that he pressed by mistake.
inline constexpr std::string_view mistake_note =
    "卡片页面上按了“按错了”：请先打电话确认，确认前不要取消。"
    "\"Pressed by mistake\", says whoever has the card: call back first, and do not cancel before.";

// The Content-Security-Policy of these pages: only their own style and script, by their hashes.
[[nodiscard]] std::string card_pages_csp();

// "<unix milliseconds>-<16 hex digits>": makes a double tap one request.
[[nodiscard]] std::string make_nonce(TimePoint now);

// The idempotency key of a press. A form that was left open longer than `life` still works and is a
// new request, told apart by the minute: pressing again a day later must bring help, and a double
// tap then is still one press. The same holds for a nonce that is missing or not of our form.
[[nodiscard]] std::string press_key(CardId card, std::string_view colour, std::string_view nonce,
                                    TimePoint now, Millis life);

}  // namespace muster::http
