// What an operator asks of a log: is it sound, what does it come to, why did it decide so.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/road_options.hpp"
#include "engine/app/config/config.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/config/time_zone.hpp"
#include "engine/app/progress.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/log/anchor.hpp"
#include "engine/log/files.hpp"
#include "engine/log/wholeness.hpp"
#include "engine/net/file_rights.hpp"
#include "engine/pipeline/audit.hpp"
#include "engine/pipeline/recovery.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/pipeline/story.hpp"

namespace muster::app {
namespace {

struct ReplayResult {
    std::uint64_t records = 0;
    std::string state_hash;
    std::uint64_t members = 0;
    std::uint64_t responders = 0;
    std::uint64_t requests = 0;
    std::uint64_t open_requests = 0;
    std::uint64_t snapshot_seq = 0;
};
BOOST_DESCRIBE_STRUCT(ReplayResult, (),
                      (records, state_hash, members, responders, requests, open_requests,
                       snapshot_seq))

template <class T>
void print_json(const T& value) {
    std::string text;
    codec::write(text, value);
    std::printf("%s\n", text.c_str());
}

pipeline::Progress shown_by(ProgressLine& line) {
    return [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); };
}

using AnchorKeyOrNot = Expected<std::shared_ptr<const log::AnchorKey>, std::string>;

// The configuration's, or null where it names none. A file that is not named need not exist.
AnchorKeyOrNot configured_anchor_key(const std::string& config_file) {
    const std::string file = config_file.empty() ? default_config_file() : config_file;
    if (config_file.empty() && !std::filesystem::exists(file)) {
        return std::shared_ptr<const log::AnchorKey>();
    }
    Config config;
    if (const auto problem = load_config(file, config)) return to_string(*problem);
    return anchor_key(file, config.log);
}

// Of either half: whoever only checks has the public one, which is no secret.
AnchorKeyOrNot anchor_key_in(const std::string& file) {
    const auto pem = log::read_file(file);
    if (!pem) return pem.error().message;
    auto key = log::AnchorKey::from_pem(*pem);
    if (!key) return file + " " + key.error();
    if (const std::string why = net::too_open(file); key->can_sign() && !why.empty()) {
        return "the private key " + file + " " + why;
    }
    return std::make_shared<const log::AnchorKey>(std::move(*key));
}

struct CheckArguments {
    std::string data;
    std::string config;
    std::vector<std::string> maps;
    std::vector<std::string> anchors;
    std::string anchor_key;
    bool json = false;
};

// What is wrong with a signature, or nothing.
std::optional<std::string> problem_of(const log::SignedAnchor& anchor, const std::string& data,
                                      const log::AnchorKey* key) {
    if (!anchor.signature) return std::nullopt;
    const std::string which = "the anchor of record " + std::to_string(anchor.anchor.seq);
    if (key == nullptr) {
        return which +
               " is signed, and there is no key to check that with: give its public half with "
               "--anchor-key, or only SEQ:HASH";
    }
    auto reader = log::LogReader::open(data, {});
    if (!reader) return reader.error().message;
    if (log::is_signed_by(anchor, reader->meta().instance, *key)) return std::nullopt;
    return "the signature of " + which +
           " is not valid: it was changed, signed with another key, or is of another log";
}

// What is wrong with the anchors as they were typed, or nothing.
std::optional<std::string> read_anchors(const CheckArguments& args,
                                        std::vector<log::ChainAnchor>& out) {
    if (args.anchors.empty()) return std::nullopt;
    const auto key = args.anchor_key.empty() ? configured_anchor_key(args.config)
                                             : anchor_key_in(args.anchor_key);
    if (!key) return key.error();
    for (const std::string& text : args.anchors) {
        const auto read = log::anchor_from_text(text);
        if (!read) {
            return "--anchor takes SEQ:HASH or SEQ:HASH:SIGNATURE as `muster anchor` prints it, "
                   "not \"" +
                   text + "\"";
        }
        if (auto wrong = problem_of(*read, args.data, key->get())) return wrong;
        out.push_back(read->anchor);
    }
    return std::nullopt;
}

struct AnchorResult {
    std::uint64_t seq = 0;
    std::string hash;
    std::string anchor;
    bool is_signed = false;
};
BOOST_DESCRIBE_STRUCT(AnchorResult, (), (seq, hash, anchor, is_signed))

void anchor(Cli& cli, const CheckArguments& args) {
    const auto key = configured_anchor_key(args.config);
    if (!key) return cli.fail(Exit::usage, key.error());
    std::vector<std::string> warnings;
    if (std::filesystem::is_directory(args.data)) {
        if (const log::LogError lost = log::judge(args.data, warnings)) {
            return cli.fail(Exit::failed, lost.message);
        }
    }
    auto reader = log::LogReader::open(args.data, {});
    if (!reader) return cli.fail(Exit::failed, reader.error().message);
    auto last = reader->last_seq();
    if (!last) return cli.fail(Exit::failed, last.error().message);
    log::ChainAnchor end;
    if (*last != 0) {
        auto record = reader->find(*last);
        if (!record) return cli.fail(Exit::failed, record.error().message);
        end = {*last, (*record)->hash};
    }
    const std::string text = log::anchor_text(end, reader->meta().instance, key->get());
    if (args.json)
        return print_json(AnchorResult{end.seq, log::to_hex(end.hash), text, *key != nullptr});
    std::printf("%s\n", text.c_str());
}

void check(Cli& cli, const CheckArguments& args) {
    const bool json = args.json;
    pipeline::RoadLibrary library;
    if (const auto wrong = open_library(args.maps, args.data, library)) {
        return cli.fail(Exit::failed, *wrong);
    }
    pipeline::CheckOptions options;
    options.roads = &library;
    if (const auto wrong = read_anchors(args, options.anchors)) {
        return cli.fail(Exit::usage, *wrong);
    }
    ProgressLine line("checking", "records");
    auto report = pipeline::check(args.data, options, shown_by(line));
    line.end();
    if (!report) return cli.fail(Exit::failed, report.error().message);
    if (report->first_difference) cli.exit_code = Exit::no;
    if (json) return print_json(*report);
    for (const std::string& warning : report->warnings)
        std::fprintf(stderr, "muster: warning: %s\n", warning.c_str());
    std::printf("records     %llu\nstate_hash  %s\nlast_hash   %s\n",
                static_cast<unsigned long long>(report->records), report->state_hash.c_str(),
                report->last_hash.c_str());
    if (const auto& difference = report->first_difference) {
        std::printf("record %llu is not as it must be (%s)\n  expected: %s\n  got:      %s\n",
                    static_cast<unsigned long long>(difference->seq), difference->kind.c_str(),
                    difference->expected.c_str(), difference->got.c_str());
    } else {
        std::printf("the hash chain, every decision and every invariant hold\n");
        if (report->not_decided > 0) {
            std::printf(
                "of these, %llu records were not decided anew: what they were decided from tells "
                "of somebody who was erased, or whose key is not here\n",
                static_cast<unsigned long long>(report->not_decided));
        }
        if (report->anchors > 0) {
            std::printf("and so do %llu anchors\n",
                        static_cast<unsigned long long>(report->anchors));
        }
    }
}

void replay(Cli& cli, const std::string& data, std::uint64_t to, bool from_start, bool json) {
    ProgressLine line("replaying", "records");
    pipeline::RecoverOptions options;
    options.use_snapshot = !from_start;
    if (to != 0) options.last = to;
    auto recovered = pipeline::recover(data, options, shown_by(line));
    line.end();
    if (!recovered) return cli.fail(Exit::failed, recovered.error().message);
    const core::Engine& engine = (*recovered)->engine;
    const core::Board& board = engine.board();
    const ReplayResult result{engine.last_seq(),         log::to_hex(pipeline::state_hash(engine)),
                              board.members().size(),    board.responders().size(),
                              board.requests().size(),   board.open_requests(),
                              (*recovered)->snapshot_seq};
    if (json) return print_json(result);
    std::printf(
        "records        %llu\nstate_hash     %s\nmembers        %llu\n"
        "responders     %llu\nrequests       %llu (%llu open)\n",
        static_cast<unsigned long long>(result.records), result.state_hash.c_str(),
        static_cast<unsigned long long>(result.members),
        static_cast<unsigned long long>(result.responders),
        static_cast<unsigned long long>(result.requests),
        static_cast<unsigned long long>(result.open_requests));
}

void explain(Cli& cli, const std::string& data, const std::vector<std::string>& maps,
             std::uint64_t request, const pipeline::StoryTextOptions& how, bool json) {
    pipeline::RoadLibrary library;
    if (const auto wrong = open_library(maps, data, library)) {
        return cli.fail(Exit::failed, *wrong);
    }
    pipeline::StoryOptions options;
    options.roads = &library;
    ProgressLine line("replaying", "records");
    auto story = pipeline::explain(data, {request}, options, shown_by(line));
    line.end();
    if (!story) return cli.fail(Exit::failed, story.error().message);
    if (!*story) {
        return cli.fail(Exit::no,
                        "no request " + std::to_string(request) + " was ever received in this log");
    }
    if (json) return print_json(**story);
    std::printf(how.chinese ? "请求 %llu\n" : "Request %llu\n",
                static_cast<unsigned long long>(request));
    std::fputs(pipeline::story_text(**story, how).c_str(), stdout);
}

Option add_data_option(Command command, std::string& data) {
    return command.add_option("--data", data, "folder with the log").required();
}

void add_proofs(Cli& cli) {
    const auto proof = std::make_shared<CheckArguments>();
    Command command = cli.app.add_subcommand(
        "check", "Verify the hash chain, decide everything anew and check every invariant");
    add_data_option(command, proof->data);
    command.add_option("--anchor", proof->anchors,
                       "SEQ:HASH of a record that the log must contain, as `muster anchor` printed "
                       "it; may be repeated");
    command.add_option("--anchor-key", proof->anchor_key,
                       "PEM file with the public half of the key that signed them (default: the "
                       "key of the configuration)");
    command.add_option("--config", proof->config, "names the key of signed anchors");
    command.add_flag("--json", proof->json, "print one JSON object");
    add_roads_option(command, proof->maps);
    command.example("muster check --data /var/lib/muster");
    command.callback([&cli, proof] { check(cli, *proof); });

    command = cli.app.add_subcommand(
        "anchor",
        "Print the last record's number and hash, to be kept where nobody who can write "
        "in the log's folder can change it");
    add_data_option(command, proof->data);
    command.add_option("--config", proof->config, "names the key to sign it with");
    command.add_flag("--json", proof->json, "print one JSON object");
    command.example("muster anchor --data /var/lib/muster >> /elsewhere/muster-anchors");
    command.callback([&cli, proof] { anchor(cli, *proof); });
}

void add_replay(Cli& cli) {
    struct Arguments {
        std::string data;
        std::uint64_t seq = 0;
        bool from_start = false;
        bool json = false;
    };
    const auto args = std::make_shared<Arguments>();
    Command command =
        cli.app.add_subcommand("replay", "Replay the logged events and print the state's hash");
    add_data_option(command, args->data);
    command.add_option("--to", args->seq, "stop after this record (0 = the end)");
    command.add_flag("--from-start", args->from_start, "without snapshots");
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster replay --data /var/lib/muster --to 5000");
    command.callback(
        [&cli, args] { replay(cli, args->data, args->seq, args->from_start, args->json); });
}

void add_explain(Cli& cli) {
    struct Arguments {
        std::string data;
        std::vector<std::string> maps;
        std::uint64_t request = 0;
        bool chinese = false;
        bool all = false;
        std::string config = default_config_file();
        std::string time_zone;
        bool json = false;
    };
    const auto args = std::make_shared<Arguments>();
    Command command = cli.app.add_subcommand(
        "explain", "Tell the story of a request: what happened, who was weighed, why each lost");
    command.add_option("REQUEST", args->request, "number of the request").required();
    add_data_option(command, args->data);
    command.add_flag("--zh", args->chinese, "in Chinese");
    command.add_flag("--all", args->all,
                     "every candidate, up to 200 a decision; else those who could be sent, and the "
                     "others counted by reason");
    command.add_option("--config", args->config, "configuration file, for the city's time zone")
        .capture_default_str();
    command.add_option("--time-zone", args->time_zone,
                       "of the times, such as Asia/Shanghai (default: the configured one)");
    command.add_flag("--json", args->json, "print one JSON object");
    add_roads_option(command, args->maps);
    command.example("muster explain 48121 --data /var/lib/muster");
    command.callback([&cli, args] {
        const auto zone = zone_of(args->config, args->time_zone);
        if (!zone) return cli.fail(Exit::usage, zone.error());
        explain(cli, args->data, args->maps, args->request,
                {.chinese = args->chinese,
                 .offset_at = [&](TimePoint at) { return zone->offset_at(at); },
                 .all = args->all},
                args->json);
    });
}

}  // namespace

void add_audit(Cli& cli) {
    add_proofs(cli);
    add_replay(cli);
    add_explain(cli);
}

}  // namespace muster::app
