// Units and lines of reports, for those who write them.
#pragma once

#include <cstdio>
#include <string>

namespace muster::evaluation {

constexpr double minute_ms = 60'000;
constexpr double percent_ppm = 10'000;

// As printf, up to 400 bytes.
template <class... Parts>
void print(std::string& out, const char* format, Parts... parts) {
    char text[400];
    std::snprintf(text, sizeof text, format, parts...);
    out += text;
}

}  // namespace muster::evaluation
