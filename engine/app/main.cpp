#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "engine/app/commands/cli.hpp"

int main(int argc, char** argv) {
    // A client that went away is an error of its connection, not the end of the program.
    std::signal(SIGPIPE, SIG_IGN);
    // A file at its size limit is an error of that write, which is reported like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    // Standard output is for results.
    spdlog::set_default_logger(spdlog::stderr_color_mt("muster"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    try {
        return muster::app::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "muster: %s\n", error.what());
        return static_cast<int>(muster::app::Exit::failed);
    }
}
