// Addresses as callers say them and desks type them, and what they must lead to.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/views/address/place_finder.hpp"

namespace muster::views {
namespace {

struct Known {
    PlaceKind kind;
    const char* name;
    std::vector<std::string> aliases;
    const char* district;
    const char* community;
    std::int32_t lat_e7;
    std::int32_t lon_e7;
};

// Of Yangzhou, as a register would have it; numbers and some names are made up.
const std::vector<Known> book{
    {PlaceKind::street, "文昌中路", {"文昌路"}, "广陵区", "", 323'950'000, 1'194'300'000},
    {PlaceKind::street, "文昌西路", {}, "邗江区", "", 323'990'000, 1'193'900'000},
    {PlaceKind::street, "文昌东路", {}, "广陵区", "", 323'960'000, 1'194'900'000},
    {PlaceKind::street, "汶河南路", {}, "广陵区", "", 323'890'000, 1'194'330'000},
    {PlaceKind::street, "汶河北路", {}, "广陵区", "", 323'990'000, 1'194'340'000},
    {PlaceKind::street, "东关街", {}, "广陵区", "东关", 323'980'000, 1'194'420'000},
    {PlaceKind::street, "国庆路", {}, "广陵区", "", 323'930'000, 1'194'400'000},
    {PlaceKind::street, "长江路", {}, "邗江区", "", 323'700'000, 1'194'100'000},
    {PlaceKind::street, "江都路", {}, "广陵区", "", 323'920'000, 1'194'650'000},
    {PlaceKind::street, "龙川南路", {}, "江都区", "", 324'200'000, 1'195'600'000},
    {PlaceKind::street, "解放路", {}, "宝应县", "", 332'300'000, 1'193'100'000},
    {PlaceKind::street, "解放路", {}, "仪征市", "", 322'700'000, 1'191'800'000},
    {PlaceKind::building, "文昌中路16号", {}, "广陵区", "", 323'951'000, 1'194'320'000},
    {PlaceKind::building, "文昌中路24号", {}, "广陵区", "", 323'951'000, 1'194'328'000},
    {PlaceKind::building, "文昌中路25号", {}, "广陵区", "", 323'953'000, 1'194'329'000},
    {PlaceKind::building, "文昌中路300号", {}, "广陵区", "", 323'955'000, 1'194'420'000},
    {PlaceKind::building, "东关街十八号", {}, "广陵区", "东关", 323'981'000, 1'194'430'000},
    {PlaceKind::building, "汶河南路98号", {}, "广陵区", "", 323'895'000, 1'194'331'000},
    {PlaceKind::landmark,
     "扬州大学附属医院",
     {"扬大附院", "一院"},
     "广陵区",
     "",
     323'896'000,
     1'194'335'000},
    {PlaceKind::landmark, "苏北人民医院", {"苏北医院"}, "广陵区", "", 323'940'000, 1'194'290'000},
    {PlaceKind::landmark, "瘦西湖", {}, "邗江区", "", 324'080'000, 1'194'180'000},
    {PlaceKind::landmark, "个园", {}, "广陵区", "东关", 323'995'000, 1'194'400'000},
    {PlaceKind::landmark, "何园", {}, "广陵区", "", 323'870'000, 1'194'430'000},
    {PlaceKind::landmark, "二十四桥", {}, "邗江区", "", 324'100'000, 1'194'150'000},
    {PlaceKind::landmark, "文昌阁", {}, "广陵区", "", 323'952'000, 1'194'335'000},
    {PlaceKind::landmark, "时代广场", {}, "广陵区", "", 323'954'000, 1'194'345'000},
    {PlaceKind::landmark, "市民中心", {}, "邗江区", "", 323'970'000, 1'193'800'000},
    {PlaceKind::landmark,
     "扬州站",
     {"火车站", "扬州火车站"},
     "邗江区",
     "",
     323'860'000,
     1'193'600'000},
    {PlaceKind::community, "翠岗小区", {"翠岗"}, "邗江区", "翠岗", 323'950'000, 1'194'050'000},
    {PlaceKind::building, "翠岗小区18幢", {}, "邗江区", "翠岗", 323'951'500, 1'194'052'000},
    {PlaceKind::building, "翠岗小区19幢", {}, "邗江区", "翠岗", 323'951'900, 1'194'052'500},
    {PlaceKind::entrance, "翠岗小区北门", {}, "邗江区", "翠岗", 323'953'000, 1'194'051'000},
    {PlaceKind::community, "荷花池小区", {}, "广陵区", "荷花池", 323'860'000, 1'194'320'000},
    {PlaceKind::community, "绿杨新苑", {}, "邗江区", "", 323'900'000, 1'194'000'000},
    {PlaceKind::office, "东关街道办事处", {}, "广陵区", "东关", 323'985'000, 1'194'410'000},
    {PlaceKind::office, "翠岗社区居委会", {}, "邗江区", "翠岗", 323'952'000, 1'194'049'000},
};

PlaceFinder finder_of(const std::vector<Known>& known) {
    PlaceFinder finder;
    std::uint64_t id = 0;
    for (const Known& one : known) {
        Place place;
        place.id = {++id};
        place.profile.kind = one.kind;
        place.profile.name = one.name;
        place.profile.aliases = one.aliases;
        place.profile.district = Code(one.district);
        place.profile.community = Code(one.community);
        place.profile.point = Point{one.lat_e7, one.lon_e7};
        finder.put(place, nullptr);
    }
    return finder;
}

std::string place_name(const FoundPlace& found) {
    return book[found.place.value - 1].name;
}

enum Sure { guess, certain };

struct Typed {
    const char* text;
    const char* first;  // the place that stands first; empty = nothing is found
    FoundBy by;
    Sure sure;
};

const std::vector<Typed> typed{
    // Names and aliases, however they are written.
    {"文昌中路", "文昌中路", FoundBy::name, certain},
    {"文昌路", "文昌中路", FoundBy::alias, certain},
    {" 瘦 西 湖 ", "瘦西湖", FoundBy::name, certain},
    {"个园", "个园", FoundBy::name, certain},
    {"扬大附院", "扬州大学附属医院", FoundBy::alias, certain},
    {"火车站", "扬州站", FoundBy::alias, certain},
    {"翠岗", "翠岗小区", FoundBy::alias, certain},
    {"二十四桥", "二十四桥", FoundBy::name, certain},
    {"市民中心", "市民中心", FoundBy::name, certain},
    {"翠岗小区北门", "翠岗小区北门", FoundBy::name, certain},
    {"东关街道办事处", "东关街道办事处", FoundBy::name, certain},
    // Province, city and district before it.
    {"江苏省扬州市广陵区文昌中路", "文昌中路", FoundBy::name, certain},
    {"扬州市瘦西湖", "瘦西湖", FoundBy::name, certain},
    {"广陵区东关街", "东关街", FoundBy::name, certain},
    {"邗江区翠岗小区", "翠岗小区", FoundBy::name, certain},
    {"宝应县解放路", "解放路", FoundBy::name, certain},
    {"仪征市解放路", "解放路", FoundBy::name, certain},
    // Of two streets of one name nobody is certain.
    {"解放路", "解放路", FoundBy::name, guess},
    // House numbers: known, between two, near one, unknown.
    {"文昌中路16号", "文昌中路16号", FoundBy::number, certain},
    {"文昌中路 16", "文昌中路16号", FoundBy::number, certain},
    {"文昌中路１６号", "文昌中路16号", FoundBy::number, certain},
    {"文昌中路十六号", "文昌中路16号", FoundBy::number, certain},
    {"东关街18号", "东关街十八号", FoundBy::number, certain},
    {"文昌路24号", "文昌中路24号", FoundBy::number, certain},
    {"广陵区文昌中路24号2单元301室", "文昌中路24号", FoundBy::number, certain},
    {"文昌中路20号", "文昌中路", FoundBy::interpolated, guess},
    {"文昌中路17号", "文昌中路16号", FoundBy::near_number, guess},
    {"文昌中路900号", "文昌中路", FoundBy::street_only, guess},
    {"国庆路5号", "国庆路", FoundBy::street_only, guess},
    {"宝应县解放路12号", "解放路", FoundBy::street_only, guess},
    {"文倡中路16号", "文昌中路16号", FoundBy::number, guess},
    // Blocks of an estate, by any of their words.
    {"翠岗小区18幢", "翠岗小区18幢", FoundBy::number, certain},
    {"翠岗小区18栋", "翠岗小区18幢", FoundBy::number, certain},
    {"翠岗小区18号楼", "翠岗小区18幢", FoundBy::number, certain},
    {"翠岗18栋", "翠岗小区18幢", FoundBy::number, certain},
    {"翠岗小区十八幢2单元", "翠岗小区18幢", FoundBy::number, certain},
    {"翠岗小区77栋", "翠岗小区", FoundBy::street_only, guess},
    // A number, and what stands there.
    {"汶河南路98号扬州大学附属医院", "汶河南路98号", FoundBy::number, guess},
    {"广陵区汶河南路98号", "汶河南路98号", FoundBy::number, certain},
    // Parts.
    {"扬州大学", "扬州大学附属医院", FoundBy::part, guess},
    {"人民医院", "苏北人民医院", FoundBy::part, guess},
    {"荷花池", "荷花池小区", FoundBy::part, guess},
    {"在瘦西湖旁边", "瘦西湖", FoundBy::part, guess},
    {"汶河", "汶河南路", FoundBy::part, guess},
    // Pinyin in full, with and without blanks, begun, and with other readings.
    {"wenchangzhonglu", "文昌中路", FoundBy::pinyin, guess},
    {"Wen Chang Zhong Lu", "文昌中路", FoundBy::pinyin, guess},
    {"shouxihu", "瘦西湖", FoundBy::pinyin, guess},
    {"shouxi", "瘦西湖", FoundBy::pinyin, guess},
    {"changjianglu", "长江路", FoundBy::pinyin, guess},
    {"zhangjianglu", "长江路", FoundBy::pinyin, guess},
    {"jiangdulu", "江都路", FoundBy::pinyin, guess},
    {"lvyangxinyuan", "绿杨新苑", FoundBy::pinyin, guess},
    // Initials.
    {"wczl", "文昌中路", FoundBy::initials, guess},
    {"sxh", "瘦西湖", FoundBy::initials, guess},
    {"WCG", "文昌阁", FoundBy::initials, guess},
    {"dgj", "东关街", FoundBy::initials, guess},
    // Other signs of the same sound, as input methods give them, and slips.
    {"文倡中路", "文昌中路", FoundBy::sounds_alike, guess},
    {"瘦西胡", "瘦西湖", FoundBy::sounds_alike, guess},
    {"翠港小区", "翠岗小区", FoundBy::sounds_alike, guess},
    {"苏北人民医医院", "苏北人民医院", FoundBy::similar, guess},
    {"荷花小区", "荷花池小区", FoundBy::similar, guess},
    {"wenchnagzhonglu", "文昌中路", FoundBy::similar, guess},
    // Nothing.
    {"", "", FoundBy::name, guess},
    {"，。", "", FoundBy::name, guess},
    {"qqqq", "", FoundBy::name, guess},
};

TEST(FindPlaces, TypedAddressesLeadToWhereTheyMust) {
    const PlaceFinder finder = finder_of(book);
    EXPECT_GE(typed.size(), 60u);
    for (const Typed& one : typed) {
        const FoundPlaces found = finder.find(one.text, std::nullopt, 8);
        if (std::string(one.first).empty()) {
            EXPECT_TRUE(found.places.empty())
                << one.text << " gave " << place_name(found.places.front());
            continue;
        }
        ASSERT_FALSE(found.places.empty()) << one.text;
        const FoundPlace& first = found.places.front();
        EXPECT_EQ(place_name(first), one.first) << one.text;
        EXPECT_EQ(name_of(first.by), name_of(one.by)) << one.text;
        EXPECT_EQ(found.certain, one.sure == certain) << one.text;
    }
}

// Where the first of them stands, for the tests below.
const FoundPlace& first_of(const FoundPlaces& found) {
    static const FoundPlace none;
    return found.places.empty() ? none : found.places.front();
}

TEST(FindPlaces, AmbiguousTextGivesAllThatItMayMeanAndNoCertainty) {
    const PlaceFinder finder = finder_of(book);
    const FoundPlaces found = finder.find("解放路", std::nullopt, 8);
    ASSERT_GE(found.places.size(), 2u);
    EXPECT_FALSE(found.certain);
    EXPECT_EQ(book[found.places[0].place.value - 1].name, std::string("解放路"));
    EXPECT_EQ(book[found.places[1].place.value - 1].name, std::string("解放路"));
    EXPECT_LE(found.places[0].confidence_permille, 500);
    for (std::size_t i = 1; i < found.places.size(); ++i) {
        EXPECT_LE(found.places[i].confidence_permille, found.places[i - 1].confidence_permille);
    }
}

TEST(FindPlaces, NearerOnesGoFirstWithoutBecomingCertain) {
    const PlaceFinder finder = finder_of(book);
    for (const std::size_t wanted : {10u, 11u}) {
        const Point near{book[wanted].lat_e7, book[wanted].lon_e7};
        const FoundPlaces found = finder.find("解放路", near, 8);
        EXPECT_EQ(first_of(found).place.value, wanted + 1);
        EXPECT_FALSE(found.certain);
    }
}

TEST(FindPlaces, ADistrictTellsStreetsOfOneNameApart) {
    const PlaceFinder finder = finder_of(book);
    EXPECT_EQ(first_of(finder.find("宝应县解放路", std::nullopt, 8)).place.value, 11u);
    EXPECT_EQ(first_of(finder.find("仪征市解放路", std::nullopt, 8)).place.value, 12u);
}

// 20 stands in the middle between 16 and 24.
TEST(FindPlaces, UnknownHousesAreBetweenTheirNeighbours) {
    const PlaceFinder finder = finder_of(book);
    const FoundPlaces found = finder.find("文昌中路20号", std::nullopt, 8);
    EXPECT_EQ(first_of(found).point, (Point{323'951'000, 1'194'324'000}));
    const FoundPlaces known = finder.find("文昌中路16号", std::nullopt, 8);
    EXPECT_GT(first_of(known).confidence_permille, first_of(found).confidence_permille);
    const FoundPlaces street = finder.find("文昌中路900号", std::nullopt, 8);
    EXPECT_GT(first_of(found).confidence_permille, first_of(street).confidence_permille);
}

TEST(FindPlaces, FollowsWhatChanges) {
    PlaceFinder finder = finder_of(book);
    Place place;
    place.id = {21};
    place.profile.name = "保障湖";
    finder.put(place, nullptr);
    EXPECT_EQ(first_of(finder.find("保障湖", std::nullopt, 8)).place.value, 21u);
    EXPECT_NE(first_of(finder.find("瘦西湖", std::nullopt, 8)).place.value, 21u);
    place.status = PlaceStatus::retired;
    finder.put(place, nullptr);
    EXPECT_NE(first_of(finder.find("保障湖", std::nullopt, 8)).place.value, 21u);
    EXPECT_EQ(finder.size(), book.size() - 1);
    finder.clear();
    EXPECT_EQ(finder.size(), 0u);
    EXPECT_TRUE(finder.find("个园", std::nullopt, 8).places.empty());
}

TEST(FindPlaces, AHouseMayBeANumberOfItsStreet) {
    PlaceFinder finder = finder_of(book);
    Place street;
    street.id = {7};
    street.profile.name = "国庆路";
    Place house;
    house.id = {100};
    house.profile.name = "5号";
    house.profile.point = Point{323'931'000, 1'194'401'000};
    house.profile.parent = street.id;
    finder.put(house, &street);
    const FoundPlaces found = finder.find("国庆路5号", std::nullopt, 8);
    EXPECT_EQ(first_of(found).place, house.id);
    EXPECT_TRUE(found.certain);
}

// Whatever is typed, and however broken it is.
TEST(FindPlaces, AnyBytesAreSearchedFor) {
    const PlaceFinder finder = finder_of(book);
    std::uint32_t state = 7;
    for (int round = 0; round < 2000; ++round) {
        std::string text = round % 2 == 0 ? "文昌中路" : "";
        for (std::uint32_t i = 0; i < state % 23; ++i) {
            state = state * 1664525u + 1013904223u;
            text += static_cast<char>(state >> 24);
        }
        state = state * 1664525u + 1013904223u;
        const FoundPlaces found = finder.find(text, std::nullopt, 4);
        EXPECT_LE(found.places.size(), 4u);
    }
}

}  // namespace
}  // namespace muster::views
