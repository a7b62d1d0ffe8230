#include "engine/sim/report.hpp"

#include <cstdio>

#include "engine/codec/json_writer.hpp"

namespace muster::sim {

namespace {

// Minutes and seconds.
std::string duration(Millis time) {
    char text[32];
    const auto s = static_cast<long long>(time.value / 1000);
    std::snprintf(text, sizeof text, "%lld:%02lld", s / 60, s % 60);
    return text;
}

std::string percent(std::int64_t permille) {
    char text[32];
    std::snprintf(text, sizeof text, "%lld.%lld %%", static_cast<long long>(permille / 10),
                  static_cast<long long>(permille % 10));
    return text;
}

void line(std::string& out, std::string_view label, std::int64_t value) {
    char text[96];
    std::snprintf(text, sizeof text, "  %-32.*s %10lld\n", static_cast<int>(label.size()),
                  label.data(), static_cast<long long>(value));
    out += text;
}

void classes_table(std::string& out, const SimReport& report) {
    char row[160];
    std::snprintf(row, sizeof row, "%-6s%9s%8s%10s%9s%10s%9s%9s%9s\n", "class", "received",
                  "merged", "cancelled", "reached", "mean m:s", "p50", "p90", "p99");
    out += row;
    for (const ClassReport& c : report.classes) {
        std::snprintf(row, sizeof row, "%-6s%9lld%8lld%10lld%9lld%10s%9s%9s%9s\n",
                      std::string(name_of(c.urgency)).c_str(), static_cast<long long>(c.received),
                      static_cast<long long>(c.merged), static_cast<long long>(c.cancelled),
                      static_cast<long long>(c.reached), duration(c.response_mean_ms).c_str(),
                      duration(c.response_p50_ms).c_str(), duration(c.response_p90_ms).c_str(),
                      duration(c.response_p99_ms).c_str());
        out += row;
    }
}

void milestones_table(std::string& out, const SimReport& report) {
    char row[160];
    std::snprintf(row, sizeof row, "%-6s%-14s%10s%8s%10s\n", "class", "promise", "promised", "late",
                  "late");
    out += row;
    for (const ClassReport& c : report.classes) {
        for (const MilestoneReport& m : c.milestones) {
            std::snprintf(row, sizeof row, "%-6s%-14s%10lld%8lld%10s\n",
                          std::string(name_of(c.urgency)).c_str(),
                          std::string(name_of(m.milestone)).c_str(),
                          static_cast<long long>(m.promised), static_cast<long long>(m.breached),
                          percent(m.breached_permille).c_str());
            out += row;
        }
    }
}

void kinds_table(std::string& out, const SimReport& report) {
    char row[160];
    std::snprintf(row, sizeof row, "%-12s%8s%13s%10s%14s%12s\n", "who", "people", "assignments",
                  "services", "hours on duty", "busy");
    out += row;
    for (const KindReport& k : report.kinds) {
        std::snprintf(row, sizeof row, "%-12s%8lld%13lld%10lld%14lld%12s\n",
                      std::string(name_of(k.kind)).c_str(), static_cast<long long>(k.people),
                      static_cast<long long>(k.assignments), static_cast<long long>(k.services),
                      static_cast<long long>(k.on_duty_ms.value / 3'600'000),
                      percent(k.utilisation_permille).c_str());
        out += row;
    }
}

}  // namespace

std::string to_json(const SimReport& report) {
    std::string text;
    codec::write(text, report);
    return text;
}

std::string to_text(const SimReport& report) {
    std::string out;
    char head[160];
    std::snprintf(head, sizeof head, "seed %llu, load %lld.%03lld, %lld h, %lld records\n\n",
                  static_cast<unsigned long long>(report.seed),
                  static_cast<long long>(report.load_permille / 1000),
                  static_cast<long long>(report.load_permille % 1000),
                  static_cast<long long>((report.end_at - report.start_at).value / 3'600'000),
                  static_cast<long long>(report.records));
    out += head;
    classes_table(out, report);
    out += '\n';
    milestones_table(out, report);
    out += '\n';
    kinds_table(out, report);
    out += "\noffers\n";
    line(out, "made", report.offers.made);
    line(out, "accepted", report.offers.accepted);
    line(out, "declined", report.offers.declined);
    line(out, "expired", report.offers.expired);
    line(out, "withdrawn", report.offers.withdrawn);
    line(out, "slots filled directly instead", report.offers.fell_back);
    out += "dispatch\n";
    line(out, "requests received", report.received);
    line(out, "still open", report.open_at_end);
    line(out, "pre-emptions", report.preemptions);
    line(out, "not acknowledged", report.not_acknowledged);
    line(out, "raised automatically", report.raised_automatically);
    line(out, "waiting slots, thousandths", report.queue_mean_permille);
    line(out, "waiting slots, most", report.queue_max);
    out += "desk\n";
    line(out, "hand-overs", report.handovers);
    line(out, "calls answered", report.contact_answered);
    line(out, "calls missed", report.contact_misses);
    line(out, "contact chains exhausted", report.contacts_exhausted);
    line(out, "called back", report.called_back);
    line(out, "re-opened", report.reopened);
    line(out, "closed", report.closed);
    if (!report.refusals.empty()) out += "refused commands\n";
    for (const RefusalReport& refusal : report.refusals) {
        line(out, std::string(name_of(refusal.reason)), refusal.count);
    }
    out += "\nstate " + report.state_hash + "\n";
    return out;
}

}  // namespace muster::sim
