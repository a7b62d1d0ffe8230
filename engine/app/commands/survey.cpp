#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/tables/csv.hpp"
#include "engine/app/tables/survey_form.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string survey;
    std::string choices;
    std::string settings;
};

// What is wrong with the file, or nothing. No file has no rows.
std::optional<std::string> read_sheet(const std::string& name, CsvTable& table) {
    if (name.empty()) return std::nullopt;
    const auto wrong = [&](const FileFault& fault) {
        const std::string line = fault.line == 0 ? "" : ", line " + std::to_string(fault.line);
        return name + line + ": " + fault.what.en;
    };
    const auto bytes = log::read_start(name, max_csv_bytes + 1);
    if (!bytes) return name + ": " + bytes.error().message;
    const auto text = decode_table(*bytes);
    if (!text) return wrong(text.error());
    auto read = read_csv(*text);
    if (!read) return wrong(read.error());
    table = std::move(*read);
    return std::nullopt;
}

void run_form(Cli& cli, const Arguments& args) {
    FormSheets sheets;
    if (const auto wrong = read_sheet(args.survey, sheets.survey)) {
        return cli.fail(Exit::no, *wrong);
    }
    if (const auto wrong = read_sheet(args.choices, sheets.choices)) {
        return cli.fail(Exit::no, *wrong);
    }
    if (const auto wrong = read_sheet(args.settings, sheets.settings)) {
        return cli.fail(Exit::no, *wrong);
    }
    const auto made = read_form(sheets);
    if (!made) return cli.fail(Exit::no, to_string(made.error()));
    std::fputs(to_toml(*made).c_str(), stdout);
}

}  // namespace

void add_survey(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    Command group = cli.app.add_subcommand("survey", "Make questionnaires");
    group.require_subcommand();
    const Command command = group.add_subcommand(
        "form", "From the sheets of an XLSForm, as CSV, to a questionnaire for the rules");
    command.add_option("survey", args->survey, "The sheet survey").required();
    command.add_option("choices", args->choices, "The sheet choices").required();
    command.add_option("--settings", args->settings, "The sheet settings");
    command.example("muster survey form survey.csv choices.csv >> config/surveys.toml");
    command.callback([&cli, args] { run_form(cli, *args); });
}

}  // namespace muster::app
