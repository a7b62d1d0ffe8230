// `muster simulate --city`: policies compared on a real city.

#include "engine/app/commands/simulate_city.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/app/commands/datum_option.hpp"
#include "engine/app/config/city_config.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/progress.hpp"
#include "engine/codec/describe.hpp"
#include "engine/sim/evaluation/evaluation.hpp"
#include "engine/sim/evaluation/report_html.hpp"

namespace muster::app {
namespace {

// "closest,rolling+move_up"
std::optional<std::string> read_policies(const std::string& text,
                                         std::vector<evaluation::PolicyChoice>& out) {
    out.clear();
    std::string_view rest = text;
    for (;;) {
        const std::size_t comma = rest.find(',');
        const std::string name(rest.substr(0, comma));
        const auto policy = evaluation::policy_named(name);
        if (!policy) {
            std::string known;
            for (const std::string_view each : enum_names<Policy>)
                known += (known.empty() ? "" : ", ") + std::string(each);
            return "--policy: \"" + name + "\" is no policy; expected some of " + known +
                   " with commas between them, each with or without +move_up";
        }
        if (std::find(out.begin(), out.end(), *policy) != out.end())
            return "--policy: \"" + name + "\" is named twice";
        out.push_back(*policy);
        if (comma == std::string_view::npos) return std::nullopt;
        rest.remove_prefix(comma + 1);
    }
}

std::filesystem::path model_file(const CityArguments& args) {
    if (!args.city_config.empty()) return args.city_config;
    std::filesystem::path folder = std::filesystem::absolute(args.city).lexically_normal();
    if (folder.filename().empty()) folder = folder.parent_path();
    return std::filesystem::path(default_config_file()).parent_path() / "cities" /
           (folder.filename().string() + ".toml");
}

bool write_file(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text << std::flush;
    return out.good();
}

}  // namespace

Option add_city_options(Command command, CityArguments& args) {
    constexpr const char* group = "With --city: policies on a real city";
    const Option city =
        command
            .add_option("--city", args.city,
                        "folder with nodes, arcs, demand, stations, hospitals, units .csv")
            .group(group);
    const auto option = [&](const char* name, auto& value, const char* what) {
        return command.add_option(name, value, what).group(group).needs(city);
    };
    add_datum_option(command, "the tables in this folder", args.datum).group(group).needs(city);
    option("--city-config", args.city_config,
           "calls, times and targets of the city (default: cities/FOLDER.toml beside the "
           "configuration)");
    option("--policy", args.policies,
           "policies to compare, with commas, each with +move_up or without; the first is what the "
           "others are compared to")
        .capture_default_str();
    option("--reps", args.replications, "replications: the same days with other luck")
        .capture_default_str()
        .range(1, 1000);
    option("--days", args.days, "days of a replication").capture_default_str().range(1, 366);
    option("--warmup-days", args.warmup_days, "of these days, the first that are not counted")
        .capture_default_str()
        .range(0, 365);
    option("--rhythm", args.rhythm, "table with the rhythm of a week (default: even demand)");
    option("--weights", args.weights, "of a waiting high, medium and low call")
        .capture_default_str()
        .delimiter(',')
        .expected(3)
        .range(1, 1'000'000);
    option("--set", args.changes,
           "rule=value for all policies, such as dispatch.switch_ms=60000; may be given again");
    option("--threads", args.threads, "replications at once").capture_default_str().range(1, 256);
    option("--html", args.html, "write a page with diagrams and a map to this file");
    return city;
}

void simulate_city(Cli& cli, const CityArguments& args) {
    evaluation::EvaluationOptions options;
    if (const auto wrong = read_policies(args.policies, options.policies))
        return cli.fail(Exit::usage, *wrong);
    if (args.warmup_days >= args.days)
        return cli.fail(Exit::usage, "--warmup-days must leave a day to count");
    options.replications = args.replications;
    options.days = args.days;
    options.warmup_days = args.warmup_days;
    options.load_permille = args.load_permille;
    options.seed = args.seed;
    options.threads = args.threads;
    std::copy_n(args.weights.begin(), options.service.weights.size(),
                options.service.weights.begin());
    for (const std::string& change : args.changes) {
        const std::size_t equals = change.find('=');
        if (equals == std::string::npos || equals == 0)
            return cli.fail(Exit::usage, "--set takes rule=value, not \"" + change + "\"");
        options.service.changes.emplace_back(change.substr(0, equals), change.substr(equals + 1));
    }

    evaluation::CityModel model;
    if (const auto wrong = load_city_model(model_file(args), model))
        return cli.fail(Exit::usage, to_string(*wrong));
    if (const auto wrong = evaluation::check(model, options.service))
        return cli.fail(Exit::usage, *wrong);
    evaluation::CityBundle city;
    if (const auto wrong = evaluation::load_city(args.city, model, city, args.datum))
        return cli.fail(Exit::failed, *wrong);
    evaluation::Rhythm rhythm;
    if (!args.rhythm.empty()) {
        if (const auto wrong = evaluation::load_rhythm(args.rhythm, rhythm))
            return cli.fail(Exit::failed, *wrong);
        options.rhythm = &rhythm;
    }

    ProgressLine line("simulating", "days");
    const evaluation::Evaluation result = evaluation::evaluate(
        city, options, [&](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    const std::string text =
        args.json ? evaluation::to_json(result.report) + "\n" : evaluation::to_text(result.report);
    std::fputs(text.c_str(), stdout);
    if (!args.html.empty() && !write_file(args.html, evaluation::to_html(city, result)))
        return cli.fail(Exit::failed, args.html + ": cannot be written");
}

std::optional<std::int64_t> decimal_permille(const std::string& text) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest != end || !(value >= 0) || value > 20) return std::nullopt;
    return std::llround(value * 1000);
}

}  // namespace muster::app
