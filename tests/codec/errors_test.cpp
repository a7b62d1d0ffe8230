// What is said about text that is wrong: where, what, and what would be right.
#include <gtest/gtest.h>

#include "engine/codec/commands_json.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::codec {
namespace {

struct WrongText {
    const char* text;
    const char* path;
    const char* message;  // the message contains this
};

std::string command(const char* name, const std::string& fields) {
    return std::string(R"({"type":")") + name + "\"," + fields + "}";
}

TEST(JsonErrors, Table) {
    const WrongText cases[] = {
        {"", "", "expected an object, found the end of the text"},
        {"  ", "", "found the end of the text"},
        {"null", "", "expected an object, found null"},
        {"[]", "", "expected an object, found a list"},
        {"\"x\"", "", "found a string"},
        {"12", "", "found a number"},
        {"true", "", "found true or false"},
        {"}", "", "found '}'"},
        {"]", "", "found ']'"},
        {",", "", "found ','"},
        {":", "", "found ':'"},
        {"?", "", "found a byte that starts no JSON value"},
        {"{", "", "expected a field name in quotes or '}', found the end"},
        {"{,}", "", "expected a field name in quotes or '}', found ','"},
        {"{x:1}", "", "expected a field name in quotes or '}'"},
        {"{}", "", "\"type\" is missing"},
        {R"({"offer":1})", "", "\"type\" is missing"},
        {R"({"type":7})", "/type", "expected the name of a type, found a number"},
        {R"({"offer":1,"type":null})", "/type", "expected the name of a type, found null"},
        {R"({"type":"AcceptOfer"})", "/type",
         "unknown type \"AcceptOfer\"; did you mean \"AcceptOffer\"?"},
        {R"({"type":"acceptoffer"})", "/type", "did you mean \"AcceptOffer\"?"},
        {R"({"type":"Zzzzzzzzzzzzzzz"})", "/type", "known: LoadRules, Tick"},
        {R"({"type":"AcceptOffer","offer":1)", "", "expected ',' or '}' behind a field"},
        {R"({"type":"AcceptOffer","offer":1,})", "",
         "expected a field name in quotes behind ',', found '}'"},
        {R"({"type":"AcceptOffer" "offer":1})", "", "expected ',' or '}' behind a field"},
        {R"({"type":"AcceptOffer","offer" 1})", "", "expected ':' behind a field name"},
        {R"({"type":"AcceptOffer","offer":})", "/offer", "expected a whole number, found '}'"},
        {R"({"type":"AcceptOffer","offer":"1"})", "/offer",
         "expected a whole number, found a string"},
        {R"({"type":"AcceptOffer","offer":1.5})", "/offer", "without fraction or exponent"},
        {R"({"type":"AcceptOffer","offer":1e3})", "/offer", "without fraction or exponent"},
        {R"({"type":"AcceptOffer","offer":01})", "/offer", "may not start with a zero"},
        {R"({"type":"AcceptOffer","offer":-1})", "/offer",
         "number out of range 0 to 18446744073709551615"},
        {R"({"type":"AcceptOffer","offer":99999999999999999999})", "/offer", "more than 64 bits"},
        {R"({"type":"AcceptOffer","offer":nul})", "/offer", "expected null"},
        {R"({"type":"AcceptOffer","offer":1,"offer":1})", "/offer", "the field is given twice"},
        {R"({"type":"AcceptOffer","ofer":1})", "/ofer",
         "unknown field \"ofer\"; did you mean \"offer\"?"},
        {R"({"type":"AcceptOffer","offer_of_the_volunteer":1})", "/offer_of_the_volunteer",
         "did you mean \"offer\"?"},
        {R"({"type":"AcceptOffer","a/b~c":1})", "/a~1b~0c",
         "unknown field \"a/b~c\"; known: offer"},
        {R"({"type":"AcceptOffer","type":"AcceptOffer"})", "/type", "unknown field \"type\""},
        {R"({"type":"Tick","x":1})", "/x", "no name is known here"},
        {R"({"type":"AcceptOffer","offer":1} x)", "", "expected the end of the text"},
        {R"({"type":"AcceptOffer","offer":1}})", "", "expected the end of the text"},
    };
    for (const WrongText& c : cases) {
        Command out;
        const auto error = read_command(c.text, out, Mode::strict);
        ASSERT_TRUE(error) << c.text;
        EXPECT_EQ(error->path, c.path) << c.text << ": " << error->message;
        EXPECT_NE(error->message.find(c.message), std::string::npos)
            << c.text << ": " << error->message;
        EXPECT_LE(error->offset, std::string_view(c.text).size());
    }
}

TEST(JsonErrors, DeepPaths) {
    const std::vector<WrongText> cases = {
        {R"("service":"meal","skills":["a",7])", "/skills/1", "expected a string, found a number"},
        {R"("service":"a code of more than 23 bytes")", "/service", "longer than 23 bytes"},
        {R"("service":"a\u0007b")", "/service", "control character in a code"},
        {R"("service":"open)", "/service", "no closing quote"},
        {R"("note":"bad \x escape")", "/note", "unknown escape"},
        {R"("note":"\u12g4")", "/note", "four hexadecimal digits"},
        {R"("note":"\u12)", "/note", "four hexadecimal digits"},
        {R"("note":"\ud83d alone")", "/note", "surrogate"},
        {R"("note":"\ude91")", "/note", "surrogate"},
        {R"("note":"\ud83d\u0041")", "/note", "surrogate"},
        {"\"note\":\"tab\there\"", "/note", "control character in a string"},
        {"\"note\":\"\\ntab\there\"", "/note", "control character in a string"},
        {"\"note\":\"\xFF\"", "/note", "not valid UTF-8"},
        {"\"note\":\"\\n\xFF\"", "/note", "not valid UTF-8"},
        {R"("silent":1)", "/silent", "expected true or false, found a number"},
        {R"("silent":tru)", "/silent", "expected true or false"},
        {R"("channel":"phone")", "/channel", "unknown value \"phone\""},
        {R"("channel":"hotlin")", "/channel", "did you mean \"hotline\"?"},
        {R"("urgency":"p1")", "/urgency", "did you mean"},
        {R"("urgency":1)", "/urgency", "expected one of the known names, found a number"},
        {R"("place":[32,119])", "/place", "expected an object, found a list"},
        {R"("place":{"lat":32})", "/place", "needs both \"lat\" and \"lon\""},
        {R"("place":{})", "/place", "needs both"},
        {R"("place":{"lat":90.1,"lon":0})", "/place/lat", "number out of range -90 to 90 degrees"},
        {R"("place":{"lat":1,"lon":-180.00000006})", "/place/lon", "-180 to 180"},
        {R"("place":{"lat":1e99,"lon":0})", "/place/lat", "out of range"},
        {R"("place":{"lat":"1","lon":0})", "/place/lat", "expected a number of degrees"},
        {R"("place":{"lat":1.,"lon":0})", "/place/lat", "digit behind the point"},
        {R"("place":{"lat":1e,"lon":0})", "/place/lat", "digit in the exponent"},
        {R"("place":{"lat":-,"lon":0})", "/place/lat", "expected a digit"},
        {R"("place":{"lat":01,"lon":0})", "/place/lat", "start with a zero"},
        {R"("place":{"lat":1,"lat":1})", "/place/lat", "given twice"},
        {R"("place":{"lat":1,"lng":1})", "/place/lng", "known: lat, lon"},
        {R"("skills":["a" "b"])", "/skills", "expected ',' or ']' behind an item"},
        {R"("skills":["a",])", "/skills/1", "expected a string, found ']'"},
        {R"("skills":"a")", "/skills", "expected a list, found a string"},
        {R"("member":-4)", "/member", "out of range 0"},
    };
    for (const WrongText& c : cases) {
        Command out;
        const std::string text = command("CreateRequest", c.text);
        const auto error = read_command(text, out, Mode::strict);
        ASSERT_TRUE(error) << c.text;
        EXPECT_EQ(error->path, c.path) << c.text << ": " << error->message;
        EXPECT_NE(error->message.find(c.message), std::string::npos)
            << c.text << ": " << error->message;
    }
}

TEST(JsonErrors, DaysAndTimesOfDay) {
    const auto read_calendar = [](const std::string& fields, Command& out) {
        return read_command(command("LoadRules", R"("rules":{"calendar":{)" + fields + "}}"), out,
                            Mode::strict);
    };
    for (const char* bad :
         {"20260214", R"("2026-02-29")", R"("2100-02-29")", R"("2026-13-01")", R"("2026-00-10")",
          R"("2026-01-00")", R"("2026-04-31")", R"("0000-01-01")", R"("2026-2-14")",
          R"("2026/02/14")", R"("14-02-2026")", R"("2026-02-14T00:00")", R"("26-02-14")",
          R"(" 2026-02-14")", R"("2026-02-1x")", R"("-026-02-14")", R"("")"}) {
        Command out;
        const auto error = read_calendar("\"known_until\":" + std::string(bad), out);
        ASSERT_TRUE(error) << bad;
        EXPECT_EQ(error->path, "/rules/calendar/known_until") << bad;
        EXPECT_NE(error->message.find("a day that exists, such as \"2026-02-14\""),
                  std::string::npos)
            << bad << ": " << error->message;
    }
    for (const char* bad :
         {"830", R"("8:30")", R"("08.30")", R"("08:60")", R"("24:01")", R"("25:00")", R"("")",
          R"("08:30:00")", R"("-8:30")", R"("0x:30")", R"("08:-1")"}) {
        Command out;
        const auto error = read_calendar(
            R"("office_hours":[{"from":"08:00"},{"to":)" + std::string(bad) + "}]", out);
        ASSERT_TRUE(error) << bad;
        EXPECT_EQ(error->path, "/rules/calendar/office_hours/1/to") << bad;
        EXPECT_NE(error->message.find("from \"00:00\" to \"24:00\""), std::string::npos)
            << bad << ": " << error->message;
    }
    for (const char* day : {"0001-01-01", "1970-01-01", "2024-02-29", "2000-02-29", "9999-12-31"}) {
        Command out;
        const std::string fields = R"("known_until":")" + std::string(day) +
                                   R"(","office_hours":[{"from":"00:00","to":"24:00"}])";
        const auto error = read_calendar(fields, out);
        ASSERT_FALSE(error) << day << ": " << error->message;
        std::string again;
        write(again, out);
        EXPECT_NE(again.find(day), std::string::npos) << again;
        EXPECT_NE(again.find(R"({"from":"00:00","to":"24:00"})"), std::string::npos) << again;
    }
}

TEST(JsonErrors, IndexInTheMiddle) {
    Command out;
    const std::string text = command(
        "SetSpeeds", R"("speeds":{"zones":[{"permille":1},{"centre":{"lat":1,"lon":200}}]})");
    auto error = read_command(text, out, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, "/speeds/zones/1/centre/lon");
    EXPECT_EQ(error->offset, text.find("200"));
    EXPECT_EQ(to_string(*error), "at /speeds/zones/1/centre/lon (byte " +
                                     std::to_string(error->offset) +
                                     "): number out of range -180 to 180 degrees");
    // A fix that is no place on earth, or has none, is for the engine to drop by itself.
    error = read_command(command("ReportPositions",
                                 R"("fixes":[{"responder":1},{"point":{"lat":1,"lon":270.5}},)"
                                 R"({"point":{"lat":-1e99,"lon":2}},{"point":{"lat":1,"lon":2}}])"),
                         out, Mode::strict);
    ASSERT_FALSE(error) << error->message;
    const auto& fixes = out.get<ReportPositions>().fixes;
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_FALSE(on_earth(fixes[i].point.value)) << i;
    EXPECT_EQ(fixes[3].point.value, (Point{10'000'000, 20'000'000}));
    std::vector<Event> events;
    error = read_events(R"([{"type":"OfferAccepted","offer":1},{"type":"OfferAcepted"}])", events,
                        Mode::lenient);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, "/1/type");
    EXPECT_EQ(error->message, "unknown type \"OfferAcepted\"; did you mean \"OfferAccepted\"?");
    Rules rules;
    error = read_rules(R"({"dispatch":{"speed_m_per_h":[1,2,3]}})", rules, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, "/dispatch/speed_m_per_h");
    EXPECT_EQ(error->message, "expected a list of exactly 4 items");
    error = read_rules(R"({"dispatch":{"speed_m_per_h":[1,2,3,4,5]}})", rules, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message, "expected a list of exactly 4 items");
}

TEST(JsonErrors, NamedInTheUrl) {
    Command out;
    EXPECT_FALSE(read_command_named("Tick", "", out, Mode::strict));
    EXPECT_TRUE(out.is<Tick>());
    auto error = read_command_named("Acceptoffer", "{}", out, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message, "unknown name \"Acceptoffer\"; did you mean \"AcceptOffer\"?");
    error = read_command_named("AcceptOffer", R"({"type":"AcceptOffer"})", out, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, "/type");
    error = read_command_named("AcceptOffer", R"({"offer":true})", out, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->path, "/offer");
    EXPECT_EQ(error->offset, 9u);
}

// A hostile name neither fills the message nor breaks its encoding.
TEST(JsonErrors, LongNames) {
    Command out;
    std::string name;
    for (int i = 0; i < 1000; ++i)
        name += "中";
    const auto error = read_command("{\"type\":\"" + name + "\"}", out, Mode::strict);
    ASSERT_TRUE(error);
    EXPECT_TRUE(is_valid_utf8(error->message));
    EXPECT_LT(error->message.size(), 3000u) << "a name cut short, and those of all commands";
}

// One fix without a place must not cost the others theirs: a device that knows none sends null.
TEST(JsonErrors, AReportedPointThatIsNoPlace) {
    for (const char* point :
         {R"({"lat":null,"lon":null})", "{}", R"({"lat":32.39})", R"({"lat":91,"lon":0})"}) {
        const std::string fixes = std::string(R"("fixes":[{"responder":1,"point":)") + point +
                                  R"(},{"responder":2,"point":{"lat":32.39,"lon":119.42}}])";
        Command out;
        const auto error = read_command(command("ReportPositions", fixes), out, Mode::strict);
        ASSERT_FALSE(error) << point << " " << to_string(*error);
        const auto& report = out.get<ReportPositions>();
        ASSERT_EQ(report.fixes.size(), 2u);
        EXPECT_FALSE(on_earth(report.fixes[0].point.value)) << point;
        EXPECT_TRUE(on_earth(report.fixes[1].point.value)) << point;
    }
    for (const char* point : {R"({"lat":"abc","lon":0})", R"({"lat":1,"lon":2,"height":3})"}) {
        Command out;
        const std::string fixes = std::string(R"("fixes":[{"responder":1,"point":)") + point + "}]";
        EXPECT_TRUE(read_command(command("ReportPositions", fixes), out, Mode::strict)) << point;
    }
}

}  // namespace
}  // namespace muster::codec
