// Settings of the decision log and of what reads it again in the background.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::log {

// Whoever appends and commits must keep to this: a batch that grows larger stops the log.
constexpr std::uint64_t records_of_a_batch = 65'536;

// Of [log]. `now`, `batch_records_max` and `vfs` are no settings.
struct LogOptions {
    // Written into a new log; the log itself reads no clock.
    TimePoint now;
    // Copy the write-ahead file into the database after so many frames (4120 bytes each) when the
    // owner has nothing else to do, and after so many at the latest. Fewer frames mean more and
    // shorter pauses; DESIGN.md has the figures.
    Bounded<int, 1, 1'000'000> checkpoint_frames_idle = 300;
    Bounded<int, 1, 1'000'000> checkpoint_frames = 1000;
    // The write-ahead file is filled with zeros up to so many frames at the start, because a sync
    // of a growing file costs half as much again. 0 switches that off.
    Bounded<int, 0, 1'000'000> wal_frames_preallocated = 1500;
    // SQLite's page cache; a batch that exceeds it is written in parts, still as one transaction.
    Bounded<int, 64, 1 << 22> cache_kib = 16 << 10;
    // A larger record is refused with too_large.
    Bounded<std::size_t, 1 << 16, 1 << 29> record_bytes_max = std::size_t{4} << 20;
    // More appends without a commit are refused with too_large.
    std::uint64_t batch_records_max = records_of_a_batch;
    // How long opening waits for another program that holds the write lock, for example a shell.
    // Later nothing waits: begin() says that it is held.
    Bounded<Millis, 0, 600'000> busy_timeout_ms = seconds(2);
    // A write-ahead file of more frames than this was held open by a reader. It is said, and cut
    // back to what is preallocated as soon as nobody looks into it.
    Bounded<int, 100, 100'000'000> wal_frames_large = 16384;
    // SQLite's name of a file layer; empty for the operating system's.
    std::string vfs;
};
BOOST_DESCRIBE_STRUCT(LogOptions, (),
                      (checkpoint_frames_idle, checkpoint_frames, wal_frames_preallocated,
                       cache_kib, record_bytes_max, busy_timeout_ms, wal_frames_large))

// Of [log].
struct ScrubOptions {
    // Of 4096 bytes, read from the disk and verified; 0 = no scrubbing at all.
    Bounded<std::uint64_t, 0, 10'000'000> scrub_pages_per_second = 256;
    // From the end of one pass to the start of the next.
    Bounded<Millis, 0, plenty> scrub_pause_ms = hours(1);
};
BOOST_DESCRIBE_STRUCT(ScrubOptions, (), (scrub_pages_per_second, scrub_pause_ms))

}  // namespace muster::log
