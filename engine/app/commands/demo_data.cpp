#include <boost/json/parse.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/demo_survey.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/tables/survey_table.hpp"
#include "engine/app/tables/table_text.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/suggestions.hpp"
#include "engine/sim/talents.hpp"
#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

// Of the random numbers of a city, those that nothing else of it takes.
constexpr std::uint64_t survey_stream = 929;

struct Arguments {
    std::string folder;
    std::string mapping;
    std::uint64_t seed = 1;
    std::size_t members = sim::CityOptions().members;
    std::size_t volunteers = sim::CityOptions().volunteers;
    std::size_t answers = 929;
    std::size_t talents = 1'216;
};

// The fields as a command has them.
boost::json::object fields_of(const muster::Command& command, const TableRule& rule) {
    std::string text;
    codec::write(text, command);
    return boost::json::parse(text).at(rule.fields_of).as_object();
}

// Writes one table: `lines` puts its rows into it. Whether that could be done.
bool write_table(Cli& cli, const Arguments& args, const std::string& what,
                 const std::function<std::size_t(const TableRule&, std::ostream&)>& lines,
                 const Questionnaire* questions = nullptr) {
    auto rule = table_rule(what, args.mapping);
    if (!rule) {
        cli.fail(Exit::usage, rule.error());
        return false;
    }
    if (questions != nullptr) add_questions(*rule, *questions);
    const auto name = std::filesystem::path(args.folder) / (what + ".csv");
    std::ofstream file(name, std::ios::binary | std::ios::trunc);
    file << byte_order_mark << header_line(*rule);
    const std::size_t rows = lines(*rule, file);
    file.close();
    if (!file) {
        cli.fail(Exit::failed, "\"" + name.string() + "\" cannot be written");
        return false;
    }
    std::printf("%s: %zu rows\n", name.c_str(), rows);
    return true;
}

// The first questionnaire of the rules, answered by every member in turn until there are enough.
void write_survey(Cli& cli, const Arguments& args, const Rules& rules, const sim::City& city) {
    const auto& rule = rules.survey;
    if (!rule || rule->questionnaires.empty() || city.members.empty() || args.answers == 0) return;
    const Questionnaire& questionnaire = rule->questionnaires.front();
    write_table(
        cli, args, "survey",
        [&](const TableRule& table, auto& out) {
            sim::Rng rng(args.seed, sim::Purpose::city, survey_stream);
            for (std::size_t i = 0; i < args.answers; ++i) {
                const auto& profile = city.members[i % city.members.size()].profile;
                const bool known = i < city.members.size() && i % 4 != 0;
                out << entity_line(
                    table, invented_answer(questionnaire, i, known ? &profile : nullptr, rng));
            }
            return args.answers;
        },
        &questionnaire);
}

// Nothing where the rules have no register of talents.
bool write_talents(Cli& cli, const Arguments& args, const Rules& rules) {
    if (!rules.talents || rules.talents->fields.empty() || args.talents == 0) return true;
    return write_table(cli, args, "talents", [&](const TableRule& table, auto& out) {
        for (std::uint32_t n = 0; n < args.talents; ++n) {
            const RegisterTalent one{
                sim::invented_talent(rules.talents->fields, args.seed, n), {}, {}, false, {}};
            boost::json::object fields = fields_of(one, table);
            fields["reviewed_on"] = to_string(sim::invented_review(args.seed, n));
            out << entity_line(table, fields);
        }
        return args.talents;
    });
}

// As the service would show it.
boost::json::object shown(const RegisterSuggestion& one) {
    return {{"reference", one.reference},
            {"category", one.category.view()},
            {"title", one.title},
            {"text", one.text.value},
            {"confidentiality", name_of(one.confidentiality)},
            {"author", one.author.value},
            {"received_on", to_string(one.received_on.value())}};
}

void write_suggestions(Cli& cli, const Arguments& args) {
    write_table(cli, args, "suggestions", [&](const TableRule& rule, auto& out) {
        const auto all = sim::invented_suggestions(args.seed);
        for (const RegisterSuggestion& one : all)
            out << entity_line(rule, shown(one));
        return all.size();
    });
}

void run(Cli& cli, const Arguments& args) {
    Loaded loaded;
    if (const auto wrong = load_all(default_config_file(), loaded)) {
        return cli.fail(Exit::usage, *wrong);
    }
    std::error_code failed;
    std::filesystem::create_directories(args.folder, failed);
    sim::CityOptions options;
    options.seed = args.seed;
    options.members = static_cast<std::uint32_t>(args.members);
    options.volunteers = static_cast<std::uint32_t>(args.volunteers);
    const sim::City city = sim::make_city(options);
    const bool members = write_table(cli, args, "members", [&](const TableRule& rule, auto& out) {
        for (const sim::CityMember& one : city.members)
            out << entity_line(rule, fields_of(RegisterMember{one.profile}, rule));
        return city.members.size();
    });
    if (!members) return;
    const bool responders =
        write_table(cli, args, "responders", [&](const TableRule& rule, auto& out) {
            for (const sim::CityResponder& one : city.responders)
                out << entity_line(rule, fields_of(RegisterResponder{one.profile}, rule));
            return city.responders.size();
        });
    if (!responders || !write_talents(cli, args, loaded.rules)) return;
    write_survey(cli, args, loaded.rules, city);
    write_suggestions(cli, args);
}

}  // namespace

void add_demo_data(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command command = cli.app.add_subcommand(
        "demo-data", "Write the tables of an invented city, to try `import` with");
    command
        .add_option("folder", args->folder,
                    "Where members.csv, responders.csv, talents.csv, survey.csv and "
                    "suggestions.csv go")
        .required();
    command.add_option("--seed", args->seed, "The same seed, the same people")
        .capture_default_str();
    command.add_option("--members", args->members, "So many")
        .capture_default_str()
        .range(std::size_t{0}, std::size_t{1'000'000});
    command.add_option("--volunteers", args->volunteers, "So many, beside 600 of staff")
        .capture_default_str()
        .range(std::size_t{0}, std::size_t{1'000'000});
    command.add_option("--answers", args->answers, "So many, to the first questionnaire")
        .capture_default_str()
        .range(std::size_t{0}, std::size_t{1'000'000});
    command.add_option("--talents", args->talents, "So many")
        .capture_default_str()
        .range(std::size_t{0}, std::size_t{1'000'000});
    command.add_option("--mapping", args->mapping,
                       "Which column is what (default: tables.toml beside the configuration)");
    command.example("muster demo-data /tmp/tables --seed 7");
    command.callback([&cli, args] { run(cli, *args); });
}

}  // namespace muster::app
