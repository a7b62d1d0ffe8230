#include "engine/app/config/config.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <utility>

#include "engine/app/config/load_toml.hpp"
#include "engine/app/config/time_zone.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/codec/describe.hpp"
#include "engine/core/service/rule_index.hpp"
#include "engine/net/file_rights.hpp"

namespace muster::app {

namespace {

// Whether every number in it has its range: one without would be taken whatever it is.
template <class T>
constexpr bool has_ranges() {
    if constexpr (codec::ABounded<T>) {
        return true;
    } else if constexpr (codec::AVector<T>) {
        return has_ranges<typename T::value_type>();
    } else if constexpr (codec::AStruct<T>) {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return (has_ranges<codec::FieldType<T, I>>() && ...);
        }
        (std::make_index_sequence<codec::field_count<T>>());
    } else {
        return std::is_same_v<T, bool> || !(std::is_integral_v<T> || codec::AQuantity<T>);
    }
}
static_assert(has_ranges<Config>());

// The problem as the whole configuration has it.
std::optional<SettingProblem> in_section(const char* section, std::optional<SettingProblem> found) {
    if (found) found->pointer.insert(0, section);
    return found;
}

// What the options of the adapters say of themselves.
std::optional<SettingProblem> check(const AdapterSections& sections) {
    std::optional<SettingProblem> found;
    codec::each_field(sections, [&](std::string_view section, const auto& options) {
        if constexpr (requires { check(options); }) {
            if (!found) found = in_section(("/" + std::string(section)).c_str(), check(options));
        }
    });
    return found;
}

std::optional<SettingProblem> check(const ServerConfig& server) {
    for (std::size_t i = 0; i < server.trusted_proxies.size(); ++i) {
        std::array<unsigned char, sizeof(in6_addr)> bytes{};
        const char* name = server.trusted_proxies[i].c_str();
        if (inet_pton(AF_INET, name, bytes.data()) == 1) continue;
        if (inet_pton(AF_INET6, name, bytes.data()) == 1) continue;
        return SettingProblem{"/trusted_proxies/" + std::to_string(i),
                              "must be the address of a proxy, such as 127.0.0.1 or ::1; no "
                              "name, no port and no range"};
    }
    return std::nullopt;
}

std::optional<SettingProblem> check(const CityConfig& city) {
    const auto zone = TimeZone::find(city.time_zone);
    if (zone) return std::nullopt;
    return SettingProblem{"/time_zone", zone.error()};
}

std::optional<SettingProblem> check(const LogConfig& log) {
    if (log.anchor_key_file.empty() || log.anchor_key_env.empty()) return std::nullopt;
    return SettingProblem{"/anchor_key_env",
                          "must be empty where anchor_key_file says where the secret is"};
}

std::optional<SettingProblem> check(const AnchorOptions& anchors, const LogConfig& log) {
    if (!anchors.any() || !log.anchor_key_file.empty() || !log.anchor_key_env.empty()) {
        return std::nullopt;
    }
    const char* const named = !anchors.folder.empty()    ? "/folder"
                              : !anchors.webhook.empty() ? "/webhook"
                                                         : "/time_stamp";
    return SettingProblem{named,
                          "needs log.anchor_key_file, since only signed anchors are sent: make a "
                          "key with `openssl genpkey -algorithm ed25519 -out anchor.pem`"};
}

std::optional<SettingProblem> check_keys(const std::vector<KeyConfig>& keys,
                                         const std::string& path) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string at = path + "/" + std::to_string(i);
        if (keys[i].name.empty()) return SettingProblem{at + "/name", "must not be empty"};
        if (keys[i].file.empty() == keys[i].env.empty()) {
            return SettingProblem{at, "must say where the secret is: either file or env"};
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (keys[j].name == keys[i].name) {
                return SettingProblem{at + "/name", "is used twice; each key has its own name"};
            }
        }
    }
    return std::nullopt;
}

std::filesystem::path beside(const std::filesystem::path& config_file, const std::string& name) {
    const std::filesystem::path path(name);
    return path.is_absolute() ? path : config_file.parent_path() / path;
}

}  // namespace

std::string to_string(const ConfigProblem& problem) {
    std::string text = problem.file;
    if (problem.line != 0) text += ":" + std::to_string(problem.line);
    if (!text.empty()) text += ": ";
    if (!problem.path.empty()) text += problem.path + ": ";
    return text + problem.message;
}

std::optional<SettingProblem> check(const Config& config) {
    if (auto wrong = in_section("/server", check(config.server))) return wrong;
    if (auto wrong = in_section("/tls", check(config.tls))) return wrong;
    if (config.tls.on() && config.server.public_url.starts_with("http://")) {
        return SettingProblem{"/server/public_url",
                              "must begin with https://, since tls.certificate makes this a "
                              "service that speaks TLS only"};
    }
    if (auto wrong = in_section("/city", check(config.city))) return wrong;
    if (auto wrong = check(static_cast<const AdapterSections&>(config))) return wrong;
    if (auto wrong = in_section("/log", check(config.log))) return wrong;
    if (auto wrong = in_section("/anchors", check(config.anchors, config.log))) return wrong;
    if (auto wrong = check_at_most("/pipeline/command_bytes_max", config.pipeline.command_bytes_max,
                                   config.log.record_bytes_max.number())) {
        return wrong;
    }
    if (auto wrong = in_section("/backup", check(config.backup))) return wrong;
    if (auto wrong = check_keys(config.cards.keys, "/cards/keys")) return wrong;
    if (auto wrong = check_keys(config.cards.chips, "/cards/chips")) return wrong;
    return check_keys(config.gateways, "/gateways");
}

std::optional<ConfigProblem> load_config(const std::filesystem::path& file, Config& out) {
    return load_toml(file, out);
}

std::optional<ConfigProblem> load_rules(const std::vector<std::filesystem::path>& files, Rules& out,
                                        std::shared_ptr<const roads::RoadMap>* map) {
    TomlSource source;
    if (auto wrong = source.read(files)) return wrong;
    if (auto wrong = source.take_datums()) return wrong;
    std::string json;
    if (auto wrong = source.to_json(json)) return wrong;
    if (const auto wrong = codec::read_rules(json, out, codec::Mode::strict)) {
        return source.problem_at(wrong->path, wrong->message);
    }
    codec::to_wgs84(out, [&](std::string_view field) { return source.datum_of(field); });
    if (!out.roads.map.empty()) {
        const ConfigProblem place = source.problem_at("/roads/map", "");
        std::shared_ptr<const roads::RoadMap> loaded;
        const auto file = beside(place.file, out.roads.map);
        if (auto wrong = roads::RoadMap::load(file.string(), loaded)) {
            return source.problem_at("/roads/map", *wrong);
        }
        out.roads.map = loaded->hash();
        if (map != nullptr) *map = std::move(loaded);
    }
    if (const Rejection wrong = core::check_rules(out)) {
        // To the command LoadRules the rules are a field; here they are all that the files say.
        std::string_view place = wrong.field;
        constexpr std::string_view field = "/rules";
        if (place.starts_with(field)) place.remove_prefix(field.size());
        return source.problem_at(place, wrong.detail);
    }
    return std::nullopt;
}

std::vector<std::filesystem::path> rule_files(const std::filesystem::path& config_file,
                                              const Config& config) {
    std::vector<std::filesystem::path> files;
    for (const std::string& name : config.rules) {
        files.push_back(beside(config_file, name));
    }
    return files;
}

std::optional<ConfigProblem> load_push(const std::filesystem::path& config_file,
                                       const Config& config, gate::PushMappings& out) {
    out = {};
    if (config.push.empty()) return std::nullopt;
    const std::filesystem::path file = beside(config_file, config.push);
    if (auto wrong = load_toml(file, out)) return wrong;
    return read_push_secrets(file, out);
}

std::optional<ConfigProblem> read_push_secrets(const std::filesystem::path& file,
                                               gate::PushMappings& mappings) {
    for (gate::PushMapping& one : mappings.mappings) {
        if (!one.on || one.signature.scheme == gate::PushScheme::addresses) continue;
        Secret& secret = one.signature.secret;
        if (auto wrong = read_key(file, {one.name, secret.file, secret.env}, secret.value,
                                  secret.shortest_bytes)) {
            return wrong;
        }
    }
    return std::nullopt;
}

std::optional<ConfigProblem> read_anchor_key(const std::filesystem::path& config_file,
                                             const LogConfig& config, std::string& out) {
    out.clear();
    if (config.anchor_key_file.empty() && config.anchor_key_env.empty()) return std::nullopt;
    return read_key(config_file, {"anchor", config.anchor_key_file, config.anchor_key_env}, out);
}

std::optional<ConfigProblem> read_key(const std::filesystem::path& config_file,
                                      const KeyConfig& key, std::string& out,
                                      std::size_t shortest_bytes) {
    const auto fail = [&](const std::string& where, const std::string& why) {
        return ConfigProblem{where, 0, "", "the secret of key \"" + key.name + "\" " + why};
    };
    std::string where;
    if (!key.env.empty()) {
        where = "environment variable " + key.env;
        const char* value = std::getenv(key.env.c_str());
        if (value == nullptr) return fail(where, "is not set");
        out = value;
    } else {
        const std::filesystem::path path = beside(config_file, key.file);
        where = path.string();
        std::ifstream in(path, std::ios::binary);
        if (!in) return fail(where, "cannot be read");
        if (const std::string why = net::too_open(path); !why.empty()) return fail(where, why);
        out.assign(std::istreambuf_iterator<char>(in), {});
        while (!out.empty() && (out.back() == '\n' || out.back() == '\r'))
            out.pop_back();
    }
    if (out.size() < shortest_bytes) {
        return fail(where, "is too short: it must have at least " + std::to_string(shortest_bytes) +
                               " bytes");
    }
    return std::nullopt;
}

}  // namespace muster::app
