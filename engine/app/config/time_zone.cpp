#include "engine/app/config/time_zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace muster::app {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// "UTC+8", "GMT-5": the zone of that offset. In Etc/ the sign is the other way round (POSIX).
std::string fixed_offset(const std::string& name) {
    const std::string text = lower(name);
    if (!text.starts_with("utc") && !text.starts_with("gmt")) return {};
    char* end = nullptr;
    const long hours = std::strtol(text.c_str() + 3, &end, 10);
    if (end == text.c_str() + 3 || *end != '\0' || hours == 0 || hours < -12 || hours > 14)
        return {};
    return std::string("Etc/GMT") + (hours > 0 ? "-" : "+") + std::to_string(std::abs(hours));
}

// The zones that have the text in their names.
std::string similar(const std::string& name) {
    constexpr std::size_t most = 4;
    const std::string wanted = lower(name.substr(name.rfind('/') + 1));
    if (wanted.size() < 3) return {};
    std::string found;
    std::size_t count = 0;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        if (lower(zone.name()).find(wanted) == std::string::npos || ++count > most) continue;
        if (!found.empty()) found += ", ";
        found += zone.name();
    }
    return found;
}

}  // namespace

Expected<TimeZone, std::string> TimeZone::find(const std::string& name) {
    // The name becomes a path below the folder of the zones: no other may be reached.
    // All names of IANA's begin with a capital; what else lies in that folder (localtime,
    // posixrules, right/...) is known to this system alone, and to no browser.
    const bool plain = !name.empty() && name.size() <= 64 && name.front() >= 'A' &&
                       name.front() <= 'Z' && name != "Factory" &&
                       name.find("..") == std::string::npos &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' ||
                                  c == '_' || c == '+' || c == '-';
                       });
    if (plain) {
        try {
            return TimeZone(date::locate_zone(name));
        } catch (const std::runtime_error&) {
            // Unknown; said below.
        }
    }
    std::string error = "there is no time zone \"" + name + "\" in this system's tzdata; ";
    std::string meant = fixed_offset(name);
    if (meant.empty() && plain) meant = similar(name);
    error += meant.empty() ? "a name looks like Asia/Shanghai or Europe/Berlin"
                           : "was this meant: " + meant + "?";
    return error;
}

Millis TimeZone::offset_at(TimePoint at) const {
    const date::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(at.value)};
    const auto info = static_cast<const date::time_zone*>(zone_)->get_info(moment);
    return Millis{std::chrono::duration_cast<std::chrono::milliseconds>(info.offset).count()};
}

}  // namespace muster::app
