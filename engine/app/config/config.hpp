// The program's settings: what config/muster.toml may say. Described structs, so that the same
// strict reader as for the wire finds unknown names and wrong types; every field has its default
// here and stands, with it, in config/muster.toml.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/clock.hpp"
#include "engine/app/config/problem.hpp"
#include "engine/roads/road_map.hpp"
#include "muster/ids.hpp"
#include "muster/rules.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::app {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::int64_t port = 8080;  // 0..65535; 0 = any free one
    std::string public_url;
    std::string data = "data";  // relative: to where the program was started
    std::vector<std::string> allowed_origins;
    std::vector<std::string> trusted_proxies;
    bool metrics_need_token = false;
    std::string console = "../adapters/console";  // pages; relative to the file; empty = none
};
BOOST_DESCRIBE_STRUCT(ServerConfig, (),
                      (address, port, public_url, data, allowed_origins, trusted_proxies,
                       metrics_need_token, console))

struct CityConfig {
    std::string time_zone = "Asia/Shanghai";  // IANA name
};
BOOST_DESCRIBE_STRUCT(CityConfig, (), (time_zone))

// See ClockTrust.
struct ClockConfig {
    Millis jump_max_ms = ClockTrust{}.jump_max_ms;
    Millis settle_ms = ClockTrust{}.settle_ms;
};
BOOST_DESCRIBE_STRUCT(ClockConfig, (), (jump_max_ms, settle_ms))

struct RateConfig {
    std::int64_t per_minute = 30'000;
    std::int64_t burst = 1'000;
};
BOOST_DESCRIBE_STRUCT(RateConfig, (), (per_minute, burst))

struct HttpConfig {
    std::int64_t header_bytes = 8 * 1024;
    std::int64_t header_fields = 100;
    std::int64_t chunk_line_bytes = 8 * 1024;
    std::int64_t body_bytes = 1024 * 1024;
    std::int64_t intake_body_bytes = 64 * 1024;
    std::int64_t max_connections = 4096;
    std::int64_t max_connections_per_address = 256;
    std::int64_t max_pipelined = 16;
    std::int64_t unsent_bytes = 256 * 1024;
    std::int64_t max_commands_in_flight = 8192;
    Millis idle_ms = seconds(75);
    Millis request_ms = seconds(10);
    Millis write_ms = seconds(20);
    Millis signature_window_ms = seconds(300);
    std::int64_t intake_batch_events = 100;
    RateConfig per_token;
    RateConfig per_address;
    RateConfig per_card_view{60, 30};
    RateConfig per_card_press{6, 6};
    std::int64_t failed_login_cost = 50;
    std::int64_t read_work_per_turn = 1'024;
    std::int64_t read_work_per_token = 2'048;
    std::int64_t reads_waiting_per_token = 512;
    std::int64_t unread_bytes_per_token = std::int64_t{8} << 20;
    std::int64_t explain_cost = 100;
};
BOOST_DESCRIBE_STRUCT(HttpConfig, (),
                      (header_bytes, header_fields, chunk_line_bytes, body_bytes, intake_body_bytes,
                       max_connections, max_connections_per_address, max_pipelined, unsent_bytes,
                       max_commands_in_flight, idle_ms, request_ms, write_ms, signature_window_ms,
                       intake_batch_events, per_token, per_address, per_card_view, per_card_press,
                       failed_login_cost, read_work_per_turn, read_work_per_token,
                       reads_waiting_per_token, unread_bytes_per_token, explain_cost))

struct FeedConfig {
    std::int64_t retained_records = 200'000;
    std::int64_t retained_bytes = std::int64_t{128} << 20;
    std::int64_t soft_bytes = std::int64_t{256} << 10;
    std::int64_t soft_messages = 1'000;
    std::int64_t hard_bytes = std::int64_t{4} << 20;
    std::int64_t hard_messages = 20'000;
    std::int64_t max_subscribers = 10'000;
    std::int64_t max_waiting = 1'024;
    std::int64_t max_waiting_per_address = 128;
    std::int64_t max_per_principal = 8'000;
    Millis bookmark_ms = seconds(3);
    Millis heartbeat_ms = seconds(15);
    Millis auth_timeout_ms = seconds(5);
    Millis access_check_ms = seconds(1);
    Millis ticket_ttl_ms = seconds(30);
    Millis flush_interval_ms;
    std::int64_t flush_threshold = 1'000;
};
BOOST_DESCRIBE_STRUCT(FeedConfig, (),
                      (retained_records, retained_bytes, soft_bytes, soft_messages, hard_bytes,
                       hard_messages, max_subscribers, max_waiting, max_waiting_per_address,
                       max_per_principal, bookmark_ms, heartbeat_ms, auth_timeout_ms,
                       access_check_ms, ticket_ttl_ms, flush_interval_ms, flush_threshold))

struct IntakeConfig {
    std::int64_t calls_max = 32'768;
    std::int64_t desk_max = 32'768;
    std::int64_t registry_max = 16'384;
    std::int64_t position_responders_max = 262'144;
    std::int64_t position_reports_max = 65'536;
    std::int64_t fixes_per_record = 2'048;
    std::int64_t desk_share_percent = 25;
};
BOOST_DESCRIBE_STRUCT(IntakeConfig, (),
                      (calls_max, desk_max, registry_max, position_responders_max,
                       position_reports_max, fixes_per_record, desk_share_percent))

struct PipelineConfig {
    std::int64_t batch_max = 512;
    std::int64_t ticks_max = 64;
    std::int64_t command_bytes_max = std::int64_t{1} << 20;
};
BOOST_DESCRIBE_STRUCT(PipelineConfig, (), (batch_max, ticks_max, command_bytes_max))

struct ExplainConfig {
    std::int64_t queue_max = 16;
    std::int64_t per_token_max = 4;
    std::int64_t records_max = 20'000;
    Millis budget_ms = seconds(10);
};
BOOST_DESCRIBE_STRUCT(ExplainConfig, (), (queue_max, per_token_max, records_max, budget_ms))

struct LogConfig {
    std::int64_t checkpoint_frames_idle = 300;
    std::int64_t checkpoint_frames = 1000;
    std::int64_t wal_frames_preallocated = 1500;
    std::int64_t cache_kib = 16 << 10;
    std::int64_t record_bytes_max = std::int64_t{4} << 20;
    std::int64_t busy_timeout_ms = 2000;
    std::int64_t wal_frames_large = 16384;
    std::int64_t snapshot_records = 1'000'000;
    std::int64_t snapshots_kept = 2;
    std::int64_t scrub_pages_per_second = 256;
    Millis scrub_pause_ms = hours(1);
    std::string anchor_key_file;  // relative to the configuration file; at most one of both
    std::string anchor_key_env;
};
BOOST_DESCRIBE_STRUCT(LogConfig, (),
                      (checkpoint_frames_idle, checkpoint_frames, wal_frames_preallocated,
                       cache_kib, record_bytes_max, busy_timeout_ms, wal_frames_large,
                       snapshot_records, snapshots_kept, scrub_pages_per_second, scrub_pause_ms,
                       anchor_key_file, anchor_key_env))

// The record of accesses; see AuditOptions.
struct AuditConfig {
    std::int64_t keep_days = 400;
    std::int64_t rows_max = 8'192;
    std::int64_t failed_rows_per_minute = 20;
    Millis write_ms = seconds(1);
};
BOOST_DESCRIBE_STRUCT(AuditConfig, (), (keep_days, rows_max, failed_rows_per_minute, write_ms))

BOOST_DEFINE_ENUM_CLASS(LogLevel, debug, info, warning, error)

struct LoggingConfig {
    LogLevel level = LogLevel::info;
    std::string file;  // empty: standard error
};
BOOST_DESCRIBE_STRUCT(LoggingConfig, (), (level, file))

// A shared secret is never written here: either file or env says where it is.
struct KeyConfig {
    std::string name;  // of cards: the kid in the printed link; of gateways: who signs
    std::string file;  // its content without the last line feed
    std::string env;   // name of an environment variable
};
BOOST_DESCRIBE_STRUCT(KeyConfig, (), (name, file, env))

struct CardConfig {
    std::string hotline;
    Code sos_service = "emergency";
    Millis form_life_ms = minutes(10);
    std::vector<KeyConfig> keys;
};
BOOST_DESCRIBE_STRUCT(CardConfig, (), (hotline, sos_service, form_life_ms, keys))

struct Config {
    std::vector<std::string> rules{"rules.toml", "services.toml", "plans.toml"};
    ServerConfig server;
    CityConfig city;
    ClockConfig clock;
    HttpConfig http;
    FeedConfig feed;
    IntakeConfig intake;
    PipelineConfig pipeline;
    ExplainConfig explain;
    LogConfig log;
    AuditConfig audit;
    LoggingConfig logging;
    CardConfig cards;
    std::vector<KeyConfig> gateways;
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (rules, server, city, clock, http, feed, intake, pipeline, explain, log,
                       audit, logging, cards, gateways))

// Of values that must suit each other, or more than their range.
[[nodiscard]] std::optional<SettingProblem> check(const Config& config);

// Reads one file over the defaults that `out` holds.
[[nodiscard]] std::optional<ConfigProblem> load_config(const std::filesystem::path& file,
                                                       Config& out);

// Reads rules that are spread over several files: each name at the top level stands in one of them.
// A file whose places are not WGS-84 says so with a `datum` of its own at its top. They are checked
// as LoadRules would check them. roads.map names a road file, relative to the file
// in which it stands; it is loaded into `map`, and its hash takes the place of its name.
[[nodiscard]] std::optional<ConfigProblem> load_rules(
    const std::vector<std::filesystem::path>& files, Rules& out,
    std::shared_ptr<const roads::RoadMap>* map = nullptr);

// The files that config.rules names, relative to the folder of the configuration file.
[[nodiscard]] std::vector<std::filesystem::path> rule_files(
    const std::filesystem::path& config_file, const Config& config);

// The secret that anchors are signed with; `out` stays empty where the configuration names none.
[[nodiscard]] std::optional<ConfigProblem> read_anchor_key(const std::filesystem::path& config_file,
                                                           const LogConfig& config,
                                                           std::string& out);

// A secret of at least 16 bytes from where the key says it is; relative files as above.
[[nodiscard]] std::optional<ConfigProblem> read_key(const std::filesystem::path& config_file,
                                                    const KeyConfig& key, std::string& out);

}  // namespace muster::app
