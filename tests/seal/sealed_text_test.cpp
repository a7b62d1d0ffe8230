#include "engine/seal/sealed_text.hpp"

#include <vector>

#include "support.hpp"

namespace muster::seal {
namespace {

constexpr Subject li{SubjectKind::member, 12};
constexpr Subject wang{SubjectKind::member, 13};
constexpr Place place{57, Place::Part::events};

class SealedText : public test::Folder {
  protected:
    // Marks each part between < and > as personal.
    static std::string take_marks(std::string_view marked, std::vector<PersonalSpan>& spans) {
        std::string text;
        for (const char c : marked) {
            if (c == '<') {
                spans.push_back({text.size(), 0});
            } else if (c == '>') {
                spans.back().end = text.size();
            } else {
                text += c;
            }
        }
        return text;
    }
    std::string seal(std::string_view marked, std::vector<Subject> subjects,
                     const Place& at = place) {
        std::vector<PersonalSpan> spans;
        plain = take_marks(marked, spans);
        std::string sealed;
        if (subjects.size() < spans.size()) subjects.resize(spans.size(), subjects.back());
        seal_text(plain, spans, subjects, at, *book, sealed);
        return sealed;
    }
    std::string opened(std::string_view sealed, const KeyBook* with, Opened how,
                       const Place& at = place) {
        std::string text;
        EXPECT_EQ(open_text(sealed, at, with, text), how);
        return text;
    }

    KeyBook::Shared book = open();
    std::string plain;
};

TEST_F(SealedText, AnObjectStaysOneAndIsReadBackByteByByte) {
    const std::string sealed =
        seal(R"({"type":"CreateRequest","caller":<"137">,"service":"fall","note":<"in \"bed\"">})",
             {li});
    EXPECT_EQ(sealed.substr(0, sealed.find('~')),
              R"({"type":"CreateRequest","caller":null,"service":"fall","note":null,")");
    EXPECT_TRUE(sealed.ends_with("\"]}"));
    EXPECT_TRUE(is_sealed(sealed));
    EXPECT_EQ(sealed.find("137"), std::string::npos);
    EXPECT_EQ(opened(sealed, book.get(), Opened::whole), plain);
}

TEST_F(SealedText, AListOfSeveralPeopleGivesEachTheirOwn) {
    const std::string sealed =
        seal(R"([{"a":<"x">},{"a":<"y">,"b":<1>},{"a":<"z">}])", {li, wang, wang, li});
    EXPECT_TRUE(sealed.ends_with("\"]}]"));
    EXPECT_EQ(opened(sealed, book.get(), Opened::whole), plain);
    ASSERT_FALSE(book->erase(std::vector{li}, 60));
    EXPECT_EQ(opened(sealed, book.get(), Opened::without_erased),
              R"([{"a":null},{"a":"y","b":1},{"a":null}])");
    EXPECT_EQ(opened(sealed, nullptr, Opened::without_erased),
              R"([{"a":null},{"a":null,"b":null},{"a":null}])");
}

TEST_F(SealedText, WhatHoldsNothingStaysAsItIs) {
    EXPECT_EQ(seal(R"([{"a":1}])", {li}), R"([{"a":1}])");
    for (const char* const text : {"", "{}", "[]", "null", R"({"a":["x"]})", R"([{"a":["x"]}])",
                                   R"({"note":"\",\"~\":[\"m1 1 0 x\"]}"})"}) {
        EXPECT_FALSE(is_sealed(text)) << text;
        EXPECT_EQ(opened(text, book.get(), Opened::whole), text);
    }
}

TEST_F(SealedText, BelongsToItsRecordAndPart) {
    const std::string sealed = seal(R"({"a":<"x">})", {li});
    EXPECT_EQ(opened(sealed, book.get(), Opened::damaged, {58, Place::Part::events}),
              R"({"a":null})");
    EXPECT_EQ(opened(sealed, book.get(), Opened::damaged, {57, Place::Part::command}),
              R"({"a":null})");
}

TEST_F(SealedText, WhatIsErasedBySomethingLaterIsLeftOut) {
    seal(R"({"a":<"x">})", {li});
    ASSERT_FALSE(book->erase(std::vector{li}, 60));
    // A snapshot of before that is still being written.
    EXPECT_EQ(seal(R"({"a":<"x">})", {li}), R"({"a":null})");
    EXPECT_EQ(seal(R"([{"a":<"x">}])", {li}), R"([{"a":null}])");
    // What is said later tells nothing of before, and stays.
    const Place later{61, Place::Part::events};
    EXPECT_EQ(opened(seal(R"({"a":<"x">})", {li}, later), book.get(), Opened::whole, later),
              R"({"a":"x"})");
}

// Whether a command comes again must be known when it cannot be read any more.
TEST_F(SealedText, ADigestOutlivesAnErasing) {
    std::vector<PersonalSpan> spans;
    const std::string text = take_marks(R"({"a":<"x">})", spans);
    const std::vector whose{li};
    std::string sealed;
    seal_text(text, spans, whose, place, *book, sealed, 18'000'000'000'000'000'001ull);
    EXPECT_EQ(sealed.find("18000"), std::string::npos);
    std::uint64_t digest = 0;
    std::string plain;
    EXPECT_EQ(open_text(sealed, place, book.get(), plain, &digest), Opened::whole);
    EXPECT_EQ(plain, text);
    EXPECT_EQ(digest, 18'000'000'000'000'000'001ull);
    ASSERT_FALSE(book->erase(whose, 60));
    EXPECT_EQ(open_text(sealed, place, book.get(), plain, &digest), Opened::without_erased);
    EXPECT_EQ(plain, R"({"a":null})");
    EXPECT_EQ(digest, 18'000'000'000'000'000'001ull);
}

TEST_F(SealedText, NoBytesMakeItReadBesideTheText) {
    const std::string sealed = seal(R"([{"a":<"x">,"b":<"yy">},{"c":<3>}])", {li, li, wang});
    std::string text;
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (const char c : {'0', '9', '"', ' ', ',', '~', ']', '\\'}) {
            std::string other = sealed;
            other[i] = c;
            (void)open_text(other, place, book.get(), text);
        }
        (void)open_text(sealed.substr(0, i), place, book.get(), text);
        (void)open_text(sealed.substr(i), place, book.get(), text);
    }
}

}  // namespace
}  // namespace muster::seal
