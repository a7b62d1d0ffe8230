// Who logged in in vain, made or revoked a token, read what is known of people: the record of
// accesses, read, proved and copied while the service runs.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/audit/reasons.hpp"
#include "engine/app/audit/sheets.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/pipeline/recovery.hpp"
#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

constexpr std::int64_t most_rows = 1'000'000;

struct RecordArguments {
    std::string data;
    std::string file;  // a copy of the record; empty: the one in the folder
    bool json = false;
};

struct Arguments {
    RecordArguments record;
    std::string who;
    std::string about;
    std::string what;
    std::string since;
    std::int64_t limit = 100;
    std::string config = default_config_file();
    std::string time_zone;
};

std::filesystem::path record_of(const RecordArguments& args) {
    return args.file.empty() ? args.data : args.file;
}

std::string kind_names() {
    std::string names;
    for (const std::string_view name : enum_names<AuditKind>) {
        if (!names.empty()) names += ", ";
        names += name;
    }
    return names;
}

// The day's first moment in that zone. Nothing when the text is no such day.
std::optional<TimePoint> day_of(const std::string& text, const TimeZone& zone) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int read = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &read) != 3 ||
        read != static_cast<int>(text.size())) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    const auto since_1970 = std::chrono::sys_days(date).time_since_epoch();
    const TimePoint midnight{std::chrono::milliseconds(since_1970).count()};
    return midnight - zone.offset_at(midnight);
}

// What a client sent must not steer a terminal.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char byte) { return byte < ' ' || byte == 0x7f; },
        '?');
    return text;
}

void print(const AuditRow& row, const TimeZone& zone) {
    const std::string at = time_text(row.at + zone.offset_at(row.at), "%F %T");
    std::printf("%s  %-13s %-24s %s", at.c_str(), std::string(name_of(row.what)).c_str(),
                printable(row.who).c_str(), printable(row.about).c_str());
    if (row.count > 1) std::printf("  x%llu", static_cast<unsigned long long>(row.count));
    if (!row.reason.empty()) std::printf("  (%s)", printable(row.reason).c_str());
    std::printf("\n");
}

void read_rows(Cli& cli, const Arguments& args) {
    const auto zone = zone_of(args.config, args.time_zone);
    if (!zone) return cli.fail(Exit::usage, zone.error());
    AuditQuery query;
    query.who = args.who;
    query.about = args.about;
    query.limit = static_cast<std::size_t>(args.limit);
    query.what = enum_named<AuditKind>(args.what);
    if (!args.what.empty() && !query.what) {
        return cli.fail(Exit::usage,
                        "--what takes one of " + kind_names() + ", not \"" + args.what + "\"");
    }
    if (!args.since.empty()) {
        const auto since = day_of(args.since, *zone);
        if (!since) {
            return cli.fail(Exit::usage,
                            "--since takes a day such as 2026-11-28, not \"" + args.since + "\"");
        }
        query.since = *since;
    }
    auto store = AuditStore::open_to_read(record_of(args.record));
    if (!store) return cli.fail(Exit::failed, store.error().message);
    auto rows = store->read(query);
    if (!rows) return cli.fail(Exit::failed, rows.error().message);
    add_reasons(args.record.data, *rows);
    if (args.record.json) {
        std::string text = "{\"entries\":";
        codec::write(text, *rows);
        std::printf("%s}\n", text.c_str());
        return;
    }
    for (const AuditRow& row : *rows)
        print(row, *zone);
}

// In words for whoever keeps the server.
std::string fault_text(const AccessProof& proof) {
    const std::string first = std::to_string(proof.fault_first);
    const bool one = proof.fault_first == proof.fault_last;
    const std::string sheets =
        one ? "sheet " + first : "sheets " + first + " to " + std::to_string(proof.fault_last);
    switch (proof.fault) {
        case ProofFault::none:
            return {};
        case ProofFault::changed:
            return sheets +
                   " was changed after it was closed: keep a copy, and compare it with "
                   "older copies of the record";
        case ProofFault::missing:
            return sheets + (one ? " is" : " are") +
                   " not here: the file was lost, is an old copy, or something was taken out";
        case ProofFault::other:
            return sheets + " is not the one that stands in the log: the record was written anew";
    }
    return {};
}

void verify(Cli& cli, const RecordArguments& args) {
    auto store = AuditStore::open_to_read(record_of(args));
    if (!store) return cli.fail(Exit::failed, store.error().message);
    ProgressLine line("reading the log", "records");
    auto recovered = pipeline::recover(
        args.data, {}, [&](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    if (!recovered) return cli.fail(Exit::failed, recovered.error().message);
    const std::optional<AccessSheet>& noted = (*recovered)->engine.board().access_sheet();
    const auto proof = prove_sheets(store->database(), noted, [] { return true; });
    if (!proof) return cli.fail(Exit::failed, proof.error().message);
    if (proof->fault != ProofFault::none) cli.exit_code = Exit::no;
    if (args.json) {
        std::string text;
        codec::write(text, *proof);
        std::printf("%s\n", text.c_str());
        return;
    }
    std::printf(
        "sheets      %llu to %llu, %llu rows; %llu more rows on the one that is open\n"
        "in the log  up to sheet %llu\n",
        static_cast<unsigned long long>(proof->first), static_cast<unsigned long long>(proof->last),
        static_cast<unsigned long long>(proof->rows),
        static_cast<unsigned long long>(proof->rows_open),
        static_cast<unsigned long long>(proof->noted));
    const std::string fault = fault_text(*proof);
    std::printf("%s\n", fault.empty() ? "every sheet is as it was closed, and the log proves them"
                                      : fault.c_str());
}

void copy_to(Cli& cli, const RecordArguments& args) {
    keep_files_private();
    std::error_code ignored;
    if (std::filesystem::exists(args.file, ignored)) {
        return cli.fail(Exit::failed, args.file + " is there already; name a new file");
    }
    auto store = AuditStore::open_to_read(args.data);
    if (!store) return cli.fail(Exit::failed, store.error().message);
    if (const log::LogError failed = store->database().run(
            "copying the record of accesses", "VACUUM INTO ?", std::string_view(args.file))) {
        return cli.fail(Exit::failed, failed.message);
    }
    std::printf("%s: a copy of the record of accesses\n", args.file.c_str());
}

void add_read(Cli& cli, const Command& group) {
    const auto args = std::make_shared<Arguments>();
    Command command = group.add_subcommand("read", "The rows, the newest first");
    command.add_option("--data", args->record.data, "folder with the log").required();
    command.add_option("--record", args->record.file,
                       "a copy of the record, instead of the one there");
    command.add_option("--who", args->who, "the token's name; of failed log-ins the address");
    command.add_option("--about", args->about,
                       "what was read, with all below it: members/7, requests, ...; or the name "
                       "of a token");
    command.add_option("--what", args->what, kind_names());
    command.add_option("--since", args->since, "a day, such as 2026-11-28");
    command.add_option("--limit", args->limit, "so many rows, the newest first")
        .capture_default_str()
        .range(std::int64_t{1}, most_rows);
    command.add_option("--config", args->config, "configuration file, for the city's time zone")
        .capture_default_str();
    command.add_option("--time-zone", args->time_zone,
                       "of the times, such as Asia/Shanghai (default: the configured one)");
    command.add_flag("--json", args->record.json,
                     "print one JSON object, times in UTC milliseconds");
    command.example("muster audit read --data /var/lib/muster --about members/7");
    command.callback([&cli, args] { read_rows(cli, *args); });
}

}  // namespace

void add_access_record(Cli& cli) {
    Command group = cli.app.add_subcommand(
        "audit", "Who read what is known of people, logged in in vain, made or revoked a token");
    group.require_subcommand();
    add_read(cli, group);

    const auto proof = std::make_shared<RecordArguments>();
    Command command = group.add_subcommand(
        "verify", "Compare every sheet of the record of accesses with the log, which proves it");
    command.add_option("--data", proof->data, "folder with the log").required();
    command.add_option("--record", proof->file, "a copy of the record, instead of the one there");
    command.add_flag("--json", proof->json, "print one JSON object");
    command.example("muster audit verify --data /var/lib/muster");
    command.callback([&cli, proof] { verify(cli, *proof); });

    const auto copy = std::make_shared<RecordArguments>();
    command = group.add_subcommand("copy", "Write a whole copy of it, while the service runs");
    command.add_option("--data", copy->data, "folder with the log").required();
    command.add_option("FILE", copy->file, "a new file, written for its owner only").required();
    command.example("muster audit copy --data /var/lib/muster /backup/audit-2026-12-01.sqlite");
    command.callback([&cli, copy] { copy_to(cli, *copy); });
}

}  // namespace muster::app
