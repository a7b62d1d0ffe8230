// The keys that data about people are sealed with: what there is, a copy for the safe and back,
// another master key, and the sealing of a log that was open until now.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/progress.hpp"
#include "engine/log/files.hpp"
#include "engine/log/hash.hpp"
#include "engine/pipeline/log_sealing.hpp"
#include "engine/seal/master_key.hpp"
#include "engine/seal/recovery_key.hpp"

namespace muster::app {
namespace {

struct KeyArguments {
    std::string data;
    std::string config;
    std::string file;
    std::string opens;
    std::string master;
    bool json = false;
};

unsigned long long shown(std::uint64_t number) {
    return number;
}

// The book for a program that writes in it, which the service does not at the same time.
Expected<seal::KeyBook::Shared, std::string> book_of(const KeyArguments& args,
                                                     std::optional<log::FolderLock>& lock) {
    if (log::LogError failed = log::make_folder(args.data)) return failed.message;
    auto taken = log::FolderLock::acquire(args.data);
    if (!taken) return taken.error().message;
    lock.emplace(std::move(*taken));
    seal::SealingOptions options;
    if (auto wrong = sealing_options(args.config, options)) return *wrong;
    const auto master = seal::master_of_service(args.data, options, args.config);
    if (!master) return master.error();
    auto book = seal::KeyBook::open(args.data, master->key, master->from);
    if (!book) return book.error().message;
    return std::move(*book);
}

void status(Cli& cli, const KeyArguments& args) {
    const auto book = seal::KeyBook::of(args.data);
    if (!book) return cli.fail(Exit::failed, book.error().message);
    if (!*book) {
        return cli.fail(Exit::no,
                        "nothing is sealed in " + args.data + ": it has no " + seal::key_file_name);
    }
    const seal::KeyCounts counts = (*book)->counts();
    if (args.json) {
        std::printf("{\"seeds\":%llu,\"erased\":%llu,\"spare\":%llu}\n", shown(counts.seeds),
                    shown(counts.erased), shown(counts.spare));
        return;
    }
    std::printf(
        "%llu seeds, each of the keys of up to %llu people; %llu people were erased; %llu seeds "
        "are spare\n",
        shown(counts.seeds), shown(seal::people_of_seed), shown(counts.erased),
        shown(counts.spare));
}

void new_recovery() {
    const seal::RecoveryPair pair = seal::draw_recovery_pair();
    std::printf(
        "# In the configuration; it only locks:\n[sealing]\nrecovery_key = \"%s\"\n"
        "# Into a safe, and nowhere else; it opens every backup of keys:\n%s\n",
        pair.locks.c_str(), pair.opens.c_str());
}

void recover(Cli& cli, const KeyArguments& args) {
    keep_files_private();
    const auto locked = log::read_file(args.file);
    if (!locked) return cli.fail(Exit::failed, locked.error().message);
    const auto opens = log::read_file(args.opens);
    if (!opens) return cli.fail(Exit::failed, opens.error().message);
    auto keys = seal::unlock(*opens, *locked);
    if (!keys) return cli.fail(Exit::no, keys.error().why);
    seal::SealingOptions options;
    if (auto wrong = sealing_options(args.config, options)) return cli.fail(Exit::usage, *wrong);
    if (log::LogError failed = log::make_folder(args.data)) {
        return cli.fail(Exit::failed, failed.message);
    }
    const auto lock = log::FolderLock::acquire(args.data);
    if (!lock) return cli.fail(Exit::failed, lock.error().message);
    const auto master = seal::master_of_service(args.data, options, args.config);
    if (!master) return cli.fail(Exit::failed, master.error());
    const sqlite::Error failed =
        seal::KeyBook::put_back(args.data, *keys, master->key, master->from);
    seal::wipe(*keys);
    if (failed) return cli.fail(Exit::failed, failed.message);
    status(cli, args);
}

void change_master(Cli& cli, const KeyArguments& args) {
    std::optional<log::FolderLock> lock;
    auto book = book_of(args, lock);
    if (!book) return cli.fail(Exit::failed, book.error());
    seal::SealingOptions next;
    next.master_key.file = std::filesystem::absolute(args.master).string();
    auto text = log::read_file(args.master);
    if (!text) return cli.fail(Exit::failed, text.error().message);
    while (!text->empty() && text->back() == '\n')
        text->pop_back();
    next.master_key.value = *text;
    const auto master = seal::master_of_service(args.data, next, "/");
    if (!master) return cli.fail(Exit::usage, master.error());
    if (const sqlite::Error failed = (*book)->change_master(master->key, master->from)) {
        return cli.fail(Exit::failed, failed.message);
    }
    std::printf("every key is sealed by the master key in %s now; let sealing.master_key name it\n",
                master->from.c_str());
}

void seal_old(Cli& cli, const KeyArguments& args) {
    keep_files_private();
    std::optional<log::FolderLock> lock;
    auto book = book_of(args, lock);
    if (!book) return cli.fail(Exit::failed, book.error());
    lock.reset();  // the sealing takes it itself
    ProgressLine line("sealing", "records");
    const auto report = pipeline::seal_log(
        args.data, **book,
        [&](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    if (!report) return cli.fail(Exit::failed, report.error().message);
    if (const sqlite::Error failed = (*book)->set_open_until(0)) {
        return cli.fail(Exit::failed, failed.message);
    }
    if (report->kept.empty()) {
        std::printf("%llu records, and nothing in them is open\n", shown(report->records));
        return;
    }
    std::printf(
        "%llu records, %llu of them sealed now\nthe chain ended with  %s\nand ends with now     "
        "%s\n"
        "the old log is in %s, open as it was: once `muster check` finds the new one whole, "
        "destroy it, and every backup of before\n",
        shown(report->records), shown(report->sealed), log::to_hex(report->before.hash).c_str(),
        log::to_hex(report->after.hash).c_str(), report->kept.c_str());
}

}  // namespace

void add_keys(Cli& cli) {
    const auto args = std::make_shared<KeyArguments>();
    Command keys = cli.app.add_subcommand(
        "keys", "Look after the keys that data about people are sealed with");
    keys.require_subcommand();
    const auto add_data = [&](Command& command) {
        command.add_option("--data", args->data, "folder with the log").required();
    };
    const auto add_config = [&](Command& command) {
        command.add_option("--config", args->config, "says where the master key is");
    };

    Command command = keys.add_subcommand("status", "Count them");
    add_data(command);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster keys status --data /var/lib/muster");
    command.callback([&cli, args] { status(cli, *args); });

    command = keys.add_subcommand("new-recovery", "Draw a recovery key");
    command.example("muster keys new-recovery");
    command.callback([] { new_recovery(); });

    command = keys.add_subcommand("recover", "Put locked keys back beside a restored log");
    command.add_option("FILE", args->file, "keys-*.muster, which lay beside the backup").required();
    add_data(command);
    add_config(command);
    command.add_option("--opens", args->opens, "file with the half of the recovery key that opens")
        .required();
    command.example(
        "muster keys recover /backup/keys-7f3a.muster --data /var/lib/muster --opens "
        "/media/safe/key");
    command.callback([&cli, args] { recover(cli, *args); });

    command = keys.add_subcommand("change-master", "Seal every key by another master key");
    add_data(command);
    add_config(command);
    command.add_option("FILE", args->master, "with the new master key, of 32 bytes or more")
        .required();
    command.example("muster keys change-master --data /var/lib/muster /run/credentials/new-master");
    command.callback([&cli, args] { change_master(cli, *args); });

    command = cli.app.add_subcommand(
        "seal", "Seal a log that was written before there was sealing, or while it was off");
    add_data(command);
    add_config(command);
    command.example("muster seal --data /var/lib/muster");
    command.callback([&cli, args] { seal_old(cli, *args); });
}

}  // namespace muster::app
