#include "engine/app/audit/trail.hpp"

#include <algorithm>
#include <chrono>

#include "engine/app/audit/sheets.hpp"

namespace muster::app {

std::unique_ptr<AuditTrail> AuditTrail::open(const std::filesystem::path& folder,
                                             const AuditOptions& options, std::string& error,
                                             std::function<TimePoint()> now) {
    if (!now) now = system_now;
    std::string set_aside;
    auto store = AuditStore::open_or_begin(folder, now(), set_aside);
    if (!store) {
        error = store.error().message;
        return nullptr;
    }
    return std::unique_ptr<AuditTrail>(
        new AuditTrail(std::move(*store), options, std::move(now), std::move(set_aside)));
}

AuditTrail::AuditTrail(AuditStore store, const AuditOptions& options,
                       std::function<TimePoint()> now, std::string set_aside)
    : options_(options),
      now_(std::move(now)),
      store_(std::move(store)),
      batch_(options.rows_max, options.failed_rows_per_minute),
      closed_at_(clock_.now()),
      thread_([this] { work(); }) {
    const std::lock_guard lock(mutex_);
    stats_.set_aside = std::move(set_aside);
}

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

void AuditTrail::start_sheets(std::optional<AccessSheet> noted, NoteSheet note_sheet) {
    const std::lock_guard lock(mutex_);
    noted_ = noted ? noted->number : 0;
    behind_ = std::move(noted);
    look_for_more_ = true;
    note_sheet_ = std::move(note_sheet);
}

void AuditTrail::sheet_is_noted(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    noted_ = number;
    bringing_ = false;
    look_for_more_ = true;
    ++stats_.sheets;
}

void AuditTrail::sheet_is_refused() {
    const std::lock_guard lock(mutex_);
    bringing_ = false;
}

log::LogError AuditTrail::find_sheet(const SheetWork& work, std::optional<AccessSheet>& next) {
    if (work.behind) {
        if (log::LogError failed = go_on_after(store_.database(), *work.behind)) return failed;
    }
    if (work.close) {
        const auto closed = close_sheet(store_.database(), now_());
        if (!closed) return closed.error();
        closed_at_ = clock_.now();
    }
    auto found = sheet_after(store_.database(), work.noted);
    if (!found) return found.error();
    next = std::move(*found);
    return {};
}

void AuditTrail::tend_sheets(std::unique_lock<std::mutex>& lock) {
    if (!note_sheet_ || bringing_) return;
    const SheetWork work{behind_, noted_, clock_.now() - closed_at_ >= options_.sheet_ms};
    if (!work.close && !look_for_more_) return;
    lock.unlock();
    std::optional<AccessSheet> next;
    const log::LogError failed = find_sheet(work, next);
    lock.lock();
    if (failed || unwritten_.empty()) took(failed);
    if (failed) return;
    behind_.reset();
    look_for_more_ = false;
    if (!next) return;
    bringing_ = true;
    lock.unlock();
    note_sheet_(*next);
    lock.lock();
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
                drop_sheets(store_.database(), dropped_at - hours(24 * options_.keep_days));
            lock.lock();
            took(failed);
        }
        // After a failure it pauses, however many wait.
        wake_.wait_for(lock, std::chrono::milliseconds(options_.write_ms.value),
                       [this] { return stopping_ || (unwritten_.empty() && many_wait()); });
        write(lock);
        tend_sheets(lock);
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
