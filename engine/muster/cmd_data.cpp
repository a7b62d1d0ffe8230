#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/log/backup.hpp"
#include "engine/muster/cli.hpp"
#include "engine/muster/progress.hpp"

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

void report(Cli& cli, log::Result<log::ChainReport> result, const std::string& target, bool json) {
    if (!result) return cli.fail(Exit::failed, result.error().message);
    const auto records = static_cast<unsigned long long>(result->records);
    if (json) {
        std::printf("{\"records\":%llu}\n", records);
    } else {
        std::printf("%s: %llu records, the hash chain holds\n", target.c_str(), records);
    }
}

}  // namespace

void add_data(Cli& cli) {
    struct Arguments {
        std::string data;
        std::string file;
        bool json = false;
    };
    const auto args = std::make_shared<Arguments>();

    CLI::App* command = cli.app.add_subcommand(
        "backup", "Copy the log into one file, while the service runs, and verify the copy");
    command->add_option("--data", args->data, "folder with the log")->required();
    command->add_option("FILE", args->file, "the new file")->required();
    command->add_flag("--json", args->json, "print one JSON object");
    example(*command, "muster backup --data /var/lib/muster /backup/muster-2026-11-23.sqlite");
    command->callback([&cli, args] {
        StageProgress progress;
        auto result = log::backup(args->data, args->file, {},
                                  [&](std::string_view stage, std::uint64_t done,
                                      std::uint64_t total) { progress.show(stage, done, total); });
        report(cli, std::move(result), args->file, args->json);
    });

    command = cli.app.add_subcommand("restore", "Verify a backup and put it into an empty folder");
    command->add_option("FILE", args->file, "a file made by muster backup")->required();
    command->add_option("--data", args->data, "missing or empty folder")->required();
    command->add_flag("--json", args->json, "print one JSON object");
    example(*command, "muster restore /backup/muster-2026-11-23.sqlite --data /var/lib/muster");
    command->callback([&cli, args] {
        StageProgress progress;
        auto result = log::restore(args->file, args->data, {},
                                   [&](std::string_view stage, std::uint64_t done,
                                       std::uint64_t total) { progress.show(stage, done, total); });
        report(cli, std::move(result), args->data, args->json);
    });
}

}  // namespace muster::app
