#include <gtest/gtest.h>

#include <set>
#include <string>

#include "adapters/http/card_pages.hpp"
#include "engine/codec/describe.hpp"
#include "engine/codec/html.hpp"

namespace muster::http {
namespace {

TEST(CardPages, EscapesWhateverIsConfigured) {
    EXPECT_EQ(codec::escape_html("<a href=\"'&"), "&lt;a href=&quot;&#39;&amp;");
    const std::vector<CardColour> colours{{"red\"", "x", "<b>", "<i>"}};
    const std::string page = press_page({false, "<12349>"}, "/t/\"", "n\"", colours);
    for (const char* raw : {"<b>", "<i>", "<12349>", "\"n\"\"", "/t/\"\""}) {
        EXPECT_EQ(page.find(raw), std::string::npos) << raw;
    }
    EXPECT_NE(page.find("class=\"grey\""), std::string::npos);
}

TEST(CardPages, FirstLanguageIsTheLargeOne) {
    const std::vector<CardColour> colours{{"red", "x", "Help", "帮助"}};
    const std::string zh = press_page({false, ""}, "/t/x", "n", colours);
    const std::string en = press_page({true, ""}, "/t/x", "n", colours);
    EXPECT_NE(zh.find("<html lang=\"zh-CN\">"), std::string::npos);
    EXPECT_NE(zh.find(">帮助<small lang=\"en\">Help"), std::string::npos);
    EXPECT_NE(en.find("<html lang=\"en\">"), std::string::npos);
    EXPECT_NE(en.find(">Help<small lang=\"zh-CN\">帮助"), std::string::npos);
    EXPECT_EQ(zh.find("<script"), std::string::npos);
    EXPECT_NE(card_pages_csp().find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(card_pages_csp().find("unsafe"), std::string::npos);
    // No number is known: nothing that leads nowhere is shown.
    EXPECT_EQ(zh.find("tel:"), std::string::npos);
}

TEST(CardPages, EveryStatusHasWordsInBothLanguages) {
    RequestProgress request;
    request.slots.resize(1);
    for (const RequestStatus status : enum_values<RequestStatus>) {
        request.status = status;
        const Words words = words_for(request, TimePoint{0});
        EXPECT_FALSE(words.zh.empty());
        EXPECT_FALSE(words.en.empty());
        const std::string page =
            status_page({false, "12349"}, request, {}, TimePoint{0}, seconds(10), "/t/x");
        EXPECT_EQ(page.find("http-equiv"), std::string::npos);
        EXPECT_EQ(page.find("data-every=\"10\"") == std::string::npos, is_over(status));
        EXPECT_EQ(page.find("<script") == std::string::npos, is_over(status));
        EXPECT_EQ(page.find("再次求助") != std::string::npos, is_over(status));
        EXPECT_EQ(page.find("看最新情况") == std::string::npos, is_over(status));
        EXPECT_LT(page.find("tel:12349"), page.find("<main>"));
    }
}

TEST(CardPages, SaysInHowManyMinutes) {
    RequestProgress request;
    request.status = RequestStatus::en_route;
    request.slots.resize(3);
    request.slots[0] = {SlotStatus::open, TimePoint{1}};
    request.slots[1] = {SlotStatus::en_route, TimePoint{10 * 60'000}};
    request.slots[2] = {SlotStatus::assigned, TimePoint{20 * 60'000}};
    const auto english = [&](std::int64_t now) { return words_for(request, TimePoint{now}).en; };
    EXPECT_NE(english(0).find("about 10 minutes"), std::string::npos);
    EXPECT_NE(english(1).find("about 10 minutes"), std::string::npos);
    EXPECT_NE(english(60'000).find("about 9 minutes"), std::string::npos);
    EXPECT_NE(english(10 * 60'000 - 1).find("about 1 minute."), std::string::npos);
    EXPECT_NE(english(10 * 60'000).find("any moment"), std::string::npos);
    request.slots.clear();
    EXPECT_EQ(english(0), "Somebody is on the way to you.");
    request.status = RequestStatus::queued;
    EXPECT_NE(english(0).find("We will call you"), std::string::npos);
}

TEST(PressKey, OneFormIsOnePressWhileItIsFresh) {
    const TimePoint made{1'700'000'000'000};
    const std::string nonce = make_nonce(made);
    const auto key = [&](std::string_view colour, std::string_view n, TimePoint now) {
        return press_key(CardId{42}, colour, n, now, minutes(10));
    };
    EXPECT_EQ(key("red", nonce, made), key("red", nonce, made + minutes(10)));
    EXPECT_NE(key("red", nonce, made), key("green", nonce, made));
    EXPECT_NE(key("red", nonce, made), key("red", make_nonce(made), made));
    const TimePoint late = made + minutes(11);
    EXPECT_NE(key("red", nonce, late), key("red", nonce, made)) << "a day later it brings help";
    EXPECT_EQ(key("red", nonce, late), key("red", nonce, late + Millis{1})) << "a double tap";
    EXPECT_NE(key("red", nonce, late), key("red", nonce, late + minutes(1)));
    for (const char* odd : {"", "x", "-", "1-2", "1700000000000-0123456789abcdeg",
                            "99999999999999999999-0123456789abcdef"}) {
        EXPECT_EQ(key("red", odd, made), key("red", "", made)) << odd;
    }
    EXPECT_LE(key("red", nonce, late).size(), 255u);
}

}  // namespace
}  // namespace muster::http
