// How the name of a person may be typed in letters: in full, by initials, or a mixture of both.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/address/pinyin.hpp"

namespace muster::views {

// Of a name as it is written: a Chinese sign is a sound, and so is a word of letters, so that "wxm"
// is 王小明 as well as Wang Xiao Ming. The likeliest first. Surnames have readings of their own (单
// is Shan, 仇 is Qiu).
[[nodiscard]] std::vector<Sounds> name_sounds(const Pinyin& pinyin, std::string_view name);

// How typed letters go with sounds. initials: each letter is the first of a sound.
enum class LetterFit : std::uint8_t { none, initials, pinyin };

struct SoundFit {
    LetterFit fit = LetterFit::none;
    bool whole = false;  // nothing of the name is left
};

// Each sound is typed in full or by its initial (zh, ch and sh are initials too), the last one
// perhaps in part: "wangxm", "wxiaom". Precondition: the letters are small.
[[nodiscard]] SoundFit fit_of_letters(std::string_view letters,
                                      std::span<const std::string_view> sounds);

}  // namespace muster::views
