// A search for a member by what is typed, among 100,000 of them, each with a number, an address and
// two contacts; what one of them costs to hold, and to change.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/views/people/people_finder.hpp"

namespace {

using namespace muster;
using views::PeopleFinder;

constexpr std::uint64_t members = 100'000;

struct Person {
    std::string name;
    std::string address;
    std::array<std::string, 3> phones;
};

Person person(std::uint64_t id, std::uint64_t change) {
    // By the share of people that bear them.
    constexpr std::array surnames{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周",
                                  "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
                                  "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹"};
    constexpr std::array signs{"英", "秀", "兰", "华", "明", "玉", "桂", "国", "建", "文", "小",
                               "红", "志", "军", "丽", "春", "芳", "平", "珍", "凤", "永", "金",
                               "德", "福", "荣", "林", "生", "祥", "云", "霞", "海", "梅", "庆",
                               "凯", "伟", "强", "敏", "静", "淑", "琴", "洁", "莲", "松", "根"};
    constexpr std::array streets{"文昌中路", "汶河南路", "东关街",     "国庆路",   "长江路",
                                 "解放路",   "翠岗小区", "荷花池小区", "绿杨新苑", "龙川南路"};
    std::mt19937_64 random(id * 1000 + change);
    Person out;
    const std::uint64_t r = random() % 30;
    out.name = surnames[std::min(r, random() % 30)];
    const std::uint64_t given = random() % 5 == 0 ? 1 : 2;
    for (std::uint64_t i = 0; i < given; ++i)
        out.name += signs[random() % signs.size()];
    out.address = "江苏省扬州市广陵区";
    out.address += streets[random() % streets.size()];
    out.address += std::to_string(1 + random() % 400) + "号" + std::to_string(1 + random() % 30) +
                   "幢" + std::to_string(101 + random() % 1700) + "室";
    out.phones[0] = "+865148" + std::to_string(1'000'000 + random() % 9'000'000);
    out.phones[1] = "+8613" + std::to_string(100'000'000 + random() % 900'000'000);
    out.phones[2] = "+8613" + std::to_string(100'000'000 + random() % 900'000'000);
    return out;
}

void put(PeopleFinder& finder, std::uint64_t id, std::uint64_t change) {
    const Person one = person(id, change);
    finder.put({id, one.name, one.address, {}, {one.phones[0], one.phones[1], one.phones[2]}});
}

PeopleFinder& city() {
    static PeopleFinder finder = [] {
        const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
        PeopleFinder made;
        for (std::uint64_t id = 1; id <= members; ++id)
            put(made, id, 0);
        const std::size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
        std::printf("%zu bytes a member\n", (after - before) / members);
        return made;
    }();
    return finder;
}

void find(benchmark::State& state, const char* text) {
    const PeopleFinder& finder = city();
    std::size_t found = 0;
    for (auto _ : state)
        found += finder.find(text, {}, 12).size();
    if (found == 0) std::abort();
}

void change(benchmark::State& state) {
    PeopleFinder& finder = city();
    std::uint64_t n = 0;
    for (auto _ : state) {
        ++n;
        put(finder, 1 + n * 7919 % members, n);
    }
}

void touch(benchmark::State& state) {
    PeopleFinder& finder = city();
    const Person one = person(members / 2, 0);
    finder.put({members / 2, one.name, one.address, {}, {one.phones[0]}});
    for (auto _ : state)
        finder.put({members / 2, one.name, one.address, {}, {one.phones[0]}});
}

void build(benchmark::State& state) {
    for (auto _ : state) {
        PeopleFinder made;
        for (std::uint64_t id = 1; id <= members; ++id)
            put(made, id, 0);
        benchmark::DoNotOptimize(made.size());
    }
}

}  // namespace

BENCHMARK_CAPTURE(find, last_three_digits, "104");
BENCHMARK_CAPTURE(find, surname, "王");
BENCHMARK_CAPTURE(find, name, "秀兰");
BENCHMARK_CAPTURE(find, initials, "wxl");
BENCHMARK_CAPTURE(find, pinyin, "zhang");
BENCHMARK_CAPTURE(find, two_letters, "lx");
BENCHMARK_CAPTURE(find, address, "文昌中路18号");
BENCHMARK_CAPTURE(find, what_all_have, "江苏省扬州市");
BENCHMARK_CAPTURE(find, address_initials, "jssyzs");
BENCHMARK_CAPTURE(find, number, "#777");
BENCHMARK(touch);
BENCHMARK(change);
BENCHMARK(build)->Iterations(1)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
