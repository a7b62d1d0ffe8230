// What is restored has the road maps that its log names, or is refused.
#include "engine/pipeline/road_backup.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "engine/log/attachments.hpp"
#include "engine/pipeline/audit.hpp"
#include "muster/service.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

namespace fs = std::filesystem;
using Maps = std::vector<std::string>;

// One street through the small city. The source is part of the content, so each has its own hash.
std::shared_ptr<const roads::RoadMap> street(const std::string& source) {
    roads::RoadData data;
    data.profiles = roads::all_profiles;
    data.source = source;
    data.points = {{323'000'000, 1'194'000'000}, {324'000'000, 1'195'000'000}};
    data.snap = {roads::all_profiles, roads::all_profiles};
    data.first_arc = {0, 1, 2};
    data.arc_to = {1, 0};
    data.arc_way = {roads::none, roads::none};
    for (auto& weights : data.weights)
        weights = {600'000, 600'000};
    return roads::RoadMap::from_data(data);
}

std::vector<std::byte> bytes_of(const roads::RoadMap& map) {
    return {map.bytes().begin(), map.bytes().end()};
}

class RoadBackup : public testing::Test {
  protected:
    // A log whose rules name the first map, then the second, the first again, and none.
    void SetUp() override {
        RoadLibrary library;
        library.add(first_);
        library.add(second_);
        RecoverOptions recovery;
        recovery.roads = &library;
        Life life(data_, {}, recovery, Sealed::no);  // its keys would lie beside a backup
        life.city();
        for (const std::string& map : {first_->hash(), second_->hash(), first_->hash()}) {
            use(life, map);
            life.story(7, 40);
        }
        use(life, "");
        ASSERT_FALSE(library.keep(first_->hash(), roads_folder(data_)));
        ASSERT_FALSE(library.keep(second_->hash(), roads_folder(data_)));
        records_ = life.disk->committed_seq();
        hash_ = life.hash();
    }

    static void use(Life& life, const std::string& map) {
        Rules rules = muster::test::small_rules();
        rules.roads.map = map;
        const auto outcome = life.run({"desk", "", LoadRules{rules}});
        ASSERT_TRUE(outcome);
        ASSERT_EQ(outcome->rejection.reason, RejectReason::none) << outcome->rejection.detail;
    }

    log::Result<RoadCopyReport> back_up(Roads roads = Roads::carry) {
        RoadLibrary library;
        library.add_folder(roads_folder(data_));
        return backup_with_roads(data_, copy_, library, roads, {}, {});
    }
    void must_back_up(Roads roads = Roads::carry) {
        const auto report = back_up(roads);
        ASSERT_TRUE(report) << report.error().message;
    }
    // With nothing at hand but the backup and these maps.
    log::Result<RoadCopyReport> put_back(
        Roads roads = Roads::carry,
        const std::vector<std::shared_ptr<const roads::RoadMap>>& maps = {}) {
        RoadLibrary library;
        for (const auto& map : maps)
            library.add(map);
        return restore_with_roads(copy_, restored_, library, roads, {}, {});
    }

    [[nodiscard]] static std::string inside(const roads::RoadMap& map) {
        return "roads/" + map.hash() + ".roads";
    }
    [[nodiscard]] fs::path kept(const fs::path& folder, const roads::RoadMap& map) const {
        return roads_folder(folder) / (map.hash() + ".roads");
    }
    // Changes what the backup carries, as a bad disk or a meddler would.
    void replace_inside(const std::string& name, const std::vector<std::byte>& bytes) {
        auto db = sqlite::Database::open(copy_, {.access = sqlite::Access::write});
        ASSERT_TRUE(db);
        const log::LogError failed = log::attach(*db, name, bytes);
        ASSERT_FALSE(failed) << failed.message;
    }

    void expect_no_backup(const std::string& map) {
        const log::LogError error = back_up().error();
        EXPECT_EQ(error.code, log::LogErrorCode::not_found);
        EXPECT_NE(error.message.find(map), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("--no-roads"), std::string::npos) << error.message;
        // Neither the copy nor what it is made from.
        EXPECT_TRUE(fs::is_empty(copies_.path()));
    }
    void expect_nothing_restored(log::LogErrorCode code, const std::string& map) {
        const log::LogError error = put_back().error();
        EXPECT_EQ(error.code, code);
        EXPECT_NE(error.message.find(map), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("--no-roads"), std::string::npos) << error.message;
        EXPECT_TRUE(fs::is_empty(target_.path()));
    }
    // From the first record on, with these maps.
    void expect_checks(const fs::path& log, RoadLibrary& library) {
        CheckOptions options;
        options.roads = &library;
        auto report = check(log, options, {});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_FALSE(report->first_difference);
        EXPECT_EQ(report->records, records_);
        EXPECT_EQ(report->state_hash, hash_);
    }
    // By what stands in the folder alone.
    void expect_checks_by_itself() {
        RoadLibrary library;
        library.add_folder(roads_folder(restored_));
        expect_checks(restored_, library);
    }

    const std::shared_ptr<const roads::RoadMap> first_ = street("the first street");
    const std::shared_ptr<const roads::RoadMap> second_ = street("the second street");
    const Maps both_{first_->hash(), second_->hash()};
    TempFolder folder_;
    TempFolder copies_;
    TempFolder target_;
    const fs::path data_ = folder_.path() / "data";
    const fs::path copy_ = copies_.path() / "copy.sqlite";
    const fs::path restored_ = target_.path() / "deep" / "data";
    std::uint64_t records_ = 0;
    std::string hash_;
};

TEST_F(RoadBackup, HoldsEveryMapThatTheRulesEverNamed) {
    auto report = back_up();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->carried, both_);
    EXPECT_TRUE(report->left_out.empty());
    EXPECT_EQ(report->chain.records, records_);

    auto copy = log::LogReader::open(copy_, {});
    ASSERT_TRUE(copy);
    EXPECT_EQ(*maps_of(*copy), both_);
    EXPECT_EQ(log::attachment_names(copy->database())->size(), 2u);
    for (const auto& map : {first_, second_})
        EXPECT_EQ(*log::read_attachment(copy->database(), inside(*map)), bytes_of(*map));
}

TEST_F(RoadBackup, CanBeCheckedWhereItLies) {
    must_back_up();
    RoadLibrary library;
    const log::LogError failed = add_maps_inside(copy_, library);
    ASSERT_FALSE(failed) << failed.message;
    expect_checks(copy_, library);
}

TEST_F(RoadBackup, IsRefusedWithoutOneOfTheMaps) {
    fs::remove(kept(data_, *second_));
    expect_no_backup(second_->hash());
}

TEST_F(RoadBackup, IsRefusedWithADamagedMap) {
    std::vector<std::byte> bytes = bytes_of(*second_);
    bytes.back() ^= std::byte{1};
    std::ofstream(kept(data_, *second_), std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    expect_no_backup(second_->hash());
}

TEST_F(RoadBackup, TakesTheLogAloneWhenToldTo) {
    fs::remove_all(roads_folder(data_));
    auto report = back_up(Roads::leave_out);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->carried.empty());
    EXPECT_EQ(report->left_out, both_);
    auto copy = log::LogReader::open(copy_, {});
    ASSERT_TRUE(copy);
    EXPECT_TRUE(log::attachment_names(copy->database())->empty());
}

TEST_F(RoadBackup, IsRestoredWithItsMaps) {
    must_back_up();
    fs::remove_all(data_);
    auto report = put_back();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->carried, both_);
    EXPECT_TRUE(report->left_out.empty());
    EXPECT_EQ(report->chain.records, records_);
    for (const auto& map : {first_, second_}) {
        std::shared_ptr<const roads::RoadMap> read;
        ASSERT_EQ(roads::RoadMap::load(kept(restored_, *map), read), std::nullopt);
        EXPECT_EQ(read->hash(), map->hash());
    }
    auto log = log::LogReader::open(restored_, {});
    ASSERT_TRUE(log);
    EXPECT_TRUE(log::attachment_names(log->database())->empty());
    expect_checks_by_itself();
}

TEST_F(RoadBackup, WithADamagedMapInsideCreatesNothing) {
    must_back_up();
    // The last one, so that the first is sound when it is found.
    std::vector<std::byte> bytes = bytes_of(*second_);
    bytes.back() ^= std::byte{1};
    replace_inside(inside(*second_), bytes);
    expect_nothing_restored(log::LogErrorCode::corrupted, second_->hash());
    RoadLibrary library;
    EXPECT_EQ(add_maps_inside(copy_, library).code, log::LogErrorCode::corrupted);

    bytes = bytes_of(*second_);
    bytes.resize(bytes.size() / 2);
    replace_inside(inside(*second_), bytes);
    expect_nothing_restored(log::LogErrorCode::corrupted, second_->hash());
}

// The maps are written before the chain is found broken; they must not bar the way of a sound one.
TEST_F(RoadBackup, MayBeRestoredWhereADamagedOneFailed) {
    must_back_up();
    const fs::path sound = copies_.path() / "sound.sqlite";
    fs::copy_file(copy_, sound);
    {
        auto db = sqlite::Database::open(copy_, {.access = sqlite::Access::write});
        ASSERT_TRUE(db);
        ASSERT_FALSE(db->exec(
            "DROP TRIGGER record_is_not_changed; UPDATE record SET at = 1 WHERE seq = 4", "test"));
    }
    EXPECT_EQ(put_back().error().code, log::LogErrorCode::corrupted);
    EXPECT_FALSE(fs::exists(roads_folder(restored_)));
    fs::rename(sound, copy_);
    auto report = put_back();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->carried, both_);
    expect_checks_by_itself();
}

TEST_F(RoadBackup, WithAnotherMapUnderTheNameCreatesNothing) {
    must_back_up();
    // Sound by its own hash, which is not the one in the log.
    replace_inside(inside(*second_), bytes_of(*street("another street")));
    expect_nothing_restored(log::LogErrorCode::corrupted, second_->hash());
}

// A damaged map is told of even where a sound one is at hand: the backup is not what it was.
TEST_F(RoadBackup, WithADamagedMapInsideIsRefusedWhateverIsAtHand) {
    must_back_up();
    replace_inside(inside(*first_), bytes_of(*second_));
    EXPECT_EQ(put_back(Roads::carry, {first_, second_}).error().code, log::LogErrorCode::corrupted);
    EXPECT_FALSE(fs::exists(restored_));
}

TEST_F(RoadBackup, WithoutItsMapsIsRefusedUnlessToldOtherwise) {
    must_back_up(Roads::leave_out);
    expect_nothing_restored(log::LogErrorCode::not_found, first_->hash());
    // One of two is not enough.
    EXPECT_EQ(put_back(Roads::carry, {first_}).error().code, log::LogErrorCode::not_found);
    EXPECT_FALSE(fs::exists(restored_));

    auto report = put_back(Roads::leave_out);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->carried.empty());
    EXPECT_EQ(report->left_out, both_);
    EXPECT_FALSE(fs::exists(roads_folder(restored_)));
    EXPECT_TRUE(fs::exists(restored_ / log::database_name));
}

TEST_F(RoadBackup, WithoutItsMapsTakesThoseAtHand) {
    must_back_up(Roads::leave_out);
    auto report = put_back(Roads::carry, {first_, second_});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->carried, both_);
    expect_checks_by_itself();
}

TEST_F(RoadBackup, LeavesDamagedMapsOutWhenToldTo) {
    must_back_up();
    replace_inside(inside(*first_), bytes_of(*second_));
    auto report = put_back(Roads::leave_out);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->left_out, both_);
    EXPECT_FALSE(fs::exists(roads_folder(restored_)));
}

TEST(RoadBackupWithoutMaps, IsABackup) {
    TempFolder folder;
    TempFolder copies;
    {
        Life life(folder.path());
        life.city();
    }
    RoadLibrary library;
    const fs::path copy = copies.path() / "copy.sqlite";
    auto made = backup_with_roads(folder.path(), copy, library, Roads::carry, {}, {});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(made->carried.empty());
    auto back = restore_with_roads(copy, copies.path() / "new", library, Roads::carry, {}, {});
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->chain.records, made->chain.records);
    EXPECT_FALSE(fs::exists(roads_folder(copies.path() / "new")));
}

}  // namespace
}  // namespace muster::pipeline::test
