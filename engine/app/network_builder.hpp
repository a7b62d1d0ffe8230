// Builds a road network beside the engine, so that its thread need not wait for the hierarchies.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "engine/pipeline/road_library.hpp"

namespace muster::app {

// Used by one thread.
class NetworkBuilder {
  public:
    // `done` is called on the builder's own thread after each build; the network is then ready in
    // the library, which is not owned.
    NetworkBuilder(pipeline::RoadLibrary& library, std::function<void()> done)
        : library_(library), done_(std::move(done)) {}
    // Waits for a build that is under way.
    ~NetworkBuilder() {
        if (thread_.joinable()) thread_.join();
    }
    NetworkBuilder(const NetworkBuilder&) = delete;
    NetworkBuilder& operator=(const NetworkBuilder&) = delete;

    [[nodiscard]] bool running() const { return running_; }
    // Precondition: !running().
    void start(core::RoadUse use) {
        if (thread_.joinable()) thread_.join();
        running_ = true;
        thread_ = std::thread([this, use = std::move(use)] {
            (void)library_.network(use);
            running_ = false;
            done_();
        });
    }

  private:
    pipeline::RoadLibrary& library_;
    const std::function<void()> done_;
    std::atomic<bool> running_ = false;
    std::thread thread_;
};

}  // namespace muster::app
