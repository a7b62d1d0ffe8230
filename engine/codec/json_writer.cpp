#include "engine/codec/json_writer.hpp"

namespace muster::codec {

namespace {
constexpr char hex_digits[] = "0123456789abcdef";
}

void Writer::escape(unsigned char byte) {
    switch (byte) {
        case '"':
            raw("\\\"", 2);
            return;
        case '\\':
            raw("\\\\", 2);
            return;
        case '\n':
            raw("\\n", 2);
            return;
        case '\r':
            raw("\\r", 2);
            return;
        case '\t':
            raw("\\t", 2);
            return;
        case '\b':
            raw("\\b", 2);
            return;
        case '\f':
            raw("\\f", 2);
            return;
        default:
            break;
    }
    const char text[] = {'\\', 'u', '0', '0', hex_digits[byte >> 4], hex_digits[byte & 15]};
    raw(text, sizeof text);
}

void Writer::escaped_string(std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    character('"');
    while (p < end) {
        // A run of ASCII and of whole sequences is copied in one piece.
        const char* run = p;
        while (true) {
            p += plain_run(p, end);
            if (p == end || static_cast<unsigned char>(*p) < 0x80) break;
            const std::size_t length = utf8_sequence(p, end);
            if (length == 0) break;
            p += length;
        }
        raw(run, static_cast<std::size_t>(p - run));
        if (p == end) break;
        const auto byte = static_cast<unsigned char>(*p++);
        if (byte < 0x80) {
            escape(byte);
        } else {
            raw("\xEF\xBF\xBD", 3);  // U+FFFD
        }
    }
    character('"');
}

void Writer::code(const Code& code) {
    const std::string_view text = code.view();
    if (plain_run(text.data(), text.data() + text.size()) == text.size()) {
        need(text.size() + 2);
        *next_++ = '"';
        std::memcpy(next_, text.data(), text.size());
        next_ += text.size();
        *next_++ = '"';
        return;
    }
    // U+FFFD takes three bytes and could make the code too long to be read back; '?' cannot.
    std::string clean;
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
        const auto byte = static_cast<unsigned char>(*p);
        const std::size_t length = byte < 0x80 ? 1 : utf8_sequence(p, end);
        if (length == 0 || byte < 0x20) {
            clean.push_back('?');
            ++p;
        } else {
            clean.append(p, length);
            p += length;
        }
    }
    escaped_string(clean);
}

void Writer::degrees(std::int32_t value_e7) {
    auto magnitude = static_cast<std::uint32_t>(value_e7);
    if (value_e7 < 0) {
        *next_++ = '-';
        magnitude = 0u - magnitude;
    }
    next_ = std::to_chars(next_, next_ + 4, magnitude / 10'000'000).ptr;
    std::uint32_t fraction = magnitude % 10'000'000;
    *next_ = '.';
    for (int i = 7; i > 0; --i) {
        next_[i] = static_cast<char>('0' + fraction % 10);
        fraction /= 10;
    }
    next_ += 8;
}

void Writer::point(const Point& point) {
    need(48);
    std::memcpy(next_, "{\"lat\":", 7);
    next_ += 7;
    degrees(point.lat_e7);
    std::memcpy(next_, ",\"lon\":", 7);
    next_ += 7;
    degrees(point.lon_e7);
    *next_++ = '}';
}

void write_string(std::string& out, std::string_view text) {
    Writer w(out);
    w.string(text);
}

}  // namespace muster::codec
