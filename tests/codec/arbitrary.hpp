// A rapidcheck generator for every described type, derived from the description that the codec
// derives its text from. Long lists and deep values are avoided: what matters is every kind of
// field, empty and full, at the ends of its range.
#pragma once

#include <rapidcheck.h>

#include <limits>

#include "engine/codec/describe.hpp"
#include "engine/codec/text.hpp"

namespace muster::codec::testing {

// Mostly plain letters, with everything that needs an escape or more than one byte among them.
inline std::uint32_t arbitrary_code_point() {
    static constexpr std::uint32_t special[] = {0,      1,      0x1F,   '"',    '\\',    '/',
                                                '\n',   0x7F,   0x80,   0x7FF,  0x800,   0x4E2D,
                                                0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};
    const auto n = *rc::gen::inRange<std::uint32_t>(0, 60);
    return n < std::size(special) ? special[n] : 'a' + n % 26;
}

inline std::string arbitrary_string() {
    std::string out;
    const auto size = *rc::gen::inRange(0, 24);
    for (int i = 0; i < size; ++i)
        append_utf8(out, arbitrary_code_point());
    return out;
}

inline Code arbitrary_code() {
    std::string out;
    const auto size = *rc::gen::inRange(0, 24);
    for (int i = 0; i < size; ++i) {
        std::string next;
        append_utf8(next, arbitrary_code_point());
        if (static_cast<unsigned char>(next[0]) < 0x20) continue;
        if (out.size() + next.size() <= Code::max_size) out += next;
    }
    return Code(out);
}

template <class I>
I arbitrary_integer() {
    using Limits = std::numeric_limits<I>;
    switch (*rc::gen::inRange(0, 5)) {
        case 0:
            return Limits::min();
        case 1:
            return Limits::max();
        case 2:
            return 0;
        default:
            return *rc::gen::arbitrary<I>();
    }
}

// Kept out of line, like same(): inlined into each other they take minutes to compile.
template <class T>
[[gnu::noinline]] T arbitrary() {
    if constexpr (std::is_same_v<T, bool>) {
        return *rc::gen::arbitrary<bool>();
    } else if constexpr (std::is_integral_v<T>) {
        return arbitrary_integer<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
        return arbitrary_string();
    } else if constexpr (std::is_same_v<T, Code>) {
        return arbitrary_code();
    } else if constexpr (AQuantity<T>) {
        T out;
        out.value = arbitrary_integer<decltype(out.value)>();
        return out;
    } else if constexpr (std::is_same_v<T, Date>) {
        return {*rc::gen::inRange(Date::first, Date::last + 1)};
    } else if constexpr (std::is_same_v<T, TimeOfDay>) {
        return {*rc::gen::inRange(0, TimeOfDay::last + 1)};
    } else if constexpr (APoint<T>) {
        return Point{*rc::gen::inRange(-900'000'000, 900'000'001),
                     *rc::gen::inRange(-1'800'000'000, 1'800'000'001)};
    } else if constexpr (APersonal<T>) {
        return arbitrary<decltype(T::value)>();
    } else if constexpr (AnEnum<T>) {
        return enum_values<T>[*rc::gen::inRange<std::size_t>(0, enum_values<T>.size())];
    } else if constexpr (AnOptional<T>) {
        return *rc::gen::arbitrary<bool>() ? T(arbitrary<typename T::value_type>()) : T();
    } else if constexpr (AVector<T>) {
        T out;
        const auto size = *rc::gen::inRange(0, 3);
        for (int i = 0; i < size; ++i)
            out.push_back(arbitrary<typename T::value_type>());
        return out;
    } else if constexpr (AnArray<T>) {
        T out;
        for (auto& item : out)
            item = arbitrary<typename T::value_type>();
        return out;
    } else {
        T out;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((out.*MemberAt<T, I>::pointer = arbitrary<FieldType<T, I>>()), ...);
        }
        (std::make_index_sequence<field_count<T>>());
        return out;
    }
}

// Field by field, so that the vocabulary needs no comparison of its own.
template <class T>
[[gnu::noinline]] bool same(const T& a, const T& b) {
    if constexpr (APersonal<T>) {
        return same(a.value, b.value);
    } else if constexpr (AnOptional<T>) {
        return a.has_value() == b.has_value() && (!a || same(*a, *b));
    } else if constexpr (AVector<T> || AnArray<T>) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!same(a[i], b[i])) return false;
        }
        return true;
    } else if constexpr (AStruct<T> && !APoint<T>) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (same(a.*MemberAt<T, I>::pointer, b.*MemberAt<T, I>::pointer) && ...);
        }
        (std::make_index_sequence<field_count<T>>());
    } else {
        return a == b;
    }
}

}  // namespace muster::codec::testing
