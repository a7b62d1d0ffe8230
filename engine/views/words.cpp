#include "engine/views/words.hpp"

#include <tuple>
#include <variant>

#include "engine/views/masking.hpp"
#include "engine/views/sentence.hpp"
#include "engine/views/touched.hpp"
#include "engine/views/words/devices.hpp"
#include "engine/views/words/dispatch.hpp"
#include "engine/views/words/registry.hpp"
#include "engine/views/words/requests.hpp"
#include "engine/views/words/responders.hpp"
#include "engine/views/words/service.hpp"
#include "muster/events.hpp"

namespace muster::views {
namespace {

constexpr auto rows = std::tuple_cat(words_of_service, words_of_registry, words_of_devices,
                                     words_of_responders, words_of_requests, words_of_dispatch);

// An event without a row, or with two, does not compile.
template <class E>
constexpr const Row<E>& row_of(const E&) {
    return std::get<Row<E>>(rows);
}

}  // namespace

std::string sentence(const Event& event, const Telling& telling, Language language) {
    const Teller teller(telling, language, request_of(event, telling.board));
    return visit([&](const auto& e) { return sentence(row_of(e), e, teller); }, event);
}

Tone tone(const Event& event) {
    return visit(
        [](const auto& e) {
            const auto& row = row_of(e);
            return row.tone_of ? row.tone_of(e) : row.tone;
        },
        event);
}

std::string responder_name(ResponderId responder, const core::Board& board, bool personal) {
    const Responder* found = board.responders().get(responder);
    if (!found) return {};
    const std::string& name = found->profile.name.value;
    return personal ? name : masked_text(name);
}

}  // namespace muster::views
