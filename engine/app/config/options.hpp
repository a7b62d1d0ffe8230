// From what the configuration says to what the parts take.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/config/config.hpp"
#include "engine/app/config/time_zone.hpp"
#include "engine/app/service.hpp"

namespace muster::app {

// A configuration with everything that stands in other files.
struct Loaded {
    std::filesystem::path file;
    Config config;
    Rules rules;
    std::shared_ptr<const roads::RoadMap> map;  // that the rules name; null = none
};

// The configuration file that is used when none is named: $MUSTER_CONFIG; else for a program in
// /usr/bin /etc/muster/muster.toml, and for any other config/muster.toml.
[[nodiscard]] std::string default_config_file();

// Reads configuration and rules; what is wrong, in words, or nothing.
[[nodiscard]] std::optional<std::string> load_all(const std::string& file, Loaded& out);

// Also reads the secrets that the configuration points to.
[[nodiscard]] std::optional<std::string> service_options(const Loaded& loaded, ServiceOptions& out);

// The key that anchors are signed with, or null where the configuration names none. Fails with what
// is wrong with it.
[[nodiscard]] Expected<std::shared_ptr<const log::AnchorKey>, std::string> anchor_key(
    const std::filesystem::path& config_file, const LogConfig& config);

// How data are sealed, for programs beside the service; with its secret, where one is named. An
// empty name: as if there were no configuration.
[[nodiscard]] std::optional<std::string> sealing_options(const std::string& config_file,
                                                         seal::SealingOptions& out);

// Where backups go, with its secret. The service itself does not ask for it: whoever sends has a
// credential of his own.
[[nodiscard]] std::optional<std::string> offsite_options(const std::string& config_file,
                                                         OffsiteOptions& out);

// The zone that was named, or else the city's. A log can be read where there is no configuration:
// then the default zone serves.
[[nodiscard]] Expected<TimeZone, std::string> zone_of(const std::string& config_file,
                                                      std::string name);

// The file of tables that can be imported and exported, beside the configuration file.
[[nodiscard]] std::filesystem::path tables_file(const std::filesystem::path& config_file);

// "HOST:PORT" or "[v6]:PORT" into address and port; false when it is neither.
[[nodiscard]] bool parse_listen(const std::string& text, http::ServerOptions& server);

void set_up_logging(const LoggingConfig& logging);

}  // namespace muster::app
