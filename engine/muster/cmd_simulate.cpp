#include <cstdio>
#include <memory>

#include "engine/muster/cli.hpp"
#include "engine/muster/options.hpp"
#include "engine/muster/progress.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/sim/simulation.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string config = default_config_file();
    std::string data;
    std::uint64_t seed = 1;
    std::int64_t hours = 24;
    std::int64_t load_permille = 1000;
    bool json = false;
};

void simulate(Cli& cli, const Arguments& args) {
    Loaded loaded;
    if (const auto wrong = load_all(args.config, loaded)) return cli.fail(Exit::usage, *wrong);
    sim::SimulationOptions options;
    options.rules = loaded.rules;
    options.city.seed = args.seed;
    options.world.seed = args.seed;
    options.world.load_permille = args.load_permille;
    options.duration = hours(args.hours);

    std::unique_ptr<pipeline::DiskLog> log;
    if (!args.data.empty()) {
        log::LogOptions log_options;
        log_options.now = system_now();
        auto writer = log::DecisionLog::open(args.data, log_options);
        if (!writer) return cli.fail(Exit::failed, writer.error().message);
        if ((*writer)->last_seq() != 0) {
            return cli.fail(Exit::failed, args.data +
                                              " holds a log already; a simulation writes "
                                              "only into a new one");
        }
        auto disk = pipeline::DiskLog::over(std::move(*writer), {});
        if (!disk) return cli.fail(Exit::failed, disk.error().message);
        log = std::move(*disk);
        options.log = log.get();
    }

    ProgressLine line("simulating", "minutes");
    auto report = sim::run_simulation(options, [&](Millis done, Millis total) {
        line.show(static_cast<std::uint64_t>(done.value / minutes(1).value),
                  static_cast<std::uint64_t>(total.value / minutes(1).value));
    });
    line.end();
    if (!report) return cli.fail(Exit::failed, report.error().message);
    const std::string text = args.json ? sim::to_json(*report) + "\n" : sim::to_text(*report);
    std::fputs(text.c_str(), stdout);
}

}  // namespace

void add_simulate(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    CLI::App* command = cli.app.add_subcommand(
        "simulate", "Live through days of the demo city as fast as it goes, without sockets");
    command->add_option("--seed", args->seed, "of the city and its people")->capture_default_str();
    command->add_option("--hours", args->hours, "of simulated time")
        ->capture_default_str()
        ->check(CLI::Range(1, 24 * 366));
    command->add_option("--load", args->load_permille, "demand, in thousandths of a usual day")
        ->capture_default_str()
        ->check(CLI::Range(0, 20'000));
    command->add_option("--data", args->data, "keep the log in this folder (slower)");
    command->add_option("--config", args->config, "configuration file")->capture_default_str();
    command->add_flag("--json", args->json, "print one JSON object");
    example(*command, "muster simulate --seed 7 --json");
    command->callback([&cli, args] { simulate(cli, *args); });
}

}  // namespace muster::app
