#include "adapters/dc09/content.hpp"

#include <gtest/gtest.h>

#include "engine/codec/text.hpp"
#include "tests/adapters/dc09/samples.hpp"

namespace muster::dc09 {
namespace {

Content sia(std::string_view content) {
    return read_content(Token::sia_dcs, content, TextForm::windows_1252);
}
Content cid(std::string_view content) {
    return read_content(Token::adm_cid, content, TextForm::windows_1252);
}
// The signals of a message, each with its zone: "sos 3, tamper".
std::string told(const Content& content) {
    std::string text;
    for (const Event& event : content.events) {
        if (!text.empty()) text += ", ";
        text += event.meaning.sign_of_life     ? "alive"
                : event.meaning.signal.empty() ? "?"
                                               : event.meaning.signal.str();
        if (!event.zone.empty()) text += " " + event.zone;
    }
    return text;
}

TEST(Dc09Content, SaysWhatHappened) {
    const Content medical = sia("#2209417730|NMA4]_08:15:30,03-02-2026");
    EXPECT_EQ(told(medical), "medical 4");
    EXPECT_EQ(medical.events[0].said, "NMA4");
    EXPECT_EQ(medical.stamp, test_time);
    const Content pendant = cid("#7A31|1101 02 004]");
    EXPECT_EQ(told(pendant), "pendant 4");
    EXPECT_EQ(pendant.events[0].said, "1101 02 004");
    EXPECT_FALSE(pendant.stamp);
    EXPECT_EQ(told(sia("|#C0DE|Nri1/QA003]_08:15:29,03-02-2026")), "sos 3");
    const Content unknown = sia("#7A31|Nri2/ZQ007]");
    EXPECT_EQ(told(unknown), "? 7");
    EXPECT_EQ(unknown.events[0].said, "Nri2/ZQ007");
}

TEST(Dc09Content, IsReadWithWhateverStandsAroundTheCode) {
    EXPECT_EQ(told(sia("#1234|MA]")), "medical");
    EXPECT_EQ(told(sia("#1234|Nri1QA03]")), "sos 3") << "no slash behind the modifier";
    EXPECT_EQ(told(sia("#1234|Nti12:30/id007/ri02/PA0012]")), "panic 12");
    EXPECT_EQ(told(sia("#1234|NA01]")), "inactivity 1") << "a code that begins with N";
    EXPECT_EQ(told(sia("#1234|NNA01]")), "inactivity 1");
    EXPECT_EQ(told(sia("#1234|OQA01]")), "sos 1");
    EXPECT_EQ(told(sia("#1234|N/QA01/]")), "sos 1");
    EXPECT_EQ(told(sia("|Nri1/RP0]_08:15:30,03-02-2026")), "alive");
    EXPECT_EQ(told(cid("#1234|110102004]")), "pendant 4") << "without blanks";
    EXPECT_EQ(told(cid("#1234|1602 00 000]")), "alive");
    EXPECT_EQ(told(cid("#1234|1101]")), "pendant");
}

TEST(Dc09Content, KeepsTheNameOfTheZoneWithItsSlashes) {
    const Content content =
        sia("#1234|Nri1/FA002^Bad/WC K\xFC"
            "che^]");
    EXPECT_EQ(told(content), "smoke 2");
    EXPECT_EQ(content.events[0].name, "Bad/WC Küche");
    EXPECT_EQ(content.events[0].said, "Nri1/FA002^Bad/WC Küche^");
    EXPECT_EQ(sia("#1|QA1*Bath*]").events[0].name, "Bath");
    EXPECT_EQ(sia("#1|QA1^Bath]").events[0].name, "Bath") << "not closed";
}

TEST(Dc09Content, MaySaySeveralThings) {
    const Content content = sia("#1234|Nri1/TA01/?/QA02^x^/ZZ9]");
    EXPECT_EQ(told(content), "tamper 1, sos 2, ? 9");
    EXPECT_EQ(content.events[0].said, "Nri1/TA01/?/QA02^x^/ZZ9") << "nothing is lost";
    EXPECT_EQ(content.events[1].said, "QA02^x^");
    std::string many = "#1234|N";
    for (int i = 0; i < 12; ++i)
        many += "/QA0" + std::to_string(i);
    const Content all = sia(many + "]");
    ASSERT_EQ(all.events.size(), most_events + 1);
    EXPECT_EQ(all.events.back().said, "/QA08/QA09/QA010/QA011") << "the rest in its own words";
}

TEST(Dc09Content, ThatNobodyUnderstandsIsKept) {
    for (const char* odd : {"#1234|???]", "#1234|x]", "no account]", "#1234|1x01 00 000]"}) {
        for (const Token token : {Token::sia_dcs, Token::adm_cid}) {
            const Content content = read_content(token, odd, TextForm::windows_1252);
            ASSERT_EQ(content.events.size(), 1u) << odd;
            EXPECT_TRUE(content.events[0].meaning.signal.empty());
            EXPECT_FALSE(content.events[0].said.empty());
        }
    }
    EXPECT_TRUE(sia("]").events.empty()) << "nothing is said";
    EXPECT_TRUE(sia("#1234|]_08:15:30,03-02-2026").events.empty());
    EXPECT_TRUE(read_content(Token::null, "]", TextForm::windows_1252).events.empty());
    EXPECT_EQ(told(sia("#1234|QA1")), "sos 1") << "no bracket";
    EXPECT_EQ(told(sia("#1234|QA1]_8:15:30,03-02-2026")), "sos 1") << "no such time";
}

TEST(Dc09Content, SaysWhere) {
    const Content content =
        sia("#1234|NQA1][X119E24.774][Y32N23.652][MA0B1C2D3E4F5]_08:15:30,03-02-2026");
    ASSERT_TRUE(content.place);
    EXPECT_EQ(content.place->lon_e7, 1'194'129'000);
    EXPECT_EQ(content.place->lat_e7, 323'942'000);
    EXPECT_EQ(content.events[0].said, "NQA1 [MA0B1C2D3E4F5]");
    EXPECT_EQ(content.stamp, test_time);
    const Content west = sia("#1234|NQA1][X093W23.456][Y45S12]");
    EXPECT_EQ(west.place->lon_e7, -933'909'333);
    EXPECT_EQ(west.place->lat_e7, -452'000'000);
    for (const char* wrong :
         {"[X119E24.774]", "[X119E60.0][Y32N23.0]", "[X000E00.000][Y00N00.000]",
          "[X181E00.0][Y32N23.0]", "[X119E24.774][Y91N00.0]", "[X119X24][Y32N23]", "[X][Y]"}) {
        const Content none = sia(std::string("#1234|NQA1]") + wrong);
        EXPECT_FALSE(none.place) << wrong;
        EXPECT_EQ(told(none), "sos 1") << "the alarm is not lost with its place";
    }
}

TEST(Dc09Content, IsTextThatCanBeShown) {
    EXPECT_EQ(readable("K\xFC"
                       "che \x80 \x8E",
                       TextForm::windows_1252),
              "Küche € Ž");
    EXPECT_EQ(readable("老人", TextForm::windows_1252), "老人") << "UTF-8 is left as it is";
    EXPECT_EQ(readable("\xC0\xCF\xC8\xCB", TextForm::gb18030), "老人");
    EXPECT_EQ(readable("a\x01"
                       "b\x7F",
                       TextForm::windows_1252),
              "a b");
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "老";
    const std::string cut = readable(text, TextForm::windows_1252);
    EXPECT_EQ(cut.size(), 255u);
    EXPECT_TRUE(codec::is_valid_utf8(cut));
}

TEST(Dc09Codes, AreTheSignalsOfTheRules) {
    const std::pair<const char*, const char*> contact_id[] = {
        {"100", "medical"},    {"101", "pendant"},     {"102", "inactivity"},  {"110", "smoke"},
        {"111", "smoke"},      {"120", "panic"},       {"121", "duress"},      {"130", "intrusion"},
        {"137", "tamper"},     {"145", "tamper"},      {"151", "gas"},         {"154", "water"},
        {"301", "mains_lost"}, {"302", "battery_low"}, {"311", "battery_low"}, {"601", "test"}};
    for (const auto& [code, signal] : contact_id) {
        EXPECT_EQ(meaning_of_contact_id('1', code).signal, signal) << code;
        EXPECT_EQ(meaning_of_contact_id('3', code).signal, "restore") << code;
        EXPECT_EQ(meaning_of_contact_id('6', code).signal, "present") << code;
        EXPECT_TRUE(meaning_of_contact_id('2', code).signal.empty()) << code;
    }
    EXPECT_TRUE(meaning_of_contact_id('1', "602").sign_of_life);
    EXPECT_TRUE(meaning_of_contact_id('1', "999").signal.empty());
    EXPECT_FALSE(meaning_of_contact_id('1', "999").sign_of_life);
    const std::pair<const char*, const char*> sia_codes[] = {
        {"MA", "medical"}, {"QA", "sos"},        {"PA", "panic"},       {"HA", "duress"},
        {"FA", "smoke"},   {"GA", "gas"},        {"WA", "water"},       {"BA", "intrusion"},
        {"TA", "tamper"},  {"AT", "mains_lost"}, {"YT", "battery_low"}, {"MR", "restore"},
        {"QH", "restore"}, {"MC", "cancel"},     {"NA", "inactivity"},  {"RX", "test"}};
    for (const auto& [code, signal] : sia_codes) {
        EXPECT_EQ(meaning_of_sia(code).signal, signal) << code;
    }
    EXPECT_TRUE(meaning_of_sia("RP").sign_of_life);
    EXPECT_TRUE(meaning_of_sia("ZQ").signal.empty());
}

}  // namespace
}  // namespace muster::dc09
