// Explains decisions beside the engine: a thread and an engine of its own replay the log, one
// request at a time, so that whoever asks for it holds up nobody but others who ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "engine/pipeline/options.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::core {
class RoadSource;
}

namespace muster::pipeline {

struct ExplainerStats {
    std::uint64_t wanted = 0;  // now, as ExplainerOptions::per_token_max counts
    std::uint64_t made = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t over_budget = 0;
    std::uint64_t refused_queue = 0;
    std::uint64_t refused_principal = 0;
};

// To be used by one thread, on which its answers come too: `post` brings them there, and is called
// by the thread that explains. It reads committed records only, through a reader of its own, and
// shares nothing with the engine.
class Explainer final : public ExplainPort {
  public:
    using Post = std::function<void(std::function<void()>)>;

    // roads: has the maps that the log names; any thread may ask it, and it outlives this. Null =
    // logs without maps.
    Explainer(std::filesystem::path folder, const ExplainerOptions& options,
              core::RoadSource* roads, Post post);
    // Waits for what is being made to notice that it is no longer wanted. Wishes may stay longer.
    ~Explainer() override;
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;

    [[nodiscard]] std::unique_ptr<Wish> explain(RequestId request, const std::string& principal,
                                                std::function<void(std::string)> done,
                                                Refusal& refusal) override;

    [[nodiscard]] ExplainerStats stats() const;

  private:
    struct Job;
    struct Desk;
    class JobWish;

    void work();
    // The members for the answer; by the thread that explains.
    [[nodiscard]] std::string make(Job& job) const;

    const std::filesystem::path folder_;
    const ExplainerOptions options_;
    core::RoadSource* const roads_;
    const Post post_;
    const std::shared_ptr<Desk> desk_;
    std::thread thread_;
};

}  // namespace muster::pipeline
