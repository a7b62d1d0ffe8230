#include "engine/app/load/line_tls.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <utility>

namespace muster::app {
namespace {

namespace ssl = boost::asio::ssl;

// TLS 1.2 and later.
Expected<LineTls, std::string> make(ssl::verify_mode mode) {
    LineTls made;
    boost::system::error_code failed;
    try {
        made.context = std::make_shared<ssl::context>(ssl::context::tls_client);
    } catch (const boost::system::system_error& error) {
        return std::string("TLS cannot be set up: ") + error.what();
    }
    made.context->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, failed);
    if (!failed) made.context->set_verify_mode(mode, failed);
    if (failed) return "TLS cannot be set up: " + failed.message();
    return made;
}

}  // namespace

Expected<LineTls, std::string> LineTls::of_host(const std::string& host) {
    auto made = make(ssl::verify_peer);
    if (!made) return made;
    boost::system::error_code failed;
    made->context->set_default_verify_paths(failed);
    if (failed) return "the certificates that the system trusts: " + failed.message();
    made->host = host;
    return made;
}

Expected<LineTls, std::string> LineTls::of_file(const std::string& file) {
    auto made = make(ssl::verify_none);
    if (!made) return made;
    struct Free {
        void operator()(BIO* bio) const { BIO_free(bio); }
    };
    const std::unique_ptr<BIO, Free> bio(BIO_new_file(file.c_str(), "r"));
    X509* const one = bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr;
    if (one == nullptr) return "the service's own certificate " + file + " cannot be read";
    made->only = std::shared_ptr<const X509>(
        one, [](const X509* gone) { X509_free(const_cast<X509*>(gone)); });
    return made;
}

bool LineTls::is_right(const SSL& connection) const {
    if (!only) return true;  // it has been verified
    const X509* const shown = SSL_get0_peer_certificate(&connection);
    return shown != nullptr && X509_cmp(shown, only.get()) == 0;
}

}  // namespace muster::app
