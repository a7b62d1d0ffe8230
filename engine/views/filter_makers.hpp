// What the makers of filters have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/codec/describe.hpp"
#include "engine/views/filters.hpp"

namespace muster::views {

// The value as a number, a code or an enumerator; else nothing, and the error says what is wrong.
[[nodiscard]] std::optional<std::uint64_t> number(const Wanted& wanted);
[[nodiscard]] std::optional<Code> code(const Wanted& wanted);
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

template <AnEntity T>
Test of_member(const Wanted& w) {
    const auto value = number(w);
    if (!value) return {};
    return test_of<T>(w, [&board = w.board, v = w.board.root({*value})](const T& entity) {
        return board.root(entity.member) == v;
    });
}

}  // namespace muster::views
