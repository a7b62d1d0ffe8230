// What would become of something that a device or its cloud sent, before anybody depends on it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/app/config/load_toml.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/order_reader.hpp"
#include "engine/gate/push_reader.hpp"
#include "muster/devices.hpp"

namespace muster::app {
namespace {

constexpr std::uintmax_t longest_body = 1 << 20;

struct Arguments {
    std::string config = default_config_file();
    std::string mappings;  // empty: as the configuration says
    std::string mapping;
    std::string file;
    std::string query;
    std::vector<std::string> headers;
    bool gbk = false;
    bool english = false;
};

// Whatever is shown, in one language.
class Words {
  public:
    explicit Words(bool english) : english_(english) {}
    [[nodiscard]] const char* operator()(const char* zh, const char* en) const {
        return english_ ? en : zh;
    }
    [[nodiscard]] const std::string& of(const SignalRule& rule) const {
        return english_ ? rule.name_en : rule.name_zh;
    }

  private:
    bool english_;
};

void line(const char* name, const std::string& value) {
    if (!value.empty()) std::printf("   %s: %s\n", name, value.c_str());
}

std::string place_text(const std::optional<Personal<Point>>& place) {
    if (!place) return {};
    char text[64];
    std::snprintf(text, sizeof text, "%.7f, %.7f (WGS-84)", place->value.lat_e7 / 1e7,
                  place->value.lon_e7 / 1e7);
    return text;
}

std::string when_text(TimePoint at, const TimeZone& zone) {
    if (at == TimePoint{}) return {};
    return time_text(at + zone.offset_at(at), "%F %T");
}

std::string use_text(const SignalRule& rule, const Words& say) {
    switch (rule.use) {
        case SignalUse::request:
            return std::string(say("求助，服务 ", "a request of ")) + rule.service.str();
        case SignalUse::maintenance:
            return say("设备维护", "maintenance of the device");
        case SignalUse::note:
            return say("记录", "a note");
    }
    return {};
}

// False when the rules do not know the signal.
bool show_signal(const SignalDevice& signal, const Rules& rules, const TimeZone& zone,
                 const Words& say) {
    const SignalRule* rule = nullptr;
    if (rules.devices) {
        for (const SignalRule& one : rules.devices->signals) {
            if (one.code == signal.signal) rule = &one;
        }
    }
    if (rule == nullptr) {
        std::printf("%s\n",
                    say("未能识别，保留并提示坐席", "not understood: kept, shown to the desk"));
    } else {
        std::printf("%s (%s): %s\n", signal.signal.str().c_str(), say.of(*rule).c_str(),
                    use_text(*rule, say).c_str());
    }
    line(say("设备", "device"), signal.key.value);
    if (signal.level) {
        line(say("状态", "level"), *signal.level ? say("开始", "on") : say("结束", "off"));
    }
    line(say("原话", "said"), signal.said.value);
    line(say("地点", "where"), signal.where.value);
    line(say("坐标", "place"), place_text(signal.place));
    line(say("回拨", "call back"), signal.call_back.value);
    line(say("时间", "happened at"), when_text(signal.happened_at, zone));
    return rule != nullptr;
}

void show_report(const ReportDevice& report, const TimeZone& zone, const Words& say) {
    std::printf("%s\n", say("设备在线", "sign of life"));
    line(say("设备", "device"), report.key.value);
    if (report.battery_percent) {
        line(say("电量", "battery"), std::to_string(*report.battery_percent) + " %");
    }
    line(say("坐标", "place"), place_text(report.place));
    line(say("时间", "at"), when_text(report.placed_at, zone));
}

Exit show(const gate::Pushed& pushed, const Rules& rules, const TimeZone& zone, const Words& say) {
    bool all_known = pushed.notes.empty();
    std::printf("%s: %zu, %s: %zu\n", say("消息", "messages"), pushed.items,
                say("其中忽略", "of these ignored"), pushed.ignored);
    std::size_t number = 0;
    for (const gate::PushedCommand& one : pushed.commands) {
        std::printf("%zu. ", ++number);
        if (one.command.is<SignalDevice>()) {
            const bool known = show_signal(one.command.get<SignalDevice>(), rules, zone, say);
            all_known = all_known && known;
            line(say("去重键", "key"), one.key.empty() ? say("无：重发会再报一次",
                                                             "none: sent again "
                                                             "it is told again")
                                                       : one.key);
        } else if (one.command.is<ReportDevice>()) {
            show_report(one.command.get<ReportDevice>(), zone, say);
        }
    }
    for (const std::string& note : pushed.notes)
        std::printf("%s: %s\n", say("未采用", "left out"), note.c_str());
    return all_known ? Exit::ok : Exit::no;
}

std::string fault_text(const gate::Fault& fault) {
    const std::string at = fault.field.empty() ? "" : fault.field + ": ";
    return at + fault.detail + "; expected " + fault.expected;
}

std::string act_text(const gate::PushedOrder& order, const Words& say) {
    switch (order.act) {
        case gate::OrderAct::take:
            return say("派单，服务 ", "a request of ") +
                   (order.request.service.empty() ? say("（未知类别）", "(kind not known)")
                                                  : order.request.service.str());
        case gate::OrderAct::urge:
            return say("催办", "it is urged");
        case gate::OrderAct::cancel:
            return say("撤单", "it is withdrawn");
        case gate::OrderAct::close:
            return say("办结", "it is closed");
        case gate::OrderAct::rate:
            return say("评价 ", "it is rated ") + std::to_string(order.rating);
        case gate::OrderAct::note:
            return say("补充", "a note");
    }
    return {};
}

Exit show(const std::vector<gate::ReadOrder>& orders, const Words& say) {
    bool all_known = true;
    std::size_t number = 0;
    for (const gate::ReadOrder& read : orders) {
        ++number;
        if (!read) {
            std::printf("%zu. %s: %s\n", number, say("不能采用", "cannot be taken"),
                        fault_text(read.error()).c_str());
            all_known = false;
            continue;
        }
        const gate::PushedOrder& order = *read;
        std::printf("%zu. %s\n", number, act_text(order, say).c_str());
        line(say("工单", "order"), order.request.device);
        if (order.act == gate::OrderAct::take) {
            line(say("内容", "text"), order.request.note.value);
            line(say("电话", "phone"), order.request.caller.value);
            line(say("地点", "where"), order.request.address.value);
            line(say("坐标", "place"), place_text(order.request.place));
            all_known = all_known && !order.request.service.empty();
        }
        line(say("原因", "reason"), order.reason);
        for (const std::string& note : order.notes)
            std::printf("%s: %s\n", say("未采用", "left out"), note.c_str());
        all_known = all_known && order.notes.empty();
    }
    return all_known ? Exit::ok : Exit::no;
}

// Nothing when it cannot be read, or is longer than any that is taken.
std::optional<std::string> body_of(const std::string& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > longest_body) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

void run_try(Cli& cli, const Arguments& args) {
    Loaded loaded;
    if (const auto wrong = load_all(args.config, loaded)) return cli.fail(Exit::usage, *wrong);
    std::filesystem::path file = args.mappings;
    if (file.empty()) {
        if (loaded.config.push.empty()) {
            return cli.fail(Exit::usage,
                            args.config + " names no mappings: see push, or --mappings FILE");
        }
        file = loaded.file.parent_path() / loaded.config.push;
    }
    gate::PushMappings mappings;
    if (const auto wrong = load_toml(file, mappings)) {
        return cli.fail(Exit::usage, to_string(*wrong));
    }
    const auto& all = mappings.mappings;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& one) { return one.name == args.mapping; });
    if (found == all.end()) {
        std::string names;
        for (const gate::PushMapping& one : all)
            names += (names.empty() ? "" : ", ") + one.name;
        return cli.fail(Exit::usage, file.string() + " has no mapping \"" + args.mapping +
                                         "\"; it has " + names);
    }
    const auto zone = TimeZone::find(loaded.config.city.time_zone);
    if (!zone) return cli.fail(Exit::usage, zone.error());
    const auto body = body_of(args.file);
    if (!body) return cli.fail(Exit::failed, args.file + " cannot be read, or is above 1 MiB");
    gate::PushRequest request{.body = *body,
                              .charset = args.gbk ? codec::Charset::gb18030 : codec::Charset::utf8,
                              .headers = {},
                              .query = {}};
    if (!codec::decode_pairs(args.query, gate::max_push_fields, request.query)) {
        return cli.fail(Exit::usage, "--query takes name=value&name=value, %-escaped");
    }
    for (const std::string& header : args.headers) {
        std::string_view value = header;
        const std::string_view name = codec::take_until(value, ':');
        request.headers.emplace_back(name, codec::trimmed(value));
    }
    const Words say(args.english);
    std::printf("%s %s%s\n", say("映射", "mapping"), found->name.c_str(),
                found->on ? "" : say("（未启用）", " (off)"));
    if (gate::is_of_orders(*found)) {
        const auto orders = gate::read_orders(*found, request);
        if (!orders) return cli.fail(Exit::no, fault_text(orders.error()));
        cli.exit_code = show(*orders, say);
        return;
    }
    const auto pushed = gate::read_push(*found, request);
    if (!pushed) return cli.fail(Exit::no, fault_text(pushed.error()));
    cli.exit_code = show(*pushed, loaded.rules, *zone, say);
}

}  // namespace

void add_intake(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command group =
        cli.app.add_subcommand("intake", "What devices send, before anybody depends on it");
    group.require_subcommand();
    const Command one = group.add_subcommand(
        "try", "Show what a body that a maker's cloud posted becomes; 1 = not all is understood");
    one.add_option("mapping", args->mapping, "Its name; it need not be on").required();
    one.add_option("file", args->file, "The body as it was posted").required();
    one.add_option("--config", args->config, "configuration file").capture_default_str();
    one.add_option("--mappings", args->mappings, "in place of the file that its push names");
    one.add_option("--query", args->query, "as behind the ? of the URL, such as event=up");
    one.add_option("--header", args->headers, "such as \"X-Device: 7\"; may be repeated")
        .one_value_each();
    one.add_flag("--gbk", args->gbk, "the body is GBK or GB18030, not UTF-8");
    one.add_flag("--english", args->english, "in English");
    one.example("muster intake try chirpstack up.json --query event=up");
    one.callback([&cli, args] { run_try(cli, *args); });
}

}  // namespace muster::app
