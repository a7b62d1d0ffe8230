// The command line: one function per group of commands adds them to the program. What a command is
// asked to do happens in its callback, which sets `exit_code`.
//
// Command and Option pass on to CLI11, under its names. Its headers take eight seconds to compile
// and stand in cli.cpp alone. Both are handles: a copy means the same thing, and both live as long
// as the command line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): theirs
class App;
class Option;
}  // namespace CLI

namespace muster::app {

class Option {
  public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    Option required() const;
    Option capture_default_str() const;  // the help says what the variable holds now
    // Both ends belong to it.
    template <class Number>
    Option range(Number low, Number high) const;
    Option one_of(std::vector<std::string> words) const;
    Option excludes(Option other) const;
    Option needs(Option other) const;
    Option expected(int values) const;
    Option delimiter(char between) const;
    Option one_value_each() const;  // of a list: --x A --x B, and never --x A B
    Option type_name(const std::string& name) const;
    Option group(const std::string& heading) const;
    Option envname(const std::string& variable) const;

  private:
    CLI::Option* option_;
};

class Command {
  public:
    explicit Command(CLI::App& app) : app_(&app) {}

    Command add_subcommand(const std::string& name, const std::string& what) const;
    void require_subcommand() const;  // one
    // A number, a text, or a list of them: those that cli.cpp instantiates.
    template <class Value>
    Option add_option(const std::string& name, Value& value, const std::string& what) const;
    // `take` is given the text and says what is wrong with it, if anything.
    Option add_option(const std::string& name,
                      std::function<std::optional<std::string>(const std::string&)> take,
                      const std::string& what) const;
    Option add_flag(const std::string& name, bool& value, const std::string& what) const;
    void callback(std::function<void()> run) const;
    void example(const std::string& line) const;  // at the end of the help

  private:
    CLI::App* app_;
};

// 0 done. 1 the answer is no: a difference was found, a promise was not kept. 2 the command line or
// the configuration is wrong. 3 the work could not be done: a file, the disk, the network.
enum class Exit : int { ok = 0, no = 1, usage = 2, failed = 3 };

struct Cli {
    Command app;
    Exit exit_code = Exit::ok;

    // Says on standard error why a command could not be done.
    void fail(Exit code, const std::string& message);
};

// Runs the command that the arguments name. What the program exits with.
[[nodiscard]] int run_command_line(int argc, char** argv);

void add_serve(Cli& cli);          // serve, demo
void add_simulate(Cli& cli);       // simulate
void add_audit(Cli& cli);          // check, anchor, replay, explain
void add_whatif(Cli& cli);         // whatif
void add_data(Cli& cli);           // backup, restore, repair
void add_backups(Cli& cli);        // backups list, send
void add_accounts(Cli& cli);       // account add, change, invite, disable, enable...
void add_tokens(Cli& cli);         // token create, rotate, list, revoke
void add_keys(Cli& cli);           // keys, seal
void add_person(Cli& cli);         // person export
void add_access_record(Cli& cli);  // audit: read, verify, copy
void add_schema(Cli& cli);         // schema
void add_config(Cli& cli);         // config check
void add_load(Cli& cli);           // load
void add_roads(Cli& cli);          // roads import, info, route
void add_import(Cli& cli);         // import
void add_export(Cli& cli);         // export
void add_intake(Cli& cli);         // intake try
void add_outbox(Cli& cli);         // outbox dead, again
void add_card(Cli& cli);           // card link, sheet
void add_certificate(Cli& cli);
void add_survey(Cli& cli);       // survey form
void add_suggestions(Cli& cli);  // suggestions report
void add_report(Cli& cli);       // report daily, monthly, statement
void add_views(Cli& cli);        // views rebuild
void add_demo_data(Cli& cli);    // demo-data

}  // namespace muster::app
