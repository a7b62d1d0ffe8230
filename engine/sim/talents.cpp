#include "engine/sim/talents.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/sim/names.hpp"
#include "engine/sim/rng.hpp"

namespace muster::sim {
namespace {

// Of the random numbers of a city, those that nothing else of it takes.
constexpr std::uint64_t talent_stream = 1216;
constexpr std::int64_t counted_from = 2025;  // ages are, as in the city

template <class T, std::size_t count>
const T& any_of_them(const std::array<T, count>& all, Rng& rng) {
    return all[rng.below(static_cast<std::uint32_t>(count))];
}

std::string number_of(std::uint32_t n) {
    const std::string digits = std::to_string(n + 1);
    return "DEMO-T" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

BirthDate birth_of(Rng& rng) {
    BirthDate birth;
    birth.year = static_cast<std::int16_t>(counted_from - rng.between(55, 82));
    birth.month = static_cast<std::int16_t>(rng.between(1, 12));
    birth.day = static_cast<std::int16_t>(rng.between(1, 28));
    return birth;
}

// One, two or three of them, each once.
std::vector<Code> fields_of(const std::vector<TalentField>& fields, Rng& rng) {
    std::vector<Code> chosen;
    const std::int64_t count = rng.between(1, 3);
    for (std::int64_t i = 0; i < count; ++i) {
        const Code field = fields[rng.below(static_cast<std::uint32_t>(fields.size()))].code;
        if (std::find(chosen.begin(), chosen.end(), field) == chosen.end()) chosen.push_back(field);
    }
    return chosen;
}

}  // namespace

Date invented_review(std::uint64_t seed, std::uint32_t n) {
    constexpr Date first{20'059};  // 2024-12-02
    constexpr std::uint64_t apart = 1;
    Rng rng(seed, Purpose::city, talent_stream + apart, n);
    return first + rng.between(0, 363);
}

TalentProfile invented_talent(const std::vector<TalentField>& fields, std::uint64_t seed,
                              std::uint32_t n) {
    constexpr std::array<std::string_view, 6> districts{"guangling", "hanjiang", "jiangdu",
                                                        "baoying",   "yizheng",  "gaoyou"};
    constexpr std::array<std::string_view, 8> posts{
        "原中学高级教师",   "原主任医师", "原法院审判员", "原农技推广站站长",
        "原机械厂总工程师", "原会计师",   "原文化馆馆员", "原街道办事处主任"};
    constexpr std::array<std::string_view, 4> managers{"zhou", "wu", "he", "qian"};
    Rng rng(seed, Purpose::city, talent_stream, n);
    TalentProfile one;
    one.external_ref = number_of(n);
    one.name = person_name(rng, rng.permille(420), true);
    one.phone = phone_number(PhoneBook::stranger, n);
    one.birth_date = birth_of(rng);
    one.district = any_of_them(districts, rng);
    one.fields = fields_of(fields, rng);
    if (rng.permille(300)) one.skills.emplace_back("company");
    if (rng.permille(150)) one.skills.emplace_back("first_aid");
    if (rng.permille(120)) one.skills.emplace_back("digital");
    one.expertise = std::string(any_of_them(posts, rng));
    one.willingness = enum_values<TalentWillingness>[rng.below(4)];
    one.health = enum_values<TalentHealth>[1 + rng.below(2)];
    one.manager = any_of_them(managers, rng);
    one.source = enum_values<TalentSource>[rng.below(3)];
    return one;
}

}  // namespace muster::sim
