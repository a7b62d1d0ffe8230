// The program's settings: what config/muster.toml may say. Its sections are the structs of the
// parts that use them, where each setting has its range and its default (muster/setting.hpp); they
// are described, so that the same strict reader as for the wire finds unknown names and wrong
// values.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/options.hpp"
#include "engine/access/outside_options.hpp"
#include "engine/app/adapters.hpp"
#include "engine/app/anchors/options.hpp"
#include "engine/app/audit/options.hpp"
#include "engine/app/clock.hpp"
#include "engine/app/config/problem.hpp"
#include "engine/app/imports/options.hpp"
#include "engine/app/map/options.hpp"
#include "engine/app/offsite/options.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/intake/options.hpp"
#include "engine/log/options.hpp"
#include "engine/net/tls_options.hpp"
#include "engine/pipeline/options.hpp"
#include "engine/pipeline/past_options.hpp"
#include "engine/reports/options.hpp"
#include "engine/roads/road_map.hpp"
#include "engine/seal/options.hpp"
#include "muster/rules.hpp"
#include "muster/setting.hpp"

namespace muster::app {

// A section is the settings of the parts that it is about, and what only this program can use.
struct ServerConfig : http::ServerOptions {
    std::string data = "data";  // relative: to where the program was started
    std::vector<std::string> allowed_origins;
    std::string console = "../build/release/console";  // pages; relative to the file; empty = none
};
BOOST_DESCRIBE_STRUCT(ServerConfig, (http::ServerOptions), (data, allowed_origins, console))

struct CityConfig {
    std::string time_zone = "Asia/Shanghai";  // IANA name
};
BOOST_DESCRIBE_STRUCT(CityConfig, (), (time_zone))

struct LogConfig : log::LogOptions, log::ScrubOptions, pipeline::SnapshotPolicy {
    // Ed25519 in PEM; relative to the configuration file; at most one of both.
    std::string anchor_key_file;
    std::string anchor_key_env;
};
BOOST_DESCRIBE_STRUCT(LogConfig, (log::LogOptions, log::ScrubOptions, pipeline::SnapshotPolicy),
                      (anchor_key_file, anchor_key_env))

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

struct CardConfig : http::CardOptions {
    std::vector<KeyConfig> keys;
    std::vector<KeyConfig> chips;  // a pair of keys in each
};
BOOST_DESCRIBE_STRUCT(CardConfig, (http::CardOptions), (keys, chips))

// Those of the adapters are its base.
struct Config : AdapterSections {
    std::vector<std::string> rules{"rules.toml",       "services.toml", "plans.toml",
                                   "calendar.toml",    "surveys.toml",  "timebank.toml",
                                   "departments.toml", "projects.toml", "thinktank.toml"};
    std::string push;  // file with the mappings of clouds, relative to this one; empty = none
    ServerConfig server;
    net::TlsOptions tls;
    CityConfig city;
    ClockTrust clock;
    intake::IntakeOptions intake;
    pipeline::PipelineOptions pipeline;
    pipeline::QueryOptions reads;
    pipeline::ExplainerOptions explain;
    LogConfig log;
    access::AccessOptions access;
    access::OutsideOptions oidc;
    AuditOptions audit;
    AnchorOptions anchors;
    reports::ReportOptions reports;
    MapOptions map;
    ImportOptions imports;
    pipeline::PastOptions past;
    seal::SealingOptions sealing;
    OffsiteOptions backup;
    LoggingConfig logging;
    CardConfig cards;
    std::vector<KeyConfig> gateways;
};
BOOST_DESCRIBE_STRUCT(Config, (AdapterSections),
                      (rules, push, server, tls, city, clock, intake, pipeline, reads, explain, log,
                       access, oidc, audit, anchors, reports, map, imports, past, sealing, backup,
                       logging, cards, gateways))

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

// The mappings of the file that config.push names; none where it names none.
[[nodiscard]] std::optional<ConfigProblem> load_push(const std::filesystem::path& config_file,
                                                     const Config& config, gate::PushMappings& out);

// Fills in the secrets of those that are on; relative files as seen from `file`, theirs.
[[nodiscard]] std::optional<ConfigProblem> read_push_secrets(const std::filesystem::path& file,
                                                             gate::PushMappings& mappings);

// The key that anchors are signed with, in PEM; `out` stays empty where the configuration names
// none.
[[nodiscard]] std::optional<ConfigProblem> read_anchor_key(const std::filesystem::path& config_file,
                                                           const LogConfig& config,
                                                           std::string& out);

// A secret of at least so many bytes from where the key says it is; relative files as above.
[[nodiscard]] std::optional<ConfigProblem> read_key(
    const std::filesystem::path& config_file, const KeyConfig& key, std::string& out,
    std::size_t shortest_bytes = Secret{}.shortest_bytes);

}  // namespace muster::app
