#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/muster/cli.hpp"
#include "engine/muster/exposure.hpp"
#include "engine/muster/progress.hpp"
#include "engine/muster/road_options.hpp"
#include "engine/pipeline/road_backup.hpp"

namespace muster::app {
namespace {

// A line of progress for each stage.
class StageProgress {
  public:
    void show(std::string_view stage, std::uint64_t done, std::uint64_t total) {
        if (stage != stage_) {
            stage_ = stage;
            line_.emplace(stage_, stage_ == "copying" ? "pages" : "records");
        }
        line_->show(done, total);
    }

  private:
    std::string stage_;
    std::optional<ProgressLine> line_;
};

// Hashes are hexadecimal digits, so nothing needs an escape.
std::string json_list(const std::vector<std::string>& hashes) {
    std::string text;
    for (const std::string& hash : hashes)
        text.append(text.empty() ? "\"" : ",\"").append(hash).append("\"");
    return "[" + text + "]";
}

struct Arguments {
    std::string data;
    std::string file;
    std::vector<std::string> roads;
    bool no_roads = false;
    bool json = false;

    [[nodiscard]] pipeline::Roads wanted() const {
        return no_roads ? pipeline::Roads::leave_out : pipeline::Roads::carry;
    }
};

void report(Cli& cli, log::Result<pipeline::RoadCopyReport> result, const std::string& target,
            bool json) {
    if (!result) return cli.fail(Exit::failed, result.error().message);
    const auto records = static_cast<unsigned long long>(result->chain.records);
    if (json) {
        std::printf("{\"records\":%llu,\"road_maps\":%s,\"left_out\":%s}\n", records,
                    json_list(result->carried).c_str(), json_list(result->left_out).c_str());
        return;
    }
    std::printf("%s: %llu records, the hash chain holds\n", target.c_str(), records);
    for (const std::string& map : result->carried)
        std::printf("with the road map %s\n", map.c_str());
    for (const std::string& map : result->left_out)
        std::printf("without the road map %s\n", map.c_str());
}

void add_road_options(CLI::App& command, Arguments& args) {
    CLI::Option* const files = add_roads_option(command, args.roads);
    command.add_flag("--no-roads", args.no_roads, "the log alone, without its road maps")
        ->excludes(files);
}

}  // namespace

void add_data(Cli& cli) {
    const auto args = std::make_shared<Arguments>();

    CLI::App* command = cli.app.add_subcommand(
        "backup",
        "Copy the log and its road maps into one file, while the service runs, and verify it");
    command->add_option("--data", args->data, "folder with the log")->required();
    command->add_option("FILE", args->file, "the new file")->required();
    add_road_options(*command, *args);
    command->add_flag("--json", args->json, "print one JSON object");
    example(*command, "muster backup --data /var/lib/muster /backup/muster-2026-11-23.sqlite");
    command->callback([&cli, args] {
        keep_files_private();
        StageProgress progress;
        pipeline::RoadLibrary library;
        if (auto wrong = open_library(args->roads, args->data, library))
            return cli.fail(Exit::failed, *wrong);
        auto result = pipeline::backup_with_roads(
            args->data, args->file, library, args->wanted(), {},
            [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                progress.show(stage, done, total);
            });
        report(cli, std::move(result), args->file, args->json);
    });

    command = cli.app.add_subcommand(
        "restore", "Verify a backup and put it, with its road maps, into an empty folder");
    command->add_option("FILE", args->file, "a file made by muster backup")->required();
    command->add_option("--data", args->data, "missing or empty folder")->required();
    add_road_options(*command, *args);
    command->add_flag("--json", args->json, "print one JSON object");
    example(*command, "muster restore /backup/muster-2026-11-23.sqlite --data /var/lib/muster");
    command->callback([&cli, args] {
        keep_files_private();
        StageProgress progress;
        pipeline::RoadLibrary library;
        for (const std::string& file : args->roads) {
            if (auto wrong = library.add_file(file)) return cli.fail(Exit::failed, *wrong);
        }
        auto result = pipeline::restore_with_roads(
            args->file, args->data, library, args->wanted(), {},
            [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                progress.show(stage, done, total);
            });
        report(cli, std::move(result), args->data, args->json);
    });
}

}  // namespace muster::app
