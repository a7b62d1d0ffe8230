// How long the texts are that people and devices write into a command.
#pragma once

#include <cstddef>

#include "muster/envelope.hpp"

namespace muster::core {

constexpr std::size_t max_text_bytes = 4096;

// invalid_field with a pointer to the first text that is longer, found by the description of the
// command; so no command has to think of it. No rejection when there is none. Codes are short by
// their type.
[[nodiscard]] Rejection check_texts(const Command& command);

}  // namespace muster::core
