// Times are written in several forms: what they share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace muster::http {

constexpr std::int64_t day_ms = 86'400'000;

// At least so many digits, with zeros in front.
[[nodiscard]] inline std::string padded_digits(std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

}  // namespace muster::http
