// What stands in a frame of SIA DC-09: who sends it, what happened, when; and the answers to it.
// ANSI/SIA DC-09-2021, DC-03 (SIA codes), DC-05 (Contact ID). Pure; no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "muster/expected.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

class Cipher;

enum class Token : std::uint8_t {
    null,     // the link test
    sia_dcs,  // SIA codes
    adm_cid,  // Contact ID
    other,    // not supported: answered by DUH
};

// The outside of a message, which is never encrypted.
struct Header {
    Token token = Token::other;
    bool encrypted = false;
    std::string id;        // as received, without the asterisk: "SIA-DCS"
    std::string sequence;  // four digits
    std::string receiver;  // "R1A" as received; empty = none
    std::string line;      // "L0", or "L" as some send it
    std::string account;   // 3 to 16 digits, upper case
    std::string content;   // behind the first bracket: plain text, or hex when encrypted
};

// Or what is wrong, in words for an operator.
[[nodiscard]] Expected<Header, std::string> read_header(std::string_view body);

// What a code of the protocol means here.
struct Meaning {
    Code signal;        // of DeviceRule::signals; empty = not known
    bool life = false;  // only a sign of life, such as a test report
};

// Three digits of an event, and 1 (new), 3 (restored) or 6 (still there).
[[nodiscard]] Meaning meaning_of_cid(char qualifier, std::string_view event);
// Two letters: "MA".
[[nodiscard]] Meaning meaning_of_sia(std::string_view code);

struct Said {
    Meaning meaning;
    std::string text;  // as sent, UTF-8: "1101 02 004"
    std::string zone;  // digits; empty = none
    std::optional<Point> place;
    std::optional<TimePoint> at;  // UTC, when the time stamp is that; else shifted by the caller
};

// The plain content: "#7A31|1101 02 004]_08:15:30,03-02-2026". Whatever cannot be read is kept in
// `text`, and no part of it costs another one.
[[nodiscard]] Said read_content(Token token, std::string_view content);

// "<pad>|..." or "<pad>]...": what stands behind the pad.
[[nodiscard]] std::string_view without_pad(std::string_view decrypted);

enum class Answer : std::uint8_t { ack, duh };

// The body of an answer that echoes the sequence, receiver, line and account; encrypted with a time
// stamp when the message was and a cipher is given.
[[nodiscard]] std::string write_answer(Answer answer, const Header& header, TimePoint now,
                                       const Cipher* cipher);
// "The time stamp is wrong": with the time here, never encrypted.
[[nodiscard]] std::string write_nak(TimePoint now);

}  // namespace muster::dc09
