#include "adapters/sip/sip_peers.hpp"

#include <boost/asio/ip/address.hpp>
#include <utility>

namespace muster::sip {
namespace {

namespace ip = boost::asio::ip;

SettingProblem problem(const std::string& pointer, std::string message) {
    return {pointer, std::move(message)};
}

std::optional<Code> signal_in(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return Code::from_text(text);
}

std::optional<SettingProblem> check(const PeerOptions& peer, const std::string& at) {
    if (!gate::AddressRange::from_text(peer.address)) {
        return problem(at + "/address",
                       "must be an address or a network, such as 192.0.2.7 or 10.20.0.0/16");
    }
    if (peer.auth == PeerAuth::digest && peer.secret.file.empty() && peer.secret.env.empty()) {
        return problem(at + "/secret", "digest needs a password: say its file or env");
    }
    if (peer.root.empty()) return problem(at + "/root", "must be the name of an element: mrq");
    return std::nullopt;
}

}  // namespace

std::optional<std::pair<std::uint32_t, Code>> scaip_row(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto type = code_number(text.substr(0, equals));
    const auto signal = signal_in(text.substr(equals + 1));
    if (!type || !signal) return std::nullopt;
    return std::pair(*type, *signal);
}

std::optional<GbTable::value_type> gb_row(std::string_view text) {
    const auto slash = text.find('/');
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || slash >= equals) return std::nullopt;
    const auto method = code_number(text.substr(0, slash));
    const auto type = code_number(text.substr(slash + 1, equals - slash - 1));
    const auto signal = signal_in(text.substr(equals + 1));
    if (!method || !type || !signal) return std::nullopt;
    return GbTable::value_type({*method, *type}, *signal);
}

std::optional<SettingProblem> check(const SipOptions& options) {
    boost::system::error_code wrong;
    ip::make_address(options.address, wrong);
    if (wrong) return problem("/address", "must be an address of this machine, or 0.0.0.0");
    for (std::size_t i = 0; i < options.peers.size(); ++i) {
        if (auto bad = check(options.peers[i], "/peers/" + std::to_string(i))) return bad;
    }
    for (std::size_t i = 0; i < options.scaip_types.size(); ++i) {
        if (!scaip_row(options.scaip_types[i])) {
            return problem("/scaip_types/" + std::to_string(i), "must be such as 31=water");
        }
    }
    for (std::size_t i = 0; i < options.gb28181_alarms.size(); ++i) {
        if (!gb_row(options.gb28181_alarms[i])) {
            return problem("/gb28181_alarms/" + std::to_string(i), "must be such as 7/0=sos");
        }
    }
    for (const std::string* text : {&options.realm, &options.user, &options.host}) {
        if (text->find_first_of("\"\\<>@ \r\n") == std::string::npos) continue;
        return problem("/realm", "realm, user and host are words without blanks, quotes or @");
    }
    return check_at_most("/registration_min_s", options.registration_min_s,
                         options.registration_max_s.number());
}

const Peer* Peers::find(std::string_view address, std::optional<PeerProfile> wanted) const {
    const Peer* first = nullptr;
    for (const Peer& peer : all) {
        if (!peer.network.contains(address)) continue;
        if (!wanted || peer.options.profile == *wanted) return &peer;
        if (first == nullptr) first = &peer;
    }
    return first;
}

Expected<Peers, std::string> load_peers(const SipOptions& options) {
    Peers peers;
    std::map<std::uint32_t, Code> types;
    for (const std::string& row : options.scaip_types)
        types.insert(*scaip_row(row));
    for (const std::string& row : options.gb28181_alarms)
        peers.gb_table.insert(*gb_row(row));
    for (const PeerOptions& one : options.peers) {
        Peer peer{one, *gate::AddressRange::from_text(one.address), {}};
        peer.scaip = {one.root, one.speech, one.desk_number, types};
        // An empty one would let in whoever sends an empty one.
        if (one.auth == PeerAuth::digest && one.secret.value.empty()) {
            return "sip.peers: the password of \"" + one.name + "\" is empty";
        }
        peers.all.push_back(std::move(peer));
    }
    return peers;
}

}  // namespace muster::sip
