#include "engine/gate/card_uid.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/codec/protocol_text.hpp"

namespace muster::gate {

namespace {

// Enough for any number of 8 bytes with zeros before it.
constexpr std::size_t most_digits = 24;

std::optional<std::string> from_hex(std::string_view text, std::size_t bytes) {
    if (text.size() != 2 * bytes) return std::nullopt;
    std::string uid;
    for (const char c : text) {
        const int digit = codec::hex_digit(c);
        if (digit < 0) return std::nullopt;
        uid += "0123456789ABCDEF"[digit];
    }
    return uid;
}

std::optional<std::string> from_decimal(std::string_view text, std::size_t bytes) {
    if (bytes >= sizeof(std::uint64_t) || text.empty() || text.size() > most_digits) {
        return std::nullopt;
    }
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    auto number = codec::parse_number(text);
    if (!number || *number >> (8 * bytes) != 0) return std::nullopt;
    std::string uid(2 * bytes, '0');
    for (std::size_t i = uid.size(); i > 0; *number >>= 4)
        uid[--i] = "0123456789ABCDEF"[*number & 15];
    return uid;
}

void reverse_bytes(std::string& uid) {
    std::reverse(uid.begin(), uid.end());
    for (std::size_t i = 0; i < uid.size(); i += 2)
        std::swap(uid[i], uid[i + 1]);
}

}  // namespace

std::optional<std::string> read_card_uid(std::string_view text, UidSpelling spelling,
                                         std::size_t bytes) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(first);
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    const bool decimal =
        spelling == UidSpelling::decimal || spelling == UidSpelling::reversed_decimal;
    auto uid = decimal ? from_decimal(text, bytes) : from_hex(text, bytes);
    const bool reversed =
        spelling == UidSpelling::reversed_hex || spelling == UidSpelling::reversed_decimal;
    if (uid && reversed) reverse_bytes(*uid);
    return uid;
}

}  // namespace muster::gate
