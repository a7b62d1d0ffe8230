// Writes any described value as JSON for a reader without the right to personal data. It walks the
// same description as the codec and acts on types, so a field added as Personal<T> is masked from
// the day it exists.
//
//   Personal<std::string>   first character and "**"; a single character leaves only "**"
//   ... named phone, caller "**" and the last two characters
//   ... named risks         left out: it tells about health
//   Personal<Point>         rounded to 0.01 degree, about 1 km
//   any other Personal<T>   left out (ability, flags)
//   MemberFlag, AbilityLevel and lists of them: left out wherever they stand, Personal or not
//
// The result has the JSON shape of the unmasked entity, minus what was left out.
#pragma once

#include <string>
#include <string_view>

#include "engine/codec/json_writer.hpp"
#include "muster/enums.hpp"
#include "muster/personal.hpp"

namespace muster::views {

[[nodiscard]] std::string masked_text(std::string_view text);
[[nodiscard]] std::string masked_phone(std::string_view phone);
[[nodiscard]] Point masked_point(Point point);

namespace detail {

using namespace codec;

template <class T>
struct Unwrapped {
    using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> : Unwrapped<T> {};
template <class T>
struct Unwrapped<std::vector<T>> : Unwrapped<T> {};

template <class T>
constexpr bool is_health() {
    using Inner = typename Unwrapped<T>::Type;
    if constexpr (APersonal<Inner>) {
        return is_health<decltype(Inner::value)>();
    } else {
        return std::is_same_v<Inner, MemberFlag> || std::is_same_v<Inner, AbilityLevel>;
    }
}

// Whether a field is left out altogether.
template <class T, std::size_t I>
constexpr bool left_out() {
    using Field = FieldType<T, I>;
    using Inner = typename Unwrapped<Field>::Type;
    if constexpr (is_health<Field>()) {
        return true;
    } else if constexpr (APersonal<Inner>) {
        using Value = decltype(Inner::value);
        if (std::is_same_v<Value, std::string>) return field_name<T, I> == "risks";
        return !APoint<Value>;
    } else {
        return false;
    }
}

enum class TextRule : std::uint8_t { initial, last_two };

template <class T>
void write_masked_value(Writer& w, const T& value, TextRule rule);

template <class T, std::size_t I>
void write_masked_field(Writer& w, const T& object, bool& first) {
    if constexpr (!left_out<T, I>()) {
        const auto& value = object.*MemberAt<T, I>::pointer;
        if constexpr (omitted_when_empty<FieldType<T, I>>()) {
            if (is_empty(value)) return;
        }
        codec::detail::write_key<T, I>(w, first);
        constexpr std::string_view name = field_name<T, I>;
        constexpr bool number = name == "phone" || name == "caller";
        write_masked_value(w, value, number ? TextRule::last_two : TextRule::initial);
    }
}

template <class T>
void write_masked_fields(Writer& w, const T& object, bool& first) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (write_masked_field<T, I>(w, object, first), ...);
    }
    (std::make_index_sequence<field_count<T>>());
}

// One alternative, with its name in "type".
template <class S>
void write_masked_tagged(Writer& w, const S& alternative) {
    bool first = false;
    w.raw(codec::detail::type_key<S>.data(), codec::detail::type_key<S>.size());
    write_masked_fields(w, alternative, first);
    w.character('}');
}
void write_masked_choice(Writer& w, const Event& event);

template <class T>
void write_masked_value(Writer& w, const T& value, TextRule rule) {
    if constexpr (APersonal<T>) {
        using Value = decltype(T::value);
        if constexpr (std::is_same_v<Value, std::string>) {
            w.string(rule == TextRule::last_two ? masked_phone(value.value)
                                                : masked_text(value.value));
        } else {
            static_assert(APoint<Value>, "say how to mask this type");
            w.point(masked_point(value.value));
        }
    } else if constexpr (AnOptional<T>) {
        if (value) {
            write_masked_value(w, *value, rule);
        } else {
            w.raw(std::string_view("null"));
        }
    } else if constexpr (AVector<T>) {
        w.character('[');
        bool first = true;
        for (const auto& item : value) {
            if (!first) w.character(',');
            first = false;
            write_masked_value(w, item, rule);
        }
        w.character(']');
    } else if constexpr (AChoice<T>) {
        write_masked_choice(w, value);
    } else if constexpr (AStruct<T>) {
        bool first = true;
        w.character('{');
        write_masked_fields(w, value, first);
        w.character('}');
    } else {
        write_value(w, value);
    }
}

}  // namespace detail

// Whether anything in a value of this type is masked or left out.
template <class T>
constexpr bool holds_personal() {
    using Inner = typename detail::Unwrapped<T>::Type;
    if constexpr (codec::APersonal<Inner> || detail::is_health<Inner>()) {
        return true;
    } else if constexpr (codec::AStruct<Inner>) {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return (holds_personal<codec::FieldType<Inner, I>>() || ...);
        }
        (std::make_index_sequence<codec::field_count<Inner>>());
    } else {
        return false;
    }
}

// Appends the value as masked JSON.
template <class T>
void write_masked_any(std::string& out, const T& value) {
    codec::Writer w(out);
    detail::write_masked_value(w, value, detail::TextRule::initial);
}

}  // namespace muster::views
