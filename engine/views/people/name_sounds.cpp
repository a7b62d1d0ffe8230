#include "engine/views/people/name_sounds.hpp"

#include <algorithm>
#include <utility>

#include "engine/roads/fold_name.hpp"
#include "engine/views/address/signs.hpp"

namespace muster::views {
namespace {

constexpr std::size_t most_readings = 8;

struct Surname {
    char32_t sign;
    std::string_view sound;
};
constexpr Surname surnames[] = {
    {U'仇', "qiu"},  {U'解', "xie"},  {U'查', "zha"},  {U'盖', "ge"},    {U'任', "ren"},
    {U'区', "ou"},   {U'翟', "zhai"}, {U'覃', "qin"},  {U'朴', "piao"},  {U'缪', "miao"},
    {U'冼', "xian"}, {U'员', "yun"},  {U'折', "she"},  {U'种', "chong"}, {U'万', "mo"},
    {U'宓', "mi"},   {U'祭', "zhai"}, {U'召', "shao"}, {U'牟', "mu"},    {U'盛', "sheng"},
    {U'洗', "xian"}, {U'华', "hua"},  {U'葛', "ge"},   {U'薄', "bo"},    {U'尹', "yin"}};

// What a name is made of: signs, and words of letters and digits.
struct Part {
    char32_t sign = 0;  // 0 = a word
    std::string word;
};

std::vector<Part> parts_of_name(std::string_view name) {
    std::vector<Part> parts;
    bool in_word = false;
    for (const char32_t written : signs_of(name)) {
        // Blanks, dots and hyphens fold to nothing: they end a word.
        const std::u32string folded = signs_of(roads::folded_name(text_of({&written, 1})));
        if (folded.empty()) in_word = false;
        for (const char32_t sign : folded) {
            const bool plain = is_letter(sign) || (sign >= U'0' && sign <= U'9');
            if (plain && in_word) {
                parts.back().word += static_cast<char>(sign);
            } else if (plain) {
                parts.push_back({0, std::string(1, static_cast<char>(sign))});
            } else if (is_han(sign)) {
                parts.push_back({sign, {}});
            }
            in_word = plain;
        }
    }
    return parts;
}

// The surname's own readings instead of what its sign is called elsewhere.
void add_surnames(char32_t first, std::vector<Sounds>& readings) {
    for (const Surname& surname : surnames) {
        if (surname.sign != first) continue;
        const std::size_t before = readings.size();
        for (std::size_t i = 0; i < before && readings.size() < most_readings; ++i) {
            Sounds other = readings[i];
            other.front() = surname.sound;
            if (std::find(readings.begin(), readings.end(), other) == readings.end()) {
                readings.push_back(std::move(other));
            }
        }
    }
}

// How many letters an initial may have.
bool is_initial(std::string_view sound, std::size_t letters) {
    return letters == 1 || (letters == 2 && sound[1] == 'h' &&
                            (sound[0] == 'z' || sound[0] == 'c' || sound[0] == 's'));
}

struct Typed {
    bool fits = false;
    bool whole = false;
    bool all_initials = true;
};

Typed go_on(std::string_view letters, std::span<const std::string_view> sounds) {
    if (letters.empty()) return {true, sounds.empty(), true};
    if (sounds.empty() || sounds.front().empty()) return {};
    const std::string_view sound = sounds.front();
    std::size_t shared = 0;
    while (shared < sound.size() && shared < letters.size() && sound[shared] == letters[shared])
        ++shared;
    // The longer first: "wang" is a sound before it is four initials.
    for (std::size_t taken = shared; taken > 0; --taken) {
        const bool initial = is_initial(sound, taken);
        const bool last = taken == letters.size();
        if (taken != sound.size() && !initial && !last) continue;
        Typed rest = go_on(letters.substr(taken), sounds.subspan(1));
        if (!rest.fits) continue;
        rest.all_initials &= initial;
        return rest;
    }
    return {};
}

}  // namespace

std::vector<Sounds> name_sounds(const Pinyin& pinyin, std::string_view name) {
    const std::vector<Part> parts = parts_of_name(name);
    std::u32string signs;
    for (const Part& part : parts)
        if (part.sign != 0) signs += part.sign;
    std::vector<Sounds> readings = pinyin.sounds(signs);
    if (readings.empty()) readings.emplace_back();
    if (!parts.empty() && parts.front().sign != 0) add_surnames(signs.front(), readings);
    std::vector<Sounds> out;
    for (Sounds& reading : readings) {
        Sounds sounds;
        std::size_t next = 0;
        for (const Part& part : parts)
            sounds.push_back(part.sign == 0 ? part.word : std::move(reading[next++]));
        // A sign that nobody can spell has no sound.
        std::erase(sounds, std::string());
        if (!sounds.empty()) out.push_back(std::move(sounds));
    }
    return out;
}

SoundFit fit_of_letters(std::string_view letters, std::span<const std::string_view> sounds) {
    const Typed typed = go_on(letters, sounds);
    if (!typed.fits) return {};
    return {typed.all_initials ? LetterFit::initials : LetterFit::pinyin, typed.whole};
}

}  // namespace muster::views
