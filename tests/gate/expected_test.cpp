#include "muster/expected.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace muster {
namespace {

struct Why {
    std::string text;
};

Expected<std::unique_ptr<int>, Why> half(int number) {
    if (number % 2 != 0) return Why{"odd"};
    return std::make_unique<int>(number / 2);
}

TEST(Expected, HoldsOneOfTheTwo) {
    auto three = half(6);
    ASSERT_TRUE(three);
    EXPECT_EQ(**three, 3);
    const std::unique_ptr<int> taken = std::move(*three);
    EXPECT_EQ(*taken, 3);
    auto nothing = half(7);
    ASSERT_FALSE(nothing);
    nothing.error().text += " number";
    EXPECT_EQ(nothing.error().text, "odd number");
}

TEST(Expected, WhatIsNotThereIsNotGiven) {
    EXPECT_DEATH((void)*half(7), "");
    EXPECT_DEATH((void)half(6).error(), "");
}

}  // namespace
}  // namespace muster
