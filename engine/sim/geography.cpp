#include "engine/sim/geography.hpp"

#include <cstddef>

namespace muster::sim {

namespace {

// Districts: corners that neighbours share are written alike.

constexpr std::array baoying{at(33'0480, 119'0100), at(33'4200, 119'0100), at(33'4200, 119'9100),
                             at(33'0750, 119'9100), at(33'0300, 119'6200), at(33'0620, 119'3600)};
constexpr std::array gaoyou{at(33'0480, 119'0100), at(33'0620, 119'3600), at(33'0300, 119'6200),
                            at(33'0750, 119'9100), at(32'6950, 119'9100), at(32'6500, 119'6100),
                            at(32'6650, 119'4600), at(32'6400, 119'2900), at(32'6750, 119'0100)};
constexpr std::array yizheng{at(32'2450, 119'0100), at(32'6750, 119'0100), at(32'6400, 119'2900),
                             at(32'4700, 119'2600), at(32'3500, 119'2900), at(32'2380, 119'2800)};
constexpr std::array hanjiang{at(32'2380, 119'2800), at(32'3500, 119'2900), at(32'4700, 119'2600),
                              at(32'6400, 119'2900), at(32'6650, 119'4600), at(32'5200, 119'5050),
                              at(32'4550, 119'4500), at(32'3800, 119'4120), at(32'2500, 119'3900)};
constexpr std::array guangling{at(32'2500, 119'3900), at(32'3800, 119'4120), at(32'4550, 119'4500),
                               at(32'5200, 119'5050), at(32'4000, 119'5300), at(32'2450, 119'5350)};
constexpr std::array jiangdu{at(32'2450, 119'5350), at(32'4000, 119'5300), at(32'5200, 119'5050),
                             at(32'6650, 119'4600), at(32'6500, 119'6100), at(32'6950, 119'9100),
                             at(32'2900, 119'9100), at(32'2700, 119'7000)};

constexpr std::array districts{
    District{"guangling", {"Guangling", "广陵区"}, at(32'3950, 119'4550), 24, guangling},
    District{"hanjiang", {"Hanjiang", "邗江区"}, at(32'3900, 119'3750), 22, hanjiang},
    District{"jiangdu", {"Jiangdu", "江都区"}, at(32'4300, 119'5700), 19, jiangdu},
    District{"baoying", {"Baoying", "宝应县"}, at(33'2400, 119'3400), 11, baoying},
    District{"yizheng", {"Yizheng", "仪征市"}, at(32'2950, 119'1850), 11, yizheng},
    District{"gaoyou", {"Gaoyou", "高邮市"}, at(32'7850, 119'4700), 13, gaoyou},
};

// From west to east.
constexpr std::array river{at(32'2450, 119'0100), at(32'2500, 119'1500), at(32'2380, 119'2800),
                           at(32'2500, 119'3900), at(32'2450, 119'5350), at(32'2700, 119'7000),
                           at(32'2900, 119'9100)};
// From north to south.
constexpr std::array canal{at(33'4200, 119'3250), at(33'2400, 119'3180), at(33'0500, 119'3800),
                           at(32'9200, 119'4100), at(32'7800, 119'4280), at(32'6200, 119'4560),
                           at(32'5000, 119'4800), at(32'4200, 119'4640), at(32'3600, 119'4700),
                           at(32'2460, 119'5020)};
constexpr std::array lake{at(33'0200, 119'1700), at(33'0400, 119'3000), at(32'9300, 119'3900),
                          at(32'8000, 119'4080), at(32'7000, 119'4180), at(32'7100, 119'2900),
                          at(32'8200, 119'1600), at(33'0200, 119'1700)};

constexpr std::array water{
    Line{{"The River", "大江"}, "river", river},
    Line{{"The Canal", "运河"}, "canal", canal},
    Line{{"The Lake", "平湖"}, "lake", lake},
};

constexpr std::array east_motorway{
    at(33'4200, 119'4300), at(33'2300, 119'4200), at(33'0500, 119'4650), at(32'7900, 119'5200),
    at(32'6000, 119'5350), at(32'4600, 119'5300), at(32'3600, 119'5250), at(32'2550, 119'5250)};
constexpr std::array south_motorway{at(32'3450, 119'0100), at(32'3300, 119'1800),
                                    at(32'3400, 119'3300), at(32'3450, 119'4700),
                                    at(32'3700, 119'6200), at(32'4100, 119'9100)};
constexpr std::array river_road{at(32'2750, 119'0100), at(32'2850, 119'1850),
                                at(32'2800, 119'3300), at(32'2900, 119'4500),
                                at(32'2950, 119'6200), at(32'3200, 119'9100)};
constexpr std::array canal_road{at(33'4200, 119'3350), at(33'2400, 119'3280), at(33'0500, 119'3900),
                                at(32'9200, 119'4200), at(32'7800, 119'4380), at(32'6200, 119'4660),
                                at(32'5000, 119'4900), at(32'4200, 119'4740)};
constexpr std::array culture_road{at(32'3942, 119'2900), at(32'3950, 119'3750),
                                  at(32'3960, 119'4550), at(32'4000, 119'5100),
                                  at(32'4280, 119'5700), at(32'4350, 119'6500)};
constexpr std::array north_ring{
    at(32'3500, 119'3500), at(32'4000, 119'3450), at(32'4350, 119'3700),
    at(32'4450, 119'4300), at(32'4380, 119'4850), at(32'4000, 119'5000),
    at(32'3550, 119'4850), at(32'3420, 119'4200), at(32'3500, 119'3500)};
constexpr std::array west_road{at(32'2900, 119'1850), at(32'3700, 119'2400), at(32'3942, 119'2900),
                               at(32'5200, 119'2750), at(32'6400, 119'2950)};
constexpr std::array gaoyou_east{at(32'7850, 119'4380), at(32'7850, 119'5200),
                                 at(32'8300, 119'6800), at(32'8500, 119'9100)};
constexpr std::array baoying_cross{at(33'2300, 119'1000), at(33'2350, 119'3280),
                                   at(33'2300, 119'4200), at(33'2000, 119'6500),
                                   at(33'1900, 119'9100)};
constexpr std::array jiangdu_north{at(32'4300, 119'5700), at(32'5300, 119'6200),
                                   at(32'6500, 119'6600), at(32'8300, 119'6800)};
constexpr std::array lake_bridge_road{at(32'6050, 119'2900), at(32'6000, 119'4595),
                                      at(32'6000, 119'5350)};

constexpr std::array roads{
    Line{{"East Motorway", "东线高速"}, "motorway", east_motorway},
    Line{{"South Motorway", "南线高速"}, "motorway", south_motorway},
    Line{{"River Road", "沿江大道"}, "trunk", river_road},
    Line{{"Canal Road", "运河大道"}, "trunk", canal_road},
    Line{{"Culture Road", "文昌大道"}, "primary", culture_road},
    Line{{"Ring Road", "环城路"}, "primary", north_ring},
    Line{{"West Road", "西郊路"}, "primary", west_road},
    Line{{"Lake East Road", "湖东路"}, "primary", gaoyou_east},
    Line{{"North Cross Road", "北横路"}, "primary", baoying_cross},
    Line{{"East Country Road", "东乡路"}, "primary", jiangdu_north},
    Line{{"Lake South Road", "湖南路"}, "primary", lake_bridge_road},
};

constexpr std::array bridges{
    Bridge{{"North Bridge", "北门桥"}, at(33'2350, 119'3196)},
    Bridge{{"Mulberry Bridge", "桑园桥"}, at(33'0500, 119'3800)},
    Bridge{{"Post Bridge", "驿站桥"}, at(32'7800, 119'4280)},
    Bridge{{"Lake South Bridge", "湖南桥"}, at(32'6000, 119'4600)},
    Bridge{{"Willow Bridge", "柳堤桥"}, at(32'4380, 119'4676)},
    Bridge{{"Culture Bridge", "文昌桥"}, at(32'3960, 119'4664)},
    Bridge{{"South Gate Bridge", "南门桥"}, at(32'3450, 119'4742)},
    Bridge{{"River Road Bridge", "沿江桥"}, at(32'2900, 119'4896)},
};

constexpr Geography ground{
    at(32'2200, 119'0100), at(33'4200, 119'9100), districts, water, roads, bridges};

// Positive when p lies left of the way from a to b, negative when right.
std::int64_t side(Point a, Point b, Point p) {
    const std::int64_t east = std::int64_t{b.lon_e7} - a.lon_e7;
    const std::int64_t north = std::int64_t{b.lat_e7} - a.lat_e7;
    return east * (std::int64_t{p.lat_e7} - a.lat_e7) - north * (std::int64_t{p.lon_e7} - a.lon_e7);
}

bool is_inside(std::span<const Point> outline, Point p) {
    bool inside = false;
    for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
        const Point a = outline[i];
        const Point b = outline[j];
        if ((a.lat_e7 > p.lat_e7) == (b.lat_e7 > p.lat_e7)) continue;
        // The edge spans p's latitude; count it when it passes east of p.
        const bool upwards = b.lat_e7 > a.lat_e7;
        if (upwards == (side(a, b, p) > 0)) inside = !inside;
    }
    return inside;
}

bool is_east_of_canal(Point p) {
    for (std::size_t i = 0; i + 1 < canal.size(); ++i) {
        if (p.lat_e7 >= canal[i + 1].lat_e7) return side(canal[i + 1], canal[i], p) < 0;
    }
    return p.lon_e7 > canal.back().lon_e7;
}

}  // namespace

const Geography& geography() {
    return ground;
}

bool is_in_lake(Point point) {
    return is_inside(lake, point);
}

bool is_dry_land(Point point) {
    if (is_in_lake(point)) return false;
    for (const District& district : districts) {
        if (is_inside(district.outline, point)) return true;
    }
    return false;
}

bool is_across_canal(Point from, Point to) {
    return is_east_of_canal(from) != is_east_of_canal(to);
}

}  // namespace muster::sim
