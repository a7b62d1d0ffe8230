#include "engine/sim/evaluation/evaluation.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/codec/describe.hpp"
#include "engine/sim/evaluation/replication.hpp"
#include "engine/sim/simulation.hpp"

namespace muster::evaluation {
namespace {

constexpr std::size_t groups = call_classes + 1;  // the classes, then all calls
constexpr std::size_t all_calls = call_classes;

struct GroupFigures {
    std::int64_t calls = 0;
    std::int64_t never_reached = 0;
    std::int64_t late = 0;
    std::vector<std::int64_t> responses;  // sorted
};

// One replication under one policy.
struct Run {
    std::array<GroupFigures, groups> of;
    std::vector<Point> late_places;
    ReplicationResult result;
    double busy_ppm = 0;
};

std::string group_name(std::size_t group) {
    if (group == all_calls) return "all";
    return std::string(enum_names<CallClass>[group]);
}

class Work {
  public:
    Work(const CityBundle& city, const EvaluationOptions& options,
         const EvaluationProgress& progress)
        : city_(city), options_(options), progress_(progress) {
        runs_.resize(options.policies.size() * static_cast<std::size_t>(options.replications));
    }

    // By policy, then replication.
    std::vector<Run> run() {
        const std::size_t count = std::clamp<std::size_t>(options_.threads, 1, runs_.size());
        std::vector<std::thread> threads;
        for (std::size_t t = 1; t < count; ++t)
            threads.emplace_back([this] { take_turns(); });
        take_turns();
        for (std::thread& thread : threads)
            thread.join();
        return std::move(runs_);
    }

  private:
    void take_turns() {
        for (std::size_t i = next_++; i < runs_.size(); i = next_++) {
            const std::size_t policies = options_.policies.size();
            const std::size_t policy = i % policies;
            const std::size_t replication = i / policies;
            runs_[policy * static_cast<std::size_t>(options_.replications) + replication] =
                one(options_.policies[policy], replication);
        }
    }

    Run one(const PolicyChoice& policy, std::size_t replication) {
        CallOptions draw;
        draw.seed = options_.seed;
        draw.replication = replication;
        draw.start = sim::default_start;
        draw.days = options_.days;
        draw.load_permille = options_.load_permille;
        draw.rhythm = options_.rhythm;
        const std::vector<Call> calls = draw_calls(city_, draw);
        ReplicationOptions live;
        live.rules = service_rules(city_, policy, options_.service);
        live.start = draw.start;
        live.count_from = draw.start + hours(24 * options_.warmup_days);
        live.count_until = draw.start + hours(24 * options_.days);
        live.give_up = live.count_until + hours(24);
        live.day_done = [this] { show_progress(); };
        Run run;
        run.result = run_replication(city_, calls, live);
        for (std::size_t i = 0; i < calls.size(); ++i) {
            if (calls[i].at >= live.count_from)
                count(run, calls[i], run.result.calls[i], replication == 0);
        }
        for (GroupFigures& figures : run.of)
            std::sort(figures.responses.begin(), figures.responses.end());
        const Millis counted =
            (live.count_until - live.count_from) * static_cast<std::int64_t>(city_.units.size());
        run.busy_ppm = static_cast<double>(run.result.busy_ms.value) * 1e6 /
                       static_cast<double>(counted.value);
        run.result.calls.clear();
        return run;
    }

    void count(Run& run, const Call& call, const CallResult& result, bool keep_place) {
        const auto call_class = static_cast<std::size_t>(call.call_class);
        const bool late = !result.reached || result.response > city_.model.target_ms[call_class];
        for (const std::size_t group : {call_class, all_calls}) {
            GroupFigures& figures = run.of[group];
            ++figures.calls;
            figures.late += late ? 1 : 0;
            if (result.reached) {
                figures.responses.push_back(result.response.value);
            } else {
                ++figures.never_reached;
            }
        }
        if (late && keep_place) run.late_places.push_back(call.place);
    }

    void show_progress() {
        if (!progress_) return;
        const std::lock_guard lock(mutex_);
        progress_(++days_done_, runs_.size() * static_cast<std::uint64_t>(options_.days));
    }

    const CityBundle& city_;
    const EvaluationOptions& options_;
    const EvaluationProgress& progress_;
    std::vector<Run> runs_;  // each written by the thread that took its turn
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;  // of the progress
    std::uint64_t days_done_ = 0;
};

using Runs = std::span<const Run>;

template <class Value>
std::vector<double> each(Runs runs, Value value) {
    std::vector<double> values;
    for (const Run& run : runs)
        values.push_back(value(run));
    return values;
}

double mean_of(const std::vector<std::int64_t>& values) {
    if (values.empty()) return 0;
    std::int64_t sum = 0;
    for (const std::int64_t value : values)
        sum += value;
    return static_cast<double>(sum) / static_cast<double>(values.size());
}

double per(std::int64_t part, std::int64_t whole, double unit) {
    return whole == 0 ? 0 : static_cast<double>(part) * unit / static_cast<double>(whole);
}

// One value for each replication of everything that is compared.
struct Series {
    std::vector<double> mean;
    std::vector<double> p50;
    std::vector<double> p90;
    std::vector<double> p99;
    std::vector<double> late;
};

Series series_of(Runs runs, std::size_t group) {
    const auto share = [&](double s) {
        return each(runs, [&](const Run& run) { return percentile(run.of[group].responses, s); });
    };
    Series series;
    series.mean = each(runs, [&](const Run& run) { return mean_of(run.of[group].responses); });
    series.p50 = share(0.5);
    series.p90 = share(0.9);
    series.p99 = share(0.99);
    series.late = each(
        runs, [&](const Run& run) { return per(run.of[group].late, run.of[group].calls, 1e6); });
    return series;
}

std::int64_t calls_in(Runs runs, std::size_t group) {
    std::int64_t calls = 0;
    for (const Run& run : runs)
        calls += run.of[group].calls;
    return calls;
}

double busy_of(const Run& run) {
    return run.busy_ppm;
}

PolicyFigures figures_of(const PolicyChoice& policy, Runs runs) {
    PolicyFigures figures;
    figures.policy = name_of(policy);
    for (std::size_t group = 0; group < groups; ++group) {
        ClassFigures row;
        row.calls = calls_in(runs, group);
        if (row.calls == 0) continue;
        row.calls_of = group_name(group);
        for (const Run& run : runs)
            row.never_reached += run.of[group].never_reached;
        const Series series = series_of(runs, group);
        row.mean_ms = estimate(series.mean);
        row.p50_ms = estimate(series.p50);
        row.p90_ms = estimate(series.p90);
        row.p99_ms = estimate(series.p99);
        row.late_ppm = estimate(series.late);
        figures.classes.push_back(std::move(row));
    }
    figures.busy_ppm = estimate(each(runs, busy_of));
    figures.diversions_per_1000_calls = estimate(each(runs, [](const Run& run) {
        return per(run.result.diversions, run.of[all_calls].calls, 1000);
    }));
    figures.moves_per_1000_calls = estimate(each(
        runs, [](const Run& run) { return per(run.result.moves, run.of[all_calls].calls, 1000); }));
    for (const Run& run : runs) {
        figures.commands += run.result.commands;
        figures.idle_while_waiting += run.result.idle_while_waiting;
        figures.eta_mismatches += run.result.eta_mismatches;
        figures.refusals += run.result.refusals;
        if (figures.first_refusal.empty()) figures.first_refusal = run.result.first_refusal;
    }
    return figures;
}

Comparison compare(const PolicyChoice& base, Runs base_runs, const PolicyChoice& policy,
                   Runs runs) {
    Comparison comparison;
    comparison.base = name_of(base);
    comparison.policy = name_of(policy);
    for (std::size_t group = 0; group < groups; ++group) {
        if (calls_in(runs, group) == 0) continue;
        const Series a = series_of(base_runs, group);
        const Series b = series_of(runs, group);
        comparison.classes.push_back(
            {group_name(group), paired_difference(a.mean, b.mean), paired_difference(a.p50, b.p50),
             paired_difference(a.p90, b.p90), paired_difference(a.p99, b.p99),
             paired_difference(a.late, b.late)});
    }
    comparison.busy_ppm = paired_difference(each(base_runs, busy_of), each(runs, busy_of));
    return comparison;
}

PolicySamples samples_of(Runs runs) {
    PolicySamples samples;
    for (std::size_t c = 0; c < call_classes; ++c) {
        std::vector<std::int64_t>& all = samples.responses[c];
        for (const Run& run : runs)
            all.insert(all.end(), run.of[c].responses.begin(), run.of[c].responses.end());
        std::sort(all.begin(), all.end());
    }
    samples.late_places = runs.front().late_places;
    return samples;
}

}  // namespace

Evaluation evaluate(const CityBundle& city, const EvaluationOptions& options,
                    const EvaluationProgress& progress) {
    const std::vector<Run> runs = Work(city, options, progress).run();
    const auto replications = static_cast<std::size_t>(options.replications);
    const auto runs_of = [&](std::size_t policy) {
        return Runs(runs).subspan(policy * replications, replications);
    };
    Evaluation evaluation;
    EvaluationReport& report = evaluation.report;
    report.city = city.folder_name;
    report.name_en = city.model.name_en;
    report.name_zh = city.model.name_zh;
    report.roads_hash = city.roads->map().hash();
    report.units = static_cast<std::int64_t>(city.units.size());
    report.seed = options.seed;
    report.replications = options.replications;
    report.days = options.days;
    report.warmup_days = options.warmup_days;
    report.load_permille = options.load_permille;
    report.weekly_rhythm = options.rhythm != nullptr;
    report.class_weights.assign(options.service.weights.begin(), options.service.weights.end());
    for (const auto& [path, value] : options.service.changes)
        report.changes.push_back(path + "=" + value);
    for (std::size_t p = 0; p < options.policies.size(); ++p) {
        report.policies.push_back(figures_of(options.policies[p], runs_of(p)));
        evaluation.samples.push_back(samples_of(runs_of(p)));
        if (p == 0) continue;
        report.comparisons.push_back(
            compare(options.policies[0], runs_of(0), options.policies[p], runs_of(p)));
    }
    return evaluation;
}

}  // namespace muster::evaluation
