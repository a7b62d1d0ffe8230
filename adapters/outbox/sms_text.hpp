// A text as short messages carry it: in the GSM alphabet or in UCS-2, whole or in parts that the
// telephone puts together again. Sources: 3GPP TS 23.038 (the alphabet), TS 23.040, 9.2.3.24 (the
// header of a part). Pure; any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::outbox {

// shortest: GSM where it has every character of the text, else UCS-2.
BOOST_DEFINE_FIXED_ENUM_CLASS(SmsAlphabet, std::uint8_t, shortest, ucs2)

// data_coding of SMPP.
constexpr std::uint8_t gsm_coding = 0;  // the default alphabet of the centre
constexpr std::uint8_t ucs2_coding = 8;

// Octets: GSM characters go one in an octet, the centre packs them.
constexpr std::size_t gsm_single_octets = 160;
constexpr std::size_t gsm_part_octets = 153;
constexpr std::size_t ucs2_single_octets = 140;
constexpr std::size_t ucs2_part_octets = 134;
constexpr std::size_t part_header_octets = 6;

struct SmsText {
    std::uint8_t data_coding = gsm_coding;
    // At least one. Where there are more, each begins with its header.
    std::vector<std::string> parts;
};

// Of UTF-8; what is none becomes U+FFFD. `reference` tells the parts of one text from those of
// another, for the same telephone. No character is cut in two. What goes beyond `parts_max`, from 1
// to 255, is left out, and an ellipsis says so.
[[nodiscard]] SmsText make_sms(std::string_view text, SmsAlphabet alphabet, std::uint8_t reference,
                               std::size_t parts_max);

}  // namespace muster::outbox
