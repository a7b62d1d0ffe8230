#include "adapters/feed/ws_codec.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>

namespace muster::feed_adapter {
namespace {

std::uint8_t byte(char c) {
    return static_cast<std::uint8_t>(c);
}

// Codes that a peer may put into a close frame (RFC 6455 section 7.4).
bool is_sendable(std::uint16_t code) {
    if (code >= 3000) return code <= 4999;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

WsEvent WsParser::fail(FeedClose code) {
    state_ = State::failed;
    error_ = static_cast<std::uint16_t>(code);
    message_ = std::string();
    return {WsEvent::Kind::error, {}, error_};
}

WsEvent WsParser::next(std::string_view& input) {
    if (message_reported_) {
        // The caller is done with it; clients speak so rarely that keeping its buffer is waste.
        message_ = std::string();
        message_reported_ = false;
    }
    while (true) {
        switch (state_) {
            case State::failed:
                return {WsEvent::Kind::error, {}, error_};
            case State::closed:
                input = {};
                return {};
            case State::header:
                if (!read_header(input)) return {};
                if (const auto wrong = check_header(); wrong != 0) {
                    return fail(static_cast<FeedClose>(wrong));
                }
                payload_have_ = 0;
                state_ = State::payload;
                if (!is_control()) {
                    in_message_ = true;
                    ++fragments_;
                }
                break;
            case State::payload:
                read_payload(input);
                if (payload_have_ < payload_size_) return {};
                header_have_ = 0;
                state_ = State::header;
                if (const WsEvent event = finish_frame(); event.kind != WsEvent::Kind::need_more) {
                    return event;
                }
                break;
        }
    }
}

bool WsParser::read_header(std::string_view& input) {
    while (true) {
        std::size_t length_bytes = 0;
        if (header_have_ >= 2) {
            const unsigned short_length = byte(header_[1]) & 0x7Fu;
            length_bytes = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
            // A client that does not mask is refused on its first two bytes.
            if ((byte(header_[1]) & 0x80u) == 0) {
                payload_size_ = 0;
                return true;
            }
        }
        const std::size_t needed = header_have_ < 2 ? 2 : 2 + length_bytes + 4;
        if (header_have_ == needed) {
            payload_size_ = length_bytes == 0 ? byte(header_[1]) & 0x7Fu : 0;
            for (std::size_t i = 0; i < length_bytes; ++i) {
                payload_size_ = payload_size_ << 8 | byte(header_[2 + i]);
            }
            return true;
        }
        if (input.empty()) return false;
        const std::size_t taken = std::min(needed - header_have_, input.size());
        std::copy_n(input.data(), taken, header_.data() + header_have_);
        header_have_ += taken;
        input.remove_prefix(taken);
    }
}

std::uint16_t WsParser::check_header() const {
    constexpr auto bad = static_cast<std::uint16_t>(FeedClose::bad_frame);
    const bool masked = (byte(header_[1]) & 0x80u) != 0;
    const bool extended = (byte(header_[0]) & 0x70u) != 0;  // no extension is ever agreed on
    if (!masked || extended) return bad;
    const unsigned short_length = byte(header_[1]) & 0x7Fu;
    // The shortest form of the length must be used, and its top bit must be 0.
    if (short_length == 126 && payload_size_ < 126) return bad;
    if (short_length == 127 && (payload_size_ <= 0xFFFF || payload_size_ >> 63 != 0)) return bad;
    switch (opcode()) {
        case WsOpcode::continuation:
            if (!in_message_) return bad;
            break;
        case WsOpcode::text:
            if (in_message_) return bad;
            break;
        case WsOpcode::binary:
            return in_message_ ? bad : static_cast<std::uint16_t>(FeedClose::bad_data);
        case WsOpcode::close:
        case WsOpcode::ping:
        case WsOpcode::pong:
            return !is_final() || payload_size_ > 125 ? bad : std::uint16_t{0};
        default:
            return bad;
    }
    if (fragments_ >= max_fragments) return bad;
    if (payload_size_ > max_message_ || message_.size() + payload_size_ > max_message_) {
        return static_cast<std::uint16_t>(FeedClose::too_big);
    }
    return 0;
}

void WsParser::read_payload(std::string_view& input) {
    const auto taken = static_cast<std::size_t>(
        std::min<std::uint64_t>(payload_size_ - payload_have_, input.size()));
    // The mask is the last four bytes of the header.
    const char* const mask = header_.data() + header_have_ - 4;
    for (std::size_t i = 0; i < taken; ++i) {
        const auto at = static_cast<std::size_t>(payload_have_) + i;
        const char plain = static_cast<char>(byte(input[i]) ^ byte(mask[at % 4]));
        if (is_control()) {
            control_[at] = plain;
        } else {
            message_.push_back(plain);
        }
    }
    payload_have_ += taken;
    input.remove_prefix(taken);
}

WsEvent WsParser::finish_frame() {
    const std::string_view control(control_.data(),
                                   is_control() ? static_cast<std::size_t>(payload_size_) : 0);
    switch (opcode()) {
        case WsOpcode::ping:
            return {WsEvent::Kind::ping, control, 0};
        case WsOpcode::pong:
            return {WsEvent::Kind::pong, control, 0};
        case WsOpcode::close:
            return finish_close();
        case WsOpcode::continuation:
        case WsOpcode::text:
        case WsOpcode::binary:
            break;
    }
    if (!is_final()) return {};
    in_message_ = false;
    fragments_ = 0;
    if (!is_utf8(message_)) return fail(FeedClose::bad_utf8);
    message_reported_ = true;
    return {WsEvent::Kind::text, message_, 0};
}

WsEvent WsParser::finish_close() {
    constexpr std::uint16_t no_code = 1005;
    const auto size = static_cast<std::size_t>(payload_size_);
    if (size == 1) return fail(FeedClose::bad_frame);
    std::uint16_t code = no_code;
    std::string_view reason;
    if (size >= 2) {
        code = static_cast<std::uint16_t>(byte(control_[0]) << 8 | byte(control_[1]));
        reason = std::string_view(control_.data() + 2, size - 2);
        if (!is_sendable(code)) return fail(FeedClose::bad_frame);
        if (!is_utf8(reason)) return fail(FeedClose::bad_utf8);
    }
    state_ = State::closed;
    return {WsEvent::Kind::close, reason, code};
}

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned lead = byte(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t more = 0;
        // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF.
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            if (lead == 0xE0) low = 0xA0;
            if (lead == 0xED) high = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            if (lead == 0xF0) low = 0x90;
            if (lead == 0xF4) high = 0x8F;
        } else {
            return false;
        }
        if (text.size() - i <= more) return false;
        for (std::size_t k = 1; k <= more; ++k) {
            const unsigned next = byte(text[i + k]);
            if (next < low || next > high) return false;
            low = 0x80;
            high = 0xBF;
        }
        i += more + 1;
    }
    return true;
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
    std::string out;
    if (!is_sendable(code)) {
        append_frame_header(out, WsOpcode::close, 0);
        return out;
    }
    reason = reason.substr(0, 123);
    append_frame_header(out, WsOpcode::close, 2 + reason.size());
    out.push_back(static_cast<char>(code >> 8));
    out.push_back(static_cast<char>(code & 0xFFu));
    out.append(reason);
    return out;
}

std::string pong_frame(std::string_view payload) {
    if (payload.size() > 125) std::abort();
    std::string out;
    append_frame_header(out, WsOpcode::pong, payload.size());
    out.append(payload);
    return out;
}

std::string accept_key(std::string_view client_key) {
    std::string text(client_key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) {
        return {};
    }
    // Base64 writes 4 characters for 3 bytes, and a zero after them.
    std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return {encoded.begin(), encoded.begin() + length};
}

}  // namespace muster::feed_adapter
