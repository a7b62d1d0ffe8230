#include "adapters/pbx/ring.hpp"

#include <algorithm>
#include <array>

#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {
namespace {

constexpr std::string_view prefix = "muster-";
constexpr std::size_t longest_id = 100;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Causes of Q.850 by which the network says that it has no way there now; all others are about the
// person at the other end, or the end of a call as it should be.
bool is_trouble(std::string_view cause) {
    constexpr std::array<std::string_view, 22> causes{
        "1",  "2",  "3",  "22", "25", "27", "28", "34", "38", "41",  "42",
        "44", "47", "50", "57", "58", "63", "65", "66", "79", "102", "111"};
    return std::find(causes.begin(), causes.end(), cause) != causes.end();
}

// Why nobody answered, as Asterisk numbers it: hung up, still ringing, busy. Anything else, the
// exchange could not ring.
bool is_unanswered(std::string_view reason) {
    return reason == "1" || reason == "3" || reason == "5";
}

std::optional<RingWord> originated(const Message& event) {
    RingWord word;
    word.id = event.get("ActionID");
    if (!is_ring_id(word.id)) return std::nullopt;
    if (event.success()) {
        word.sign = RingSign::answered;
    } else if (is_unanswered(event.get("Reason"))) {
        word.sign = RingSign::no_answer;
    } else {
        word.sign = RingSign::unreachable;
        word.why = "reason " + without_numbers(event.get("Reason"));
    }
    return word;
}

std::optional<RingWord> key_pressed(const Message& event) {
    RingWord word;
    word.id = event.get("Ring");
    const std::string_view digit = event.get("Digit");
    if (event.get("UserEvent") != "MusterKey" || !is_ring_id(word.id) || digit.size() != 1) {
        return std::nullopt;
    }
    word.sign = RingSign::key;
    word.key = digit[0];
    return word;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

// As it is dialled at home: mobile numbers in mainland China are, others get the trunk prefix 0.
std::string national(std::string_view digits, bool international, std::string_view country) {
    if (!international || country.empty() || !digits.starts_with(country)) {
        return std::string(digits);
    }
    const std::string_view rest = digits.substr(country.size());
    const bool mobile = country == "86" && rest.size() == 11 && rest.starts_with('1');
    return (mobile ? "" : "0") + std::string(rest);
}

}  // namespace

std::string ring_id(const Ring& ring) {
    if (ring.kind == RingKind::offer) {
        return std::string(prefix) + "offer-" + std::to_string(ring.offer.value);
    }
    if (ring.kind == RingKind::assignment) {
        return std::string(prefix) + "assignment-" + std::to_string(ring.request.value) + "-" +
               std::to_string(ring.responder.value);
    }
    return std::string(prefix) + "contact-" + std::to_string(ring.request.value) + "-" +
           std::to_string(ring.step) + "-" + std::to_string(ring.misses);
}

bool is_ring_id(std::string_view unique) {
    // Both halves of a wire have it; the second is named with a semicolon behind it.
    return unique.starts_with(prefix) && unique.size() <= longest_id &&
           unique.find(';') == std::string_view::npos;
}

std::optional<RingWord> ring_word(const Message& message) {
    if (message.is_response()) {
        const std::string_view id = message.get("ActionID");
        if (message.success() || !is_ring_id(id)) return std::nullopt;
        return RingWord{std::string(id), RingSign::refused, 0, false,
                        without_numbers(message.get("Message"))};
    }
    if (message.is_event("OriginateResponse")) return originated(message);
    if (message.is_event("UserEvent")) return key_pressed(message);
    const std::string_view unique = message.get("Uniqueid");
    if (!is_ring_id(unique)) return std::nullopt;
    if (message.is_event("Hangup")) {
        return RingWord{std::string(unique), RingSign::over, 0, is_trouble(message.get("Cause")),
                        "cause " + without_numbers(message.get("Cause"))};
    }
    if (message.is_event("Newchannel") || message.is_event("CoreShowChannel")) {
        return RingWord{std::string(unique), RingSign::going, 0, false, {}};
    }
    return std::nullopt;
}

std::string without_numbers(std::string_view text) {
    constexpr std::size_t shortest = 4;  // anything less is a code of the exchange
    constexpr std::size_t longest = 200;
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < longest;) {
        const auto end =
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_digit);
        const auto digits = static_cast<std::size_t>(end - text.begin()) - at;
        if (digits == 0) {
            const char c = text[at++];
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
            continue;
        }
        out += digits < shortest ? text.substr(at, digits) : std::string_view("***");
        at += digits;
    }
    return out;
}

std::optional<std::string> dial_channel(std::string_view form, std::string_view number,
                                        std::string_view country) {
    const bool international = number.starts_with('+');
    std::string digits;
    for (const char c : number.substr(international ? 1 : 0)) {
        if (is_digit(c)) {
            digits += c;
        } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
            return std::nullopt;
        }
    }
    if (digits.size() < 3 || digits.size() > 20) return std::nullopt;
    std::string channel(form);
    replace_all(channel, "{number}", (international ? "+" : "") + digits);
    replace_all(channel, "{digits}", digits);
    replace_all(channel, "{national}", national(digits, international, country));
    return channel;
}

}  // namespace muster::pbx
