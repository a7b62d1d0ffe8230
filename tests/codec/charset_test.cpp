#include "engine/codec/charset.hpp"

#include <gtest/gtest.h>

namespace muster::codec {
namespace {

TEST(Charset, OfAContentType) {
    for (const char* type :
         {"application/json", "application/json; charset=utf-8", "application/json;charset=UTF8",
          "a/b ; x=\"y;z\" ; CHARSET=\"Utf-8\"", "a/b;", "a/b;;charset=utf-8;", ""}) {
        EXPECT_EQ(charset_of(type), Charset::utf8) << type;
    }
    for (const char* type :
         {"a/b; charset=gb18030", "a/b;charset=GBK", "a/b; charset=\"gb2312\""}) {
        EXPECT_EQ(charset_of(type), Charset::gb18030) << type;
    }
    for (const char* type :
         {"a/b; charset=iso-8859-1", "a/b; charset=utf-16", "a/b; charset=", "a/b; charset",
          "a/b; charset=utf-8 x", "a/b; charset=utf-8; charset=utf-8", "a/b; charset=\"utf-8",
          "a/b; =utf-8", "a/b; charset=big5", "a/b; charset = utf-8"}) {
        EXPECT_EQ(charset_of(type), std::nullopt) << type;
    }
}

std::string text_of(std::string_view body, Charset charset) {
    std::string space;
    const auto text = to_utf8(body, charset, space);
    if (!text) return "not text at " + std::to_string(text.error().offset);
    return std::string(*text);
}

TEST(Charset, ToUtf8) {
    EXPECT_EQ(text_of("{}", Charset::utf8), "{}");
    EXPECT_EQ(text_of("\xEF\xBB\xBF{}", Charset::utf8), "{}");
    EXPECT_EQ(text_of("\xEF\xBB\xBF", Charset::utf8), "");
    EXPECT_EQ(text_of("\xEF\xBB", Charset::utf8), "\xEF\xBB");
    if (!is_known_here(Charset::gb18030)) GTEST_SKIP() << "this system lacks GB 18030";
    EXPECT_EQ(text_of("", Charset::gb18030), "");
    EXPECT_EQ(text_of("\xD1\xEF\xD6\xDD", Charset::gb18030), "扬州");
    EXPECT_EQ(text_of("\x84\x31\x95\x33{}", Charset::gb18030), "{}") << "its byte order mark";
    // A character of four bytes, 𠮷, and one of GBK beyond GB 2312, 镕.
    EXPECT_EQ(text_of("\x95\x34\xB2\x35", Charset::gb18030), "\xF0\xA0\xAE\xB7");
    EXPECT_EQ(text_of("\xE9"
                      "F",
                      Charset::gb18030),
              "镕");
    EXPECT_EQ(text_of("ab\xD1", Charset::gb18030), "not text at 2");
    EXPECT_EQ(text_of("a\xFF\xFF", Charset::gb18030), "not text at 1");
    std::string all;
    std::string wanted;
    for (int i = 0; i < 10'000; ++i) {
        all += "\xD1\xEF";
        wanted += "扬";
    }
    EXPECT_EQ(text_of(all, Charset::gb18030), wanted);
}

}  // namespace
}  // namespace muster::codec
