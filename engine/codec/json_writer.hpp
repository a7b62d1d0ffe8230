// Writes any described value as JSON text, straight from the struct, without a document in between.
//
// Contract: write(out, value) appends one JSON value to `out`; what it appends is always valid
// UTF-8 and always accepted by read() of the same type: a byte in a string that belongs to no valid
// UTF-8 sequence is written as U+FFFD (in a Code, like a control character, as '?'). Aborts on an
// enum value that has no name and on a date or time of day out of range, because such a value is a
// broken invariant and must not reach the log. Throws only what growing a std::string throws. Any
// thread; no state is kept.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdlib>
#include <vector>

#include "engine/codec/describe.hpp"
#include "engine/codec/text.hpp"
#include "muster/personal_span.hpp"

namespace muster::codec {

// Collects text in a small buffer on the stack, so that the many short pieces of a JSON text cost a
// comparison and a copy of known length instead of a std::string append each.
class Writer {
  public:
    // `personal`: where to note down what tells of people; null = nobody asks.
    explicit Writer(std::string& out, std::vector<PersonalSpan>* personal = nullptr)
        : out_(out), personal_(personal) {}
    ~Writer() { flush(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Inlined always: most pieces are keys, whose size is known.
    [[gnu::always_inline]] inline void raw(const char* text, std::size_t size) {
        if (size > room()) {
            flush();
            if (size > sizeof buffer_) {
                out_.append(text, size);
                return;
            }
        }
        std::memcpy(next_, text, size);
        next_ += size;
    }
    void raw(std::string_view text) { raw(text.data(), text.size()); }

    void character(char c) {
        if (room() == 0) flush();
        *next_++ = c;
    }

    template <std::integral I>
    void integer(I value) {
        need(24);
        next_ = std::to_chars(next_, next_ + 24, value).ptr;
    }

    void string(std::string_view text) {
        const char* const end = text.data() + text.size();
        if (text.size() + 2 <= sizeof buffer_ && plain_run(text.data(), end) == text.size()) {
            need(text.size() + 2);
            *next_++ = '"';
            std::memcpy(next_, text.data(), text.size());
            next_ += text.size();
            *next_++ = '"';
        } else {
            escaped_string(text);
        }
    }

    // A value that tells of a person, written by `write`. One inside another counts as part of it.
    template <class Write>
    void personal(const Write& write) {
        std::vector<PersonalSpan>* const noted = std::exchange(personal_, nullptr);
        const std::size_t begin = noted ? size() : 0;
        write();
        if (noted) noted->push_back({begin, size()});
        personal_ = noted;
    }

    void code(const Code& code);
    template <ADateOrTime T>
    void date_or_time(T value) {
        const auto text = text_of(value);
        string({text.data(), text.size()});
    }
    // Decimal degrees with seven places: exact, from the integers.
    void point(const Point& point);

  private:
    [[nodiscard]] std::size_t size() const {
        return out_.size() + static_cast<std::size_t>(next_ - buffer_);
    }
    [[nodiscard]] std::size_t room() const {
        return static_cast<std::size_t>(buffer_ + sizeof buffer_ - next_);
    }
    void need(std::size_t size) {
        if (size > room()) flush();
    }
    void flush() {
        out_.append(buffer_, static_cast<std::size_t>(next_ - buffer_));
        next_ = buffer_;
    }
    void escaped_string(std::string_view text);
    void escape(unsigned char byte);
    void degrees(std::int32_t value_e7);

    std::string& out_;
    std::vector<PersonalSpan>* personal_;
    char buffer_[1024];
    char* next_ = buffer_;
};

template <class T>
void write_value(Writer& w, const T& value);

namespace detail {

// Before the value of a field. `first` tells whether a comma is needed, before and after.
template <class T, std::size_t I>
void write_key(Writer& w, bool& first) {
    constexpr const auto& key = field_key<T, I>;
    if (first) {
        w.raw(key.data() + 1, key.size() - 1);
    } else {
        w.raw(key.data(), key.size());
    }
    first = false;
}

// Whoever reads a text without the field has what is usual, which is a list that holds something in
// some rules: an empty one is written there.
template <class T, std::size_t I>
inline const bool usually_empty = is_empty(T{}.*MemberAt<T, I>::pointer);

template <class T, std::size_t I>
bool is_left_out(const FieldType<T, I>& value) {
    if constexpr (AVector<FieldType<T, I>>) {
        return value.empty() && usually_empty<T, I>;
    } else if constexpr (omitted_when_empty<FieldType<T, I>>()) {
        return is_empty(value);
    } else {
        return false;
    }
}

template <class T, std::size_t I>
void write_field(Writer& w, const T& object, bool& first) {
    const auto& value = object.*MemberAt<T, I>::pointer;
    if (is_left_out<T, I>(value)) return;
    write_key<T, I>(w, first);
    write_value(w, value);
}

// The fields without braces. `first` tells whether a comma is needed, before and after.
template <class T>
void write_fields(Writer& w, const T& object, bool& first) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (write_field<T, I>(w, object, first), ...);
    }
    (std::make_index_sequence<field_count<T>>());
}

template <class S>
constexpr auto type_key = [] {
    constexpr std::string_view name = type_name<S>();
    std::array<char, name.size() + 10> key{'{', '"', 't', 'y', 'p', 'e', '"', ':', '"'};
    for (std::size_t i = 0; i < name.size(); ++i)
        key[i + 9] = name[i];
    key[name.size() + 9] = '"';
    return key;
}();

// Kept out of line: one function per type, however many places use it.
template <class T>
[[gnu::noinline]] void write_object(Writer& w, const T& object) {
    bool first = true;
    w.character('{');
    write_fields(w, object, first);
    w.character('}');
}

template <class S>
[[gnu::noinline]] void write_tagged(Writer& w, const S& object) {
    bool first = false;
    w.raw(type_key<S>.data(), type_key<S>.size());
    write_fields(w, object, first);
    w.character('}');
}

// With its name in "type" (choices.cpp).
void write_choice(Writer& w, const Command& command);
void write_choice(Writer& w, const Event& event);

template <class Range>
void write_list(Writer& w, const Range& items) {
    w.character('[');
    bool first = true;
    for (const auto& item : items) {
        if (!first) w.character(',');
        first = false;
        write_value(w, item);
    }
    w.character(']');
}

}  // namespace detail

template <class T>
void write_value(Writer& w, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        w.raw(value ? std::string_view("true") : std::string_view("false"));
    } else if constexpr (std::is_integral_v<T>) {
        w.integer(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        w.string(value);
    } else if constexpr (std::is_same_v<T, Code>) {
        w.code(value);
    } else if constexpr (AQuantity<T>) {
        w.integer(value.value);
    } else if constexpr (ABounded<T>) {
        w.integer(value.number());
    } else if constexpr (ADateOrTime<T>) {
        w.date_or_time(value);
    } else if constexpr (APoint<T>) {
        w.point(value);
    } else if constexpr (APersonal<T>) {
        w.personal([&] { write_value(w, value.value); });
    } else if constexpr (AnEnum<T>) {
        const std::size_t place = enum_place(value);
        if (place == enum_names<T>.size()) std::abort();
        w.character('"');
        w.raw(enum_names<T>[place]);
        w.character('"');
    } else if constexpr (AnOptional<T>) {
        if (value) {
            write_value(w, *value);
        } else {
            w.raw(std::string_view("null"));
        }
    } else if constexpr (AVector<T> || AnArray<T>) {
        detail::write_list(w, value);
    } else if constexpr (AChoice<T>) {
        detail::write_choice(w, value);
    } else {
        static_assert(AStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT or _ENUM");
        detail::write_object(w, value);
    }
}

// Appends the value as JSON.
template <class T>
void write(std::string& out, const T& value) {
    Writer w(out);
    write_value(w, value);
}

}  // namespace muster::codec
