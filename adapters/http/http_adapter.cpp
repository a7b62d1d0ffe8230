#include "adapters/http/http_adapter.hpp"

#include "adapters/http/listener.hpp"

namespace muster::http {

HttpAdapter::HttpAdapter(boost::asio::io_context& io, HttpPorts ports, HttpOptions options,
                         Upgrade upgrade)
    : listener_(std::make_shared<Listener>(io, std::move(ports), std::move(options),
                                           std::move(upgrade))) {}

HttpAdapter::~HttpAdapter() {
    listener_->close();
}

std::optional<std::string> HttpAdapter::start() {
    return listener_->start();
}

void HttpAdapter::begin_drain() {
    listener_->begin_drain();
}

void HttpAdapter::reload() {
    listener_->tls().reload();
}

void HttpAdapter::stop() {
    listener_->close();
}

void HttpAdapter::write_metrics(MetricsText& out) const {
    listener_->api().write_metrics(out);
    listener_->tls().write_metrics(out);
}

std::vector<Alarm> HttpAdapter::alarms() const {
    return listener_->tls().alarms();
}

std::uint16_t HttpAdapter::port() const {
    return listener_->port();
}

std::size_t HttpAdapter::connections() const {
    return listener_->connections();
}

const HttpMetrics& HttpAdapter::metrics() const {
    return std::as_const(*listener_).metrics();
}

}  // namespace muster::http
