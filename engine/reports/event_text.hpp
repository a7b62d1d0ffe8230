// The events of a record as pieces of its text, so that only those that are wanted are read.
#pragma once

#include <cstring>
#include <string_view>

namespace muster::reports {

// The length of the object that the text begins with, as this program writes it; 0 when it does not
// end.
[[nodiscard]] inline std::size_t object_length(std::string_view text) {
    const char* p = text.data();
    const char* const end = p + text.size();
    int depth = 0;
    while (p < end) {
        switch (*p++) {
            case '{':
                ++depth;
                break;
            case '}':
                if (--depth == 0) return static_cast<std::size_t>(p - text.data());
                break;
            case '"':
                for (;;) {
                    p = static_cast<const char*>(
                        std::memchr(p, '"', static_cast<std::size_t>(end - p)));
                    if (p == nullptr) return 0;
                    const char* escape = p;
                    while (escape[-1] == '\\')
                        --escape;
                    ++p;
                    // A quote behind an odd number of backslashes belongs to the text.
                    if ((p - 1 - escape) % 2 == 0) break;
                }
                break;
            default:
                break;
        }
    }
    return 0;
}

// Calls use(name, object) for each event of the list, until it returns false. False, too, when the
// text is not a list of events as this program writes them.
template <class Use>
bool each_event(std::string_view list, const Use& use) {
    constexpr std::string_view tag = "{\"type\":\"";
    if (list.size() < 2 || list.front() != '[' || list.back() != ']') return false;
    list = list.substr(1, list.size() - 2);
    while (!list.empty()) {
        if (!list.starts_with(tag)) return false;
        const std::size_t name_end = list.find('"', tag.size());
        const std::size_t length = object_length(list);
        if (length == 0 || name_end >= length) return false;
        if (!use(list.substr(tag.size(), name_end - tag.size()), list.substr(0, length))) {
            return false;
        }
        list.remove_prefix(length);
        if (list.empty()) return true;
        if (list.front() != ',') return false;
        list.remove_prefix(1);
    }
    return true;
}

}  // namespace muster::reports
