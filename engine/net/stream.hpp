// One accepted connection, in the clear or under TLS, so that neither HTTP nor the feed needs to
// know which. In the clear each call is that of the socket, behind one branch.
//
// Reading may be waited for or done as it comes, and so may writing; one of each at a time, as with
// a socket. Waiting for bytes ends at once where TLS has some already; and what was taken for
// sending may still wait here for the socket (has_unsent): flush() it before anything else is sent.
//
// Threads: one, that of the executor. Handlers are never called from within the call that gets
// them, and must keep the stream alive; it may be moved while no operation is under way. After
// close() they come with an error, or with what was done already.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/net/tls_context.hpp"
#include "engine/net/tls_fault.hpp"

namespace muster::net {

class TlsSession;

// What became of bytes that were to be sent.
struct Sent {
    std::size_t taken = 0;
    bool full = false;    // the socket takes no more: async_wait_write, then flush()
    bool broken = false;  // it never will
};

class Stream {
  public:
    using Socket = boost::asio::ip::tcp::socket;
    using Error = boost::system::error_code;
    using Buffers = std::vector<boost::asio::const_buffer>;

    Stream(Socket socket);  // NOLINT: a socket is a stream in the clear
    // Under TLS, unless there is no context. Throws std::bad_alloc.
    Stream(Socket socket, const std::shared_ptr<const TlsContext>& context);
    ~Stream();
    Stream(Stream&& other) noexcept;
    Stream& operator=(Stream&& other) noexcept;

    [[nodiscard]] bool is_tls() const { return tls_ != nullptr; }
    // For its options and addresses.
    [[nodiscard]] Socket& socket() { return socket_; }
    [[nodiscard]] bool is_open() const { return socket_.is_open(); }

    // Once, before anything else, under TLS only. Where it fails, fault() says why, and the client
    // has been told as TLS tells it.
    void async_handshake(std::function<void(Error)> done);
    [[nodiscard]] HandshakeFault fault() const { return fault_; }
    [[nodiscard]] bool is_resumed() const;
    // Whom the client's certificate names, verified; nobody where it showed none.
    [[nodiscard]] std::vector<std::string> client_names() const;
    // After the fault plain_text: from now on it speaks in the clear, as the client does.
    void become_plain();

    // Some bytes, or error eof.
    template <class Done>
    void async_read_some(boost::asio::mutable_buffer into, Done done) {
        if (!tls_) return socket_.async_read_some(into, std::move(done));
        read_sealed(into, std::move(done), false);
    }
    // All of the buffers, which stay as they are until then, the list of them too.
    template <class Done>
    void async_write(const Buffers& from, Done done) {
        if (!tls_) return boost::asio::async_write(socket_, from, std::move(done));
        write_sealed({&from, 0, 0, 0, std::move(done)}, false);
    }

    // At once, on a socket that does not block: error would_block when there is nothing.
    [[nodiscard]] std::size_t read_some(boost::asio::mutable_buffer into, Error& failed) {
        if (!tls_) return socket_.read_some(into, failed);
        return open_some(into, failed);
    }
    // At most four views.
    [[nodiscard]] Sent send_some(std::span<const std::string_view> views);
    [[nodiscard]] bool has_unsent() const { return tls_ && has_unsent_sealed(); }
    [[nodiscard]] Sent flush();
    template <class Done>
    void async_wait_read(Done done) {
        if (tls_ && has_bytes()) {
            return boost::asio::post(socket_.get_executor(),
                                     [done = std::move(done)]() mutable { done(Error()); });
        }
        socket_.async_wait(Socket::wait_read, std::move(done));
    }
    template <class Done>
    void async_wait_write(Done done) {
        socket_.async_wait(Socket::wait_write, std::move(done));
    }

    // Says that nothing more will be sent. Precondition: nothing is unsent, or it is given up.
    void shutdown_send();
    void close();

  private:
    using Transferred = std::function<void(Error, std::size_t)>;
    // A write under way: where it stands in the buffers.
    struct Writing {
        const Buffers* from;
        std::size_t at;
        std::size_t offset;
        std::size_t taken;
        Transferred done;
    };

    void shake(std::function<void(Error)> done);
    void wait_and_shake(Socket::wait_type what, std::function<void(Error)> done);
    // `later`: this is a turn of its own, so the handler may be called.
    void read_sealed(boost::asio::mutable_buffer into, Transferred done, bool later);
    void write_sealed(Writing writing, bool later);
    [[nodiscard]] bool seal_next(Writing& writing);
    void end(Transferred done, Error error, std::size_t size, bool later);
    [[nodiscard]] std::size_t open_some(boost::asio::mutable_buffer into, Error& failed);
    [[nodiscard]] bool has_bytes() const;
    [[nodiscard]] bool has_unsent_sealed() const;
    [[nodiscard]] Sent send_sealed(std::span<const std::string_view> views);

    Socket socket_;
    std::unique_ptr<TlsSession> tls_;
    HandshakeFault fault_ = HandshakeFault::none;
};

}  // namespace muster::net
