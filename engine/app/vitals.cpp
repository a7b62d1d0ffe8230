#include "engine/app/vitals.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include "engine/app/backup_note.hpp"
#include "engine/app/clock.hpp"
#include "engine/codec/describe.hpp"
#include "engine/views/desk_figures.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

Millis time_of(const timeval& used) {
    return {used.tv_sec * 1000 + used.tv_usec / 1000};
}

// A time in seconds, to the millisecond; not negative.
std::string sample_of(std::string_view name, std::string_view label, Millis value) {
    std::string text(name);
    if (!label.empty()) text.append("{").append(label).append("}");
    const std::string thousandths = std::to_string(1000 + value.value % 1000);
    text.append(" ").append(std::to_string(value.value / 1000)).append(".");
    return text.append(thousandths, 1).append("\n");
}

void write_seconds(MetricsText& out, std::string_view name, std::string_view help,
                   std::string_view type, Millis value) {
    out.head(name, help, type);
    out.add(sample_of(name, "", value));
}

std::uint64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    if (!(statm >> all >> resident)) return 0;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t open_files() {
    std::error_code unknown;
    std::uint64_t count = 0;
    fs::directory_iterator one("/proc/self/fd", unknown);
    for (; !unknown && one != fs::directory_iterator(); one.increment(unknown))
        ++count;
    return count;
}

void write_waits(MetricsText& out, const core::Board& board, TimePoint now) {
    const auto classes = views::desk_now(board, now);
    const auto each = [&](std::string_view name, std::string_view help, auto sample) {
        out.head(name, help, "gauge");
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const std::string label =
                std::string("class=\"").append(enum_names<Urgency>[i]).append("\"");
            sample(name, label, classes[i]);
        }
    };
    const auto count = [&](std::string_view name, std::string_view help, auto field) {
        each(name, help, [&](std::string_view metric, const std::string& label, const auto& one) {
            out.sample(metric, label, one.count.*field);
        });
    };
    count("muster_desk_open", "Open requests, by class.", &views::ClassFigures::open);
    count("muster_desk_waiting", "Of these, nobody is on the way to them.",
          &views::ClassFigures::waiting);
    count("muster_desk_held", "Of these, on hold.", &views::ClassFigures::held);
    count("muster_desk_late", "Of these, a promise is broken and still owed.",
          &views::ClassFigures::late);
    each("muster_desk_longest_wait_seconds", "How long the oldest that waits has waited.",
         [&](std::string_view metric, const std::string& label, const views::ClassNow& one) {
             out.add(sample_of(metric, label, one.longest_wait));
         });
}

void write_devices(MetricsText& out, const core::Board& board) {
    std::array<std::uint64_t, enum_count<DeviceStatus>> counts{};
    const auto& devices = board.store<Device>();
    for (core::Index i = 0; i < devices.end_index(); ++i)
        if (devices.used(i)) ++counts[static_cast<std::size_t>(devices[i].status)];
    out.head("muster_devices", "Devices on the board, by status.", "gauge");
    for (std::size_t i = 0; i < counts.size(); ++i) {
        out.sample("muster_devices",
                   std::string("status=\"").append(enum_names<DeviceStatus>[i]).append("\""),
                   counts[i]);
    }
}

}  // namespace

void Vitals::write(MetricsText& out, const core::Board& board, TimePoint city_now,
                   TimePoint steady_now) {
    if (text_.empty() || steady_now >= due_) {
        MetricsText fresh;
        look(fresh, board, city_now);
        text_ = std::move(fresh).text();
        due_ = steady_now + fresh_ms;
    }
    out.add(text_);
    // Not kept for a moment: whoever asks compares it with his own clock.
    write_seconds(out, "muster_system_time_seconds",
                  "What the system's clock shows, in unix seconds.", "gauge",
                  system_now() - TimePoint{});
}

void Vitals::look(MetricsText& out, const core::Board& board, TimePoint city_now) const {
    write_waits(out, board, city_now);
    write_devices(out, board);
    write_disk(out);
    write_process(out);
}

// The names are those that Prometheus' own clients use.
void Vitals::write_process(MetricsText& out) const {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    write_seconds(out, "process_cpu_seconds_total", "Processor time of the program.", "counter",
                  time_of(used.ru_utime) + time_of(used.ru_stime));
    write_seconds(out, "process_start_time_seconds", "When it started, in unix seconds.", "gauge",
                  Millis{started_.value});
    out.gauge("process_resident_memory_bytes", "Memory that it has.", resident_bytes());
    out.gauge("process_open_fds", "Files and sockets that are open.", open_files());
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    out.gauge("process_max_fds", "How many may be open.", files.rlim_cur);
}

void Vitals::write_disk(MetricsText& out) const {
    std::error_code unknown;
    const fs::space_info space = fs::space(data_, unknown);
    if (!unknown) {
        out.gauge("muster_disk_free_bytes", "Free on the disk of the data folder.",
                  space.available);
        out.gauge("muster_disk_size_bytes", "Size of that disk.", space.capacity);
    }
    write_seconds(out, "muster_backup_time_seconds",
                  "When `muster backup` last made a backup, in unix seconds; 0 = never.", "gauge",
                  last_backup(data_).value_or(TimePoint{}) - TimePoint{});
    out.gauge("muster_backup_offsite_wanted",
              "Whether backups are to go elsewhere (backup.target).", offsite_ ? 1U : 0U);
    write_seconds(out, "muster_backup_offsite_time_seconds",
                  "When a backup last arrived at its target elsewhere, in unix seconds; 0 = never.",
                  "gauge", last_offsite(data_).value_or(TimePoint{}) - TimePoint{});
}

}  // namespace muster::app
