#include <cstdio>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/export_fhir.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/app/tables/survey_table.hpp"
#include "engine/app/tables/table_file.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string what;
    std::string out;
    std::string format;  // empty: by the file's name
    std::string language = "zh";
    ServiceArguments service;
    std::uint64_t survey = 0;
};

void run_export(Cli& cli, const Arguments& args) {
    if (args.what == "fhir") {
        return export_fhir(cli, args.service.url, args.service.token, args.out);
    }
    auto rule = table_rule(args.what, args.service.mapping);
    if (!rule) return cli.fail(Exit::usage, rule.error());
    auto service = ServiceClient::open(args.service.url, args.service.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    std::optional<AnsweredSurvey> answered;
    if (const auto wrong = answer_survey(*rule, args.survey, **service, answered)) {
        return cli.fail(Exit::usage, wrong->en);
    }
    TableForm form = form_of(args.out);
    if (!args.format.empty()) form = args.format == "xlsx" ? TableForm::xlsx : TableForm::csv;
    const auto language = args.language == "en" ? TableLanguage::en : TableLanguage::zh;
    // Beside the file first: one that stands there is whole.
    const std::string beside = args.out + ".new";
    const auto file = TableFile::create(beside, form, *rule, language);
    ProgressLine line("exporting", rule->collection);
    std::size_t rows = 0;
    const auto unread =
        (*service)->each(*rule, [&](std::uint64_t, const boost::json::object& fields) {
            file->row(fields);
            line.show(++rows, 0);
        });
    line.end();
    const auto unwritten = file->close();
    if (unread || unwritten) {
        std::remove(beside.c_str());
        return cli.fail(Exit::failed, unread ? unread->en : "\"" + beside + "\": " + *unwritten);
    }
    if (std::rename(beside.c_str(), args.out.c_str()) != 0) {
        return cli.fail(Exit::failed, "\"" + args.out + "\" cannot be written");
    }
    std::printf("%zu %s exported\n", rows, rule->collection.c_str());
}

}  // namespace

void add_export(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command command = cli.app.add_subcommand(
        "export", "Write a table of what is there: CSV, which `import` reads back, or XLSX");
    command
        .add_option(
            "what", args->what,
            "What the rows are, as config/tables.toml names it; or fhir: the register as FHIR R4")
        .required();
    command
        .add_option("file", args->out,
                    "Where it goes; the same rows give the same bytes. Of fhir: .ndjson, .json (a "
                    "bundle), or a folder")
        .required();
    command.add_option("--format", args->format, "Default: by the end of the file's name, else csv")
        .one_of({"csv", "xlsx"});
    command.add_option("--language", args->language, "Of the headers")
        .capture_default_str()
        .one_of({"zh", "en"});
    command.add_option("--survey", args->survey, "Whose answers are wanted");
    add_service_options(command, args->service);
    command.example("muster export members members.xlsx --token $TOKEN");
    command.callback([&cli, args] { run_export(cli, *args); });
}

}  // namespace muster::app
