// What names have in common when they are not the same: pairs of signs, threes of letters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace muster::views {

// Of signs; a name of one sign has a gram as well.
inline void add_grams(std::u32string_view signs, std::vector<std::uint64_t>& grams) {
    if (signs.size() == 1) grams.push_back(std::uint64_t{signs[0]} << 21);
    for (std::size_t i = 1; i < signs.size(); ++i)
        grams.push_back(std::uint64_t{signs[i - 1]} << 21 | signs[i]);
}

// Of letters: never equal to one of signs.
inline void add_grams(std::string_view letters, std::vector<std::uint64_t>& grams) {
    constexpr std::uint64_t of_letters = std::uint64_t{1} << 63;
    const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(letters[i])};
    };
    for (std::size_t i = 2; i < letters.size(); ++i)
        grams.push_back(of_letters | byte(i - 2) << 16 | byte(i - 1) << 8 | byte(i));
}

// In order, each once.
inline void sort_grams(std::vector<std::uint64_t>& grams) {
    std::sort(grams.begin(), grams.end());
    grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
}

// How many signs have to be put in, left out or changed; more than `most` is most + 1.
template <class Text>
[[nodiscard]] std::size_t edits_between(const Text& a, const Text& b, std::size_t most) {
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > most) return most + 1;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
    }
    return std::min(row[b.size()], most + 1);
}

}  // namespace muster::views
