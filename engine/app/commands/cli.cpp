#include "engine/app/commands/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace muster::app {

Option Option::required() const {
    return Option(*option_->required());
}

Option Option::capture_default_str() const {
    return Option(*option_->capture_default_str());
}

template <class Number>
Option Option::range(Number low, Number high) const {
    return Option(*option_->check(CLI::Range(low, high)));
}

template Option Option::range(int, int) const;
template Option Option::range(std::int64_t, std::int64_t) const;
template Option Option::range(std::size_t, std::size_t) const;
template Option Option::range(double, double) const;

Option Option::one_of(std::vector<std::string> words) const {
    return Option(*option_->check(CLI::IsMember(std::move(words))));
}

Option Option::excludes(Option other) const {
    return Option(*option_->excludes(other.option_));
}

Option Option::needs(Option other) const {
    return Option(*option_->needs(other.option_));
}

Option Option::expected(int values) const {
    return Option(*option_->expected(values));
}

Option Option::delimiter(char between) const {
    return Option(*option_->delimiter(between));
}

Option Option::one_value_each() const {
    return Option(*option_->allow_extra_args(false));
}

Option Option::type_name(const std::string& name) const {
    return Option(*option_->type_name(name));
}

Option Option::group(const std::string& heading) const {
    return Option(*option_->group(heading));
}

Option Option::envname(const std::string& variable) const {
    return Option(*option_->envname(variable));
}

Command Command::add_subcommand(const std::string& name, const std::string& what) const {
    return Command(*app_->add_subcommand(name, what));
}

void Command::require_subcommand() const {
    app_->require_subcommand(1);
}

template <class Value>
Option Command::add_option(const std::string& name, Value& value, const std::string& what) const {
    return Option(*app_->add_option(name, value, what));
}

template Option Command::add_option(const std::string&, int&, const std::string&) const;
template Option Command::add_option(const std::string&, unsigned&, const std::string&) const;
template Option Command::add_option(const std::string&, std::int64_t&, const std::string&) const;
template Option Command::add_option(const std::string&, std::uint64_t&, const std::string&) const;
template Option Command::add_option(const std::string&, double&, const std::string&) const;
template Option Command::add_option(const std::string&, std::string&, const std::string&) const;
template Option Command::add_option(const std::string&, std::optional<std::uint64_t>&,
                                    const std::string&) const;
template Option Command::add_option(const std::string&, std::vector<std::int64_t>&,
                                    const std::string&) const;
template Option Command::add_option(const std::string&, std::vector<std::string>&,
                                    const std::string&) const;

Option Command::add_option(const std::string& name,
                           std::function<std::optional<std::string>(const std::string&)> take,
                           const std::string& what) const {
    return Option(*app_->add_option_function<std::string>(
        name,
        [name, take = std::move(take)](const std::string& text) {
            if (const auto wrong = take(text)) throw CLI::ValidationError(name, *wrong);
        },
        what));
}

Option Command::add_flag(const std::string& name, bool& value, const std::string& what) const {
    return Option(*app_->add_flag(name, value, what));
}

void Command::callback(std::function<void()> run) const {
    app_->callback(std::move(run));
}

void Command::example(const std::string& line) const {
    app_->footer("Example:\n  " + line);
}

void Cli::fail(Exit code, const std::string& message) {
    std::fprintf(stderr, "muster: %s\n", message.c_str());
    exit_code = code;
}

int run_command_line(int argc, char** argv) {
    CLI::App app{"Muster: real-time rapid-response dispatch."};
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);
    Cli cli{Command(app)};
    add_serve(cli);
    add_simulate(cli);
    add_audit(cli);
    add_whatif(cli);
    add_data(cli);
    add_backups(cli);
    add_accounts(cli);
    add_tokens(cli);
    add_keys(cli);
    add_person(cli);
    add_access_record(cli);
    add_schema(cli);
    add_config(cli);
    add_load(cli);
    add_roads(cli);
    add_import(cli);
    add_survey(cli);
    add_export(cli);
    add_intake(cli);
    add_outbox(cli);
    add_card(cli);
    add_certificate(cli);
    add_suggestions(cli);
    add_report(cli);
    add_views(cli);
    add_demo_data(cli);
    cli.app.example("muster demo --speed 10");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    return static_cast<int>(cli.exit_code);
}

}  // namespace muster::app
