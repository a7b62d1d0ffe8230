// Literals, numbers, points and strings.
#include <algorithm>

#include "engine/codec/json_reader.hpp"

namespace muster::codec {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Value of eight ASCII digits at p. Daniel Lemire, "Quickly parsing eight digits" (2018).
std::uint64_t eight_digits(std::uint64_t word) {
    word -= 0x3030303030303030ull;
    word = word * 10 + (word >> 8);
    return (((word & 0x000000FF000000FFull) * 0x000F424000000064ull) +
            (((word >> 16) & 0x000000FF000000FFull) * 0x0000271000000001ull)) >>
           32;
}

bool are_eight_digits(std::uint64_t word) {
    return ((word & 0xF0F0F0F0F0F0F0F0ull) |
            (((word + 0x0606060606060606ull) & 0xF0F0F0F0F0F0F0F0ull) >> 4)) ==
           0x3333333333333333ull;
}

}  // namespace

bool Reader::null() {
    if (end_ - p_ < 4 || std::memcmp(p_, "null", 4) != 0) return fail("expected null");
    p_ += 4;
    space();
    return true;
}

bool Reader::boolean(bool& out) {
    if (end_ - p_ >= 4 && std::memcmp(p_, "true", 4) == 0) {
        out = true;
        p_ += 4;
    } else if (end_ - p_ >= 5 && std::memcmp(p_, "false", 5) == 0) {
        out = false;
        p_ += 5;
    } else {
        return wrong_kind("true or false");
    }
    space();
    return true;
}

Reader::Whole Reader::whole_number(const char* digits) {
    const char* p = digits;
    const char* const end = end_;
    std::uint64_t value = 0;
    if (end - p >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        if (are_eight_digits(word)) {
            value = eight_digits(word);
            p += 8;
        }
    }
    bool overflow = false;
    while (p < end && is_digit(*p)) {
        const auto digit = static_cast<std::uint64_t>(*p - '0');
        if (p - digits >= 19) {
            constexpr auto max = std::numeric_limits<std::uint64_t>::max();
            overflow = overflow || value > max / 10 || value * 10 > max - digit;
        }
        value = value * 10 + digit;
        ++p;
    }
    const auto refuse = [&](const char* message) {
        fail(message);
        return Whole{nullptr, 0};
    };
    if (p == digits) {
        wrong_kind("a whole number");
        return {nullptr, 0};
    }
    if (*digits == '0' && p - digits > 1) return refuse("a number may not start with a zero");
    if (p < end && (*p == '.' || *p == 'e' || *p == 'E')) {
        return refuse("expected a whole number, without fraction or exponent");
    }
    if (overflow) return refuse("number out of range: more than 64 bits");
    return {p, value};
}

// Any decimal number, rounded to the nearest 1e-7 (halves away from zero), by integers only.
bool Reader::degrees(std::int32_t& out, std::int32_t limit, bool* out_of_range) {
    const char* const start = p_;
    if (peek() != '-' && !is_digit(peek())) return wrong_kind("a number of degrees");
    if (!skip_number()) return false;
    const char* p = start;
    const char* number_end = p_;
    const bool negative = *p == '-';
    if (negative) ++p;
    // The value is `digits` * 10^exponent. Digits beyond the 17th cannot change the rounded result
    // of a number in range except at an exact half, which `digits` then already exceeds or not.
    std::uint64_t digits = 0;
    int kept = 0;
    std::int64_t exponent = 0;
    bool fraction = false;
    for (; p < number_end && (is_digit(*p) || *p == '.'); ++p) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        if (kept < 18) {
            digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
            if (digits != 0) ++kept;
            if (fraction) --exponent;
        } else if (!fraction) {
            ++exponent;
        }
    }
    if (p < number_end && (*p == 'e' || *p == 'E')) {
        ++p;
        const bool down = p < number_end && *p == '-';
        if (p < number_end && (*p == '-' || *p == '+')) ++p;
        std::int64_t power = 0;
        for (; p < number_end && is_digit(*p); ++p) {
            power = std::min<std::int64_t>(power * 10 + (*p - '0'), 1'000'000'000);
        }
        exponent += down ? -power : power;
    }
    exponent += 7;
    const auto too_far = [&] {
        if (out_of_range != nullptr) {
            *out_of_range = true;
            space();
            return true;
        }
        p_ = start;
        const std::string bound = std::to_string(limit / 10'000'000);
        return fail("number out of range -" + bound + " to " + bound + " degrees");
    };
    const auto most = static_cast<std::uint64_t>(limit);
    while (exponent > 0 && digits != 0) {
        digits *= 10;
        --exponent;
        if (digits > most) return too_far();
    }
    std::uint64_t last = 0;  // the digit that decides the rounding
    while (exponent < 0 && (digits != 0 || last != 0)) {
        last = digits % 10;
        digits /= 10;
        ++exponent;
    }
    if (last >= 5) ++digits;
    if (digits > most) return too_far();
    const auto value = static_cast<std::int32_t>(digits);
    out = negative ? -value : value;
    space();
    return true;
}

bool Reader::skip_number() {
    const auto digits = [&] {
        const char* const start = p_;
        while (p_ < end_ && is_digit(*p_))
            ++p_;
        return p_ > start;
    };
    if (peek() == '-') ++p_;
    const char* const whole = p_;
    if (!digits()) return fail("expected a digit");
    if (*whole == '0' && p_ - whole > 1) return fail("a number may not start with a zero");
    if (peek() == '.') {
        ++p_;
        if (!digits()) return fail("expected a digit behind the point");
    }
    if (peek() == 'e' || peek() == 'E') {
        ++p_;
        if (peek() == '+' || peek() == '-') ++p_;
        if (!digits()) return fail("expected a digit in the exponent");
    }
    return true;
}

bool Reader::point(Point& out) {
    return point(out, nullptr);
}

bool Reader::reported_point(ReportedPoint& out) {
    bool out_of_range = false;
    if (!point(out, &out_of_range)) return false;
    if (out_of_range) out = {};
    return true;
}

bool Reader::point(Point& out, bool* out_of_range) {
    constexpr std::string_view names[] = {"lat", "lon"};
    bool seen[] = {false, false};
    Step step = open_object();
    while (step == Step::more) {
        std::string_view field;
        if (!key(field)) return false;
        const std::size_t which = field == "lat" ? 0 : field == "lon" ? 1 : 2;
        if (which == 2) {
            if (mode_ == Mode::strict) {
                const std::string name(field);
                unknown_name("field", name, names, 2);
                return at_field(name);
            }
            if (!skip_value()) return false;
        } else {
            if (seen[which]) {
                fail("the field is given twice");
                return at_field(names[which]);
            }
            seen[which] = true;
            // A device that has no fix yet says so with null.
            if (out_of_range != nullptr && peek() == 'n') {
                *out_of_range = true;
                if (!null()) return at_field(names[which]);
            } else if (which == 0 ? !degrees(out.lat_e7, 900'000'000, out_of_range)
                                  : !degrees(out.lon_e7, 1'800'000'000, out_of_range)) {
                return at_field(names[which]);
            }
        }
        step = next_field();
    }
    if (step == Step::bad) return false;
    // Half a point is not a place: here a default would move somebody to the equator.
    if (!seen[0] || !seen[1]) {
        if (out_of_range == nullptr) return fail("a point needs both \"lat\" and \"lon\"");
        *out_of_range = true;
    }
    space();
    return true;
}

bool Reader::raw_string(std::string_view& out, std::string_view wanted) {
    if (p_ >= end_ || *p_ != '"') return wrong_kind(wanted);
    const char* const from = ++p_;
    while (true) {
        p_ += plain_run(p_, end_);
        if (p_ >= end_) return fail("the string has no closing quote");
        const auto byte = static_cast<unsigned char>(*p_);
        if (byte == '"') break;
        if (byte == '\\') return unescape(from, out);
        if (byte < 0x20) return fail("control character in a string; write it as \\u00XX");
        const std::size_t length = utf8_sequence(p_, end_);
        if (length == 0) return fail("the string is not valid UTF-8");
        p_ += length;
    }
    out = {from, static_cast<std::size_t>(p_ - from)};
    ++p_;
    space();
    return true;
}

bool Reader::hex4(std::uint32_t& out) {
    if (end_ - p_ < 4) return fail("expected four hexadecimal digits behind \\u");
    out = 0;
    for (int i = 0; i < 4; ++i, ++p_) {
        const char c = *p_;
        std::uint32_t digit = 0;
        if (is_digit(c)) {
            digit = static_cast<std::uint32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<std::uint32_t>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<std::uint32_t>(c - 'A') + 10;
        } else {
            return fail("expected four hexadecimal digits behind \\u");
        }
        out = out * 16 + digit;
    }
    return true;
}

// The rest of a string whose first backslash is at the cursor.
bool Reader::unescape(const char* from, std::string_view& out) {
    scratch_.assign(from, static_cast<std::size_t>(p_ - from));
    while (true) {
        const char* const run = p_;
        p_ += plain_run(p_, end_);
        scratch_.append(run, static_cast<std::size_t>(p_ - run));
        if (p_ >= end_) return fail("the string has no closing quote");
        const auto byte = static_cast<unsigned char>(*p_);
        if (byte == '"') break;
        if (byte < 0x20) return fail("control character in a string; write it as \\u00XX");
        if (byte >= 0x80) {
            const std::size_t length = utf8_sequence(p_, end_);
            if (length == 0) return fail("the string is not valid UTF-8");
            scratch_.append(p_, length);
            p_ += length;
            continue;
        }
        ++p_;  // the backslash
        const char c = peek();
        switch (c) {
            case '"':
            case '\\':
            case '/':
                scratch_.push_back(c);
                break;
            case 'b':
                scratch_.push_back('\b');
                break;
            case 'f':
                scratch_.push_back('\f');
                break;
            case 'n':
                scratch_.push_back('\n');
                break;
            case 'r':
                scratch_.push_back('\r');
                break;
            case 't':
                scratch_.push_back('\t');
                break;
            case 'u': {
                ++p_;
                std::uint32_t unit = 0;
                if (!hex4(unit)) return false;
                if (unit >= 0xD800 && unit < 0xE000) {
                    std::uint32_t low = 0;
                    if (unit >= 0xDC00 || end_ - p_ < 2 || p_[0] != '\\' || p_[1] != 'u') {
                        return fail("half of a surrogate pair in a string");
                    }
                    p_ += 2;
                    if (!hex4(low)) return false;
                    if (low < 0xDC00 || low >= 0xE000) {
                        return fail("half of a surrogate pair in a string");
                    }
                    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                }
                append_utf8(scratch_, unit);
                continue;
            }
            default:
                return fail("unknown escape in a string");
        }
        ++p_;
    }
    out = scratch_;
    ++p_;
    space();
    return true;
}

bool Reader::string(std::string& out) {
    std::string_view text;
    if (!raw_string(text, "a string")) return false;
    out.assign(text.data(), text.size());
    return true;
}

bool Reader::code(Code& out) {
    const char* const start = p_;
    std::string_view text;
    if (!raw_string(text, "a string")) return false;
    const auto refuse = [&](std::string message) {
        p_ = start;
        return fail(std::move(message));
    };
    if (text.size() > Code::max_size) {
        return refuse("the code is longer than " + std::to_string(Code::max_size) + " bytes");
    }
    if (text.data() == scratch_.data()) {
        for (const char c : text) {
            if (static_cast<unsigned char>(c) < 0x20) return refuse("control character in a code");
        }
    }
    out = Code(text);
    return true;
}

bool Reader::name(std::string_view& out, std::string_view wanted) {
    return raw_string(out, wanted);
}

}  // namespace muster::codec
