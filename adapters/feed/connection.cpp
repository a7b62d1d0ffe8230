#include "adapters/feed/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <span>
#include <utility>

namespace muster::feed_adapter {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Pongs that a full socket has not taken; beyond it further pings go unanswered.
constexpr std::size_t max_control_bytes = 512;

}  // namespace

Connection::Connection(FeedAdapter& adapter, net::Stream stream)
    : adapter_(adapter),
      stream_(std::move(stream)),
      parser_(adapter.port_.client_message_bytes()) {}

bool Connection::open(std::string_view client) {
    session_ = adapter_.port_.open(*this, client, adapter_.clock_());
    return session_ != nullptr;
}

bool Connection::start(std::string_view answer, std::string_view early) {
    // An empty socket takes an answer of this size at once, or it is broken.
    if (stream_.send_some(std::array{answer}).taken != answer.size()) return false;
    write();
    if (!early.empty() && !take(early)) return true;
    if (!finished_) wait_readable();
    return true;
}

void refuse_upgrade(net::Stream& stream, std::string_view answer) {
    error_code failed;
    stream.socket().non_blocking(true, failed);
    if (!failed) std::ignore = stream.send_some(std::array{answer});
    stream.shutdown_send();
    stream.close();
}

void Connection::refuse(std::string_view answer) {
    finished_ = true;
    refuse_upgrade(stream_, answer);
}

void Connection::finish() {
    if (std::exchange(finished_, true)) return;
    stream_.close();
    if (close_timer_) close_timer_->cancel();
    // The feed may be walking its sessions now.
    asio::post(adapter_.executor_, [self = shared_from_this()] {
        if (self->session_) self->adapter_.forget(*self);
    });
}

void Connection::abandon() {
    finished_ = true;
    stream_.close();
    if (close_timer_) close_timer_->cancel();
    session_.reset();
}

void Connection::wait_readable() {
    stream_.async_wait_read([self = shared_from_this()](error_code failed) {
        if (self->finished_) return;
        if (failed) return self->finish();
        self->read();
    });
}

void Connection::read() {
    std::array<char, 4096> buffer;
    for (std::size_t turn = 0; turn < adapter_.options_.read_turn; ++turn) {
        error_code failed;
        const std::size_t size = stream_.read_some(asio::buffer(buffer), failed);
        if (failed == asio::error::would_block) break;
        if (failed) {
            if (failed != asio::error::eof) ++adapter_.stats_.io_errors;
            if (!close_queued_) session_->close(FeedClose::normal);
            return finish();
        }
        if (!take(std::string_view(buffer.data(), size))) return;
        if (size < buffer.size()) break;
    }
    wait_readable();
}

bool Connection::take(std::string_view bytes) {
    const TimePoint now = adapter_.clock_();
    while (!finished_) {
        const WsEvent event = parser_.next(bytes);
        switch (event.kind) {
            case WsEvent::Kind::need_more:
                write();
                return !finished_;
            case WsEvent::Kind::text:
                session_->on_text(event.payload, now);
                break;
            case WsEvent::Kind::ping:
                session_->on_alive(now);
                add_control(pong_frame(event.payload));
                break;
            case WsEvent::Kind::pong:
                session_->on_alive(now);
                break;
            case WsEvent::Kind::close:
                peer_closed_ = true;
                session_->close(FeedClose::normal);
                // Both sides have said goodbye if ours has gone out already.
                if (close_queued_ && control_.empty()) finish();
                break;
            case WsEvent::Kind::error:
                session_->close(static_cast<FeedClose>(event.code));
                write();
                // What follows in the stream means nothing; it is read only to see the end.
                return !finished_;
        }
    }
    return false;
}

void Connection::write() {
    if (finished_) return;
    if (session_->wants_close()) arm_close_timer();
    if (waiting_to_write_) return;
    if (stream_.has_unsent()) {
        const net::Sent sent = stream_.flush();
        if (sent.broken) return lose();
        if (sent.full) return wait_writable();
    }
    std::size_t written = 0;
    while (written < adapter_.options_.write_turn_bytes) {
        std::array<std::string_view, 4> views;
        std::size_t used = 0;
        std::size_t from_feed = 0;
        if (control_sent_ == 0) {
            used = session_->due(std::span(views).first(3), adapter_.options_.write_bytes);
            for (std::size_t i = 0; i < used; ++i)
                from_feed += views[i].size();
            if (used == 0 && session_->wants_close()) begin_close(*session_->wants_close());
        }
        if (!control_.empty()) views[used++] = std::string_view(control_).substr(control_sent_);
        if (used == 0) return;

        ++adapter_.stats_.writes;
        const net::Sent sent = stream_.send_some(std::span(views).first(used));
        if (sent.broken) return lose();
        session_->sent(std::min(sent.taken, from_feed));
        if (sent.taken > from_feed) control_sent_ += sent.taken - from_feed;
        // The close frame may be under TLS already and not on its way yet.
        if (stream_.has_unsent()) return wait_or_hang_up();
        if (control_sent_ != 0 && control_sent_ == control_.size()) {
            control_ = std::string();
            control_sent_ = 0;
            if (close_queued_) {
                if (peer_closed_ || hangs_up_) return finish();
                return stream_.shutdown_send();
            }
        }
        if (sent.full) return wait_or_hang_up();
        written += sent.taken;
    }
    later();
}

void Connection::lose() {
    ++adapter_.stats_.io_errors;
    session_->close(FeedClose::normal);
    finish();
}

void Connection::wait_or_hang_up() {
    return close_queued_ && hangs_up_ ? finish() : wait_writable();
}

void Connection::wait_writable() {
    ++adapter_.stats_.would_block;
    waiting_to_write_ = true;
    stream_.async_wait_write([self = shared_from_this()](error_code failed) {
        self->waiting_to_write_ = false;
        if (self->finished_) return;
        if (failed) return self->finish();
        self->write();
    });
}

void Connection::later() {
    waiting_to_write_ = true;
    asio::post(adapter_.executor_, [self = shared_from_this()] {
        self->waiting_to_write_ = false;
        if (!self->finished_) self->write();
    });
}

void Connection::add_control(std::string_view frame) {
    if (close_queued_ || control_.size() + frame.size() > max_control_bytes) return;
    control_.append(frame);
}

void Connection::begin_close(FeedClose code) {
    if (std::exchange(close_queued_, true)) return;
    // A socket that never showed a ticket holds nothing longer than its seat.
    hangs_up_ = code == FeedClose::auth_timeout || code == FeedClose::crowded;
    arm_close_timer();
    control_ += close_frame(static_cast<std::uint16_t>(code), to_text(code));
}

void Connection::arm_close_timer() {
    if (close_timer_) return;
    close_timer_ = std::make_unique<asio::steady_timer>(
        adapter_.executor_, std::chrono::milliseconds(adapter_.options_.close_timeout_ms.value));
    close_timer_->async_wait([self = shared_from_this()](error_code cancelled) {
        if (cancelled || self->finished_) return;
        ++self->adapter_.stats_.close_timeouts;
        self->finish();
    });
}

}  // namespace muster::feed_adapter
