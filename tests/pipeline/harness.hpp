// A pipeline over a log on disk, with a log port that fails on demand, for tests.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/feed_source.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/master_key.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::pipeline::test {

// A folder of its own, deleted at the end.
class TempFolder {
  public:
    TempFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "muster-pipeline-XXXXXX").string();
        if (!mkdtemp(name.data())) std::abort();
        path_ = name;
    }
    ~TempFolder() { std::filesystem::remove_all(path_); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Passes everything on, until told to fail.
class FailingLog final : public LogPort {
  public:
    explicit FailingLog(LogPort& log) : log_(log) {}
    bool fail_commit = false;
    bool fail_append = false;

    log::LogError begin() override { return log_.begin(); }
    log::LogError release() override { return log_.release(); }
    log::LogError append(const log::RecordDraft& record) override {
        if (fail_append) return {log::LogErrorCode::io, "append failed on purpose"};
        return log_.append(record);
    }
    log::LogError commit() override {
        if (fail_commit) return {log::LogErrorCode::io, "commit failed on purpose"};
        return log_.commit();
    }
    log::LogError checkpoint_if_due(bool idle) override { return log_.checkpoint_if_due(idle); }
    std::uint64_t committed_seq() const override { return log_.committed_seq(); }
    log::Result<std::optional<log::Record>> find(std::uint64_t seq) override {
        return log_.find(seq);
    }

  private:
    LogPort& log_;
};

enum class Sealed { yes, no };

// One life of the service, from opening the folder to its end.
class Life {
  public:
    explicit Life(const std::filesystem::path& folder, const PipelineOptions& options = {},
                  const RecoverOptions& recovery = {}, Sealed sealed = Sealed::yes) {
        if (sealed == Sealed::yes) open_keys(folder);
        log::LogOptions log_options;
        log_options.wal_frames_preallocated = 0;
        log_options.now = start;
        auto opened = open_engine(folder, log_options, recovery, {});
        if (!opened) {
            ADD_FAILURE() << opened.error().message;
            std::abort();
        }
        state = std::move(opened->state);
        auto over = DiskLog::over(std::move(opened->log), {});
        if (!over) std::abort();
        disk = std::move(*over);
        failing = std::make_unique<FailingLog>(*disk);
        hub = std::make_unique<feed::Hub>(
            feed::FeedOptions{}, disk->writer().meta().epoch, disk->committed_seq(),
            [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
                for (std::byte& byte : bytes)
                    byte = std::byte{next++};
            },
            feed_source(state->engine.board(), state->index, {}));
        pipeline = std::make_unique<Pipeline>(Pipeline::Parts{.engine = state->engine,
                                                              .log = *failing,
                                                              .timelines = state->timelines,
                                                              .index = state->index,
                                                              .feed = hub.get(),
                                                              .keys = keys.get()},
                                              options);
        now = std::max(start, state->engine.last_at());
    }

    // Submits, steps until nothing waits, and returns the answer, if one came.
    std::optional<Outcome> run(Submission submission) {
        std::optional<Outcome> outcome;
        pipeline->submit(std::move(submission), [&](const Outcome& o) { outcome = o; });
        settle();
        return outcome;
    }
    StepResult settle() {
        StepResult result;
        TimePoint feed_now = now;
        do {
            result = pipeline->step(now, feed_now);
            feed_now = feed_now + result.signs_wait;
        } while ((result.more_waiting || result.signs_wait > Millis{}) && !result.error);
        return result;
    }
    void city(std::size_t members = 10, std::size_t responders = 10) {
        for (Submission& one : muster::test::small_city(members, responders, 1)) {
            const auto outcome = run(std::move(one));
            ASSERT_TRUE(outcome);
            ASSERT_EQ(outcome->rejection.reason, RejectReason::none)
                << outcome->rejection.field << outcome->rejection.detail;
        }
    }
    // So many things happen, a second apart.
    void story(std::uint64_t seed, int steps) {
        muster::test::Storyteller teller(seed);
        for (int i = 0; i < steps; ++i) {
            now = now + seconds(1);
            (void)run(teller.next(state->engine.board()));
        }
    }
    void open_keys(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        const auto master = seal::master_of_service(folder, {}, {});
        if (!master) std::abort();
        auto book = seal::KeyBook::open(folder, master->key, master->from);
        if (!book) std::abort();
        keys = std::move(*book);
    }
    [[nodiscard]] std::string hash() const { return log::to_hex(state_hash(state->engine)); }

    static constexpr TimePoint start{1'760'000'000'000};
    seal::KeyBook::Shared keys;
    std::unique_ptr<Recovered> state;
    std::unique_ptr<DiskLog> disk;
    std::unique_ptr<FailingLog> failing;
    std::unique_ptr<feed::Hub> hub;
    std::unique_ptr<Pipeline> pipeline;
    TimePoint now;
};

}  // namespace muster::pipeline::test
