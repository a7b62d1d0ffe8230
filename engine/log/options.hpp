// Settings of the decision log and of what reads it again in the background.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "muster/units.hpp"

namespace muster::log {

struct LogOptions {
    // Written into a new log; the log itself reads no clock.
    TimePoint now;
    // Copy the write-ahead file into the database after so many frames (4120 bytes each) when the
    // owner has nothing else to do, and after so many at the latest. Fewer frames mean more and
    // shorter pauses; DESIGN.md has the figures.
    int checkpoint_frames_idle = 300;
    int checkpoint_frames = 1000;
    // The write-ahead file is filled with zeros up to so many frames at the start, because a sync
    // of a growing file costs half as much again. 0 switches that off.
    int wal_frames_preallocated = 1500;
    // SQLite's page cache; a batch that exceeds it is written in parts, still as one transaction.
    int cache_kib = 16 << 10;
    // A larger record is refused with too_large.
    std::size_t record_bytes_max = std::size_t{4} << 20;
    // More appends without a commit are refused with too_large.
    std::uint64_t batch_records_max = 65536;
    // How long opening waits for another program that holds the write lock, for example a shell.
    // Later nothing waits: begin() says that it is held.
    int busy_timeout_ms = 2000;
    // A write-ahead file of more frames than this was held open by a reader. It is said, and cut
    // back to what is preallocated as soon as nobody looks into it.
    int wal_frames_large = 16384;
    // SQLite's name of a file layer; empty for the operating system's.
    std::string vfs;
};

struct ScrubOptions {
    // Of 4096 bytes, read from the disk and verified; 0 = no scrubbing at all.
    std::uint64_t scrub_pages_per_second = 256;
    // From the end of one pass to the start of the next.
    Millis scrub_pause_ms = hours(1);
};

}  // namespace muster::log
