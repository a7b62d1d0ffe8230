// What desks type, and whom they must find by it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/views/people/name_sounds.hpp"
#include "engine/views/people/people_finder.hpp"
#include "muster/enum_names.hpp"

namespace muster::views {
namespace {

struct Somebody {
    std::uint64_t id;
    const char* name;
    const char* address;
    const char* reference;
    std::vector<const char*> phones;
    bool past = false;
};

const std::vector<Somebody> book{
    {7, "王小明", "文昌中路18号3单元502室", "YZ-0007", {"+8651485550104", "+8613912345678"}},
    {8, "王小美", "文昌中路118号", "", {"+8613800001104", ""}},
    {9, "李王氏", "东关街十八号", "", {"+8651485551234;ext=801"}},
    {10, "单雄", "翠岗小区18幢", "", {"", "+8613800000001", "+8651485550104"}},
    {11, "欧阳修文", "瘦西湖路3号", "", {"120"}},
    {12, "Wang Xiao Ming", "12 Lake Road", "", {"+441632960104"}},
    {13, "曾国藩", "汶河南路98号", "", {"+8651480000000"}},
    {14, "王小明", "国庆路5号", "", {"+8613700000000"}, true},
    {104, "张三", "解放路104号", "", {"+8613700000009"}},
};

PersonText text_of(const Somebody& one) {
    PersonText text{one.id, one.name, one.address, one.reference, {}, one.past};
    for (const char* const phone : one.phones)
        text.phones.emplace_back(phone);
    return text;
}

PeopleFinder finder_of(const std::vector<Somebody>& people) {
    PeopleFinder finder;
    for (const Somebody& one : people)
        finder.put(text_of(one));
    return finder;
}

std::string found(const PeopleFinder& finder, const char* typed,
                  const std::vector<std::string>& numbers = {}) {
    std::string out;
    for (const FoundPerson& one : finder.find(typed, numbers, 12)) {
        if (!out.empty()) out += ' ';
        out += std::to_string(one.id) + ":" + std::string(name_of(one.by));
        if (one.contact != 0) out += std::to_string(one.contact);
    }
    return out;
}

TEST(People, ByNumbers) {
    const PeopleFinder finder = finder_of(book);
    // The own before those of contacts; then whose number here it is.
    EXPECT_EQ(found(finder, "104"), "7:phone 8:phone 12:phone 10:contact_phone2 104:number");
    EXPECT_EQ(found(finder, "502"), "7:address") << "a room";
    EXPECT_EQ(found(finder, "0104"), "7:phone 12:phone 10:contact_phone2");
    EXPECT_EQ(found(finder, "8555 0104"), "7:phone 10:contact_phone2");
    EXPECT_EQ(found(finder, "5678"), "7:contact_phone1");
    EXPECT_EQ(found(finder, "13912345678"), "7:contact_phone1");
    // As it is dialled here, and with its extension.
    EXPECT_EQ(found(finder, "0514-85550104", {"+8651485550104"}), "7:phone 10:contact_phone2");
    EXPECT_EQ(found(finder, "85551234"), "9:phone");
    EXPECT_EQ(found(finder, "120"), "11:phone");
    EXPECT_EQ(found(finder, "04"), "");
    EXPECT_EQ(found(finder, "99999999999999999999999999"), "");
}

TEST(People, ByTheNumberThatTheyHaveHere) {
    const PeopleFinder finder = finder_of(book);
    EXPECT_EQ(found(finder, "#7"), "7:number");
    EXPECT_EQ(found(finder, "#104"), "104:number");
    EXPECT_EQ(found(finder, "8"), "8:number");
    EXPECT_EQ(found(finder, "#"), "");
    EXPECT_EQ(found(finder, "#7x"), "");
    EXPECT_EQ(found(finder, "yz0007"), "7:number");
}

TEST(People, ByName) {
    const PeopleFinder finder = finder_of(book);
    // Whoever is looked after no more goes after equals.
    EXPECT_EQ(found(finder, "王小明"), "7:name 14:name");
    EXPECT_EQ(found(finder, " 王 小明 "), "7:name 14:name");
    EXPECT_EQ(found(finder, "小美"), "8:name");
    EXPECT_EQ(found(finder, "王"), "7:name 8:name 14:name 9:name");
    EXPECT_EQ(found(finder, "阳修"), "11:name");
    EXPECT_EQ(found(finder, "xiao ming").substr(0, 7), "12:name");
    EXPECT_EQ(found(finder, "王大明"), "");
}

TEST(People, BySound) {
    const PeopleFinder finder = finder_of(book);
    EXPECT_EQ(found(finder, "wxm"), "7:initials 8:initials 12:initials 14:initials");
    EXPECT_EQ(found(finder, "wangxiaoming"), "12:name 7:pinyin 14:pinyin");
    EXPECT_EQ(found(finder, "wangxm"), "7:pinyin 8:pinyin 12:pinyin 14:pinyin");
    EXPECT_EQ(found(finder, "wxiaomei"), "8:pinyin");
    EXPECT_EQ(found(finder, "xiaomei"), "8:pinyin");
    EXPECT_EQ(found(finder, "oyxw"), "11:initials");
    EXPECT_EQ(found(finder, "ouyang"), "11:pinyin");
    EXPECT_EQ(found(finder, "zengguo"), "13:pinyin");
    // 单 is Dan, and Shan as a surname; sh is an initial.
    EXPECT_EQ(found(finder, "shanxiong"), "10:pinyin");
    EXPECT_EQ(found(finder, "danxiong"), "10:pinyin");
    EXPECT_EQ(found(finder, "shx"), "10:initials");
    EXPECT_EQ(found(finder, "WXM"), found(finder, "wxm"));
    EXPECT_EQ(found(finder, "qqq"), "");
}

TEST(People, ByAddress) {
    const PeopleFinder finder = finder_of(book);
    EXPECT_EQ(found(finder, "文昌中路"), "7:address 8:address");
    EXPECT_EQ(found(finder, "东关街18号"), "9:address");
    EXPECT_EQ(found(finder, "翠岗"), "10:address");
    // 18号 is not 118号, which comes last.
    EXPECT_EQ(found(finder, "18号"), "9:address 7:address 8:address");
    EXPECT_EQ(found(finder, "cgxq"), "10:address");
    EXPECT_EQ(found(finder, "lake road"), "12:address");
}

TEST(People, FollowsChanges) {
    PeopleFinder finder = finder_of(book);
    Somebody moved = book[0];
    moved.name = "赵小明";
    moved.phones = {"+8613711112222"};
    moved.address = "个园路1号";
    finder.put(text_of(moved));
    EXPECT_EQ(found(finder, "王小明"), "14:name");
    EXPECT_EQ(found(finder, "0104"), "12:phone 10:contact_phone2");
    EXPECT_EQ(found(finder, "2222"), "7:phone");
    EXPECT_EQ(found(finder, "zxm"), "7:initials");
    EXPECT_EQ(found(finder, "个园"), "7:address");
    moved.past = true;
    finder.put(text_of(moved));
    finder.erase(14);
    finder.erase(14);
    EXPECT_EQ(found(finder, "小明"), "7:name");
    EXPECT_EQ(finder.size(), book.size() - 1);
    // A place that came free is taken again.
    finder.put(text_of({200, "赵小明", "", "", {""}}));
    EXPECT_EQ(found(finder, "赵小明"), "200:name 7:name");
    finder.clear();
    EXPECT_EQ(found(finder, "赵小明"), "");
}

TEST(People, ALimitKeepsTheBest) {
    const PeopleFinder finder = finder_of(book);
    const auto two = finder.find("王", {}, 2);
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two[0].id, 7u);
    EXPECT_EQ(two[1].id, 8u);
}

// Whatever came and went, it finds what one that was made anew finds.
TEST(People, IsTheSameAsOneThatIsMadeAnew) {
    constexpr const char* signs[] = {"王", "李", "小", "明", "华", "单", "长", "文", "a", "b", " "};
    constexpr const char* typed[] = {"王", "小明", "wxm", "lx", "ab", "104", "长文", "文长", "1"};
    std::mt19937_64 random(5);
    const auto some = [&](std::size_t most) {
        std::string text;
        for (std::size_t i = random() % most + 1; i > 0; --i)
            text += signs[random() % std::size(signs)];
        return text;
    };
    struct Person {
        std::string name, address, phone, other;
        bool past = false;
    };
    PeopleFinder finder;
    std::vector<Person> people(40);
    for (int i = 0; i < 3000; ++i) {
        const std::size_t who = random() % people.size();
        Person& person = people[who];
        if (random() % 4 == 0) {
            person = {};
            finder.erase(who + 1);
        } else {
            person = {some(4), some(8), std::to_string(random() % 100 * 1000 + 104),
                      std::to_string(random() % 9000), random() % 4 == 0};
            finder.put({who + 1,
                        person.name,
                        person.address,
                        {},
                        {person.phone, person.other},
                        person.past});
        }
        if (i % 100 != 0) continue;
        PeopleFinder anew;
        for (std::size_t p = 0; p < people.size(); ++p) {
            const Person& one = people[p];
            if (one.phone.empty()) continue;
            anew.put({p + 1, one.name, one.address, {}, {one.phone, one.other}, one.past});
        }
        for (const char* const text : typed)
            ASSERT_EQ(found(finder, text), found(anew, text)) << text;
    }
}

TEST(People, NoTextIsTooStrange) {
    const PeopleFinder finder = finder_of(book);
    for (const char* const text : {"", " ", "#", "\xFF\xFE", "\xE7\x8E", "+", "--", "()", "王\xFF",
                                   "\x01\x02", "aaaaaaaaaaaaaaaaaaaaaa"})
        (void)found(finder, text);
}

TEST(NameSounds, LettersGoWithSounds) {
    const std::vector<std::string_view> sounds{"zhang", "wei", "an"};
    EXPECT_EQ(fit_of_letters("zwa", sounds).fit, LetterFit::initials);
    EXPECT_TRUE(fit_of_letters("zwa", sounds).whole);
    EXPECT_EQ(fit_of_letters("zhwa", sounds).fit, LetterFit::initials);
    EXPECT_EQ(fit_of_letters("zhangwei", sounds).fit, LetterFit::pinyin);
    EXPECT_FALSE(fit_of_letters("zhangwei", sounds).whole);
    EXPECT_EQ(fit_of_letters("zhangw", sounds).fit, LetterFit::pinyin);
    EXPECT_EQ(fit_of_letters("zweia", sounds).fit, LetterFit::pinyin);
    EXPECT_EQ(fit_of_letters("zhanwei", sounds).fit, LetterFit::none);
    EXPECT_EQ(fit_of_letters("zwan", sounds).fit, LetterFit::pinyin);
    EXPECT_EQ(fit_of_letters("zwanx", sounds).fit, LetterFit::none);
}

}  // namespace
}  // namespace muster::views
