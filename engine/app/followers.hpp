// Tells several what one pipeline publishes.
#pragma once

#include <functional>
#include <list>
#include <memory>

#include "engine/pipeline/observer.hpp"
#include "muster/event_port.hpp"

namespace muster::app {

// The engine's thread.
class Followers final : public pipeline::RecordObserver, public EventPort {
  public:
    [[nodiscard]] bool listens() const override { return !list_.empty(); }
    void published(std::uint64_t seq, TimePoint at, std::span<const Event> events) override;
    [[nodiscard]] std::unique_ptr<Following> follow(
        std::function<void(const CommittedRecord&)> tell) override;

  private:
    struct One {
        std::function<void(const CommittedRecord&)> tell;
        bool gone = false;
    };
    class Place;

    // Takes out who has gone, unless somebody is being told.
    void tidy();

    std::list<One> list_;
    bool telling_ = false;
};

}  // namespace muster::app
