// Reports and statements by command line, and the tables that they are made of.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/note_export.hpp"
#include "engine/app/progress.hpp"
#include "engine/app/reports/desk.hpp"
#include "engine/reports/follower.hpp"

namespace muster::app {
namespace {

constexpr std::uint64_t records_at_once = 50'000;

struct ReportArguments {
    std::string data;
    std::string day;
    std::string month;
    std::string district;
    std::string section;
    std::string format;
    std::string to;
    bool english = false;
    std::uint64_t account = 0;
    std::string from;
    std::string until;
};

// What is wrong with the text as a day, or nothing. Empty is none.
std::optional<std::string> read_day(const std::string& option, const std::string& text,
                                    std::optional<Date>& day) {
    if (text.empty()) return std::nullopt;
    day = Date::from_text(text);
    if (day) return std::nullopt;
    return option + " takes a day such as 2026-01-31, not \"" + text + "\"";
}

// By --format, else by the end of the file's name.
std::optional<ReportForm> form_of(const ReportArguments& args, ReportForm usual) {
    if (!args.format.empty()) return enum_named<ReportForm>(args.format);
    const std::string end = std::filesystem::path(args.to).extension().string();
    if (end.empty()) return usual;
    if (end == ".html") return ReportForm::page;
    return enum_named<ReportForm>(std::string_view(end).substr(1));
}

void write_out(Cli& cli, const ReportArguments& args, const ReportAnswer& answer) {
    if (answer.kind != ReportAnswer::Kind::made) {
        const bool unknown = answer.kind == ReportAnswer::Kind::unknown;
        return cli.fail(unknown ? Exit::usage : Exit::failed, answer.text);
    }
    if (args.to.empty() || args.to == "-") {
        std::fwrite(answer.text.data(), 1, answer.text.size(), stdout);
        return;
    }
    std::ofstream file(args.to, std::ios::binary | std::ios::trunc);
    file << answer.text;
    file.close();
    if (!file) cli.fail(Exit::failed, args.to + " cannot be written");
}

// Brings the tables up to the log's end, whether a service does the same or not.
std::unique_ptr<reports::Follower> caught_up(Cli& cli, const std::string& data, bool anew) {
    auto follower = reports::Follower::open(data);
    if (!follower) {
        cli.fail(Exit::failed, follower.error().message);
        return nullptr;
    }
    if (anew) {
        if (const log::LogError failed = (*follower)->start_over()) {
            cli.fail(Exit::failed, failed.message);
            return nullptr;
        }
    }
    ProgressLine line(anew ? "rebuilding" : "catching up", "records");
    const auto taken =
        catch_up(**follower, records_at_once,
                 [&](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    if (!taken) {
        cli.fail(Exit::failed, taken.error().message);
        return nullptr;
    }
    if (anew) std::printf("records     %llu\n", static_cast<unsigned long long>(*taken));
    return std::move(*follower);
}

void run_report(Cli& cli, const ReportArguments& args, bool monthly) {
    ReportQuery query;
    query.monthly = monthly;
    query.section = args.section;
    query.english = args.english;
    const auto district = Code::from_text(args.district);
    if (!district) return cli.fail(Exit::usage, "--district takes a code of at most 23 bytes");
    query.district = *district;
    if (!args.month.empty()) {
        query.day = Date::from_text(args.month + "-01");
        if (!query.day) {
            return cli.fail(Exit::usage,
                            "--month takes a month such as 2026-01, not \"" + args.month + '"');
        }
    } else if (const auto wrong = read_day("--day", args.day, query.day)) {
        return cli.fail(Exit::usage, *wrong);
    }
    const auto form = form_of(args, ReportForm::json);
    if (!form) return cli.fail(Exit::usage, "a report is json, page (.html), csv, xlsx or pdf");
    query.form = *form;
    const auto follower = caught_up(cli, args.data, false);
    if (follower) write_out(cli, args, answer_report(follower->model().database(), query));
}

void run_statement(Cli& cli, const ReportArguments& args) {
    StatementQuery query;
    query.account = args.account;
    query.english = args.english;
    if (const auto wrong = read_day("--from", args.from, query.first)) {
        return cli.fail(Exit::usage, *wrong);
    }
    if (const auto wrong = read_day("--until", args.until, query.last)) {
        return cli.fail(Exit::usage, *wrong);
    }
    if (query.first && query.last && *query.last < *query.first) {
        return cli.fail(Exit::usage, "--until " + args.until + " is before --from " + args.from);
    }
    const auto form = form_of(args, ReportForm::json);
    if (!form || *form == ReportForm::page || *form == ReportForm::xlsx) {
        return cli.fail(Exit::usage, "a statement is json, csv or pdf");
    }
    query.form = *form;
    if (!note_export(cli, args.data, "accounts/" + std::to_string(args.account) + "/statement")) {
        return;
    }
    const auto follower = caught_up(cli, args.data, false);
    if (follower) write_out(cli, args, answer_statement(follower->model().database(), query));
}

void add_output(const Command& command, const std::shared_ptr<ReportArguments>& args) {
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--to", args->to, "file to write; its end says the format (default: out)");
    command.add_option("--format", args->format, "json, page, csv, xlsx, pdf");
    command.add_flag("--english", args->english, "headers of tables in English");
}

void add_periodic(Cli& cli, const Command& group, const std::shared_ptr<ReportArguments>& args,
                  bool monthly) {
    const Command command = group.add_subcommand(
        monthly ? "monthly" : "daily", monthly ? "What a month came to" : "What a day came to");
    add_output(command, args);
    if (monthly) {
        command.add_option("--month", args->month, "such as 2026-01 (default: the last one)");
    } else {
        command.add_option("--day", args->day, "such as 2026-01-31 (default: the last one)");
    }
    command.add_option("--district", args->district, "code of a district (default: all)");
    command.add_option("--section", args->section, "one section (default: all)");
    command.example(monthly ? "muster report monthly --data /var/lib/muster --month 2026-01 "
                              "--to january.pdf"
                            : "muster report daily --data /var/lib/muster --to day.xlsx");
    command.callback([&cli, args, monthly] { run_report(cli, *args, monthly); });
}

}  // namespace

void add_report(Cli& cli) {
    const auto args = std::make_shared<ReportArguments>();
    const Command group = cli.app.add_subcommand("report", "Reports and statements");
    group.require_subcommand();
    add_periodic(cli, group, args, false);
    add_periodic(cli, group, args, true);
    Command command = group.add_subcommand("statement", "What went through an account");
    command.add_option("ACCOUNT", args->account, "number of the account").required();
    add_output(command, args);
    command.add_option("--from", args->from, "the first day, such as 2026-01-01");
    command.add_option("--until", args->until, "the last day, such as 2026-01-31");
    command.example("muster report statement 48121 --data /var/lib/muster --to statement.pdf");
    command.callback([&cli, args] { run_statement(cli, *args); });
}

void add_views(Cli& cli) {
    const auto args = std::make_shared<ReportArguments>();
    const Command group = cli.app.add_subcommand("views", "The tables that reports are made of");
    group.require_subcommand();
    const Command command = group.add_subcommand(
        "rebuild", "Make them anew from the log; a service may go on meanwhile");
    command.add_option("--data", args->data, "folder with the log").required();
    command.example("muster views rebuild --data /var/lib/muster");
    command.callback([&cli, args] { (void)caught_up(cli, args->data, true); });
}

}  // namespace muster::app
