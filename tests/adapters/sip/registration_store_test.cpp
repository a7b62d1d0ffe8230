#include "adapters/sip/registration_store.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace muster::sip {
namespace {

constexpr TimePoint now{1'772'439'330'000};

struct RegistrationStoreTest : ::testing::Test {
    RegistrationStoreTest() {
        char folder[] = "/tmp/muster-registrations-XXXXXX";
        if (::mkdtemp(folder) == nullptr) ADD_FAILURE() << "no folder for the test";
        path = folder;
        file = path / "sip.sqlite";
    }
    ~RegistrationStoreTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] std::unique_ptr<RegistrationStore> open() const {
        auto opened = RegistrationStore::open(file);
        if (opened) return std::move(*opened);
        ADD_FAILURE() << opened.error();
        return nullptr;
    }
    static std::vector<std::string> devices(RegistrationStore& store, TimePoint at,
                                            std::size_t most = 100) {
        std::vector<std::string> names;
        const auto all = store.load(at, most);
        if (!all) return {all.error()};
        for (const StoredRegistration& one : *all)
            names.push_back(one.device);
        return names;
    }
    std::filesystem::path path;
    std::filesystem::path file;
};

using Names = std::vector<std::string>;

TEST_F(RegistrationStoreTest, TellsWhatWasPutOverARestart) {
    {
        const auto store = open();
        ASSERT_TRUE(store);
        EXPECT_EQ(devices(*store, now), Names{});
        ASSERT_TRUE(store->put({"34020000001340000007", "192.0.2.1", "sip:a@b", now + seconds(9)}));
        ASSERT_TRUE(
            store->put({"34020000001340000007", "192.0.2.7", "sip:c@d", now + seconds(60)}));
    }
    const auto store = open();
    ASSERT_TRUE(store);
    for (const auto& one : std::filesystem::directory_iterator(path)) {
        const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
        EXPECT_EQ(one.status().permissions() & others, std::filesystem::perms::none) << one.path();
    }
    const auto all = store->load(now, 100);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 1u);
    EXPECT_EQ(all->front().device, "34020000001340000007");
    EXPECT_EQ(all->front().address, "192.0.2.7");
    EXPECT_EQ(all->front().uri, "sip:c@d");
    EXPECT_EQ(all->front().expires_at, now + seconds(60));
}

TEST_F(RegistrationStoreTest, ForgetsWhatHasExpiredOrIsBeyondTheLimit) {
    const auto store = open();
    ASSERT_TRUE(store);
    for (const auto& [name, left] : {std::pair("a", 30), std::pair("b", 10), std::pair("c", 20)})
        ASSERT_TRUE(store->put({name, "192.0.2.7", "", now + seconds(left)}));
    EXPECT_EQ(devices(*store, now + seconds(10)), (Names{"a", "c"}));
    EXPECT_EQ(devices(*store, now), (Names{"a", "c"})) << "a clock that is set back wakes nobody";
    EXPECT_EQ(devices(*store, now, 1), Names{"a"}) << "the one that lasts longest";
    EXPECT_EQ(devices(*store, now, 100), Names{"a"});
    ASSERT_TRUE(store->remove("a"));
    ASSERT_TRUE(store->remove("nobody"));
    EXPECT_EQ(devices(*store, now), Names{});
    ASSERT_TRUE(store->put({"d", "192.0.2.7", "", now}));
    ASSERT_TRUE(store->forget_expired(now));
    EXPECT_EQ(devices(*store, now - seconds(1)), Names{});
}

TEST_F(RegistrationStoreTest, SaysWhichFileIsDamaged) {
    std::ofstream(file) << std::string(4'096, 'x');
    const auto opened = RegistrationStore::open(file);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().find(file.string()), std::string::npos) << opened.error();
    const auto nowhere = RegistrationStore::open(path / "no folder" / "sip.sqlite");
    ASSERT_FALSE(nowhere);
}

}  // namespace
}  // namespace muster::sip
