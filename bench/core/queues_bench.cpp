// PendingQueue and DeadlineQueue with 10^2 to 10^6 entries, beside std::set with the same keys.
//
// Each step keeps the number of entries: serve the head of a class and push an arrival; cancel any
// and push; move any to another class; fire a deadline and set one; move any deadline. Arrivals
// come one per 100 ms, up to ten minutes late; deadlines lie one minute to one day ahead.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "engine/core/queue/deadline_queue.hpp"
#include "engine/core/queue/pending_queue.hpp"

namespace {

using muster::TimePoint;
using muster::core::DeadlineQueue;
using muster::core::PendingQueue;

constexpr std::size_t lane_count = 64;

// Cheap enough not to be seen in the figures.
class Random {
  public:
    std::uint64_t operator()() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

  private:
    std::uint64_t state_ = 88172645463325252ull;
};

struct Arrival {
    std::uint16_t lane;
    std::size_t urgency;
    std::int64_t since;
};

class Arrivals {
  public:
    Arrival next() {
        now_ += 100;
        return {static_cast<std::uint16_t>(random() % lane_count), random() % 5,
                now_ - static_cast<std::int64_t>(random() % 600'000)};
    }
    Random random;

  private:
    std::int64_t now_ = 1'700'000'000'000;
};

class OurQueue {
  public:
    void push(std::uint32_t handle, const Arrival& a) {
        queue_.push(handle, a.lane, a.urgency, TimePoint{a.since}, handle);
    }
    void erase(std::uint32_t handle) { benchmark::DoNotOptimize(queue_.erase(handle)); }
    void reclass(std::uint32_t handle, std::size_t urgency) {
        benchmark::DoNotOptimize(queue_.reclass(handle, urgency));
    }
    std::optional<std::uint32_t> front(std::uint16_t lane, std::size_t urgency) {
        return queue_.front(lane, urgency);
    }

  private:
    PendingQueue queue_;
};

class SetQueue {
  public:
    void push(std::uint32_t handle, const Arrival& a) {
        if (handle >= slots_.size()) slots_.resize(handle + 1);
        slots_[handle] = a;
        order_[a.lane * 5u + a.urgency].insert({a.since, handle});
    }
    void erase(std::uint32_t handle) {
        const Arrival& a = slots_[handle];
        order_[a.lane * 5u + a.urgency].erase({a.since, handle});
    }
    void reclass(std::uint32_t handle, std::size_t urgency) {
        Arrival a = slots_[handle];
        erase(handle);
        a.urgency = urgency;
        push(handle, a);
    }
    std::optional<std::uint32_t> front(std::uint16_t lane, std::size_t urgency) {
        const auto& list = order_[lane * 5u + urgency];
        if (list.empty()) return std::nullopt;
        return list.begin()->second;
    }

  private:
    std::vector<Arrival> slots_;
    std::vector<std::set<std::pair<std::int64_t, std::uint32_t>>> order_{lane_count * 5};
};

template <class Queue>
void fill(Queue& queue, Arrivals& arrivals, std::int64_t count) {
    for (std::uint32_t handle = 0; handle < count; ++handle)
        queue.push(handle, arrivals.next());
}

template <class Queue>
void pop_push(benchmark::State& state) {
    Queue queue;
    Arrivals arrivals;
    fill(queue, arrivals, state.range(0));
    for (auto _ : state) {
        std::optional<std::uint32_t> head;
        while (!head) {
            const std::uint64_t list = arrivals.random();
            head = queue.front(static_cast<std::uint16_t>(list % lane_count), list / 64 % 5);
        }
        queue.erase(*head);
        queue.push(*head, arrivals.next());
    }
}

template <class Queue>
void cancel_push(benchmark::State& state) {
    Queue queue;
    Arrivals arrivals;
    fill(queue, arrivals, state.range(0));
    const auto count = static_cast<std::uint64_t>(state.range(0));
    for (auto _ : state) {
        const auto handle = static_cast<std::uint32_t>(arrivals.random() % count);
        queue.erase(handle);
        queue.push(handle, arrivals.next());
    }
}

template <class Queue>
void reclass(benchmark::State& state) {
    Queue queue;
    Arrivals arrivals;
    fill(queue, arrivals, state.range(0));
    const auto count = static_cast<std::uint64_t>(state.range(0));
    for (auto _ : state) {
        const std::uint64_t pick = arrivals.random();
        queue.reclass(static_cast<std::uint32_t>(pick % count), (pick >> 40) % 5);
    }
}

class OurDeadlines {
  public:
    void set(std::uint32_t handle, std::int64_t due) { queue_.set(handle, TimePoint{due}, handle); }
    std::uint32_t pop() {
        const std::uint32_t handle = queue_.next_handle();
        queue_.clear(handle);
        return handle;
    }

  private:
    DeadlineQueue queue_;
};

class SetDeadlines {
  public:
    void set(std::uint32_t handle, std::int64_t due) {
        if (handle >= due_.size()) due_.resize(handle + 1, -1);
        if (due_[handle] >= 0) order_.erase({due_[handle], handle});
        due_[handle] = due;
        order_.insert({due, handle});
    }
    std::uint32_t pop() {
        const std::uint32_t handle = order_.begin()->second;
        due_[handle] = -1;
        order_.erase(order_.begin());
        return handle;
    }

  private:
    std::vector<std::int64_t> due_;
    std::set<std::pair<std::int64_t, std::uint32_t>> order_;
};

// Nine of ten in a minute (offers, acknowledgements), the others within a day (visits, rests).
std::int64_t due_after(std::int64_t now, std::uint64_t pick) {
    return now + 60'000 + (pick % 10 == 0 ? static_cast<std::int64_t>(pick / 10 % 86'340'000) : 0);
}

template <class Queue>
void fire_set(benchmark::State& state) {
    Queue queue;
    Random random;
    std::int64_t now = 1'700'000'000'000;
    for (std::uint32_t handle = 0; handle < state.range(0); ++handle) {
        queue.set(handle, due_after(++now, random()));
    }
    for (auto _ : state)
        queue.set(queue.pop(), due_after(++now, random()));
}

template <class Queue>
void move_deadline(benchmark::State& state) {
    Queue queue;
    Random random;
    std::int64_t now = 1'700'000'000'000;
    const auto count = static_cast<std::uint64_t>(state.range(0));
    for (std::uint32_t handle = 0; handle < count; ++handle) {
        queue.set(handle, due_after(++now, random()));
    }
    for (auto _ : state) {
        const std::uint64_t pick = random();
        queue.set(static_cast<std::uint32_t>(pick % count), due_after(++now, pick >> 20));
    }
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->RangeMultiplier(100)->Range(100, 1'000'000);
}

BENCHMARK(pop_push<OurQueue>)->Apply(sizes);
BENCHMARK(pop_push<SetQueue>)->Apply(sizes);
BENCHMARK(cancel_push<OurQueue>)->Apply(sizes);
BENCHMARK(cancel_push<SetQueue>)->Apply(sizes);
BENCHMARK(reclass<OurQueue>)->Apply(sizes);
BENCHMARK(reclass<SetQueue>)->Apply(sizes);
BENCHMARK(fire_set<OurDeadlines>)->Apply(sizes);
BENCHMARK(fire_set<SetDeadlines>)->Apply(sizes);
BENCHMARK(move_deadline<OurDeadlines>)->Apply(sizes);
BENCHMARK(move_deadline<SetDeadlines>)->Apply(sizes);

}  // namespace

BENCHMARK_MAIN();
