#include <cstdio>
#include <memory>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/simulate_city.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/progress.hpp"
#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/road_library.hpp"
#include "engine/sim/simulation.hpp"
#include "engine/sim/streets.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string config = default_config_file();
    std::string data;
    std::uint64_t seed = 1;
    std::int64_t hours = 24;
    std::string load = "1.0";
    bool json = false;
    CityArguments city;
};

void simulate(Cli& cli, Arguments& args) {
    const auto load = decimal_permille(args.load);
    if (!load) return cli.fail(Exit::usage, "--load takes a number from 0 to 20, such as 0.7");
    if (!args.city.city.empty()) {
        args.city.load_permille = *load;
        args.city.seed = args.seed;
        args.city.json = args.json;
        return simulate_city(cli, args.city);
    }
    Loaded loaded;
    if (const auto wrong = load_all(args.config, loaded)) return cli.fail(Exit::usage, *wrong);
    sim::SimulationOptions options;
    options.rules = loaded.rules;
    options.city.seed = args.seed;
    options.world.seed = args.seed;
    options.world.load_permille = *load;
    sim::fill_offices(options.world);
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
        options.streets = sim::make_streets(sim::make_city(options.city));
        pipeline::RoadLibrary library;
        library.add(options.streets);
        if (const auto wrong =
                library.keep(options.streets->hash(), pipeline::roads_folder(args.data))) {
            return cli.fail(Exit::failed, *wrong);
        }
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
    Command command = cli.app.add_subcommand(
        "simulate", "Live through days of the demo city, or of a real one, as fast as it goes");
    command.add_option("--seed", args->seed, "of the city and its people").capture_default_str();
    const Option city = add_city_options(command, args->city);
    command.add_option("--hours", args->hours, "of simulated time")
        .excludes(city)
        .capture_default_str()
        .range(1, 24 * 366);
    command.add_option("--load", args->load, "demand, as a multiple of the usual")
        .capture_default_str();
    command.add_option("--data", args->data, "keep the log in this folder (slower)").excludes(city);
    command.add_option("--config", args->config, "configuration file")
        .capture_default_str()
        .excludes(city);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example(
        "muster simulate --city cities/manhattan --policy closest,rolling --html page.html");
    command.callback([&cli, args] { simulate(cli, *args); });
}

}  // namespace muster::app
