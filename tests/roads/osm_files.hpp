// Small OpenStreetMap files for the tests of the import.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "engine/roads/import/osm.hpp"
#include "engine/roads/road_map.hpp"

namespace muster::roads {

class TestFile {
  public:
    explicit TestFile(const std::string& content, const std::string& end = ".osm")
        : path_(std::filesystem::path(testing::TempDir()) /
                ("muster_" + std::to_string(::getpid()) + end)) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~TestFile() { std::filesystem::remove(path_); }
    TestFile(const TestFile&) = delete;
    TestFile& operator=(const TestFile&) = delete;
    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

[[nodiscard]] inline std::string osm_xml(const std::string& body) {
    return "<?xml version='1.0'?><osm version='0.6'>" + body + "</osm>";
}

// A cross: 1 west, 2 middle, 3 east, 4 north, 5 south, each 80 m from the middle; a ring road from
// the east over the north to the west and from there over the south keeps everything connected.
[[nodiscard]] inline std::string cross(const std::string& relations,
                                       const std::string& south_tags = "") {
    const auto node = [](int id, int lat, int lon, const std::string& tags = "") {
        return "<node id='" + std::to_string(id) + "' version='1' lat='42.500" +
               std::to_string(lat) + "' lon='1.500" + std::to_string(lon) + "'>" + tags + "</node>";
    };
    const auto way = [](int id, const std::vector<int>& nodes, const std::string& name) {
        std::string text = "<way id='" + std::to_string(id) + "' version='1'>";
        for (const int ref : nodes)
            text += "<nd ref='" + std::to_string(ref) + "'/>";
        return text + "<tag k='highway' v='residential'/><tag k='name' v='" + name + "'/></way>";
    };
    return node(1, 5000, 1000) + node(2, 5000, 5000) + node(3, 5000, 9000) +
           node(4, 9000, 5000, "<tag k='place' v='village'/><tag k='name' v='Nórth'/>") +
           node(5, 1000, 5000, south_tags) + way(10, {1, 2}, "West") + way(11, {2, 3}, "East") +
           way(12, {2, 4}, "North Street") + way(13, {2, 5}, "South") + way(14, {3, 4, 1}, "Ring") +
           way(15, {1, 5, 3}, "Ring") + relations;
}

[[nodiscard]] inline std::string restriction(const std::string& kind, int from, int via, int to,
                                             const std::string& more = "") {
    return "<relation id='1' version='1'><member type='way' ref='" + std::to_string(from) +
           "' role='from'/><member type='node' ref='" + std::to_string(via) +
           "' role='via'/><member type='way' ref='" + std::to_string(to) +
           "' role='to'/><tag k='type' v='restriction'/><tag k='restriction' v='" + kind + "'/>" +
           more + "</relation>";
}

struct Import {
    std::shared_ptr<const RoadMap> map;
    OsmReport report;
};

[[nodiscard]] inline Import import_content(const std::string& content, const OsmRules& rules = {},
                                           const std::string& end = ".osm") {
    const TestFile file(content, end);
    Import made;
    RoadData data;
    const auto wrong = import_osm(file.path(), rules, data, &made.report);
    EXPECT_FALSE(wrong) << *wrong;
    if (!wrong) made.map = RoadMap::from_data(data);
    return made;
}

[[nodiscard]] inline Import import_text(const std::string& body, const OsmRules& rules = {}) {
    return import_content(osm_xml(body), rules);
}

// What the import says of a file that it refuses; "taken" when it does not.
[[nodiscard]] inline std::string refusal(const std::string& content,
                                         const std::string& end = ".osm") {
    const TestFile file(content, end);
    RoadData data;
    return import_osm(file.path(), {}, data).value_or("taken");
}

}  // namespace muster::roads
