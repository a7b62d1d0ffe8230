// The one registry of adapters. A row is a field of AdapterSections: its name is the section of
// config/muster.toml that is read straight into it, its type the adapter's options, and the
// adapter's make_adapter(ports, options), beside those options, is found by that type; it returns
// null where the section does not ask for the adapter. Whoever adds one includes its options, adds
// the field, and names it in the description. Nothing else in the program knows of it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/dc09/options.hpp"
#include "adapters/feed/options.hpp"
#include "adapters/http/http_options.hpp"
#include "adapters/jt808/options.hpp"
#include "adapters/mqtt/options.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/pbx/options.hpp"
#include "adapters/sip/options.hpp"
#include "adapters/terminals/options.hpp"
#include "engine/feed/options.hpp"
#include "muster/adapter.hpp"
#include "muster/dead_letters.hpp"
#include "muster/desk_port.hpp"
#include "muster/expected.hpp"

namespace muster {
class AccessRecordPort;
class AccountPort;
class ImportPort;
class MapPort;
class PastPort;
class SessionPort;
}  // namespace muster
namespace muster::http {
class HttpAdapter;
}

namespace muster::app {

// [feed] is about the feed and about its sockets.
struct FeedConfig : feed::FeedOptions, feed_adapter::FeedAdapterOptions {};
BOOST_DESCRIBE_STRUCT(FeedConfig, (feed::FeedOptions, feed_adapter::FeedAdapterOptions), ())

// In the order in which they are made and started; they end in the reverse order. HTTP stands
// behind the feed, to which it hands sockets.
struct AdapterSections {
    FeedConfig feed;
    http::HttpOptions http;
    pbx::PbxOptions pbx;
    dc09::Dc09Options dc09;
    mqtt::MqttOptions mqtt;
    sip::SipOptions sip;
    jt808::Jt808Options jt808;
    terminals::TerminalsOptions terminals;
    outbox::OutboxOptions outbox;
};
BOOST_DESCRIBE_STRUCT(AdapterSections, (),
                      (feed, http, pbx, dc09, mqtt, sip, jt808, terminals, outbox))

// What an adapter could not tell others, of the data folder; or why that cannot be read.
[[nodiscard]] Expected<std::unique_ptr<DeadLetterPort>, std::string> open_dead_letters(
    const std::string& data, const AdapterSections& sections);

// What the consoles are given beside that, by HTTP alone. It outlives the adapters.
struct ConsolePorts {
    // Of the city, as GeoJSON; null = none.
    std::shared_ptr<const std::string> map;
    MapPort* maps;
    DeskPort& desk;
    ImportPort& imports;
    PastPort& past;
    AccessRecordPort& accesses;
    SessionPort& sessions;
    AccountPort& accounts;
};

// All adapters that the configuration asks for. Threads and ownership as of Adapter.
class Adapters {
  public:
    Adapters(const AdapterPorts& ports, const AdapterSections& sections,
             const ConsolePorts& consoles);
    ~Adapters();
    Adapters(const Adapters&) = delete;
    Adapters& operator=(const Adapters&) = delete;

    // What went wrong with the first that did not start, or nothing.
    [[nodiscard]] std::optional<std::string> start();
    void begin_drain();
    void reload();
    void stop();
    [[nodiscard]] std::vector<Alarm> alarms() const;
    void write_metrics(MetricsText& out) const;

    // That HTTP listens on; 0 before start().
    [[nodiscard]] std::uint16_t port() const;

  private:
    std::vector<std::unique_ptr<Adapter>> adapters_;
    const http::HttpAdapter* http_ = nullptr;
};

}  // namespace muster::app
