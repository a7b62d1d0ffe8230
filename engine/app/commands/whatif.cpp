#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/datum_option.hpp"
#include "engine/app/commands/road_options.hpp"
#include "engine/app/progress.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/pipeline/what_if.hpp"
#include "muster/responders.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string data;
    std::vector<std::string> maps;
    std::uint64_t from = 0;
    std::vector<std::string> changes;
    std::string responders;
    codec::Datum datum = codec::Datum::wgs84;
    std::uint64_t seed = 1;
    bool json = false;
};

// What is wrong with the file, or nothing.
std::optional<std::string> read_responders(const std::string& file, codec::Datum datum,
                                           std::vector<ResponderProfile>& out) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return file + ": cannot be read";
    if (const auto error = codec::read(text.str(), out, codec::Mode::strict)) {
        return file + ": " + codec::to_string(*error) +
               "; the file holds a JSON array of responder profiles";
    }
    for (ResponderProfile& profile : out)
        codec::to_wgs84(profile, datum);
    return std::nullopt;
}

void what_if(Cli& cli, const Arguments& args) {
    pipeline::WhatIfOptions options;
    options.from_seq = args.from;
    options.seed = args.seed;
    for (const std::string& change : args.changes) {
        const std::size_t equals = change.find('=');
        if (equals == std::string::npos || equals == 0) {
            return cli.fail(Exit::usage,
                            "--set takes key=value, such as "
                            "dispatch.detour_permille=1600, not \"" +
                                change + "\"");
        }
        options.changes.emplace_back(change.substr(0, equals), change.substr(equals + 1));
    }
    if (!args.responders.empty()) {
        if (const auto wrong =
                read_responders(args.responders, args.datum, options.extra_responders)) {
            return cli.fail(Exit::usage, *wrong);
        }
    }
    pipeline::RoadLibrary library;
    if (const auto wrong = open_library(args.maps, args.data, library)) {
        return cli.fail(Exit::failed, *wrong);
    }
    options.roads = &library;
    ProgressLine line("living again", "records");
    auto result = pipeline::what_if(
        args.data, options,
        [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    if (!result) return cli.fail(Exit::failed, result.error().message);
    if (args.json) {
        std::string text;
        codec::write(text, *result);
        std::printf("%s\n", text.c_str());
    } else {
        std::fputs(pipeline::what_if_text(*result).c_str(), stdout);
    }
}

}  // namespace

void add_whatif(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    Command command = cli.app.add_subcommand(
        "whatif", "Live the log again from a record on under other rules, and compare");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--from", args->from, "the last record that stays as it is").required();
    command.add_option("--set", args->changes,
                       "key=value of the rules; may be repeated; a list's item goes by its place "
                       "or its code");
    const Option responders =
        command.add_option("--add-responders", args->responders,
                           "JSON array of responder profiles, available from the fork on");
    add_datum_option(command, "the posts of these responders", args->datum).needs(responders);
    command.add_option("--seed", args->seed, "for answers that are not in the log")
        .capture_default_str();
    add_roads_option(command, args->maps);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example(
        "muster whatif --data /var/lib/muster --from 25000 "
        "--set classes.P1.may_preempt=false");
    command.callback([&cli, args] { what_if(cli, *args); });
}

}  // namespace muster::app
