// Implementation of on_each_connection (contender.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

namespace muster::bench {

template <class Work>
bool on_each_connection(int connections, std::span<const Ask> asks,
                        std::vector<double>& latencies_us, Work work) {
    const auto count = static_cast<std::size_t>(connections);
    std::vector<std::vector<double>> latencies(count);
    std::vector<char> done(count, 0);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t first = asks.size() * i / count;
            const std::size_t last = asks.size() * (i + 1) / count;
            threads.emplace_back([&, i, first, last] {
                done[i] = work(i, asks.subspan(first, last - first), latencies[i]) ? 1 : 0;
            });
        }
    }
    for (const auto& part : latencies)
        latencies_us.insert(latencies_us.end(), part.begin(), part.end());
    return std::all_of(done.begin(), done.end(), [](char ok) { return ok != 0; });
}

}  // namespace muster::bench
