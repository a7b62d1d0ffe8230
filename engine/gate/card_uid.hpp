// The UID of a card's chip out of what a reader types. Readers spell the same bytes in different
// ways, and most digits fit several: a wrong guess would name another card. So the spelling is a
// setting of each reader and never guessed. Pure; any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace muster::gate {

// Of a chip with the bytes 04 A1 B2 C3: 04A1B2C3, 77705923, C3B2A104, 3283263748.
BOOST_DEFINE_ENUM_CLASS(UidSpelling, hex, decimal, reversed_hex, reversed_decimal)

// Chips have UIDs of 4, 7 or 10 bytes (ISO/IEC 14443-3).
[[nodiscard]] constexpr bool is_uid_size(std::size_t bytes) {
    return bytes == 4 || bytes == 7 || bytes == 10;
}

// As Card::uid has it: upper-case hex, as many bytes as said. Nothing when the text is no such UID:
// another number of hex digits, a number that needs more bytes, or one of 10 bytes in decimal,
// which no reader types. Hex digits in either case; zeros before a number say nothing. Blanks and
// line ends around it do not matter. Precondition: is_uid_size(bytes).
[[nodiscard]] std::optional<std::string> read_card_uid(std::string_view text, UidSpelling spelling,
                                                       std::size_t bytes);

}  // namespace muster::gate
