#include "engine/net/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "engine/net/file_rights.hpp"

namespace muster::net {
namespace {

// Of TLS 1.2; those of 1.3 are all right as they come (RFC 9325, 4.2).
constexpr const char* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";
constexpr long session_life_s = 4 * 3600;
// Of the chain that a client may show below client_ca.
constexpr int longest_chain = 4;

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeX509 {
    void operator()(X509* one) const { X509_free(one); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using X509Ptr = std::unique_ptr<X509, FreeX509>;

std::string last_reason() {
    std::array<char, 256> text{};
    const unsigned long code = ERR_peek_last_error();
    ERR_error_string_n(code, text.data(), text.size());
    ERR_clear_error();
    const char* const reason = ERR_reason_error_string(code);
    return code == 0 ? "no reason is given" : reason != nullptr ? reason : text.data();
}

// What a file has; or why it cannot be read.
std::optional<std::string> read_file(const std::string& file, std::string& out) {
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (in) out.assign(std::istreambuf_iterator<char>(in), {});
    if (in && !in.bad()) return std::nullopt;
    const int why = errno != 0 ? errno : EIO;
    return "cannot be read: " + std::generic_category().message(why);
}

Bio bio_over(const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// All certificates of a PEM file, in their order.
std::vector<X509Ptr> certificates_in(const std::string& text) {
    std::vector<X509Ptr> found;
    const Bio bio = bio_over(text);
    while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
        found.emplace_back(one);
    // The end of the file is told as an error too; any other cut the list short.
    const unsigned long last = ERR_peek_last_error();
    if (ERR_GET_REASON(last) != PEM_R_NO_START_LINE) found.clear();
    ERR_clear_error();
    return found;
}

TimePoint time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return TimePoint{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

// Asked for the passphrase of a key: there is none.
int no_passphrase(char* /*to*/, int /*size*/, int /*writing*/, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

int choose_protocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void* /*unused*/) {
    static constexpr std::string_view ours = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    const int found = SSL_select_next_proto(&chosen, out_size,
                                            reinterpret_cast<const unsigned char*>(ours.data()),
                                            static_cast<unsigned>(ours.size()), in, in_size);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string about(const char* setting, const std::string& file, const std::string& what) {
    return std::string("tls.") + setting + " " + file + " " + what;
}

}  // namespace

std::optional<SettingProblem> check(const TlsOptions& options) {
    if (options.on() && options.key.empty()) {
        return SettingProblem{"/key", "must name the key of tls.certificate"};
    }
    if (!options.on() && !options.key.empty()) {
        return SettingProblem{"/certificate",
                              "must name the certificate of tls.key; both empty = no TLS"};
    }
    if (!options.on() && !options.client_ca.empty()) {
        return SettingProblem{"/client_ca", "needs tls.certificate and tls.key"};
    }
    if (options.client_ca.empty() && !options.gateways.empty()) {
        return SettingProblem{"/gateways", "needs tls.client_ca: who signs their certificates"};
    }
    for (std::size_t i = 0; i < options.gateways.size(); ++i) {
        if (!options.gateways[i].empty()) continue;
        return SettingProblem{"/gateways/" + std::to_string(i), "must not be empty"};
    }
    return std::nullopt;
}

std::string utc_text(TimePoint at) {
    const std::time_t second = at.value / 1000;
    std::tm parts{};
    gmtime_r(&second, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%FT%TZ", &parts);
    return {text.data(), size};
}

void TlsContext::Free::operator()(SSL_CTX* context) const {
    SSL_CTX_free(context);
}

TlsContext::~TlsContext() = default;

Expected<std::shared_ptr<const TlsContext>, std::string> TlsContext::load(
    const TlsOptions& options) {
    ERR_clear_error();
    std::shared_ptr<TlsContext> made(new TlsContext());
    if (auto wrong = made->set_up()) return std::move(*wrong);
    if (auto wrong = made->use_certificate(options.certificate)) return std::move(*wrong);
    if (auto wrong = made->use_key(options.key, options.certificate)) return std::move(*wrong);
    if (!options.client_ca.empty()) {
        if (auto wrong = made->use_client_ca(options.client_ca)) return std::move(*wrong);
    }
    return std::shared_ptr<const TlsContext>(std::move(made));
}

std::optional<std::string> TlsContext::set_up() {
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX* const context = context_.get();
    static constexpr unsigned char name[] = "muster";
    const bool made = context != nullptr &&
                      SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                      SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
                      SSL_CTX_set1_groups_list(context, groups) == 1 &&
                      SSL_CTX_set_session_id_context(context, name, sizeof name - 1) == 1;
    if (!made) return "TLS cannot be set up: " + last_reason();
    // A peer that ends without a close_notify ends: HTTP and WebSocket know by themselves whether
    // what came is whole.
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    // Idle connections hold no buffers; several records are read at once.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_timeout(context, session_life_s);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    return std::nullopt;
}

std::optional<std::string> TlsContext::use_certificate(const std::string& file) {
    std::string text;
    if (auto wrong = read_file(file, text)) return about("certificate", file, *wrong);
    std::vector<X509Ptr> chain = certificates_in(text);
    if (chain.empty()) {
        return about("certificate", file,
                     "has no certificate in PEM that can be read; the certificate of this service "
                     "and behind it its chain, each -----BEGIN CERTIFICATE-----, would be right");
    }
    begins_at_ = time_of(X509_get0_notBefore(chain[0].get()));
    ends_at_ = time_of(X509_get0_notAfter(chain[0].get()));
    bool taken = SSL_CTX_use_certificate(context_.get(), chain[0].get()) == 1;
    for (std::size_t i = 1; i < chain.size() && taken; ++i)
        taken = SSL_CTX_add1_chain_cert(context_.get(), chain[i].get()) == 1;
    if (taken) return std::nullopt;
    return about("certificate", file,
                 "is not taken: " + last_reason() +
                     "; ECDSA P-256, or RSA of at least 2048 bits, with SHA-256 would be right");
}

std::optional<std::string> TlsContext::use_key(const std::string& file,
                                               const std::string& certificate) {
    std::string text;
    if (auto wrong = read_file(file, text)) return about("key", file, *wrong);
    if (const std::string wrong = too_open(file); !wrong.empty()) return about("key", file, wrong);
    bool asked = false;
    const Bio bio = bio_over(text);
    const std::unique_ptr<EVP_PKEY, FreeKey> key(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, &asked));
    OPENSSL_cleanse(text.data(), text.size());
    if (asked) {
        return about("key", file,
                     "has a passphrase, and nobody is here to type it; the key without one, and "
                     "chmod 600, would be right");
    }
    if (!key) {
        ERR_clear_error();
        return about("key", file,
                     "has no private key in PEM that can be read; -----BEGIN PRIVATE KEY----- "
                     "would be right");
    }
    if (SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1 &&
        SSL_CTX_check_private_key(context_.get()) == 1) {
        return std::nullopt;
    }
    ERR_clear_error();
    return about("key", file,
                 "does not belong to the first certificate in " + certificate +
                     "; the key with which that was asked for would be right");
}

std::optional<std::string> TlsContext::use_client_ca(const std::string& file) {
    std::string text;
    if (auto wrong = read_file(file, text)) return about("client_ca", file, *wrong);
    const std::vector<X509Ptr> authorities = certificates_in(text);
    if (authorities.empty()) {
        return about("client_ca", file,
                     "has no certificate in PEM that can be read; those of who signs the "
                     "certificates of clients would be right");
    }
    X509_STORE* const store = SSL_CTX_get_cert_store(context_.get());
    for (const X509Ptr& one : authorities) {
        if (X509_STORE_add_cert(store, one.get()) == 1 &&
            SSL_CTX_add_client_CA(context_.get(), one.get()) == 1) {
            continue;
        }
        return about("client_ca", file, "is not taken: " + last_reason());
    }
    // Asked for, not demanded: browsers have none.
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_verify_depth(context_.get(), longest_chain);
    return std::nullopt;
}

std::optional<std::string> TlsContext::fault_at(TimePoint now) const {
    if (now < begins_at_) {
        return "the certificate is not valid before " + utc_text(begins_at_) + ", and it is " +
               utc_text(now) + " here; is the system's clock right?";
    }
    if (now >= ends_at_) {
        return "the certificate ended on " + utc_text(ends_at_) + ", and clients refuse it";
    }
    return std::nullopt;
}

}  // namespace muster::net
