// What others were to be told and have not taken: shown, and sent again, also while the service
// runs, which sees it within a second.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/adapters.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/json_writer.hpp"

namespace muster::app {
namespace {

constexpr std::int64_t most_letters = 1'000'000;

struct Arguments {
    std::string config = default_config_file();
    std::string data;  // empty: as the configuration says
    std::string channel;
    std::vector<std::string> ids;
    std::int64_t limit = 100;
    bool json = false;
    bool english = false;

    [[nodiscard]] const char* say(const char* zh, const char* en) const {
        return english ? en : zh;
    }
};

// What a receiver has said must not steer a terminal.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char byte) { return byte < ' ' || byte == 0x7f; },
        '?');
    return text;
}

// Also one that the configuration no longer names, as long as something of it is left.
bool is_channel(const std::string& name, const Config& config, const DeadLetterPort& letters) {
    const auto& known = config.outbox.channel;
    return name.empty() || letters.count(name) > 0 ||
           std::any_of(known.begin(), known.end(),
                       [&](const auto& channel) { return channel.name == name; });
}

// Null when the command is over: it was said why.
std::unique_ptr<DeadLetterPort> open_letters(Cli& cli, const Arguments& args, Config& config) {
    if (const auto wrong = load_config(args.config, config)) {
        cli.fail(Exit::usage, to_string(*wrong));
        return nullptr;
    }
    auto letters = open_dead_letters(args.data.empty() ? config.server.data : args.data, config);
    if (!letters) {
        cli.fail(Exit::failed, letters.error());
        return nullptr;
    }
    // A slip in the name must not look like a channel that has none.
    if (!is_channel(args.channel, config, **letters)) {
        std::string names;
        for (const auto& channel : config.outbox.channel)
            names.append(names.empty() ? "" : ", ").append(channel.name);
        cli.fail(Exit::usage, args.say("没有这个通道：", "there is no such channel: ") +
                                  args.channel + args.say("；已配置：", "; configured: ") +
                                  (names.empty() ? "-" : names));
        return nullptr;
    }
    return std::move(*letters);
}

void print(const DeadLetter& letter, const TimeZone& zone) {
    const auto shown = [&](TimePoint at) { return time_text(at + zone.offset_at(at), "%F %T"); };
    std::printf("%s  %-12s %s  %s\n", letter.id.c_str(), letter.channel.c_str(),
                shown(letter.died_at).c_str(), printable(letter.reason).c_str());
    std::printf("    %s  %s\n", shown(letter.at).c_str(), printable(letter.text).c_str());
}

void show_dead(Cli& cli, const Arguments& args) {
    Config config;
    const auto port = open_letters(cli, args, config);
    if (!port) return;
    const auto zone = TimeZone::find(config.city.time_zone);
    if (!zone) return cli.fail(Exit::usage, zone.error());
    const auto letters = port->dead(args.channel, static_cast<std::size_t>(args.limit));
    if (!letters) return cli.fail(Exit::failed, letters.error());
    if (args.json) {
        std::string text = "{\"dead\":";
        codec::write(text, *letters);
        std::printf("%s}\n", text.c_str());
        return;
    }
    if (letters->empty()) std::printf("%s\n", args.say("没有死信", "no dead letters"));
    for (const DeadLetter& letter : *letters)
        print(letter, *zone);
    const std::uint64_t all = port->count(args.channel);
    if (all <= letters->size()) return;
    std::printf(args.say("还有 %llu 封，见 --limit\n", "and %llu more; see --limit\n"),
                static_cast<unsigned long long>(all - letters->size()));
}

void send_again(Cli& cli, const Arguments& args) {
    if (args.ids.empty() && args.channel.empty()) {
        return cli.fail(Exit::usage, args.say("请给出编号，或 --channel 指明整个通道",
                                              "takes ids, or --channel for all of a channel"));
    }
    Config config;
    const auto port = open_letters(cli, args, config);
    if (!port) return;
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const TimePoint now{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
    const auto sent = port->send_again(args.channel, args.ids, now);
    if (!sent) return cli.fail(Exit::failed, sent.error());
    if (args.json) {
        std::printf("{\"sent_again\":%llu}\n", static_cast<unsigned long long>(*sent));
    } else {
        std::printf(args.say("%llu 封重新等待发送\n", "%llu wait again to be sent\n"),
                    static_cast<unsigned long long>(*sent));
    }
    // Something of what was named is no dead letter, or there is no room.
    const bool left = args.ids.empty() && port->count(args.channel) > 0;
    if (*sent == 0 || *sent < args.ids.size() || left) cli.exit_code = Exit::no;
}

void add_common(const Command& command, const std::shared_ptr<Arguments>& args) {
    command.add_option("--channel", args->channel, "only of that channel");
    command.add_option("--data", args->data, "folder with the log (default: the configured one)");
    command.add_option("--config", args->config, "configuration file").capture_default_str();
    command.add_flag("--json", args->json, "print one JSON object, times in UTC milliseconds");
    command.add_flag("--english", args->english, "in English");
}

}  // namespace

void add_outbox(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command group =
        cli.app.add_subcommand("outbox", "What others were to be told and have not taken");
    group.require_subcommand();
    const Command dead =
        group.add_subcommand("dead", "Show the dead letters, the oldest first, and why");
    add_common(dead, args);
    dead.add_option("--limit", args->limit, "so many")
        .capture_default_str()
        .range(std::int64_t{1}, most_letters);
    dead.example("muster outbox dead --channel city-desk");
    dead.callback([&cli, args] { show_dead(cli, *args); });
    const Command again = group.add_subcommand(
        "again", "Have dead letters sent again, also while the service runs; 1 = not all of them");
    again.add_option("ids", args->ids, "as `outbox dead` shows them");
    add_common(again, args);
    again.example("muster outbox again --channel city-desk");
    again.callback([&cli, args] { send_again(cli, *args); });
}

}  // namespace muster::app
