#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/csv.hpp"
#include "engine/app/tables/import_run.hpp"
#include "engine/app/tables/service_client.hpp"
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
        std::printf("%s\n", fault.what.en.c_str());
    }
}

TimePoint clock_now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

// Says on the terminal how far it is.
class TerminalWatch final : public ImportWatch {
  public:
    explicit TerminalWatch(std::string collection) : collection_(std::move(collection)) {}

    void stage(ImportState state, std::size_t total) override {
        total_ = total;
        if (state == ImportState::reading) line_.emplace("reading what is there", collection_);
        if (state == ImportState::checking) line_.emplace("looking at", "rows");
        if (state == ImportState::sending) line_.emplace("importing", "rows");
    }
    void step(std::size_t done) override { line_->show(done, total_); }
    void learnt(const ImportReport& report) override {
        line_->end();
        if (report.planned) {
            std::printf("%zu new, %zu changed, %zu as they are\n", report.created, report.updated,
                        report.unchanged);
            return;
        }
        for (const std::string& name : report.unused_columns)
            std::printf("the column \"%s\" is not used\n", name.c_str());
    }

  private:
    std::string collection_;
    std::optional<ProgressLine> line_;
    std::size_t total_ = 0;
};

void run_import(Cli& cli, const Arguments& args) {
    auto rule = table_rule(args.what, args.service.mapping);
    if (!rule) return cli.fail(Exit::usage, rule.error());
    auto bytes = log::read_start(args.file, max_csv_bytes + 1);
    if (!bytes) {
        std::printf("%s\n", bytes.error().message.c_str());
        return cli.fail(Exit::no, "nothing was imported");
    }
    auto service = ServiceClient::open(args.service.url, args.service.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const std::string collection = rule->collection;
    const ImportReport report = [&] {
        TerminalWatch watch(collection);
        return import_table(std::move(*rule), std::move(*bytes), **service,
                            {args.survey, args.check_only, clock_now()}, watch);
    }();
    if (report.planned && report.to_send > 0 && !args.check_only) {
        tell(report.duplicates);
        tell(report.flagged);
        std::printf("%zu of %zu imported, %zu proposed as duplicates, %zu to be reviewed\n",
                    report.sent, report.to_send, report.duplicates.size(), report.flagged.size());
    }
    tell(report.faults);
    const std::string why = report.why ? report.why->en : "";
    if (report.misasked) return cli.fail(Exit::usage, why);
    if (report.end == ImportState::refused) return cli.fail(Exit::no, why);
    if (report.end == ImportState::failed) return cli.fail(Exit::failed, why);
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
