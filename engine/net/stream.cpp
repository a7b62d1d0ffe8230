#include "engine/net/stream.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <cerrno>

#include "engine/net/tls_session.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t most_views = 4;
constexpr unsigned char handshake_record = 0x16;  // RFC 8446, 5.1

// The kind of error matters to nobody: the connection ends.
boost::system::error_code broken_tls() {
    return make_error_code(boost::system::errc::protocol_error);
}

Sent send_clear(int socket, std::span<const std::string_view> views) {
    std::array<iovec, most_views> parts{};
    std::size_t used = 0;
    std::size_t wanted = 0;
    for (const std::string_view view : views) {
        // sendmsg reads only, whatever its signature says.
        parts[used++] = {const_cast<char*>(view.data()), view.size()};
        wanted += view.size();
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = used;
    while (true) {
        const ssize_t sent = used == 1
                                 ? ::send(socket, parts[0].iov_base, parts[0].iov_len, MSG_NOSIGNAL)
                                 : ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent >= 0) {
            const auto taken = static_cast<std::size_t>(sent);
            return {.taken = taken, .full = taken < wanted};
        }
        if (errno == EINTR) continue;
        const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
        return {.full = full, .broken = !full};
    }
}

}  // namespace

Stream::Stream(Socket socket) : socket_(std::move(socket)) {}

Stream::Stream(Socket socket, const std::shared_ptr<const TlsContext>& context)
    : socket_(std::move(socket)), tls_(context ? std::make_unique<TlsSession>(context) : nullptr) {}

Stream::~Stream() = default;
Stream::Stream(Stream&& other) noexcept = default;
Stream& Stream::operator=(Stream&& other) noexcept = default;

void Stream::async_handshake(std::function<void(Error)> done) {
    socket_.async_wait(Socket::wait_read, [this, done = std::move(done)](Error failed) mutable {
        if (failed) return done(failed);
        // It is looked at and stays where it is.
        unsigned char first = handshake_record;
        const ssize_t seen = ::recv(socket_.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
        if (seen == 1 && first != handshake_record) {
            fault_ = HandshakeFault::plain_text;
            return done(broken_tls());
        }
        shake(std::move(done));
    });
}

void Stream::wait_and_shake(Socket::wait_type what, std::function<void(Error)> done) {
    socket_.async_wait(what, [this, done = std::move(done)](Error failed) mutable {
        if (failed) return done(failed);
        shake(std::move(done));
    });
}

void Stream::shake(std::function<void(Error)> done) {
    const int socket = socket_.native_handle();
    const TlsSession::State state = tls_->handshake(socket);
    Error failed;
    // Also what a failure tells the client.
    const bool flushed = tls_->flush(socket, failed);
    if (state == TlsSession::State::failed || state == TlsSession::State::ended) {
        fault_ = tls_->fault();
        return done(broken_tls());
    }
    if (failed) {
        fault_ = HandshakeFault::closed;
        return done(failed);
    }
    if (!flushed) return wait_and_shake(Socket::wait_write, std::move(done));
    if (state == TlsSession::State::done) return done({});
    wait_and_shake(Socket::wait_read, std::move(done));
}

bool Stream::is_resumed() const {
    return tls_ && tls_->is_resumed();
}

std::vector<std::string> Stream::client_names() const {
    return tls_ ? tls_->client_names() : std::vector<std::string>();
}

void Stream::become_plain() {
    tls_.reset();
}

void Stream::end(Transferred done, Error error, std::size_t size, bool later) {
    if (later) return done(error, size);
    asio::post(socket_.get_executor(),
               [done = std::move(done), error, size] { done(error, size); });
}

void Stream::read_sealed(asio::mutable_buffer into, Transferred done, bool later) {
    Error failed;
    const std::size_t size = open_some(into, failed);
    if (failed != asio::error::would_block) return end(std::move(done), failed, size, later);
    socket_.async_wait(Socket::wait_read, [this, into, done = std::move(done)](Error gone) mutable {
        if (gone) return done(gone, 0);
        read_sealed(into, std::move(done), true);
    });
}

std::size_t Stream::open_some(asio::mutable_buffer into, Error& failed) {
    failed = {};
    std::size_t got = 0;
    switch (tls_->read(socket_.native_handle(), into, got)) {
        case TlsSession::State::done:
            break;
        case TlsSession::State::wants_bytes:
            failed = asio::error::would_block;
            break;
        case TlsSession::State::ended:
            failed = asio::error::eof;
            break;
        case TlsSession::State::failed:
            failed = broken_tls();
            break;
    }
    // Reading may have something to say, such as that the keys changed. What does not go now goes
    // before the next bytes.
    Error ignored;
    if (tls_->has_unsent()) std::ignore = tls_->flush(socket_.native_handle(), ignored);
    return got;
}

bool Stream::seal_next(Writing& writing) {
    std::array<std::string_view, most_views> views;
    std::size_t used = 0;
    std::size_t offset = writing.offset;
    for (std::size_t i = writing.at; i < writing.from->size() && used < views.size(); ++i) {
        const asio::const_buffer part = (*writing.from)[i] + offset;
        views[used++] = {static_cast<const char*>(part.data()), part.size()};
        offset = 0;
    }
    std::size_t taken = 0;
    if (!tls_->seal(views.data(), used, taken)) return false;
    writing.taken += taken;
    writing.offset += taken;
    while (writing.at < writing.from->size() &&
           writing.offset >= (*writing.from)[writing.at].size()) {
        writing.offset -= (*writing.from)[writing.at].size();
        ++writing.at;
    }
    return true;
}

// A batch at a turn, so that others have theirs.
void Stream::write_sealed(Writing writing, bool later) {
    const int socket = socket_.native_handle();
    Error failed;
    if (tls_->flush(socket, failed)) {
        if (writing.at < writing.from->size()) {
            if (!seal_next(writing)) failed = broken_tls();
            if (!failed) std::ignore = tls_->flush(socket, failed);
        }
        if (!tls_->has_unsent() && writing.at == writing.from->size()) {
            return end(std::move(writing.done), failed, writing.taken, later);
        }
    }
    if (failed) return end(std::move(writing.done), failed, writing.taken, later);
    if (!tls_->has_unsent()) {
        asio::post(socket_.get_executor(), [this, writing = std::move(writing)]() mutable {
            write_sealed(std::move(writing), true);
        });
        return;
    }
    socket_.async_wait(Socket::wait_write,
                       [this, writing = std::move(writing)](Error gone) mutable {
                           if (gone) return writing.done(gone, writing.taken);
                           write_sealed(std::move(writing), true);
                       });
}

Sent Stream::send_some(std::span<const std::string_view> views) {
    return tls_ ? send_sealed(views) : send_clear(socket_.native_handle(), views);
}

Sent Stream::flush() {
    return tls_ ? send_sealed({}) : Sent{};
}

Sent Stream::send_sealed(std::span<const std::string_view> views) {
    const int socket = socket_.native_handle();
    Error failed;
    Sent sent;
    std::array<std::string_view, most_views> rest{};
    std::copy(views.begin(), views.end(), rest.begin());
    while (tls_->flush(socket, failed)) {
        std::size_t taken = 0;
        if (!tls_->seal(rest.data(), views.size(), taken)) {
            sent.broken = true;
            return sent;
        }
        if (taken == 0) return sent;
        sent.taken += taken;
        for (std::string_view& view : rest) {
            const std::size_t gone = std::min(taken, view.size());
            view.remove_prefix(gone);
            taken -= gone;
        }
    }
    sent.broken = static_cast<bool>(failed);
    sent.full = !sent.broken;
    return sent;
}

bool Stream::has_bytes() const {
    return tls_->has_bytes();
}

bool Stream::has_unsent_sealed() const {
    return tls_->has_unsent();
}

void Stream::shutdown_send() {
    Error ignored;
    if (tls_) {
        tls_->seal_end();
        std::ignore = tls_->flush(socket_.native_handle(), ignored);
    }
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void Stream::close() {
    Error ignored;
    socket_.close(ignored);
}

}  // namespace muster::net
