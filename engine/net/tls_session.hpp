// The TLS of one connection, without waiting: OpenSSL reads from the socket itself and leaves what
// is to be sent in an outbox here. So bytes that were sealed are sealed for good, as bytes that a
// socket has taken are, and no write has to be tried again with the same bytes; reading waits only
// for the socket to have some, writing only for it to take some; and many records leave at once.
// Internal to this folder: stream.hpp is the door. One thread.
#pragma once

#include <openssl/types.h>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/net/tls_context.hpp"
#include "engine/net/tls_fault.hpp"

namespace muster::net {

class TlsSession {
  public:
    enum class State : std::uint8_t { done, wants_bytes, ended, failed };

    // Of clear bytes that are sealed at once, and so of what may wait in the outbox.
    static constexpr std::size_t batch_bytes = 64 * 1024;

    // As the server. Throws std::bad_alloc.
    explicit TlsSession(std::shared_ptr<const TlsContext> context);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    // The socket is told each time: who closed it holds the number no longer.
    [[nodiscard]] State handshake(int socket);
    // `got` bytes of one record. ended: the peer sends no more.
    [[nodiscard]] State read(int socket, boost::asio::mutable_buffer into, std::size_t& got);
    // What came and was not read yet; then the socket need not be waited for.
    [[nodiscard]] bool has_bytes() const;

    // Seals at most batch_bytes of what stands in the views one after the other, and says how many;
    // small views share a record. Precondition: nothing is unsent. False: the connection is broken.
    [[nodiscard]] bool seal(const std::string_view* views, std::size_t count, std::size_t& taken);
    // Seals that we send no more (close_notify).
    void seal_end();
    [[nodiscard]] bool has_unsent() const { return sent_ < outbox_.size(); }
    // Sends what the socket takes; true when nothing is left.
    [[nodiscard]] bool flush(int socket, boost::system::error_code& failed);

    [[nodiscard]] HandshakeFault fault() const { return fault_; }
    // After the handshake.
    [[nodiscard]] bool is_resumed() const;
    // Whom the client's certificate names, if it showed one; it is verified then.
    [[nodiscard]] std::vector<std::string> client_names() const;

  private:
    friend struct Wire;  // what OpenSSL calls
    struct Free {
        void operator()(SSL* ssl) const;
    };

    // What a call of OpenSSL that did not succeed means.
    [[nodiscard]] State state_of(int result);
    [[nodiscard]] bool seal_record(const char* bytes, std::size_t size);

    std::shared_ptr<const TlsContext> context_;
    std::unique_ptr<SSL, Free> ssl_;
    std::string outbox_;
    std::size_t sent_ = 0;  // of the outbox
    int socket_ = -1;       // during a call
    HandshakeFault fault_ = HandshakeFault::none;
    bool at_end_ = false;  // the socket has no more
    bool wants_bytes_ = false;
    bool broken_ = false;
};

}  // namespace muster::net
