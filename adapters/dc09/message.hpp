// The outside of a message of SIA DC-09: who sends it, of which kind it is; and the answers to it
// (ANSI/SIA DC-09-2021, 5.4 and 5.5). Pure: no clock.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/dc09/cipher.hpp"
#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

enum class Token : std::uint8_t {
    null,     // the link test
    sia_dcs,  // SIA codes
    adm_cid,  // Contact ID
    other,    // not supported: answered by DUH
};

// Views into the body of a frame.
struct Header {
    Token token = Token::other;
    bool encrypted = false;
    std::string_view id;        // without the asterisk: "SIA-DCS"
    std::string_view sequence;  // four digits
    std::string_view receiver;  // as received, "R1A"; empty = none
    std::string_view line;      // as received: "L0", and "L" from some
    std::string_view account;   // as received, 3 to 16 hex digits
    std::string_view content;   // behind the first bracket: plain text, or hex when encrypted
};

// Or what is wrong, in words that go behind "sends a message that".
[[nodiscard]] Expected<Header, std::string> read_header(std::string_view body);

// By what the device is known: its account in upper case, and the line prefix before it where that
// is not zero, since the same account behind another prefix is another device: "7A31", "2/7A31".
// The receiver's number says who is asked, not who asks.
[[nodiscard]] std::string device_name(const Header& header);

constexpr std::size_t stamp_bytes = 20;
// "_08:15:30,03-02-2026", all of it, read as UTC; nothing when it is no such time.
[[nodiscard]] std::optional<TimePoint> read_stamp(std::string_view text);
[[nodiscard]] std::string write_stamp(TimePoint time);

// What stands between the pad and the time stamp of an encrypted answer. Devices differ in what
// they look for as the end of the pad.
BOOST_DEFINE_ENUM_CLASS(AckPad, bar_and_bracket, bracket)

// With what an answer to an encrypted message is sealed.
struct Seal {
    const Cipher& cipher;
    std::string_view pad;  // as Cipher::seal wants it, and best by chance
    AckPad form = AckPad::bar_and_bracket;
    TimePoint now;
};

// Each is the body of an answer. It echoes sequence, receiver, line and account as they came. The
// one to an encrypted message has `seal`, the others none.
[[nodiscard]] std::string write_ack(const Header& header, const Seal* seal);
// The kind of message is not supported.
[[nodiscard]] std::string write_duh(const Header& header);
// The time stamp is wrong: what the time is. Never encrypted.
[[nodiscard]] std::string write_nak(TimePoint now);

}  // namespace muster::dc09
