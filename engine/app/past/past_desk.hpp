// Looks back for adapters on a thread of its own, one question after the other: the engine, and
// whoever asks why something was decided, wait for none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "engine/app/job_thread.hpp"
#include "engine/pipeline/past.hpp"
#include "muster/past_port.hpp"

namespace muster::app {

struct PastStats {
    std::uint64_t answers = 0;  // that were wanted
    std::uint64_t refused = 0;  // because as many waited as may
};

// To be used by one thread, on which its answers come too: `post` brings them there.
class PastDesk final : public PastPort {
  public:
    // roads: as Past has them.
    PastDesk(std::filesystem::path folder, const pipeline::PastOptions& options,
             core::RoadSource* roads, JobThread::Post post);

    [[nodiscard]] std::unique_ptr<Wish> ask(const PastQuery& query, const std::string& principal,
                                            Done done, Refusal& refusal) override;

    // To be called now and then, with a time that never goes back: frees the board of the last
    // answer when nobody went on from there.
    void tidy(TimePoint now);

    [[nodiscard]] const PastStats& stats() const { return stats_; }

  private:
    // How much each principal waits for.
    using Waiting = std::map<std::string, std::size_t>;
    class JobWish;

    [[nodiscard]] PastAnswer make(const PastQuery& query);

    const pipeline::PastOptions options_;
    std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();
    PastStats stats_;
    bool asked_ = false;    // since the last look
    bool holds_ = false;    // a board, perhaps
    TimePoint asked_last_;  // as of tidy()
    pipeline::Past past_;   // the thread's
    std::unique_ptr<JobThread::Wish> tidying_;
    JobThread jobs_;  // ends before what it works with
};

}  // namespace muster::app
