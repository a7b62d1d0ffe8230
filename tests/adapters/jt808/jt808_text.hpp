// Frames of JT/T 808 as tests write them: hex, and made of their parts.
#pragma once

#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/jt808/frames.hpp"

namespace muster::jt808::testing {

inline std::string bytes(std::string_view hex) {
    const auto digit = [](char c) {
        return static_cast<unsigned>(c <= '9' ? c - '0' : std::toupper(c) - 'A' + 10);
    };
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out.push_back(static_cast<char>(digit(hex[i]) << 4U | digit(hex[i + 1])));
    return out;
}

inline std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char byte : bytes) {
        out.push_back(digits[static_cast<unsigned char>(byte) >> 4U]);
        out.push_back(digits[static_cast<unsigned char>(byte) & 15U]);
    }
    return out;
}

inline std::string word(unsigned value) {
    return {static_cast<char>(value >> 8U & 255U), static_cast<char>(value & 255U)};
}

// A whole frame of 2013: its head, and the body in hex.
inline std::string frame_2013(unsigned id, unsigned serial, std::string_view body_hex,
                              std::string_view phone = "013700000042") {
    const std::string body = bytes(body_hex);
    const std::string head =
        word(id) + word(static_cast<unsigned>(body.size())) + bytes(phone) + word(serial);
    std::string out;
    append_frame(out, head + body);
    return out;
}

inline std::string frame_2019(unsigned id, unsigned serial, std::string_view body_hex) {
    const std::string body = bytes(body_hex);
    const std::string head = word(id) + word(0x4000U | static_cast<unsigned>(body.size())) +
                             "\x01" + bytes("00000000013700000042") + word(serial);
    std::string out;
    append_frame(out, head + body);
    return out;
}

// Fragment `part` of `total`.
inline std::string fragment(unsigned id, unsigned serial, unsigned total, unsigned part,
                            std::string_view body_hex) {
    const std::string body = bytes(body_hex);
    std::string out;
    append_frame(out, word(id) + word(0x2000U | static_cast<unsigned>(body.size())) +
                          bytes("013700000042") + word(serial) + word(total) + word(part) + body);
    return out;
}

// The contents of all frames, in hex.
inline std::vector<std::string> contents(FrameReader& reader, std::string_view input) {
    std::vector<std::string> out;
    while (const auto content = reader.next(input))
        out.push_back(hex(*content));
    return out;
}

}  // namespace muster::jt808::testing
