#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/app/tables/table_text.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string what;
    std::string out;
    ServiceArguments service;
};

void run_export(Cli& cli, const Arguments& args) {
    const auto rule = table_rule(args.what, args.service.mapping);
    if (!rule) return cli.fail(Exit::usage, rule.error());
    auto service = ServiceClient::open(args.service.url, args.service.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    // Beside the file first: one that stands there is whole.
    const std::string beside = args.out + ".new";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    if (!file) return cli.fail(Exit::failed, "\"" + beside + "\" cannot be written");
    file << byte_order_mark << header_line(*rule);
    ProgressLine line("exporting", rule->collection);
    std::size_t rows = 0;
    const auto wrong =
        (*service)->each(*rule, [&](std::uint64_t, const boost::json::object& fields) {
            file << entity_line(*rule, fields);
            line.show(++rows, 0);
        });
    line.end();
    file.close();
    if (wrong) return cli.fail(Exit::failed, *wrong);
    if (!file || std::rename(beside.c_str(), args.out.c_str()) != 0) {
        return cli.fail(Exit::failed, "\"" + args.out + "\" cannot be written");
    }
    std::printf("%zu %s exported\n", rows, rule->collection.c_str());
}

}  // namespace

void add_export(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command command =
        cli.app.add_subcommand("export", "Write a table that `import` reads back as it was");
    command.add_option("what", args->what, "What the rows are, as config/tables.toml names it")
        .required();
    command.add_option("file", args->out, "CSV in UTF-8, as spreadsheets open it").required();
    add_service_options(command, args->service);
    command.example("muster export members members.csv --token $TOKEN");
    command.callback([&cli, args] { run_export(cli, *args); });
}

}  // namespace muster::app
