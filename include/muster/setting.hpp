// What a struct of settings says about itself.
#pragma once

#include <string>

namespace muster {

// A struct of settings has a function check(const Settings&) beside it where some of its values
// must suit each other. It returns the first that does not, or nothing.
struct SettingProblem {
    std::string pointer;  // JSON pointer to the wrong value, from the struct on
    std::string message;  // what is wrong and what would be right
};

}  // namespace muster
