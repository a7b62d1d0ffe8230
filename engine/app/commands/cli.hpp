// The command line: one function per group of commands adds them to the program. What a command is
// asked to do happens in its callback, which sets `exit_code`.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace muster::app {

// 0 done. 1 the answer is no: a difference was found, a promise was not kept. 2 the command line or
// the configuration is wrong. 3 the work could not be done: a file, the disk, the network.
enum class Exit : int { ok = 0, no = 1, usage = 2, failed = 3 };

struct Cli {
    CLI::App& app;
    Exit exit_code = Exit::ok;

    // Says on standard error why a command could not be done.
    void fail(Exit code, const std::string& message);
};

void add_serve(Cli& cli);     // serve, demo
void add_simulate(Cli& cli);  // simulate
void add_audit(Cli& cli);     // check, anchor, replay, explain
void add_whatif(Cli& cli);    // whatif
void add_data(Cli& cli);      // backup, restore, repair
void add_tokens(Cli& cli);    // token create, list, revoke
void add_trail(Cli& cli);     // trail
void add_schema(Cli& cli);    // schema
void add_config(Cli& cli);    // config check
void add_load(Cli& cli);      // load
void add_roads(Cli& cli);     // roads import, info, route

// An example at the end of a command's help.
void example(CLI::App& command, const std::string& text);

}  // namespace muster::app
