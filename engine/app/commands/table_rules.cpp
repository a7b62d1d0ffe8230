#include "engine/app/commands/table_rules.hpp"

#include <filesystem>

#include "engine/app/config/load_toml.hpp"
#include "engine/app/config/options.hpp"

namespace muster::app {

void add_service_options(Command command, ServiceArguments& arguments) {
    command.add_option("--url", arguments.url, "The service").capture_default_str();
    command
        .add_option("--token", arguments.token,
                    "Of somebody who may see, and change, what the rows are")
        .required()
        .envname("TOKEN");
    command.add_option("--mapping", arguments.mapping,
                       "Which column is what (default: tables.toml beside the configuration)");
}

Expected<TableRule, std::string> table_rule(const std::string& what, const std::string& mapping) {
    const std::string file =
        mapping.empty() ? tables_file(default_config_file()).string() : mapping;
    TableConfig config;
    if (const auto wrong = load_toml(file, config)) return to_string(*wrong);
    std::string known;
    for (TableRule& rule : config.tables) {
        if (rule.what == what) return std::move(rule);
        known += (known.empty() ? "" : ", ") + rule.what;
    }
    return "\"" + what + "\" is no kind of table; " + file + " knows " + known;
}

}  // namespace muster::app
