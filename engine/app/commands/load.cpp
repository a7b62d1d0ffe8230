#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/load/client.hpp"
#include "engine/app/load/target.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/random_name.hpp"

namespace muster::app {
namespace {

struct Arguments {
    LoadOptions options;
    bool even = false;
    bool json = false;
};

bool is_token(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

void load(Cli& cli, const Arguments& args) {
    LoadOptions options = args.options;
    // Also for equal seeds the server must not take this run's requests for those of an earlier
    // one.
    options.run = random_name("load", 10);
    if (args.even) options.arrivals = Arrivals::even;
    if (options.rate * static_cast<double>(options.seconds) >
        static_cast<double>(LoadOptions::max_requests)) {
        return cli.fail(Exit::usage, "one run sends at most " +
                                         std::to_string(LoadOptions::max_requests) + " requests");
    }
    if (!is_token(options.token)) {
        return cli.fail(Exit::usage, "the token holds characters that no token has");
    }
    if (const auto target = read_target(options.url); !target) {
        return cli.fail(Exit::usage, target.error());
    }

    std::unique_ptr<ProgressLine> line;
    std::string phase_shown;
    const auto report =
        run_load(options, [&](const char* phase, std::uint64_t done, std::uint64_t total) {
            if (phase_shown != phase) {
                phase_shown = phase;
                line = std::make_unique<ProgressLine>(phase, "requests");
            }
            line->show(done, total);
        });
    line.reset();
    if (!report) return cli.fail(Exit::failed, report.error());
    std::fputs(args.json ? (to_json(*report) + "\n").c_str() : to_text(*report).c_str(), stdout);
    if (!report->checked) {
        return cli.fail(Exit::failed, "what was acknowledged could not be read back");
    }
    if (!report->kept) {
        return cli.fail(Exit::no, "the server has or shows something else than it acknowledged");
    }
    if (report->acknowledged == 0 && report->planned > 0) {
        cli.fail(Exit::failed, "the server acknowledged nothing");
    }
}

}  // namespace

void add_load(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    LoadOptions& options = args->options;
    Command command = cli.app.add_subcommand(
        "load",
        "Send real requests to a running server at a planned rate and measure what comes of them");
    command.add_option("--url", options.url, "of the server, such as http://127.0.0.1:8080")
        .required();
    command.add_option("--token", options.token, "of a dispatcher, supervisor or admin")
        .required()
        .envname("MUSTER_TOKEN");
    command.add_option("--rate", options.rate, "requests a second, planned; answers do not matter")
        .capture_default_str()
        .range(0.01, 200'000.0);
    command.add_option("--seconds", options.seconds, "how long to send")
        .capture_default_str()
        .range(1, 86'400);
    command.add_option("--service", options.service,
                       "code of the service asked for (default: the first one of the server that "
                       "is no emergency line)");
    command
        .add_option("--connections", options.connections,
                    "kept-alive connections; each carries one request at a time")
        .capture_default_str()
        .range(std::size_t{1}, LoadOptions::max_connections);
    command.add_option("--seed", options.seed, "of the times of sending").capture_default_str();
    command.add_flag("--even", args->even, "equal gaps instead of independent (Poisson) arrivals");
    command.add_flag("--json", args->json, "print one JSON object");
    command.example(
        "muster load --url http://127.0.0.1:8080 --token \"$TOKEN\" --rate 500 --seconds 30\n"
        "CAUTION: the server dispatches real responders to these requests. Aim it only at a server "
        "made for tests.\n"
        "Exit code: 0 everything acknowledged is there and was on the feed; 1 something is not; "
        "2 wrong options; 3 the server could not be reached or asked.");
    command.callback([&cli, args] { load(cli, *args); });
}

}  // namespace muster::app
