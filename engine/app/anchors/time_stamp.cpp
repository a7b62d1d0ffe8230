#include "engine/app/anchors/time_stamp.hpp"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstdlib>

#include "engine/log/hash.hpp"

namespace muster::app {
namespace {

struct Free {
    void operator()(TS_MSG_IMPRINT* imprint) const { TS_MSG_IMPRINT_free(imprint); }
    void operator()(X509_ALGOR* algorithm) const { X509_ALGOR_free(algorithm); }
    void operator()(ASN1_INTEGER* number) const { ASN1_INTEGER_free(number); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(TS_RESP* answer) const { TS_RESP_free(answer); }
    void operator()(TS_VERIFY_CTX* context) const { TS_VERIFY_CTX_free(context); }
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
};
template <class T>
using Own = std::unique_ptr<T, Free>;

// Only want of memory stands behind a failure of these.
void must(bool done) {
    if (!done) std::abort();
}

Own<TS_MSG_IMPRINT> imprint_of(std::string_view text) {
    log::Hash hash = log::Hasher().digest(text);
    const Own<X509_ALGOR> algorithm(X509_ALGOR_new());
    must(algorithm != nullptr);
    must(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1);
    Own<TS_MSG_IMPRINT> imprint(TS_MSG_IMPRINT_new());
    must(imprint != nullptr);
    must(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1);
    must(TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) == 1);
    return imprint;
}

Own<ASN1_INTEGER> draw_nonce() {
    std::array<unsigned char, 16> bytes{};
    must(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
    const Own<BIGNUM> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    must(number != nullptr);
    Own<ASN1_INTEGER> nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
    must(nonce != nullptr);
    return nonce;
}

// The last thing that OpenSSL complained of on this thread: it comes nearest to who called.
std::string last_complaint() {
    const char* more = nullptr;
    int flags = 0;
    const unsigned long code = ERR_peek_last_error_all(nullptr, nullptr, nullptr, &more, &flags);
    const char* const reason = ERR_reason_error_string(code);
    std::string text = reason == nullptr ? "it cannot be verified" : reason;
    if (more != nullptr && (flags & ERR_TXT_STRING) != 0 && *more != '\0') {
        text.append(" (").append(more).append(")");
    }
    ERR_clear_error();
    return text;
}

Own<X509_STORE> authorities(const std::string& ca_file) {
    Own<X509_STORE> store(X509_STORE_new());
    must(store != nullptr);
    if (X509_STORE_load_file(store.get(), ca_file.c_str()) != 1) return nullptr;
    return store;
}

}  // namespace

TimeStampQuery::TimeStampQuery(std::string_view text) : query_(TS_REQ_new()) {
    must(query_ != nullptr);
    must(TS_REQ_set_version(query_.get(), 1) == 1);
    must(TS_REQ_set_msg_imprint(query_.get(), imprint_of(text).get()) == 1);
    must(TS_REQ_set_nonce(query_.get(), draw_nonce().get()) == 1);
    must(TS_REQ_set_cert_req(query_.get(), 1) == 1);
}

std::string TimeStampQuery::der() const {
    const int size = i2d_TS_REQ(query_.get(), nullptr);
    must(size > 0);
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    must(i2d_TS_REQ(query_.get(), &at) == size);
    return der;
}

std::optional<std::string> TimeStampQuery::problem_of(std::string_view answer,
                                                      const std::string& ca_file) const {
    ERR_clear_error();
    const auto* place = reinterpret_cast<const unsigned char*>(answer.data());
    const auto* const end = place + answer.size();
    const Own<TS_RESP> read(d2i_TS_RESP(nullptr, &place, static_cast<long>(answer.size())));
    if (!read || place != end) {
        ERR_clear_error();
        return "the answer is no time stamp";
    }
    // With the imprint and the nonce of this question.
    const Own<TS_VERIFY_CTX> context(TS_REQ_to_TS_VERIFY_CTX(query_.get(), nullptr));
    must(context != nullptr);
    int looked_at = TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE;
    if (!ca_file.empty()) {
        Own<X509_STORE> store = authorities(ca_file);
        if (!store) return ca_file + ": " + last_complaint();
        TS_VERIFY_CTX_set_store(context.get(), store.release());
        looked_at |= TS_VFY_SIGNATURE | TS_VFY_SIGNER;
    }
    TS_VERIFY_CTX_set_flags(context.get(), looked_at);
    if (TS_RESP_verify_response(context.get(), read.get()) == 1) return std::nullopt;
    return "the time stamp is not taken: " + last_complaint();
}

std::optional<std::string> problem_of_authorities(const std::string& ca_file) {
    ERR_clear_error();
    if (authorities(ca_file)) return std::nullopt;
    return ca_file + " has no certificates in PEM: " + last_complaint();
}

}  // namespace muster::app
