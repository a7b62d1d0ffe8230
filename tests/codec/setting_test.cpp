// Settings: plain numbers in code, held to their range where text is read.
#include "muster/setting.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"

namespace muster::codec {
namespace {

struct Rate {
    Bounded<std::int64_t, -5, 60'000> per_minute = 60;
};
BOOST_DESCRIBE_STRUCT(Rate, (), (per_minute))

struct Sizes {
    Bounded<std::size_t, 1, 1024> pipelined = 16;
    Bounded<std::uint16_t, 0, 65'535> port = 8080;
    Bounded<std::uint64_t, 0, plenty> records = 7;
};
BOOST_DESCRIBE_STRUCT(Sizes, (), (pipelined, port, records))

struct Settings : Sizes {
    Bounded<Millis, 100, 60'000> idle_ms = seconds(5);
    Rate rate{.per_minute = 30};
    std::vector<Rate> more;
};
BOOST_DESCRIBE_STRUCT(Settings, (Sizes), (idle_ms, rate, more))

struct Case {
    const char* text;
    const char* path;
    const char* message;  // whole
};

TEST(Settings, AreHeldToTheirRange) {
    const Case cases[] = {
        {R"({"pipelined":0})", "/pipelined", "is 0; must be from 1 to 1024"},
        {R"({"pipelined":1025})", "/pipelined", "is 1025; must be from 1 to 1024"},
        {R"({"pipelined":-1})", "/pipelined", "is -1; must be from 1 to 1024"},
        {R"({"port":65536})", "/port", "is 65536; must be from 0 to 65535"},
        {R"({"records":1099511627777})", "/records",
         "is 1099511627777; must be from 0 to 1099511627776"},
        {R"({"idle_ms":99})", "/idle_ms", "is 99; must be from 100 to 60000"},
        {R"({"rate":{"per_minute":-6}})", "/rate/per_minute", "is -6; must be from -5 to 60000"},
        {R"({"more":[{},{"per_minute":60001}]})", "/more/1/per_minute",
         "is 60001; must be from -5 to 60000"},
        {R"({"port":"80"})", "/port", "expected a whole number, found a string"},
    };
    for (const Case& c : cases) {
        Settings out;
        const auto error = read(c.text, out, Mode::strict);
        ASSERT_TRUE(error) << c.text;
        EXPECT_EQ(error->path, c.path) << c.text;
        EXPECT_EQ(error->message, c.message) << c.text;
        EXPECT_LT(error->offset, std::string_view(c.text).size());
    }
}

TEST(Settings, TakeBothEndsAndKeepWhatIsNotSaid) {
    Settings out;
    const char* const text =
        R"({"pipelined":1024,"port":0,"idle_ms":100,"more":[{"per_minute":-5}]})";
    const auto error = read(text, out, Mode::strict);
    ASSERT_FALSE(error) << to_string(*error);
    std::string written;
    write(written, out);
    EXPECT_EQ(written, R"({"pipelined":1024,"port":0,"records":7,"idle_ms":100,)"
                       R"("rate":{"per_minute":30},"more":[{"per_minute":-5}]})");
}

TEST(Settings, ArePlainNumbersInCode) {
    Settings settings;
    const std::size_t size = settings.pipelined;
    EXPECT_EQ(size * 2, settings.pipelined + 16);
    EXPECT_TRUE(size >= settings.pipelined && settings.pipelined < 17);
    EXPECT_EQ(std::to_string(settings.port), "8080");
    const Millis idle = settings.idle_ms;
    EXPECT_EQ(settings.idle_ms.value, 5'000);
    EXPECT_EQ(settings.idle_ms * 2 - idle, idle);
    EXPECT_TRUE(TimePoint{1} + settings.idle_ms == TimePoint{5'001} && idle >= settings.idle_ms);
    settings.pipelined = 5'000;  // the range binds who configures, not who tests
    EXPECT_EQ(std::max<std::size_t>(settings.pipelined, 1), 5'000u);
}

TEST(Settings, MayBeBoundByEachOther) {
    Bounded<std::size_t, 1, 100> soft = 40;
    EXPECT_FALSE(check_at_most("/soft", soft, 40));
    soft = 41;
    const auto wrong = check_at_most("/soft", soft, 40);
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->pointer, "/soft");
    EXPECT_EQ(wrong->message, "is 41; must be from 1 to 40");
}

}  // namespace
}  // namespace muster::codec
