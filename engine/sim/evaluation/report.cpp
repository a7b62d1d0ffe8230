#include "engine/sim/evaluation/report.hpp"

#include <cstdio>

#include "engine/codec/json_writer.hpp"
#include "engine/sim/evaluation/report_text.hpp"

namespace muster::evaluation {
namespace {

std::string scaled(std::int64_t value, double unit, int decimals) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, static_cast<double>(value) / unit);
    return text;
}

// The mean and how far the interval goes to either side.
std::string with_interval(const Estimate& e, double unit, int decimals) {
    return scaled(e.mean, unit, decimals) + " ±" + scaled((e.high - e.low) / 2, unit, decimals);
}

std::string change(const Difference& d, double unit, int decimals) {
    char text[96];
    std::snprintf(text, sizeof text, "%+.*f [%+.*f %+.*f] %+.1f %%%s", decimals,
                  static_cast<double>(d.mean) / unit, decimals, static_cast<double>(d.low) / unit,
                  decimals, static_cast<double>(d.high) / unit,
                  static_cast<double>(d.relative_permille) / 10, d.significant ? " *" : "");
    return text;
}

// Text of a column; a letter such as the plus-minus sign has more bytes than places.
std::string padded(const std::string& text, std::size_t width) {
    std::size_t letters = 0;
    for (const char c : text)
        letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return (letters < width ? std::string(width - letters, ' ') : std::string(" ")) + text;
}

void policy_table(std::string& out, const PolicyFigures& figures) {
    print(out, "policy %s\n", figures.policy.c_str());
    out += "  calls      number" + padded("mean min", 15) + padded("p50", 14) + padded("p90", 15) +
           padded("p99", 15) + padded("late %", 14) + padded("never reached", 15) + "\n";
    for (const ClassFigures& row : figures.classes) {
        print(out, "  %-7s%10lld", row.calls_of.c_str(), static_cast<long long>(row.calls));
        out += padded(with_interval(row.mean_ms, minute_ms, 2), 15) +
               padded(with_interval(row.p50_ms, minute_ms, 2), 14) +
               padded(with_interval(row.p90_ms, minute_ms, 2), 15) +
               padded(with_interval(row.p99_ms, minute_ms, 2), 15) +
               padded(with_interval(row.late_ppm, percent_ppm, 2), 14) +
               padded(std::to_string(row.never_reached), 15) + "\n";
    }
    out += "  units busy " + with_interval(figures.busy_ppm, percent_ppm, 1) +
           " %, diversions in 1,000 calls " +
           with_interval(figures.diversions_per_1000_calls, 1, 0);
    out += ", moves " + with_interval(figures.moves_per_1000_calls, 1, 0);
    print(out, ", commands %lld\n", static_cast<long long>(figures.commands));
    print(out,
          "  must be 0: idle while waiting %lld, expected arrivals not kept %lld, refused commands "
          "%lld%s\n",
          static_cast<long long>(figures.idle_while_waiting),
          static_cast<long long>(figures.eta_mismatches), static_cast<long long>(figures.refusals),
          figures.first_refusal.empty() ? "" : (" (" + figures.first_refusal + ")").c_str());
}

void comparison_table(std::string& out, const Comparison& comparison) {
    print(out, "%s against %s: difference [95 %% interval] relative, * = significant\n",
          comparison.policy.c_str(), comparison.base.c_str());
    out += "  calls  " + padded("mean min", 32) + padded("p99 min", 32) +
           padded("late points", 32) + "\n";
    for (const ClassComparison& row : comparison.classes) {
        print(out, "  %-7s", row.calls_of.c_str());
        out += padded(change(row.mean_ms, minute_ms, 2), 32) +
               padded(change(row.p99_ms, minute_ms, 2), 32) +
               padded(change(row.late_ppm, percent_ppm, 2), 32) + "\n";
    }
}

}  // namespace

std::string minutes_text(std::int64_t ms) {
    return scaled(ms, minute_ms, 2);
}

std::string percent_text(std::int64_t ppm) {
    return scaled(ppm, percent_ppm, 1);
}

std::string to_json(const EvaluationReport& report) {
    std::string text;
    codec::write(text, report);
    return text;
}

std::string to_text(const EvaluationReport& report) {
    std::string out;
    print(out,
          "%s, load %.2f%s, %lld units, %lld replications of %lld days (the first %lld not "
          "counted), seed %llu\n",
          report.name_en.c_str(), static_cast<double>(report.load_permille) / 1000,
          report.weekly_rhythm ? " with a weekly rhythm" : "", static_cast<long long>(report.units),
          static_cast<long long>(report.replications), static_cast<long long>(report.days),
          static_cast<long long>(report.warmup_days), static_cast<unsigned long long>(report.seed));
    for (const std::string& change : report.changes)
        out += "changed: " + change + "\n";
    out += "response in minutes from the call until somebody is there; mean ± 95 % interval\n\n";
    for (const PolicyFigures& figures : report.policies)
        policy_table(out, figures);
    if (!report.comparisons.empty()) out += "\n";
    for (const Comparison& comparison : report.comparisons)
        comparison_table(out, comparison);
    return out;
}

}  // namespace muster::evaluation
