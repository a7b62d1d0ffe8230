#include "engine/sim/names.hpp"

#include <array>
#include <span>

namespace muster::sim {

namespace {

struct Weighted {
    std::string_view text;
    std::uint32_t weight;
};

// Shares of the commonest surnames in Jiangsu, roughly, in thousandths.
constexpr std::array<Weighted, 36> surnames{{
    {"王", 79}, {"陈", 68}, {"张", 66}, {"李", 51},  {"徐", 42}, {"刘", 41}, {"周", 40}, {"朱", 35},
    {"吴", 34}, {"杨", 31}, {"孙", 29}, {"赵", 27},  {"顾", 22}, {"陆", 20}, {"沈", 19}, {"钱", 17},
    {"蒋", 17}, {"许", 16}, {"黄", 16}, {"胡", 15},  {"高", 14}, {"丁", 13}, {"袁", 12}, {"葛", 10},
    {"严", 10}, {"居", 3},  {"戴", 9},  {"夏", 9},   {"潘", 9},  {"谢", 9},  {"焦", 6},  {"柏", 4},
    {"嵇", 3},  {"卞", 5},  {"乔", 5},  {"欧阳", 1},
}};

using Words = std::span<const std::string_view>;
constexpr std::array<std::string_view, 24> men_old{"国", "建", "明", "德", "志", "荣", "宝", "文",
                                                   "金", "福", "根", "长", "永", "正", "家", "世",
                                                   "庆", "祥", "松", "林", "富", "贵", "生", "才"};
constexpr std::array<std::string_view, 24> women_old{
    "秀", "兰", "英", "桂", "珍", "凤", "玉", "美", "淑", "芳", "惠", "巧",
    "琴", "云", "莲", "月", "翠", "素", "梅", "菊", "霞", "娣", "芝", "萍"};
constexpr std::array<std::string_view, 20> men_young{"伟", "强", "军", "勇", "杰", "涛", "斌",
                                                     "鹏", "超", "浩", "宇", "晨", "俊", "飞",
                                                     "凯", "磊", "健", "峰", "海", "波"};
constexpr std::array<std::string_view, 20> women_young{"静", "丽", "敏", "燕", "艳", "娟", "婷",
                                                       "慧", "洁", "雪", "倩", "颖", "琳", "佳",
                                                       "悦", "欣", "薇", "蕾", "莉", "晶"};

constexpr std::array<std::string_view, 13> place_first{"柳", "荷", "梅", "竹", "桂", "石", "长",
                                                       "东", "西", "新", "古", "平", "杏"};
constexpr std::array<std::string_view, 13> place_first_en{
    "Willow", "Lotus", "Plum", "Bamboo", "Cassia", "Stone",  "Long",
    "East",   "West",  "New",  "Old",    "Level",  "Apricot"};
constexpr std::array<std::string_view, 12> place_last{"园", "湾", "桥", "塘", "苑", "村",
                                                      "庄", "巷", "坊", "洲", "港", "圩"};
constexpr std::array<std::string_view, 12> place_last_en{"Garden", "Bay",     "Bridge", "Pond",
                                                         "Court",  "Village", "Farm",   "Lane",
                                                         "Square", "Islet",   "Haven",  "Dike"};

std::string_view one_of(Rng& rng, Words words) {
    return words[rng.below(static_cast<std::uint32_t>(words.size()))];
}

}  // namespace

std::string surname(Rng& rng) {
    std::uint32_t total = 0;
    for (const Weighted& name : surnames) {
        total += name.weight;
    }
    std::uint32_t rest = rng.below(total);
    std::size_t i = 0;
    while (rest >= surnames[i].weight) {
        rest -= surnames[i].weight;
        ++i;
    }
    return std::string(surnames[i].text);
}

std::string person_name(Rng& rng, bool female, bool old) {
    std::string name = surname(rng);
    const Words words = old ? (female ? Words(women_old) : Words(men_old))
                            : (female ? Words(women_young) : Words(men_young));
    name += one_of(rng, words);
    if (rng.permille(old ? 820 : 450)) name += one_of(rng, words);
    return name;
}

std::string phone_number(PhoneBook book, std::uint32_t serial) {
    const std::string digits =
        std::to_string(100'000'000u + static_cast<std::uint32_t>(book) * 10'000'000u + serial);
    return "+86100" + digits.substr(1);
}

std::string street_address(Rng& rng, std::string_view community) {
    std::string address(community);
    address += std::to_string(rng.between(1, 48)) + "幢";
    address += std::to_string(rng.between(1, 4)) + "单元";
    // One draw per statement: the order of operands is the compiler's choice.
    address += std::to_string(rng.between(1, 6)) + "0";
    address += std::to_string(rng.between(1, 4)) + "室";
    return address;
}

std::string place_name(std::uint32_t serial) {
    std::string name(place_first[serial % place_first.size()]);
    name += place_last[serial / place_first.size() % place_last.size()];
    return name;
}

std::string place_name_en(std::uint32_t serial) {
    std::string name(place_first_en[serial % place_first_en.size()]);
    name += ' ';
    name += place_last_en[serial / place_first_en.size() % place_last_en.size()];
    return name;
}

}  // namespace muster::sim
