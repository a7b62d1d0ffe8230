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

// Makes the test of one kind of entity out of a predicate over it.
template <AnEntity T, class Predicate>
[[nodiscard]] Test test_of(const Wanted& wanted, Predicate predicate) {
    return [&board = wanted.board, predicate = std::move(predicate)](std::uint64_t id) {
        const T* found = board.store<T>().get({id});
        return found && predicate(*found);
    };
}

}  // namespace muster::views
