#include "engine/app/config/options.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <cstdlib>

namespace muster::app {
namespace {

std::size_t size(std::int64_t value) {
    return static_cast<std::size_t>(value);
}

gate::RateLimit rate(const RateConfig& config) {
    gate::RateLimit limit;
    limit.per_minute = config.per_minute;
    limit.burst = config.burst;
    return limit;
}

void set_http(const Config& config, http::HttpOptions& out) {
    out.server.address = config.server.address;
    out.server.port = static_cast<std::uint16_t>(config.server.port);
    out.server.public_url = config.server.public_url;
    out.server.trusted_proxies = config.server.trusted_proxies;
    out.server.metrics_need_token = config.server.metrics_need_token;
    const HttpConfig& http = config.http;
    out.header_bytes = size(http.header_bytes);
    out.header_fields = size(http.header_fields);
    out.chunk_line_bytes = size(http.chunk_line_bytes);
    out.body_bytes = size(http.body_bytes);
    out.intake_body_bytes = size(http.intake_body_bytes);
    out.max_connections = size(http.max_connections);
    out.max_connections_per_address = size(http.max_connections_per_address);
    out.max_pipelined = size(http.max_pipelined);
    out.unsent_bytes = size(http.unsent_bytes);
    out.max_commands_in_flight = size(http.max_commands_in_flight);
    out.idle_ms = http.idle_ms;
    out.request_ms = http.request_ms;
    out.write_ms = http.write_ms;
    out.signature_window_ms = http.signature_window_ms;
    out.intake_batch_events = size(http.intake_batch_events);
    out.per_token = rate(http.per_token);
    out.per_address = rate(http.per_address);
    out.per_card_view = rate(http.per_card_view);
    out.per_card_press = rate(http.per_card_press);
    out.failed_login_cost = http.failed_login_cost;
    out.read_work_per_turn = size(http.read_work_per_turn);
    out.read_work_per_token = http.read_work_per_token;
    out.reads_waiting_per_token = size(http.reads_waiting_per_token);
    out.unread_bytes_per_token = size(http.unread_bytes_per_token);
    out.explain_cost = http.explain_cost;
    out.time_zone = config.city.time_zone;
    out.cards.hotline = config.cards.hotline;
    out.cards.sos_service = config.cards.sos_service;
    out.cards.form_life_ms = config.cards.form_life_ms;
    out.ticket_ttl_ms = config.feed.ticket_ttl_ms;
}

void set_feed(const FeedConfig& config, feed::FeedOptions& out) {
    out.retained_records = size(config.retained_records);
    out.retained_bytes = size(config.retained_bytes);
    out.soft_bytes = size(config.soft_bytes);
    out.soft_messages = size(config.soft_messages);
    out.hard_bytes = size(config.hard_bytes);
    out.hard_messages = size(config.hard_messages);
    out.max_subscribers = size(config.max_subscribers);
    out.max_waiting = size(config.max_waiting);
    out.max_waiting_per_address = size(config.max_waiting_per_address);
    out.max_per_principal = size(config.max_per_principal);
    out.bookmark_ms = config.bookmark_ms;
    out.heartbeat_ms = config.heartbeat_ms;
    out.auth_timeout_ms = config.auth_timeout_ms;
    out.access_check_ms = config.access_check_ms;
    out.ticket_ttl_ms = config.ticket_ttl_ms;
    out.flush_interval_ms = config.flush_interval_ms;
    out.flush_threshold = size(config.flush_threshold);
}

void set_pipeline(const Config& config, pipeline::PipelineOptions& out) {
    out.intake.calls_max = size(config.intake.calls_max);
    out.intake.desk_max = size(config.intake.desk_max);
    out.intake.registry_max = size(config.intake.registry_max);
    out.intake.position_responders_max = size(config.intake.position_responders_max);
    out.intake.position_reports_max = size(config.intake.position_reports_max);
    out.intake.fixes_per_record = size(config.intake.fixes_per_record);
    out.intake.desk_share_percent = size(config.intake.desk_share_percent);
    out.batch_max = size(config.pipeline.batch_max);
    out.ticks_max = size(config.pipeline.ticks_max);
    out.command_bytes_max = size(config.pipeline.command_bytes_max);
}

void set_explainer(const ExplainConfig& config, pipeline::ExplainerOptions& out) {
    out.queue_max = size(config.queue_max);
    out.per_token_max = size(config.per_token_max);
    out.records_max = static_cast<std::uint64_t>(config.records_max);
    out.budget_ms = config.budget_ms;
}

void set_log(const LogConfig& config, ServiceOptions& out) {
    out.log.checkpoint_frames_idle = static_cast<int>(config.checkpoint_frames_idle);
    out.log.checkpoint_frames = static_cast<int>(config.checkpoint_frames);
    out.log.wal_frames_preallocated = static_cast<int>(config.wal_frames_preallocated);
    out.log.cache_kib = static_cast<int>(config.cache_kib);
    out.log.record_bytes_max = size(config.record_bytes_max);
    out.log.busy_timeout_ms = Millis{config.busy_timeout_ms};
    out.log.wal_frames_large = static_cast<int>(config.wal_frames_large);
    out.pipeline.log_wait_ms = Millis{config.busy_timeout_ms};
    out.scrub.scrub_pages_per_second = static_cast<std::uint64_t>(config.scrub_pages_per_second);
    out.scrub.scrub_pause_ms = config.scrub_pause_ms;
    out.snapshots.snapshot_records = static_cast<std::uint64_t>(config.snapshot_records);
    out.snapshots.snapshots_kept = size(config.snapshots_kept);
}

void set_audit(const AuditConfig& config, AuditOptions& out) {
    out.keep_days = config.keep_days;
    out.rows_max = size(config.rows_max);
    out.failed_rows_per_minute = size(config.failed_rows_per_minute);
    out.write_ms = config.write_ms;
}

}  // namespace

std::string default_config_file() {
    const char* named = std::getenv("MUSTER_CONFIG");
    return named != nullptr && *named != '\0' ? named : "config/muster.toml";
}

std::optional<std::string> load_all(const std::string& file, Loaded& out) {
    out.file = file;
    if (const auto problem = load_config(out.file, out.config)) return to_string(*problem);
    if (const auto problem = load_rules(rule_files(out.file, out.config), out.rules, &out.map)) {
        return to_string(*problem);
    }
    return std::nullopt;
}

std::optional<std::string> service_options(const Loaded& loaded, ServiceOptions& out) {
    const Config& config = loaded.config;
    out.data = config.server.data;
    out.roads = std::make_shared<pipeline::RoadLibrary>();
    if (loaded.map) out.roads->add(loaded.map);
    set_http(config, out.http);
    set_feed(config.feed, out.feed);
    set_pipeline(config, out.pipeline);
    out.clock = {config.clock.jump_max_ms, config.clock.settle_ms};
    set_explainer(config.explain, out.explainer);
    set_log(config.log, out);
    set_audit(config.audit, out.audit);
    out.feed_adapter.allowed_origins = config.server.allowed_origins;
    out.feed_adapter.public_url = config.server.public_url;
    if (!config.server.console.empty()) {
        out.http.console_folder = (loaded.file.parent_path() / config.server.console).string();
    }
    for (const KeyConfig& key : config.cards.keys) {
        std::string secret;
        if (const auto problem = read_key(loaded.file, key, secret)) return to_string(*problem);
        out.http.card_keys.emplace(key.name, std::move(secret));
    }
    for (const KeyConfig& key : config.gateways) {
        std::string secret;
        if (const auto problem = read_key(loaded.file, key, secret)) return to_string(*problem);
        out.http.gateway_keys.emplace(key.name, std::move(secret));
    }
    return std::nullopt;
}

std::unique_ptr<const TimeZone> zone_of(const std::string& config_file, std::string name,
                                        std::string& error) {
    if (name.empty()) {
        Config config;
        if (std::filesystem::exists(config_file)) {
            if (const auto wrong = load_config(config_file, config)) {
                error = to_string(*wrong);
                return nullptr;
            }
        }
        name = config.city.time_zone;
    }
    return TimeZone::find(name, error);
}

bool parse_listen(const std::string& text, std::string& address, std::uint16_t& port) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return false;
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, number);
    if (error != std::errc{} || stop != end || number > 65535) return false;
    address = text.substr(0, colon);
    if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    port = static_cast<std::uint16_t>(number);
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
