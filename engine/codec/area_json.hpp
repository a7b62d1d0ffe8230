// JSON of the commands, events and entities of one area: as functions, which only the unit of that
// area (areas/<area>.cpp) instantiates. Who deals with all of them reaches them by these tables,
// and is not compiled anew when a field comes.
#pragma once

#include <span>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/codec/type_model.hpp"

namespace muster::codec {

// Of one type of command (V = Command) or event (V = Event). Each reader starts it afresh.
template <AChoice V>
struct AlternativeJson {
    // The fields behind the first key; `tag_ahead`: "type" stands somewhere among them.
    bool (*read_fields)(Reader& r, V& out, bool tag_ahead);
    // A whole object without "type".
    bool (*read_object)(Reader& r, V& out);
    // Without any field.
    void (*start)(V& out);
    // With "type". Precondition: the value is of this type.
    void (*write)(Writer& w, const V& value);
    // Adds the type, and all that it is made of.
    void (*describe)(Model& model);
};

// Of each type of the list, in its order. Static storage.
template <AChoice V, class List>
std::span<const AlternativeJson<V>> list_json();

// Of one kind of entity.
template <class T>
struct EntityJson {
    bool (*read)(Reader& r, T& out);
    void (*write)(Writer& w, const T& entity);
    void (*describe)(Model& model);
};
template <class T>
EntityJson<T> entity_json();

}  // namespace muster::codec
