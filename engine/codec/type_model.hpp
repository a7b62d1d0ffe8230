// The descriptions of the vocabulary as values, for whoever writes them down in another language.
#pragma once

#include <array>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/codec/describe.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/entities.hpp"

namespace muster::codec {

struct TypeRef {
    enum class Kind { boolean, integer, string, code, date, time_of_day, id, named, list };
    Kind kind = Kind::named;
    // id: the collection of what it names, empty = none; named: which; integer: the unit of measure
    // (Millis, TimePoint, Metres), empty = a plain number.
    std::string name;
    std::vector<TypeRef> item;   // list: exactly one
    std::size_t exact_size = 0;  // list: 0 = any
    std::int64_t minimum = 0;    // integer
    std::uint64_t maximum = 0;   // integer
    bool personal = false;
};

struct FieldModel {
    std::string name;
    TypeRef type;
    bool always = false;  // written even when it holds nothing
};

struct TypeModel {
    enum class Kind { object, enumeration, variant };
    Kind kind = Kind::object;
    std::vector<FieldModel> fields;  // object
    std::string defaults;            // object: its JSON where nothing was said
    std::vector<std::string> names;  // enumeration: values; variant: alternatives
};

// By name, which is also the order of every document.
using Model = std::map<std::string, TypeModel>;

template <class T>
TypeRef model_of(Model& model);

namespace detail {

struct FieldRow {
    std::string_view name;
    TypeRef (*type)(Model&);
    bool always;
};

// What does not differ from type to type is not a template: there are hundreds of types.
TypeRef add_struct(Model& model, std::string_view name, std::span<const FieldRow> fields,
                   std::string (*defaults)());
TypeRef add_enum(Model& model, std::string_view name, std::span<const std::string_view> names);
[[nodiscard]] TypeRef plain(TypeRef::Kind kind, std::string_view name = {});
[[nodiscard]] TypeRef named(std::string_view name);
[[nodiscard]] TypeRef integer(std::int64_t minimum, std::uint64_t maximum,
                              std::string_view unit = {});
[[nodiscard]] TypeRef personal(TypeRef of);
[[nodiscard]] TypeRef list(TypeRef item, std::size_t exact_size);

template <class T>
std::string defaults_of() {
    std::string out;
    write(out, T{});
    return out;
}

// The path of the entities that such an id names; empty when it names none.
template <class IdT>
constexpr std::string_view collection_of = [] {
    std::string_view path;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (std::is_same_v<decltype(T::id), IdT>) path = entity_row<T>.path;
    });
    return path;
}();

template <class T>
constexpr auto field_rows = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<FieldRow, sizeof...(I)>{FieldRow{field_name<T, I>, &model_of<FieldType<T, I>>,
                                                       !omitted_when_empty<FieldType<T, I>>()}...};
}
(std::make_index_sequence<field_count<T>>());

}  // namespace detail

// Adds the type and all it is made of to the model; returns how a field of this type refers to it.
template <class T>
TypeRef model_of(Model& model) {
    using Kind = TypeRef::Kind;
    if constexpr (std::is_same_v<T, bool>) {
        return detail::plain(Kind::boolean);
    } else if constexpr (std::is_integral_v<T>) {
        return detail::integer(static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                               static_cast<std::uint64_t>(std::numeric_limits<T>::max()));
    } else if constexpr (AnId<T>) {
        return detail::plain(Kind::id, detail::collection_of<T>);
    } else if constexpr (AQuantity<T>) {
        return detail::integer(std::numeric_limits<std::int64_t>::min(),
                               static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()),
                               type_name<T>());
    } else if constexpr (std::is_same_v<T, std::string>) {
        return detail::plain(Kind::string);
    } else if constexpr (std::is_same_v<T, Code>) {
        return detail::plain(Kind::code);
    } else if constexpr (std::is_same_v<T, Date>) {
        return detail::plain(Kind::date);
    } else if constexpr (std::is_same_v<T, TimeOfDay>) {
        return detail::plain(Kind::time_of_day);
    } else if constexpr (APoint<T>) {
        return detail::named(std::is_same_v<T, Point> ? "Point" : "ReportedPoint");
    } else if constexpr (APersonal<T>) {
        return detail::personal(model_of<decltype(T::value)>(model));
    } else if constexpr (AnOptional<T>) {
        return model_of<typename T::value_type>(model);
    } else if constexpr (AVector<T>) {
        return detail::list(model_of<typename T::value_type>(model), 0);
    } else if constexpr (AnArray<T>) {
        return detail::list(model_of<typename T::value_type>(model), std::tuple_size_v<T>);
    } else if constexpr (AnEnum<T>) {
        return detail::add_enum(model, type_name<T>(), enum_names<T>);
    } else {
        static_assert(AStruct<T>);
        return detail::add_struct(model, type_name<T>(), detail::field_rows<T>,
                                  &detail::defaults_of<T>);
    }
}

// Each adds what there is of a sort.
void add_commands(Model& model);
void add_events(Model& model);
void add_entities(Model& model);
void add_rules(Model& model);

// Everything that goes over a wire: Command, Event, the entities, Rationale, Rejection.
[[nodiscard]] Model vocabulary_model();

}  // namespace muster::codec
