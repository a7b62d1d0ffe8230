#include "engine/app/config/config.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "engine/app/config/exposure.hpp"
#include "engine/app/config/load_toml.hpp"
#include "engine/app/config/time_zone.hpp"
#include "engine/codec/command_datum.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/service/rule_index.hpp"

namespace muster::app {

namespace {

constexpr std::size_t shortest_secret = 16;

// A whole number that would be refused or make no sense later, found now.
struct Range {
    const char* path;
    std::int64_t value;
    std::int64_t low;
    std::int64_t high;
};

std::optional<SettingProblem> check_ranges(const Config& c) {
    constexpr std::int64_t many = std::int64_t{1} << 40;
    const Range ranges[] = {
        {"/server/port", c.server.port, 0, 65'535},
        {"/http/header_bytes", c.http.header_bytes, 1024, 1 << 20},
        {"/http/header_fields", c.http.header_fields, 8, 10'000},
        {"/http/chunk_line_bytes", c.http.chunk_line_bytes, 16, 1 << 20},
        {"/http/body_bytes", c.http.body_bytes, 1024, 1 << 30},
        {"/http/intake_body_bytes", c.http.intake_body_bytes, 1024, 1 << 30},
        {"/http/max_connections", c.http.max_connections, 1, 1'000'000},
        {"/http/max_connections_per_address", c.http.max_connections_per_address, 1, 1'000'000},
        {"/http/max_pipelined", c.http.max_pipelined, 1, 1024},
        {"/http/unsent_bytes", c.http.unsent_bytes, 1024, 1 << 30},
        {"/http/max_commands_in_flight", c.http.max_commands_in_flight, 1, 1'000'000},
        {"/http/idle_ms", c.http.idle_ms.value, 100, many},
        {"/http/request_ms", c.http.request_ms.value, 100, many},
        {"/http/write_ms", c.http.write_ms.value, 100, many},
        {"/http/signature_window_ms", c.http.signature_window_ms.value, 1000, many},
        {"/http/intake_batch_events", c.http.intake_batch_events, 1, 10'000},
        {"/http/per_token/per_minute", c.http.per_token.per_minute, 1, 60'000'000},
        {"/http/per_token/burst", c.http.per_token.burst, 1, 60'000'000},
        {"/http/per_address/per_minute", c.http.per_address.per_minute, 1, 60'000'000},
        {"/http/per_address/burst", c.http.per_address.burst, 1, 60'000'000},
        {"/http/per_card_view/per_minute", c.http.per_card_view.per_minute, 1, 60'000'000},
        {"/http/per_card_view/burst", c.http.per_card_view.burst, 1, 60'000'000},
        {"/http/per_card_press/per_minute", c.http.per_card_press.per_minute, 1, 60'000'000},
        {"/http/per_card_press/burst", c.http.per_card_press.burst, 1, 60'000'000},
        {"/http/failed_login_cost", c.http.failed_login_cost, 0, 1'000'000},
        {"/http/read_work_per_turn", c.http.read_work_per_turn, 1, 1'000'000},
        {"/http/read_work_per_token", c.http.read_work_per_token, 1, many},
        {"/http/reads_waiting_per_token", c.http.reads_waiting_per_token, 1, 1'000'000},
        {"/http/unread_bytes_per_token", c.http.unread_bytes_per_token, 1024, many},
        {"/http/explain_cost", c.http.explain_cost, 0, 1'000'000},
        {"/feed/retained_records", c.feed.retained_records, 1, many},
        {"/feed/retained_bytes", c.feed.retained_bytes, 1 << 16, many},
        {"/feed/soft_bytes", c.feed.soft_bytes, 1024, c.feed.hard_bytes},
        {"/feed/soft_messages", c.feed.soft_messages, 1, c.feed.hard_messages},
        {"/feed/hard_bytes", c.feed.hard_bytes, 1024, many},
        {"/feed/hard_messages", c.feed.hard_messages, 1, many},
        {"/feed/max_subscribers", c.feed.max_subscribers, 1, 1'000'000},
        {"/feed/max_waiting", c.feed.max_waiting, 1, 1'000'000},
        {"/feed/max_waiting_per_address", c.feed.max_waiting_per_address, 1, c.feed.max_waiting},
        {"/feed/max_per_principal", c.feed.max_per_principal, 1, 1'000'000},
        {"/clock/jump_max_ms", c.clock.jump_max_ms.value, 1000, many},
        {"/clock/settle_ms", c.clock.settle_ms.value, 0, 86'400'000},
        {"/feed/bookmark_ms", c.feed.bookmark_ms.value, 500, 3'600'000},
        {"/feed/heartbeat_ms", c.feed.heartbeat_ms.value, 1000, 3'600'000},
        {"/feed/auth_timeout_ms", c.feed.auth_timeout_ms.value, 100, 60'000},
        {"/feed/access_check_ms", c.feed.access_check_ms.value, 100, 3'600'000},
        {"/feed/ticket_ttl_ms", c.feed.ticket_ttl_ms.value, 1000, 30'000},
        {"/feed/flush_interval_ms", c.feed.flush_interval_ms.value, 0, 10'000},
        {"/feed/flush_threshold", c.feed.flush_threshold, 0, 1'000'000},
        {"/intake/calls_max", c.intake.calls_max, 1, many},
        {"/intake/desk_max", c.intake.desk_max, 1, many},
        {"/intake/registry_max", c.intake.registry_max, 1, many},
        {"/intake/position_responders_max", c.intake.position_responders_max, 1, many},
        {"/intake/position_reports_max", c.intake.position_reports_max, 1, many},
        {"/intake/fixes_per_record", c.intake.fixes_per_record, 1, 65'536},
        {"/intake/desk_share_percent", c.intake.desk_share_percent, 1, 100},
        {"/pipeline/batch_max", c.pipeline.batch_max, 1, 65'536},
        {"/pipeline/ticks_max", c.pipeline.ticks_max, 1, 65'536},
        {"/pipeline/command_bytes_max", c.pipeline.command_bytes_max, 1024, c.log.record_bytes_max},
        {"/explain/queue_max", c.explain.queue_max, 0, 1'000'000},
        {"/explain/per_token_max", c.explain.per_token_max, 1, 1'000'000},
        {"/explain/records_max", c.explain.records_max, 1, many},
        {"/explain/budget_ms", c.explain.budget_ms.value, 1, many},
        {"/log/checkpoint_frames_idle", c.log.checkpoint_frames_idle, 1, 1'000'000},
        {"/log/checkpoint_frames", c.log.checkpoint_frames, 1, 1'000'000},
        {"/log/wal_frames_preallocated", c.log.wal_frames_preallocated, 0, 1'000'000},
        {"/log/cache_kib", c.log.cache_kib, 64, 1 << 22},
        {"/log/record_bytes_max", c.log.record_bytes_max, 1 << 16, 1 << 29},
        {"/log/busy_timeout_ms", c.log.busy_timeout_ms, 0, 600'000},
        {"/log/wal_frames_large", c.log.wal_frames_large, 100, 100'000'000},
        {"/log/snapshot_records", c.log.snapshot_records, 0, many},
        {"/log/snapshots_kept", c.log.snapshots_kept, 1, 1000},
        {"/log/scrub_pages_per_second", c.log.scrub_pages_per_second, 0, 10'000'000},
        {"/log/scrub_pause_ms", c.log.scrub_pause_ms.value, 0, many},
        {"/audit/keep_days", c.audit.keep_days, 180, 3'660},
        {"/audit/rows_max", c.audit.rows_max, 16, 1'000'000},
        {"/audit/failed_rows_per_minute", c.audit.failed_rows_per_minute, 1, 10'000},
        {"/audit/write_ms", c.audit.write_ms.value, 10, 60'000},
        {"/cards/form_life_ms", c.cards.form_life_ms.value, 1000, many},
    };
    for (const Range& range : ranges) {
        if (range.value >= range.low && range.value <= range.high) continue;
        return SettingProblem{range.path, "is " + std::to_string(range.value) + "; must be from " +
                                              std::to_string(range.low) + " to " +
                                              std::to_string(range.high)};
    }
    return std::nullopt;
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

std::optional<SettingProblem> check_proxies(const ServerConfig& server) {
    for (std::size_t i = 0; i < server.trusted_proxies.size(); ++i) {
        std::array<unsigned char, sizeof(in6_addr)> bytes{};
        const char* name = server.trusted_proxies[i].c_str();
        if (inet_pton(AF_INET, name, bytes.data()) == 1) continue;
        if (inet_pton(AF_INET6, name, bytes.data()) == 1) continue;
        return SettingProblem{"/server/trusted_proxies/" + std::to_string(i),
                              "must be the address of a proxy, such as 127.0.0.1 or ::1; no "
                              "name, no port and no range"};
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_city(const CityConfig& city) {
    std::string error;
    if (TimeZone::find(city.time_zone, error)) return std::nullopt;
    return SettingProblem{"/city/time_zone", error};
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
    if (auto wrong = check_ranges(config)) return wrong;
    if (auto wrong = check_proxies(config.server)) return wrong;
    if (auto wrong = check_city(config.city)) return wrong;
    if (!config.log.anchor_key_file.empty() && !config.log.anchor_key_env.empty()) {
        return SettingProblem{"/log/anchor_key_env",
                              "must be empty where anchor_key_file says where the secret is"};
    }
    if (auto wrong = check_keys(config.cards.keys, "/cards/keys")) return wrong;
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
        return source.problem_at(wrong.field, wrong.detail);
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

std::optional<ConfigProblem> read_anchor_key(const std::filesystem::path& config_file,
                                             const LogConfig& config, std::string& out) {
    out.clear();
    if (config.anchor_key_file.empty() && config.anchor_key_env.empty()) return std::nullopt;
    return read_key(config_file, {"anchor", config.anchor_key_file, config.anchor_key_env}, out);
}

std::optional<ConfigProblem> read_key(const std::filesystem::path& config_file,
                                      const KeyConfig& key, std::string& out) {
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
        if (const std::string why = too_open(path); !why.empty()) return fail(where, why);
        out.assign(std::istreambuf_iterator<char>(in), {});
        while (!out.empty() && (out.back() == '\n' || out.back() == '\r'))
            out.pop_back();
    }
    if (out.size() < shortest_secret) {
        return fail(where, "is too short: it must have at least " +
                               std::to_string(shortest_secret) + " bytes");
    }
    return std::nullopt;
}

}  // namespace muster::app
