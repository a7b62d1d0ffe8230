// What `import` and `export` have in common: which service, and which column is what.
#pragma once

#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/tables/mapping.hpp"
#include "muster/expected.hpp"

namespace muster::app {

struct ServiceArguments {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    std::string mapping;  // empty: tables.toml beside the configuration
};

// The options, in the order of the struct.
void add_service_options(Command command, ServiceArguments& arguments);

// The rule of a kind of table; else what is wrong with the file of rules, or which kinds it has.
[[nodiscard]] Expected<TableRule, std::string> table_rule(const std::string& what,
                                                          const std::string& mapping);

}  // namespace muster::app
