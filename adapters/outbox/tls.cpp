#include "adapters/outbox/tls.hpp"

namespace muster::outbox {

std::optional<std::string> trust(boost::asio::ssl::context& tls, const std::string& ca_file) {
    namespace ssl = boost::asio::ssl;
    boost::system::error_code failed;
    tls.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, failed);
    if (!failed) tls.set_verify_mode(ssl::verify_peer, failed);
    if (failed) return "TLS: " + failed.message();
    if (ca_file.empty()) {
        tls.set_default_verify_paths(failed);
        if (failed) return "the certificates that the system trusts: " + failed.message();
        return std::nullopt;
    }
    tls.load_verify_file(ca_file, failed);
    if (!failed) return std::nullopt;
    return "ca_file " + ca_file +
           " must be a file of certificates in PEM that can be read: " + failed.message();
}

}  // namespace muster::outbox
