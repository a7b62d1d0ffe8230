// What is wrong in a file of settings or rules.
#pragma once

#include <cstdint>
#include <string>

namespace muster::app {

// What is wrong, where, and what would be right.
struct ConfigProblem {
    std::string file;
    std::uint32_t line = 0;  // 0 = not known
    std::string path;        // JSON pointer, such as /classes/0/weight
    std::string message;
};

// "config/rules.toml:31: /classes/0/weight: ..."
[[nodiscard]] std::string to_string(const ConfigProblem& problem);

}  // namespace muster::app
