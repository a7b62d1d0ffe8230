// What a durable decision costs: commits against batch size beside the least the disk asks for
// the same bytes, checkpoint settings against pauses, and the reading of a log at recovery.
//
//     bench_log [--benchmark_filter=...]     in a folder on the disk in question (TMPDIR)
//
// The record sizes are those of a position report (200 bytes) and a dispatch (500 bytes).

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/log/decision_log.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/log/read_ahead.hpp"
#include "engine/log/verify.hpp"

namespace {

namespace fs = std::filesystem;
namespace log = muster::log;
using Clock = std::chrono::steady_clock;

class TempFolder {
  public:
    TempFolder() {
        std::string name = (fs::temp_directory_path() / "bench-log-XXXXXX").string();
        if (!::mkdtemp(name.data())) std::abort();
        path_ = name;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

// source 12, key 36, the rest split evenly between command and events.
struct Texts {
    explicit Texts(std::size_t bytes)
        : command((bytes - 48) / 2, 'c'), events(bytes - 48 - (bytes - 48) / 2, 'e') {}
    std::string source = "console:0007";
    std::string key = "6a1f0c8e-93f5-4f0e-8d55-0a4c53d2b7aa";
    std::string command;
    std::string events;

    [[nodiscard]] log::RecordDraft draft(std::uint64_t seq) const {
        return {seq,     muster::TimePoint{1'700'000'000'000 + static_cast<std::int64_t>(seq)},
                source,  key,
                command, events};
    }
};

void require(const log::LogError& error) {
    if (!error) return;
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::abort();
}

class Percentiles {
  public:
    void add(Clock::duration d) {
        micros_.push_back(std::chrono::duration<double, std::micro>(d).count());
    }
    void report(benchmark::State& state, const std::string& prefix) {
        if (micros_.empty()) return;
        std::sort(micros_.begin(), micros_.end());
        const auto at = [&](double q) {
            return micros_[static_cast<std::size_t>(q * static_cast<double>(micros_.size() - 1))];
        };
        state.counters[prefix + "p50_us"] = at(0.5);
        state.counters[prefix + "p99_us"] = at(0.99);
        state.counters[prefix + "p999_us"] = at(0.999);
        state.counters[prefix + "max_us"] = micros_.back();
    }

  private:
    std::vector<double> micros_;
};

void raw_append(benchmark::State& state) {
    const auto batch = static_cast<std::size_t>(state.range(0));
    const auto row = static_cast<std::size_t>(state.range(1));
    const TempFolder folder;
    const int file = ::open((folder.path() / "raw").c_str(), O_CREAT | O_RDWR, 0600);
    constexpr std::size_t file_bytes = 64 << 20;
    const std::string zeros(1 << 20, '\0');
    for (std::size_t at = 0; at < file_bytes; at += zeros.size()) {
        if (::write(file, zeros.data(), zeros.size()) < 0) std::abort();
    }
    ::fsync(file);
    const std::string bytes(batch * row, 'r');
    std::size_t offset = 0;
    Percentiles times;
    for (auto _ : state) {
        if (offset + bytes.size() > file_bytes) offset = 0;
        const auto start = Clock::now();
        if (::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset)) < 0) {
            std::abort();
        }
        if (::fdatasync(file) != 0) std::abort();
        times.add(Clock::now() - start);
        offset += bytes.size();
    }
    ::close(file);
    state.SetItemsProcessed(state.iterations() * state.range(0));
    times.report(state, "commit_");
}

// One loop of the engine without the engine: append a batch, commit, checkpoint if due.
void run_log(benchmark::State& state, std::uint64_t batch, std::size_t row,
             const log::LogOptions& options) {
    const TempFolder folder;
    auto opened = log::DecisionLog::open(folder.path(), options);
    require(opened.error());
    log::DecisionLog& decisions = **opened;
    const Texts texts(row);
    Percentiles commits;
    Percentiles loops;
    Percentiles pauses;
    for (auto _ : state) {
        const auto start = Clock::now();
        for (std::uint64_t i = 0; i < batch; ++i) {
            require(decisions.append(texts.draft(decisions.last_seq() + 1)));
        }
        require(decisions.commit());
        const auto committed = Clock::now();
        commits.add(committed - start);
        const std::uint64_t before = decisions.stats().checkpoints;
        require(decisions.checkpoint_if_due(false));
        const auto end = Clock::now();
        loops.add(end - start);
        if (decisions.stats().checkpoints != before) pauses.add(end - committed);
    }
    if (decisions.committed_seq() != static_cast<std::uint64_t>(state.iterations()) * batch) {
        std::abort();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
    commits.report(state, "commit_");
    loops.report(state, "loop_");
    pauses.report(state, "checkpoint_");
}

void log_commit(benchmark::State& state) {
    run_log(state, static_cast<std::uint64_t>(state.range(0)),
            static_cast<std::size_t>(state.range(1)), {});
}

void batches(benchmark::internal::Benchmark* bench) {
    for (const std::int64_t row : {200, 500}) {
        for (const std::int64_t batch : {1, 8, 64, 512, 4096})
            bench->Args({batch, row});
    }
    bench->ArgNames({"batch", "row_bytes"})->UseRealTime()->MinTime(1.0);
}
BENCHMARK(raw_append)->Apply(batches);
BENCHMARK(log_commit)->Apply(batches);

// Checkpoint settings against pauses, and what preallocation brings.
void checkpoint_every(benchmark::State& state) {
    log::LogOptions options;
    options.checkpoint_frames = static_cast<int>(state.range(0));
    options.wal_frames_preallocated = state.range(1) != 0 ? options.checkpoint_frames * 3 / 2 : 0;
    run_log(state, 64, 500, options);
}
BENCHMARK(checkpoint_every)
    ->ArgNames({"frames", "wal_preallocated"})
    ->Args({100, 1})
    ->Args({300, 1})
    ->Args({1000, 1})
    ->Args({3000, 1})
    ->Args({10000, 1})
    ->Args({1000, 0})
    ->UseRealTime()
    ->MinTime(2.0);

constexpr std::uint64_t recovery_records = 1'000'000;

// Written once and shared by the reading benches.
const fs::path& recovery_log() {
    static const auto folder = [] {
        auto made = std::make_unique<TempFolder>();
        auto opened = log::DecisionLog::open(made->path(), {});
        require(opened.error());
        log::DecisionLog& decisions = **opened;
        const Texts texts(500);
        while (decisions.last_seq() < recovery_records) {
            require(decisions.append(texts.draft(decisions.last_seq() + 1)));
            if (decisions.last_seq() % 4096 == 0) {
                require(decisions.commit());
                require(decisions.checkpoint_if_due(false));
            }
        }
        require(decisions.commit());
        return made;
    }();
    return folder->path();
}

void recovery_read(benchmark::State& state) {
    const fs::path& folder = recovery_log();
    for (auto _ : state) {
        auto reader = log::LogReader::open(folder, {});
        require(reader.error());
        std::uint64_t bytes = 0;
        require(reader->read(1, recovery_records, [&](const log::RecordView& record) {
            bytes += record.events.size();
            return true;
        }));
        if (bytes != recovery_records * 226) std::abort();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recovery_records));
}
BENCHMARK(recovery_read)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void recovery_verify(benchmark::State& state) {
    const fs::path& folder = recovery_log();
    for (auto _ : state) {
        auto reader = log::LogReader::open(folder, {});
        require(reader.error());
        auto report = log::verify_chain(*reader, {}, {});
        require(report.error());
        if (report->fault || report->records != recovery_records) std::abort();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recovery_records));
}
BENCHMARK(recovery_verify)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void recovery_read_ahead(benchmark::State& state) {
    const fs::path& folder = recovery_log();
    log::ReadAheadOptions options;
    options.verify = state.range(0) != 0;
    for (auto _ : state) {
        std::uint64_t bytes = 0;
        require(log::read_ahead(folder, options, [&](const log::RecordView& record) {
            bytes += record.events.size();
            return true;
        }));
        if (bytes != recovery_records * 226) std::abort();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(recovery_records));
}
BENCHMARK(recovery_read_ahead)
    ->ArgName("verify")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void hash_record(benchmark::State& state) {
    const Texts texts(static_cast<std::size_t>(state.range(0)));
    log::Hasher hasher;
    log::Hash hash = log::chain_start;
    std::uint64_t seq = 0;
    for (auto _ : state) {
        hash = hasher.chain(hash, texts.draft(++seq));
        benchmark::DoNotOptimize(hash);
    }
}
BENCHMARK(hash_record)->ArgName("row_bytes")->Arg(200)->Arg(500);

}  // namespace

BENCHMARK_MAIN();
