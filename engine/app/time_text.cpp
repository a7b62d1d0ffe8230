#include "engine/app/time_text.hpp"

#include <array>
#include <ctime>

namespace muster::app {

std::string time_text(TimePoint at, const char* form) {
    const auto seconds = static_cast<std::time_t>(at.value / 1000);
    std::tm fields{};
    std::array<char, 64> text{};
    if (gmtime_r(&seconds, &fields) == nullptr) return std::to_string(at.value);
    return {text.data(), std::strftime(text.data(), text.size(), form, &fields)};
}

}  // namespace muster::app
