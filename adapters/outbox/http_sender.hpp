// One request over HTTP or HTTPS and its answer, on a connection of its own. The certificate is
// verified, redirections are not followed.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <functional>
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

    // Both outlive it; `tls` verifies certificates (tls.hpp).
    HttpSender(boost::asio::io_context& io, boost::asio::ssl::context& tls, Limits limits)
        : io_(io), tls_(tls), limits_(limits) {}

    // An answer, or why there is none, in words.
    using Done = std::function<void(Expected<HttpAnswer, std::string>)>;
    // Calls `done` once, later, unless the context ends before.
    void send(const Url& url, const HttpCall& call, Done done);

  private:
    boost::asio::io_context& io_;
    boost::asio::ssl::context& tls_;
    const Limits limits_;
};

}  // namespace muster::outbox
