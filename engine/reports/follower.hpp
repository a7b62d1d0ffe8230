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
    bool started_over = false;  // the tables told of another log, or were damaged
};

// Asked before each record, and now and then while SQLite works or waits: false gives up what is
// being done.
using GoOn = std::function<bool()>;

// Use by one thread. It may be destroyed, or its process killed, at any moment: what a step has not
// committed never was, and the next one goes on behind what was.
class Follower {
  public:
    // The log's folder, in which the model lies too.
    [[nodiscard]] static log::Result<std::unique_ptr<Follower>> open(
        const std::filesystem::path& folder);

    // Takes over so many records at most, in one transaction; where these are the last ones, what
    // reading needs is made too. Where the log does not hold the record that the cursor names, with
    // its hash, it was restored to an older state or is another one: then the tables are made anew,
    // and so are damaged ones. Where `go_on` gives it up, nothing of the step stays.
    [[nodiscard]] log::Result<Step> step(std::uint64_t most, const GoOn& go_on = {});

    // Throws the tables away.
    [[nodiscard]] log::LogError start_over();

    [[nodiscard]] log::Result<std::uint64_t> newest() const { return log_.last_seq(); }
    [[nodiscard]] const ModelFile& model() const { return model_; }

  private:
    Follower(std::filesystem::path folder, log::LogReader log, ModelFile model)
        : folder_(std::move(folder)), log_(std::move(log)), model_(std::move(model)) {
        listen();
    }

    void listen();
    void use(ModelFile model);
    [[nodiscard]] bool is_wanted();
    [[nodiscard]] log::LogError reopen_if_replaced();
    [[nodiscard]] log::Result<Step> step_once(std::uint64_t most, bool& anew);
    [[nodiscard]] log::Result<Step> take(std::uint64_t most, bool& anew);
    [[nodiscard]] log::Result<bool> holds(const Cursor& cursor) const;
    [[nodiscard]] log::LogError index(bool& anew);

    const std::filesystem::path folder_;
    log::LogReader log_;
    ModelFile model_;
    std::optional<Teller> teller_;
    const GoOn* go_on_ = nullptr;  // of the step that is being made
    bool given_up_ = false;
    // Of SQLite, changed by whoever makes or drops a table or an index: at this one, all were
    // there.
    std::optional<std::int64_t> indexed_;
};

using Shown = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Everything that the log holds now. `shown` may be empty. The records that were taken over.
[[nodiscard]] log::Result<std::uint64_t> catch_up(Follower& follower, std::uint64_t batch,
                                                  const Shown& shown);

}  // namespace muster::reports
