#include "adapters/http/body_reader.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace {

// What a size itself may take: the digits of 64 bits.
constexpr std::size_t size_digits = 16;
constexpr std::size_t reserved_at_once = 64 * 1024;
// A larger body gives its memory back: a connection may live for hours and send one such body.
constexpr std::size_t kept_capacity = 16 * 1024;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_text(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

}  // namespace

void BodyReader::start(const BodyLimits& limits, bool keep) {
    limits_ = limits;
    keep_ = keep;
    fault_ = {};
    left_ = taken_ = 0;
    line_ = trailers_ = framing_ = 0;
    clear();
}

void BodyReader::begin(std::uint64_t length, const BodyLimits& limits, bool keep) {
    start(limits, keep);
    left_ = length;
    at_ = length == 0 ? At::end : At::data;
    // The sender's word for a length is not worth more than this.
    if (keep)
        body_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(length, reserved_at_once)));
}

void BodyReader::begin_chunked(const BodyLimits& limits, bool keep) {
    start(limits, keep);
    at_ = At::size_begin;
}

void BodyReader::clear() {
    if (body_.capacity() > kept_capacity) {
        body_ = std::string();
    } else {
        body_.clear();
    }
}

BodyState BodyReader::take(std::string_view& bytes) {
    if (at_ == At::data && left_ > limits_.body_bytes) return BodyState::too_large;
    while (at_ != At::end) {
        if (bytes.empty()) return BodyState::more;
        if (at_ == At::data || at_ == At::chunk_data) {
            take_data(bytes);
            continue;
        }
        const BodyState state = take_framing(bytes.front());
        if (state != BodyState::more) return state;
        bytes.remove_prefix(1);
    }
    return BodyState::whole;
}

void BodyReader::take_data(std::string_view& bytes) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    if (keep_) body_.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    left_ -= size;
    taken_ += size;
    if (left_ == 0) at_ = at_ == At::data ? At::end : At::data_cr;
}

BodyState BodyReader::wrong(std::string_view why) {
    fault_ = why;
    return BodyState::malformed;
}

BodyState BodyReader::take_framing(char c) {
    switch (at_) {
        case At::size_begin:
        case At::size:
        case At::blank:
        case At::extension:
        case At::line_end:
            return take_line(c);
        case At::data_cr:
            if (c != '\r') return wrong("a chunk is longer than its size says");
            at_ = At::data_lf;
            return BodyState::more;
        case At::data_lf:
            if (c != '\n') return wrong("a chunk does not end with CR LF");
            at_ = At::size_begin;
            return BodyState::more;
        case At::trailer_begin:
        case At::trailer_name:
        case At::trailer_value:
        case At::trailer_lf:
        case At::last_lf:
            return take_trailer(c);
        case At::data:
        case At::chunk_data:
        case At::end:
            break;
    }
    return BodyState::more;
}

BodyState BodyReader::take_line(char c) {
    if (at_ == At::line_end) {
        if (c != '\n') return wrong("the line of a chunk does not end with CR LF");
        line_ = 0;
        at_ = left_ == 0 ? At::trailer_begin : At::chunk_data;
        return BodyState::more;
    }
    if (c == '\r' && at_ != At::size_begin && at_ != At::blank) {
        at_ = At::line_end;
        return BodyState::more;
    }
    if (++line_ > limits_.chunk_line_bytes) return BodyState::chunk_line_too_long;
    if (line_ > size_digits && ++framing_ > limits_.framing_bytes) {
        return BodyState::framing_too_long;
    }
    if (at_ == At::extension) {
        return is_text(c) ? BodyState::more : wrong("a chunk extension holds a control character");
    }
    if (at_ != At::blank) {
        if (const int digit = codec::hex_digit(c); digit >= 0) {
            // Never overflows: it ends at the limit of the body.
            left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
            if (left_ > limits_.body_bytes - std::min<std::uint64_t>(taken_, limits_.body_bytes)) {
                return BodyState::too_large;
            }
            at_ = At::size;
            return BodyState::more;
        }
        if (at_ == At::size_begin) return wrong("the size of a chunk is no hexadecimal number");
    }
    if (c == ';') {
        at_ = At::extension;
    } else if (is_blank(c)) {
        at_ = At::blank;
    } else {
        return wrong("behind the size of a chunk stands what is no extension");
    }
    return BodyState::more;
}

BodyState BodyReader::take_trailer(char c) {
    if (++trailers_ > limits_.trailer_bytes) return BodyState::trailers_too_long;
    if (++framing_ > limits_.framing_bytes) return BodyState::framing_too_long;
    switch (at_) {
        case At::trailer_begin:
            if (c == '\r') {
                at_ = At::last_lf;
                return BodyState::more;
            }
            [[fallthrough]];
        case At::trailer_name:
            if (c == ':' && at_ == At::trailer_name) {
                at_ = At::trailer_value;
            } else if (codec::is_token_char(c)) {
                at_ = At::trailer_name;
            } else {
                return wrong("the last chunk is followed by what is no trailer");
            }
            return BodyState::more;
        case At::trailer_value:
            if (c == '\r') {
                at_ = At::trailer_lf;
                return BodyState::more;
            }
            return is_text(c) ? BodyState::more
                              : wrong("a trailer behind the chunks holds a control character");
        case At::trailer_lf:
        case At::last_lf:
            if (c != '\n') return wrong("a trailer behind the chunks does not end with CR LF");
            at_ = at_ == At::last_lf ? At::end : At::trailer_begin;
            return BodyState::more;
        case At::data:
        case At::size_begin:
        case At::size:
        case At::blank:
        case At::extension:
        case At::line_end:
        case At::chunk_data:
        case At::data_cr:
        case At::data_lf:
        case At::end:
            break;
    }
    return BodyState::more;
}

}  // namespace muster::http
