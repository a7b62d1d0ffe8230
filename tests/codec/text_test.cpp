// The exact text of values, numbers at their limits, text in every script, and lenient reading.
#include <gtest/gtest.h>

#include <array>
#include <iterator>
#include <limits>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/codec/text.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"

namespace muster::codec {
namespace {

BOOST_DEFINE_ENUM_CLASS(Colour, red, green, new_)
enum class Sparse { low = -5, high = 90 };
BOOST_DESCRIBE_ENUM(Sparse, low, high)

struct Base {
    std::int8_t small = -1;
};
BOOST_DESCRIBE_STRUCT(Base, (), (small))

struct Sample : Base {
    bool flag = true;
    std::uint8_t byte = 0;
    std::int64_t big = 0;
    std::uint64_t huge = 0;
    std::string text;
    Code code;
    Colour colour = Colour::red;
    Sparse sparse = Sparse::low;
    std::optional<Point> place;
    std::vector<std::string> list;
    std::vector<bool> flags;
    std::array<int, 2> pair{1, 2};
    Personal<std::string> name;
    std::optional<Personal<int>> age;
    int class_ = 0;
};
BOOST_DESCRIBE_STRUCT(Sample, (Base),
                      (flag, byte, big, huge, text, code, colour, sparse, place, list, flags, pair,
                       name, age, class_))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())
struct OnlyText {
    std::string a;
    std::string b;
};
BOOST_DESCRIBE_STRUCT(OnlyText, (), (a, b))

template <class T>
std::string text_of(const T& value) {
    std::string out;
    write<T>(out, value);
    return out;
}

template <class T>
T value_of(std::string_view text, Mode mode = Mode::strict) {
    T out{};
    const auto error = read(text, out, mode);
    EXPECT_FALSE(error) << text << " -> " << to_string(*error);
    return out;
}

TEST(JsonText, DefaultsAndOmissions) {
    EXPECT_EQ(text_of(Sample{}),
              R"({"small":-1,"flag":true,"byte":0,"big":0,"huge":0,"colour":"red",)"
              R"("sparse":"low","pair":[1,2],"class":0})");
    EXPECT_EQ(text_of(Empty{}), "{}");
    EXPECT_EQ(text_of(OnlyText{}), "{}");
    EXPECT_EQ(text_of(OnlyText{.a = {}, .b = "x"}), R"({"b":"x"})");
}

TEST(JsonText, Full) {
    Sample s;
    s.text = "a\"b";
    s.code = "meal";
    s.colour = Colour::new_;
    s.sparse = Sparse::high;
    s.place = Point{323'942'000, -1};
    s.list = {"", "x"};
    s.flags = {true, false};
    s.name.value = "王";
    s.age = Personal<int>(80);
    const std::string text = text_of(s);
    EXPECT_EQ(text, R"({"small":-1,"flag":true,"byte":0,"big":0,"huge":0,"text":"a\"b",)"
                    R"("code":"meal","colour":"new","sparse":"high",)"
                    R"("place":{"lat":32.3942000,"lon":-0.0000001},"list":["","x"],)"
                    R"("flags":[true,false],"pair":[1,2],"name":"王","age":80,"class":0})");
    EXPECT_EQ(text_of(value_of<Sample>(text)), text);
}

TEST(JsonText, AnEventAndACommand) {
    std::string text;
    OfferMade made;
    made.offer = {4097};
    made.request = {1};
    made.slot = 2;
    made.offer_deadline = {1'718'000'000'000};
    made.candidate.responder = {3};
    made.candidate.eta_ms = {60'000};
    write(text, Event(made));
    EXPECT_EQ(text, R"({"type":"OfferMade","offer":4097,"request":1,"slot":2,)"
                    R"("offer_deadline":1718000000000,"candidate":{"responder":3,"distance_m":0,)"
                    R"("eta_ms":60000,"penalty_ms":0,"cost_ms":0}})");
    text.clear();
    write(text, Command(Tick{}));
    EXPECT_EQ(text, R"({"type":"Tick"})");
    text.clear();
    write_string(text, "x\ty");
    EXPECT_EQ(text, "\"x\\ty\"");
}

template <class I>
void expect_limits() {
    for (const I value : {std::numeric_limits<I>::min(), std::numeric_limits<I>::max(), I{0}}) {
        EXPECT_EQ(value_of<I>(text_of(value)), value);
    }
}

TEST(JsonText, IntegersAtTheirLimits) {
    expect_limits<std::int8_t>();
    expect_limits<std::uint8_t>();
    expect_limits<std::int16_t>();
    expect_limits<std::uint16_t>();
    expect_limits<std::int32_t>();
    expect_limits<std::uint32_t>();
    expect_limits<std::int64_t>();
    expect_limits<std::uint64_t>();
    EXPECT_EQ(value_of<int>("-0"), 0);
    std::int8_t small = 0;
    EXPECT_TRUE(read("128", small, Mode::strict));
    EXPECT_TRUE(read("-129", small, Mode::strict));
    std::uint8_t byte = 0;
    EXPECT_TRUE(read("256", byte, Mode::strict));
    EXPECT_TRUE(read("-1", byte, Mode::strict));
    std::int64_t big = 0;
    EXPECT_TRUE(read("9223372036854775808", big, Mode::strict));
    EXPECT_TRUE(read("-9223372036854775809", big, Mode::strict));
    std::uint64_t huge = 0;
    EXPECT_TRUE(read("18446744073709551616", huge, Mode::strict));
    EXPECT_TRUE(read("184467440737095516150", huge, Mode::strict));
}

// Every power of ten and its neighbours, which cross from eight digits at once to one by one.
TEST(JsonText, IntegersOfEveryLength) {
    std::uint64_t power = 1;
    for (int digits = 1; digits <= 19; ++digits, power *= 10) {
        for (const std::uint64_t value : {power - 1, power, power + 1, power * 9}) {
            EXPECT_EQ(value_of<std::uint64_t>(text_of(value)), value);
            EXPECT_EQ(value_of<std::uint64_t>(std::to_string(value) + " "), value);
        }
    }
}

std::int32_t latitude(const std::string& number) {
    return value_of<Point>("{\"lon\":0,\"lat\":" + number + "}").lat_e7;
}

TEST(JsonText, DegreesAreExactAndRounded) {
    EXPECT_EQ(latitude("32.3942"), 323'942'000);
    EXPECT_EQ(latitude("-0.0000001"), -1);
    EXPECT_EQ(latitude("90"), 900'000'000);
    EXPECT_EQ(latitude("90.00000004"), 900'000'000);
    EXPECT_EQ(latitude("-90.0"), -900'000'000);
    EXPECT_EQ(latitude("0.00000004"), 0);
    EXPECT_EQ(latitude("0.00000005"), 1);
    EXPECT_EQ(latitude("-0.00000005"), -1);
    EXPECT_EQ(latitude("0.000000049999999999999999999999999"), 0);
    EXPECT_EQ(latitude("32.39420004999999999999999999999"), 323'942'000);
    EXPECT_EQ(latitude("32.39420005"), 323'942'001);
    EXPECT_EQ(latitude("3.23942E1"), 323'942'000);
    EXPECT_EQ(latitude("3239420000e-8"), 323'942'000);
    EXPECT_EQ(latitude("0.000000000000000000000000323942e26"), 323'942'000);
    EXPECT_EQ(latitude("1e-999999999999"), 0);
    EXPECT_EQ(latitude("0e999999999999"), 0);
    for (const std::int32_t edge : {900'000'000, -900'000'000, 1, -1, 0, 123'456'789}) {
        const Point point{edge, edge * 2};
        EXPECT_EQ(value_of<Point>(text_of(point)), point);
    }
}

TEST(JsonText, Strings) {
    const auto same = [](const std::string& text) {
        EXPECT_EQ(value_of<std::string>(text_of(text)), text);
    };
    same("");
    same(std::string("\0\x01\x1f \"\\/\b\f\n\r\t\x7f", 14));
    same("扬州市 文昌中路");
    same("\U0001F691 \U0010FFFF");
    // Long ones cross the writer's buffer; each length meets the eight-byte steps differently.
    for (std::size_t size = 0; size < 40; ++size) {
        same(std::string(size, 'x') + "中" + std::string(size, 'y') + '\n');
        same(std::string(1000 + size, 'x'));
    }
    same(std::string(100'000, 'z') + '"');
    EXPECT_EQ(value_of<std::string>(R"("\u00e9\u4e2d\ud83d\ude91\/\b\f\n\r\t\"\\")"),
              "é中\U0001F691/\b\f\n\r\t\"\\");
    EXPECT_EQ(text_of(std::string("\x01")), "\"\\u0001\"");
}

// What no reader would accept is never written.
TEST(JsonText, InvalidBytesAreReplaced) {
    EXPECT_EQ(text_of(std::string("a\xFFz\xE4\xB8")), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(text_of(Code("a\xFF\nz")), "\"a??z\"");
    EXPECT_EQ(text_of(Code("中\xE4")), "\"中?\"");
    EXPECT_TRUE(is_valid_utf8("中é\U0001F691"));
    for (const char* bad : {"\x80", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF8", "\xE4\xB8", "\xC3"}) {
        EXPECT_FALSE(is_valid_utf8(bad));
        std::string out;
        EXPECT_TRUE(read('"' + std::string(bad) + '"', out, Mode::strict));
    }
}

TEST(JsonText, MissingAndNullKeepTheDefault) {
    const auto s = value_of<Sample>(R"({"flag":null,"pair":null,"place":null,"text":null})");
    EXPECT_TRUE(s.flag);
    EXPECT_EQ(s.pair, (std::array<int, 2>{1, 2}));
    EXPECT_FALSE(s.place);
    EXPECT_EQ(value_of<Sample>("{}").small, -1);
}

TEST(JsonText, AnyOrder) {
    const auto s = value_of<Sample>(
        R"({"class":7,"place":{"lon":1,"lat":2},"flag":false,"\u0062ig":5,"colour" : "green"})");
    EXPECT_EQ(s.class_, 7);
    EXPECT_EQ(s.place->lat_e7, 20'000'000);
    EXPECT_FALSE(s.flag);
    EXPECT_EQ(s.big, 5);
    EXPECT_EQ(s.colour, Colour::green);
}

// A log of a later release: its new fields are skipped, whatever they hold.
TEST(JsonText, LenientSkipsUnknownFields) {
    const char* text = R"({"new":{"a":[1,-2.5e+3,"x\n",{"b":null}],"c":true},"flag":false,
                           "newer":[],"newest":false,"place":{"alt":3,"lat":1,"lon":2}})";
    EXPECT_FALSE(value_of<Sample>(text, Mode::lenient).flag);
    Sample out;
    EXPECT_TRUE(read(text, out, Mode::strict));
    EXPECT_TRUE(read(R"({"new":[1,},"flag":false})", out, Mode::lenient));
    EXPECT_TRUE(read(R"({"new":01})", out, Mode::lenient));
}

TEST(JsonText, Limits) {
    const Parser parser(Options{.max_bytes = 64, .max_depth = 3, .max_items = 2});
    std::vector<int> list;
    EXPECT_FALSE(parser.read("[1,2]", list, Mode::strict));
    EXPECT_EQ(parser.read("[1,2,3]", list, Mode::strict)->message, "more than 2 items in one list");
    EXPECT_EQ(parser.read(std::string(65, ' '), list, Mode::strict)->message,
              "the text is longer than 64 bytes");
    OnlyText out;
    EXPECT_FALSE(parser.read(R"({"x":[[1]]})", out, Mode::lenient));
    const auto error = parser.read(R"({"x":[[[1]]]})", out, Mode::lenient);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message, "nested deeper than 3 levels");
    // Far deeper than any stack.
    const Parser wide(Options{.max_bytes = std::size_t{1} << 24});
    const std::string deep = R"({"x":)" + std::string(5'000'000, '[');
    EXPECT_EQ(wide.read(deep, out, Mode::lenient)->message, "nested deeper than 32 levels");
}

TEST(JsonText, NamesOfTypes) {
    EXPECT_EQ(type_name<Sample>(), "Sample");
    EXPECT_EQ(type_name<CreateRequest>(), "CreateRequest");
    EXPECT_EQ(type_name<Urgency>(), "Urgency");
}

TEST(Utf8, AFrontEndsBetweenCharacters) {
    const std::string text = "a\u4e2d\U0001f600";  // 1, 3 and 4 bytes
    const std::size_t ends[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    for (std::size_t most = 0; most < std::size(ends); ++most)
        EXPECT_EQ(utf8_front(text, most), std::string_view(text).substr(0, ends[most])) << most;
    // What is no UTF-8 at all has no front that ends well.
    EXPECT_EQ(utf8_front("\x80\x80\x80", 2), "");
}

}  // namespace
}  // namespace muster::codec
