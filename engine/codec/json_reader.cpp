// Errors, objects and lists.
#include "engine/codec/json_reader.hpp"

#include <algorithm>

namespace muster::codec {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Names that come from the text are quoted in messages, cut short, with unprintable bytes replaced.
std::string quoted(std::string_view name) {
    constexpr std::size_t longest = 40;
    std::string out = "\"";
    for (const char c : name.substr(0, longest)) {
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    }
    if (name.size() > longest) {
        // The cut may have hit the middle of a sequence.
        while (!is_valid_utf8(out))
            out.pop_back();
        out += "...";
    }
    return out + '"';
}

// Levenshtein distance, in bytes, without regard to case.
std::size_t distance(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0u : 1u);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row[b.size()];
}

// "; did you mean ..." when a known name is close, else the list of known names.
std::string suggestion(std::string_view name, const std::string_view* known, std::size_t count) {
    constexpr std::size_t longest = 64;  // bounds the work that a hostile name can cause
    if (name.size() <= longest) {
        std::size_t best = std::max<std::size_t>(1, name.size() / 3) + 1;
        std::string_view nearest;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t d = distance(name, known[i]);
            if (d < best) {
                best = d;
                nearest = known[i];
            }
        }
        // A name that was split in two before, or is now one of a struct: secret_env, secret.
        for (std::size_t i = 0; i < count && nearest.empty(); ++i) {
            if (name.starts_with(std::string(known[i]) + "_")) nearest = known[i];
        }
        if (!nearest.empty()) return "; did you mean \"" + std::string(nearest) + "\"?";
    }
    if (count == 0) return "; no name is known here";
    std::string out = "; known: ";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out += ", ";
        out += known[i];
    }
    return out;
}

}  // namespace

std::string to_string(const ParseError& error) {
    return "at " + (error.path.empty() ? std::string("the top") : error.path) + " (byte " +
           std::to_string(error.offset) + "): " + error.message;
}

bool Reader::fail(std::string message) {
    error_.message = std::move(message);
    error_.offset = static_cast<std::size_t>(p_ - begin_);
    return false;
}

std::string_view Reader::found() const {
    if (p_ >= end_) return "the end of the text";
    switch (*p_) {
        case '{':
            return "an object";
        case '[':
            return "a list";
        case '"':
            return "a string";
        case 't':
        case 'f':
            return "true or false";
        case 'n':
            return "null";
        case '}':
            return "'}'";
        case ']':
            return "']'";
        case ',':
            return "','";
        case ':':
            return "':'";
        default:
            break;
    }
    return is_digit(*p_) || *p_ == '-' ? "a number" : "a byte that starts no JSON value";
}

bool Reader::wrong_kind(std::string_view wanted) {
    return fail("expected " + std::string(wanted) + ", found " + std::string(found()));
}

bool Reader::unknown_name(std::string_view what, std::string_view name,
                          const std::string_view* known, std::size_t count) {
    return fail("unknown " + std::string(what) + " " + quoted(name) +
                suggestion(name, known, count));
}

bool Reader::out_of_range(std::int64_t min, std::uint64_t max) {
    return fail("number out of range " + std::to_string(min) + " to " + std::to_string(max));
}

bool Reader::integer_within(std::int64_t& out, std::int64_t low, std::int64_t high) {
    const char* const start = p_;
    if (!integer(out)) return false;
    if (out >= low && out <= high) return true;
    p_ = start;
    return fail(outside(out, low, high));
}

bool Reader::at_field(std::string_view name) {
    std::string segment = "/";
    for (const char c : name) {
        if (c == '~') {
            segment += "~0";
        } else if (c == '/') {
            segment += "~1";
        } else {
            segment += c;
        }
    }
    error_.path.insert(0, segment);
    return false;
}

bool Reader::at_item(std::size_t index) {
    error_.path.insert(0, std::to_string(index)).insert(0, 1, '/');
    return false;
}

void Reader::skip_space() {
    while (p_ < end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t'))
        ++p_;
}

bool Reader::start() {
    if (static_cast<std::size_t>(end_ - p_) > options_.max_bytes) {
        return fail("the text is longer than " + std::to_string(options_.max_bytes) + " bytes");
    }
    skip_space();
    return true;
}

bool Reader::finish() {
    skip_space();
    return p_ == end_ || fail("expected the end of the text behind the value");
}

bool Reader::enter() {
    if (++depth_ > options_.max_depth) {
        return fail("nested deeper than " + std::to_string(options_.max_depth) + " levels");
    }
    ++p_;
    skip_space();
    return true;
}

Reader::Step Reader::open_object() {
    if (peek() != '{') return bad_step("an object");
    if (!enter()) return Step::bad;
    if (peek() == '"') return Step::more;
    if (peek() != '}') return bad_step("a field name in quotes or '}'");
    leave();
    return Step::end;
}

Reader::Step Reader::bad_step(std::string_view wanted) {
    wrong_kind(wanted);
    return Step::bad;
}

bool Reader::key(std::string_view& out) {
    if (!raw_string(out, "a field name in quotes")) return false;
    if (peek() != ':') return wrong_kind("':' behind a field name");
    ++p_;
    space();
    return true;
}

bool Reader::fields(void* object, const FieldTable& table, bool tag_ahead) {
    std::uint64_t seen = 0;
    for (std::size_t place = 0; place < table.count; ++place) {
        if (!take_key(table.keys[place])) continue;
        seen |= std::uint64_t{1} << place;
        if (!table.readers[place](*this, object)) return false;
        const Step step = next_field();
        if (step != Step::more) return step == Step::end;
    }
    return any_order(object, table, seen, tag_ahead);
}

bool Reader::any_order(void* object, const FieldTable& table, std::uint64_t seen, bool tag_ahead) {
    Step step = Step::more;
    while (step == Step::more) {
        const char* const start = p_;
        std::string_view field;
        if (!key(field)) return false;
        std::size_t place = 0;
        while (place < table.count && table.names[place] != field)
            ++place;
        if (place < table.count) {
            const std::uint64_t bit = std::uint64_t{1} << place;
            if ((seen & bit) != 0) {
                p_ = start;
                fail("the field is given twice");
                return at_field(table.names[place]);
            }
            seen |= bit;
            if (!table.readers[place](*this, object)) return false;
        } else {
            const bool is_tag = tag_ahead && field == "type";
            if (is_tag) tag_ahead = false;
            if (!is_tag && mode_ == Mode::strict) {
                const std::string name(field);
                p_ = start;
                unknown_name("field", name, table.names, table.count);
                return at_field(name);
            }
            if (!skip_value()) return false;
        }
        step = next_field();
    }
    return step == Step::end;
}

bool Reader::find_tag(std::string_view& out, bool& ahead) {
    constexpr std::string_view wanted = "the name of a type";
    ahead = !take_key("\"type\":");
    if (!ahead) return raw_string(out, wanted) || at_field("type");
    const char* const start = p_;
    const std::size_t depth = depth_;
    Step step = Step::more;
    while (step == Step::more) {
        std::string_view field;
        if (!key(field)) return false;
        if (field == "type") {
            if (!raw_string(out, wanted)) return at_field("type");
            p_ = start;
            depth_ = depth;
            return true;
        }
        if (!skip_value()) return false;
        step = next_field();
    }
    return step == Step::end && fail("\"type\" is missing");
}

Reader::Step Reader::open_array() {
    if (peek() != '[') return bad_step("a list");
    if (!enter()) return Step::bad;
    if (peek() != ']') return Step::more;
    leave();
    return Step::end;
}

Reader::Step Reader::next_item(std::size_t count) {
    if (peek() == ']') {
        leave();
        return Step::end;
    }
    if (peek() != ',') return bad_step("',' or ']' behind an item");
    if (count >= options_.max_items) {
        fail("more than " + std::to_string(options_.max_items) + " items in one list");
        return Step::bad;
    }
    ++p_;
    space();
    return Step::more;
}

bool Reader::skip_value() {
    Step step = Step::more;
    switch (peek()) {
        case '{':
            for (step = open_object(); step == Step::more; step = next_field()) {
                std::string_view field;
                if (!key(field) || !skip_value()) return false;
            }
            return step == Step::end;
        case '[': {
            std::size_t count = 0;
            for (step = open_array(); step == Step::more; step = next_item(++count)) {
                if (!skip_value()) return false;
            }
            return step == Step::end;
        }
        case '"': {
            std::string_view text;
            return raw_string(text, "a string");
        }
        case 't':
        case 'f': {
            bool value = false;
            return boolean(value);
        }
        case 'n':
            return null();
        default:
            break;
    }
    if (peek() != '-' && !is_digit(peek())) return wrong_kind("a value");
    if (!skip_number()) return false;
    space();
    return true;
}

}  // namespace muster::codec
