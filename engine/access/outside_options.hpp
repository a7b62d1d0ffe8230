// Settings of another service that lets people in (OpenID Connect).
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <string>

#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::access {

// [oidc].
struct OutsideOptions {
    std::string issuer;  // https://login.example.cn/realms/city; empty = nobody comes in this way
    std::string name = "SSO";  // as the button says it
    std::string client_id;
    Secret secret{.shortest_bytes = 1};
    // Of the page /signed_in/ as the browser reaches it; the provider must know it.
    std::string redirect_url;
    std::string scope = "openid profile";
    // Whoever signs in for the first time is linked to the account whose name this claim has; empty
    // = `muster account link` alone links.
    std::string name_claim;
    Bounded<Millis, 10'000, plenty> sign_in_ms = minutes(10);  // until he must be back
    Bounded<std::size_t, 1, 100'000> waiting_max = 1'000;      // who are there now; more: refused
    Bounded<Millis, 100, 60'000> timeout_ms = seconds(10);     // of each question to it
};
BOOST_DESCRIBE_STRUCT(OutsideOptions, (),
                      (issuer, name, client_id, secret, redirect_url, scope, name_claim, sign_in_ms,
                       waiting_max, timeout_ms))

}  // namespace muster::access
