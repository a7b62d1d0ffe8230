#include "engine/log/scrub.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/log/files.hpp"
#include "engine/log/log_reader.hpp"

namespace muster::log {

namespace {

constexpr std::uint64_t page_bytes = 4096;
constexpr std::uint64_t slices_per_second = 10;
// What a row takes beside its texts.
constexpr std::uint64_t row_bytes = 64;

std::uint64_t size_of(const RecordView& record) {
    return row_bytes + record.source.size() + record.key.size() + record.command.size() +
           record.events.size();
}

}  // namespace

Scrubber::Scrubber(std::filesystem::path folder, const ScrubOptions& options)
    : folder_(std::move(folder)), options_(options) {
    if (options_.scrub_pages_per_second == 0) return;
    descriptor_ = ::open((folder_ / database_name).c_str(), O_RDONLY | O_CLOEXEC);
    thread_ = std::thread([this] { run(); });
}

Scrubber::~Scrubber() {
    stop();
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Scrubber::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

ScrubStats Scrubber::stats() const {
    const std::lock_guard lock(mutex_);
    return stats_;
}

bool Scrubber::wait(Millis time) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(time.value), [this] { return stopping_; });
    return !stopping_;
}

void Scrubber::run() {
    // Of this thread alone, as Linux has it.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
    do {
        drop_cached_pages();
        std::optional<ChainFault> fault = pass();
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        ++stats_.passes;
        if (fault) ++stats_.faults;
        stats_.fault = std::move(fault);
    } while (wait(options_.scrub_pause_ms));
}

// Else a pass would look at the memory of a healthy machine, not at its disk.
void Scrubber::drop_cached_pages() {
    if (descriptor_ >= 0) std::ignore = ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_DONTNEED);
}

std::optional<ChainFault> Scrubber::pass() {
    Result<LogReader> reader = LogReader::open(folder_, {});
    if (!reader) return ChainFault{0, reader.error().message};
    const std::uint64_t slice_bytes =
        std::max<std::uint64_t>(options_.scrub_pages_per_second / slices_per_second, 1) *
        page_bytes;
    ChainCheck check{ChainAnchor{}};
    for (;;) {
        Result<std::uint64_t> last = reader->last_seq();
        if (!last) return ChainFault{check.end().seq + 1, last.error().message};
        if (check.end().seq >= *last) return std::nullopt;
        std::uint64_t bytes = 0;
        std::uint64_t records = 0;
        std::optional<ChainFault> fault;
        const LogError failed =
            reader->read_stored(check.end().seq + 1, *last, [&](const RecordView& record) {
                if (!check.follows(record)) {
                    fault = ChainFault{record.seq, corrupted_record(reader->database(), record.seq,
                                                                    "does not match its hash")
                                                       .message};
                    return false;
                }
                ++records;
                bytes += size_of(record);
                return bytes < slice_bytes;
            });
        if (failed) fault = ChainFault{check.end().seq + 1, failed.message};
        {
            const std::lock_guard lock(mutex_);
            stats_.records += records;
            stats_.pages += bytes / page_bytes;
            stats_.position = check.end().seq;
        }
        if (fault) return fault;
        const auto pause =
            static_cast<std::int64_t>(1000 * bytes / page_bytes /
                                      std::max<std::uint64_t>(options_.scrub_pages_per_second, 1));
        if (!wait(Millis{std::max<std::int64_t>(pause, 1)})) return std::nullopt;
    }
}

}  // namespace muster::log
