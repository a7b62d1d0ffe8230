#include "engine/app/progress.hpp"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace muster::app {
namespace {

using namespace std::chrono_literals;
constexpr auto terminal_interval = 100ms;
constexpr auto plain_interval = 2s;

}  // namespace

ProgressLine::ProgressLine(std::string what, std::string unit)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      shown_at_(std::chrono::steady_clock::now()),
      terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
    end();
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (now - shown_at_ < (terminal_ ? terminal_interval : plain_interval)) return;
    shown_at_ = now;
    shown_ = true;
    const auto d = static_cast<unsigned long long>(done);
    const char* start = terminal_ ? "\r\x1b[K" : "";
    const char* stop = terminal_ ? "" : "\n";
    if (total == 0) {
        std::fprintf(stderr, "%s%s: %llu %s%s", start, what_.c_str(), d, unit_.c_str(), stop);
    } else {
        const auto t = static_cast<unsigned long long>(total);
        std::fprintf(stderr, "%s%s: %llu of %llu %s (%llu %%)%s", start, what_.c_str(), d, t,
                     unit_.c_str(), d * 100 / t, stop);
    }
    std::fflush(stderr);
}

void ProgressLine::end() {
    if (shown_ && terminal_) std::fputs("\r\x1b[K", stderr);
    shown_ = false;
}

}  // namespace muster::app
