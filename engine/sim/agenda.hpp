// What will happen in the simulated city, in a total order: by time, then by order of entry.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "muster/units.hpp"

namespace muster::sim {

// Who does it decides what kind, a and b mean.
enum class Actor : std::uint8_t { town, field, desk, office, association, council };

struct Task {
    TimePoint at;
    std::uint64_t order = 0;  // given by the agenda
    Actor actor = Actor::town;
    std::uint8_t kind = 0;
    std::uint32_t who = 0;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
};

class Agenda {
  public:
    void add(Task task) {
        task.order = next_order_++;
        tasks_.push(task);
    }
    [[nodiscard]] TimePoint next_at() const { return tasks_.empty() ? never : tasks_.top().at; }
    // Precondition: next_at() != never.
    [[nodiscard]] Task take() {
        const Task task = tasks_.top();
        tasks_.pop();
        return task;
    }
    [[nodiscard]] std::size_t size() const { return tasks_.size(); }

  private:
    struct Later {
        bool operator()(const Task& x, const Task& y) const {
            return x.at != y.at ? x.at > y.at : x.order > y.order;
        }
    };
    std::priority_queue<Task, std::vector<Task>, Later> tasks_;
    std::uint64_t next_order_ = 0;
};

}  // namespace muster::sim
