// One request over HTTP or HTTPS and its answer, on a connection of its own. The certificate is
// verified, redirections are not followed.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "adapters/outbox/wire.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

// The thread that runs `io`.
class HttpSender {
  public:
    struct Limits {
        Millis request;            // from the look-up of the name to the end of the answer
        std::size_t answer_bytes;  // of its body; what is beyond is not read
    };

    HttpSender(boost::asio::io_context& io, Limits limits) : io_(io), limits_(limits) {}

    // Whom to trust: the certificates in PEM, or the system's where it is empty. What is wrong with
    // them, or nothing. Once, before the first send().
    [[nodiscard]] std::optional<std::string> trust(const std::string& authority_pem);

    // An answer, or why there is none, in words.
    using Done = std::function<void(Expected<HttpAnswer, std::string>)>;
    // Calls `done` once, later, unless the context ends before.
    void send(const Url& url, const HttpCall& call, Done done);

  private:
    boost::asio::io_context& io_;
    const Limits limits_;
    boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
};

}  // namespace muster::outbox
