// Imports beside the engine: one at a time, so many wait, each can be stopped, and none keeps the
// program from ending.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "engine/app/config/load_toml.hpp"
#include "engine/app/imports/import_desk.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;
using boost::asio::ip::tcp;
using namespace std::chrono_literals;

constexpr const char* good_table = "编号,姓名\n1,李一\n";

// A desk before a service that takes connections and says nothing.
struct Desk {
    explicit Desk(ImportOptions options = {})
        : silent(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
          desk(
              rules(), options,
              [this] {
                  return "http://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
              },
              "", [](const std::function<void()>& done) { done(); }) {}

    static std::vector<TableRule> rules() {
        TableConfig config;
        const auto wrong = load_toml(MUSTER_TABLES_TOML, config);
        EXPECT_FALSE(wrong) << to_string(*wrong);
        return config.tables;
    }

    std::uint64_t start(std::string table, std::string kind = "members") {
        return desk.start({.kind = std::move(kind),
                           .file = "register.csv",
                           .table = std::move(table),
                           .survey = 0,
                           .check_only = true,
                           .by = "office",
                           .token = "t",
                           .at = TimePoint{1'764'547'200'000}});
    }

    json::object report(std::uint64_t number) {
        return json::parse(desk.report(number)).as_object();
    }
    // Once it is in this state; else as it is after a while.
    json::object report_in(std::uint64_t number, std::string_view state) {
        for (int i = 0; i < 1000; ++i) {
            json::object told = report(number);
            if (told.at("state").as_string() == state) return told;
            std::this_thread::sleep_for(5ms);
        }
        return report(number);
    }

    boost::asio::io_context io;
    tcp::acceptor silent;
    ImportDesk desk;
};

TEST(ImportDesk, AFileThatCannotBeReadIsRefusedByItsLine) {
    Desk world;
    const auto number = world.start("编号,姓名\n1,\"李一\n");
    const json::object told = world.report_in(number, "refused");
    EXPECT_EQ(told.at("state"), "refused");
    EXPECT_EQ(told.at("file"), "register.csv");
    EXPECT_EQ(told.at("by"), "office");
    EXPECT_EQ(told.at("fault_count"), 1u);
    const json::object& fault = told.at("faults").at(0).as_object();
    EXPECT_EQ(fault.at("line"), 2u);
    EXPECT_NE(std::string(fault.at("what").as_string()).find("never closed"), std::string::npos);
    EXPECT_EQ(fault.at("what_zh"), "此处开始的引号没有闭合");
    EXPECT_EQ(told.at("why"), "nothing was imported");
    EXPECT_EQ(told.at("why_zh"), "未导入任何内容");
    EXPECT_FALSE(told.contains("created"));
}

TEST(ImportDesk, OneAtATimeAndSoManyWait) {
    ImportOptions options;
    options.waiting_max = 2;
    Desk world(options);
    const auto first = world.start(good_table);
    EXPECT_EQ(world.report_in(first, "reading").at("state"), "reading");
    const auto second = world.start(good_table);
    EXPECT_FALSE(world.desk.is_full());
    const auto third = world.start(good_table);
    EXPECT_TRUE(world.desk.is_full());
    EXPECT_EQ(world.start(good_table), 0u);
    EXPECT_EQ(world.report(second).at("state"), "waiting");

    world.desk.stop(second);
    EXPECT_EQ(world.report(second).at("state"), "stopped");
    EXPECT_EQ(world.report(second).at("why_zh"), "尚未开始即已停止");
    EXPECT_FALSE(world.desk.is_full());
    EXPECT_EQ(world.report(third).at("state"), "waiting");
    const auto fourth = world.start(good_table);
    EXPECT_EQ(fourth, third + 1);
    // The end does not wait for a service that says nothing.
}

TEST(ImportDesk, TheLastAreRemembered) {
    ImportOptions options;
    options.kept = 2;
    Desk world(options);
    for (std::uint64_t number = 1; number <= 4; ++number) {
        ASSERT_EQ(world.start("no table\n\"", "responders"), number);
        ASSERT_EQ(world.report_in(number, "refused").at("state"), "refused");
    }
    EXPECT_FALSE(world.desk.find(2));
    ASSERT_TRUE(world.desk.find(3));
    EXPECT_EQ(world.desk.find(4)->kind.create, "RegisterResponder");
    EXPECT_EQ(world.desk.find(4)->by, "office");

    const ImportKind& responders = world.desk.find(4)->kind;
    const json::value list = json::parse(world.desk.list({&responders}));
    EXPECT_EQ(list.at("kinds").as_array().size(), 1u);
    EXPECT_EQ(list.at("imports").as_array().size(), 2u);
    EXPECT_EQ(list.at("imports").at(0).at("import"), 4u);
    EXPECT_FALSE(list.at("imports").at(0).as_object().contains("faults"));
    EXPECT_TRUE(json::parse(world.desk.list({})).at("imports").as_array().empty());
}

TEST(ImportDesk, AnEmptyTableHasTheColumns) {
    Desk world;
    const auto zh = world.desk.empty_table("members", false);
    ASSERT_TRUE(zh);
    EXPECT_TRUE(zh->starts_with("\xEF\xBB\xBF编号,姓名,")) << *zh;
    const auto en = world.desk.empty_table("members", true);
    ASSERT_TRUE(en);
    EXPECT_TRUE(en->starts_with("\xEF\xBB\xBFnumber,name,")) << *en;
    EXPECT_FALSE(world.desk.empty_table("nonsense", true));
}

}  // namespace
}  // namespace muster::app
