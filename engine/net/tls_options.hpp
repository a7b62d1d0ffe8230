// [tls]: with a certificate the HTTP listener and the feed behind it speak TLS and nothing else.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::net {

// Files as the configuration names them are relative to its own; here they are already paths.
struct TlsOptions {
    std::string certificate{};  // ours first, then the chain, in PEM; empty = no TLS
    std::string key{};          // that belongs to it, in PEM, without a passphrase
    // Who signs the certificates of clients, in PEM; empty = clients are not asked for any.
    std::string client_ca{};
    // Names in such certificates that prove a gateway (CN, or a SAN that is a host name or a URI).
    std::vector<std::string> gateways{};
    // For so long browsers come by https only; 0 = they are not told so.
    Bounded<Millis, 0, plenty> hsts_ms = hours(365 * 24);
    Bounded<Millis, 10, 3'600'000> look_ms = seconds(2);  // how often the files are looked at
    // An alarm so long before the certificate ends.
    Bounded<Millis, 0, plenty> warn_before_ms = hours(14 * 24);

    [[nodiscard]] bool on() const { return !certificate.empty(); }
};
BOOST_DESCRIBE_STRUCT(TlsOptions, (),
                      (certificate, key, client_ca, gateways, hsts_ms, look_ms, warn_before_ms))

[[nodiscard]] std::optional<SettingProblem> check(const TlsOptions& options);

}  // namespace muster::net
