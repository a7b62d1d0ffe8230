// Somebody is rung up and asked for a key: what is wanted, what the exchange is told to do, and
// what it says of it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/pbx/message.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::pbx {

enum class RingKind : std::uint8_t {
    member,      // step 0 of a contact chain
    contact,     // a later one
    offer,       // to a responder
    assignment,  // that its responder has not acknowledged
};

[[nodiscard]] constexpr bool is_of_chain(RingKind kind) {
    return kind == RingKind::member || kind == RingKind::contact;
}

// One decision of the engine that somebody is to be reached.
struct Ring {
    RingKind kind = RingKind::contact;
    RequestId request;
    std::uint32_t step = 0;  // of the chain, as ContactDue has them
    std::uint32_t misses = 0;
    OfferId offer;
    ResponderId responder;
};

// The same for the same decision, whoever asks and however often: by it the exchange names the
// call, so that nobody is rung twice for it.
[[nodiscard]] std::string ring_id(const Ring& ring);
// Whether a channel of this name is such a call, and none of a caller.
[[nodiscard]] bool is_ring_id(std::string_view unique);

// What the exchange is to do: ring this channel, and play the announcement to whoever takes it.
// Nothing here may contain a line end, a comma or a bracket: the dialects write it as it is.
struct RingOrder {
    std::string id;
    std::string channel;  // the number is in it: never to be logged
    std::string context;
    std::string exten;
    std::string caller_id;  // that is shown; empty = the exchange's own
    Millis ring_ms;
    // For the announcement.
    std::string language;
    std::string kind;
    std::uint64_t request = 0;
    std::string urgency;
    std::string service;
};

// refused: the exchange does not do as it is told. unreachable: it tried, and the network has no
// way there now. going: there is a channel of this call. over: not any more. there: of no call; all
// that are going on when the connection began have been said.
enum class RingSign : std::uint8_t {
    refused,
    unreachable,
    no_answer,
    answered,
    key,
    going,
    over,
    there,
};

struct RingWord {
    std::string id;
    RingSign sign = RingSign::going;
    char key = 0;
    bool trouble = false;  // of over: the network ended it, not a person
    std::string why;       // of refused, unreachable: in the exchange's words, without numbers
};

// What an event or a response says of such a call; nothing for most.
[[nodiscard]] std::optional<RingWord> ring_word(const Message& message);

// What the exchange says may quote the number that it was to ring.
[[nodiscard]] std::string without_numbers(std::string_view text);

// The template of a channel with the number in it: {number} as it is kept (+8613700000042),
// {digits} without the plus, {national} as it is dialled within the country of this code ("86").
// Nothing when it is no number: it would be read as something else by the exchange.
[[nodiscard]] std::optional<std::string> dial_channel(std::string_view form,
                                                      std::string_view number,
                                                      std::string_view country);

}  // namespace muster::pbx
