#include "adapters/jt808/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "adapters/jt808/jt808_adapter.hpp"

namespace muster::jt808 {

namespace asio = boost::asio;
using boost::system::error_code;

Connection::Connection(Jt808Adapter& adapter, std::shared_ptr<Hub> hub,
                       asio::ip::tcp::socket socket, std::string peer, std::uint64_t number)
    : adapter_(adapter),
      hub_(std::move(hub)),
      socket_(std::move(socket)),
      rate_timer_(socket_.get_executor()),
      peer_(std::move(peer)),
      number_(number),
      opened_at_(hub_->ports.steady_now()),
      heard_at_(opened_at_) {}

void Connection::start() {
    session_ = std::make_shared<Session>(
        hub_, peer_,
        [weak = weak_from_this()](std::string_view frame) {
            if (const auto self = weak.lock()) self->send(frame);
        },
        [weak = weak_from_this()] {
            // The engine is in the middle of its answers.
            const auto self = weak.lock();
            if (self) asio::post(self->socket_.get_executor(), [self] { self->go_on(); });
        });
    read();
}

void Connection::read() {
    socket_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](error_code failed, std::size_t size) {
                                if (self->closed_) return;
                                if (failed) {
                                    if (failed != asio::error::eof) ++self->hub_->counts.io_errors;
                                    return self->close();
                                }
                                self->heard_at_ = self->hub_->ports.steady_now();
                                self->begin_ = 0;
                                self->end_ = size;
                                self->go_on();
                            });
}

void Connection::go_on() {
    if (closed_) return;
    std::string_view rest(buffer_.data() + begin_, end_ - begin_);
    session_->take(rest);
    if (closed_) return;
    begin_ = end_ - rest.size();
    if (rest.empty()) return read();
    if (session_->wait() <= Millis{}) return;  // the session resumes it
    rate_timer_.expires_after(std::chrono::milliseconds(session_->wait().value));
    rate_timer_.async_wait([self = shared_from_this()](error_code cancelled) {
        if (!cancelled) self->go_on();
    });
}

void Connection::send(std::string_view frame) {
    if (closed_) return;
    if (unsent_.size() + frame.size() > hub_->options.unsent_bytes) {
        ++hub_->counts.unsent_closed;
        return close();
    }
    unsent_ += frame;
    if (writing_.empty()) write();
}

void Connection::write() {
    writing_.swap(unsent_);
    asio::async_write(socket_, asio::buffer(writing_),
                      [self = shared_from_this()](error_code failed, std::size_t) {
                          if (self->closed_) return;
                          self->writing_.clear();
                          if (failed) {
                              ++self->hub_->counts.io_errors;
                              return self->close();
                          }
                          if (!self->unsent_.empty()) self->write();
                      });
}

void Connection::check(TimePoint now) {
    if (closed_) return;
    const bool silent = now - heard_at_ > hub_->options.idle_ms;
    const bool says_nothing = !has_spoken() && now - opened_at_ > hub_->options.first_message_ms;
    if (silent || says_nothing) {
        ++hub_->counts.timed_out;
        return close();
    }
    session_->on_timer();
}

void Connection::close() {
    if (closed_) return;
    abandon();
    adapter_.forget(shared_from_this());
}

void Connection::abandon() {
    closed_ = true;
    error_code ignored;
    socket_.close(ignored);
    rate_timer_.cancel();
}

}  // namespace muster::jt808
