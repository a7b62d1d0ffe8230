#include "engine/views/address/pinyin.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdlib>

#include "engine/views/address/signs.hpp"

namespace muster::views {
namespace {

constexpr std::size_t most_spellings = 8;

// Readings that the transliteration does not give.
struct Reading {
    char32_t sign;
    std::string_view sound;
};
constexpr Reading other_readings[] = {
    {U'长', "chang"}, {U'长', "zhang"}, {U'都', "du"},    {U'都', "dou"},   {U'行', "hang"},
    {U'行', "xing"},  {U'乐', "yue"},   {U'乐', "le"},    {U'厦', "xia"},   {U'厦', "sha"},
    {U'朝', "zhao"},  {U'朝', "chao"},  {U'重', "zhong"}, {U'重', "chong"}, {U'曾', "zeng"},
    {U'藏', "zang"},  {U'藏', "cang"},  {U'堡', "pu"},    {U'绿', "lv"},    {U'吕', "lv"},
    {U'女', "nv"},    {U'单', "shan"},  {U'大', "dai"},   {U'尉', "yu"},    {U'柏', "bo"},
    {U'柏', "bai"},   {U'铺', "pu"},    {U'石', "dan"},   {U'侯', "hou"},   {U'车', "ju"}};

Spelling join(const Sounds& sounds) {
    Spelling out;
    for (const std::string& sound : sounds) {
        out.full += sound;
        if (!sound.empty()) out.initials += sound.front();
    }
    return out;
}

}  // namespace

struct Pinyin::Icu {
    std::unique_ptr<icu::Transliterator> han_latin;

    Icu() {
        UErrorCode error = U_ZERO_ERROR;
        han_latin.reset(icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower",
                                                            UTRANS_FORWARD, error));
        // Its data is a part of the library.
        if (U_FAILURE(error)) std::abort();
    }

    // Its usual reading; empty when it has none, and nobody can spell it.
    [[nodiscard]] const std::string& sound_of(char32_t sign) {
        const auto [known, fresh] = sounds.try_emplace(sign);
        if (fresh) {
            icu::UnicodeString text(static_cast<UChar32>(sign));
            han_latin->transliterate(text);
            std::string latin;
            text.toUTF8String(latin);
            for (const char letter : latin) {
                if (letter >= 'a' && letter <= 'z') known->second += letter;
            }
        }
        return known->second;
    }

    boost::unordered_flat_map<char32_t, std::string> sounds;
};

Pinyin::Pinyin() : icu_(std::make_unique<Icu>()) {}
Pinyin::~Pinyin() = default;
Pinyin::Pinyin(Pinyin&&) noexcept = default;
Pinyin& Pinyin::operator=(Pinyin&&) noexcept = default;

std::vector<Sounds> Pinyin::sounds(std::u32string_view folded) const {
    std::u32string signs;
    Sounds sounds;
    for (const char32_t sign : folded) {
        const bool plain = is_letter(sign) || (sign >= U'0' && sign <= U'9');
        if (!plain && !is_han(sign)) continue;
        signs += sign;
        sounds.push_back(plain ? std::string(1, static_cast<char>(sign)) : icu_->sound_of(sign));
    }
    std::vector<Sounds> all;
    if (sounds.empty()) return all;
    all.push_back(std::move(sounds));
    for (std::size_t i = 0; i < signs.size(); ++i) {
        for (const Reading& reading : other_readings) {
            if (reading.sign != signs[i]) continue;
            const std::size_t before = all.size();
            for (std::size_t s = 0; s < before && all.size() < most_spellings; ++s) {
                if (all[s][i] == reading.sound) continue;
                Sounds other = all[s];
                other[i] = reading.sound;
                all.push_back(std::move(other));
            }
        }
    }
    return all;
}

std::vector<Spelling> Pinyin::spellings(std::u32string_view folded) const {
    std::vector<Spelling> out;
    for (const Sounds& one : sounds(folded)) {
        Spelling spelling = join(one);
        if (std::find(out.begin(), out.end(), spelling) == out.end()) {
            out.push_back(std::move(spelling));
        }
    }
    return out;
}

}  // namespace muster::views
