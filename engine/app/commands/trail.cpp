// Who logged in in vain, made or revoked a token, read what is known of people: the record of
// accesses, read while the service runs.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/audit/store.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

constexpr std::int64_t most_rows = 1'000'000;

struct Arguments {
    std::string data;
    std::string who;
    std::string about;
    std::string what;
    std::string since;
    std::int64_t limit = 100;
    std::string config = default_config_file();
    std::string time_zone;
    bool json = false;
};

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
    std::printf("\n");
}

void trail(Cli& cli, const Arguments& args) {
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
    auto store = AuditStore::open_to_read(args.data);
    if (!store) return cli.fail(Exit::failed, store.error().message);
    auto rows = store->read(query);
    if (!rows) return cli.fail(Exit::failed, rows.error().message);
    if (args.json) {
        std::string text = "{\"entries\":";
        codec::write(text, *rows);
        std::printf("%s}\n", text.c_str());
        return;
    }
    for (const AuditRow& row : *rows)
        print(row, *zone);
}

}  // namespace

void add_trail(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    Command command = cli.app.add_subcommand(
        "trail", "Who read what is known of people, logged in in vain, made or revoked a token");
    command.add_option("--data", args->data, "folder with the log").required();
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
    command.add_flag("--json", args->json, "print one JSON object, times in UTC milliseconds");
    command.example("muster trail --data /var/lib/muster --about members/7");
    command.callback([&cli, args] { trail(cli, *args); });
}

}  // namespace muster::app
