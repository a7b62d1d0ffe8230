#include "engine/app/load/report.hpp"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <numeric>

#include "engine/codec/json_writer.hpp"

namespace muster::app {
namespace {

[[gnu::format(printf, 2, 3)]] void line(std::string& text, const char* format, ...) {
    std::array<char, 512> buffer;
    va_list arguments;
    va_start(arguments, format);
    const int size = std::vsnprintf(buffer.data(), buffer.size(), format, arguments);
    va_end(arguments);
    if (size <= 0) return;
    text.append(buffer.data(), std::min(static_cast<std::size_t>(size), buffer.size() - 1));
    text.push_back('\n');
}

double ms(std::int64_t us) {
    return static_cast<double>(us) / 1000;
}

void latency_line(std::string& text, const char* what, const LatencyUs& t) {
    line(text, "%-11s %9.3f %9.3f %9.3f %9.3f %9.3f %9.3f", what, ms(t.mean), ms(t.p50), ms(t.p90),
         ms(t.p99), ms(t.p999), ms(t.max));
}

unsigned long long number(std::uint64_t value) {
    return value;
}

}  // namespace

LatencyUs latency_of(std::vector<std::int64_t> times_ns) {
    LatencyUs result;
    if (times_ns.empty()) return result;
    std::sort(times_ns.begin(), times_ns.end());
    const std::size_t n = times_ns.size();
    const auto rank = [&](std::size_t permille) {
        const std::size_t place = (n * permille + 999) / 1000;
        return times_ns[std::max<std::size_t>(place, 1) - 1] / 1000;
    };
    result.count = n;
    const double sum = std::accumulate(times_ns.begin(), times_ns.end(), 0.0);
    result.mean = static_cast<std::int64_t>(sum / static_cast<double>(n) / 1000);
    result.p50 = rank(500);
    result.p90 = rank(900);
    result.p99 = rank(990);
    result.p999 = rank(999);
    result.max = times_ns.back() / 1000;
    return result;
}

std::string to_json(const LoadReport& report) {
    std::string text;
    codec::write(text, report);
    return text;
}

std::string to_text(const LoadReport& report) {
    std::string text;
    line(text, "load on %s, service %s, run %s, seed %llu", report.url.c_str(),
         report.service.c_str(), report.run.c_str(), number(report.seed));
    line(text, "planned %llu (%s, %.1f/s), sent %llu, acknowledged %llu in %.2f s (%.1f/s)",
         number(report.planned), report.arrivals.c_str(),
         static_cast<double>(report.planned_per_s) / 1000, number(report.sent),
         number(report.acknowledged), ms(report.lasted_ms),
         static_cast<double>(report.achieved_per_s) / 1000);
    line(text, "%-11s %9s %9s %9s %9s %9s %9s", "ms", "mean", "p50", "p90", "p99", "p99.9", "max");
    latency_line(text, "accepted", report.accepted);
    latency_line(text, "durable", report.durable);
    latency_line(text, "on feed", report.on_feed);
    latency_line(text, "send delay", report.send_delay);
    for (const LoadErrors& error : report.errors) {
        line(text, "error %s: %llu times, such as: %s", error.status.c_str(), number(error.count),
             error.example.c_str());
    }
    line(text, "feed: %llu deltas, %llu acknowledged requests missing, %llu gaps, %llu reconnects",
         number(report.feed_deltas), number(report.on_feed_missing), number(report.feed_gaps),
         number(report.feed_reconnects));
    if (!report.checked) {
        line(text, "check: could not be made");
    } else {
        line(text,
             "check: %llu read back, %llu missing, %llu differing, %llu unexpected, %llu merged: "
             "%s",
             number(report.read_back), number(report.missing), number(report.differing),
             number(report.unexpected), number(report.merged),
             report.kept ? "every promise was kept" : "A PROMISE WAS BROKEN");
    }
    return text;
}

}  // namespace muster::app
