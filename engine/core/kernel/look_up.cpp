#include "engine/core/kernel/look_up.hpp"

#include <utility>

namespace muster::core {

Rejection no_such(const EntityWords& words, std::uint64_t id) {
    std::string text("there is no ");
    text.append(words.noun).append(" ").append(std::to_string(id)).append(words.hint);
    return {words.unknown, std::string(words.field), std::move(text)};
}

Rejection not_possible(const EntityWords& words, std::uint64_t id, std::string_view status,
                       std::string_view action, std::string_view possible_when) {
    std::string text(words.noun);
    text.append(" ").append(std::to_string(id)).append(" is ").append(status);
    text.append("; ").append(action).append(" is possible when it is ").append(possible_when);
    return {RejectReason::illegal_status, std::string(words.field), std::move(text)};
}

}  // namespace muster::core
