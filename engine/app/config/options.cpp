#include "engine/app/config/options.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <system_error>
#include <type_traits>

#include "engine/app/anchors/anchor_target.hpp"
#include "engine/app/config/load_toml.hpp"
#include "engine/codec/describe.hpp"
#include "muster/secret.hpp"

#include "engine/gate/sun_message.hpp"

namespace muster::app {
namespace {

// Every secret that stands somewhere in the settings.
template <class T>
std::optional<ConfigProblem> read_secrets(const std::filesystem::path& config_file,
                                          const std::string& at, T& settings) {
    std::optional<ConfigProblem> wrong;
    if constexpr (std::is_same_v<T, Secret>) {
        if (settings.file.empty() && settings.env.empty()) return wrong;
        if (!settings.file.empty() && !settings.env.empty()) {
            return ConfigProblem{config_file.string(), 0, at,
                                 "has both file and env; must say one of them"};
        }
        wrong = read_key(config_file, {at, settings.file, settings.env}, settings.value,
                         settings.shortest_bytes);
    } else if constexpr (codec::AVector<T>) {
        for (std::size_t i = 0; i < settings.size() && !wrong; ++i)
            wrong = read_secrets(config_file, at + "/" + std::to_string(i), settings[i]);
    } else if constexpr (codec::AStruct<T>) {
        codec::each_field(settings, [&](std::string_view name, auto& field) {
            if (wrong) return;
            wrong = read_secrets(config_file, at + "/" + std::string(name), field);
        });
    }
    return wrong;
}

}  // namespace

std::string default_config_file() {
    const char* named = std::getenv("MUSTER_CONFIG");
    if (named != nullptr && *named != '\0') return named;
    // A folder in which somebody happens to stand says nothing to a program of the system.
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return program.parent_path() == "/usr/bin" ? "/etc/muster/muster.toml" : "config/muster.toml";
}

std::filesystem::path tables_file(const std::filesystem::path& config_file) {
    return config_file.parent_path() / "tables.toml";
}

std::optional<std::string> load_all(const std::string& file, Loaded& out) {
    out.file = file;
    if (const auto problem = load_config(out.file, out.config)) return to_string(*problem);
    if (const auto problem = load_rules(rule_files(out.file, out.config), out.rules, &out.map)) {
        return to_string(*problem);
    }
    return std::nullopt;
}

namespace {

// A signal that a mapping tells and the rules do not know: it would be kept, and nobody sent.
std::optional<std::string> unknown_signal(const gate::PushMapping& mapping, const Rules& rules) {
    if (!mapping.on || !rules.devices) return std::nullopt;
    std::vector<gate::PushKind> kinds = mapping.kinds;
    // It may be empty: then what it stands for is kept as not understood, on purpose.
    if (!mapping.otherwise.signal.empty()) kinds.push_back(mapping.otherwise);
    for (const gate::PushKind& kind : kinds) {
        if (kind.use != gate::PushUse::signal) continue;
        const auto& known = rules.devices->signals;
        const bool found = std::any_of(known.begin(), known.end(), [&](const SignalRule& rule) {
            return rule.code == kind.signal;
        });
        if (!found) {
            return "mapping \"" + mapping.name + "\": the rules know no signal \"" +
                   kind.signal.str() + '"';
        }
    }
    return std::nullopt;
}

// A service that orders are mapped to and the rules do not have: each such order would be refused.
std::optional<std::string> unknown_service(const gate::PushMapping& mapping, const Rules& rules) {
    if (!mapping.on) return std::nullopt;
    for (const gate::OrderKind& kind : mapping.order.kinds) {
        const bool found =
            std::any_of(rules.services.begin(), rules.services.end(),
                        [&](const ServiceRule& rule) { return rule.code == kind.service; });
        if (!found) {
            return "mapping \"" + mapping.name + "\": the rules know no service \"" +
                   kind.service.str() + '"';
        }
    }
    return std::nullopt;
}

// A channel that reports on the orders of a mapping that there is not: nobody would be told, and
// nothing would say so. One that is off may have orders from before.
std::optional<std::string> unknown_mapping(const outbox::OutboxOptions& outbox,
                                           const std::vector<gate::PushMapping>& mappings) {
    for (const outbox::ChannelOptions& channel : outbox.channel) {
        if (channel.kind != outbox::ChannelKind::orders) continue;
        const std::string& wanted = channel.orders.mapping;
        const bool found =
            std::any_of(mappings.begin(), mappings.end(), [&](const gate::PushMapping& one) {
                return one.name == wanted && gate::is_of_orders(one);
            });
        if (found) continue;
        return "outbox channel \"" + channel.name + "\": no mapping of work orders is named \"" +
               wanted + "\"; orders.mapping must be the name of one, which has [mappings.order]";
    }
    return std::nullopt;
}

}  // namespace

namespace {

// Without the file nothing can be imported, and nothing else is amiss.
std::optional<std::string> load_tables(const std::filesystem::path& config_file,
                                       std::vector<TableRule>& out) {
    const std::filesystem::path file = tables_file(config_file);
    if (!std::filesystem::exists(file)) return std::nullopt;
    TableConfig config;
    if (const auto wrong = load_toml(file, config)) return to_string(*wrong);
    out = std::move(config.tables);
    return std::nullopt;
}

// Of cards, of chips and of gateways.
std::optional<std::string> read_keys(const Loaded& loaded, http::HttpOptions& http) {
    const Config& config = loaded.config;
    for (const KeyConfig& key : config.cards.keys) {
        std::string secret;
        if (const auto problem = read_key(loaded.file, key, secret)) return to_string(*problem);
        http.card_keys.emplace(key.name, std::move(secret));
    }
    for (const KeyConfig& key : config.cards.chips) {
        std::string secret;
        if (const auto problem = read_key(loaded.file, key, secret)) return to_string(*problem);
        const auto pair = gate::read_sun_keys(secret);
        if (!pair) {
            return "the secret of the chips \"" + key.name +
                   "\" must be their meta-read key and their file-read key, of 32 hex digits each";
        }
        http.chip_keys.emplace(key.name, *pair);
    }
    for (const KeyConfig& key : config.gateways) {
        std::string secret;
        if (const auto problem = read_key(loaded.file, key, secret)) return to_string(*problem);
        http.gateway_keys.emplace(key.name, std::move(secret));
    }
    return std::nullopt;
}

}  // namespace

Expected<std::shared_ptr<const log::AnchorKey>, std::string> anchor_key(
    const std::filesystem::path& config_file, const LogConfig& config) {
    std::string pem;
    if (const auto problem = read_anchor_key(config_file, config, pem)) return to_string(*problem);
    if (pem.empty()) return std::shared_ptr<const log::AnchorKey>();
    const std::string from = config.anchor_key_env.empty()
                                 ? "/log/anchor_key_file " + config.anchor_key_file
                                 : "/log/anchor_key_env " + config.anchor_key_env;
    auto key = log::AnchorKey::from_pem(pem);
    if (!key) return from + " " + key.error();
    if (!key->can_sign()) {
        return from + " has the public half alone, which verifies and cannot sign";
    }
    return std::make_shared<const log::AnchorKey>(std::move(*key));
}

namespace {

// What else could be wrong with them is found now, and not when the first is sent.
std::optional<std::string> read_anchors(const Loaded& loaded, ServiceOptions& out) {
    auto key = anchor_key(loaded.file, loaded.config.log);
    if (!key) return key.error();
    out.anchor_key = std::move(*key);
    out.anchors = loaded.config.anchors;
    for (std::string* const path : {&out.anchors.folder, &out.anchors.time_stamp_ca}) {
        if (!path->empty()) *path = (loaded.file.parent_path() / *path).string();
    }
    const auto targets = anchor_targets(out.anchors, out.data, nullptr);
    if (!targets) return targets.error();
    return std::nullopt;
}

}  // namespace

std::optional<std::string> service_options(const Loaded& loaded, ServiceOptions& out) {
    const Config& config = loaded.config;
    out.data = config.server.data;
    out.roads = std::make_shared<pipeline::RoadLibrary>();
    if (loaded.map) out.roads->add(loaded.map);
    out.clock = config.clock;
    out.log = config.log;
    out.scrub = config.log;
    out.snapshots = config.log;
    out.pipeline = config.pipeline;
    out.pipeline.intake = config.intake;
    out.pipeline.log_wait_ms = config.log.busy_timeout_ms;
    out.queries = config.reads;
    out.explainer = config.explain;
    out.access = config.access;
    out.oidc = config.oidc;
    if (const auto problem = read_secrets(loaded.file, "/oidc", out.oidc)) {
        return to_string(*problem);
    }
    out.audit = config.audit;
    if (auto wrong = read_anchors(loaded, out)) return wrong;
    out.reports = config.reports;
    out.maps = config.map;
    out.imports = config.imports;
    if (auto wrong = load_tables(loaded.file, out.tables)) return wrong;
    out.past = config.past;
    out.offsite = !config.backup.target.empty();
    out.sealing = config.sealing;
    out.config_file = loaded.file;
    if (const auto problem = read_secrets(loaded.file, "/sealing", out.sealing)) {
        return to_string(*problem);
    }
    out.adapters = config;
    out.adapters.feed.allowed_origins = config.server.allowed_origins;
    out.adapters.feed.public_url = config.server.public_url;
    if (const auto problem = read_secrets(loaded.file, "", out.adapters)) {
        return to_string(*problem);
    }
    http::HttpOptions& http = out.adapters.http;
    http.server = config.server;
    http.tls = config.tls;
    for (std::string* const file : {&http.tls.certificate, &http.tls.key, &http.tls.client_ca}) {
        if (!file->empty()) *file = (loaded.file.parent_path() / *file).string();
    }
    http.cards = config.cards;
    http.time_zone = config.city.time_zone;
    http.ticket_ttl_ms = config.feed.ticket_ttl_ms;
    if (!config.server.console.empty()) {
        http.console_folder = (loaded.file.parent_path() / config.server.console).string();
    }
    if (auto wrong = read_keys(loaded, http)) return wrong;
    gate::PushMappings mappings;
    if (const auto problem = load_push(loaded.file, config, mappings)) return to_string(*problem);
    for (const gate::PushMapping& one : mappings.mappings) {
        if (auto unknown = unknown_signal(one, loaded.rules)) return config.push + ": " + *unknown;
        if (auto unknown = unknown_service(one, loaded.rules)) return config.push + ": " + *unknown;
    }
    if (auto unknown = unknown_mapping(config.outbox, mappings.mappings)) return unknown;
    http.push = std::move(mappings.mappings);
    return std::nullopt;
}

std::optional<std::string> sealing_options(const std::string& config_file,
                                           seal::SealingOptions& out) {
    if (config_file.empty()) return std::nullopt;
    Config config;
    if (const auto wrong = load_config(config_file, config)) return to_string(*wrong);
    out = config.sealing;
    if (const auto wrong = read_secrets(config_file, "/sealing", out)) return to_string(*wrong);
    return std::nullopt;
}

std::optional<std::string> offsite_options(const std::string& config_file, OffsiteOptions& out) {
    Config config;
    if (const auto wrong = load_config(config_file, config)) return to_string(*wrong);
    out = config.backup;
    if (const auto wrong = read_secrets(config_file, "/backup", out)) return to_string(*wrong);
    if (!out.ca.empty()) {
        out.ca = (std::filesystem::path(config_file).parent_path() / out.ca).string();
    }
    return std::nullopt;
}

Expected<TimeZone, std::string> zone_of(const std::string& config_file, std::string name) {
    if (name.empty()) {
        Config config;
        if (std::filesystem::exists(config_file)) {
            if (const auto wrong = load_config(config_file, config)) return to_string(*wrong);
        }
        name = config.city.time_zone;
    }
    return TimeZone::find(name);
}

bool parse_listen(const std::string& text, http::ServerOptions& server) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return false;
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
    if (error != std::errc{} || stop != end || number > 65535) return false;
    std::string address = text.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    server.address = std::move(address);
    server.port = static_cast<std::uint16_t>(number);
    return true;
}

void set_up_logging(const LoggingConfig& logging) {
    if (!logging.file.empty()) {
        spdlog::set_default_logger(spdlog::basic_logger_mt("file", logging.file));
    }
    switch (logging.level) {
        case LogLevel::debug:
            return spdlog::set_level(spdlog::level::debug);
        case LogLevel::info:
            return spdlog::set_level(spdlog::level::info);
        case LogLevel::warning:
            return spdlog::set_level(spdlog::level::warn);
        case LogLevel::error:
            return spdlog::set_level(spdlog::level::err);
    }
}

}  // namespace muster::app
