#include "engine/core/kernel/look_up.hpp"

namespace muster::core {

std::string not_possible(std::string_view noun, std::uint64_t id, std::string_view status,
                         std::string_view action, std::string_view possible_when) {
    std::string text(noun);
    text.append(" ").append(std::to_string(id)).append(" is ").append(status);
    text.append("; \"").append(action).append("\" is possible when it is ").append(possible_when);
    return text;
}

}  // namespace muster::core
