// The one HTTP listener of Muster: HTTP/1.1 over TCP on the io_context it is given.
//
// Threads: everything happens on the thread that runs the io_context; so do the calls into the
// ports. Construct, start, stop and destroy on that thread too (or while it does not run).
// Ownership: the ports and the io_context must outlive the adapter. Connections end when the
// adapter is destroyed; a command whose commit is still awaited then keeps a closed connection's
// memory until its answer comes, and touches nothing else.
// Errors: start() reports; later ones of single connections are counted and close them.
// With a certificate (HttpOptions::tls) it speaks TLS and nothing else; else TLS is the business of
// a reverse proxy in front (see ServerOptions::trusted_proxies).
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/api.hpp"
#include "adapters/http/http_options.hpp"
#include "engine/net/stream.hpp"
#include "muster/adapter.hpp"

namespace muster::http {

class Listener;

// Takes over a connection that asked GET /v1/feed to become a WebSocket. The request is whole and
// nothing behind it was read from the stream. The text is whom limits per address count. Empty =
// such requests are refused with 503.
using Upgrade = std::function<void(net::Stream, const std::string&,
                                   boost::beast::http::request<boost::beast::http::string_body>)>;

class HttpAdapter final : public Adapter {
  public:
    HttpAdapter(boost::asio::io_context& io, HttpPorts ports, HttpOptions options,
                Upgrade upgrade = {});
    ~HttpAdapter() override;
    HttpAdapter(const HttpAdapter&) = delete;
    HttpAdapter& operator=(const HttpAdapter&) = delete;

    // Reads the console's pages, binds and listens. Returns what went wrong, or nothing.
    [[nodiscard]] std::optional<std::string> start() override;
    // Accepts no more, closes idle connections, and lets those with a request under way finish it.
    void begin_drain() override;
    // Looks at the certificate's files now.
    void reload() override;
    // Ends every connection.
    void stop() override;
    void write_metrics(MetricsText& out) const override;
    [[nodiscard]] std::vector<Alarm> alarms() const override;

    // The port that is listened on; 0 before start().
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t connections() const;
    [[nodiscard]] const HttpMetrics& metrics() const;

  private:
    std::shared_ptr<Listener> listener_;
};

}  // namespace muster::http
