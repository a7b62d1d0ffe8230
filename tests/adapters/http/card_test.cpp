#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "adapters/http/card_pages.hpp"
#include "adapters/http/page_style.hpp"
#include "engine/codec/describe.hpp"
#include "engine/codec/html.hpp"

namespace muster::http {
namespace {

TEST(CardPages, EscapesWhateverIsConfigured) {
    EXPECT_EQ(codec::escape_html("<a href=\"'&"), "&lt;a href=&quot;&#39;&amp;");
    const CardColour colour{"red\"", "x", "<b>", "<i>"};
    const PageContext context{false, "<12349>"};
    for (const std::string& page : {choice_page(context, {colour}, {{"a\"", "<u>"}}),
                                    question_page(context, colour, "/t/\"", "n\"", "/t/\"")}) {
        for (const char* raw :
             {"<b>12", "<i>", "<u>", "<12349>", "\"n\"\"", "/t/\"\"", "red\"\""}) {
            EXPECT_EQ(page.find(raw), std::string::npos) << raw;
        }
        EXPECT_NE(page.find("grey\""), std::string::npos);
    }
}

TEST(CardPages, SpeakOneLanguageAndOfferTheOther) {
    const CardColour colour{"green", "x", "Help", "帮助"};
    const PageContext zh{false, "", "?lang=en"};
    const PageContext en{true, "", "?lang=zh"};
    for (const auto& [context, own, other, link] :
         {std::tuple{zh, "帮助", "Help<", "<a class=\"lang\" href=\"?lang=en\" lang=\"en\""},
          std::tuple{en, "Help<", "帮助", "<a class=\"lang\" href=\"?lang=zh\" lang=\"zh-CN\""}}) {
        for (const std::string& page : {choice_page(context, {colour}, {}),
                                        question_page(context, colour, "/t/x", "n", "/t/x")}) {
            EXPECT_NE(
                page.find(context.english_first ? "<html lang=\"en\">" : "<html lang=\"zh-CN\">"),
                std::string::npos);
            EXPECT_NE(page.find(own), std::string::npos);
            EXPECT_EQ(page.find(other), std::string::npos);
            EXPECT_NE(page.find(link), std::string::npos);
            // No number is known: nothing that leads nowhere is shown.
            EXPECT_EQ(page.find("tel:"), std::string::npos);
        }
    }
    EXPECT_NE(card_pages_csp().find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(card_pages_csp().find("unsafe"), std::string::npos);
}

TEST(CardPages, TheNumberIsDialledWithoutItsBlanks) {
    const std::string page = choice_page({true, "0514-8000 1234"}, {}, {});
    EXPECT_NE(page.find("href=\"tel:0514-80001234\">Call <span class=\"number\">0514-8000 1234<"),
              std::string::npos);
}

TEST(CardPages, TheOtherLanguageIsThatOfTheSamePage) {
    EXPECT_EQ(other_language({}, true), "?lang=zh");
    EXPECT_EQ(other_language({{"colour", "red"}, {"lang", "en"}, {"x", "<a>"}}, false),
              "?colour=red&lang=en");
    EXPECT_EQ(asked_language({{"lang", "fr"}}), "");
    EXPECT_EQ(asked_language({{"a", "en"}, {"lang", "en"}}), "en");
}

TEST(CardPages, OnlyRedSendsByItself) {
    const PageContext context{true, "12349"};
    const std::string red =
        question_page(context, {"red", "x", "Emergency", "急"}, "/t/x", "n", "/t/y");
    EXPECT_NE(red.find("<body class=\"ask ask-red\">"), std::string::npos);
    EXPECT_NE(red.find("Call for emergency help?"), std::string::npos);
    EXPECT_NE(red.find("id=\"count\" role=\"alert\" data-seconds=\"5\" hidden"), std::string::npos);
    EXPECT_NE(red.find("href=\"/t/y\">No<"), std::string::npos);
    const std::string blue =
        question_page(context, {"blue", "x", "Home", "家"}, "/t/x", "n", "/t/y");
    EXPECT_NE(red.find("tel:120\""), std::string::npos) << "where it cannot be sent";
    EXPECT_EQ(blue.find("tel:120\""), std::string::npos);
    EXPECT_NE(blue.find("Home"), std::string::npos);
    EXPECT_EQ(blue.find("id=\"count\""), std::string::npos);
}

TEST(CardPages, EveryStatusHasWordsInBothLanguages) {
    RequestProgress request;
    request.slots.resize(1);
    for (const RequestStatus status : enum_values<RequestStatus>) {
        request.status = status;
        const Words words = words_for(request, TimePoint{0});
        EXPECT_FALSE(words.zh.empty());
        EXPECT_FALSE(words.en.empty());
        const StatusForms forms{.again = "/t/x", .action = "/t/x"};
        const std::string page =
            status_page({false, "12349"}, request, {}, TimePoint{0}, seconds(10), forms);
        EXPECT_EQ(page.find("http-equiv"), std::string::npos);
        EXPECT_EQ(page.find("data-every=\"10\"") == std::string::npos, is_finished(status));
        EXPECT_EQ(page.find("<script") == std::string::npos, is_finished(status));
        EXPECT_EQ(page.find("再次求助") != std::string::npos, is_finished(status));
        EXPECT_EQ(page.find("看最新情况") == std::string::npos, is_finished(status));
        EXPECT_EQ(page.find("按错了") == std::string::npos, is_finished(status));
        EXPECT_LT(page.find("tel:12349"), page.find("<main>"));
        EXPECT_EQ(page.find("tel:120\""), std::string::npos) << "it is no emergency";
    }
}

TEST(CardPages, WhatWasToldIsNotAskedAgain) {
    RequestProgress request;
    const StatusForms forms{.again = "/t/x", .action = "/t/x", .mistake_told = true};
    const std::string page = status_page({true, ""}, request, {}, TimePoint{0}, seconds(10), forms);
    EXPECT_NE(page.find("We will call you to make sure"), std::string::npos);
    EXPECT_EQ(page.find("name=\"mistake\""), std::string::npos);
}

struct AloneTest : testing::Test {
    AloneTest() {
        rules.card_colours = {{"red", "sos", "Emergency", "急"}, {"blue", "home", "Home", "家"}};
        request.service = "sos";
        request.status = RequestStatus::queued;
        request.created_at = TimePoint{1'000'000};
        request.slots.resize(2);
    }
    [[nodiscard]] std::optional<Millis> after(Millis waited) const {
        return dial_in(request, rules, request.created_at + waited);
    }
    [[nodiscard]] std::string page(Millis waited) const {
        return status_page({true, "12349"}, request, rules, request.created_at + waited, seconds(5),
                           {});
    }

    PageRules rules;
    RequestProgress request;
};

TEST_F(AloneTest, WhoeverIsAloneForAMinuteIsToldToDial120) {
    EXPECT_EQ(after(Millis{0}), seconds(60));
    EXPECT_EQ(after(Millis{59'999}), Millis{1});
    EXPECT_EQ(after(seconds(60)), Millis{0});
    EXPECT_EQ(after(hours(3)), Millis{0});
    const std::string soon = page(seconds(22));
    // Shown in time by the style, whether or not anything can be fetched then.
    EXPECT_NE(soon.find("<div class=\"in35\">"), std::string::npos);
    EXPECT_NE(soon.find("<div class=\"later\">"), std::string::npos);
    EXPECT_NE(soon.find("We are finding somebody"), std::string::npos);
    const std::string now = page(seconds(60));
    EXPECT_EQ(now.find("<div class=\"later\">"), std::string::npos);
    EXPECT_NE(now.find("<h1>Nobody has been found yet. Dial 120 now."), std::string::npos);
    EXPECT_NE(now.find("href=\"tel:120\">Dial 120<"), std::string::npos);
    EXPECT_EQ(now.find("We are finding"), std::string::npos);
    // Taken up again, it waits anew.
    request.round_at = request.created_at + hours(1);
    EXPECT_EQ(after(hours(1)), seconds(60));
}

TEST_F(AloneTest, TheStyleHasAClassForEachTimeBefore) {
    for (std::int64_t ms = 1; ms < 60'000; ms += 4'999) {
        const std::string name = dial_class(Millis{ms});
        EXPECT_NE(page_style.find('.' + name + " .later{animation-delay:" + name.substr(2) + "s}"),
                  std::string_view::npos)
            << ms;
    }
    EXPECT_EQ(dial_class(seconds(60)), "in60") << "as long as where no class is";
}

TEST_F(AloneTest, NotWhereSomebodyComesOrItIsNoEmergency) {
    for (const SlotStatus status : enum_values<SlotStatus>) {
        request.slots[1].status = status;
        const bool somebody = status == SlotStatus::assigned ||
                              status == SlotStatus::acknowledged ||
                              status == SlotStatus::en_route || status == SlotStatus::on_scene;
        EXPECT_EQ(after(seconds(60)).has_value(), !somebody) << name_of(status);
    }
    request.slots[1].status = SlotStatus::offered;
    for (const RequestStatus status : enum_values<RequestStatus>) {
        request.status = status;
        const bool waits = status == RequestStatus::received || status == RequestStatus::queued ||
                           status == RequestStatus::offered;
        EXPECT_EQ(after(seconds(60)).has_value(), waits) << name_of(status);
    }
    request.status = RequestStatus::queued;
    request.service = "home";
    EXPECT_FALSE(after(seconds(60)));
    request.urgency = Urgency::P0;
    EXPECT_TRUE(after(seconds(60)));
    request.handovers = {{Agency::police_110}};
    EXPECT_TRUE(after(seconds(60)));
    request.handovers.push_back({Agency::ambulance_120});
    EXPECT_FALSE(after(seconds(60)));
    EXPECT_NE(page(seconds(60)).find("We have told the ambulance (120)."), std::string::npos);
}

TEST(CardPages, FourStepsAndWhenSomebodyArrives) {
    RequestProgress request;
    request.status = RequestStatus::en_route;
    request.slots.push_back({SlotStatus::en_route, TimePoint{10 * 60'000}});
    PageRules rules;
    rules.calendar = CityClock{480};
    const std::string page = status_page({true, ""}, request, rules, TimePoint{0}, seconds(5), {});
    EXPECT_NE(page.find("Expected at 08:10"), std::string::npos);
    EXPECT_NE(page.find("<li class=\"done\"><b aria-hidden=\"true\">✓</b>Somebody found</li>"
                        "<li aria-current=\"step\"><b aria-hidden=\"true\">3</b>On the way</li>"
                        "<li><b aria-hidden=\"true\">4</b>With you</li>"),
              std::string::npos);
}

TEST(CardPages, AServiceIsNamedWithoutWhatIsForTheDesk) {
    PageRules rules;
    rules.services = {{"emergency", "Emergency call (button, card, hotline)", "紧急呼救（按钮）"},
                      {"odd", "(odd) <b>", "怪"}};
    EXPECT_EQ(plain_name(rules, "emergency")->en, "Emergency call");
    EXPECT_EQ(plain_name(rules, "emergency")->zh, "紧急呼救");
    EXPECT_EQ(plain_name(rules, "odd")->en, "(odd) &lt;b&gt;");
    EXPECT_FALSE(plain_name(rules, "other"));
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
