#include "adapters/jt808/jt808_adapter.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "adapters/jt808/connection.hpp"

namespace muster::jt808 {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// A listener on "::" sees IPv4 peers as parts of IPv6.
asio::ip::address plain(const asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

}  // namespace

Jt808Adapter::Jt808Adapter(const AdapterPorts& ports, const Jt808Options& options)
    : hub_(std::make_shared<Hub>(ports, options)), acceptor_(ports.io), sweep_timer_(ports.io) {}

Jt808Adapter::~Jt808Adapter() {
    stop();
}

std::optional<std::string> Jt808Adapter::start() {
    const Jt808Options& options = hub_->options;
    if (options.secret.value.empty()) return "jt808.secret: the secret of the tokens is empty";
    for (const std::string& entry : options.allow) {
        if (!allow_.add(entry)) return "jt808.allow: \"" + entry + "\" is no address or network";
    }
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return "jt808.address " + options.address + ": " + error.message();
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    if (error) {
        return "jt808.port " + options.address + ":" + std::to_string(options.port) + ": " +
               error.message();
    }
    hub_->taken = [this](const std::string& device) {
        // The engine is in the middle of its answers, or a session in that of a message.
        asio::post(hub_->ports.io, [this, device, alive = std::weak_ptr(alive_)] {
            if (!alive.expired()) desk_took(device);
        });
    };
    hub_->desk.start();
    read_board();
    accept();
    sweep();
    return std::nullopt;
}

void Jt808Adapter::read_board() {
    asio::post(hub_->ports.io, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired() && hub_->desk.read_on()) read_board();
    });
}

// A terminal that is away, or loses its connection, is told when it is back and its button is still
// on.
void Jt808Adapter::desk_took(const std::string& device) {
    if (!hub_->desk.is_taken(device)) return;
    // Sending may close one, which then leaves the set.
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    bool released = false;
    for (const auto& connection : all)
        released |= connection->desk_took(device);
    if (released) hub_->desk.forget(device);
}

void Jt808Adapter::accept() {
    if (accepting_ || stopping_) return;
    accepting_ = true;
    acceptor_.async_accept(
        [this, alive = std::weak_ptr(alive_)](error_code error, tcp::socket socket) {
            if (alive.expired()) return;
            accepting_ = false;
            if (stopping_) return;
            if (error) {
                // Most likely no descriptor is free. The next sweep tries again.
                ++hub_->counts.io_errors;
                return;
            }
            accepted(std::move(socket));
            accept();
        });
}

void Jt808Adapter::accepted(tcp::socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    std::string name = plain(peer.address()).to_string();
    if (!allow_.allows(name)) {
        ++hub_->counts.refused_address;
        hub_->warn_once(name, "may not connect: jt808.allow does not name it");
        return;
    }
    if (connections_.size() >= hub_->options.max_connections && !make_room()) {
        ++hub_->counts.refused_full;
        return;
    }
    socket.set_option(tcp::no_delay(true), error);
    socket.set_option(asio::socket_base::keep_alive(true), error);
    auto connection = std::make_shared<Connection>(*this, hub_, std::move(socket), std::move(name),
                                                   next_number_++);
    connections_.insert(connection);
    ++hub_->counts.accepted;
    connection->start();
}

bool Jt808Adapter::make_room() {
    std::shared_ptr<Connection> oldest;
    for (const auto& connection : connections_) {
        if (connection->has_spoken()) continue;
        if (!oldest || connection->number() < oldest->number()) oldest = connection;
    }
    if (!oldest) return false;
    ++hub_->counts.evicted;
    oldest->close();
    return true;
}

void Jt808Adapter::sweep() {
    sweep_timer_.expires_after(std::chrono::milliseconds(hub_->options.sweep_ms.value));
    sweep_timer_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
        if (cancelled || alive.expired()) return;
        const TimePoint now = hub_->ports.steady_now();
        // A connection that closes leaves the set.
        const std::vector<std::shared_ptr<Connection>> all(connections_.begin(),
                                                           connections_.end());
        for (const auto& connection : all)
            connection->check(now);
        accept();
        sweep();
    });
}

void Jt808Adapter::begin_drain() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
}

void Jt808Adapter::stop() {
    begin_drain();
    sweep_timer_.cancel();
    hub_->desk.stop();
    hub_->taken = nullptr;
    for (const auto& connection : connections_)
        connection->abandon();
    connections_.clear();
}

void Jt808Adapter::forget(const std::shared_ptr<Connection>& connection) {
    connections_.erase(connection);
}

void Jt808Adapter::write_metrics(MetricsText& out) const {
    const Counts& c = hub_->counts;
    const auto faults = [&out](std::string_view what, std::uint64_t count) {
        out.sample("muster_jt808_faults_total", std::string("what=\"").append(what).append("\""),
                   count);
    };
    const auto closed = [&out](std::string_view why, std::uint64_t count) {
        out.sample("muster_jt808_limits_total", std::string("limit=\"").append(why).append("\""),
                   count);
    };
    out.gauge("muster_jt808_connections", "Connections that are open now.", connections_.size());
    out.counter("muster_jt808_connections_total", "Connections accepted.", c.accepted);
    out.counter("muster_jt808_messages_total", "Messages received.", c.messages);
    out.counter("muster_jt808_signals_total", "Signals told to the service.", c.signals);
    out.counter("muster_jt808_reports_total", "Signs of life told to the service.", c.reports);
    out.counter("muster_jt808_duplicates_total", "Signals that were there already.", c.duplicates);
    out.gauge("muster_jt808_alarms_waiting",
              "Buttons that wait to hear that people have taken over, or are still on behind that.",
              hub_->desk.size());
    out.counter("muster_jt808_confirmed_total", "Alarms confirmed when the desk took them (8203).",
                c.confirmed);
    out.counter("muster_jt808_resend_requests_total", "Fragments asked for again (8003).",
                c.resend_requests);
    out.head("muster_jt808_faults_total", "What was wrong with what came.", "counter");
    faults("noise_bytes", c.frames.noise_bytes);
    faults("checksum", c.frames.bad_checksum);
    faults("escape", c.frames.bad_escape);
    faults("too_long", c.frames.too_long);
    faults("short_message", c.short_messages);
    faults("length", c.length_differs);
    faults("position_cut_short", c.cut_short);
    faults("broken_extra", c.broken_extras);
    faults("broken_item", c.broken_items);
    faults("item_count", c.count_differs);
    faults("fragments_missing", c.fragments_given_up);
    faults("clock", c.wrong_clock);
    faults("encrypted", c.encrypted);
    faults("not_supported", c.not_supported);
    faults("token", c.failed_logins);
    faults("not_authenticated", c.unauthenticated);
    faults("refused_by_service", c.refused);
    faults("socket", c.io_errors);
    out.head("muster_jt808_limits_total", "How often a limit was met.", "counter");
    closed("address", c.refused_address);
    closed("connections", c.refused_full);
    closed("connection_without_message", c.evicted);
    closed("time", c.timed_out);
    closed("unsent", c.unsent_closed);
    closed("terminals", c.terminals_forgotten);
    closed("positions", c.reports_left_out);
    closed("busy", c.busy);
    closed("rate", c.rate_waits);
    closed("in_flight", c.commit_waits);
    closed("alarms_waiting", hub_->desk.left_out());
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const Jt808Options& options) {
    if (options.port == 0) return nullptr;
    return std::make_unique<Jt808Adapter>(ports, options);
}

}  // namespace muster::jt808
