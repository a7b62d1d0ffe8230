// The compact form of a described value: as json_writer.hpp writes it, but in each object without
// the numbers that are 0 and the words that are false, unless the struct has another default there.
// Whoever reads the text takes what is missing as 0 or false; read() takes it so by itself.
#pragma once

#include "engine/codec/json_writer.hpp"

namespace muster::codec {

namespace detail {

template <class T>
constexpr bool is_number_or_flag() {
    return std::is_integral_v<T> || AQuantity<T> || ABounded<T>;
}

template <class T>
bool is_zero(const T& value) {
    if constexpr (AQuantity<T>) {
        return value.value == 0;
    } else if constexpr (ABounded<T>) {
        return value.number() == 0;
    } else {
        return value == T{};
    }
}

// As usually_empty, of numbers and flags.
template <class T, std::size_t I>
inline const bool usually_zero = is_zero(T{}.*MemberAt<T, I>::pointer);

template <class T>
void write_compact_value(Writer& w, const T& value);

template <class T, std::size_t I>
void write_compact_field(Writer& w, const T& object, bool& first) {
    const auto& value = object.*MemberAt<T, I>::pointer;
    if (is_left_out<T, I>(value)) return;
    if constexpr (is_number_or_flag<FieldType<T, I>>()) {
        if (is_zero(value) && usually_zero<T, I>) return;
    }
    write_key<T, I>(w, first);
    write_compact_value(w, value);
}

template <class T>
void write_compact_fields(Writer& w, const T& object) {
    bool first = true;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (write_compact_field<T, I>(w, object, first), ...);
    }
    (std::make_index_sequence<field_count<T>>());
}

template <class T>
void write_compact_value(Writer& w, const T& value) {
    if constexpr (APersonal<T>) {
        write_compact_value(w, value.value);
    } else if constexpr (AnOptional<T>) {
        if (value) {
            write_compact_value(w, *value);
        } else {
            w.raw(std::string_view("null"));
        }
    } else if constexpr (AVector<T> || AnArray<T>) {
        w.character('[');
        bool first = true;
        for (const auto& item : value) {
            if (!first) w.character(',');
            first = false;
            write_compact_value(w, item);
        }
        w.character(']');
    } else if constexpr (AStruct<T> && !APoint<T> && !AQuantity<T> && !ADateOrTime<T> &&
                         !std::is_same_v<T, Code> && !AChoice<T> && !ABounded<T>) {
        w.character('{');
        write_compact_fields(w, value);
        w.character('}');
    } else {
        write_value(w, value);
    }
}

}  // namespace detail

// Appends the value in its compact form.
template <class T>
void write_compact(std::string& out, const T& value) {
    Writer w(out);
    detail::write_compact_value(w, value);
}

}  // namespace muster::codec
