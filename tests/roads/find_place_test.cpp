// Places and streets by all the names that people have for them.
#include "engine/roads/find_place.hpp"

#include <gtest/gtest.h>

#include "engine/roads/fold_name.hpp"
#include "tests/roads/osm_files.hpp"

namespace muster::roads {
namespace {

constexpr Point north{425'009'000, 15'005'000};

std::string tag(const std::string& key, const std::string& value) {
    return "<tag k='" + key + "' v='" + value + "'/>";
}

// "扬州市中医院 (hospital)"; several with commas, "similar: ..." where none has the name.
std::string found(const Import& made, const std::string& name) {
    const Found places = find_place(*made.map, name);
    std::string text;
    for (const auto* list : {&places.exact, &places.similar}) {
        if (list == &places.similar && !list->empty()) text += "similar: ";
        for (const NamedPoint& point : *list)
            text += (text.empty() || text.ends_with(": ") ? "" : ", ") + point.name + " (" +
                    std::string(point.what) + ")";
    }
    return text;
}

TEST(FindPlace, PlacesAndStreets) {
    const auto made = import_text(cross(""));
    const auto village = find_place(*made.map, "NORTH");
    ASSERT_EQ(village.exact.size(), 1u);
    EXPECT_EQ(village.exact[0].name, "Nórth");
    EXPECT_EQ(village.exact[0].what, "village");
    EXPECT_EQ(village.exact[0].at, north);
    const auto ring = find_place(*made.map, "ring");
    ASSERT_EQ(ring.exact.size(), 1u);
    EXPECT_EQ(ring.exact[0].what, "street");
    const auto unknown = find_place(*made.map, "ort");
    EXPECT_TRUE(unknown.exact.empty());
    ASSERT_EQ(unknown.similar.size(), 2u);
    EXPECT_EQ(unknown.similar[1].name, "North Street");
}

TEST(FindPlace, FormsOfOneName) {
    EXPECT_EQ(folded_name("Sant Julià de Lòria"), folded_name("SANT-JULIA DE LORIA"));
    EXPECT_EQ(folded_name("Ｎo．１  Ｈospital"), folded_name("no.1 hospital"));
    EXPECT_EQ(folded_name("扬州　市 医院"), "扬州市医院");
    EXPECT_EQ(folded_name("Julia\xCC\x80"), "julia");
    EXPECT_EQ(folded_name("Łódź Žižkov Őr"), "lodzzizkovor");
    EXPECT_EQ(folded_name("СЕМЁНОВ"), folded_name("семенов"));
    EXPECT_EQ(folded_name("ΑΘΗΝΑ"), "αθηνα");
    EXPECT_EQ(folded_name("King's Cross"), folded_name("Kings Cross"));
    EXPECT_EQ(folded_name(" \t"), "");
    // No UTF-8: as it is.
    EXPECT_EQ(folded_name("a\xFF\xC3"), "a\xFF\xC3");
}

TEST(FindPlace, HospitalsAndStationsOfRelationsAndWays) {
    const std::string outline =
        "<way id='21' version='1'><nd ref='1'/><nd ref='4'/><nd ref='3'/><nd ref='1'/>";
    const auto relation = [](int id, const std::string& type, const std::string& tags) {
        return "<relation id='" + std::to_string(id) +
               "' version='1'><member type='way' ref='21' role='outer'/>" + tag("type", type) +
               tags + "</relation>";
    };
    const auto made = import_text(
        cross("") + outline + "</way>" +
        "<way id='22' version='1'><nd ref='1'/><nd ref='4'/><nd ref='3'/><nd ref='1'/>" +
        tag("amenity", "police") + tag("name", "Police Post") + "</way>" +
        relation(100, "multipolygon", tag("amenity", "hospital") + tag("name", "扬州市中医院")) +
        relation(101, "multipolygon", tag("amenity", "fire_station") + tag("name", "Station 1")) +
        relation(102, "site", tag("amenity", "townhall") + tag("name:en", "Town Hall")) +
        relation(103, "multipolygon",
                 tag("emergency", "ambulance_station") + tag("name", "Ambulances")) +
        "<relation id='104' version='1'><member type='way' ref='99' role='outer'/>" +
        tag("type", "multipolygon") + tag("amenity", "hospital") + tag("name", "Outside") +
        "</relation>");
    EXPECT_EQ(found(made, "扬州市中医院"), "扬州市中医院 (hospital)");
    EXPECT_EQ(found(made, "station 1"), "Station 1 (emergency post)");
    EXPECT_EQ(found(made, "town hall"), "Town Hall (town hall)");
    EXPECT_EQ(found(made, "Ambulances"), "Ambulances (emergency post)");
    EXPECT_EQ(found(made, "Police Post"), "Police Post (emergency post)");
    EXPECT_EQ(found(made, "Outside"), "");
    EXPECT_EQ(made.report[LeftOut::cut_areas], 1u);
    // The middle of the outline.
    EXPECT_EQ(find_place(*made.map, "Station 1").exact[0].at, (Point{425'007'000, 15'005'000}));
}

TEST(FindPlace, OtherNames) {
    const auto made = import_text(
        cross("") + "<node id='50' version='1' lat='42.5' lon='1.5'>" + tag("amenity", "hospital") +
        tag("name", "苏北人民医院") + tag("name:en", "Northern Jiangsu People&apos;s Hospital") +
        tag("alt_name", "扬州大学临床医院; Clinical Hospital") + tag("old_name", "工农兵医院") +
        tag("short_name", "苏北医院") + tag("official_name:en", "NJPH") +
        tag("name:zh_pinyin", "Sūběi Rénmín Yīyuàn") + tag("loc_name", "老医院") +
        tag("int_name", "Subei Hospital") + tag("name:fr", "Hôpital") + "</node>" +
        "<way id='30' version='1'><nd ref='1'/><nd ref='5'/>" + tag("highway", "residential") +
        tag("name", "文昌中路") + tag("name:en", "Wenchang Middle Road") +
        tag("old_name", "石塔路") + tag("ref", "S28;G2") + "</way>");
    for (const std::string name :
         {"苏北人民医院", "northern jiangsu peoples hospital", "扬州大学临床医院",
          "Clinical Hospital", "工农兵医院", "苏北医院", "njph", "subei renmin yiyuan", "老医院",
          "Subei Hospital"})
        EXPECT_EQ(found(made, name), "苏北人民医院 (hospital)") << name;
    EXPECT_EQ(found(made, "Hôpital"), "");
    for (const std::string name : {"文昌中路", "WENCHANG MIDDLE ROAD", "石塔路", "g2", "S28"})
        EXPECT_EQ(found(made, name), "文昌中路 (street)") << name;
    EXPECT_EQ(found(made, "Wenchang"), "similar: 文昌中路 (street)");
    EXPECT_EQ(found(made, "clinical"), "similar: 苏北人民医院 (hospital)");
}

TEST(FindPlace, AllNamesAreThereOnceWithTheirOthers) {
    const auto made =
        import_text(cross("") + "<way id='30' version='1'><nd ref='1'/><nd ref='5'/>" +
                    tag("highway", "residential") + tag("name", "文昌中路") +
                    tag("old_name", "石塔路") + "</way>");
    std::string text;
    for (const MapName& one : all_names(*made.map)) {
        text += one.point.name + " (" + std::string(one.point.what) + ")";
        for (const std::string& other : one.others)
            text += " = " + other;
        text += "; ";
        const Found same = find_place(*made.map, one.point.name);
        ASSERT_FALSE(same.exact.empty()) << one.point.name;
    }
    EXPECT_NE(text.find("Nórth (village)"), std::string::npos) << text;
    EXPECT_NE(text.find("文昌中路 (street) = 石塔路; "), std::string::npos) << text;
    EXPECT_EQ(text.find("文昌中路"), text.rfind("文昌中路")) << text;
}

TEST(FindPlace, AnOutlineDoesNotRepeatItsSettlement) {
    const auto made = import_text(
        cross("") +
        "<way id='21' version='1'><nd ref='1'/><nd ref='4'/><nd ref='3'/></way>"
        "<relation id='9' version='1'><member type='way' ref='21' role='outer'/>" +
        tag("type", "boundary") + tag("place", "village") + tag("name", "Nórth") + "</relation>" +
        "<relation id='10' version='1'><member type='way' ref='21' role='outer'/>"
        "<member type='node' ref='5' role='label'/>" +
        tag("type", "boundary") + tag("place", "suburb") + tag("name", "Quarter") + "</relation>");
    EXPECT_EQ(found(made, "north"), "Nórth (village)");
    EXPECT_EQ(find_place(*made.map, "north").exact[0].at, north);
    // Where somebody has said where its name belongs, there it is.
    EXPECT_EQ(find_place(*made.map, "Quarter").exact[0].at, (Point{425'001'000, 15'005'000}));
}

}  // namespace
}  // namespace muster::roads
