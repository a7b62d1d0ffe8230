#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/backup_note.hpp"
#include "engine/app/commands/access_backup.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/keys_backup.hpp"
#include "engine/app/commands/note_export.hpp"
#include "engine/app/commands/offsite_backup.hpp"
#include "engine/app/commands/road_options.hpp"
#include "engine/app/commands/stage_progress.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/progress.hpp"
#include "engine/log/repair.hpp"
#include "engine/pipeline/road_backup.hpp"
#include "engine/seal/key_book.hpp"
#include "engine/seal/master_key.hpp"

namespace muster::app {
namespace {

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
    std::string config;
    std::string from_target;  // of a restore: the name of the backup there
    std::vector<std::string> roads;
    bool to_target = false;
    bool no_roads = false;
    bool no_tokens = false;
    bool json = false;

    [[nodiscard]] pipeline::Roads wanted() const {
        return no_roads ? pipeline::Roads::leave_out : pipeline::Roads::carry;
    }
};

// `sent`: what it is called elsewhere; empty = it is nowhere else.
void report(Cli& cli, log::Result<pipeline::RoadCopyReport> result, const AccessReport& access,
            const std::string& target, bool json, const std::string& sent = {}) {
    if (!result) return cli.fail(Exit::failed, result.error().message);
    const auto records = static_cast<unsigned long long>(result->chain.records);
    const auto tokens = static_cast<unsigned long long>(access.tokens.value_or(0));
    if (json) {
        const std::string also = sent.empty() ? "" : ",\"sent\":\"" + sent + "\"";
        std::printf("{\"records\":%llu,\"road_maps\":%s,\"left_out\":%s,\"tokens\":%llu%s}\n",
                    records, json_list(result->carried).c_str(),
                    json_list(result->left_out).c_str(), tokens, also.c_str());
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

// The keys, beside the backup. What is to be said about them; nothing where nothing is sealed.
log::Result<std::string> back_up_keys(const Arguments& args) {
    seal::SealingOptions options;
    const std::string config = args.config.empty() ? default_config_file() : args.config;
    if (!args.config.empty() || std::filesystem::exists(config)) {
        if (auto wrong = sealing_options(config, options)) {
            return log::LogError{log::LogErrorCode::io, *wrong};
        }
    }
    const auto backup = log::LogReader::open(args.file, {});
    if (!backup) return backup.error();
    const std::filesystem::path file = keys_beside(args.file, backup->meta().instance);
    const auto kept = keep_keys(args.data, file, options.recovery_key);
    if (!kept) return kept.error();
    switch (*kept) {
        case KeysKept::none:
            return std::string();
        case KeysKept::open:
            return "with its keys in " + file.string() +
                   ", and the master key, which lies beside the data: both together are open to "
                   "whoever has them";
        case KeysKept::sealed:
            return "with its keys in " + file.string() +
                   ", which the master key opens: keep that one apart";
        case KeysKept::locked:
            return "with its keys in " + file.string() + ", which the recovery key opens";
    }
    return std::string();
}

// The same the other way, before there is a log that somebody could start on.
log::Result<std::string> put_back_keys(const Arguments& args) {
    const auto backup = log::LogReader::open(args.file, {});
    if (!backup) return backup.error();
    const std::filesystem::path file = keys_beside(args.file, backup->meta().instance);
    const auto put = put_keys(file, args.data);
    if (!put) return put.error();
    switch (*put) {
        case KeysKept::none:
            return "without keys, since there is no " + file.string() +
                   ": what is sealed stays unreadable";
        case KeysKept::locked:
            return "its keys are locked: muster keys recover " + file.string() + " --data " +
                   args.data + " --opens FILE";
        case KeysKept::open:
        case KeysKept::sealed:
            return "with its keys from " + file.string();
    }
    return std::string();
}

void note_made(const Arguments& args) {
    if (const log::LogError failed = note_backup(args.data)) {
        std::fprintf(stderr,
                     "the backup is whole, but the running service will not know of it: %s\n",
                     failed.message.c_str());
    }
}

// Into args.file, and from there elsewhere where `offsite` is given. `stays`: the file does.
void make_backup(Cli& cli, const Arguments& args, const Offsite* offsite, bool stays) {
    StageProgress progress;
    pipeline::RoadLibrary library;
    if (auto wrong = open_library(args.roads, args.data, library)) {
        return cli.fail(Exit::failed, *wrong);
    }
    if (!note_export(cli, args.data, "backup")) return;
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
    if (!result) return cli.fail(Exit::failed, result.error().message);
    progress.end();
    const auto keys = back_up_keys(args);
    if (!keys) {
        return cli.fail(Exit::failed,
                        "the log is copied, but not its keys: " + keys.error().message);
    }
    // Its tokens and names are nobody else's business.
    std::error_code ignored;
    std::filesystem::permissions(args.file, std::filesystem::perms(0600), ignored);
    if (stays) note_made(args);
    Sent sent;
    if (offsite != nullptr) {
        auto arrived = send_offsite(*offsite, args.file, args.data, progress);
        if (arrived) {
            sent = std::move(*arrived);
            if (!stays) note_made(args);
        } else {
            if (!stays) return cli.fail(Exit::failed, arrived.error());
            sent.left = args.file + " is whole, but " + arrived.error();
        }
    }
    report(cli, std::move(result), access, stays ? args.file : offsite->target->where(), args.json,
           sent.name);
    if (!args.json) {
        if (stays && !keys->empty()) std::printf("%s\n", keys->c_str());
        std::printf("%s", sent.text.c_str());
    }
    if (sent.left) cli.fail(Exit::failed, *sent.left);
}

void back_up(Cli& cli, Arguments args) {
    keep_files_private();
    if (!args.to_target) {
        if (args.file.empty()) {
            return cli.fail(Exit::usage, "backup takes FILE, the new file; or --to-target");
        }
        return make_backup(cli, args, nullptr, true);
    }
    const auto offsite = open_offsite(args.config);
    if (!offsite) return cli.fail(Exit::usage, offsite.error());
    if (const auto near = too_near(*offsite, args.data)) return cli.fail(Exit::failed, *near);
    if (!args.file.empty()) return make_backup(cli, args, &*offsite, true);
    const TemporaryFolder folder;
    if (folder.path().empty()) return cli.fail(Exit::failed, folder.why_not());
    args.file = (folder.path() / "backup.sqlite").string();
    make_backup(cli, args, &*offsite, false);
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
    std::string about_keys;
    options.put_beside = [&]() -> log::LogError {
        put = true;
        if (log::LogError failed = put_access(*files, args.data, access)) return failed;
        auto keys = put_back_keys(args);
        if (!keys) return keys.error();
        about_keys = *keys;
        return {};
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
        for (const char* const name : {seal::key_file_name, seal::master_file_name}) {
            if (put) std::filesystem::remove(std::filesystem::path(args.data) / name, ignored);
        }
        return;
    }
    if (args.json) return;
    std::printf("%s\n", about_keys.c_str());
    remind_of_access(access);
}

// Brought here first: it is verified where it can be read as often as that takes.
void put_back_from_target(Cli& cli, Arguments args) {
    keep_files_private();
    const auto offsite = open_offsite(args.config);
    if (!offsite) return cli.fail(Exit::usage, offsite.error());
    TemporaryFolder folder;
    if (folder.path().empty()) return cli.fail(Exit::failed, folder.why_not());
    StageProgress progress;
    const auto fetched = fetch(*offsite->target, args.from_target, folder.path(),
                               [&](std::string_view stage, std::uint64_t done,
                                   std::uint64_t total) { progress.show(stage, done, total); });
    progress.end();
    if (!fetched) return cli.fail(Exit::failed, fetched.error());
    args.file = fetched->backup.string();
    put_back(cli, args);
    if (cli.exit_code != Exit::ok || fetched->keys.empty()) return;
    const auto kind = kind_of_keys(fetched->keys);
    if (!kind || *kind != KeysKept::locked) return;
    // They are still to be unlocked, as was said.
    std::error_code ignored;
    std::filesystem::remove(fetched->backup, ignored);
    folder.keep();
}

void put_back_from(Cli& cli, const Arguments& args) {
    if (args.file.empty() == args.from_target.empty()) {
        return cli.fail(Exit::usage,
                        "restore takes FILE, made by muster backup; or --from-target NAME, as "
                        "`muster backups list` has it");
    }
    if (args.from_target.empty()) return put_back(cli, args);
    put_back_from_target(cli, args);
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
        "verify it; its keys go into a file beside it");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--config", args->config, "names the recovery key and the target");
    command.add_option("FILE", args->file, "the new file; with --to-target it may be left out");
    command.add_flag("--to-target", args->to_target,
                     "send it to the target elsewhere, with its keys; the oldest there go");
    add_road_options(command, *args);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster backup --data /var/lib/muster /backup/muster-2026-11-23.sqlite");
    command.callback([&cli, args] { back_up(cli, *args); });

    command = cli.app.add_subcommand(
        "restore",
        "Verify a backup and put it, with its road maps and tokens, into an empty folder");
    command.add_option("--data", args->data, "missing or empty folder").required();
    command.add_option("FILE", args->file, "a file made by muster backup");
    command.add_option("--from-target", args->from_target,
                       "instead of FILE: a name that `backups list` shows, or newest");
    command.add_option("--config", args->config, "names the target");
    add_road_options(command, *args);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster restore /backup/muster-2026-11-23.sqlite --data /var/lib/muster");
    command.callback([&cli, args] { put_back_from(cli, *args); });

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
