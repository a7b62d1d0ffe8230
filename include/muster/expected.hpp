// A value, or why there is none: `if (!text) return text.error();`. As std::expected of C++23, but
// that whoever takes what is not there ends the program.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <utility>
#include <variant>

namespace muster {

// T and E differ, and either becomes an Expected by itself.
template <class T, class E>
class [[nodiscard]] Expected {
  public:
    Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT
    Expected(E error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }
    [[nodiscard]] T& operator*() { return held<0>(state_); }
    [[nodiscard]] const T& operator*() const { return held<0>(state_); }
    [[nodiscard]] T* operator->() { return &held<0>(state_); }
    [[nodiscard]] const T* operator->() const { return &held<0>(state_); }
    [[nodiscard]] E& error() { return held<1>(state_); }
    [[nodiscard]] const E& error() const { return held<1>(state_); }

  private:
    template <std::size_t place, class State>
    static auto& held(State& state) {
        auto* const there = std::get_if<place>(&state);
        if (there == nullptr) std::abort();
        return *there;
    }

    std::variant<T, E> state_;
};

}  // namespace muster
