// Every form of OpenStreetMap file that people have, and what is said of files that are none.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "engine/roads/find_place.hpp"
#include "tests/roads/osm_files.hpp"

namespace muster::roads {
namespace {

std::string node(int id, const std::string& lat, const std::string& lon,
                 const std::string& more = "") {
    return "<node id='" + std::to_string(id) + "' version='1' lat='" + lat + "' lon='" + lon +
           "' " + more + "/>";
}

std::string way(int id, const std::vector<int>& nodes, const std::string& name,
                const std::string& more = "") {
    std::string text = "<way id='" + std::to_string(id) + "' version='1' " + more + ">";
    for (const int ref : nodes)
        text += "<nd ref='" + std::to_string(ref) + "'/>";
    return text + "<tag k='highway' v='residential'/><tag k='name' v='" + name + "'/></way>";
}

const std::string three_nodes = node(1, "32.39", "119.42") + node(2, "32.39", "119.421") +
                                node(3, "32.39", "119.422") + node(4, "32.391", "119.421");

// The names of the streets that the map has, in order.
std::string streets(const Import& made) {
    std::vector<std::string> names;
    for (const Way& way : made.map->view().ways)
        names.emplace_back(made.map->view().string(way.name));
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string from_hex(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
    return bytes;
}

// Made by `osmium add-locations-to-ways` of four streets of 27 nodes: the nodes are gone.
const std::string locations_on_ways = from_hex(
    "0000000d0a094f534d4865616465721849103d1a45789c53e2f32fce0d4ece48cd4dd40d33d03353e27249cd2b4ef5"
    "cb4f492dd6e2f7c94f4e2cc9cccf2bf6cf0b4fac2c6e62e4cd2fcecd2ccdd537d43334d53300005efc139e0000000c"
    "0a074f534d4461746118b40110e8021aae01789ce3b2e562e062cfc84ccf284face462c94bcc4de5e22e4a2dce4c49"
    "cd2bc94ccce1620dca2f5730002a02330c219411179b737e4e696e9ed03226297f0e2e2126462629266616252e0e46"
    "0106090605060d56274e261808925d70fae3278e057318b1222fde03273f6d61628002a081dc5003d9500d1423dac0"
    "074f3fa318c80335901dd5402da20d6c68fa8a64a0218708d4400e14039999444482d8c1463130787183bd05310100"
    "ca9855f3");

std::string gzipped(const std::string& text) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

TEST(OsmFiles, ObjectsInAnyOrder) {
    const auto unsorted = import_text(three_nodes + way(20, {1, 2}, "B") + way(10, {2, 3}, "A"));
    EXPECT_EQ(streets(unsorted), "A, B");
    // As Overpass writes after `out body; >; out skel;`: what needs the nodes stands before them.
    const auto ways_first = import_text(
        restriction("no_left_turn", 20, 2, 10) + way(20, {1, 2}, "B") + way(10, {2, 3}, "A") +
        node(3, "32.39", "119.422") + node(1, "32.39", "119.42") + node(2, "32.39", "119.421"));
    EXPECT_EQ(streets(ways_first), "A, B");
    EXPECT_EQ(ways_first.map->node_count(), 3u);
    EXPECT_EQ(ways_first.report.turn_restrictions, 1u);
}

TEST(OsmFiles, NegativeIds) {
    const auto drawn = import_text(node(-1, "32.39", "119.42") + node(-2, "32.39", "119.421") +
                                   node(-3, "32.39", "119.422") + way(-10, {-1, -2, -3}, "New"));
    EXPECT_EQ(streets(drawn), "New");
    EXPECT_EQ(drawn.map->view().ways[0].id, -10);
    const auto mixed =
        import_text(node(-1, "32.3902", "119.421") + three_nodes + way(-10, {2, -1}, "New Lane") +
                    way(10, {1, 2, 3}, "Old Street"));
    EXPECT_EQ(streets(mixed), "New Lane, Old Street");
    EXPECT_EQ(mixed.map->node_count(), 4u);
}

TEST(OsmFiles, WhatIsDeletedIsNotThere) {
    for (const std::string gone : {"action='delete' visible='true'", "visible='false'"}) {
        const auto made = import_text(three_nodes + way(10, {1, 2, 3}, "Gone", gone) +
                                      way(11, {1, 4, 3}, "Kept", "action='modify'"));
        EXPECT_EQ(streets(made), "Kept") << gone;
        EXPECT_EQ(made.report[LeftOut::deleted], 1u);
        // A deleted node is a missing one.
        const auto cut = import_text(three_nodes + node(5, "32.392", "119.421", gone) +
                                     way(10, {1, 2, 3, 5}, "Cut"));
        EXPECT_EQ(cut.map->node_count(), 3u);
        EXPECT_EQ(cut.report[LeftOut::missing_nodes], 1u);
        EXPECT_EQ(cut.report[LeftOut::cut_ways], 1u);
    }
    const auto free =
        import_text(cross("<relation id='1' version='1' action='delete'>"
                          "<member type='way' ref='10' role='from'/>"
                          "<member type='node' ref='2' role='via'/>"
                          "<member type='way' ref='12' role='to'/>"
                          "<tag k='type' v='restriction'/>"
                          "<tag k='restriction' v='no_left_turn'/></relation>"));
    EXPECT_EQ(free.report.turn_restrictions, 0u);
}

TEST(OsmFiles, CoordinatesInTheWays) {
    const auto pbf = import_content(locations_on_ways, {}, ".osm.pbf");
    EXPECT_EQ(streets(pbf), "Column, Row 0, Row 1, Row 2");
    // 27, and 2 that cut the long pieces of the column.
    EXPECT_EQ(pbf.map->node_count(), 29u);
    EXPECT_EQ(pbf.report.nodes, 0u);
    EXPECT_EQ(pbf.report.form, "PBF");

    const auto overpass = import_text(
        "<note>The data is made available under ODbL.</note><meta osm_base='2026-03-02T08:00:00Z'/>"
        "<way id='10'><bounds minlat='32.39' minlon='119.42' maxlat='32.39' maxlon='119.422'/>"
        "<center lat='32.39' lon='119.421'/>"
        "<nd ref='1' lat='32.3900000' lon='119.4200000'/>"
        "<nd ref='2' lat='32.3900000' lon='119.4210000'/>"
        "<nd ref='3'/>"
        "<tag k='highway' v='residential'/><tag k='name' v='Geom Street'/></way>"
        "<relation id='7'><bounds minlat='32.39' minlon='119.42' maxlat='32.39' maxlon='119.422'/>"
        "<member type='way' ref='10' role='outer'><nd lat='32.39' lon='119.42'/></member>"
        "<tag k='type' v='route'/></relation>");
    EXPECT_EQ(streets(overpass), "Geom Street");
    EXPECT_EQ(overpass.map->node_count(), 2u);
    EXPECT_EQ(overpass.report[LeftOut::missing_nodes], 1u);
}

TEST(OsmFiles, TheContentAndNotTheNameDecides) {
    const std::string xml = osm_xml(three_nodes + way(10, {1, 2, 3}, "A"));
    for (const std::string end : {".osm.pbf", ".xml", ".txt", ".osm.gz", ""})
        EXPECT_EQ(streets(import_content(xml, {}, end)), "A") << end;
    EXPECT_EQ(streets(import_content(locations_on_ways, {}, ".osm")),
              "Column, Row 0, Row 1, Row 2");
    const auto packed = import_content(gzipped(xml), {}, ".osm");
    EXPECT_EQ(streets(packed), "A");
    EXPECT_EQ(packed.report.form, "XML, gzip");
    EXPECT_EQ(streets(import_content("\xEF\xBB\xBF" + xml)), "A");
    const auto opl = import_content(
        "n1 v1 dV c0 t i0 u T x119.42 y32.39\nn2 v1 dV c0 t i0 u T x119.421 y32.39\n"
        "w10 v1 dV c0 t i0 u Thighway=residential,name=A Nn1,n2\n",
        {}, ".osm");
    EXPECT_EQ(streets(opl), "A");
}

TEST(OsmFiles, WhatIsMissingIsCounted) {
    const auto made = import_text(
        three_nodes + node(9, "132.39", "119.42") + way(10, {1, 2, 3, 77, 78}, "Cut") +
        way(10, {1, 2, 3}, "Again") + way(11, {77, 78}, "Nowhere") +
        "<way id='12' version='1'><nd ref='1'/><nd ref='4'/><tag k='highway' v='service'/>"
        "<tag k='access' v='no'/></way>" +
        way(13, {77, 4, 78}, "A point") + node(5, "32.5", "119.42") + node(6, "32.5", "119.4205") +
        way(14, {5, 6}, "Island"));
    EXPECT_EQ(streets(made), "Cut");
    EXPECT_EQ(made.report[LeftOut::cut_ways], 1u);
    EXPECT_EQ(made.report[LeftOut::missing_nodes], 6u);
    EXPECT_EQ(made.report[LeftOut::ways_without_nodes], 2u);
    EXPECT_EQ(made.report[LeftOut::repeated_ways], 1u);
    EXPECT_EQ(made.report[LeftOut::closed_ways], 1u);
    EXPECT_EQ(made.report[LeftOut::unconnected_ways], 1u);
    EXPECT_EQ(made.report[LeftOut::no_coordinates], 1u);
}

void expect_refused(const std::string& content, const std::vector<std::string>& words,
                    const std::string& end = ".osm") {
    const std::string said = refusal(content, end);
    for (const std::string& word : words)
        EXPECT_NE(said.find(word), std::string::npos) << said << "\nexpected: " << word;
}

TEST(OsmFiles, SaysWhatIsWrongAndWhatWouldBeRight) {
    const std::string xml = osm_xml(three_nodes + way(10, {1, 2, 3}, "A"));
    expect_refused("", {"is empty (0 bytes)", "fetch it again"});
    expect_refused(osm_xml(""), {"no roads", "0 ways"});
    expect_refused("<?xml version='1.0'?><osm version='0.6'><osmChange/>", {"cut short"});
    expect_refused("<?xml version='1.0'?><osmChange version='0.6'></osmChange>",
                   {"file of changes", "osmium apply-changes"});
    expect_refused("<!DOCTYPE html><html><body>404</body></html>", {"web page"});
    expect_refused("<gpx version='1.1'></gpx>", {"<gpx>", "expected <osm>"});
    expect_refused("{\"version\":0.6,\"elements\":[]}", {"JSON", "[out:xml]"});
    expect_refused("PK\3\4 and so on", {"ZIP archive"});
    expect_refused("id,lat,lon\n1,2,3\n", {"is no OpenStreetMap file", ".osm.pbf"});
    expect_refused(osm_xml("<remark> runtime error: Query timed out in \"query\" </remark>"),
                   {"the server broke off", "timed out"});
    expect_refused(osm_xml("<node id='x'/>"), {"line 1", "whole number"});
    expect_refused(osm_xml(way(10, {1, 2}, "A")), {"2 nodes that roads name", "(._;>;);"});
    RoadData data;
    EXPECT_NE(import_osm("none.osm.pbf", {}, data)->find("none.osm.pbf: cannot be opened"),
              std::string::npos);
    EXPECT_NE(import_osm("/tmp", {}, data)->find("is no file"), std::string::npos);
}

// Never a map of the first half: wherever the file ends too early, it is refused.
TEST(OsmFiles, CutShort) {
    const std::string xml = osm_xml(three_nodes + way(10, {1, 2, 3}, "A"));
    for (std::size_t size = 1; size < xml.size(); size += 7) {
        const std::string said = refusal(xml.substr(0, size));
        EXPECT_NE(said, "taken") << size;
        EXPECT_TRUE(size < 60 || said.find("cut short") != std::string::npos) << said;
    }
    const std::string packed = gzipped(xml);
    for (std::size_t size = 1; size < packed.size(); size += 5)
        EXPECT_NE(refusal(packed.substr(0, size), ".osm.gz"), "taken") << size;
    for (std::size_t size = 1; size < locations_on_ways.size(); size += 3)
        EXPECT_NE(refusal(locations_on_ways.substr(0, size), ".osm.pbf"), "taken") << size;
    EXPECT_NE(refusal(locations_on_ways.substr(0, 250), ".osm.pbf").find("cut short"),
              std::string::npos);
}

}  // namespace
}  // namespace muster::roads
