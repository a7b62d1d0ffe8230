// The descriptions of the vocabulary as values, for whoever writes them down in another language.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/codec/describe.hpp"

namespace muster::codec {

struct TypeRef {
    enum class Kind { boolean, integer, string, code, date, time_of_day, id, named, list };
    Kind kind = Kind::named;
    std::string name;            // id: of what; named: which
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
    std::vector<std::string> names;  // enumeration: values; variant: alternatives
};

// By name, which is also the order of every document.
using Model = std::map<std::string, TypeModel>;

template <class T>
TypeRef model_of(Model& model);

namespace detail {

template <class T>
void add_struct(Model& model) {
    const auto [place, is_new] = model.try_emplace(std::string(type_name<T>()));
    if (!is_new) return;
    std::vector<FieldModel> fields;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (fields.push_back({std::string(field_name<T, I>), model_of<FieldType<T, I>>(model),
                           !omitted_when_empty<FieldType<T, I>>()}),
         ...);
    }
    (std::make_index_sequence<field_count<T>>());
    place->second.fields = std::move(fields);
}

}  // namespace detail

// Adds the type and all it is made of to the model; returns how a field of this type refers to it.
template <class T>
TypeRef model_of(Model& model) {
    using Kind = TypeRef::Kind;
    TypeRef ref;
    if constexpr (std::is_same_v<T, bool>) {
        ref.kind = Kind::boolean;
    } else if constexpr (std::is_integral_v<T>) {
        ref.kind = Kind::integer;
        ref.minimum = static_cast<std::int64_t>(std::numeric_limits<T>::min());
        ref.maximum = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    } else if constexpr (AnId<T>) {
        ref.kind = Kind::id;
    } else if constexpr (AQuantity<T>) {
        ref = model_of<std::int64_t>(model);
    } else if constexpr (std::is_same_v<T, std::string>) {
        ref.kind = Kind::string;
    } else if constexpr (std::is_same_v<T, Code>) {
        ref.kind = Kind::code;
    } else if constexpr (std::is_same_v<T, Date>) {
        ref.kind = Kind::date;
    } else if constexpr (std::is_same_v<T, TimeOfDay>) {
        ref.kind = Kind::time_of_day;
    } else if constexpr (std::is_same_v<T, Point>) {
        ref.name = "Point";
    } else if constexpr (std::is_same_v<T, ReportedPoint>) {
        ref.name = "ReportedPoint";
    } else if constexpr (APersonal<T>) {
        ref = model_of<decltype(T::value)>(model);
        ref.personal = true;
    } else if constexpr (AnOptional<T>) {
        ref = model_of<typename T::value_type>(model);
    } else if constexpr (AVector<T>) {
        ref.kind = Kind::list;
        ref.item.push_back(model_of<typename T::value_type>(model));
    } else if constexpr (AnArray<T>) {
        ref.kind = Kind::list;
        ref.item.push_back(model_of<typename T::value_type>(model));
        ref.exact_size = std::tuple_size_v<T>;
    } else if constexpr (AnEnum<T>) {
        ref.name = type_name<T>();
        TypeModel& type = model[ref.name];
        type.kind = TypeModel::Kind::enumeration;
        type.names.assign(enum_names<T>.begin(), enum_names<T>.end());
    } else {
        static_assert(AStruct<T>);
        ref.name = type_name<T>();
        detail::add_struct<T>(model);
    }
    return ref;
}

// A choice has no name of its own in C++: it is given here.
template <AChoice V>
void add_variant(Model& model, const std::string& name) {
    [&]<class... S>(TypeList<S...>) {
        (static_cast<void>(model_of<S>(model)), ...);
    }(typename Alternatives<V>::Types());
    TypeModel& type = model[name];
    type.kind = TypeModel::Kind::variant;
    type.names.assign(Alternatives<V>::names.begin(), Alternatives<V>::names.end());
}

// Everything that goes over a wire: Command, Event, the entities, Rationale, Rejection.
[[nodiscard]] Model vocabulary_model();

}  // namespace muster::codec
