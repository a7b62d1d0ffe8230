#include "engine/app/audit/trail.hpp"

#include <algorithm>
#include <chrono>

#include "engine/app/clock.hpp"

namespace muster::app {

std::unique_ptr<AuditTrail> AuditTrail::open(const std::filesystem::path& folder,
                                             const AuditOptions& options, std::string& error,
                                             std::function<TimePoint()> now) {
    auto store = AuditStore::open(folder);
    if (!store) {
        error = store.error().message;
        return nullptr;
    }
    if (!now) now = system_now;
    return std::unique_ptr<AuditTrail>(new AuditTrail(std::move(*store), options, std::move(now)));
}

AuditTrail::AuditTrail(AuditStore store, const AuditOptions& options,
                       std::function<TimePoint()> now)
    : options_(options),
      now_(std::move(now)),
      store_(std::move(store)),
      batch_(options.rows_max, options.failed_rows_per_minute),
      thread_([this] { work(); }) {}

AuditTrail::~AuditTrail() {
    stop();
}

void AuditTrail::note(AuditEntry entry) {
    const TimePoint at = now_();
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        ++stats_.noted;
        if (!batch_.add(at, std::move(entry))) ++stats_.lost;
        wake = many_wait();
    }
    if (wake) wake_.notify_one();
}

AuditStats AuditTrail::stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
}

void AuditTrail::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool AuditTrail::many_wait() const {
    return batch_.size() >= std::max<std::size_t>(options_.rows_max / 4, 1);
}

void AuditTrail::work() {
    // A system's clock that is set years ahead by mistake must not delete everything: the age of a
    // row is reckoned from what really passed since the start.
    const SteadyClock clock;
    TimePoint dropped_at;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (clock.now() - dropped_at >= hours(24)) {
            dropped_at = clock.now();
            lock.unlock();
            const log::LogError failed =
                store_.drop_before(dropped_at - hours(24 * options_.keep_days));
            lock.lock();
            took(failed);
        }
        // After a failure it pauses, however many wait.
        wake_.wait_for(lock, std::chrono::milliseconds(options_.write_ms.value),
                       [this] { return stopping_ || (unwritten_.empty() && many_wait()); });
        write(lock);
    }
    // What a failure had left comes first, and then the rest.
    write(lock);
    if (unwritten_.empty()) write(lock);
}

void AuditTrail::write(std::unique_lock<std::mutex>& lock) {
    if (unwritten_.empty()) unwritten_ = batch_.take();
    if (unwritten_.empty()) return;
    lock.unlock();
    const log::LogError failed = store_.add(unwritten_);
    if (!failed) unwritten_.clear();
    lock.lock();
    took(failed);
    if (!failed) ++stats_.writes;
}

void AuditTrail::took(const log::LogError& failed) {
    stats_.failing = failed.message;
    if (failed) ++stats_.failures;
}

}  // namespace muster::app
