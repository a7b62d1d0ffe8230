// A service on a folder of its own, for benches: real log, real feed, no sockets.
#pragma once

#include <time.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::bench {

using Clock = std::chrono::steady_clock;

[[nodiscard]] inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Seconds of processor time that this thread has used: what stays comparable on a busy machine.
[[nodiscard]] inline double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Passes on to the disk and remembers how many bytes each commit carried.
class CountingLog final : public pipeline::LogPort {
  public:
    explicit CountingLog(pipeline::LogPort& log) : log_(log) {}
    [[nodiscard]] log::LogError begin() override { return log_.begin(); }
    [[nodiscard]] log::LogError release() override { return log_.release(); }
    [[nodiscard]] log::LogError append(const log::RecordDraft& record) override;
    [[nodiscard]] log::LogError commit() override;
    [[nodiscard]] log::LogError checkpoint_if_due(bool idle) override {
        return log_.checkpoint_if_due(idle);
    }
    [[nodiscard]] std::uint64_t committed_seq() const override { return log_.committed_seq(); }
    [[nodiscard]] log::Result<std::optional<log::Record>> find(std::uint64_t seq) override {
        return log_.find(seq);
    }

    // Per record: its texts, and number, time and hash (48 bytes).
    std::vector<std::size_t> commit_bytes;
    std::vector<std::size_t> commit_records;

  private:
    pipeline::LogPort& log_;
    std::size_t bytes_ = 0;
    std::size_t records_ = 0;
};

// A subscriber that takes all that is due at once.
class Sink final : public FeedSink {
  public:
    explicit Sink(feed::Hub& hub, TimePoint now);
    void on_ready() override;
    std::uint64_t bytes = 0;

  private:
    std::unique_ptr<FeedSession> session_;
};

struct ServiceOptions {
    pipeline::PipelineOptions pipeline;
    bool feed = true;
    int subscribers = 0;
    Policy policy = Policy::closest;
    bool sealed = false;
};

// Aborts when anything fails: a bench on a broken disk says nothing.
class Service {
  public:
    Service(const std::filesystem::path& folder, const ServiceOptions& options);
    ~Service();

    // Members, and responders of whom `on_duty` are available; not timed, in large batches.
    void settle_city(std::size_t members, std::size_t responders, std::size_t on_duty);
    void step();
    void drain();

    seal::KeyBook::Shared keys;
    std::unique_ptr<pipeline::Recovered> state;
    std::unique_ptr<pipeline::DiskLog> disk;
    std::unique_ptr<CountingLog> counted;
    std::unique_ptr<feed::Hub> hub;
    std::unique_ptr<pipeline::Meter> meter;
    std::unique_ptr<pipeline::Pipeline> pipe;
    std::vector<std::unique_ptr<Sink>> sinks;
    TimePoint now{1'760'000'000'000};
    ResponderId first_responder;
    std::function<void(pipeline::Stage stage, std::size_t records)> on_stage;

  private:
    int subscribers_ = 0;
    Policy policy_;
};

// Seconds to write the same batches to a zero-filled file, each with one write and one fdatasync:
// the limit that the disk sets.
[[nodiscard]] double raw_append_seconds(const std::filesystem::path& folder,
                                        const std::vector<std::size_t>& commit_bytes);

}  // namespace muster::bench
