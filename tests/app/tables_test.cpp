// What an import promises before it sends anything: tables are read strictly, cells become fields,
// faults are told by line, and what the service has already is not sent again.
#include <gtest/gtest.h>
#include <iconv.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/app/config/load_toml.hpp"
#include "engine/app/tables/cells.hpp"
#include "engine/app/tables/csv.hpp"
#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/rehearsal.hpp"
#include "engine/app/tables/table_file.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/engine.hpp"
#include "engine/log/hash.hpp"
#include "engine/pipeline/state_text.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::app {
namespace {

TableConfig shipped() {
    TableConfig config;
    const auto wrong = load_toml(MUSTER_TABLES_TOML, config);
    EXPECT_FALSE(wrong) << to_string(*wrong);
    return config;
}

constexpr TimePoint now{1'764'547'200'000};  // 2025-12-01

std::string row(int n) {
    const std::string number = std::to_string(n);
    return number + ",李" + number + ",1380000" + std::to_string(1000 + n) +
           ",\"文昌路 1 号, 2 楼\",32.3942,119.4129,1946-03-01,独居、高龄,氧气,王明,85550101\r\n";
}
const std::string header =
    "编号,姓名,电话,地址,纬度,经度,出生日期,标签,风险提示,联系人,联系人电话\r\n";

std::string file_of(int rows) {
    std::string text = header;
    for (int n = 1; n <= rows; ++n)
        text += row(n);
    return text;
}

// Responders as their table has them.
std::string staff_of(int rows) {
    std::string text = "编号,类别,姓名,电话,技能,纬度,经度\r\n";
    for (int n = 1; n <= rows; ++n) {
        const std::string number = std::to_string(n);
        text += number + (n % 2 == 0 ? ",志愿者" : ",员工") + ",𠮷" + number + ",1390000" +
                std::to_string(1000 + n) + ",first_aid、care,32.3942,119.4129\r\n";
    }
    return text;
}

// Talents as their table has them.
std::string talents_of(int rows) {
    std::string text = "编号,姓名,电话,出生日期,专业领域,技能,参与意愿,健康状况,来源,上次复核\r\n";
    for (int n = 1; n <= rows; ++n) {
        const std::string number = std::to_string(n);
        text += "T" + number + ",𠮷" + number + ",1380000" + std::to_string(1000 + n) +
                ",农历1950-3-1,法律、医疗卫生,first_aid,经常,良好,自荐,2025-" +
                std::to_string(1 + n % 11) + "-7\r\n";
    }
    return text;
}

std::string to_gb18030(const std::string& utf8) {
    const iconv_t converter = iconv_open("GB18030", "UTF-8");
    std::string in = utf8;
    std::string out(utf8.size() * 2, '\0');
    char* from = in.data();
    std::size_t left = in.size();
    char* to = out.data();
    std::size_t room = out.size();
    EXPECT_NE(iconv(converter, &from, &left, &to, &room), static_cast<std::size_t>(-1));
    iconv_close(converter);
    out.resize(out.size() - room);
    return out;
}

// Faults of any stage, and what would be sent.
ImportPlan plan(const std::string& bytes, const KnownEntities& known = {}, std::size_t kind = 0) {
    ImportPlan none;
    const auto text = decode_table(bytes);
    if (!text) {
        none.faults = {text.error()};
        return none;
    }
    const auto table = read_csv(*text);
    if (!table) {
        none.faults = {table.error()};
        return none;
    }
    const TableConfig config = shipped();
    const auto mapping = Mapping::of(config.tables.at(kind), table->header);
    if (!mapping) {
        none.faults = {mapping.error()};
        return none;
    }
    return rehearse(config.tables.at(kind), *mapping, *table, test::test_rules(), now, known,
                    [](std::size_t) {});
}

std::vector<std::string> bodies(const ImportPlan& plan) {
    std::vector<std::string> all;
    for (const PlannedCommand& command : plan.commands)
        all.push_back(command.name + " " + command.body);
    return all;
}

TEST(Csv, ReadsQuotesLineEndsAndBlankLines) {
    const auto table = read_csv("a,b\r\n1,\"x,\"\"y\"\"\nz\"\n\n\"\",\r\n");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2u);
    EXPECT_EQ(table->rows[0].cells, (std::vector<std::string>{"1", "x,\"y\"\nz"}));
    EXPECT_EQ(table->rows[0].line, 2u);
    EXPECT_EQ(table->rows[1].cells, (std::vector<std::string>{"", ""}));
    EXPECT_EQ(table->rows[1].line, 5u);
}

TEST(Csv, NamesTheLineOfAFault) {
    const std::pair<std::string, std::size_t> faults[]{
        {"", 0},
        {"a,a\n1,2\n", 1},
        {"a,\n1,2\n", 1},
        {"a,b\n1\n", 2},
        {"a,b\n1,2\n1,2,3\n", 3},
        {"a,b\n1,2\n1,\"2\n", 3},
        {"a,b\n1,2\"\n", 2},
        {"a,b\n1,\"2\"x\n", 2},
        {"a,b\n1,2\r3,4\n", 2},
        {"a,b\n1," + std::string(1'000'000, 'x') + "\n", 2},
    };
    for (const auto& [text, line] : faults) {
        const auto table = read_csv(text);
        ASSERT_FALSE(table) << text.substr(0, 40);
        EXPECT_EQ(table.error().line, line) << text.substr(0, 40);
    }
}

// No word of English, but names of the file's columns and cells, which stand in quotes.
bool is_chinese(std::string_view text) {
    bool quoted = false;
    std::size_t letters = 0;
    bool has_chinese = false;
    while (!text.empty()) {
        if (text.starts_with("“") || text.starts_with("”")) quoted = text.starts_with("“");
        const bool letter = !quoted && std::isalpha(static_cast<unsigned char>(text.front())) != 0;
        letters = letter ? letters + 1 : 0;
        if (letters == 4) return false;
        has_chinese |= static_cast<unsigned char>(text.front()) >= 0xE4;
        text.remove_prefix(1);
    }
    return has_chinese;
}

TEST(Csv, SaysAFaultInBothLanguages) {
    const auto fault = [](std::string_view text) { return read_csv(text).error().what; };
    EXPECT_EQ(fault("a,b\n1,\"2\n").en, "the quote that opens here is never closed");
    EXPECT_EQ(fault("a,b\n1,\"2\n").zh, "此处开始的引号没有闭合");
    EXPECT_EQ(fault("电话,电话\n").en, "the column \"电话\" stands twice");
    EXPECT_EQ(fault("电话,电话\n").zh, "列名“电话”出现了两次");
    EXPECT_EQ(fault("{},{}\n").zh, "列名“{}”出现了两次");
    EXPECT_EQ(fault("a,\n").zh, "第 2 列没有列名");
    EXPECT_EQ(fault("a,b\n1\n").en, "has 1 cells, the header 2");
    EXPECT_EQ(fault("a,b\n1\n").zh, "本行有 1 列，表头有 2 列");
    EXPECT_EQ(fault("").zh, "文件是空的；第一行应为列名");
    EXPECT_EQ(decode_table("\xEF\xBB\xBF\xC0\xC1").error().what.zh,
              "文件标明为 UTF-8 编码，内容却不是");
}

TEST(Csv, DecodesUtf8AndGb18030AndNothingElse) {
    const std::string text = file_of(3);
    for (const std::string& bytes : {text, "\xEF\xBB\xBF" + text, to_gb18030(text)}) {
        const auto decoded = decode_table(bytes);
        ASSERT_TRUE(decoded);
        EXPECT_EQ(*decoded, text);
    }
    EXPECT_FALSE(
        decode_table("\xFF\xFE"
                     "a\0b\0"));
    EXPECT_FALSE(decode_table("\xEF\xBB\xBF\xC0\xC1"));
    EXPECT_FALSE(decode_table("a,b\n\xFF\xFF\xFF\n"));
    EXPECT_FALSE(decode_table(std::string("a,b\n1,\0\n", 8)));
}

TEST(Cells, BecomeValues) {
    const auto text = [](const char* cell, CellKind kind, std::vector<ValueRule> values = {}) {
        ColumnRule rule;
        rule.as = kind;
        rule.values = std::move(values);
        const auto value = read_cell(cell, rule);
        return value ? boost::json::serialize(*value) : "fault: " + value.error().what.en;
    };
    EXPECT_EQ(text("\"quoted\"", CellKind::text), "\"\\\"quoted\\\"\"");
    EXPECT_EQ(text("42", CellKind::number), "42");
    EXPECT_EQ(text("32.3942", CellKind::degrees), "3.23942E1");
    EXPECT_EQ(text("独居、 高龄;x", CellKind::list, {{"独居", "lives_alone"}}),
              R"(["lives_alone","高龄","x"])");
    for (const char* day : {"1946-03-01", "1946/3/1", "1946.3.1", "19460301", "1946年3月1日"})
        EXPECT_EQ(text(day, CellKind::date), R"("1946-03-01")") << day;
    EXPECT_EQ(text("农历1946年闰3月1日", CellKind::birth),
              R"({"calendar":"lunar","year":1946,"month":3,"day":1,"leap_month":true})");
    EXPECT_EQ(text("1946-3-1", CellKind::birth),
              R"({"calendar":"solar","year":1946,"month":3,"day":1})");
    for (const char* day : {"1946-02-30", "1946", "1946-3", "3/1/1946", "1946-3-1x", "19461301"})
        EXPECT_TRUE(text(day, CellKind::date).starts_with("fault")) << day;
    for (const char* formula : {"=1+1", "@SUM(A1)", "+=1"})
        EXPECT_TRUE(text(formula, CellKind::text).starts_with("fault")) << formula;
    EXPECT_EQ(text("+8613800001001", CellKind::text), "\"+8613800001001\"");
    EXPECT_EQ(trimmed_cell(" \t\xE3\x80\x80x y\xE3\x80\x80 "), "x y");
}

TEST(Import, TheSameFromEveryEncoding) {
    const std::string text = file_of(1216);
    const ImportPlan first = plan(text);
    EXPECT_TRUE(first.faults.empty()) << first.faults.at(0).what.en;
    EXPECT_EQ(first.created, 1216u);
    EXPECT_EQ(bodies(plan("\xEF\xBB\xBF" + text)), bodies(first));
    EXPECT_EQ(bodies(plan(to_gb18030(text))), bodies(first));
}

// What a new service is after it was sent a plan.
std::string hash_after(const ImportPlan& plan) {
    core::Engine engine;
    const auto handle = [&](Command command) {
        Envelope envelope;
        envelope.seq = engine.last_seq() + 1;
        envelope.at = now;
        envelope.source = "import";
        envelope.command = std::move(command);
        EXPECT_FALSE(engine.handle(envelope).rejection);
    };
    handle(LoadRules{test::test_rules()});
    for (const PlannedCommand& planned : plan.commands) {
        Command command;
        EXPECT_FALSE(
            codec::read_command_named(planned.name, planned.body, command, codec::Mode::strict));
        handle(std::move(command));
    }
    return log::to_hex(pipeline::state_hash(engine));
}

TEST(Import, TheSameStateHashFromEveryEncodingAndNothingOfABrokenFile) {
    constexpr int rows = 1216;
    const std::string tables[]{file_of(rows), staff_of(rows)};
    for (std::size_t kind = 0; kind < 2; ++kind) {
        const std::string& text = tables[kind];
        const ImportPlan first = plan(text, {}, kind);
        ASSERT_TRUE(first.faults.empty()) << first.faults.at(0).what.en;
        EXPECT_EQ(first.created, static_cast<std::size_t>(rows));
        const std::string hash = hash_after(first);
        EXPECT_EQ(hash_after(plan("\xEF\xBB\xBF" + text, {}, kind)), hash);
        EXPECT_EQ(hash_after(plan(to_gb18030(text), {}, kind)), hash);

        // Row 700 has line 701, below the header.
        std::string broken = text;
        const std::string latitude = ",32.3942,";
        std::size_t at = broken.find("\r\n700,");
        ASSERT_NE(at, std::string::npos);
        at = broken.find(latitude, at);
        broken.replace(at, latitude.size(), ",932.3942,");
        for (const std::string& bytes : {broken, to_gb18030(broken)}) {
            const ImportPlan none = plan(bytes, {}, kind);
            ASSERT_EQ(none.faults.size(), 1u);
            EXPECT_EQ(none.faults[0].line, 701u);
            EXPECT_NE(none.faults[0].what.en.find("纬度"), std::string::npos)
                << none.faults[0].what.en;
        }
    }
}

TEST(Import, NamesEveryFaultByLineAndColumn) {
    std::string text = file_of(5);
    text += "6,李6,138,地址,32.4,119.4,1946-02-30,独居,,,\r\n";
    text += "7,,138,地址,32.4,119.4,1946-03-01,,,,\r\n";
    text += "1,李1,13800001001,地址,,,,,,,\r\n";
    text += "8,李8,13800001008,地址,32.4,,,,,,\r\n";
    text += "9,李9,13800001009,地址,,,农历2025-12-30,独居,,,\r\n";
    const ImportPlan wrong = plan(text);
    ASSERT_EQ(wrong.faults.size(), 5u);
    EXPECT_EQ(wrong.faults[0].line, 7u);
    EXPECT_NE(wrong.faults[0].what.en.find("出生日期"), std::string::npos)
        << wrong.faults[0].what.en;
    EXPECT_EQ(wrong.faults[1].line, 8u);
    EXPECT_NE(wrong.faults[1].what.en.find("姓名"), std::string::npos) << wrong.faults[1].what.en;
    EXPECT_EQ(wrong.faults[2].line, 9u);
    EXPECT_NE(wrong.faults[2].what.en.find("line 2"), std::string::npos) << wrong.faults[2].what.en;
    EXPECT_EQ(wrong.faults[3].line, 10u);
    EXPECT_EQ(wrong.faults[4].line, 11u);
    EXPECT_NE(wrong.faults[4].what.en.find("出生日期"), std::string::npos)
        << wrong.faults[4].what.en;
}

TEST(Import, SaysEveryFaultInBothLanguages) {
    std::string text = file_of(2);
    text += "3,李3,138,地址,32.4,119.4,1946-02-30 x,独居,,,\r\n";
    text += "4,,138,地址,32.4,119.4,1946-03-01,,,,\r\n";
    text += "1,李1,13800001001,地址,,,,,,,\r\n";
    text += "5,李5,13800001008,地址,932.4,119.4,,,,,\r\n";
    text += "6,李6,13800001009,地址,x,119.4,,独居,,,\r\n";
    text += "7,=1,13800001009,地址,,,,,,,\r\n";
    const ImportPlan wrong = plan(text);
    std::vector<std::string> zh;
    for (const FileFault& fault : wrong.faults) {
        EXPECT_TRUE(is_chinese(fault.what.zh)) << fault.what.zh;
        zh.push_back(fault.what.zh);
    }
    EXPECT_EQ(
        zh,
        (std::vector<std::string>{
            "“出生日期”列：“1946-02-30 x”不是有效的出生日期，应写成 1946-03-01 或 农历1946-1-28",
            "“姓名”列：不能为空",
            "编号“1”已在第 2 行出现过",
            "“纬度”列：有一项填写不正确。",
            "“纬度”列：“x”不是度数，应为 32.3942 这样的小数",
            "“姓名”列：“=1”像是电子表格的公式，不能导入",
        }));
    ASSERT_EQ(wrong.faults.size(), 6u);
    EXPECT_EQ(wrong.faults[2].what.en, "external_ref \"1\" stands in line 2 already");
    EXPECT_TRUE(wrong.faults[3].what.en.starts_with("column \"纬度\": "))
        << wrong.faults[3].what.en;
}

TEST(Import, SaysInBothLanguagesWhyAHeaderDoesNotDo) {
    const auto fault = [](const std::string& text) { return plan(text).faults.at(0).what; };
    EXPECT_EQ(fault("编号\n1\n").en, "the column \"姓名\" or \"name\" is missing");
    EXPECT_EQ(fault("编号\n1\n").zh, "缺少“姓名”或“name”列");
    EXPECT_EQ(fault("编号,姓名,电话,联系电话\n").en,
              "the columns \"电话\" and \"联系电话\" are both phone");
    EXPECT_EQ(fault("编号,姓名,电话,联系电话\n").zh,
              "“电话”与“联系电话”是同一项内容，只能保留一列");
}

// What stands in a cell is told in whole characters.
TEST(Import, TellsTheBeginningOfALongCell) {
    std::string cell;
    for (int i = 0; i < 40; ++i)
        cell += "好";  // three bytes; 64 are told at most
    const ImportPlan wrong = plan("编号,姓名,纬度\n1,李1," + cell + "\n");
    ASSERT_EQ(wrong.faults.size(), 1u);
    EXPECT_NE(wrong.faults[0].what.zh.find("“" + cell.substr(0, 63) + "”"), std::string::npos);
}

TEST(Import, SendsOnlyWhatIsOtherwise) {
    KnownEntities known;
    const auto as_the_service_has = [](const char* text) {
        return boost::json::parse(text).as_object();
    };
    known["1"] = {
        71, as_the_service_has(
                R"({"external_ref":"1","name":"李1","phone":"+8613800001001",)"
                R"("address":"文昌路 1 号, 2 楼","home":{"lat":32.3942000,"lon":119.4129000},)"
                R"("birth_date":{"calendar":"solar","year":1946,"month":3,"day":1,)"
                R"("leap_month":false},"flags":["lives_alone","very_old"],"risks":"氧气",)"
                R"("contacts":[{"relation":"kin","name":"王明","phone":"+8651485550101"}]})")};
    known["2"] = known["1"];
    known["2"].id = 72;
    known["2"].fields["external_ref"] = "2";
    known["2"].fields["phone"] = "+8613800001002";
    const ImportPlan again = plan(file_of(3), known);
    ASSERT_TRUE(again.faults.empty()) << again.faults.at(0).what.en;
    EXPECT_EQ(again.unchanged, 1u);
    EXPECT_EQ(again.updated, 1u);
    EXPECT_EQ(again.created, 1u);
    ASSERT_EQ(again.commands.size(), 2u);
    EXPECT_EQ(again.commands[0].name, "UpdateMember");
    EXPECT_EQ(again.commands[0].body, R"({"member":72,"profile":{"name":"李2"}})");
    EXPECT_EQ(again.commands[1].name, "RegisterMember");
}

TEST(Import, TheSameStateHashOf1216TalentsAndNothingOfABrokenFile) {
    constexpr int rows = 1216;
    constexpr std::size_t talents = 2;
    const std::string text = talents_of(rows);
    const ImportPlan first = plan(text, {}, talents);
    ASSERT_TRUE(first.faults.empty()) << first.faults.at(0).what.en;
    EXPECT_EQ(first.created, static_cast<std::size_t>(rows));
    const std::string hash = hash_after(first);
    EXPECT_EQ(hash_after(plan("\xEF\xBB\xBF" + text, {}, talents)), hash);
    EXPECT_EQ(hash_after(plan(to_gb18030(text), {}, talents)), hash);

    // Row 700 has line 701, below the header.
    std::string broken = text;
    const std::size_t at = broken.find("法律", broken.find("\r\nT700,"));
    ASSERT_NE(at, std::string::npos);
    broken.replace(at, std::string("法律").size(), "炼金");
    for (const std::string& bytes : {broken, to_gb18030(broken)}) {
        const ImportPlan none = plan(bytes, {}, talents);
        ASSERT_EQ(none.faults.size(), 1u);
        EXPECT_EQ(none.faults[0].line, 701u);
        EXPECT_NE(none.faults[0].what.en.find("专业领域"), std::string::npos)
            << none.faults[0].what.en;
    }
}

// When somebody was spoken to last is told with who is new, and is not what else is known of him.
TEST(Import, WhatStandsBesideTheProfileIsOfWhoIsNew) {
    constexpr std::size_t talents = 2;
    const ImportPlan created = plan(talents_of(1), {}, talents);
    ASSERT_EQ(created.commands.size(), 1u);
    const auto body = boost::json::parse(created.commands[0].body).as_object();
    EXPECT_EQ(body.at("reviewed_on"), "2025-02-07");
    EXPECT_FALSE(body.at("profile").as_object().contains("reviewed_on"));
    KnownEntities known;
    known["T1"] = {7, body.at("profile").as_object()};
    known["T1"].fields["phone"] = "+8613800001001";
    known["T1"].fields["birth_date"].as_object()["leap_month"] = false;
    known["T1"].fields["reviewed_on"] = "2024-01-01";
    const ImportPlan again = plan(talents_of(1), known, talents);
    EXPECT_TRUE(again.faults.empty());
    EXPECT_EQ(again.unchanged, 1u) << boost::json::serialize(known["T1"].fields);
    EXPECT_EQ(again.created, 0u);
}

// What is written is read back as it was, formulas and long numbers too.
TEST(Export, IsReadBackAsItWas) {
    const TableConfig config = shipped();
    const TableRule& rule = config.tables.at(0);
    const auto fields =
        boost::json::parse(
            R"({"external_ref":"001","name":"=李, \"四\"","phone":"+8613800001001",)"
            R"("address":"@home\nback",)"
            R"("home":{"lat":32.3942000,"lon":119.4129000},)"
            R"("birth_date":{"calendar":"lunar","year":1946,"month":3,"day":1,"leap_month":true},)"
            R"("flags":["lives_alone","very_old"],"risks":"123456789012345678",)"
            R"("contacts":[{"name":"王","phone":"120"},{"name":"赵","phone":"+8651485550101"}]})")
            .as_object();
    const std::string text =
        std::string(byte_order_mark) + header_line(rule) + entity_line(rule, fields);
    EXPECT_NE(text.find(",'+8613800001001,"), std::string::npos) << text;
    EXPECT_NE(text.find(",'123456789012345678,"), std::string::npos) << text;
    const auto decoded = decode_table(text);
    ASSERT_TRUE(decoded);
    const auto table = read_csv(*decoded);
    ASSERT_TRUE(table) << table.error().what.en;
    const auto mapping = Mapping::of(rule, table->header);
    ASSERT_TRUE(mapping);
    const auto back = mapping->fields(table->rows.at(0));
    // What begins as a formula is written safely, and not let in again.
    ASSERT_FALSE(back);
    EXPECT_NE(back.error().what.en.find("formula"), std::string::npos);
    auto safe = fields;
    safe["name"] = "李四";
    safe["address"] = "x";
    const auto again = read_csv(header_line(rule) + entity_line(rule, safe));
    ASSERT_TRUE(again);
    const auto read = mapping->fields(again->rows.at(0));
    ASSERT_TRUE(read) << read.error().what.en;
    EXPECT_EQ(boost::json::serialize(*read), boost::json::serialize(safe));
}

std::string bytes_of(const std::filesystem::path& name) {
    std::ifstream file(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The clock is not in it: a second write a while later gives the same bytes.
TEST(Export, TheSameWorkbookEachTime) {
    const TableConfig config = shipped();
    const auto folder = std::filesystem::path(testing::TempDir()) / "muster-workbooks";
    std::filesystem::create_directories(folder);
    const auto written = [&](const std::string& name, TableLanguage language) {
        const auto file =
            TableFile::create((folder / name).string(), form_of(name), config.tables[0], language);
        file->row({{"external_ref", "321023194603010012"}, {"name", "=1+1"}});
        EXPECT_FALSE(file->close());
        return bytes_of(folder / name);
    };
    const std::string first = written("a.xlsx", TableLanguage::zh);
    EXPECT_TRUE(first.starts_with("PK"));
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));  // zip counts in steps of 2 s
    EXPECT_EQ(written("b.xlsx", TableLanguage::zh), first);
    EXPECT_NE(written("c.xlsx", TableLanguage::en), first);
    const std::string csv = written("d.csv", TableLanguage::en);
    EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBFnumber,name,phone,")) << csv;
    EXPECT_NE(csv.find("'321023194603010012,'=1+1,"), std::string::npos) << csv;
    std::filesystem::remove_all(folder);
    const auto nowhere = TableFile::create((folder / "e.xlsx").string(), TableForm::xlsx,
                                           config.tables[0], TableLanguage::zh);
    EXPECT_TRUE(nowhere->close());
}

// Whatever is done to a file, it is read as a whole with a plan, or refused with a fault; never
// both.
TEST(Import, TwoHundredBrokenFiles) {
    const std::string whole = file_of(20);
    std::mt19937_64 random(7);
    const auto up_to = [&](std::size_t most) { return random() % (most + 1); };
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        std::string text = whole;
        const std::size_t at = header.size() + up_to(text.size() - header.size() - 1);
        switch (i % 8) {
            case 0:
                text.resize(at);
                break;
            case 1:
                text[at] = '\xFF';
                break;
            case 2:
                text.insert(at, "\"");
                break;
            case 3:
                text.insert(text.find(",李", header.size()) + 1, "=");
                break;
            case 4:
                text.insert(at, std::string(1'000'000, 'y'));
                break;
            case 5:
                text.insert(0, "编号,");
                break;
            case 6:
                text.insert(at, std::string(1, '\0'));
                break;
            default:
                text.insert(at, ",");
                break;
        }
        const ImportPlan one = plan(text);
        if (!one.faults.empty()) ++refused;
        if (i % 8 != 0 && i % 8 != 2 && i % 8 != 4 && i % 8 != 7) {
            EXPECT_FALSE(one.faults.empty()) << i;
        }
        if (one.faults.empty()) {
            EXPECT_LE(one.commands.size(), 20u);
        }
    }
    EXPECT_GT(refused, 150);
}

}  // namespace
}  // namespace muster::app
