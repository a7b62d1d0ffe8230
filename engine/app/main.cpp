#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "engine/app/commands/cli.hpp"

namespace muster::app {

void Cli::fail(Exit code, const std::string& message) {
    std::fprintf(stderr, "muster: %s\n", message.c_str());
    exit_code = code;
}

void example(CLI::App& command, const std::string& text) {
    command.footer("Example:\n  " + text);
}

}  // namespace muster::app

namespace {

int run(int argc, char** argv) {
    using namespace muster::app;
    CLI::App app{"Muster: real-time rapid-response dispatch."};
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);
    Cli cli{app};
    add_serve(cli);
    add_simulate(cli);
    add_audit(cli);
    add_whatif(cli);
    add_data(cli);
    add_tokens(cli);
    add_trail(cli);
    add_schema(cli);
    add_config(cli);
    add_load(cli);
    add_roads(cli);
    example(app, "muster demo --speed 10");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    return static_cast<int>(cli.exit_code);
}

}  // namespace

int main(int argc, char** argv) {
    // A client that went away is an error of its connection, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    // A file at its size limit is an error of that write, which is reported like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    // Standard output is for results.
    spdlog::set_default_logger(spdlog::stderr_color_mt("muster"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "muster: %s\n", error.what());
        return static_cast<int>(muster::app::Exit::failed);
    }
}
