// Whom the channels trust. One thread.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <optional>
#include <string>

namespace muster::outbox {

// Certificates are verified from now on: by those in the file, in PEM, or where it is empty, by
// those that the system trusts. What is wrong, in words, or nothing.
[[nodiscard]] std::optional<std::string> trust(boost::asio::ssl::context& tls,
                                               const std::string& ca_file);

// Before the handshake: the certificate must be of that host. False where its name is too long.
template <class TlsStream>
[[nodiscard]] bool expect_host(TlsStream& stream, const std::string& host) {
    stream.set_verify_callback(boost::asio::ssl::host_name_verification(host));
    // An address is no name that could be asked for (RFC 6066, 3).
    boost::system::error_code no_address;
    boost::asio::ip::make_address(host, no_address);
    return !no_address || SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()) == 1;
}

}  // namespace muster::outbox
