// PendingQueue against a plain list of entries.
#include "engine/core/queue/pending_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace muster::core {
namespace {

using Random = std::mt19937_64;

struct Slot {
    std::uint16_t lane;
    std::size_t urgency;
    std::int64_t since;
    std::uint64_t id;
};

struct Naive {
    std::map<std::uint32_t, Slot> slots;
    std::map<std::pair<std::uint16_t, std::size_t>,
             std::set<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>>>
        order;

    void push(std::uint32_t handle, Slot slot) {
        slots[handle] = slot;
        order[{slot.lane, slot.urgency}].insert({slot.since, slot.id, handle});
    }
    bool erase(std::uint32_t handle) {
        const auto it = slots.find(handle);
        if (it == slots.end()) return false;
        const Slot slot = it->second;
        order[{slot.lane, slot.urgency}].erase({slot.since, slot.id, handle});
        slots.erase(it);
        return true;
    }
};

void check_walk(const PendingQueue& queue, const Naive& naive, std::uint16_t lane,
                std::size_t urgency) {
    std::vector<std::tuple<std::int64_t, std::uint64_t, std::uint32_t>> walked;
    queue.walk(lane, urgency, [&](const PendingQueue::Entry& entry) {
        walked.emplace_back(entry.since.value, entry.id, entry.handle);
        return true;
    });
    const auto it = naive.order.find({lane, urgency});
    if (it == naive.order.end()) {
        ASSERT_TRUE(walked.empty());
        return;
    }
    ASSERT_TRUE(std::equal(walked.begin(), walked.end(), it->second.begin(), it->second.end()));
    ASSERT_EQ(queue.size(lane, urgency), it->second.size());
    ASSERT_EQ(queue.front(lane, urgency).has_value(), !walked.empty());
    ASSERT_TRUE(walked.empty() || queue.front(lane, urgency) == std::get<2>(walked[0]));
}

TEST(PendingQueue, EqualsANaiveScan) {
    // How many lanes there are, and by how much `since` jumps back.
    struct Case {
        std::uint16_t lanes;
        std::int64_t jitter;
    };
    for (const Case& c :
         {Case{1, 0}, Case{1, 600'000}, Case{7, 600'000}, Case{300, 5}, Case{300, 1'000'000'000}}) {
        SCOPED_TRACE(c.lanes);
        Random random(c.lanes + static_cast<std::uint64_t>(c.jitter));
        PendingQueue queue;
        Naive naive;
        std::int64_t now = 1'700'000'000'000;
        for (int step = 0; step < 90'000; ++step) {
            const bool growing = step / 30'000 % 2 == 0;
            now += static_cast<std::int64_t>(random() % 100);
            const auto handle = static_cast<std::uint32_t>(random() % 8'000);
            const std::uint64_t what = random() % 100;
            if (what < (growing ? 70u : 20u)) {
                if (naive.slots.contains(handle)) continue;
                const std::int64_t back =
                    c.jitter == 0 ? 0
                                  : static_cast<std::int64_t>(random() %
                                                              static_cast<std::uint64_t>(c.jitter));
                const Slot slot{static_cast<std::uint16_t>(random() % c.lanes), random() % 5,
                                now - back, handle ^ 5461u};
                queue.push(handle, slot.lane, slot.urgency, TimePoint{slot.since}, slot.id);
                naive.push(handle, slot);
            } else if (what < 80) {
                ASSERT_EQ(queue.erase(handle), naive.erase(handle));
            } else if (what < 90) {
                const std::size_t urgency = random() % 5;
                const auto it = naive.slots.find(handle);
                ASSERT_EQ(queue.reclass(handle, urgency), it != naive.slots.end());
                if (it != naive.slots.end()) {
                    Slot slot = it->second;
                    slot.urgency = urgency;
                    ASSERT_TRUE(naive.erase(handle));
                    naive.push(handle, slot);
                }
            } else if (what < 98 || step % 5 != 0) {
                // Serve the head of some class and lane.
                const auto head =
                    queue.front(static_cast<std::uint16_t>(random() % c.lanes), random() % 5);
                if (head) {
                    ASSERT_TRUE(queue.erase(*head));
                    ASSERT_TRUE(naive.erase(*head));
                }
            } else {
                check_walk(queue, naive, static_cast<std::uint16_t>(random() % c.lanes),
                           random() % 5);
            }
            ASSERT_EQ(queue.size(), naive.slots.size());
            if (HasFatalFailure()) return;
        }
        for (std::uint16_t lane = 0; lane < c.lanes; ++lane) {
            for (std::size_t urgency = 0; urgency < 5; ++urgency) {
                check_walk(queue, naive, lane, urgency);
            }
        }
    }
}

// Bursts of changes of class, the same entry among them more than once, and then something that
// would show a change not made.
TEST(PendingQueue, ManyChangesOfClassInARow) {
    Random random(3);
    constexpr std::uint16_t lanes = 3;
    PendingQueue queue;
    Naive naive;
    for (std::uint32_t handle = 0; handle < 1'000; ++handle) {
        const Slot slot{static_cast<std::uint16_t>(random() % lanes), random() % 5,
                        static_cast<std::int64_t>(random() % 300), handle ^ 341u};
        queue.push(handle, slot.lane, slot.urgency, TimePoint{slot.since}, slot.id);
        naive.push(handle, slot);
    }
    for (int round = 0; round < 2'000; ++round) {
        const std::uint64_t burst = random() % 40;
        const std::uint64_t among = random() % 2 == 0 ? 5 : 1'000;
        for (std::uint64_t i = 0; i < burst; ++i) {
            const auto handle = static_cast<std::uint32_t>(random() % among);
            const std::size_t urgency = random() % 5;
            const auto it = naive.slots.find(handle);
            ASSERT_EQ(queue.reclass(handle, urgency), it != naive.slots.end());
            if (it == naive.slots.end()) continue;
            Slot slot = it->second;
            slot.urgency = urgency;
            ASSERT_TRUE(naive.erase(handle));
            naive.push(handle, slot);
        }
        const auto handle = static_cast<std::uint32_t>(random() % among);
        const auto lane = static_cast<std::uint16_t>(random() % lanes);
        switch (random() % 3) {
            case 0:
                ASSERT_EQ(queue.erase(handle), naive.erase(handle));
                break;
            case 1:
                if (naive.slots.contains(handle)) break;
                queue.push(handle, lane, 2, TimePoint{round % 300}, handle ^ 341u);
                naive.push(handle, {lane, 2, round % 300, handle ^ 341u});
                break;
            default:
                check_walk(queue, naive, lane, random() % 5);
                break;
        }
        ASSERT_EQ(queue.size(), naive.slots.size());
        if (HasFatalFailure()) return;
    }
    queue.reclass(3, 0);
    queue.clear();
    EXPECT_FALSE(queue.front(0, 0));
}

}  // namespace
}  // namespace muster::core
