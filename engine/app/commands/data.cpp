#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/commands/access_backup.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/road_options.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/progress.hpp"
#include "engine/log/repair.hpp"
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
    bool no_tokens = false;
    bool json = false;

    [[nodiscard]] pipeline::Roads wanted() const {
        return no_roads ? pipeline::Roads::leave_out : pipeline::Roads::carry;
    }
};

void report(Cli& cli, log::Result<pipeline::RoadCopyReport> result, const AccessReport& access,
            const std::string& target, bool json) {
    if (!result) return cli.fail(Exit::failed, result.error().message);
    const auto records = static_cast<unsigned long long>(result->chain.records);
    const auto tokens = static_cast<unsigned long long>(access.tokens.value_or(0));
    if (json) {
        std::printf("{\"records\":%llu,\"road_maps\":%s,\"left_out\":%s,\"tokens\":%llu}\n",
                    records, json_list(result->carried).c_str(),
                    json_list(result->left_out).c_str(), tokens);
        return;
    }
    std::printf("%s: %llu records, the hash chain holds\n", target.c_str(), records);
    for (const std::string& map : result->carried)
        std::printf("with the road map %s\n", map.c_str());
    for (const std::string& map : result->left_out)
        std::printf("without the road map %s\n", map.c_str());
    if (access.tokens) {
        std::printf("with %llu tokens, %llu of them valid\n", tokens,
                    static_cast<unsigned long long>(access.valid));
    } else {
        std::printf("without tokens: nobody can log in before `muster token create`\n");
    }
    if (access.card_key) std::printf("with the demo's card key\n");
    std::printf("without the record of accesses: keep audit.sqlite of the data folder apart\n");
}

void remind_of_access(const AccessReport& access) {
    if (access.tokens) {
        std::printf(
            "a token that was revoked after this backup is valid again: see `muster token "
            "list`, and revoke it anew\n");
    }
    std::printf(
        "not inside a backup: the configuration, and the secrets of cards and gateways that "
        "it names\n");
}

void back_up(Cli& cli, const Arguments& args) {
    keep_files_private();
    StageProgress progress;
    pipeline::RoadLibrary library;
    if (auto wrong = open_library(args.roads, args.data, library)) {
        return cli.fail(Exit::failed, *wrong);
    }
    AccessReport access;
    log::BackupOptions options;
    options.add = [&](const log::LogReader&, const sqlite::Database& into) -> log::LogError {
        if (args.no_tokens) return {};
        return attach_access(args.data, into, access);
    };
    auto result = pipeline::backup_with_roads(
        args.data, args.file, library, args.wanted(), options,
        [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
            progress.show(stage, done, total);
        });
    // Its tokens and names are nobody else's business.
    std::error_code ignored;
    if (result) std::filesystem::permissions(args.file, std::filesystem::perms(0600), ignored);
    report(cli, std::move(result), access, args.file, args.json);
}

log::Result<std::vector<AccessFile>> access_of(const Arguments& args) {
    if (args.no_tokens) return std::vector<AccessFile>();
    log::Result<log::LogReader> backup = log::LogReader::open(args.file, {});
    if (!backup) return backup.error();
    return access_inside(*backup);
}

void put_back(Cli& cli, const Arguments& args) {
    keep_files_private();
    StageProgress progress;
    pipeline::RoadLibrary library;
    for (const std::string& file : args.roads) {
        if (auto wrong = library.add_file(file)) return cli.fail(Exit::failed, *wrong);
    }
    auto files = access_of(args);
    if (!files) return cli.fail(Exit::failed, files.error().message);
    AccessReport access;
    bool put = false;
    log::BackupOptions options;
    options.put_beside = [&] {
        put = true;
        return put_access(*files, args.data, access);
    };
    auto result = pipeline::restore_with_roads(
        args.file, args.data, library, args.wanted(), options,
        [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
            progress.show(stage, done, total);
        });
    const bool failed = !result;
    report(cli, std::move(result), access, args.data, args.json);
    if (failed) {
        // The folder was empty, so these are ours; the next attempt finds it empty again.
        std::error_code ignored;
        for (const AccessFile& file : *files) {
            if (put) std::filesystem::remove(std::filesystem::path(args.data) / file.name, ignored);
        }
        return;
    }
    if (!args.json) remind_of_access(access);
}

struct RepairArguments {
    std::string data;
    std::optional<std::uint64_t> accept_loss;
    bool json = false;
};

void mend(Cli& cli, const RepairArguments& args) {
    keep_files_private();
    ProgressLine line("verifying", "records");
    log::RepairOptions options;
    options.accept_loss_after = args.accept_loss;
    auto result = log::repair(args.data, options, [&](std::uint64_t done, std::uint64_t total) {
        line.show(done, total);
    });
    line.end();
    if (!result) return cli.fail(Exit::failed, result.error().message);
    const auto records = static_cast<unsigned long long>(result->records);
    const auto known = static_cast<unsigned long long>(result->known);
    if (!result->whole && !result->done) cli.exit_code = Exit::no;
    if (args.json) {
        std::printf(
            "{\"whole\":%s,\"done\":%s,\"records\":%llu,\"known\":%llu,"
            "\"without_loss\":%s}\n",
            result->whole ? "true" : "false", result->done ? "true" : "false", records, known,
            result->without_loss ? "true" : "false");
        return;
    }
    if (result->whole) {
        std::printf("%llu records, and nothing to repair\n", records);
        return;
    }
    std::printf("what was wrong: %s\n", result->fault.c_str());
    if (result->done) {
        std::printf("%llu records were saved%s; the damaged files are kept in %s\n", records,
                    result->without_loss ? ", all there were, and their hashes prove it"
                                         : "; the log has a new epoch",
                    result->kept.c_str());
        return;
    }
    std::printf("the last record that can be saved is %llu", records);
    if (known > records) std::printf("; records %llu to %llu would be lost", records + 1, known);
    std::printf(
        "\nnothing was changed. Restore the newest backup if it holds more, or accept the "
        "loss:\n  muster repair --data %s --accept-loss %llu\n",
        args.data.c_str(), records);
}

void add_road_options(Command command, Arguments& args) {
    const Option files = add_roads_option(command, args.roads);
    command.add_flag("--no-roads", args.no_roads, "the log alone, without its road maps")
        .excludes(files);
    command.add_flag("--no-tokens", args.no_tokens, "without the tokens, which let people log in");
}

}  // namespace

void add_data(Cli& cli) {
    const auto args = std::make_shared<Arguments>();

    Command command = cli.app.add_subcommand(
        "backup",
        "Copy the log, its road maps and the tokens into one file, while the service runs, and "
        "verify it");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("FILE", args->file, "the new file").required();
    add_road_options(command, *args);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster backup --data /var/lib/muster /backup/muster-2026-11-23.sqlite");
    command.callback([&cli, args] { back_up(cli, *args); });

    command = cli.app.add_subcommand(
        "restore",
        "Verify a backup and put it, with its road maps and tokens, into an empty folder");
    command.add_option("FILE", args->file, "a file made by muster backup").required();
    command.add_option("--data", args->data, "missing or empty folder").required();
    add_road_options(command, *args);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster restore /backup/muster-2026-11-23.sqlite --data /var/lib/muster");
    command.callback([&cli, args] { put_back(cli, *args); });

    const auto repair = std::make_shared<RepairArguments>();
    command = cli.app.add_subcommand(
        "repair", "Save what can be saved of a log that the service refuses to start on");
    command.add_option("--data", repair->data, "folder with the log").required();
    command.add_option("--accept-loss", repair->accept_loss,
                       "the last record to keep, where not all can be: as said without it");
    command.add_flag("--json", repair->json, "print one JSON object");
    command.example("muster repair --data /var/lib/muster");
    command.callback([&cli, repair] { mend(cli, *repair); });
}

}  // namespace muster::app
