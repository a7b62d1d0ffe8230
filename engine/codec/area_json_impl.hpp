// What list_json() and entity_json() do; for the units in areas/ and nobody else.
#pragma once

#include <array>

#include "engine/codec/area_json.hpp"

namespace muster::codec {

namespace detail {

template <class V, class S>
constexpr AlternativeJson<V> alternative_json{
    .read_fields =
        [](Reader& r, V& out, bool tag_ahead) {
            return read_fields(r, out.template emplace<S>(), tag_ahead);
        },
    .read_object = [](Reader& r, V& out) { return read_object(r, out.template emplace<S>()); },
    .start = [](V& out) { out.template emplace<S>(); },
    .write = [](Writer& w, const V& value) { write_tagged(w, value.template get<S>()); },
    .describe = [](Model& model) { model_of<S>(model); },
};

template <class V, class List>
struct ListJson;
template <class V, class... S>
struct ListJson<V, TypeList<S...>> {
    static constexpr std::array<AlternativeJson<V>, sizeof...(S)> rows{alternative_json<V, S>...};
};

}  // namespace detail

template <AChoice V, class List>
std::span<const AlternativeJson<V>> list_json() {
    return detail::ListJson<V, List>::rows;
}

template <class T>
EntityJson<T> entity_json() {
    return {
        .read = [](Reader& r, T& out) { return detail::read_object(r, out); },
        .write = [](Writer& w, const T& entity) { detail::write_object(w, entity); },
        .describe = [](Model& model) { model_of<T>(model); },
    };
}

}  // namespace muster::codec
