// Frames of devices, made by hand; the keys, names and numbers are nobody's. With what tests need
// to read them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dc09/frame.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

// 2026-03-02 08:15:30 UTC.
constexpr TimePoint test_time{1'772'439'330'000};

inline std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(codec::hex_digit(hex[i]) * 16 + codec::hex_digit(hex[i + 1]));
    }
    return bytes;
}

// The CRC is over the body and the closing CR, as one maker has it.
inline const std::string crc_with_cr = from_hex(
    "0A42333139303032372241444D2D43494422303331314C3023374133315B23374133317C313130312030"
    "32203030345D0D");

// L without digits, an account of ten, no ri, and a NUL behind the CR.
inline const std::string no_line_digits = from_hex(
    "0A3531453230303346225349412D44435322303331324C23323230393431373733305B23323230393431"
    "373733307C4E4D41345D5F30383A31353A33302C30332D30322D323032360D00");

// No R, no time stamp, sequence 0000.
inline const std::string link_test =
    from_hex("0A4232453730303133224E554C4C22303030304C3023374133315B5D0D");

// A code of two letters that nobody knows.
inline const std::string unknown_code = from_hex(
    "0A3841333030303236225349412D44435322303331334C3023374133315B23374133317C4E7269322F5A"
    "513030375D0D");

// No DC-09 at all.
inline const std::string http_scanner =
    from_hex("474554202F20485454502F312E310D0A486F73743A20610D0A0D0A");

// Nor is this.
inline const std::string tls_hello =
    from_hex("1603010200010001FC03035A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A");

// QA, zone 3, a second before test_time; with aes_key.
inline const std::string encrypted = from_hex(
    "0A3741434330303736222A5349412D44435322303331354C3023433044455B3231454342353237444136"
    "363845393436413335353543363532413539343438304331433935433338464445313446443231374433"
    "363046304237353337383332454144454141334632453246393845413730323839373742383032423542"
    "440D");

// Its answer.
inline const std::string ack_with_cr =
    from_hex("0A34464434303031322241434B22303331314C3023374133315B5D0D");

// Its answer.
inline const std::string ack_no_line_digits =
    from_hex("0A35463544303031372241434B22303331324C23323230393431373733305B5D0D");

// Its answer.
inline const std::string ack_link_test =
    from_hex("0A37323835303031322241434B22303030304C3023374133315B5D0D");

// Its answer.
inline const std::string ack_unknown_code =
    from_hex("0A38353735303031322241434B22303331334C3023374133315B5D0D");

inline const std::string aes_key = "q7W2e9R4t1Y6u3I8o5P0a7S2d9F4g1H6";

struct ReadFrame {
    std::string body;
    std::optional<CrcForm> crc;
    bool length_fits = false;
};

// All that these bytes bring.
inline std::vector<ReadFrame> read_frames(FrameReader& reader, std::string_view bytes) {
    std::vector<ReadFrame> all;
    reader.feed(bytes);
    while (const auto frame = reader.next())
        all.push_back({std::string(frame->body), frame->crc, frame->length_fits});
    return all;
}

inline std::string body_of(std::string_view bytes) {
    FrameReader reader;
    return read_frames(reader, bytes).at(0).body;
}

}  // namespace muster::dc09
