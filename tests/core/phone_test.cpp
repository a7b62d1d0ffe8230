// One telephone number, however it is written. The spellings are those of registries, exchanges and
// dialling lists; every stored one is compared with every incoming one.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/core/registry/phone.hpp"

namespace muster::test {
namespace {

using core::canonical_phone;
using core::may_be_same;
using core::parse_phone;

const PhoneRule yangzhou{"86", "514"};

std::string one_form(std::string_view text, const PhoneRule& rule = yangzhou) {
    const auto phone = parse_phone(text, rule);
    return phone ? to_text(*phone) : "none";
}

struct Line {
    std::string number;
    std::vector<std::string> spellings;
};

const std::vector<Line> lines{
    {"+8651485550101",
     {"85550101",
      "8555-0101",
      "8555 0101",
      "８５５５０１０１",
      "051485550101",
      "0514-85550101",
      "0514 8555 0101",
      "0514-8555-0101",
      "0514.8555.0101",
      "0514/85550101",
      "0514—85550101",
      "0514－85550101",
      "0514一85550101",
      "(0514)85550101",
      "（0514）8555 0101",
      "[0514]85550101",
      "【0514】85550101",
      "０５１４－８５５５０１０１",
      "51485550101",
      "514 8555 0101",
      "+8651485550101",
      "+86 514 8555 0101",
      "+86-514-85550101",
      "+86 (0)514-85550101",
      "+86051485550101",
      "＋８６ ５１４ ８５５５０１０１",
      "86-514-85550101",
      "8651485550101",
      "86051485550101",
      "(86)514 85550101",
      "008651485550101",
      "0086 0514 85550101",
      "+008651485550101",
      "+8685550101",
      "17951051485550101",
      "12593 0514 85550101",
      "179098651485550101",
      "17911008651485550101",
      "电话：0514-85550101",
      "tel:+86-514-8555-0101",
      "tel:85550101;phone-context=+86514",
      "sip:051485550101@10.0.0.1",
      "sip:%2B8651485550101@exchange.example;user=phone",
      "\"Wang\" <sip:+8651485550101@ims.example>;tag=7",
      " 0514-85550101 ",
      "\xE2\x80\xAA+8651485550101\xE2\x80\xAC"}},
    {"+8613700000042",
     {"13700000042",
      "137 0000 0042",
      "137-0000-0042",
      "1370 0000 042",
      "１３７００００００４２",
      "013700000042",
      "0 137 0000 0042",
      "+8613700000042",
      "+86 137 0000 0042",
      "+86-13700000042",
      "＋８６１３７００００００４２",
      "8613700000042",
      "86 137-0000-0042",
      "(86)13700000042",
      "008613700000042",
      "0086-137-0000-0042",
      "1795113700000042",
      "17951013700000042",
      "17951 8613700000042",
      "12593013700000042",
      "1259313700000042",
      "17909013700000042",
      "17911 13700000042",
      "10193013700000042",
      "0514-13700000042",
      "手机13700000042",
      "tel:+8613700000042",
      "sip:13700000042@pbx.local:5060;transport=udp"}},
    {"+861085550199",
     {"010-85550199", "(010)8555 0199", "+86 10 8555 0199", "861085550199", "1085550199",
      "00861085550199", "1795101085550199"}},
    {"+862585550199", {"025-85550199", "+86 25 85550199", "862585550199", "02585550199"}},
    {"+865235550199", {"0523-5550199", "+86 523 555 0199", "05235550199"}},
    {"+12125550100", {"+1 (212) 555-0100", "0012125550100", "+1-212-555-0100", "001 212 555 0100"}},
    {"+85223456789", {"+852 2345 6789", "0085223456789", "00852-2345-6789"}},
    {"120", {"120", "１２０"}},
    {"110", {"110", "+86110"}},
    {"12345", {"12345", "0514-12345", "+86 12345"}},
    {"95588", {"95588", "9 5588", "+8695588"}},
    {"4001234567", {"400-123-4567", "4001234567", "400 1234 567", "+86 400 123 4567"}},
    {"8001234567", {"800-123-4567"}},
};

TEST(Phone, EverySpellingHasOneForm) {
    for (const Line& line : lines) {
        for (const std::string& text : line.spellings)
            EXPECT_EQ(one_form(text), line.number) << text;
        EXPECT_EQ(one_form(line.number), line.number);
    }
}

// What exchanges send, each with what it must be.
TEST(Phone, SampleA4) {
    const std::vector<Line> sample{
        {"+8651485550101",
         {"051485550101", "85550101", "0514-8555-0101", "+8651485550101", "008651485550101"}},
        {"+8613700000042",
         {"13700000042", "013700000042", "+8613700000042", "8613700000042", "1795113700000042",
          "12593013700000042"}},
        {"12349", {"12349"}},
        {"120", {"120"}},
        {"95598", {"95598"}},
        {"4008889999", {"4008889999"}},
        {"none", {"<unknown>", "anonymous", "", "asterisk"}},
    };
    for (const Line& line : sample) {
        for (const std::string& text : line.spellings) {
            EXPECT_EQ(one_form(text), line.number) << text;
        }
    }
    EXPECT_EQ(one_form("85550101", PhoneRule{}), "85550101") << "no area is invented";
}

// Stored by the desk as on the left, sent by the exchange as on the right.
TEST(Phone, EveryStoredSpellingMatchesEveryIncomingOne) {
    for (const Line& stored : lines) {
        for (const Line& incoming : lines) {
            for (const std::string& a : stored.spellings) {
                for (const std::string& b : incoming.spellings) {
                    const auto one = parse_phone(a, yangzhou);
                    const auto other = parse_phone(b, yangzhou);
                    ASSERT_TRUE(one && other) << a << " | " << b;
                    EXPECT_EQ(may_be_same(*one, *other), stored.number == incoming.number)
                        << a << " | " << b;
                }
            }
        }
    }
}

TEST(Phone, Extensions) {
    for (const char* text : {"0514-85550104转8203",     "85550104转8203",
                             "0514-85550104 转 8203",   "85550104轉8203",
                             "0514-85550104转分机8203", "0514-85550104分机8203",
                             "85550104内线8203",        "85550104转8203号",
                             "0514-85550104-8203",      "0514-8555-0104-8203",
                             "85550104-8203",           "85550104(8203)",
                             "85550104#8203",           "85550104,8203",
                             "85550104 ext 8203",       "85550104 ext. 8203",
                             "85550104 EXT:8203",       "85550104 extension 8203",
                             "85550104x8203",           "８５５５０１０４转８２０３",
                             "+8651485550104;ext=8203", "tel:+86-514-85550104;ext=8203",
                             "+86 514 85550104 转8203", "0086-514-85550104-8203"}) {
        EXPECT_EQ(one_form(text), "+8651485550104;ext=8203") << text;
    }
    EXPECT_EQ(one_form("86550104-801"), "+8651486550104;ext=801");
    EXPECT_EQ(one_form("13700000042-8203"), "+8613700000042;ext=8203");
    EXPECT_EQ(one_form("400-123-4567转1"), "4001234567;ext=1");
    EXPECT_EQ(one_form("400-123-4567-801"), "4001234567;ext=801");

    const auto same = [](std::string_view a, std::string_view b) {
        return may_be_same(*parse_phone(a, yangzhou), *parse_phone(b, yangzhou));
    };
    EXPECT_TRUE(same("85550104转8203", "051485550104")) << "an exchange sends no extension";
    EXPECT_TRUE(same("051485550104", "85550104-8203"));
    EXPECT_TRUE(same("85550104 ext 8203", "0514-85550104转8203"));
    EXPECT_FALSE(same("85550104转8203", "85550104转8204"));
}

TEST(Phone, WhatIsNone) {
    for (const char* text : {"",
                             " ",
                             "-",
                             "+",
                             "0",
                             "12",
                             "无",
                             "anonymous",
                             "unknown",
                             "sip:anonymous@anonymous.invalid",
                             "**42",
                             "137****0042",
                             "137xxxx0042",
                             "1370000xxxx",
                             "＊＊42",
                             "137●●●●0042",
                             "85550101?",
                             "13700000042/13700000043",
                             "13700000042,13700000043",
                             "13700000042;13700000043",
                             "1370000004",
                             "137000000421",
                             "055501",
                             "+12",
                             "+1234567890123456",
                             "85550101转",
                             "85550101转abc",
                             "王阿姨13700000042",
                             "\xFF\xFE",
                             "\xE8\xBD",
                             "+0514 85550101",
                             "tel:",
                             "<>",
                             "@"}) {
        EXPECT_EQ(one_form(text), "none") << text;
    }
    EXPECT_EQ(one_form(std::string(1000, '1')), "none");
    EXPECT_EQ(canonical_phone("anonymous", yangzhou), "anonymous");
    EXPECT_EQ(canonical_phone("(0514) 8555 0101", yangzhou), "+8651485550101");
}

TEST(Phone, WithoutAnAreaALocalNumberStaysLocal) {
    const PhoneRule anywhere;
    EXPECT_EQ(one_form("8555-0101", anywhere), "85550101");
    EXPECT_EQ(one_form("0514-8555-0101", anywhere), "+8651485550101");
    EXPECT_EQ(one_form("0514-12345", anywhere), "+8651412345");
    EXPECT_EQ(one_form("013700000042", anywhere), "+8613700000042");
}

TEST(Phone, AnotherCountry) {
    const PhoneRule london{"44", "20"};
    for (const char* text : {"020 7946 0018", "+44 20 7946 0018", "+44 (0)20 7946 0018",
                             "0044 20 7946 0018", "7946 0018"}) {
        EXPECT_EQ(one_form(text, london), "+442079460018") << text;
    }
    EXPECT_EQ(one_form("999", london), "999");
    EXPECT_EQ(one_form("+86 514 85550101", london), "+8651485550101");
}

// Only a line says who calls: many people come through the numbers of services.
TEST(Phone, LinesAndServices) {
    EXPECT_TRUE(parse_phone("85550101", yangzhou)->is_line());
    EXPECT_TRUE(parse_phone("+1 212 555 0100", yangzhou)->is_line());
    for (const char* text : {"120", "12345", "95588", "400-123-4567", "8203"})
        EXPECT_FALSE(parse_phone(text, yangzhou)->is_line()) << text;
}

}  // namespace
}  // namespace muster::test
