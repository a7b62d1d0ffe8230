// What the codec knows about a type at compile time: its name, its fields, its enumerators. Every
// wire form (JSON text, JSON Schema, TypeScript) is derived from here and from nothing else.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/enum_names.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/setting.hpp"
#include "muster/type_name.hpp"
#include "muster/units.hpp"

namespace muster::codec {

template <class T, template <class...> class Template>
struct IsInstance : std::false_type {};
template <template <class...> class Template, class... Args>
struct IsInstance<Template<Args...>, Template> : std::true_type {};

template <class T>
struct IsStdArray : std::false_type {};
template <class T, std::size_t N>
struct IsStdArray<std::array<T, N>> : std::true_type {};

template <class T>
concept AnOptional = IsInstance<T, std::optional>::value;
template <class T>
concept AVector = IsInstance<T, std::vector>::value;
template <class T>
concept AnArray = IsStdArray<T>::value;
// A command or an event, of any kind.
template <class T>
concept AChoice = std::is_same_v<T, Command> || std::is_same_v<T, Event>;
template <class T>
concept APersonal = IsInstance<T, Personal>::value;
template <class T>
concept AnId = IsInstance<T, Id>::value;
// Ids and units of measure: one integer inside.
template <class T>
concept AQuantity = AnId<T> || std::is_same_v<T, Millis> || std::is_same_v<T, TimePoint> ||
    std::is_same_v<T, Metres>;
template <class T>
struct IsBounded : std::false_type {};
template <class T, std::int64_t Low, std::int64_t High>
struct IsBounded<Bounded<T, Low, High>> : std::true_type {};
// A setting: a number that must lie in the range of its type.
template <class T>
concept ABounded = IsBounded<T>::value;
template <class T>
concept APoint = std::is_same_v<T, Point> || std::is_same_v<T, ReportedPoint>;
// A string of one exact form, which the type itself reads and writes.
template <class T>
concept ADateOrTime = std::is_same_v<T, Date> || std::is_same_v<T, TimeOfDay>;
template <class T>
concept AnEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept AStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

// True for the kinds that are left out of the text when they hold nothing.
template <class T>
constexpr bool omitted_when_empty() {
    if constexpr (APersonal<T>) {
        return omitted_when_empty<decltype(T::value)>();
    } else {
        return std::is_same_v<T, std::string> || std::is_same_v<T, Code> || AnOptional<T> ||
               AVector<T>;
    }
}

// Precondition: omitted_when_empty<T>().
template <class T>
bool is_empty(const T& value) {
    if constexpr (APersonal<T>) {
        return is_empty(value.value);
    } else if constexpr (AnOptional<T>) {
        return !value.has_value();
    } else {
        return value.empty();
    }
}

// Fields in the order of the description, those of bases first.
template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;

template <class T>
constexpr std::size_t field_count = boost::mp11::mp_size<MembersOf<T>>::value;

template <class T, std::size_t I>
using MemberAt = boost::mp11::mp_at_c<MembersOf<T>, I>;

template <class T, std::size_t I>
using FieldType = std::remove_cvref_t<decltype(std::declval<T&>().*MemberAt<T, I>::pointer)>;

template <class T, std::size_t I>
constexpr std::string_view field_name = wire_name(MemberAt<T, I>::name);

template <class T>
constexpr auto field_names = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{field_name<T, I>...};
}
(std::make_index_sequence<field_count<T>>());

// Calls use(name, value) for each field of the object, in order.
template <class T, class Use>
constexpr void each_field(T& object, const Use& use) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (use(field_name<std::remove_const_t<T>, I>,
             object.*MemberAt<std::remove_const_t<T>, I>::pointer),
         ...);
    }
    (std::make_index_sequence<field_count<std::remove_const_t<T>>>());
}

// A field name ready to be compared with text or copied into it: ,"name": with its comma.
template <class T, std::size_t I>
constexpr auto field_key = [] {
    constexpr std::string_view name = field_name<T, I>;
    std::array<char, name.size() + 4> key{};
    key[0] = ',';
    key[1] = '"';
    for (std::size_t i = 0; i < name.size(); ++i)
        key[i + 2] = name[i];
    key[name.size() + 2] = '"';
    key[name.size() + 3] = ':';
    return key;
}();

// The same for each field, without the comma.
template <class T>
constexpr auto field_keys = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{
        std::string_view(field_key<T, I>.data() + 1, field_key<T, I>.size() - 1)...};
}
(std::make_index_sequence<field_count<T>>());

// A set of N names, fixed at compile time: open addressing over a hash of the length and four
// bytes.
template <std::size_t N>
class NameTable {
  public:
    static constexpr std::size_t slots = [] {
        std::size_t n = 4;
        while (n < 4 * N)
            n *= 2;
        return n;
    }();

    constexpr explicit NameTable(const std::array<std::string_view, N>& names) : names_(names) {
        for (std::size_t i = 0; i < N; ++i) {
            std::size_t slot = hash(names[i]) % slots;
            while (slots_[slot] != 0)
                slot = (slot + 1) % slots;
            slots_[slot] = static_cast<std::uint16_t>(i + 1);
        }
    }

    // Place of the name, N when it is unknown.
    [[nodiscard]] constexpr std::size_t find(std::string_view name) const {
        std::size_t slot = hash(name) % slots;
        while (slots_[slot] != 0) {
            const std::size_t place = slots_[slot] - std::size_t{1};
            if (names_[place] == name) return place;
            slot = (slot + 1) % slots;
        }
        return N;
    }

    [[nodiscard]] constexpr const std::array<std::string_view, N>& names() const { return names_; }

  private:
    static constexpr std::size_t hash(std::string_view name) {
        if (name.empty()) return 0;
        const std::size_t n = name.size();
        std::size_t h = n;
        for (const std::size_t at : {std::size_t{0}, n / 3, n / 2, n - 1}) {
            h = h * 31 + static_cast<unsigned char>(name[at]);
        }
        return h ^ (h >> 7);
    }

    std::array<std::string_view, N> names_;
    std::array<std::uint16_t, slots> slots_{};
};

template <class E>
constexpr NameTable<enum_names<E>.size()> enum_table{enum_names<E>};

// The types of a family, and their names.
template <class C>
struct Alternatives : Alternatives<typename AllOf<typename C::OfFamily>::Types> {};
template <class... S>
struct Alternatives<TypeList<S...>> {
    using Types = TypeList<S...>;
    static constexpr std::size_t count = sizeof...(S);
    static constexpr std::array<std::string_view, count> names{type_name<S>()...};
    static constexpr NameTable<count> table{names};
};

}  // namespace muster::codec
