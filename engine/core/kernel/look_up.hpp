// The look-up that a command about one entity begins with: is it there, and is the action legal in
// its status?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/kernel/life_cycle.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/store.hpp"
#include "muster/envelope.hpp"

namespace muster::core {

// How refusals speak of an entity.
struct EntityWords {
    std::string_view noun;   // "visit"
    std::string_view field;  // where the command names it, as a JSON pointer: "/visit"
    RejectReason unknown = RejectReason::invalid_field;  // the reason when there is none
};

// "visit 7 is done; "miss" is possible when it is planned or moved"
[[nodiscard]] std::string not_possible(std::string_view noun, std::uint64_t id,
                                       std::string_view status, std::string_view action,
                                       std::string_view possible_when);

// The index of the entity `id` of a Store whose entities have a `status`, if `action` is legal in
// it; else no_index, and the rejection in `why`: unknown before illegal_status.
template <class Entities, class IdT, class Status, class Action>
[[nodiscard]] Index find_for(const Entities& entities, IdT id,
                             const LifeCycle<Status, Action>& cycle, Action action,
                             const EntityWords& words, Rejection& why) {
    const Index index = entities.find(id);
    if (index == no_index) {
        why = {words.unknown, std::string(words.field),
               "there is no " + std::string(words.noun) + " " + std::to_string(id.value)};
        return no_index;
    }
    const Status status = entities[index].status;
    if (cycle.legal(status, action)) return index;
    const std::string legal_in =
        names_where<Status>([&](Status other) { return cycle.legal(other, action); });
    why = {RejectReason::illegal_status, std::string(words.field),
           not_possible(words.noun, id.value, name_of(status), name_of(action), legal_in)};
    return no_index;
}

}  // namespace muster::core
