// A Choice against a std::variant of the same types: whatever is done to both, they hold the same.
#include "muster/choice.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace muster {
namespace {

// Trivial, with memory of its own, and too large to lie inside.
struct Small {
    int number = 0;
    bool operator==(const Small&) const = default;
};
struct Text {
    std::string text;
    bool operator==(const Text&) const = default;
};
struct Large {
    std::array<std::string, 8> texts;
    int number = 0;
    bool operator==(const Large&) const = default;
};
struct Foreign {};

struct TestFamily {
    struct Row {
        std::size_t bytes = 0;
    };
    template <class T>
    static constexpr Row row{sizeof(T)};
    template <class T>
    static constexpr bool has =
        std::is_same_v<T, Small> || std::is_same_v<T, Text> || std::is_same_v<T, Large>;
};
using Value = Choice<TestFamily>;
using Model = std::variant<std::monostate, Small, Text, Large>;
using Types = TypeList<Small, Text, Large>;

}  // namespace

template <>
struct AllOf<TestFamily> {
    using Types = TypeList<Small, Text, Large>;
};

namespace {

static_assert(sizeof(Value) <= 128);
static_assert(detail::is_held_inside<Small> && detail::is_held_inside<Text>);
static_assert(!detail::is_held_inside<Large>);
static_assert(!std::is_constructible_v<Value, Foreign>);
static_assert(std::is_nothrow_move_constructible_v<Value>);

bool same(const Value& value, const Model& model) {
    if (std::holds_alternative<std::monostate>(model)) return value.empty();
    if (value.empty()) return false;
    return std::visit(
        [&]<class T>(const T& wanted) {
            if constexpr (std::is_same_v<T, std::monostate>) {
                return false;
            } else {
                const T* const held = value.get_if<T>();
                return held != nullptr && *held == wanted && value.name() == type_name<T>() &&
                       value.row().bytes == sizeof(T);
            }
        },
        model);
}

TEST(Choice, HoldsWhatAVariantHolds) {
    std::mt19937 random(20'261'128);
    const auto below = [&](unsigned n) { return static_cast<std::size_t>(random() % n); };
    std::vector<Value> values(6);
    std::vector<Model> models(6);
    for (int step = 0; step < 20'000; ++step) {
        const std::size_t a = below(6);
        const std::size_t b = below(6);
        const int number = static_cast<int>(random() % 1'000);
        const std::string text(below(60), 'x');
        switch (below(8)) {
            case 0:
                values[a] = Small{number};
                models[a] = Small{number};
                break;
            case 1:
                values[a] = Text{text};
                models[a] = Text{text};
                break;
            case 2: {
                Large large;
                large.texts[below(8)] = text;
                large.number = number;
                values[a] = large;
                models[a] = large;
                break;
            }
            case 3:
                values[a] = values[b];
                models[a] = models[b];
                break;
            case 4:
                if (a == b) break;
                values[a] = std::move(values[b]);
                models[a] = std::move(models[b]);
                models[b] = std::monostate{};
                EXPECT_TRUE(values[b].empty());  // NOLINT(bugprone-use-after-move)
                break;
            case 5:
                values.push_back(values[a]);
                models.push_back(models[a]);
                values.erase(values.begin() + static_cast<std::ptrdiff_t>(b));
                models.erase(models.begin() + static_cast<std::ptrdiff_t>(b));
                break;
            case 6:
                values[a].reset();
                models[a] = std::monostate{};
                break;
            case 7:
                if (auto* held = values[a].get_if<Text>()) {
                    held->text += 'y';
                    std::get<Text>(models[a]).text += 'y';
                }
                break;
        }
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_TRUE(same(values[i], models[i])) << "step " << step << ", value " << i;
    }
}

TEST(Choice, VisitsWhatItHolds) {
    const auto name = [](const Value& value) {
        return visit([]<class T>(const T&) { return type_name<T>(); }, value);
    };
    EXPECT_EQ(name(Small{}), "Small");
    EXPECT_EQ(name(Text{}), "Text");
    EXPECT_EQ(name(Large{}), "Large");
    Value value = Small{1};
    visit([](auto& held) { held = {}; }, value);
    EXPECT_EQ(value.get<Small>(), Small{});
    EXPECT_EQ(value.place_in<Types>(), 0u);
    EXPECT_EQ((value.place_in<TypeList<Text, Large>>()), 2u);
    EXPECT_EQ(Value().place_in<Types>(), 3u);
}

TEST(ChoiceDeathTest, WhatItDoesNotHoldIsNotGiven) {
    const Value value = Small{1};
    EXPECT_EQ(value.get_if<Text>(), nullptr);
    EXPECT_DEATH((void)value.get<Text>(), "");
    const auto among_others = [](const Value& one) {
        visit_as(
            TypeList<Text, Large>(), [](const auto&) {}, one);
    };
    EXPECT_DEATH(among_others(value), "");
    EXPECT_DEATH(among_others(Value()), "");
}

}  // namespace
}  // namespace muster
