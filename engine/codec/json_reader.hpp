// Reads any described value from JSON text (RFC 8259) in one pass, without a document in between.
//
// Contract: read(text, out, mode) fills `out` from one JSON value and returns nothing, or says what
// is wrong, where, and what would be right. A field that is missing or null keeps what `out` holds,
// so pass a default value. On an error `out` is valid but partly filled. The text needs no padding
// and no terminator; every input ends in a value or an error, in time linear in its size per level
// of nested variants. Numbers are read exactly: no floating point. Any thread; no state is kept.
//
// Fields are expected in the order of the description, the order in which the writer puts them:
// that costs one comparison of known length for each. Any other order is read through a table of
// names.
#pragma once

#include <concepts>
#include <limits>

#include "engine/codec/describe.hpp"
#include "engine/codec/text.hpp"

namespace muster::codec {

enum class Mode : std::uint8_t {
    strict,   // from outside: an unknown field is an error
    lenient,  // from our own log, perhaps of another release: an unknown field is skipped
};

struct Options {
    std::size_t max_bytes = std::size_t{1} << 20;
    std::size_t max_depth = 32;      // objects and arrays inside each other, skipped ones too
    std::size_t max_items = 65'536;  // in one array
};

// For text that this program wrote itself: log records and snapshots.
constexpr Options own_text{
    .max_bytes = std::size_t{1} << 40, .max_depth = 64, .max_items = std::size_t{1} << 32};

struct ParseError {
    std::string path;        // JSON pointer (RFC 6901) to the value, "" for the whole text
    std::string message;     // what is wrong and what would be right, in one sentence
    std::size_t offset = 0;  // bytes from the start of the text
};

// "at /slots/0/role (byte 17): ..." for logs and command lines.
[[nodiscard]] std::string to_string(const ParseError& error);

class Reader;

// What reading needs to know about a struct.
struct FieldTable {
    using ReadField = bool (*)(Reader&, void* object);
    const std::string_view* names;
    const std::string_view* keys;  // "name": as they are written
    const ReadField* readers;
    std::size_t count;
};

// The position in one text, the primitives of JSON, and the first error. The primitives return
// false after an error; a caller passes that on at once and, if it knows the name of the place,
// adds it.
class Reader {
  public:
    Reader(std::string_view text, const Options& options, Mode mode)
        : begin_(text.data()),
          p_(text.data()),
          end_(text.data() + text.size()),
          options_(options),
          mode_(mode) {}

    [[nodiscard]] bool start();   // size limit, leading white space
    [[nodiscard]] bool finish();  // nothing but white space is left
    [[nodiscard]] ParseError take_error() { return std::move(error_); }

    // Values: the cursor is at the first byte of the value.
    [[nodiscard]] char peek() const { return p_ < end_ ? *p_ : '\0'; }
    [[nodiscard]] bool null();
    [[nodiscard]] bool boolean(bool& out);
    [[nodiscard]] bool string(std::string& out);
    [[nodiscard]] bool code(Code& out);
    [[nodiscard]] bool point(Point& out);
    // Any two numbers; out of range they are nowhere.
    [[nodiscard]] bool reported_point(ReportedPoint& out);
    template <ADateOrTime T>
    [[nodiscard]] bool date_or_time(T& out) {
        const char* const start = p_;
        std::string_view text;
        if (!raw_string(text, T::form)) return false;
        const std::optional<T> value = T::from_text(text);
        if (!value) {
            p_ = start;
            return fail("expected " + std::string(T::form));
        }
        out = *value;
        return true;
    }
    [[nodiscard]] bool skip_value();
    // A string that is compared and dropped: enumerators and type names. The view lives until the
    // next call.
    [[nodiscard]] bool name(std::string_view& out, std::string_view wanted);

    template <std::integral I>
    [[nodiscard]] bool integer(I& out) {
        const bool negative = peek() == '-';
        const Whole number = whole_number(p_ + (negative ? 1 : 0));
        if (number.end == nullptr) return false;
        constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<I>::max());
        const bool fits =
            negative ? (std::is_signed_v<I> ? number.magnitude <= max + 1 : number.magnitude == 0)
                     : number.magnitude <= max;
        if (!fits) {
            return out_of_range(static_cast<std::int64_t>(std::numeric_limits<I>::min()), max);
        }
        p_ = number.end;
        space();
        out = static_cast<I>(negative ? 0 - number.magnitude : number.magnitude);
        return true;
    }

    // A whole number from low to high.
    [[nodiscard]] bool integer_within(std::int64_t& out, std::int64_t low, std::int64_t high);

    // Objects.
    enum class Step : std::uint8_t { more, end, bad };

    // From '{' to the first key.
    [[nodiscard]] Step open_object();
    // From behind a value to the next key, or behind '}'.
    [[nodiscard]] Step next_field() {
        const char c = peek();
        if (c == '}') {
            leave();
            return Step::end;
        }
        if (c != ',') return bad_step("',' or '}' behind a field");
        ++p_;
        space();
        return peek() == '"' ? Step::more : bad_step("a field name in quotes behind ','");
    }
    // Reads an object from its first key to behind its '}'. Fields in the order in which they are
    // written are the quick way; `tag_ahead` says that one key "type" is still to come and already
    // known.
    [[nodiscard]] bool fields(void* object, const FieldTable& table, bool tag_ahead);
    // Finds the value of "type" in the object whose first key is at the cursor. When it is the
    // first key the cursor moves behind its value; otherwise stays, and `ahead` is set.
    [[nodiscard]] bool find_tag(std::string_view& out, bool& ahead);

    // Arrays.
    [[nodiscard]] Step open_array();
    [[nodiscard]] Step next_item(std::size_t count);

    // Errors.
    // All return false.
    bool fail(std::string message);
    bool wrong_kind(std::string_view wanted);
    bool unknown_name(std::string_view what, std::string_view name, const std::string_view* known,
                      std::size_t count);
    bool at_field(std::string_view name);
    bool at_item(std::size_t index);

  private:
    void space() {
        if (p_ < end_ && static_cast<unsigned char>(*p_) <= ' ') skip_space();
    }
    void skip_space();
    Step bad_step(std::string_view wanted);
    // Into an object or list, and out of it: limits the depth.
    [[nodiscard]] bool enter();
    void leave() {
        ++p_;
        --depth_;
        space();
    }
    // If the text goes on with exactly this key, moves to its value.
    [[nodiscard]] bool take_key(std::string_view key) {
        if (static_cast<std::size_t>(end_ - p_) < key.size() ||
            std::memcmp(p_, key.data(), key.size()) != 0)
            return false;
        p_ += key.size();
        space();
        return true;
    }
    // Reads the rest of an object from a key on. `seen` has a bit for each field that is read.
    [[nodiscard]] bool any_order(void* object, const FieldTable& table, std::uint64_t seen,
                                 bool tag_ahead);
    [[nodiscard]] bool key(std::string_view& out);
    [[nodiscard]] bool raw_string(std::string_view& out, std::string_view wanted);
    [[nodiscard]] bool unescape(const char* from, std::string_view& out);
    [[nodiscard]] bool hex4(std::uint32_t& out);
    // Returned in registers, as the position is passed: a chain of loads and stores of p_ from
    // digit to comma to key would cost more than the parsing.
    struct Whole {
        const char* end;  // null after an error
        std::uint64_t magnitude;
    };
    [[nodiscard]] Whole whole_number(const char* digits);
    // Out of range is an error, unless there is a flag to be set instead.
    [[nodiscard]] bool degrees(std::int32_t& out, std::int32_t limit, bool* out_of_range);
    [[nodiscard]] bool point(Point& out, bool* out_of_range);
    [[nodiscard]] bool skip_number();
    bool out_of_range(std::int64_t min, std::uint64_t max);
    [[nodiscard]] std::string_view found() const;

    const char* begin_;
    const char* p_;
    const char* end_;
    const Options& options_;
    Mode mode_;
    std::size_t depth_ = 0;
    std::string scratch_;  // an unescaped string, until the next one
    ParseError error_;
};

template <class T>
[[nodiscard]] bool read_value(Reader& r, T& out);

namespace detail {

template <class T, std::size_t I>
bool read_field(Reader& r, T& object) {
    if (r.peek() == 'n') return r.null() || r.at_field(field_name<T, I>);
    return read_value(r, object.*MemberAt<T, I>::pointer) || r.at_field(field_name<T, I>);
}

template <class T>
constexpr auto field_readers = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<FieldTable::ReadField, sizeof...(I)>{
        [](Reader& r, void* object) { return read_field<T, I>(r, *static_cast<T*>(object)); }...};
}
(std::make_index_sequence<field_count<T>>());

// From the first key of an object to behind its '}'.
template <class T>
bool read_fields(Reader& r, T& object, bool tag_ahead) {
    static_assert(field_count<T> <= 64, "one bit per field");
    static constexpr FieldTable table{field_names<T>.data(), field_keys<T>.data(),
                                      field_readers<T>.data(), field_count<T>};
    return r.fields(&object, table, tag_ahead);
}

// Kept out of line: one function per type, however many places use it.
template <class T>
[[gnu::noinline]] bool read_object(Reader& r, T& object) {
    switch (r.open_object()) {
        case Reader::Step::more:
            return read_fields(r, object, false);
        case Reader::Step::end:
            return true;
        case Reader::Step::bad:
            break;
    }
    return false;
}

// By the name in "type", one of all that there are (choices.cpp).
bool read_choice(Reader& r, Command& out);
bool read_choice(Reader& r, Event& out);

template <class T>
bool read_vector(Reader& r, std::vector<T>& out) {
    using Step = Reader::Step;
    out.clear();
    Step step = r.open_array();
    while (step == Step::more) {
        if constexpr (std::is_same_v<T, bool>) {
            bool item = false;
            if (!read_value(r, item)) return r.at_item(out.size());
            out.push_back(item);
        } else {
            if (!read_value(r, out.emplace_back())) return r.at_item(out.size() - 1);
        }
        step = r.next_item(out.size());
    }
    return step == Step::end;
}

template <class T, std::size_t N>
bool read_array(Reader& r, std::array<T, N>& out) {
    using Step = Reader::Step;
    std::size_t count = 0;
    Step step = r.open_array();
    while (step == Step::more && count < N) {
        if (!read_value(r, out[count])) return r.at_item(count);
        step = r.next_item(++count);
    }
    if (step == Step::bad) return false;
    if (step == Step::more || count < N) {
        return r.fail("expected a list of exactly " + std::to_string(N) + " items");
    }
    return true;
}

template <class T>
bool read_enum(Reader& r, T& out) {
    std::string_view name;
    if (!r.name(name, "one of the known names")) return false;
    const std::size_t place = enum_table<T>.find(name);
    if (place == enum_names<T>.size()) {
        return r.unknown_name("value", name, enum_names<T>.data(), enum_names<T>.size());
    }
    out = enum_values<T>[place];
    return true;
}

}  // namespace detail

template <class T>
bool read_value(Reader& r, T& out) {
    if constexpr (std::is_same_v<T, bool>) {
        return r.boolean(out);
    } else if constexpr (std::is_integral_v<T>) {
        return r.integer(out);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return r.string(out);
    } else if constexpr (std::is_same_v<T, Code>) {
        return r.code(out);
    } else if constexpr (AQuantity<T>) {
        return r.integer(out.value);
    } else if constexpr (ABounded<T>) {
        std::int64_t number = 0;
        if (!r.integer_within(number, T::low, T::high)) return false;
        out = T::of(number);
        return true;
    } else if constexpr (ADateOrTime<T>) {
        return r.date_or_time(out);
    } else if constexpr (std::is_same_v<T, Point>) {
        return r.point(out);
    } else if constexpr (std::is_same_v<T, ReportedPoint>) {
        return r.reported_point(out);
    } else if constexpr (APersonal<T>) {
        return read_value(r, out.value);
    } else if constexpr (AnEnum<T>) {
        return detail::read_enum(r, out);
    } else if constexpr (AnOptional<T>) {
        if (r.peek() == 'n') {
            out.reset();
            return r.null();
        }
        return read_value(r, out.emplace());
    } else if constexpr (AVector<T>) {
        return detail::read_vector(r, out);
    } else if constexpr (AnArray<T>) {
        return detail::read_array(r, out);
    } else if constexpr (AChoice<T>) {
        return detail::read_choice(r, out);
    } else {
        static_assert(AStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT or _ENUM");
        return detail::read_object(r, out);
    }
}

// Reads with fixed limits. Holds nothing but them: cheap to make, free to share between threads.
class Parser {
  public:
    explicit Parser(const Options& options = {}) : options_(options) {}

    template <class T>
    [[nodiscard]] std::optional<ParseError> read(std::string_view text, T& out, Mode mode) const {
        Reader r(text, options_, mode);
        if (r.start() && read_value(r, out) && r.finish()) return std::nullopt;
        return r.take_error();
    }

  private:
    Options options_;
};

template <class T>
[[nodiscard]] std::optional<ParseError> read(std::string_view text, T& out, Mode mode) {
    return Parser().read(text, out, mode);
}

}  // namespace muster::codec
