#include "engine/app/config/config.hpp"
#include "engine/app/config/time_zone.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <utility>

#include "engine/app/config/roads_config.hpp"
#include "engine/app/config/toml_source.hpp"
#include "engine/codec/describe.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/projects/times.hpp"

namespace muster::app {
namespace {

class ConfigFiles : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("muster_config_" +
                   std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& name, const std::string& text) {
        const auto path = folder_ / name;
        std::ofstream(path) << text;
        return path;
    }

    std::filesystem::path folder_;
};

// Makes every setting another than its default, so that one that is not read is seen.
template <class T>
void spoil(T& value) {
    if constexpr (codec::ABounded<T>) {
        value = T::of(value.number() == T::low ? T::high : T::low);
    } else if constexpr (std::is_same_v<T, bool>) {
        value = !value;
    } else if constexpr (codec::AnEnum<T>) {
        value = enum_values<T>[value == enum_values<T>[0] ? 1 : 0];
    } else if constexpr (codec::AVector<T>) {
        value.emplace_back();
    } else if constexpr (codec::AStruct<T>) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (spoil(value.*codec::MemberAt<T, I>::pointer), ...);
        }
        (std::make_index_sequence<codec::field_count<T>>());
    } else {
        value = "spoilt";
    }
}

TEST(ShippedConfig, StatesEveryDefault) {
    Config read;
    spoil(read);
    read.gateways.clear();  // there is no way to write that there are none
    const auto wrong = load_config("config/muster.toml", read);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    std::string as_read;
    std::string by_default;
    codec::write(as_read, read);
    codec::write(by_default, Config{});
    EXPECT_EQ(as_read, by_default);
}

struct Range {
    std::string path;
    std::int64_t low;
    std::int64_t high;
};

template <class T>
void find_ranges(const std::string& path, std::vector<Range>& out) {
    if constexpr (codec::ABounded<T>) {
        out.push_back({path, T::low, T::high});
    } else if constexpr (codec::AStruct<T>) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (find_ranges<codec::FieldType<T, I>>(path + "/" + std::string(codec::field_name<T, I>),
                                                 out),
             ...);
        }
        (std::make_index_sequence<codec::field_count<T>>());
    }
}

TEST_F(ConfigFiles, EachNumberIsHeldToItsRange) {
    std::vector<Range> ranges;
    find_ranges<Config>("", ranges);
    EXPECT_GT(ranges.size(), 90u);
    for (const Range& range : ranges) {
        const std::size_t name = range.path.rfind('/');
        std::string section = range.path.substr(1, name - 1);
        std::replace(section.begin(), section.end(), '/', '.');
        for (const std::int64_t number : {range.low - 1, range.high + 1}) {
            Config config;
            const auto wrong = load_config(
                write("range.toml", "[" + section + "]\n" + range.path.substr(name + 1) + " = " +
                                        std::to_string(number) + "\n"),
                config);
            ASSERT_TRUE(wrong) << range.path << " took " << number;
            EXPECT_EQ(wrong->path, range.path);
            EXPECT_EQ(wrong->line, 2u) << range.path;
            EXPECT_EQ(wrong->message, "is " + std::to_string(number) + "; must be from " +
                                          std::to_string(range.low) + " to " +
                                          std::to_string(range.high));
        }
    }
}

TEST_F(ConfigFiles, SomeNumbersAreHeldToOthers) {
    const auto problem = [&](const std::string& text) {
        Config config;
        const auto wrong = load_config(write("others.toml", text), config);
        return wrong ? std::to_string(wrong->line) + " " + wrong->path + " " + wrong->message
                     : "nothing";
    };
    EXPECT_EQ(problem("[feed]\nsoft_bytes = 4_194_304\nsoft_messages = 20_000\n"), "nothing");
    EXPECT_EQ(problem("[feed]\nsoft_bytes = 4_194_305\n"),
              "2 /feed/soft_bytes is 4194305; must be from 1024 to 4194304");
    EXPECT_EQ(problem("[feed]\nsoft_messages = 7\nhard_messages = 6\n"),
              "2 /feed/soft_messages is 7; must be from 1 to 6");
    EXPECT_EQ(problem("[feed]\nmax_waiting = 10\nmax_waiting_per_address = 11\n"),
              "3 /feed/max_waiting_per_address is 11; must be from 1 to 10");
    EXPECT_EQ(problem("[pipeline]\ncommand_bytes_max = 4_194_305\n"),
              "2 /pipeline/command_bytes_max is 4194305; must be from 1024 to 4194304");
    EXPECT_EQ(problem("[log]\nanchor_key_file = \"a\"\nanchor_key_env = \"B\"\n"),
              "3 /log/anchor_key_env must be empty where anchor_key_file says where the secret is");
    const std::string key = "[log]\nanchor_key_file = \"a\"\n";
    const std::string target = "[anchors]\nwebhook = \"https://example.org/\"\n";
    EXPECT_EQ(problem(key + target), "nothing");
    EXPECT_TRUE(problem(target).starts_with("2 /anchors/webhook needs log.anchor_key_file"));
}

// The log stops at a batch that is larger than it may be.
TEST_F(ConfigFiles, NoStepIsLargerThanABatchOfTheLog) {
    const auto problem = [&](const std::string& text) {
        Config config;
        const auto wrong = load_config(write("step.toml", "[pipeline]\n" + text), config);
        return wrong ? to_string(*wrong) : "nothing";
    };
    EXPECT_EQ(problem("batch_max = 32_768\nticks_max = 32_768\n"), "nothing");
    EXPECT_TRUE(
        problem("batch_max = 32_769\n")
            .ends_with("step.toml:2: /pipeline/batch_max: is 32769; must be from 1 to 32768"));
    EXPECT_TRUE(
        problem("ticks_max = 65_536\n")
            .ends_with("step.toml:2: /pipeline/ticks_max: is 65536; must be from 1 to 32768"));
    using pipeline::PipelineOptions;
    const std::int64_t most =
        decltype(PipelineOptions::batch_max)::high + decltype(PipelineOptions::ticks_max)::high;
    EXPECT_LE(most, static_cast<std::int64_t>(log::LogOptions{}.batch_records_max));
}

TEST(ShippedConfig, RulesAreSound) {
    Config config;
    ASSERT_FALSE(load_config("config/muster.toml", config));
    Rules rules;
    const auto wrong = load_rules(rule_files("config/muster.toml", config), rules);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    EXPECT_GE(rules.services.size(), 25u);
    EXPECT_EQ(rules.classes.size(), 5u);
    EXPECT_EQ(rules.card_colours.size(), 4u);
    for (std::size_t i = 1; i < rules.classes.size(); ++i) {
        EXPECT_EQ(rules.classes[i - 1].weight, 2 * rules.classes[i].weight);
    }
}

// Whoever cannot read a code is shown its name, in his language.
TEST(ShippedConfig, NamesEachCodeThatItUses) {
    Config config;
    ASSERT_FALSE(load_config("config/muster.toml", config));
    Rules rules;
    const auto wrong = load_rules(rule_files("config/muster.toml", config), rules);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    std::set<std::pair<std::string, std::string>> used;
    for (const Code& skill : rules.skills)
        used.emplace("skills", skill.view());
    for (const ResponsePlan& plan : rules.plans) {
        used.emplace("plans", plan.code.view());
        for (const SlotRule& slot : plan.slots)
            used.emplace("roles", slot.role.view());
    }
    ASSERT_TRUE(rules.survey && rules.devices);
    for (const Questionnaire& one : rules.survey->questionnaires) {
        for (const SurveyPart& district : one.districts)
            used.emplace("districts", district.code.view());
        for (const SurveyQuestion& question : one.questions) {
            for (const SurveyChoice& choice : question.choices) {
                if (!choice.need.empty()) used.emplace("needs", choice.need.view());
            }
        }
    }
    for (const DeviceTypeRule& type : rules.devices->types)
        used.emplace("device_types", type.type.view());
    std::set<std::pair<std::string, std::string>> named;
    for (const CodeName& one : rules.names)
        named.emplace(one.list.view(), one.code.view());
    EXPECT_EQ(named, used);
}

// Working days of a year as the notices of the State Council make them.
TEST(ShippedConfig, KnowsTheWorkingDaysOfThreeYears) {
    Config config;
    ASSERT_FALSE(load_config("config/muster.toml", config));
    Rules rules;
    const auto wrong = load_rules(rule_files("config/muster.toml", config), rules);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    ASSERT_TRUE(rules.calendar);
    EXPECT_EQ(rules.calendar->utc_offset_min, 480);
    EXPECT_EQ(rules.calendar->known_until, *Date::of(2026, 12, 31));
    const std::pair<int, int> years[] = {{2024, 251}, {2025, 248}, {2026, 248}};
    for (const auto& [year, wanted] : years) {
        int days = 0;
        for (Date day = *Date::of(year, 1, 1); day <= *Date::of(year, 12, 31); day = day + 1)
            days += core::is_working_day(*rules.calendar, day) ? 1 : 0;
        EXPECT_EQ(days, wanted) << year;
    }
}

TEST(Duration, ReadsWhatPeopleWrite) {
    EXPECT_EQ(duration_ms("250 ms"), 250);
    EXPECT_EQ(duration_ms("90s"), 90'000);
    EXPECT_EQ(duration_ms("15 min"), 900'000);
    EXPECT_EQ(duration_ms("24 h"), 86'400'000);
    EXPECT_EQ(duration_ms("7 d"), 604'800'000);
    for (const char* bad :
         {"", "5", "min", "-1 s", "1.5 h", "1 week", "1 s ", "99999999999999 d"}) {
        EXPECT_FALSE(duration_ms(bad)) << bad;
    }
}

TEST_F(ConfigFiles, AnErrorNamesFileLineAndCure) {
    Config config;
    const auto unknown = load_config(write("a.toml", "[server]\nport = 1\nprot = 2\n"), config);
    ASSERT_TRUE(unknown);
    EXPECT_NE(to_string(*unknown).find("a.toml:"), std::string::npos) << to_string(*unknown);
    EXPECT_NE(unknown->message.find("port"), std::string::npos) << unknown->message;

    const auto type = load_config(write("b.toml", "[feed]\n\nsoft_messages = \"many\"\n"), config);
    ASSERT_TRUE(type);
    EXPECT_EQ(type->line, 3u);
    EXPECT_EQ(type->path, "/feed/soft_messages");

    const auto range = load_config(write("c.toml", "\n[server]\nport = 70_000\n"), config);
    ASSERT_TRUE(range);
    EXPECT_EQ(range->line, 3u);
    EXPECT_NE(range->message.find("65535"), std::string::npos);

    Config fresh;
    const auto time = load_config(write("d.toml", "[http]\nidle_ms = \"soon\"\n"), fresh);
    ASSERT_TRUE(time);
    EXPECT_EQ(time->line, 2u);
    EXPECT_NE(time->message.find("15 min"), std::string::npos);

    const auto decimal = load_config(write("e.toml", "[http]\nbody_bytes = 1.5\n"), fresh);
    ASSERT_TRUE(decimal);
    EXPECT_EQ(decimal->line, 2u);

    const auto zone = load_config(write("g.toml", "[city]\ntime_zone = \"UTC+8 h\"\n"), fresh);
    ASSERT_TRUE(zone);
    EXPECT_EQ(zone->line, 2u);
    EXPECT_NE(zone->message.find("Asia/Shanghai"), std::string::npos);

    for (const char* unknown : {"Beijing", "Mars/Phobos", "UTC+8", "", "../localtime", "/etc",
                                "localtime", "posixrules", "right/UTC", "Factory"}) {
        const std::string text = std::string("[city]\ntime_zone = \"") + unknown + "\"\n";
        fresh = Config{};
        EXPECT_TRUE(load_config(write("h.toml", text), fresh)) << unknown;
    }
    for (const char* known : {"Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "PRC", "UTC"}) {
        const std::string text = std::string("[city]\ntime_zone = \"") + known + "\"\n";
        fresh = Config{};
        EXPECT_FALSE(load_config(write("i.toml", text), fresh)) << known;
    }

    fresh = Config{};
    const auto syntax = load_config(write("f.toml", "[http\n"), fresh);
    ASSERT_TRUE(syntax);
    EXPECT_EQ(syntax->line, 1u);

    EXPECT_TRUE(load_config(folder_ / "none.toml", fresh));
}

TEST(TimeZones, KnowSummerTimeAndSayWhatWasMeant) {
    const auto berlin = TimeZone::find("Europe/Berlin");
    ASSERT_TRUE(berlin) << berlin.error();
    constexpr TimePoint winter{1'767'225'600'000};  // 2026-01-01T00:00:00Z
    EXPECT_EQ(berlin->offset_at(winter), hours(1));
    EXPECT_EQ(berlin->offset_at(winter + hours(24 * 181)), hours(2));
    EXPECT_EQ(TimeZone::find("Asia/Kathmandu")->offset_at(winter), minutes(345));

    std::string error = TimeZone::find("UTC+8").error();
    EXPECT_NE(error.find("Etc/GMT-8"), std::string::npos) << error;
    error = TimeZone::find("China/Shanghai").error();
    EXPECT_NE(error.find("Asia/Shanghai"), std::string::npos) << error;
}

TEST_F(ConfigFiles, RulesAreCheckedAsTheEngineWould) {
    Rules rules;
    const std::filesystem::path config = "config";
    const auto broken = write("plans.toml", "[[plans]]\ncode = \"emergency\"\n");
    const auto wrong = load_rules({config / "rules.toml", config / "services.toml", broken}, rules);
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->path, "/services/3/plan") << to_string(*wrong);
    EXPECT_TRUE(wrong->file.ends_with("services.toml")) << to_string(*wrong);
    EXPECT_GT(wrong->line, 1u) << to_string(*wrong);

    const auto twice = load_rules({config / "rules.toml", config / "rules.toml"}, rules);
    ASSERT_TRUE(twice);
    EXPECT_NE(twice->message.find("one file only"), std::string::npos);
}

TEST_F(ConfigFiles, ACalendarIsReadAsPeopleWriteItAndCheckedByTheLine) {
    const std::filesystem::path config = "config";
    const auto load = [&](const std::string& calendar, Rules& rules) {
        return load_rules({config / "rules.toml", config / "services.toml", config / "plans.toml",
                           write("calendar.toml", calendar)},
                          rules);
    };
    const auto lines = [](const std::string& days) {
        return "[calendar]\nknown_until = 2026-12-31\nmake_up_days = [\n" + days + "\n]\n";
    };
    Rules rules;
    const auto wrong = load(lines("2026-01-04,\n\"2026-02-14\""), rules);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    const std::vector<Date> wanted{*Date::of(2026, 1, 4), *Date::of(2026, 2, 14)};
    EXPECT_EQ(rules.calendar->make_up_days, wanted);

    const std::pair<const char*, const char*> bad[] = {{"2026-01-04,\n2026-02-13", "Saturday"},
                                                       {"2026-01-04,\n2026-01-03", "later"},
                                                       {"2026-01-04,\n2027-01-02", "known_until"},
                                                       {"2026-01-04,\n08:30:00", "whole number"},
                                                       {"2026-01-04,\n\"4 May\"", "2026-02-14"}};
    for (const auto& [days, word] : bad) {
        Rules other;
        const auto refused = load(lines(days), other);
        ASSERT_TRUE(refused) << days;
        EXPECT_EQ(refused->line, 5u) << to_string(*refused);
        EXPECT_TRUE(refused->path.ends_with("/calendar/make_up_days/1")) << refused->path;
        EXPECT_NE(refused->message.find(word), std::string::npos) << refused->message;
    }
}

// Whatever day a step is ready, a department that is asked has the time that its template promises.
TEST_F(ConfigFiles, TemplatesOfProjectsAskForOpinionsBeforeTheirStepsAreDue) {
    Rules rules;
    const auto wrong =
        load_rules({"config/rules.toml", "config/services.toml", "config/plans.toml",
                    "config/calendar.toml", "config/departments.toml", "config/projects.toml"},
                   rules);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    ASSERT_TRUE(rules.projects);
    const CalendarRule& calendar = core::calendar_rule(rules);
    std::size_t asked = 0;
    for (const ProjectTemplate& one : rules.projects->templates) {
        Project project;
        project.opinion_within = one.opinion_within;
        project.warn_permille = one.warn_permille;
        for (const ProjectStepRule& rule : one.steps) {
            if (rule.co_departments.empty()) continue;
            ++asked;
            for (std::int32_t i = 0; i < 365; ++i) {
                const Date day = *Date::of(2026, 1, 1) + i;
                const TimePoint now = core::time_at(calendar, day, {8 * 60});
                const auto due = core::promise(rules, now, rule.within, one.warn_permille);
                EXPECT_EQ(core::opinion_promise(rules, project, rule, due, now).due_at,
                          core::due_after(rules, now, one.opinion_within).at)
                    << one.code.view() << ", " << rule.code.view() << ", day " << i;
            }
        }
    }
    EXPECT_GT(asked, 0u);
}

TEST_F(ConfigFiles, EachCityHasItsSchemeOfATimeBank) {
    const std::filesystem::path config = "config";
    const auto scheme = [&](const char* file) {
        Rules rules;
        const auto wrong = load_rules(
            {config / "rules.toml", config / "services.toml", config / "plans.toml", config / file},
            rules);
        EXPECT_FALSE(wrong) << to_string(*wrong);
        const TimebankRule found = rules.timebank.value_or(TimebankRule{});
        EXPECT_EQ(found.key_person_fund, 1) << file;
        return found;
    };
    const TimebankRule jiangsu = scheme("timebank.toml");
    EXPECT_EQ(jiangsu.scheme, Code("jiangsu"));
    EXPECT_EQ(jiangsu.cap_min, 1500 * 60);
    EXPECT_EQ(jiangsu.limit_min, 8 * 60);
    EXPECT_EQ(jiangsu.redeem_years, 60);
    EXPECT_EQ(jiangsu.dispute_days, 15);
    EXPECT_EQ(jiangsu.death_days, 90);
    const TimebankRule beijing = scheme("timebank/beijing.toml");
    EXPECT_EQ(beijing.provider_years_from, 18);
    EXPECT_EQ(beijing.redeem_for, (std::vector{Relation::self, Relation::spouse}));
    const TimebankRule nanjing = scheme("timebank/nanjing.toml");
    EXPECT_EQ(nanjing.cap_min, 1500 * 60);
    EXPECT_EQ(nanjing.donations_to, 1);
    EXPECT_EQ(nanjing.excess_to, 1);
    EXPECT_EQ(nanjing.key_person_fund, 1);
    const TimebankRule changning = scheme("timebank/shanghai_changning.toml");
    EXPECT_EQ(changning.limit_min, 2 * 60);
    EXPECT_EQ(changning.cap_min, 600 * 60);
    EXPECT_EQ(changning.provider_years_from, 60);
    EXPECT_EQ(changning.provider_years_to, 70);
    const TimebankRule guangzhou = scheme("timebank/guangzhou.toml");
    EXPECT_EQ(guangzhou.step_min, 60);
    EXPECT_EQ(guangzhou.redeem_after_min, 100 * 60);
    EXPECT_EQ(guangzhou.cap_min, 1500 * 60);
}

// One place of Beijing in all three systems: WGS-84 and GCJ-02 from "coordtransform", BD-09 by the
// formula of its gcj02tobd09.
TEST_F(ConfigFiles, AFileOfRulesNamesTheCoordinatesOfItsPlaces) {
    std::ifstream in("config/rules.toml");
    std::string rest{std::istreambuf_iterator<char>(in), {}};
    // The shipped rules without [standby] and [positions], which are files of their own here.
    const auto cut = [&](std::string_view header) {
        const std::size_t from = rest.find(header);
        ASSERT_NE(from, std::string::npos);
        rest.erase(from, rest.find("\n[", from) + 1 - from);
    };
    cut("[standby]\n");
    cut("[positions]\n");
    const auto others = write("others.toml", rest);
    const auto load = [&](const std::string& standby, const std::string& positions, Rules& rules) {
        return load_rules(
            {others, write("standby.toml", standby), write("positions.toml", positions),
             "config/services.toml", "config/plans.toml"},
            rules);
    };
    const auto post = [](const std::string& datum, const std::string& place) {
        return datum + "[standby]\nposts = [{ code = \"gate\", place = " + place +
               " }]\ndemand = [{ place = " + place + ", weight = 1 }]\n";
    };
    const auto area = [](const std::string& datum, const std::string& place) {
        return datum +
               "[positions]\narea = { south_west = { lat = 39, lon = 116 }, north_east = " + place +
               " }\n";
    };
    const auto expect_there = [](Point found) {
        EXPECT_NEAR(found.lat_e7, 399'150'000, 10);
        EXPECT_NEAR(found.lon_e7, 1'164'040'000, 10);
    };
    const std::pair<std::string, std::string> forms[] = {
        {"", "{ lat = 39.915, lon = 116.404 }"},
        {"datum = \"wgs84\"\n", "{ lat = 39.9150000, lon = 1.16404e2 }"},
        {"datum = \"gcj02\"\n", "{ lat = 39.9164043, lon = 116.4102445 }"},
        {"datum = \"bd09\"\n", "{ lat = 39.9226996, lon = 116.4166272 }"}};
    for (const auto& [datum, place] : forms) {
        for (const auto& [other_datum, other_place] : forms) {
            Rules rules;
            const auto wrong = load(post(datum, place), area(other_datum, other_place), rules);
            ASSERT_FALSE(wrong) << to_string(*wrong);
            expect_there(rules.standby.posts.at(0).place);
            expect_there(rules.standby.demand.at(0).place);
            expect_there(rules.positions->area->north_east);
        }
    }
    Rules exact;
    ASSERT_FALSE(load(post("", "{ lat = -39.9150001, lon = 116.4040009 }"), "", exact));
    EXPECT_EQ(exact.standby.posts.at(0).place, (Point{-399'150'001, 1'164'040'009}));

    for (const char* unknown : {"\"mars\"", "\"\"", "7"}) {
        Rules rules;
        const auto wrong =
            load(post("\ndatum = " + std::string(unknown) + "\n", forms[0].second), "", rules);
        ASSERT_TRUE(wrong) << unknown;
        EXPECT_NE(wrong->file.find("standby.toml"), std::string::npos) << wrong->file;
        EXPECT_EQ(wrong->line, 2u);
        EXPECT_EQ(wrong->path, "/datum");
        EXPECT_NE(wrong->message.find("wgs84, gcj02, bd09"), std::string::npos) << wrong->message;
    }
    for (const char* place : {"{ lat = 91.5, lon = 1 }", "{ lat = 1e300, lon = 1 }",
                              "{ lat = nan, lon = 1 }", "{ lat = inf, lon = 1 }"}) {
        Rules rules;
        const auto wrong = load(post("", place), "", rules);
        ASSERT_TRUE(wrong) << place;
        EXPECT_TRUE(wrong->path.ends_with("/0/place/lat")) << to_string(*wrong);
        EXPECT_EQ(wrong->line, wrong->path.find("posts") != std::string::npos ? 2u : 3u);
    }
}

TEST_F(ConfigFiles, SecretsAreNeverInTheFile) {
    Config config;
    const auto file = write("m.toml",
                            "[[cards.keys]]\nname = \"k1\"\nfile = \"key\"\n"
                            "[[gateways]]\nname = \"g\"\nenv = \"MUSTER_TEST_NO_SUCH\"\n");
    const auto wrong = load_config(file, config);
    ASSERT_FALSE(wrong) << to_string(*wrong);
    std::string secret;
    EXPECT_TRUE(read_key(file, config.cards.keys[0], secret));  // no such file
    EXPECT_TRUE(read_key(file, config.gateways[0], secret));    // not set
    const auto key = write("key", "short\n");
    EXPECT_TRUE(read_key(file, config.cards.keys[0], secret));
    write("key", "0123456789abcdef\n");
    std::filesystem::permissions(key, std::filesystem::perms{0644});
    const auto open = read_key(file, config.cards.keys[0], secret);
    ASSERT_TRUE(open);
    EXPECT_NE(open->message.find("chmod 600"), std::string::npos) << open->message;
    std::filesystem::permissions(key, std::filesystem::perms{0600});
    EXPECT_FALSE(read_key(file, config.cards.keys[0], secret));
    EXPECT_EQ(secret, "0123456789abcdef");
    // A camera may take no longer password; an empty one is none.
    write("key", "12345678\n");
    EXPECT_FALSE(read_key(file, config.cards.keys[0], secret, 1));
    EXPECT_EQ(secret, "12345678");
    write("key", "\n");
    EXPECT_TRUE(read_key(file, config.cards.keys[0], secret, 1));

    Config other;
    EXPECT_TRUE(load_config(write("n.toml", "[[gateways]]\nname = \"g\"\n"), other));
    EXPECT_TRUE(load_config(
        write("o.toml", "[[gateways]]\nname = \"g\"\nsecret = \"hunter2hunter2hunter2\"\n"),
        other));
}

TEST_F(ConfigFiles, RoadRulesInTheFileAreTheDefaults) {
    roads::OsmRules read;
    read.link_permille = 1;
    read.speeds = {};
    read.speeds.steps.walk = 77;
    ASSERT_FALSE(load_road_rules("config/roads.toml", read));
    std::string from_file;
    std::string built_in;
    codec::write(from_file, read);
    codec::write(built_in, roads::OsmRules{});
    EXPECT_EQ(from_file, built_in);
}

TEST_F(ConfigFiles, RoadRulesSayWhereTheyAreWrong) {
    const auto problem = [&](const std::string& text) {
        roads::OsmRules rules;
        const auto wrong = load_road_rules(write("roads.toml", text), rules);
        return wrong ? std::to_string(wrong->line) + " " + wrong->path + " " + wrong->message
                     : "nothing";
    };
    EXPECT_EQ(problem("link_permille = 500\n"), "nothing");
    EXPECT_EQ(problem("\nlink_permille = 5\n"), "2 /link_permille 5; expected 100 to 1000");
    EXPECT_EQ(problem("[speeds]\ntrunk = { urgent = 999 }\n"),
              "2 /speeds/trunk/urgent 999; expected 0 to 300");
    EXPECT_NE(problem("[speeds]\ntrunks = { urgent = 9 }\n").find("/speeds"), std::string::npos);
}

}  // namespace
}  // namespace muster::app
