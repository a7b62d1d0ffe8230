#include "engine/reports/watcher.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "engine/reports/follower.hpp"

namespace muster::reports {
namespace {

// Commands go first; but a machine that is always busy must not leave the reports behind for ever.
constexpr int priority = 10;
constexpr Millis after_failure = seconds(1);

}  // namespace

Watcher::Watcher(std::filesystem::path folder, const ReportOptions& options)
    : folder_(std::move(folder)), options_(options) {
    if (options_.follow) thread_ = std::thread([this] { run(); });
}

Watcher::~Watcher() {
    stop();
}

void Watcher::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

WatcherStats Watcher::stats() const {
    const std::lock_guard lock(mutex_);
    WatcherStats stats = stats_;
    if (!options_.follow) return stats;
    const auto lag = std::chrono::steady_clock::now() - up_to_date_;
    stats.lag_ms = {std::chrono::duration_cast<std::chrono::milliseconds>(lag).count()};
    return stats;
}

bool Watcher::stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

bool Watcher::wait(Millis time) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(time.value), [this] { return stopping_; });
    return !stopping_;
}

void Watcher::failed(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    ++stats_.failures;
    stats_.failing = why;
}

// Everything is opened anew after a failure: what was wrong may be another file by then.
void Watcher::run() {
    // Of this thread alone, as Linux has it.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), priority);
    do
        follow();
    while (wait(after_failure));
}

void Watcher::follow() {
    auto follower = Follower::open(folder_);
    if (!follower) return failed(follower.error().message);
    for (;;) {
        if (const auto full = disk_is_short()) return failed(*full);
        const auto begun = std::chrono::steady_clock::now();
        const auto step = (*follower)->step(static_cast<std::uint64_t>(options_.batch_records),
                                            [this] { return !stopping(); });
        if (!step) return failed(step.error().message);
        const bool whole = step->cursor.seq >= step->newest;
        {
            const std::lock_guard lock(mutex_);
            stats_.position = step->cursor.seq;
            stats_.behind = step->newest - step->cursor.seq;
            if (whole) up_to_date_ = begun;
            stats_.taken += step->taken;
            if (step->started_over) ++stats_.started_over;
            stats_.failing.clear();
        }
        if (!wait(whole ? Millis{options_.poll_ms} : Millis{0})) return;
    }
}

std::optional<std::string> Watcher::disk_is_short() const {
    constexpr std::uintmax_t mib = std::uintmax_t{1} << 20;
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(folder_, unknown);
    const auto kept = static_cast<std::uintmax_t>(options_.disk_left_mib.number());
    if (unknown || space.available >= kept * mib) return std::nullopt;
    return "the disk of " + folder_.string() + " has " + std::to_string(space.available / mib) +
           " MiB left, of which " + std::to_string(kept) +
           " MiB are for the log (reports.disk_left_mib); free space there";
}

}  // namespace muster::reports
