// Whom a line under TLS takes for the service.
#pragma once

#include <openssl/types.h>

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "muster/expected.hpp"

namespace muster::app {

// One of several lines; not changed by them.
struct LineTls {
    std::shared_ptr<boost::asio::ssl::context> context;
    std::string host;                  // whose certificate it must be...
    std::shared_ptr<const X509> only;  // ... or it is this one, whatever it says

    // By the authorities that the system trusts, or those of SSL_CERT_FILE. Else what is wrong.
    [[nodiscard]] static Expected<LineTls, std::string> of_host(const std::string& host);
    // Of the first certificate in the file: the service's own, for the service itself.
    [[nodiscard]] static Expected<LineTls, std::string> of_file(const std::string& file);

    // After the handshake: that it is the one that it must be.
    [[nodiscard]] bool is_right(const SSL& connection) const;
};

}  // namespace muster::app
