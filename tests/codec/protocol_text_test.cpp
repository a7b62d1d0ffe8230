#include "engine/codec/protocol_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::codec {
namespace {

TEST(ProtocolText, Numbers) {
    EXPECT_EQ(parse_number("0"), 0u);
    EXPECT_EQ(parse_number("007"), 7u);
    EXPECT_EQ(parse_number("18446744073709551615"), ~0ull);
    for (const char* text : {"", "18446744073709551616", "-1", "+1", " 1", "1 ", "1.0", "0x1"}) {
        EXPECT_EQ(parse_number(text), std::nullopt) << text;
    }
    for (int value = 0; value < 16; ++value) {
        EXPECT_EQ(hex_digit("0123456789abcdef"[value]), value);
        EXPECT_EQ(hex_digit("0123456789ABCDEF"[value]), value);
    }
    for (const char c : {'g', 'G', '/', ':', '@', '`', '\0', '\x80'})
        EXPECT_EQ(hex_digit(c), -1) << c;
}

TEST(ProtocolText, NamesAndLists) {
    EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equal_ignoring_case("content-type", "content-typ"));
    // What differs in the bit of the case and is no letter: [ and {, É and é.
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
    EXPECT_FALSE(equal_ignoring_case("\xC3\x89", "\xC3\xA9"));
    EXPECT_EQ(lower_case("AZ[az\xC3\x89"), "az[az\xC3\x89");
    EXPECT_EQ(trimmed("\t a b \t"), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed("\na"), "\na");
    std::string_view list = "a,,b";
    EXPECT_EQ(take_until(list, ','), "a");
    EXPECT_EQ(take_until(list, ','), "");
    EXPECT_EQ(take_until(list, ','), "b");
    EXPECT_EQ(list, "");
    EXPECT_EQ(take_until(list, ','), "");
    std::size_t token_chars = 0;
    for (int c = 0; c < 256; ++c)
        token_chars += is_token_char(static_cast<char>(c)) ? 1 : 0;
    EXPECT_EQ(token_chars, 10u + 26 + 26 + 15) << "RFC 9110, 5.6.2";
}

TEST(ProtocolText, MediaTypes) {
    EXPECT_TRUE(is_media_type("application/json", "application/json"));
    EXPECT_TRUE(is_media_type("Application/JSON ; charset=utf-8", "application/json"));
    EXPECT_FALSE(is_media_type("application/jsonx", "application/json"));
    EXPECT_FALSE(is_media_type("", "application/json"));
    for (const char* text : {"application/json", "text/json; charset=utf-8",
                             "Application/VND.gate.v2+JSON", " application/geo+json ;x"}) {
        EXPECT_TRUE(is_json_type(text)) << text;
    }
    for (const char* text : {"", "json", "/json", "application/jsonp", "application/+json",
                             "application/json+xml", "+json"}) {
        EXPECT_FALSE(is_json_type(text)) << text;
    }
}

TEST(ProtocolText, Rfc3339) {
    for (const char* text : {"2025-01-31T08:00:05Z", "2025-01-31T08:00:05.25+08:00",
                             "2024-02-29t23:59:60z", "2025-12-31T00:00:00-11:30"}) {
        EXPECT_TRUE(is_rfc3339(text)) << text;
    }
    for (const char* text : {"2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z",
                             "2025-01-01 00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
                             "2025-01-01T00:00:61Z", "2025-01-01T00:00:00", "2025-01-01T00:00:00.Z",
                             "2025-01-01T00:00:00+8:00", "2025-01-01T00:00:00+24:00",
                             "2025-01-01T00:00:00Zx", "now"}) {
        EXPECT_FALSE(is_rfc3339(text)) << text;
    }
    const std::string whole = "2025-01-31T08:00:05.25+08:00";
    for (std::size_t n = 0; n < whole.size(); ++n)
        EXPECT_FALSE(is_rfc3339(whole.substr(0, n)));
}

}  // namespace
}  // namespace muster::codec
