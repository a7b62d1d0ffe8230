// The texts of tags: values are lists with `;` in any order and spacing, and people write capitals.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace muster::roads {

[[nodiscard]] inline bool one_of(std::string_view text,
                                 std::initializer_list<std::string_view> values) {
    return std::find(values.begin(), values.end(), text) != values.end();
}

[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

[[nodiscard]] inline std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

// Each part that is not blank, without the spaces around it, as it was written.
template <class Visit>
void for_each_name(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        if (const std::string_view part = trimmed(list.substr(0, end)); !part.empty()) visit(part);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

// The end of the first part; `,` and `|` are met as separators, too, but "27,5" is one number.
[[nodiscard]] inline std::size_t part_end(std::string_view list) {
    const auto digit = [&](std::size_t at) {
        return at < list.size() && list[at] >= '0' && list[at] <= '9';
    };
    std::size_t end = list.find_first_of(";,|");
    while (end != std::string_view::npos && list[end] == ',' && end > 0 && digit(end - 1) &&
           digit(end + 1))
        end = list.find_first_of(";,|", end + 1);
    return std::min(end, list.size());
}

// Each part in lower case.
template <class Visit>
void for_each_part(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const std::size_t end = part_end(list);
        if (const std::string_view part = trimmed(list.substr(0, end)); !part.empty())
            visit(lower_case(part));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

[[nodiscard]] inline bool has_part(std::string_view list,
                                   std::initializer_list<std::string_view> wanted) {
    bool found = false;
    for_each_part(list, [&](const std::string& part) { found = found || one_of(part, wanted); });
    return found;
}

}  // namespace muster::roads
