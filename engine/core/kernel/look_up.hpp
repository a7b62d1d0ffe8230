// The questions that a command about one entity begins with: is it there, and does its status allow
// the command? Unknown goes before illegal status.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/kernel/life_cycle.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/store.hpp"
#include "muster/envelope.hpp"
#include "muster/expected.hpp"

namespace muster::core {

// How refusals speak of an entity.
struct EntityWords {
    std::string_view noun;   // "visit"
    std::string_view field;  // where the command names it, as a JSON pointer: "/visit"
    RejectReason unknown = RejectReason::invalid_field;  // the reason when there is none
    std::string_view hint = {};                          // why there may be none
};

// "there is no visit 7"
[[nodiscard]] Rejection no_such(const EntityWords& words, std::uint64_t id);
// "visit 7 is done; MissVisit is possible when it is planned or moved"
[[nodiscard]] Rejection not_possible(const EntityWords& words, std::uint64_t id,
                                     std::string_view status, std::string_view action,
                                     std::string_view possible_when);

// What a command names, or why it cannot be had.
template <class T>
using Named = Expected<Index, Rejection>;

template <class T, class IdT, class Aux>
[[nodiscard]] Named<T> find_in(const Store<T, IdT, Aux>& entities, IdT id,
                               const EntityWords& words) {
    const Index index = entities.find(id);
    if (index == no_index) return no_such(words, id.value);
    return index;
}

// Whether the status of an entity is one in which an action, or a command, is allowed.
template <class Entity, class Status>
[[nodiscard]] Rejection check_status(const Entity& entity, std::string_view action,
                                     EnumSet<Status> allowed_in, const EntityWords& words) {
    if (allowed_in.has(entity.status)) return {};
    return not_possible(words, entity.id.value, name_of(entity.status), action,
                        in_words(allowed_in));
}

// Both, for an entity that has a life cycle.
template <class T, class IdT, class Aux, class Status, class Action>
[[nodiscard]] Named<T> find_for(const Store<T, IdT, Aux>& entities, IdT id,
                                const LifeCycle<Status, Action>& cycle, Action action,
                                const EntityWords& words) {
    auto index = find_in(entities, id, words);
    if (!index) return index;
    if (auto bad = check_status(entities[*index], name_of(action), cycle.where(action), words)) {
        return bad;
    }
    return index;
}

}  // namespace muster::core
