// What the makers of filters have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/codec/describe.hpp"
#include "engine/views/filters.hpp"

namespace muster::views {

// The value as a number, a code, a day or an enumerator; else nothing, and the error says what is
// wrong.
[[nodiscard]] std::optional<std::uint64_t> number(const Wanted& wanted);
[[nodiscard]] std::optional<Code> code(const Wanted& wanted);
[[nodiscard]] std::optional<Date> day(const Wanted& wanted);
// The first day of a month, such as "2026-01".
[[nodiscard]] std::optional<Date> month_of(const Wanted& wanted);
// Says that the value is not one of these.
void refuse_name(const Wanted& wanted, std::span<const std::string_view> names);

template <class E>
[[nodiscard]] std::optional<E> enum_value(const Wanted& wanted) {
    const std::size_t place = codec::enum_table<E>.find(wanted.value);
    if (place < enum_names<E>.size()) return enum_values<E>[place];
    refuse_name(wanted, enum_names<E>);
    return std::nullopt;
}

// Of whom `member` of the entity leads to, by whatever id he is asked for.
template <AnEntity T>
[[nodiscard]] Test of_member(const Wanted& wanted);

// Makes the test of one kind of entity out of a predicate over it.
template <AnEntity T, class Predicate>
[[nodiscard]] Test test_of(const Wanted& wanted, Predicate predicate) {
    return [&board = wanted.board, predicate = std::move(predicate)](std::uint64_t id) {
        const T* found = board.store<T>().get({id});
        return found && predicate(*found);
    };
}

// What a pointer to a field says: whose it is, and of which type, without Personal.
template <class Pointer>
struct FieldOf;
template <class T, class Value>
struct FieldOf<Value T::*> {
    using Entity = T;
    using Type = Value;
};
template <class T, class Value>
struct FieldOf<Personal<Value> T::*> {
    using Entity = T;
    using Type = Value;
};

// The field has the value that is asked for: a Code, an enumerator or an id.
template <auto field>
[[nodiscard]] Test by(const Wanted& w) {
    using Entity = typename FieldOf<decltype(field)>::Entity;
    using Type = typename FieldOf<decltype(field)>::Type;
    const auto value = [&] {
        if constexpr (codec::AnEnum<Type>) {
            return enum_value<Type>(w);
        } else if constexpr (std::is_same_v<Type, Code>) {
            return code(w);
        } else {
            const auto id = number(w);
            return id ? std::optional(Type{*id}) : std::nullopt;
        }
    }();
    if (!value) return {};
    return test_of<Entity>(w, [v = *value](const Entity& one) { return one.*field == v; });
}

template <AnEntity T>
Test of_member(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<T>(w, [&board = w.board, v = w.board.root({*value})](const T& entity) {
        return board.root(entity.member) == v;
    });
}

}  // namespace muster::views
