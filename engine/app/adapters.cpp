#include "engine/app/adapters.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <utility>

#include "adapters/feed/feed_adapter.hpp"
#include "adapters/http/http_adapter.hpp"
#include "engine/codec/describe.hpp"
#include "engine/codec/schema.hpp"

namespace muster::app {
namespace {

// Makes an adapter out of its section.
struct Maker {
    const AdapterPorts& ports;
    const ConsolePorts& consoles;
    feed_adapter::FeedAdapter* feed = nullptr;
    http::HttpAdapter* http = nullptr;

    std::unique_ptr<Adapter> operator()(const FeedConfig& options) {
        auto made = std::make_unique<feed_adapter::FeedAdapter>(ports.io.get_executor(), ports.feed,
                                                                options, ports.steady_now);
        feed = made.get();
        return made;
    }

    // The feed has no listener: this one hands it the sockets that ask for it.
    std::unique_ptr<Adapter> operator()(const http::HttpOptions& options) {
        auto made = std::make_unique<http::HttpAdapter>(
            ports.io, http_ports(), options,
            [to = feed](net::Stream stream, const std::string& client,
                        const boost::beast::http::request<boost::beast::http::string_body>& asked) {
                to->accept(std::move(stream), client, asked, {});
            });
        http = made.get();
        return made;
    }

    template <class Options>
    std::unique_ptr<Adapter> operator()(const Options& options) {
        return make_adapter(ports, options);
    }

    [[nodiscard]] http::HttpPorts http_ports() const {
        return {
            .commands = ports.commands,
            .queries = ports.queries,
            .access = ports.access,
            .now = ports.now,
            .steady_now = ports.steady_now,
            .city_now = ports.city_now,
            .issue_ticket = [&book = ports.feed](const Principal& principal,
                                                 TimePoint now) -> std::optional<std::string> {
                const auto who = feed_principal(principal);
                if (!who) return std::nullopt;
                return book.issue_ticket(*who, now);
            },
            .openapi = std::make_shared<const std::string>(codec::openapi()),
            .asyncapi = std::make_shared<const std::string>(codec::asyncapi()),
            .map = consoles.map,
            .explain = &ports.explain,
            .reports = ports.reports,
            .maps = consoles.maps,
            .desk = &consoles.desk,
            .imports = &consoles.imports,
            .audit = &ports.audit,
            .past = &consoles.past,
            .accesses = &consoles.accesses,
            .sessions = &consoles.sessions,
            .accounts = &consoles.accounts,
            .commands_wait = ports.commands_wait,
            .warn = ports.warn,
        };
    }
};

}  // namespace

Expected<std::unique_ptr<DeadLetterPort>, std::string> open_dead_letters(
    const std::string& data, const AdapterSections& sections) {
    return outbox::open_dead_letters(data, sections.outbox);
}

Adapters::Adapters(const AdapterPorts& ports, const AdapterSections& sections,
                   const ConsolePorts& consoles) {
    Maker make{ports, consoles};
    codec::each_field(sections, [&](std::string_view /*section*/, const auto& options) {
        if (auto made = make(options)) adapters_.push_back(std::move(made));
    });
    http_ = make.http;
}

Adapters::~Adapters() {
    while (!adapters_.empty())
        adapters_.pop_back();
}

std::optional<std::string> Adapters::start() {
    for (const auto& adapter : adapters_) {
        if (auto wrong = adapter->start()) return wrong;
    }
    return std::nullopt;
}

void Adapters::begin_drain() {
    std::for_each(adapters_.rbegin(), adapters_.rend(),
                  [](const auto& adapter) { adapter->begin_drain(); });
}

void Adapters::reload() {
    for (const auto& adapter : adapters_)
        adapter->reload();
}

std::vector<Alarm> Adapters::alarms() const {
    std::vector<Alarm> all;
    for (const auto& adapter : adapters_) {
        for (Alarm& alarm : adapter->alarms())
            all.push_back(std::move(alarm));
    }
    return all;
}

void Adapters::stop() {
    std::for_each(adapters_.rbegin(), adapters_.rend(),
                  [](const auto& adapter) { adapter->stop(); });
}

void Adapters::write_metrics(MetricsText& out) const {
    for (const auto& adapter : adapters_)
        adapter->write_metrics(out);
}

std::uint16_t Adapters::port() const {
    return http_->port();
}

}  // namespace muster::app
