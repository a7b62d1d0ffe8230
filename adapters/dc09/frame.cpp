#include "adapters/dc09/frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace muster::dc09 {
namespace {

constexpr std::size_t length_digits = 4;

// What a byte does to the CRC when so many more follow it: eight bytes are taken in one step, since
// one after the other each would wait for the one before.
constexpr std::size_t step = 8;
using CrcTables = std::array<std::array<std::uint16_t, 256>, step>;
constexpr CrcTables crc_tables = [] {
    CrcTables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001u : crc >> 1;
        tables[0][byte] = static_cast<std::uint16_t>(crc);
    }
    for (std::size_t more = 1; more < step; ++more) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t crc = tables[more - 1][byte];
            tables[more][byte] = static_cast<std::uint16_t>((crc >> 8) ^ tables[0][crc & 0xFFu]);
        }
    }
    return tables;
}();

std::optional<unsigned> hex_number(std::string_view text) {
    unsigned value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, 16);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

std::string hex4(unsigned value) {
    std::string text(4, '0');
    for (std::size_t i = 4; i-- > 0; value >>= 4)
        text[i] = "0123456789ABCDEF"[value & 15u];
    return text;
}

}  // namespace

std::uint16_t crc_of(std::string_view bytes, std::uint16_t before) {
    std::uint32_t crc = before;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    while (bytes.size() >= step) {
        std::uint32_t next =
            crc_tables[7][(crc ^ byte(0)) & 0xFFu] ^ crc_tables[6][((crc >> 8) ^ byte(1)) & 0xFFu];
        for (std::size_t i = 2; i < step; ++i)
            next ^= crc_tables[step - 1 - i][byte(i)];
        crc = next;
        bytes.remove_prefix(step);
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
        crc = (crc >> 8) ^ crc_tables[0][(crc ^ byte(i)) & 0xFFu];
    return static_cast<std::uint16_t>(crc);
}

void FrameReader::feed(std::string_view bytes) {
    waiting_.append(bytes);
    while (!waiting_.empty()) {
        std::optional<Frame> frame;
        const std::size_t used = take(frame);
        if (frame) ready_.push_back(std::move(*frame));
        if (used == 0) return;
        waiting_.erase(0, used);
    }
}

std::size_t FrameReader::take(std::optional<Frame>& frame) {
    if (waiting_.front() != '\n') {
        const std::size_t next = std::min(waiting_.find('\n'), waiting_.size());
        for (std::size_t i = 0; i < next; ++i) {
            const char c = waiting_[i];
            left_out_ += c != '\0' && c != '\r' ? 1 : 0;
        }
        return next;
    }
    const std::size_t crc_bytes = quirks_.crc_is_raw ? 2 : 4;
    const std::size_t head = 1 + crc_bytes + length_digits;
    const auto no_frame = [&] {
        ++left_out_;
        return std::size_t{1};
    };
    // Another line feed, or what cannot become a head, is no reason to wait.
    if (waiting_.size() >= 2 && waiting_[1] == '\n' && !quirks_.crc_is_raw) return 1;
    if (waiting_.size() < head) return 0;
    const auto length = hex_number(std::string_view(waiting_).substr(1 + crc_bytes, length_digits));
    if (!length || *length > max_body_bytes) return no_frame();
    if (waiting_.size() > head && waiting_[head] != '"') return no_frame();
    if (waiting_.size() < head + *length + 1) return 0;
    if (waiting_[head + *length] != '\r') return no_frame();
    Frame made;
    made.body = waiting_.substr(head, *length);
    std::optional<unsigned> told;
    if (quirks_.crc_is_raw) {
        told = static_cast<unsigned>(static_cast<unsigned char>(waiting_[1])) << 8 |
               static_cast<unsigned char>(waiting_[2]);
    } else {
        told = hex_number(std::string_view(waiting_).substr(1, crc_bytes));
    }
    const std::uint16_t crc = crc_of(made.body);
    const bool plain = told && *told == crc;
    made.good_with_cr = told && *told == crc_of("\r", crc);
    made.good = quirks_.crc_with_cr ? made.good_with_cr : plain;
    frame = std::move(made);
    heard_any_ = true;
    return head + *length + 1;
}

std::optional<Frame> FrameReader::next() {
    if (taken_ == ready_.size()) {
        ready_.clear();
        taken_ = 0;
        return std::nullopt;
    }
    return std::move(ready_[taken_++]);
}

std::string write_frame(std::string_view body) {
    std::string out;
    out.reserve(1 + 4 + length_digits + body.size() + 1);
    out += '\n';
    out += hex4(crc_of(body));
    out += hex4(static_cast<unsigned>(body.size()));
    out.append(body);
    return out += '\r';
}

}  // namespace muster::dc09
