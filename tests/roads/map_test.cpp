// Road files: what is written is read; what is damaged is refused; snapping against a linear scan.
#include "engine/roads/road_map.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <cstring>
#include <fstream>

#include "engine/roads/distance.hpp"
#include "engine/roads/import/csv.hpp"
#include "tests/roads/cities.hpp"

namespace muster::roads {
namespace {

using Bytes = std::vector<std::byte>;

// The hash made right again, so that what comes behind it is tested as well.
void sign(Bytes& bytes) {
    if (bytes.size() < road_header_bytes) return;
    unsigned int length = 0;
    EVP_Digest(bytes.data() + road_header_bytes, bytes.size() - road_header_bytes,
               reinterpret_cast<unsigned char*>(bytes.data()) + 24, &length, EVP_sha256(), nullptr);
}

std::optional<std::string> refused(const Bytes& bytes) {
    // A copy of exactly this size, so that a sanitizer sees each byte read past it.
    std::shared_ptr<const RoadMap> map;
    return RoadMap::from_bytes(Bytes(bytes.begin(), bytes.end()), map);
}

void set_size(Bytes& bytes) {
    const std::uint64_t size = bytes.size();
    if (size >= 24) std::memcpy(bytes.data() + 16, &size, 8);
}

class Folder {
  public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "muster_roads_XXXXXX").string();
        path = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(path / name, std::ios::binary) << text;
        return (path / name).string();
    }
    std::filesystem::path path;
};

// Needs all sections of the newest version.
RoadData named_city(std::uint64_t seed, int side) {
    RoadData data = made_city(seed, side);
    data.strings.push_back("Centre");
    const auto centre = static_cast<std::uint32_t>(data.strings.size() - 1);
    data.place_names.push_back({0, centre});
    data.street_names.push_back({0, centre});
    return data;
}

TEST(RoadFile, RoundTrip) {
    const RoadData data = named_city(1, 12);
    const auto map = RoadMap::from_data(data);
    const Folder folder;
    const std::string path = (folder.path / "city.roads").string();
    ASSERT_FALSE(map->save(path));
    std::shared_ptr<const RoadMap> read;
    ASSERT_EQ(RoadMap::load(path, read), std::nullopt);
    EXPECT_EQ(read->hash(), map->hash());
    EXPECT_EQ(read->hash().size(), 64u);
    EXPECT_EQ(read->source(), "a made city");
    const auto equal = [](auto a, auto b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    };
    EXPECT_TRUE(equal(read->view().points, data.points));
    EXPECT_TRUE(equal(read->view().first_arc, data.first_arc));
    EXPECT_TRUE(equal(read->view().arc_to, data.arc_to));
    for (int p = 0; p < profile_count; ++p)
        EXPECT_TRUE(equal(read->weights(static_cast<Profile>(p)),
                          data.weights[static_cast<std::size_t>(p)]));
    EXPECT_EQ(read->name_of_arc(0).substr(0, 3), "Row");
    EXPECT_EQ(write_road_file(named_city(1, 12)), write_road_file(data));
    EXPECT_TRUE(equal(read->view().place_names, data.place_names));
    EXPECT_TRUE(equal(read->view().street_names, data.street_names));
    ASSERT_EQ(read->view().place_names.size(), 1u);
    EXPECT_NE(RoadMap::from_data(made_city(2, 12))->hash(), map->hash());
}

// Maps that logs name by their hash stay as they were written.
TEST(RoadFile, AMapWithoutOtherNamesIsOfTheFirstVersion) {
    RoadData data = named_city(1, 4);
    EXPECT_EQ(write_road_file(data)[8], std::byte{2});
    data.place_names.clear();
    data.street_names.clear();
    const Bytes first = write_road_file(data);
    EXPECT_EQ(first[8], std::byte{1});
    std::shared_ptr<const RoadMap> map;
    ASSERT_FALSE(RoadMap::from_bytes(first, map));
    EXPECT_TRUE(map->view().place_names.empty());
    data.places[0].kind = static_cast<std::uint32_t>(PlaceKind::town_hall);
    EXPECT_EQ(write_road_file(data)[8], std::byte{2});
}

TEST(RoadFile, SaysWhatIsWrongWithAFile) {
    const Folder folder;
    std::shared_ptr<const RoadMap> map;
    const auto load = [&](const std::string& path) {
        return RoadMap::load(path, map).value_or("nothing");
    };
    EXPECT_NE(load((folder.path / "none").string()).find("cannot be opened: No such file"),
              std::string::npos);
    EXPECT_NE(load(folder.path.string()).find("is no file"), std::string::npos);
    EXPECT_NE(load(folder.file("empty", "")).find("this is no road file"), std::string::npos);
    EXPECT_NE(load(folder.file("foreign", "<?xml version='1.0'?>")).find("this is no road file"),
              std::string::npos);
    EXPECT_NE(load(folder.file("short", "MUSTROAD\1")).find("it was cut off"), std::string::npos);

    const Bytes good = write_road_file(made_city(1, 4));
    Bytes bytes = good;
    bytes[8] = std::byte{9};
    EXPECT_NE(refused(bytes)->find("version 9 of the format; this program reads versions 1 to 2"),
              std::string::npos);
    bytes = good;
    bytes.back() ^= std::byte{1};
    EXPECT_NE(refused(bytes)->find("it was changed since"), std::string::npos);
    bytes = good;
    bytes.resize(bytes.size() - 8);
    EXPECT_NE(refused(bytes)->find("cut off or added to"), std::string::npos);
}

// With a right hash, so that the checks behind it decide: never a crash, whatever comes out.
TEST(RoadFile, DamageIsRefused) {
    const Bytes good = write_road_file(named_city(3, 5));
    ASSERT_FALSE(refused(good));
    Random random(5);
    for (std::size_t i = 0; i < road_header_bytes + road_table_bytes(road_file_version); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            Bytes bytes = good;
            bytes[i] ^= static_cast<std::byte>(1 << bit);
            EXPECT_TRUE(refused(bytes)) << "byte " << i;
            if (i < road_header_bytes) continue;
            sign(bytes);
            EXPECT_TRUE(refused(bytes)) << "byte " << i << ", signed";
        }
    }
    int accepted = 0;
    for (int i = 0; i < 4000; ++i) {
        Bytes bytes = good;
        for (std::int64_t n = pick(random, 1, 4); n > 0; --n) {
            const auto at = static_cast<std::size_t>(
                pick(random, road_header_bytes, static_cast<std::int64_t>(bytes.size()) - 1));
            bytes[at] ^= static_cast<std::byte>(1 << (random() % 8));
        }
        EXPECT_TRUE(refused(bytes));
        sign(bytes);
        std::shared_ptr<const RoadMap> map;
        if (RoadMap::from_bytes(std::move(bytes), map)) continue;
        // A time or a place may well be another one; everything must work with it.
        ++accepted;
        const RoadNetwork network(map, test_straight_line());
        static_cast<void>(network.access({1, 1}, Profile::walk));
    }
    EXPECT_GT(accepted, 0);
}

TEST(RoadFile, EveryTruncationIsRefused) {
    const Bytes good = write_road_file(named_city(3, 5));
    for (std::size_t size = 0; size < good.size(); size += size < 600 ? 1 : 61) {
        Bytes bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_TRUE(refused(bytes)) << size;
        set_size(bytes);
        sign(bytes);
        EXPECT_TRUE(refused(bytes)) << size << ", signed";
    }
    // At the end of each section.
    for (std::size_t i = 0; i < section_count; ++i) {
        std::uint64_t offset = 0;
        std::memcpy(&offset, good.data() + road_header_bytes + i * 24 + 8, 8);
        Bytes bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(offset));
        set_size(bytes);
        sign(bytes);
        EXPECT_TRUE(refused(bytes)) << "section " << i;
    }
}

void expect_nearest(const RoadMap& map, Point point, Profile profile) {
    std::uint64_t best = ~std::uint64_t{0};
    std::uint32_t node = none;
    for (std::uint32_t i = 0; i < map.node_count(); ++i) {
        if ((map.view().snap[i] & profile_bit(profile)) == 0) continue;
        const std::uint64_t square = square_units(point, map.view().points[i]);
        if (square < best) {
            best = square;
            node = i;
        }
    }
    const auto snap = map.snap(point, profile);
    ASSERT_TRUE(snap);
    EXPECT_EQ(snap->node, node);
    EXPECT_EQ(snap->distance_dm, units_to_dm(best));
}

void expect_few(const RoadMap& map, Point point, Profile profile, std::size_t count) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> all;
    for (std::uint32_t i = 0; i < map.node_count(); ++i) {
        if ((map.view().snap[i] & profile_bit(profile)) == 0) continue;
        all.emplace_back(square_units(point, map.view().points[i]), i);
    }
    std::sort(all.begin(), all.end());
    all.resize(std::min(all.size(), count));
    std::vector<Snap> few(count);
    few.resize(map.snap_few(point, profile, few));
    ASSERT_EQ(few.size(), all.size());
    for (std::size_t i = 0; i < few.size(); ++i) {
        EXPECT_EQ(few[i].node, all[i].second);
        EXPECT_EQ(few[i].distance_dm, units_to_dm(all[i].first));
    }
}

TEST(Snapping, EqualsALinearScan) {
    // Ordinary, across the antimeridian, far north.
    for (const Point corner :
         {Point{-368'000'000, 1'747'000'000}, Point{-180'000'000, 1'799'800'000},
          Point{696'000'000, 189'000'000}}) {
        const auto map = RoadMap::from_data(made_city(2, 20, corner));
        Random random(3);
        const auto there = [&](std::int64_t reach) {
            const Point node = map->view().points[random() % map->node_count()];
            std::int64_t lon = node.lon_e7 + pick(random, -reach, reach);
            if (lon > 1'800'000'000) lon -= 3'600'000'000;
            if (lon < -1'800'000'000) lon += 3'600'000'000;
            return Point{static_cast<std::int32_t>(std::clamp<std::int64_t>(
                             node.lat_e7 + pick(random, -reach, reach), -900'000'000, 900'000'000)),
                         static_cast<std::int32_t>(lon)};
        };
        for (const std::int64_t reach : {0, 10'000, 1'000'000, 100'000'000, 1'800'000'000}) {
            for (int i = 0; i < 200; ++i)
                expect_nearest(*map, there(reach), static_cast<Profile>(random() % profile_count));
            for (const std::size_t count : {0u, 1u, 2u, 8u, 1000u}) {
                for (int i = 0; i < 20; ++i) {
                    expect_few(*map, there(reach), static_cast<Profile>(random() % profile_count),
                               count);
                }
            }
        }
    }
}

TEST(Snapping, OnlyWhereTheProfileMay) {
    RoadData data = made_city(2, 6);
    for (std::size_t i = 0; i < data.snap.size(); ++i)
        data.snap[i] = i == 17 ? profile_bit(Profile::walk) : profile_bit(Profile::urgent);
    const auto map = RoadMap::from_data(data);
    EXPECT_EQ(map->snap({0, 0}, Profile::walk)->node, 17u);
    EXPECT_FALSE(map->snap({0, 0}, Profile::e_bike));
}

TEST(ImportCsv, SaysTheLine) {
    const Folder folder;
    const std::string nodes = "id,lon,lat,off_road_access\n7,1.5,2.5,1\n8,1.6,2.25,0\r\n";
    const std::string arcs = "from,to,urgent_ms,normal_ms\n7,8,100,200\n8,7,100,200\n";
    const auto import = [&](const std::string& n, const std::string& a) {
        RoadData data;
        auto wrong = import_csv(folder.file("n.csv", n), folder.file("a.csv", a), data);
        if (!wrong) return "nodes: " + std::to_string(data.points.size());
        return wrong->substr(folder.path.string().size() + 1);
    };
    EXPECT_EQ(import(nodes, arcs), "nodes: 2");
    EXPECT_EQ(import("id,lat\n", arcs),
              "n.csv:1: the names of the columns are \"id,lat\"; expected "
              "\"id,lon,lat,off_road_access\"");
    EXPECT_EQ(import(nodes + "9,181,0,1\n", arcs),
              "n.csv:4: lon \"181\"; expected -180 to 180 degrees");
    EXPECT_EQ(import(nodes + "7,1,0,1\n", arcs), "n.csv:4: node 7 stands here a second time");
    EXPECT_EQ(import(nodes + "9,1,0\n", arcs), "n.csv:4: expected 4 fields between commas");
    EXPECT_EQ(import(nodes + "9,1,0,2\n", arcs), "n.csv:4: off_road_access \"2\"; expected 0 or 1");
    EXPECT_EQ(import(nodes, arcs + "7,9,1,1\n"), "a.csv:4: to \"9\"; expected the id of a node");
    EXPECT_EQ(import(nodes, arcs + "7,8,-1,1\n"),
              "a.csv:4: urgent_ms \"-1\"; expected 0 to 134217727 ms");
    EXPECT_EQ(import(nodes, "from,to,urgent_ms,normal_ms\n7,8,100,200\n"),
              "a.csv:2: no two nodes are connected both ways: there is no network");
    RoadData data;
    ASSERT_FALSE(
        import_csv(folder.file("n.csv", nodes), folder.file("a.csv", arcs), data, [](Point place) {
            return Point{place.lat_e7 + 1, place.lon_e7 - 1};
        }));
    EXPECT_EQ(data.points,
              (std::vector<Point>{{25'000'001, 14'999'999}, {22'500'001, 15'999'999}}));
}

}  // namespace
}  // namespace muster::roads
