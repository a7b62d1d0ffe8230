#include "engine/net/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <new>
#include <utility>

#include "engine/net/client_names.hpp"

namespace muster::net {
namespace {

constexpr std::size_t record_bytes = SSL3_RT_MAX_PLAIN_LENGTH;
// Answers to what the peer asks of TLS itself, such as new keys: one that reads none of them is
// given up.
constexpr std::size_t outbox_limit = 2 * TlsSession::batch_bytes;
// An outbox larger than this is not kept for the next time.
constexpr std::size_t kept_outbox = 4 * 1024;

HandshakeFault fault_of(unsigned long error) {
    const int reason = ERR_GET_REASON(error);
    if (ERR_GET_LIB(error) != ERR_LIB_SSL) return HandshakeFault::protocol;
    // What the peer says: an alert of its own.
    if (reason >= SSL_AD_REASON_OFFSET) return HandshakeFault::refused;
    switch (reason) {
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_VERSION_TOO_LOW:
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_UNKNOWN_PROTOCOL:
        case SSL_R_NO_PROTOCOLS_AVAILABLE:
            return HandshakeFault::version;
        case SSL_R_NO_SHARED_CIPHER:
        case SSL_R_NO_SUITABLE_KEY_SHARE:
        case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
        case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
        case SSL_R_NO_APPLICATION_PROTOCOL:
            return HandshakeFault::cipher;
        default:
            return HandshakeFault::protocol;
    }
}

struct FreeMethod {
    void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};

}  // namespace

// The two ends that OpenSSL sees: the socket to read from, the outbox to write to.
struct Wire {
    static TlsSession& session(BIO* bio) { return *static_cast<TlsSession*>(BIO_get_data(bio)); }

    static int read(BIO* bio, char* into, int size) {
        TlsSession& session = Wire::session(bio);
        BIO_clear_retry_flags(bio);
        while (true) {
            const ssize_t got =
                ::recv(session.socket_, into, static_cast<std::size_t>(size), MSG_DONTWAIT);
            if (got > 0) return static_cast<int>(got);
            if (got == 0) {
                session.at_end_ = true;
                return 0;
            }
            if (errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) BIO_set_retry_read(bio);
            return -1;
        }
    }

    // No exception may pass through OpenSSL.
    static int write(BIO* bio, const char* bytes, int size) try {
        BIO_clear_retry_flags(bio);
        session(bio).outbox_.append(bytes, static_cast<std::size_t>(size));
        return size;
    } catch (const std::bad_alloc&) {
        return -1;
    }

    static long control(BIO* bio, int what, long /*number*/, void* /*more*/) {
        if (what == BIO_CTRL_FLUSH) return 1;
        return what == BIO_CTRL_EOF && session(bio).at_end_ ? 1 : 0;
    }

    static const BIO_METHOD* method() {
        static const std::unique_ptr<BIO_METHOD, FreeMethod> made = [] {
            BIO_METHOD* const method =
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket and outbox");
            if (method == nullptr) throw std::bad_alloc();
            BIO_meth_set_read(method, read);
            BIO_meth_set_write(method, write);
            BIO_meth_set_ctrl(method, control);
            return std::unique_ptr<BIO_METHOD, FreeMethod>(method);
        }();
        return made.get();
    }
};

void TlsSession::Free::operator()(SSL* ssl) const {
    SSL_free(ssl);
}

TlsSession::TlsSession(std::shared_ptr<const TlsContext> context)
    : context_(std::move(context)), ssl_(SSL_new(context_->native())) {
    BIO* const bio = ssl_ ? BIO_new(Wire::method()) : nullptr;
    if (bio == nullptr) throw std::bad_alloc();
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_accept_state(ssl_.get());
}

TlsSession::~TlsSession() = default;

TlsSession::State TlsSession::state_of(int result) {
    wants_bytes_ = false;
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            wants_bytes_ = true;
            return State::wants_bytes;
        case SSL_ERROR_ZERO_RETURN:
            return State::ended;
        default:
            // Nothing may be sealed any more (SSL_get_error(3)).
            broken_ = true;
            return at_end_ ? State::ended : State::failed;
    }
}

TlsSession::State TlsSession::handshake(int socket) {
    socket_ = socket;
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result == 1) return State::done;
    const unsigned long error = ERR_peek_error();
    const State state = state_of(result);
    if (state == State::ended || (state == State::failed && error == 0)) {
        fault_ = HandshakeFault::closed;
    }
    if (state == State::failed && error != 0) fault_ = fault_of(error);
    if (state == State::failed && SSL_get_verify_result(ssl_.get()) != X509_V_OK) {
        fault_ = HandshakeFault::client_certificate;
    }
    ERR_clear_error();
    return state;
}

TlsSession::State TlsSession::read(int socket, boost::asio::mutable_buffer into, std::size_t& got) {
    got = 0;
    if (broken_ || outbox_.size() > outbox_limit) return State::failed;
    socket_ = socket;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    if (result == 1) {
        wants_bytes_ = false;
        return State::done;
    }
    const State state = state_of(result);
    ERR_clear_error();
    return state;
}

bool TlsSession::has_bytes() const {
    // Half a record is here as well, but of no use before the rest has come.
    return !wants_bytes_ && SSL_has_pending(ssl_.get()) == 1;
}

bool TlsSession::seal_record(const char* bytes, std::size_t size) {
    std::size_t sealed = 0;
    if (SSL_write_ex(ssl_.get(), bytes, size, &sealed) == 1 && sealed == size) return true;
    broken_ = true;
    ERR_clear_error();
    return false;
}

bool TlsSession::seal(const std::string_view* views, std::size_t count, std::size_t& taken) {
    taken = 0;
    if (broken_) return false;
    ERR_clear_error();
    std::array<char, record_bytes> gathered;
    std::size_t used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::string_view rest = views[i].substr(0, batch_bytes - taken);
        taken += rest.size();
        while (!rest.empty()) {
            // A record's worth goes as it is; less is gathered with what comes behind it.
            if (used == 0 && rest.size() >= record_bytes) {
                const std::size_t whole = rest.size() - rest.size() % record_bytes;
                if (!seal_record(rest.data(), whole)) return false;
                rest.remove_prefix(whole);
                continue;
            }
            const std::size_t piece = std::min(rest.size(), record_bytes - used);
            std::copy_n(rest.data(), piece, gathered.data() + used);
            used += piece;
            rest.remove_prefix(piece);
            if (used < record_bytes) continue;
            if (!seal_record(gathered.data(), std::exchange(used, 0))) return false;
        }
    }
    return used == 0 || seal_record(gathered.data(), used);
}

void TlsSession::seal_end() {
    if (broken_ || SSL_in_init(ssl_.get()) != 0) return;
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

bool TlsSession::flush(int socket, boost::system::error_code& failed) {
    while (sent_ < outbox_.size()) {
        const ssize_t sent = ::send(socket, outbox_.data() + sent_, outbox_.size() - sent_,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            sent_ += static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return false;
        } else if (errno != EINTR) {
            failed.assign(errno, boost::system::system_category());
            return false;
        }
    }
    sent_ = 0;
    outbox_.clear();
    if (outbox_.capacity() > kept_outbox) outbox_ = std::string();
    return true;
}

bool TlsSession::is_resumed() const {
    return SSL_session_reused(ssl_.get()) == 1;
}

std::vector<std::string> TlsSession::client_names() const {
    const X509* const shown = SSL_get0_peer_certificate(ssl_.get());
    if (shown == nullptr || SSL_get_verify_result(ssl_.get()) != X509_V_OK) return {};
    return names_of(*shown);
}

}  // namespace muster::net
