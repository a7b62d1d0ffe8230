#include "engine/core/texts.hpp"

#include <array>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "muster/commands.hpp"
#include "muster/enum_names.hpp"

namespace muster::core {
namespace {

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;

// Whether there can be a text inside: what is large, like a report of positions, is not walked for
// nothing.
template <class T>
struct HoldsText : std::false_type {};
template <>
struct HoldsText<std::string> : std::true_type {};
template <class T>
struct HoldsText<Personal<T>> : HoldsText<T> {};
template <class T>
struct HoldsText<std::optional<T>> : HoldsText<T> {};
template <class T>
struct HoldsText<std::vector<T>> : HoldsText<T> {};
template <class T, std::size_t size>
struct HoldsText<std::array<T, size>> : HoldsText<T> {};

template <class T, class Member>
using TypeOf = std::remove_cvref_t<decltype(std::declval<T&>().*Member::pointer)>;

template <class T>
requires boost::describe::has_describe_members<T>::value struct HoldsText<T> {
    static constexpr bool value = []<class... Members>(boost::mp11::mp_list<Members...>) {
        return (HoldsText<TypeOf<T, Members>>::value || ...);
    }(boost::mp11::mp_rename<MembersOf<T>, boost::mp11::mp_list>());
};

struct TooLong {
    std::string pointer;  // grows at its front on the way out
    std::size_t bytes = 0;
};
using Found = std::optional<TooLong>;

Found inside(std::string_view name, Found found) {
    if (found) found->pointer.insert(0, "/" + std::string(name));
    return found;
}

Found find(const std::string& text) {
    if (text.size() <= max_text_bytes) return std::nullopt;
    return TooLong{"", text.size()};
}
template <class T>
Found find(const Personal<T>& value);
template <class T>
Found find(const std::optional<T>& value);
template <class T>
Found find(const std::vector<T>& values);
template <class T, std::size_t size>
Found find(const std::array<T, size>& values);

template <class T>
requires boost::describe::has_describe_members<T>::value Found find(const T& value) {
    Found found;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
        if constexpr (HoldsText<TypeOf<T, decltype(member)>>::value) {
            if (!found) found = inside(wire_name(member.name), find(value.*member.pointer));
        }
    });
    return found;
}

template <class List>
Found find_in_list(const List& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (auto found = find(values[i])) return inside(std::to_string(i), std::move(found));
    }
    return std::nullopt;
}

template <class T>
Found find(const Personal<T>& value) {
    return find(value.value);
}
template <class T>
Found find(const std::optional<T>& value) {
    return value ? find(*value) : std::nullopt;
}
template <class T>
Found find(const std::vector<T>& values) {
    return find_in_list(values);
}
template <class T, std::size_t size>
Found find(const std::array<T, size>& values) {
    return find_in_list(values);
}

}  // namespace

Rejection check_texts(const Command& command) {
    return visit(
        []<class C>(const C& one) -> Rejection {
            if constexpr (HoldsText<C>::value) {
                if (auto found = find(one)) {
                    return {RejectReason::invalid_field, std::move(found->pointer),
                            "at most " + std::to_string(max_text_bytes) + " bytes, has " +
                                std::to_string(found->bytes)};
                }
            }
            return {};
        },
        command);
}

}  // namespace muster::core
