#include "adapters/dc09/frame.hpp"

#include <algorithm>
#include <array>

#include "engine/codec/protocol_text.hpp"

namespace muster::dc09 {
namespace {

constexpr std::size_t length_digits = 4;
constexpr std::size_t raw_head = 1 + 2 + length_digits;  // to the first quote
constexpr std::size_t digits_head = 1 + 4 + length_digits;

constexpr std::array<std::uint16_t, 256> crc_table = [] {
    std::array<std::uint16_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xA001u : crc >> 1;
        table[byte] = static_cast<std::uint16_t>(crc);
    }
    return table;
}();

std::uint32_t hex_number(std::string_view digits) {
    std::uint32_t value = 0;
    for (const char c : digits)
        value = value << 4 | static_cast<std::uint32_t>(codec::hex_digit(c));
    return value;
}

void append_hex(std::string& out, std::uint32_t value) {
    for (int shift = 12; shift >= 0; shift -= 4)
        out += "0123456789ABCDEF"[(value >> shift) & 15u];
}

enum class Shape : std::uint8_t { none, not_yet, digits, raw };

// What the bytes from a LF on begin. The quote tells the two heads apart: where one has it the
// other has a digit.
Shape shape_of(std::string_view bytes) {
    bool digits = true;
    bool raw = true;
    for (std::size_t i = 1; i < std::min(bytes.size(), digits_head); ++i) {
        const bool is_digit = codec::hex_digit(bytes[i]) >= 0;
        digits = digits && is_digit;
        if (i >= raw_head - length_digits && i < raw_head) raw = raw && is_digit;
        if (i == raw_head) raw = raw && bytes[i] == '"';
        if (!digits && !raw) return Shape::none;
    }
    if (bytes.size() > raw_head && raw) return Shape::raw;
    if (bytes.size() <= digits_head) return Shape::not_yet;
    return bytes[digits_head] == '"' ? Shape::digits : Shape::none;
}

}  // namespace

std::uint16_t crc_of(std::string_view bytes, std::uint16_t begun) {
    std::uint32_t crc = begun;
    for (const char c : bytes)
        crc = crc >> 8 ^ crc_table[(crc ^ static_cast<unsigned char>(c)) & 0xFFu];
    return static_cast<std::uint16_t>(crc);
}

void FrameReader::feed(std::string_view bytes) {
    bytes_.erase(0, at_);
    at_ = 0;
    bytes_.append(bytes);
}

void FrameReader::skip(std::size_t count) {
    for (const char c : std::string_view(bytes_).substr(at_, count))
        foreign_bytes_ += c != '\0' && c != '\r' && c != '\n' ? 1 : 0;
    at_ += count;
}

std::optional<Frame> FrameReader::next() {
    while (at_ < bytes_.size()) {
        const std::string_view rest = std::string_view(bytes_).substr(at_);
        if (rest.front() != '\n') {
            skip(std::min(rest.find('\n'), rest.size()));
            continue;
        }
        const Shape shape = shape_of(rest);
        if (shape == Shape::not_yet) return std::nullopt;
        if (shape == Shape::none) {
            skip(1);
            continue;
        }
        const std::size_t head = shape == Shape::raw ? raw_head : digits_head;
        const std::size_t cr = rest.substr(0, head + body_bytes_ + 1).find('\r', head);
        if (cr == std::string_view::npos) {
            if (rest.size() <= head + body_bytes_) return std::nullopt;
            skip(1);
            continue;
        }
        const Frame frame = read_body(head, cr);
        // A frame that was cut off and the next one behind it look like one that is wrong.
        const std::size_t lf = rest.substr(0, cr).find('\n', head);
        if (!frame.crc && lf != std::string_view::npos) {
            skip(lf);
            continue;
        }
        at_ += cr + 1;
        ++frames_;
        return frame;
    }
    return std::nullopt;
}

Frame FrameReader::read_body(std::size_t head, std::size_t cr) {
    const std::string_view rest = std::string_view(bytes_).substr(at_);
    Frame frame;
    frame.body = rest.substr(head, cr - head);
    frame.length_fits =
        hex_number(rest.substr(head - length_digits, length_digits)) == frame.body.size();
    const std::uint16_t plain = crc_of(frame.body);
    if (head == raw_head) {
        const std::uint32_t told = static_cast<std::uint32_t>(static_cast<unsigned char>(rest[1]))
                                       << 8 |
                                   static_cast<unsigned char>(rest[2]);
        if (told == plain) frame.crc = CrcForm::raw;
        return frame;
    }
    const std::uint32_t told = hex_number(rest.substr(1, 4));
    if (told == plain) {
        frame.crc = CrcForm::standard;
    } else if (told == crc_of("\r", plain)) {
        frame.crc = CrcForm::with_cr;
    }
    return frame;
}

std::string write_frame(std::string_view body) {
    std::string out = "\n";
    out.reserve(digits_head + body.size() + 1);
    append_hex(out, crc_of(body));
    append_hex(out, static_cast<std::uint32_t>(body.size()));
    out.append(body);
    out += '\r';
    return out;
}

}  // namespace muster::dc09
