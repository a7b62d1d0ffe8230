// A std::variant over many alternatives that is cheap to include: what a copy, a move, an
// assignment and the end of one need is compiled once, where the choice is instantiated, and not in
// every file that holds one. std::visit, std::get_if and index() take it as they take a variant.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

namespace muster {

template <class T, class V>
struct IsAlternative : std::false_type {};
template <class T, class... S>
struct IsAlternative<T, std::variant<S...>> : std::bool_constant<(std::is_same_v<T, S> || ...)> {};

// V is the std::variant. Beside each choice stands `extern template class Choice<V>`; one source
// file instantiates it.
template <class V>
class Choice : public V {
  public:
    using Variant = V;

    Choice();
    Choice(const Choice& other);
    Choice(Choice&& other) noexcept;
    Choice& operator=(const Choice& other);
    Choice& operator=(Choice&& other) noexcept;
    ~Choice();

    // NOLINTBEGIN: an alternative is a choice wherever one is wanted, and never a choice itself.
    template <class T>
    requires IsAlternative<std::remove_cvref_t<T>, V>::value Choice(T&& alternative)
        : V(std::in_place_type<std::remove_cvref_t<T>>, std::forward<T>(alternative)) {}
    // NOLINTEND

    template <class T>
    [[nodiscard]] bool is() const {
        return std::holds_alternative<T>(variant());
    }
    // Null when it holds something else.
    template <class T>
    [[nodiscard]] T* get_if() {
        return std::get_if<T>(static_cast<V*>(this));
    }
    template <class T>
    [[nodiscard]] const T* get_if() const {
        return std::get_if<T>(&variant());
    }
    // Precondition: is<T>().
    template <class T>
    [[nodiscard]] T& get() {
        return std::get<T>(static_cast<V&>(*this));
    }
    template <class T>
    [[nodiscard]] const T& get() const {
        return std::get<T>(variant());
    }

  private:
    [[nodiscard]] const V& variant() const { return *this; }
};

// Calls `use` with what the choice holds.
template <class Use, class V>
decltype(auto) visit(Use&& use, const Choice<V>& choice) {
    return std::visit(std::forward<Use>(use), static_cast<const V&>(choice));
}
template <class Use, class V>
decltype(auto) visit(Use&& use, Choice<V>& choice) {
    return std::visit(std::forward<Use>(use), static_cast<V&>(choice));
}

// Not inline, and so not instantiated where an `extern template` is in sight.
template <class V>
Choice<V>::Choice() = default;
template <class V>
Choice<V>::Choice(const Choice& other) = default;
template <class V>
Choice<V>::Choice(Choice&& other) noexcept = default;
template <class V>
Choice<V>& Choice<V>::operator=(const Choice& other) = default;
template <class V>
Choice<V>& Choice<V>::operator=(Choice&& other) noexcept = default;
template <class V>
Choice<V>::~Choice() = default;

}  // namespace muster
