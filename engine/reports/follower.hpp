// Takes what stands in a decision log over into the read model, in order, and nothing twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include "engine/log/error.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/reports/model_file.hpp"
#include "engine/reports/teller.hpp"

namespace muster::reports {

struct Step {
    std::uint64_t taken = 0;    // records
    Cursor cursor;              // after it
    std::uint64_t newest = 0;   // of the log when the step began
    bool started_over = false;  // the log is another one than the tables told of
};

// Use by one thread. It may be destroyed, or its process killed, at any moment: what a step has not
// committed never was, and the next one goes on behind what was.
class Follower {
  public:
    // The log's folder, in which the model lies too.
    [[nodiscard]] static log::Result<std::unique_ptr<Follower>> open(
        const std::filesystem::path& folder);

    // Takes over so many records at most, in one transaction. Where the log does not hold the
    // record that the cursor names, with its hash, it was restored to an older state or is another
    // one: then the tables are emptied first. `go_on` is asked before each record: false gives the
    // step up, and nothing of it stays.
    [[nodiscard]] log::Result<Step> step(std::uint64_t most,
                                         const std::function<bool()>& go_on = {});

    // Empties the tables.
    [[nodiscard]] log::LogError start_over();

    [[nodiscard]] log::Result<std::uint64_t> newest() const { return log_.last_seq(); }
    [[nodiscard]] const ModelFile& model() const { return model_; }

  private:
    Follower(log::LogReader log, ModelFile model)
        : log_(std::move(log)), model_(std::move(model)), teller_(model_.database()) {}

    [[nodiscard]] log::Result<Step> take(std::uint64_t most, const std::function<bool()>& go_on);
    [[nodiscard]] log::Result<bool> holds(const Cursor& cursor) const;

    log::LogReader log_;
    ModelFile model_;
    Teller teller_;
};

using Shown = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Everything that the log holds now. `shown` may be empty. The records that were taken over.
[[nodiscard]] log::Result<std::uint64_t> catch_up(Follower& follower, std::uint64_t batch,
                                                  const Shown& shown);

}  // namespace muster::reports
