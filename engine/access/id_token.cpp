#include "engine/access/id_token.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "engine/gate/crypto.hpp"

namespace muster::access {
namespace {

namespace json = boost::json;

// Two clocks differ by so much at most.
constexpr Millis clocks_differ = minutes(2);
constexpr std::string_view algorithms[] = {"RS256", "RS384", "RS512", "PS256", "PS384",
                                           "PS512", "ES256", "ES384", "ES512"};

struct Release {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
    void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};

std::optional<json::object> object_of(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string text_at(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::optional<TimePoint> time_at(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    boost::system::error_code error;
    const auto second = value->to_number<std::int64_t>(error);
    constexpr std::int64_t most = 1'000'000'000'000;
    if (error || second < 0 || second > most) return std::nullopt;
    return TimePoint{second * 1000};
}

// `aud` is one text or a list of them.
std::vector<std::string> audience(const json::object& claims) {
    std::vector<std::string> all;
    const json::value* const value = claims.if_contains("aud");
    if (value && value->is_string()) all.emplace_back(value->as_string());
    if (value && value->is_array()) {
        for (const json::value& one : value->as_array()) {
            if (one.is_string()) all.emplace_back(one.as_string());
        }
    }
    return all;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char sign : text) {
        const bool plain = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
                           (sign >= '0' && sign <= '9') || sign == '-' || sign == '.' ||
                           sign == '_' || sign == '~';
        if (plain) {
            out += sign;
            continue;
        }
        const auto byte = static_cast<unsigned char>(sign);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

// One of the algorithms that prove who signed; another, or none, is an attack.
bool is_known_algorithm(cjose_jws_t* jws) {
    cjose_err error{};
    const char* const name = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, &error);
    return name != nullptr && std::find(std::begin(algorithms), std::end(algorithms),
                                        std::string_view(name)) != std::end(algorithms);
}

// Whether one of the keys signed it. A key with another id than the token names is not asked.
bool is_signed(cjose_jws_t* jws, const json::array& keys) {
    cjose_err error{};
    const char* const kid = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_KID, &error);
    for (const json::value& key : keys) {
        if (!key.is_object()) continue;
        const std::string type = text_at(key.as_object(), "kty");
        if (type != "RSA" && type != "EC") continue;
        if (kid != nullptr && text_at(key.as_object(), "kid") != kid) continue;
        const std::string text = json::serialize(key);
        const std::unique_ptr<cjose_jwk_t, Release> jwk(
            cjose_jwk_import(text.data(), text.size(), &error));
        if (jwk && cjose_jws_verify(jws, jwk.get(), &error)) return true;
    }
    return false;
}

// Nothing when the claims fit.
std::string misfit(const json::object& claims, const IdTokenRules& rules) {
    if (text_at(claims, "iss") != rules.issuer) return "it comes from another issuer";
    if (text_at(claims, "sub").empty()) return "it says nobody's subject";
    const auto meant_for = audience(claims);
    if (std::find(meant_for.begin(), meant_for.end(), rules.client_id) == meant_for.end()) {
        return "it is meant for another client";
    }
    const std::string party = text_at(claims, "azp");
    if (meant_for.size() > 1 && party.empty()) return "it is meant for several and names none";
    if (!party.empty() && party != rules.client_id) return "it was given to another client";
    const auto ends_at = time_at(claims, "exp");
    if (!ends_at || *ends_at + clocks_differ <= rules.now) return "it has run out";
    const auto made_at = time_at(claims, "iat");
    if (!made_at || *made_at - clocks_differ > rules.now) return "it is of a time to come";
    if (text_at(claims, "nonce") != rules.nonce) return "it answers another sign-in";
    return {};
}

}  // namespace

Expected<ProviderAddresses, std::string> read_discovery(std::string_view text,
                                                        std::string_view issuer) {
    const auto object = object_of(text);
    if (!object) return std::string("its configuration is not JSON");
    if (text_at(*object, "issuer") != issuer) {
        return "it calls itself \"" + text_at(*object, "issuer") + "\" and not \"" +
               std::string(issuer) + "\"";
    }
    ProviderAddresses provider{text_at(*object, "authorization_endpoint"),
                               text_at(*object, "token_endpoint"), text_at(*object, "jwks_uri")};
    for (const auto& [address, name] :
         {std::pair(&provider.authorization, "authorization_endpoint"),
          std::pair(&provider.token, "token_endpoint"), std::pair(&provider.keys, "jwks_uri")}) {
        if (address->empty()) return std::string("its configuration lacks ") + name;
    }
    return provider;
}

Expected<SignedToken, std::string> read_token_answer(std::string_view text) {
    const auto object = object_of(text);
    if (!object) return std::string("its answer is not JSON");
    std::string token = text_at(*object, "id_token");
    if (!token.empty()) return SignedToken{std::move(token)};
    const std::string error = text_at(*object, "error");
    return error.empty() ? std::string("its answer has no id_token") : "it refused: " + error;
}

CodeFlow draw_code_flow() {
    return {gate::random_hex(16), gate::random_hex(16), gate::random_hex(32)};
}

std::string authorization_url(const ProviderAddresses& provider, std::string_view client_id,
                              std::string_view redirect_url, std::string_view scope,
                              const CodeFlow& flow) {
    std::string url = provider.authorization;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "response_type=code&code_challenge_method=S256";
    for (const auto& [name, value] :
         {std::pair<std::string_view, std::string>("client_id", client_id),
          {"redirect_uri", std::string(redirect_url)},
          {"scope", std::string(scope)},
          {"state", flow.state},
          {"nonce", flow.nonce},
          {"code_challenge", gate::to_base64url(gate::sha256(flow.verifier))}}) {
        url.append("&").append(name).append("=").append(percent_encoded(value));
    }
    return url;
}

Expected<IdToken, std::string> check_id_token(std::string_view token, std::string_view keys,
                                              const IdTokenRules& rules) {
    const auto set = object_of(keys);
    const json::value* const list = set ? set->if_contains("keys") : nullptr;
    if (!list || !list->is_array()) return std::string("its keys cannot be read");
    cjose_err error{};
    const std::unique_ptr<cjose_jws_t, Release> jws(
        cjose_jws_import(token.data(), token.size(), &error));
    if (!jws) return std::string("it is no signed token");
    if (!is_known_algorithm(jws.get()))
        return std::string("it is signed in a way that proves nothing");
    if (!is_signed(jws.get(), list->as_array())) return std::string("none of its keys signed it");
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error)) {
        return std::string("it cannot be read");
    }
    const auto claims = object_of({reinterpret_cast<const char*>(bytes), size});
    if (!claims) return std::string("its claims are not JSON");
    if (std::string why = misfit(*claims, rules); !why.empty()) return why;
    IdToken said{std::string(rules.issuer) + " " + text_at(*claims, "sub"), {}};
    if (!rules.name_claim.empty()) said.name = text_at(*claims, rules.name_claim);
    return said;
}

}  // namespace muster::access
