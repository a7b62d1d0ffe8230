#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/print/report_sheet.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/gate/printed_report.hpp"
#include "muster/thinktank.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    std::uint64_t report = 0;
    std::string out;
};

// A name that is kept has no such stars: they stand for what the token may not see.
bool is_masked(const SuggestionReport& report) {
    const auto masked = [](const std::string& text) {
        return text.find("**") != std::string::npos;
    };
    if (masked(report.addressee.value)) return true;
    for (const ReportItem& item : report.items) {
        for (const ReportedSuggestion& raw : item.raw)
            if (masked(raw.author.value)) return true;
    }
    return false;
}

void run_report(Cli& cli, const Arguments& args) {
    auto service = ServiceClient::open(args.url, args.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const auto found = (*service)->read("/v1/suggestion_reports/" + std::to_string(args.report));
    if (!found) return cli.fail(Exit::failed, found.error().en);
    SuggestionReport report;
    if (codec::read(boost::json::serialize(*found), report, codec::Mode::lenient)) {
        return cli.fail(Exit::failed, "the report cannot be read");
    }
    if (is_masked(report)) {
        return cli.fail(Exit::failed, "names cannot be had: is the token allowed to see them?");
    }
    // Beside the file first: one that stands there is whole.
    const std::string beside = args.out + ".new";
    Paper paper(beside, a4, "Report of suggestions " + report.number);
    const bool printed = print_report(paper, report);
    if (const auto wrong = paper.close()) {
        return cli.fail(Exit::failed, "\"" + beside + "\": " + *wrong);
    }
    if (std::rename(beside.c_str(), args.out.c_str()) != 0) {
        return cli.fail(Exit::failed, "\"" + args.out + "\" cannot be written");
    }
    std::printf("report %s: %zu items, %lld suggestions, SHA-256 %s\n", report.number.c_str(),
                report.items.size(), static_cast<long long>(report.raw_count),
                gate::seal_of(gate::printed_lines(report)).c_str());
    if (printed) return;
    cli.fail(Exit::no, "no installed font has every character of it; fonts-noto-cjk has most");
}

}  // namespace

void add_suggestions(Cli& cli) {
    const Command group = cli.app.add_subcommand("suggestions", "What the think tank hands up");
    group.require_subcommand();
    const auto args = std::make_shared<Arguments>();
    const Command command = group.add_subcommand(
        "report", "Print a report of suggestions as a PDF: the same bytes each time");
    command.add_option("report", args->report, "Its id").required();
    command.add_option("--out", args->out, "The PDF").required();
    command.add_option("--url", args->url, "The service").capture_default_str();
    command.add_option("--token", args->token, "Of somebody who may see all of it")
        .required()
        .envname("TOKEN");
    command.example("muster suggestions report 17 --out report.pdf --token $TOKEN");
    command.callback([&cli, args] { run_report(cli, *args); });
}

}  // namespace muster::app
