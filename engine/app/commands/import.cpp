#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/csv.hpp"
#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/rehearsal.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/app/tables/survey_table.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string what;
    std::string file;
    ServiceArguments service;
    bool check_only = false;
    std::uint64_t survey = 0;
};

void tell(const std::vector<FileFault>& faults) {
    for (const FileFault& fault : faults) {
        if (fault.line != 0) std::printf("line %zu: ", fault.line);
        std::printf("%s\n", fault.what.c_str());
    }
}

Expected<CsvTable, FileFault> read_table(const std::string& name) {
    const auto bytes = log::read_start(name, max_csv_bytes + 1);
    if (!bytes) return FileFault{0, bytes.error().message};
    auto text = decode_table(*bytes);
    if (!text) return std::move(text.error());
    return read_csv(*text);
}

TimePoint clock_now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

// What the file would do; nothing is sent yet. Nothing when it could not be found out.
std::optional<ImportPlan> plan_of(Cli& cli, const TableRule& rule, const CsvTable& table,
                                  ServiceClient& service,
                                  const std::optional<AnsweredSurvey>& answered) {
    const auto mapping = Mapping::of(rule, table.header);
    if (!mapping) {
        tell({mapping.error()});
        cli.fail(Exit::no, "nothing was imported");
        return std::nullopt;
    }
    for (const std::string& name : mapping->unused())
        std::printf("the column \"%s\" is not used\n", name.c_str());
    auto rules = service.rules();
    if (!rules) {
        cli.fail(Exit::failed, rules.error());
        return std::nullopt;
    }
    ProgressLine reading("reading what is there", rule.collection);
    const auto known = service.known(rule, [&](std::size_t n) { reading.show(n, 0); });
    reading.end();
    if (!known) {
        cli.fail(Exit::failed, known.error());
        return std::nullopt;
    }
    ProgressLine looking("looking at", "rows");
    ImportPlan plan = rehearse(
        rule, *mapping, table, std::move(*rules), clock_now(), *known,
        [&](std::size_t n) { looking.show(n, table.rows.size()); }, answered);
    looking.end();
    return plan;
}

void run_import(Cli& cli, const Arguments& args) {
    auto rule = table_rule(args.what, args.service.mapping);
    if (!rule) return cli.fail(Exit::usage, rule.error());
    const auto table = read_table(args.file);
    if (!table) {
        tell({table.error()});
        return cli.fail(Exit::no, "nothing was imported");
    }
    auto service = ServiceClient::open(args.service.url, args.service.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    std::optional<AnsweredSurvey> answered;
    if (const auto wrong = answer_survey(*rule, args.survey, **service, answered)) {
        return cli.fail(Exit::usage, *wrong);
    }
    const auto plan = plan_of(cli, *rule, *table, **service, answered);
    if (!plan) return;
    if (!plan->faults.empty()) {
        tell(plan->faults);
        return cli.fail(Exit::no,
                        std::to_string(plan->faults.size()) + " faults; nothing was imported");
    }
    std::printf("%zu new, %zu changed, %zu as they are\n", plan->created, plan->updated,
                plan->unchanged);
    if (args.check_only || plan->commands.empty()) return;
    ProgressLine sending("importing", "rows");
    const SendReport report = (*service)->send(
        plan->commands, [&](std::size_t n) { sending.show(n, plan->commands.size()); });
    sending.end();
    tell(report.duplicates);
    tell(report.flagged);
    std::printf("%zu of %zu imported, %zu proposed as duplicates, %zu to be reviewed\n",
                report.done, plan->commands.size(), report.duplicates.size(),
                report.flagged.size());
    if (report.faults.empty()) return;
    tell(report.faults);
    cli.fail(Exit::failed, "the same command again goes on where this one stopped");
}

}  // namespace

void add_import(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command command =
        cli.app.add_subcommand("import", "Bring a table into the register: whole, or not at all");
    command.add_option("what", args->what, "What the rows are, as config/tables.toml names it")
        .required();
    command
        .add_option("file", args->file, "CSV in UTF-8 or GB18030; its first line names the columns")
        .required();
    add_service_options(command, args->service);
    command.add_option("--survey", args->survey, "Which survey the rows answer");
    command.add_flag("--check", args->check_only, "Say what would happen, and do nothing");
    command.example("muster import members register.csv --token $TOKEN");
    command.callback([&cli, args] { run_import(cli, *args); });
}

}  // namespace muster::app
