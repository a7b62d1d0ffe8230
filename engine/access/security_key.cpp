#include "engine/access/security_key.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <utility>

#include "engine/gate/crypto.hpp"

namespace muster::access {
namespace {

namespace json = boost::json;

// A browser's own are below 1 KiB; a number of a key has at most 1,023 bytes.
constexpr std::size_t longest_part = 8 * 1024;
constexpr std::size_t longest_id = 1'023;
constexpr std::size_t digest_bytes = 32;
constexpr unsigned char user_present = 1;  // of the flags

struct Free {
    void operator()(fido_cred_t* one) const { fido_cred_free(&one); }
    void operator()(fido_assert_t* one) const { fido_assert_free(&one); }
    void operator()(es256_pk_t* one) const { es256_pk_free(&one); }
    void operator()(eddsa_pk_t* one) const { eddsa_pk_free(&one); }
    void operator()(rs256_pk_t* one) const { rs256_pk_free(&one); }
};

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.empty() || text.size() > longest_part) return std::nullopt;
    std::string usual(text);
    std::replace(usual.begin(), usual.end(), '-', '+');
    std::replace(usual.begin(), usual.end(), '_', '/');
    usual.append((4 - usual.size() % 4) % 4, '=');
    return gate::from_base64(usual);
}

bool is_at(const json::object& object, std::string_view name, std::string_view wanted) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() && value->as_string() == wanted;
}

struct ClientData {
    std::string bytes;
};

// What the browser itself says of where and for what the key was asked.
Expected<ClientData, std::string> checked_client_data(const Site& site, std::string_view type,
                                                      std::string_view challenge,
                                                      std::string_view sent) {
    auto text = from_base64url(sent);
    if (!text) return std::string("client_data is no base64url of a browser");
    boost::system::error_code error;
    const json::value value = json::parse(*text, error);
    if (error || !value.is_object()) return std::string("client_data is no JSON object");
    const json::object& said = value.as_object();
    if (!is_at(said, "type", type)) return "client_data is not of " + std::string(type);
    if (!is_at(said, "challenge", challenge)) {
        return std::string("client_data answers another question");
    }
    if (!is_at(said, "origin", site.origin)) {
        return "client_data is of a page that is not at " + site.origin;
    }
    const json::value* const crossed = said.if_contains("crossOrigin");
    if (crossed != nullptr && (!crossed->is_bool() || crossed->as_bool())) {
        return std::string("client_data is of a page inside another one");
    }
    return ClientData{std::move(*text)};
}

bool is_for(const Site& site, std::string_view authenticator_data) {
    const gate::Digest wanted = gate::sha256(site.rp_id);
    return authenticator_data.size() > digest_bytes &&
           std::equal(wanted.begin(), wanted.end(), bytes_of(authenticator_data));
}

bool verify(const fido_assert_t* answer, const KnownKey& key) {
    const auto bytes = from_base64url(key.public_key);
    const auto holds = [&](auto made, auto read) {
        return bytes && made && read(made.get(), bytes->data(), bytes->size()) == FIDO_OK &&
               fido_assert_verify(answer, 0, static_cast<int>(key.kind), made.get()) == FIDO_OK;
    };
    switch (key.kind) {
        case COSE_ES256:
            return holds(std::unique_ptr<es256_pk_t, Free>(es256_pk_new()), es256_pk_from_ptr);
        case COSE_EDDSA:
            return holds(std::unique_ptr<eddsa_pk_t, Free>(eddsa_pk_new()), eddsa_pk_from_ptr);
        case COSE_RS256:
            return holds(std::unique_ptr<rs256_pk_t, Free>(rs256_pk_new()), rs256_pk_from_ptr);
        default:
            return false;
    }
}

}  // namespace

std::optional<Site> site_of(std::string_view url) {
    constexpr std::string_view safe = "https://";
    constexpr std::string_view plain = "http://";
    const bool tls = url.starts_with(safe);
    if (!tls && !url.starts_with(plain)) return std::nullopt;
    const std::string_view scheme = tls ? safe : plain;
    std::string_view host = url.substr(scheme.size());
    host = host.substr(0, host.find('/'));
    std::string_view port;
    if (const auto colon = host.find(':'); colon != std::string_view::npos) {
        port = host.substr(colon);
        host = host.substr(0, colon);
    }
    const bool only_digits =
        port.empty() || (port.size() > 1 && port.size() <= 6 &&
                         std::all_of(port.begin() + 1, port.end(),
                                     [](char sign) { return sign >= '0' && sign <= '9'; }));
    const bool named = std::all_of(host.begin(), host.end(), [](char sign) {
        return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '-' ||
               sign == '.';
    });
    const std::string_view last = host.substr(host.rfind('.') + 1);
    const bool numbered = last.empty() || (last.front() >= '0' && last.front() <= '9');
    if (!only_digits || !named || numbered) return std::nullopt;
    if (!tls && host != "localhost") return std::nullopt;
    // As a browser writes it: without the port that goes without saying.
    if (port == (tls ? ":443" : ":80")) port = {};
    return Site{.origin = std::string(scheme).append(host).append(port),
                .rp_id = std::string(host)};
}

Expected<KnownKey, std::string> new_key(const Site& site, std::string_view challenge,
                                        std::string_view client_data,
                                        std::string_view authenticator_data) {
    const auto said = checked_client_data(site, "webauthn.create", challenge, client_data);
    if (!said) return said.error();
    const auto data = from_base64url(authenticator_data);
    if (!data || !is_for(site, *data)) {
        return "authenticator_data is not of a key for " + site.rp_id;
    }
    fido_init(0);
    for (const int kind : {COSE_ES256, COSE_EDDSA, COSE_RS256}) {
        const std::unique_ptr<fido_cred_t, Free> made(fido_cred_new());
        if (!made || fido_cred_set_type(made.get(), kind) != FIDO_OK) continue;
        if (fido_cred_set_authdata_raw(made.get(), bytes_of(*data), data->size()) != FIDO_OK) {
            continue;
        }
        const std::size_t id_size = fido_cred_id_len(made.get());
        const std::size_t key_size = fido_cred_pubkey_len(made.get());
        if (id_size == 0 || id_size > longest_id || key_size == 0) break;
        if ((fido_cred_flags(made.get()) & user_present) == 0) {
            return std::string("nobody touched the key");
        }
        const auto text = [](const unsigned char* from, std::size_t size) {
            return gate::to_base64url(std::string_view(reinterpret_cast<const char*>(from), size));
        };
        return KnownKey{.id = text(fido_cred_id_ptr(made.get()), id_size),
                        .kind = kind,
                        .public_key = text(fido_cred_pubkey_ptr(made.get()), key_size),
                        .counter = fido_cred_sigcount(made.get())};
    }
    return std::string("authenticator_data has no key of a kind that is known here");
}

Expected<std::int64_t, std::string> counter_of(const Site& site, const KnownKey& key,
                                               std::string_view challenge,
                                               const KeyAnswer& answer) {
    const auto said = checked_client_data(site, "webauthn.get", challenge, answer.client_data);
    if (!said) return said.error();
    const auto data = from_base64url(answer.authenticator_data);
    const auto signature = from_base64url(answer.signature);
    if (!data || !signature) return std::string("the answer is no base64url of a browser");
    fido_init(0);
    const std::unique_ptr<fido_assert_t, Free> held(fido_assert_new());
    fido_assert_t* const one = held.get();
    const gate::Digest hash = gate::sha256(said->bytes);
    if (one == nullptr || fido_assert_set_count(one, 1) != FIDO_OK ||
        fido_assert_set_rp(one, site.rp_id.c_str()) != FIDO_OK ||
        fido_assert_set_up(one, FIDO_OPT_TRUE) != FIDO_OK ||
        fido_assert_set_clientdata_hash(one, hash.data(), hash.size()) != FIDO_OK ||
        fido_assert_set_authdata_raw(one, 0, bytes_of(*data), data->size()) != FIDO_OK ||
        fido_assert_set_sig(one, 0, bytes_of(*signature), signature->size()) != FIDO_OK) {
        return std::string("authenticator_data is not that of an answer");
    }
    if (!verify(one, key)) return std::string("the signature is not of this key");
    const std::int64_t counter = fido_assert_sigcount(one, 0);
    if ((counter != 0 || key.counter != 0) && counter <= key.counter) {
        return "the counter of the key went from " + std::to_string(key.counter) + " to " +
               std::to_string(counter) + ", as that of a copy does";
    }
    return counter;
}

}  // namespace muster::access
