#include "adapters/sip/sip_server.hpp"

#include <algorithm>
#include <utility>

#include "adapters/sip/scaip_codec.hpp"

namespace muster::sip {
namespace {

constexpr std::string_view allow = "Allow: MESSAGE, OPTIONS, REGISTER\r\n";
constexpr std::string_view accept =
    "Accept: application/scaip+xml, application/xml, Application/MANSCDP+xml\r\n";
constexpr std::string_view magic = "z9hG4bK";

Answer refusal(int status, std::string_view headers = {}) {
    return {status, std::string(headers), {}, {}};
}

}  // namespace

Server::Server(Ports ports, const SipOptions& options, Peers peers)
    : ports_(std::move(ports)),
      options_(options),
      peers_(std::move(peers)),
      digest_(ports_.random() + ports_.random(), options.nonce_ms),
      failures_(options.failed_logins),
      warnings_("sip", ports_.warn),
      server_(options.transactions),
      client_(options.own_transactions) {
    restore();
}

void Server::receive_datagram(std::string_view bytes, const Hop& hop) {
    // Keep-alives: CRLF, or four NULs of some phones.
    if (bytes.find_first_not_of(std::string_view("\r\n\0", 3)) == std::string_view::npos) return;
    while (bytes.starts_with('\r') || bytes.starts_with('\n'))
        bytes.remove_prefix(1);
    auto read = read_datagram(bytes);
    if (!read) return note_malformed(hop, read.error().what);
    if (!read->body_is_short) return receive(std::move(read->message), hop);
    note_malformed(hop, "the datagram is shorter than its Content-Length");
    const Message& message = read->message;
    if (message.status != 0 || message.method == "ACK") return;
    if (peers_.find(hop.source.address) == nullptr) return refuse_stranger(message, hop);
    ports_.send(hop, write_answer(message, hop.source, ports_.random(), refusal(400)));
}

void Server::note_malformed(const Hop& hop, std::string_view what) {
    ++stats_.malformed;
    warnings_.tell_of("malformed " + hop.source.address,
                      "what " + hop.source.address + " sends cannot be read: " + std::string(what));
}

void Server::refuse_too_large(const Message& message, const Hop& hop) {
    ++stats_.refused;
    if (message.status != 0 || message.vias.empty()) return;
    ports_.send(hop, write_answer(message, hop.source, ports_.random(), refusal(413)));
}

void Server::refuse_stranger(const Message& message, const Hop& hop) {
    ++stats_.strangers;
    warnings_.tell_of("stranger " + hop.source.address,
                      "" + hop.source.address +
                          " is no peer and is refused; who may send stands in "
                          "[[sip.peers]]");
    ports_.send(hop, write_answer(message, hop.source, ports_.random(), refusal(403)));
}

const Peer* Server::peer_of(const Message& message, const Hop& hop) const {
    const bool is_gb =
        message.media_type.find("manscdp") != std::string::npos || message.method == "REGISTER";
    return peers_.find(hop.source.address, is_gb ? PeerProfile::gb28181 : PeerProfile::scaip);
}

void Server::receive(Message message, const Hop& hop) {
    if (message.status != 0) return take_answer(message);
    ++stats_.requests;
    if (message.method == "ACK") return;  // of an INVITE that was refused
    const Peer* const peer = peer_of(message, hop);
    if (peer == nullptr) return refuse_stranger(message, hop);
    std::string key =
        transaction_key(message, hop.stream ? std::to_string(hop.connection) : hop.source.address);
    const auto received = server_.receive(key, hop.stream, ports_.steady_now());
    switch (received.what) {
        case ServerTransactions::Arrival::repeated:
            ++stats_.repeated;
            return;
        case ServerTransactions::Arrival::answered:
            ++stats_.repeated;
            return ports_.send(hop, std::string(received.answer));
        case ServerTransactions::Arrival::full: {
            ++stats_.busy;
            const std::string retry =
                "Retry-After: " + std::to_string(options_.retry_after_s) + "\r\n";
            return ports_.send(
                hop, write_answer(message, hop.source, ports_.random(), refusal(503, retry)));
        }
        case ServerTransactions::Arrival::fresh:
            break;
    }
    Pending request{std::move(message), hop, peer, key};
    // A long body is not kept for the answer.
    auto kept = std::make_shared<Pending>(request);
    kept->message.body.clear();
    pending_.emplace(key, std::move(kept));
    dispatch(request);
}

void Server::dispatch(Pending& request) {
    const Message& message = request.message;
    if (draining_) return finish_busy(request.key);
    if (!message.require.empty()) {
        ++stats_.refused;
        return finish(request.key, refusal(420, "Unsupported: " + message.require + "\r\n"));
    }
    if (message.method == "MESSAGE") return do_message(request);
    if (message.method == "REGISTER") return do_register(request);
    if (message.method == "OPTIONS") return do_options(request);
    ++stats_.refused;
    if (message.method == "CANCEL") return finish(request.key, refusal(481));
    finish(request.key, refusal(405, allow));
}

void Server::finish(const std::string& key, const Answer& answer) {
    const auto found = pending_.find(key);
    if (found == pending_.end()) return;
    const auto request = found->second;
    pending_.erase(found);
    std::string bytes =
        write_answer(request->message, request->hop.source, ports_.random(), answer);
    server_.finish(key, bytes, ports_.steady_now());
    ports_.send(request->hop, std::move(bytes));
}

void Server::finish_busy(const std::string& key) {
    ++stats_.busy;
    finish(key, refusal(503, "Retry-After: " + std::to_string(options_.retry_after_s) + "\r\n"));
}

bool Server::is_allowed(const Pending& request) {
    const Peer& peer = *request.peer;
    if (peer.options.auth == PeerAuth::address) return true;
    const std::string& address = request.hop.source.address;
    const TimePoint steady = ports_.steady_now();
    const std::string& user =
        peer.options.user.empty() ? request.message.from.user : peer.options.user;
    const auto result = digest_.check(request.message, options_.realm, user,
                                      peer.options.secret.value, peer.options.digest, steady);
    switch (result) {
        case DigestResult::good:
            return true;
        case DigestResult::wrong:
            ++stats_.failed_logins;
            ports_.audit.note({AuditKind::login_failed, address, "sip", 1});
            warnings_.tell_of("login " + peer.options.name,
                              "a log-in of peer \"" + peer.options.name +
                                  "\" failed; its user or "
                                  "password is another one than here");
            // Who goes on guessing is not even asked again.
            if (failures_.take(address, steady) > Millis{0}) {
                finish(request.key, refusal(403));
                return false;
            }
            break;
        case DigestResult::missing:
        case DigestResult::stale:
            break;
    }
    ++stats_.challenged;
    const std::string nonce = digest_.make_nonce(ports_.random(), steady);
    finish(request.key,
           refusal(401, DigestGuard::challenge(options_.realm, nonce, peer.options.digest,
                                               result == DigestResult::stale)));
    return false;
}

void Server::do_options(const Pending& request) {
    finish(request.key, refusal(200, std::string(allow) + std::string(accept)));
}

void Server::do_message(Pending& request) {
    const std::string& media = request.message.media_type;
    const bool is_gb = request.peer->options.profile == PeerProfile::gb28181;
    const bool fits = is_gb ? media == "application/manscdp+xml" || media == "application/xml"
                            : media == scaip_media_type || media == "application/xml" ||
                                  media == request.peer->options.media_type;
    if (!fits || request.message.encoded) {
        ++stats_.refused;
        return finish(request.key, refusal(415, accept));
    }
    if (request.message.body.size() > options_.message_bytes) {
        ++stats_.refused;
        return finish(request.key, refusal(413));
    }
    if (is_gb) return do_gb(request);
    if (is_allowed(request)) do_scaip(request);
}

void Server::send_message(const Hop& hop, const Request& request) {
    std::string bytes = write_request(request);
    if (!client_.start(request.branch, bytes, hop.stream, ports_.steady_now())) {
        ++stats_.not_sent;
        return;
    }
    under_way_.emplace(request.branch, hop);
    ++stats_.sent;
    ports_.send(hop, std::move(bytes));
}

std::string Server::our_host(std::string_view asked) const {
    std::string host(asked.empty() ? std::string_view("invalid") : asked);
    if (options_.address != "0.0.0.0" && options_.address != "::") host = options_.address;
    if (!options_.host.empty()) host = options_.host;
    const bool bare_ipv6 = host.find(':') != std::string::npos && !host.starts_with('[');
    return bare_ipv6 ? "[" + host + "]" : host;
}

Request Server::message_to(const Hop& hop, const std::string& uri, std::string_view asked_host) {
    Request out;
    out.method = "MESSAGE";
    out.uri = uri;
    out.transport = hop.stream ? "TCP" : "UDP";
    out.sent_by = our_host(asked_host) + ":" + std::to_string(options_.port);
    out.branch = std::string(magic) + ports_.random();
    out.to = "<" + uri + ">";
    out.call_id = ports_.random();
    return out;
}

void Server::take_answer(const Message& message) {
    const std::string& branch = message.vias.front().branch;
    if (!client_.receive(branch, message.status, ports_.steady_now())) return;
    under_way_.erase(branch);
    const auto guard = guards_.find(branch);
    if (guard == guards_.end()) return;
    const auto found = registrations_.find(guard->second);
    if (found != registrations_.end() && found->second.guard_branch == branch) {
        found->second.guard_branch.clear();
        found->second.guarded = true;
        if (message.status >= 300) {
            warnings_.tell_of("guard " + guard->second, "device " + guard->second +
                                                            " refuses SetGuard with " +
                                                            std::to_string(message.status));
        }
    }
    guards_.erase(guard);
}

void Server::on_timer() {
    const TimePoint now = ports_.steady_now();
    for (const std::string& key : server_.due(now)) {
        const auto found = pending_.find(key);
        if (found == pending_.end()) continue;
        ports_.send(found->second->hop, write_answer(found->second->message,
                                                     found->second->hop.source, {}, refusal(100)));
    }
    for (auto& due : client_.due(now)) {
        const auto hop = under_way_.find(due.branch);
        if (hop == under_way_.end()) continue;
        if (!due.timed_out) {
            ports_.send(hop->second, std::move(due.bytes));
            continue;
        }
        ++stats_.unanswered;
        under_way_.erase(hop);
        const auto guard = guards_.find(due.branch);
        if (guard == guards_.end()) continue;
        // Tried again with the device's next sign of life.
        const auto device = registrations_.find(guard->second);
        if (device != registrations_.end()) device->second.guard_branch.clear();
        guards_.erase(guard);
    }
}

TimePoint Server::next_timer() const {
    return std::min(server_.next_timer(), client_.next_timer());
}

bool Server::owes_answers(std::uint64_t connection) const {
    return std::any_of(pending_.begin(), pending_.end(), [&](const auto& waiting) {
        return waiting.second->hop.stream && waiting.second->hop.connection == connection;
    });
}

void Server::write_metrics(MetricsText& out) const {
    const auto& s = stats_;
    out.counter("muster_sip_requests_total", "Requests heard.", s.requests);
    out.counter("muster_sip_repeated_total", "Requests that came again.", s.repeated);
    out.counter("muster_sip_signals_total", "Signals of devices that are committed.", s.signals);
    out.counter("muster_sip_not_understood_total", "Signals without a code of ours.",
                s.not_understood);
    out.head("muster_sip_refused_total", "Requests that were refused.", "counter");
    const auto refused = [&](std::string_view why, std::uint64_t count) {
        out.sample("muster_sip_refused_total", std::string("why=\"").append(why).append("\""),
                   count);
    };
    refused("malformed", s.malformed);
    refused("body", s.bad_bodies);
    refused("stranger", s.strangers);
    refused("login", s.failed_logins);
    refused("unregistered", s.unregistered);
    refused("busy", s.busy);
    refused("engine", s.rejected);
    refused("kind", s.refused);
    out.counter("muster_sip_challenges_total", "Answers by 401.", s.challenged);
    out.counter("muster_sip_sent_total", "Requests of our own.", s.sent);
    out.counter("muster_sip_unanswered_total", "Requests of our own without an answer.",
                s.unanswered);
    out.counter("muster_sip_not_sent_total", "Requests of our own for which there was no room.",
                s.not_sent);
    out.counter("muster_sip_registrations_not_kept_total",
                "Registrations, or ends of one, that could not be stored.", s.not_kept);
    out.gauge("muster_sip_transactions", "Requests of which the answer is kept.", server_.size());
    out.gauge("muster_sip_own_transactions", "Requests of our own under way.", client_.size());
    out.gauge("muster_sip_registrations", "GB/T 28181 devices that have registered.",
              registrations_.size());
}

}  // namespace muster::sip
