// The members of EntityView, for the files that instantiate it.
#pragma once

#include <type_traits>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/compact_writer.hpp"
#include "engine/views/collection.hpp"
#include "engine/views/masking.hpp"

namespace muster::views {

// Specialised for each kind by the file that instantiates its EntityView, and seen there only.
template <class T>
constexpr Collection<T> collection = [] {
    static_assert(sizeof(T) == 0, "say what is particular to this kind of entity");
    return Collection<T>{};
}();

// Behind the entity's own fields, in the same object.
template <class T>
void add_actions(std::string& out, const T& entity) {
    constexpr bool has_actions = entity_row<T>.allowed_actions;
    static_assert(has_actions == (collection<T>.append_actions != nullptr));
    if constexpr (has_actions) {
        out.back() = ',';  // was the brace
        out += "\"allowed_actions\":[";
        collection<T>.append_actions(out, entity);
        out += "]}";
    }
}

template <class T>
bool EntityView<T>::write(std::string& out, const core::Board& board, Id id, bool masked) {
    const T* const entity = board.store<T>().get(id);
    if (!entity) return false;
    constexpr bool has_masked_form = holds_personal<T>();
    if constexpr (has_masked_form) {
        if (masked) write_masked_any(out, *entity);
    }
    if (!masked || !has_masked_form) codec::write(out, *entity);
    add_actions(out, *entity);
    return true;
}

template <class T>
bool EntityView<T>::write_compact(std::string& out, const core::Board& board, Id id) {
    if constexpr (collection<T>.compact) {
        const T* const entity = board.store<T>().get(id);
        if (!entity) return false;
        codec::write_compact(out, *entity);
        add_actions(out, *entity);
        return true;
    } else {
        return write(out, board, id, false);
    }
}

template <class T>
bool EntityView<T>::has_personal() {
    return holds_personal<T>();
}

template <class T>
std::span<const Filter> EntityView<T>::filters() {
    return collection<T>.filters;
}

template <class T>
bool EntityView<T>::open_to(const core::Board& board, const Responder& self, Id id) {
    if constexpr (collection<T>.open_to != nullptr) return collection<T>.open_to(board, self, id);
    return false;
}

template <class T>
TimePoint EntityView<T>::over_since(const core::Board& board, Id id) {
    if constexpr (collection<T>.over_since != nullptr) {
        const T* const entity = board.store<T>().get(id);
        if (entity) return collection<T>.over_since(board, *entity);
    }
    return {};
}

template <class T>
Confidentiality EntityView<T>::confidentiality(const core::Board& board, Id id) {
    if constexpr (collection<T>.confidentiality != nullptr) {
        const T* const entity = board.store<T>().get(id);
        if (entity) return collection<T>.confidentiality(*entity);
    }
    return {};
}

template <class T>
bool EntityView<T>::is_confidential() {
    return collection<T>.confidentiality != nullptr;
}

namespace detail {

template <class T>
Code district_by_fields(const core::Board& board, const T& entity) {
    if constexpr (requires { Code(entity.district); }) {
        if (!entity.district.empty()) return entity.district;
    }
    if constexpr (requires { Code(entity.profile.district); }) {
        if (!entity.profile.district.empty()) return entity.profile.district;
    }
    if constexpr (std::is_same_v<T, Member> || std::is_same_v<T, Place> ||
                  std::is_same_v<T, Request>) {
        return district_of(board, entity.id);
    }
    if constexpr (requires { MemberId(entity.member); }) {
        if (entity.member) return district_of(board, entity.member);
    }
    if constexpr (requires { RequestId(entity.request); }) {
        if (entity.request) return district_of(board, entity.request);
    }
    if constexpr (requires { PlaceId(entity.place); }) {
        if (entity.place) return district_of(board, entity.place);
    }
    return {};
}

}  // namespace detail

template <class T>
Code EntityView<T>::district(const core::Board& board, Id id) {
    const T* const entity = board.store<T>().get(id);
    if (!entity) return {};
    if constexpr (collection<T>.district != nullptr) {
        return collection<T>.district(board, *entity);
    } else {
        return detail::district_by_fields(board, *entity);
    }
}

template <class T>
void EntityView<T>::add_along(TouchedList& list, const core::Board& board, Id id) {
    if constexpr (collection<T>.along != nullptr) {
        const T* const entity = board.store<T>().get(id);
        if (entity) collection<T>.along(list, *entity);
    }
}

}  // namespace muster::views
