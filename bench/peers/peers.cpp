// The same durable decision by Muster, Redis and PostgreSQL: of 1e5 responders, one in ten
// available, take the nearest that has the skill, exclusively, and keep the decision on disk before
// the answer. Same machine, same folder for temporary files, one after the other.
//   bench_peers [--seconds S] [--json FILE]      S of decisions for each setting; TMPDIR is used
//
// Rounds of 4,000 decisions take a part of the 10,000 available; between rounds all come back,
// untimed. The peers are reached over a unix socket, as they are meant to be; ours is in this
// process, as it is meant to be. 64 pipelined or in one transaction spares them nearly all of the
// difference.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "bench/peers/contender.hpp"

namespace muster::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t unit_count = 100'000;
constexpr std::size_t round_size = 4'000;

struct Row {
    std::string peer;
    std::string setting;
    double per_s = 0;
    double p50_us = 0;
    double p99_us = 0;
};

double percentile(std::vector<double>& values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// False when the contender failed, or took somebody twice.
bool measure(Contender& contender, const Setting& setting, const Workload& workload, double seconds,
             std::vector<Row>& rows) {
    std::vector<double> latencies;
    double took = 0;
    std::size_t decisions = 0;
    while (took < seconds) {
        if (!contender.refill()) return false;
        const std::size_t first = decisions % (workload.asks.size() - round_size);
        const auto start = Clock::now();
        if (!contender.decide(setting, std::span(workload.asks).subspan(first, round_size),
                              latencies)) {
            return false;
        }
        const double round = std::chrono::duration<double>(Clock::now() - start).count();
        took += round;
        decisions += round_size;
        if (contender.taken() != round_size) {
            std::fprintf(stderr, "%s: took %zu of %zu\n", contender.name().c_str(),
                         contender.taken(), round_size);
            return false;
        }
    }
    rows.push_back({contender.name(), setting.name, static_cast<double>(decisions) / took,
                    percentile(latencies, 0.5), percentile(latencies, 0.99)});
    const Row& row = rows.back();
    std::printf("%-44s %-34s %10.0f %10.0f %10.0f\n", row.peer.c_str(), row.setting.c_str(),
                row.per_s, row.p50_us, row.p99_us);
    std::fflush(stdout);
    return true;
}

double best_of(const std::vector<Row>& rows, std::size_t first) {
    double best = 0;
    for (std::size_t i = first; i < rows.size(); ++i)
        best = std::max(best, rows[i].per_s);
    return best;
}

void write_json(const std::string& path, const std::vector<Row>& rows, double muster, double redis,
                double postgres) {
    std::ofstream out(path);
    out << "{\"bench\":\"peers\",\"units\":" << unit_count << ",\"muster_best_per_s\":" << muster
        << ",\"redis_best_per_s\":" << redis << ",\"postgres_best_per_s\":" << postgres
        << ",\"rows\":[";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        out << (i == 0 ? "" : ",") << "{\"peer\":\"" << row.peer << "\",\"setting\":\""
            << row.setting << "\",\"decisions_per_s\":" << row.per_s << ",\"p50_us\":" << row.p50_us
            << ",\"p99_us\":" << row.p99_us << "}";
    }
    out << "]}\n";
}

int run(int argc, char** argv) {
    double seconds = 2;
    std::string json;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::strtod(argv[i + 1], nullptr);
        if (std::strcmp(argv[i], "--json") == 0) json = argv[i + 1];
    }
    const Workload workload = make_workload(unit_count, 1 << 16);
    std::printf("Durable decisions: the nearest able of %zu responders, taken exclusively\n",
                unit_count);
    std::printf("%-44s %-34s %10s %10s %10s\n", "", "", "per second", "p50 us", "p99 us");
    std::vector<Row> rows;
    bool complete = true;
    const auto all_settings = [&](std::unique_ptr<Contender> contender) {
        const std::size_t first = rows.size();
        if (!contender) {
            complete = false;
            return 0.0;
        }
        for (const Setting& setting : contender->settings()) {
            if (!measure(*contender, setting, workload, seconds, rows)) {
                std::printf("%-44s %-34s FAILED\n", contender->name().c_str(),
                            setting.name.c_str());
                complete = false;
            }
        }
        return best_of(rows, first);
    };
    const double muster = all_settings(make_muster(workload));
    const double redis = all_settings(make_redis(workload));
    const double with_postgis = all_settings(make_postgres(workload, PlaceType::postgis));
    const double postgres =
        std::max(with_postgis, all_settings(make_postgres(workload, PlaceType::own_points)));
    if (redis > 0) std::printf("best of Muster / best of Redis: %.1f\n", muster / redis);
    if (postgres > 0) {
        std::printf("best of Muster / best of PostgreSQL: %.1f\n", muster / postgres);
    }
    if (!json.empty()) write_json(json, rows, muster, redis, postgres);
    return complete ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace muster::bench

int main(int argc, char** argv) {
    try {
        return muster::bench::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_peers: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
