// What another service says of somebody who signed in there: OpenID Connect Core 1.0, the code flow
// (3.1) with PKCE (RFC 7636). Pure: bytes come from elsewhere. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::access {

// Of the provider's /.well-known/openid-configuration (OpenID Connect Discovery 1.0, 3).
struct ProviderAddresses {
    std::string authorization;
    std::string token;
    std::string keys;
};
// The provider must be the issuer that was asked; the error says what is missing.
[[nodiscard]] Expected<ProviderAddresses, std::string> read_discovery(std::string_view json,
                                                                      std::string_view issuer);

// The ID token in an answer of the token endpoint, as it is signed.
struct SignedToken {
    std::string text;
};
[[nodiscard]] Expected<SignedToken, std::string> read_token_answer(std::string_view json);

// What is drawn for one sign-in.
struct CodeFlow {
    std::string state;
    std::string nonce;
    std::string verifier;  // of PKCE; only the service knows it until it asks for the token
};
[[nodiscard]] CodeFlow draw_code_flow();

// Where the browser goes.
[[nodiscard]] std::string authorization_url(const ProviderAddresses& provider,
                                            std::string_view client_id,
                                            std::string_view redirect_url, std::string_view scope,
                                            const CodeFlow& flow);

struct IdTokenRules {
    std::string_view issuer;
    std::string_view client_id;
    std::string_view nonce;
    std::string_view name_claim;  // empty = none is wanted
    TimePoint now;
};
struct IdToken {
    std::string subject;  // as the account keeps it: "<issuer> <sub>"
    std::string name;     // the claim, where it is there
};
// The claims of a token that is signed by one of these keys (RFC 7515, 7517; RSA or elliptic
// curves, never a shared secret or none) and fits the rules (Core 3.1.3.7). `keys`: the provider's
// JWKS. The error says which of them it does not.
[[nodiscard]] Expected<IdToken, std::string> check_id_token(std::string_view token,
                                                            std::string_view keys,
                                                            const IdTokenRules& rules);

}  // namespace muster::access
