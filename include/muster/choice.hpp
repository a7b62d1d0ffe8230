// A value of one type out of a family (a command, an event) in a form that names none of these
// types: a file that only passes commands on compiles none of them, and a change in one area is
// compiled where that area is used. Types are named where a value is made or asked for, and all
// together only where every one of them is dealt with (visit).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include "muster/type_list.hpp"
#include "muster/type_name.hpp"

namespace muster {

namespace detail {

template <class T, class...>
struct First {
    using Type = T;
};

// What a choice holds within itself; a larger value lies on the heap.
constexpr std::size_t held_bytes = 104;

// NOLINTBEGIN(misc-redundant-expression): the same for some types only.
template <class T>
constexpr bool is_held_inside =
    sizeof(T) <= held_bytes &&
    alignof(T) <= alignof(void*) && std::is_nothrow_move_constructible_v<T>;
// NOLINTEND(misc-redundant-expression)

// One for each type: what a choice must know of the value that it holds.
template <class Row>
struct HeldType {
    Row row;                // what its family says about it
    std::string_view name;  // without namespaces
    std::uint32_t hash;     // of the name
    bool inside;
    bool trivial;            // copied byte by byte
    std::size_t byte_count;  // of what lies inside: the value, or where it is
    // Each from one choice's bytes to those of another; `move` leaves the first to be ended. Not
    // called for what is trivial, and `move` not for what lies on the heap.
    void (*copy)(const std::byte* from, std::byte* to);
    void (*move)(std::byte* from, std::byte* to) noexcept;
    void (*end)(std::byte* at) noexcept;
};

template <class T>
T* held(std::byte* at) {
    if constexpr (is_held_inside<T>) {
        return std::launder(reinterpret_cast<T*>(at));
    } else {
        return *std::launder(reinterpret_cast<T**>(at));
    }
}
template <class T>
const T* held(const std::byte* at) {
    return held<T>(const_cast<std::byte*>(at));
}

template <class T, class... Args>
T& hold(std::byte* at, Args&&... args) {
    if constexpr (is_held_inside<T>) {
        return *::new (at) T{std::forward<Args>(args)...};
    } else {
        T* const value = std::make_unique<T>(T{std::forward<Args>(args)...}).release();
        ::new (at)(T*)(value);
        return *value;
    }
}

template <class T>
void copy_held(const std::byte* from, std::byte* to) {
    hold<T>(to, *held<T>(from));
}
template <class T>
void move_held(std::byte* from, std::byte* to) noexcept {
    if constexpr (is_held_inside<T>) hold<T>(to, std::move(*held<T>(from)));
}
template <class T>
void end_held(std::byte* at) noexcept {
    if constexpr (is_held_inside<T>) {
        std::destroy_at(held<T>(at));
    } else {
        std::default_delete<T>()(held<T>(at));
    }
}

template <class Family, class T>
inline constexpr HeldType<typename Family::Row> held_type{
    .row = Family::template row<T>,
    .name = type_name<T>(),
    .hash = name_hash(type_name<T>()),
    .inside = is_held_inside<T>,
    .trivial = is_held_inside<T>&& std::is_trivially_copyable_v<T>,
    // Of an empty type there is nothing to copy, and what lies there was never written.
    .byte_count = !is_held_inside<T>   ? sizeof(T*)
                  : std::is_empty_v<T> ? 0
                                       : sizeof(T),
    .copy = copy_held<T>,
    .move = move_held<T>,
    .end = end_held<T>,
};

// The place of each type of a list, found by the hash of its name.
template <class Family, class List>
struct Places;
template <class Family, class... T>
struct Places<Family, TypeList<T...>> {
    using Type = HeldType<typename Family::Row>;
    static constexpr std::size_t count = sizeof...(T);
    static constexpr std::array<const Type*, count> types{&held_type<Family, T>...};
    static constexpr std::size_t slots = [] {
        std::size_t n = 4;
        while (n < 4 * count)
            n *= 2;
        return n;
    }();
    static constexpr auto table = [] {
        std::array<std::uint16_t, slots> out{};
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t slot = types[i]->hash % slots;
            while (out[slot] != 0)
                slot = (slot + 1) % slots;
            out[slot] = static_cast<std::uint16_t>(i + 1);
        }
        return out;
    }();

    // `count` when the list does not have it.
    static std::size_t find(const Type* type) {
        std::size_t slot = type->hash % slots;
        while (table[slot] != 0) {
            const std::size_t place = table[slot] - std::size_t{1};
            if (types[place] == type) return place;
            slot = (slot + 1) % slots;
        }
        return count;
    }
};

}  // namespace detail

// Which types a family has: `Types`, a TypeList. Specialised in the header that knows them all.
template <class Family>
struct AllOf;

// Family::has<T> says whether T may be held, and Family::row<T>, a Family::Row, what is true of it.
// A choice that was not given a value holds none, and so does one that was moved from.
template <class Family>
class Choice {
  public:
    using OfFamily = Family;

    Choice() = default;
    // NOLINTBEGIN: a command is a choice wherever one is wanted.
    template <class T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, Choice> &&
             Family::template has<std::remove_cvref_t<T>>) Choice(T&& value) {
        emplace<std::remove_cvref_t<T>>(std::forward<T>(value));
    }
    // NOLINTEND
    Choice(const Choice& other) { copy(other); }
    Choice(Choice&& other) noexcept { take(other); }
    Choice& operator=(const Choice& other) {
        if (this != &other) {
            reset();
            copy(other);
        }
        return *this;
    }
    Choice& operator=(Choice&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }
    ~Choice() { reset(); }

    template <class T, class... Args>
    T& emplace(Args&&... args) {
        reset();
        T& value = detail::hold<T>(bytes_.data(), std::forward<Args>(args)...);
        type_ = &detail::held_type<Family, T>;
        return value;
    }
    void reset() noexcept {
        if (type_ != nullptr && !type_->trivial) type_->end(bytes_.data());
        type_ = nullptr;
    }

    template <class T>
    [[nodiscard]] bool is() const {
        return type_ == &detail::held_type<Family, T>;
    }
    // Null when it holds something else.
    template <class T>
    [[nodiscard]] T* get_if() {
        return is<T>() ? detail::held<T>(bytes_.data()) : nullptr;
    }
    template <class T>
    [[nodiscard]] const T* get_if() const {
        return is<T>() ? detail::held<T>(bytes_.data()) : nullptr;
    }
    // Precondition: is<T>().
    template <class T>
    [[nodiscard]] T& get() {
        if (!is<T>()) std::abort();
        return *detail::held<T>(bytes_.data());
    }
    template <class T>
    [[nodiscard]] const T& get() const {
        if (!is<T>()) std::abort();
        return *detail::held<T>(bytes_.data());
    }

    [[nodiscard]] bool empty() const { return type_ == nullptr; }
    // The permanent name of what it holds, as on the wire; empty when it holds nothing. Static
    // storage.
    [[nodiscard]] std::string_view name() const {
        return type_ == nullptr ? std::string_view() : type_->name;
    }
    // What the family says about what it holds. Precondition: !empty().
    [[nodiscard]] const typename Family::Row& row() const { return type_->row; }
    // The place in the list of what it holds; the list's length when it is not there.
    template <class List>
    [[nodiscard]] std::size_t place_in() const {
        return type_ == nullptr ? detail::Places<Family, List>::count
                                : detail::Places<Family, List>::find(type_);
    }

  private:
    void copy_bytes(const Choice& other) {
        std::memcpy(bytes_.data(), other.bytes_.data(), other.type_->byte_count);
    }
    void copy(const Choice& other) {
        if (other.type_ == nullptr) return;
        if (other.type_->trivial) {
            copy_bytes(other);
        } else {
            other.type_->copy(other.bytes_.data(), bytes_.data());
        }
        type_ = other.type_;
    }
    void take(Choice& other) noexcept {
        if (other.type_ == nullptr) return;
        type_ = other.type_;
        if (!type_->inside || type_->trivial) {
            copy_bytes(other);
            other.type_ = nullptr;
        } else {
            type_->move(other.bytes_.data(), bytes_.data());
            other.reset();
        }
    }

    const detail::HeldType<typename Family::Row>* type_ = nullptr;
    alignas(void*) std::array<std::byte, detail::held_bytes> bytes_;
};

// Calls `use` with what the choice holds, which must be of the list.
template <class... T, class Use, class AChoice>
decltype(auto) visit_as(TypeList<T...> list, Use&& use, AChoice& choice) {
    using First = decltype(choice.template get<typename detail::First<T...>::Type>());
    using Result = std::invoke_result_t<Use, First>;
    using Call = Result (*)(Use&, AChoice&);
    static constexpr Call calls[] = {
        [](Use& to, AChoice& from) -> Result { return to(from.template get<T>()); }...};
    const std::size_t place = choice.template place_in<decltype(list)>();
    if (place == sizeof...(T)) std::abort();
    return calls[place](use, choice);
}

// The same with all types of the family.
template <class Use, class Family>
decltype(auto) visit(Use&& use, const Choice<Family>& choice) {
    return visit_as(typename AllOf<Family>::Types(), std::forward<Use>(use), choice);
}
template <class Use, class Family>
decltype(auto) visit(Use&& use, Choice<Family>& choice) {
    return visit_as(typename AllOf<Family>::Types(), std::forward<Use>(use), choice);
}

}  // namespace muster
