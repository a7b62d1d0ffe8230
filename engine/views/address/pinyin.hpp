// How Chinese names sound: in full (wenchangjie) and by their initials (wcj).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::views {

struct Spelling {
    std::string full;      // small letters without tones; letters and digits stand for themselves
    std::string initials;  // of each sign the first letter

    bool operator==(const Spelling&) const = default;
};

// One for each sign.
using Sounds = std::vector<std::string>;

// Sign by sign, by ICU's transliteration Han-Latin, which each sign is asked of once, since it is
// slow; and beside it by the other readings that signs have in names of places (长 in 长江路, 都 in
// 江都). One thread.
class Pinyin {
  public:
    Pinyin();
    ~Pinyin();
    Pinyin(Pinyin&&) noexcept;
    Pinyin& operator=(Pinyin&&) noexcept;

    // Of a folded name, the likeliest first, at most eight. Empty when nothing in it is a letter,
    // a digit or a Chinese sign.
    [[nodiscard]] std::vector<Spelling> spellings(std::u32string_view folded) const;
    // The same sign by sign; signs that are neither are left out.
    [[nodiscard]] std::vector<Sounds> sounds(std::u32string_view folded) const;

  private:
    struct Icu;
    std::unique_ptr<Icu> icu_;
};

}  // namespace muster::views
