// Backups at the target elsewhere.
#include <cstdio>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/offsite_backup.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/log/verify.hpp"

namespace muster::app {
namespace {

struct BackupsArguments {
    std::string config = default_config_file();
    std::string data;
    std::string file;
    bool if_set = false;
    bool json = false;
};

unsigned long long number_of(std::uint64_t number) {
    return number;
}

bool no_target(const std::string& config) {
    OffsiteOptions options;
    return !offsite_options(config, options) && options.target.empty();
}

void list_backups(Cli& cli, const BackupsArguments& args) {
    if (args.if_set && no_target(args.config)) return;
    const auto offsite = open_offsite(args.config);
    if (!offsite) return cli.fail(Exit::usage, offsite.error());
    const auto backups = backups_at(*offsite->target);
    if (!backups) return cli.fail(Exit::failed, backups.error());
    // Names of ours are of letters, digits and '-': nothing needs an escape.
    if (args.json) std::printf("{\"backups\":[");
    for (const KeptFile& one : *backups) {
        if (args.json) {
            std::printf("%s{\"name\":\"%s\",\"bytes\":%llu}", &one == backups->data() ? "" : ",",
                        one.name.c_str(), number_of(one.bytes));
        } else {
            std::printf("%s  %llu bytes\n", one.name.c_str(), number_of(one.bytes));
        }
    }
    if (args.json) {
        std::printf("]}\n");
    } else if (backups->empty()) {
        std::printf("no backup lies at %s\n", offsite->target->where().c_str());
    }
}

// Whether it is one, before it is sent on a long way.
Failed wrong_with(const std::string& file, StageProgress& progress) {
    const auto reader = log::LogReader::open(file, {});
    if (!reader) return reader.error().message;
    const auto report = log::verify_chain(
        *reader, {},
        [&](std::uint64_t done, std::uint64_t total) { progress.show("verifying", done, total); });
    progress.end();
    if (!report) return report.error().message;
    if (report->fault) return report->fault->why;
    return std::nullopt;
}

void send_backup(Cli& cli, const BackupsArguments& args) {
    keep_files_private();
    if (args.if_set && no_target(args.config)) {
        std::printf("backup.target of %s is empty: backups stay here\n", args.config.c_str());
        return;
    }
    const auto offsite = open_offsite(args.config);
    if (!offsite) return cli.fail(Exit::usage, offsite.error());
    if (const auto near = too_near(*offsite, args.data)) return cli.fail(Exit::failed, *near);
    StageProgress progress;
    if (const auto wrong = wrong_with(args.file, progress)) {
        return cli.fail(Exit::failed, args.file + " is not sent: " + *wrong);
    }
    const auto sent = send_offsite(*offsite, args.file, args.data, progress);
    if (!sent) return cli.fail(Exit::failed, sent.error());
    if (args.json) {
        std::printf("{\"sent\":\"%s\"}\n", sent->name.c_str());
    } else {
        std::printf("%s", sent->text.c_str());
    }
    if (sent->left) cli.fail(Exit::failed, *sent->left);
}

}  // namespace

void add_backups(Cli& cli) {
    const auto args = std::make_shared<BackupsArguments>();
    const Command group = cli.app.add_subcommand(
        "backups", "Backups at the target elsewhere that the configuration names ([backup])");
    group.require_subcommand();
    Command command = group.add_subcommand("list", "Show those that lie there, the newest first");
    command.add_option("--config", args->config, "names the target").capture_default_str();
    command.add_flag("--if-set", args->if_set, "say nothing where no target is set");
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster backups list");
    command.callback([&cli, args] { list_backups(cli, *args); });

    command = group.add_subcommand(
        "send", "Send one that `muster backup` has made, and the keys beside it; the oldest go");
    command.add_option("FILE", args->file, "a file made by muster backup").required();
    command.add_option("--data", args->data, "folder with the log, for the note that it arrived")
        .required();
    command.add_option("--config", args->config, "names the target").capture_default_str();
    command.add_flag("--if-set", args->if_set, "do nothing where no target is set");
    command.add_flag("--json", args->json, "print one JSON object");
    command.example(
        "muster backups send /var/backups/muster/muster-20261201T023000Z.sqlite --data "
        "/var/lib/muster");
    command.callback([&cli, args] { send_backup(cli, *args); });
}

}  // namespace muster::app
