// DeadlineQueue against std::set.
#include "engine/core/queue/deadline_queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <tuple>

namespace muster::core {
namespace {

using Random = std::mt19937_64;

struct Model {
    std::set<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> order;
    std::map<std::uint32_t, std::pair<std::int64_t, std::uint64_t>> due;

    bool clear(std::uint32_t handle) {
        const auto it = due.find(handle);
        if (it == due.end()) return false;
        order.erase({it->second.first, it->second.second, handle});
        due.erase(it);
        return true;
    }
    void set(std::uint32_t handle, std::int64_t at, std::uint64_t tie) {
        clear(handle);
        order.insert({at, tie, handle});
        due[handle] = {at, tie};
    }
};

// What kinds of deadlines there are: offers in a minute, visits in days, all at once, anything.
std::int64_t later(Random& random, int kind) {
    switch (kind) {
        case 0:
            return 60'000;
        case 1:
            return static_cast<std::int64_t>(random() % 600'000);
        case 2:
            return static_cast<std::int64_t>(random() % 30'000'000'000);
        case 3:
            return static_cast<std::int64_t>(random() % 4);
        default:
            return 86'400'000 - static_cast<std::int64_t>(random() % 2) * 86'000'000;
    }
}

TEST(DeadlineQueue, EqualsAnOrderedSet) {
    for (int kind = 0; kind < 5; ++kind) {
        SCOPED_TRACE(kind);
        Random random(static_cast<std::uint64_t>(kind) + 1);
        DeadlineQueue queue;
        Model model;
        std::int64_t now = 1'700'000'000'000;
        for (int step = 0; step < 120'000; ++step) {
            // Grows, then shrinks, then grows again.
            const bool growing = step / 40'000 % 2 == 0;
            const auto handle = static_cast<std::uint32_t>(random() % 20'000);
            const std::uint64_t what = random() % 10;
            if (what < (growing ? 7u : 2u)) {
                const std::int64_t due = now + later(random, kind);
                const std::uint64_t tie = handle * 7919u % 20'000u;
                queue.set(handle, TimePoint{due}, tie);
                model.set(handle, due, tie);
            } else if (what < (growing ? 8u : 7u)) {
                ASSERT_EQ(queue.clear(handle), model.clear(handle));
            } else if (what == 8) {
                now += static_cast<std::int64_t>(random() % 2'000);
                for (int most = 50; most > 0 && queue.size() > 0; --most) {
                    const auto [at, tie, first] = *model.order.begin();
                    ASSERT_EQ(queue.next_due().value, at);
                    ASSERT_EQ(queue.next_handle(), first);
                    if (at > now) break;
                    ASSERT_TRUE(queue.clear(first));
                    ASSERT_TRUE(model.clear(first));
                }
            } else {
                const auto known = model.due.find(handle);
                const auto due = queue.due_of(handle);
                ASSERT_EQ(queue.contains(handle), known != model.due.end());
                ASSERT_EQ(due.has_value(), known != model.due.end());
                ASSERT_TRUE(!due || due->value == known->second.first);
            }
            ASSERT_EQ(queue.size(), model.due.size());
            ASSERT_EQ(queue.next_due().value,
                      model.order.empty() ? never.value : std::get<0>(*model.order.begin()));
        }
        while (queue.size() > 0) {
            const std::uint32_t first = queue.next_handle();
            ASSERT_EQ(first, std::get<2>(*model.order.begin()));
            ASSERT_TRUE(queue.clear(first));
            model.clear(first);
        }
        ASSERT_TRUE(model.due.empty());
    }
}

TEST(DeadlineQueue, EmptyAndEdges) {
    DeadlineQueue queue;
    EXPECT_EQ(queue.next_due(), never);
    EXPECT_FALSE(queue.clear(4));
    queue.set(4, never, 1);
    EXPECT_EQ(queue.next_due(), never);
    EXPECT_EQ(queue.next_handle(), 4u);
    queue.set(4, TimePoint{10}, 1);
    queue.set(4, TimePoint{5}, 1);
    EXPECT_EQ(queue.size(), 1u);
    EXPECT_EQ(queue.next_due(), TimePoint{5});
    EXPECT_TRUE(queue.clear(4));
    queue.set(9, TimePoint{5}, 1);
    queue.clear();
    EXPECT_FALSE(queue.contains(9));
    EXPECT_EQ(queue.next_due(), never);
    queue.set(9, TimePoint{6}, 1);
    EXPECT_EQ(queue.next_due(), TimePoint{6});
}

}  // namespace
}  // namespace muster::core
