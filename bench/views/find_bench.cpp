// A search for places by what is typed, among 200,000 of them: streets, estates, and their houses.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "engine/views/address/place_finder.hpp"

namespace {

using namespace muster;
using views::PlaceFinder;

constexpr std::uint64_t places = 200'000;

const PlaceFinder& city() {
    static const PlaceFinder finder = [] {
        constexpr std::array signs{"文", "昌", "汶", "河", "东", "关", "国", "庆", "长", "江",
                                   "翠", "岗", "荷", "花", "绿", "杨", "龙", "川", "解", "放",
                                   "新", "华", "瘦", "西", "湖", "大", "虹", "桥", "古", "运",
                                   "广", "陵", "宝", "应", "高", "邮", "仪", "征", "平", "山"};
        constexpr std::array kinds{"路",   "街",   "巷",   "小区", "新村", "花园", "大厦",
                                   "医院", "中路", "西路", "北路", "广场", "公园", "学校"};
        std::mt19937_64 random(1);
        std::vector<std::string> names;
        PlaceFinder made;
        for (std::uint64_t id = 1; id <= places; ++id) {
            Place place;
            place.id = {id};
            if (id % 4 == 1) {
                std::string name;
                for (std::uint64_t i = 0; i < 2 + random() % 2; ++i)
                    name += signs[random() % signs.size()];
                names.push_back(name + kinds[random() % kinds.size()]);
                place.profile.name = names.back();
            } else {
                place.profile.name =
                    names[random() % names.size()] + std::to_string(1 + random() % 400) + "号";
            }
            place.profile.district = id % 2 == 0 ? "广陵区" : "邗江区";
            place.profile.point =
                Point{static_cast<std::int32_t>(323'000'000 + random() % 1'000'000),
                      static_cast<std::int32_t>(1'194'000'000 + random() % 1'000'000)};
            made.put(place, nullptr);
        }
        return made;
    }();
    return finder;
}

void find(benchmark::State& state, const char* text) {
    const PlaceFinder& finder = city();
    std::size_t found = 0;
    for (auto _ : state)
        found += finder.find(text, Point{323'500'000, 1'194'500'000}, 8).places.size();
    if (found == 0) std::abort();
}

}  // namespace

BENCHMARK_CAPTURE(find, name, "新华小区");
BENCHMARK_CAPTURE(find, with_number, "江苏省扬州市广陵区文昌中路18号2单元");
BENCHMARK_CAPTURE(find, part, "瘦西湖旁边的大虹桥路");
BENCHMARK_CAPTURE(find, initials, "wcl");
BENCHMARK_CAPTURE(find, pinyin, "wenchang");
BENCHMARK_CAPTURE(find, slip, "wenchnagzhonglu");

BENCHMARK_MAIN();
