#include "adapters/dc09/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace muster::dc09 {

namespace asio = boost::asio;
using boost::system::error_code;

Connection::Connection(Dc09Adapter& owner, asio::ip::tcp::socket socket, std::string address,
                       const PeerRule& peer)
    : owner_(&owner),
      socket_(std::move(socket)),
      timer_(owner.io_),
      address_(std::move(address)),
      peer_(peer),
      reader_(owner.options_.frame_bytes) {}

void Connection::start() {
    arm(owner_->options_.first_frame_ms);
    read();
}

void Connection::drain() {
    is_draining_ = true;
    close_if_drained();
}

void Connection::abandon() {
    owner_ = nullptr;
    timer_.cancel();
    error_code ignored;
    socket_.close(ignored);
}

void Connection::close() {
    if (owner_ == nullptr) return;
    Dc09Adapter& owner = *owner_;
    const auto self = shared_from_this();
    abandon();
    owner.forget(self);
}

void Connection::arm(Millis time) {
    timer_.expires_after(std::chrono::milliseconds(time.value));
    timer_.async_wait([self = shared_from_this()](error_code cancelled) {
        if (cancelled || self->owner_ == nullptr) return;
        ++self->owner_->stats_.overdue;
        if (self->reader_.frames() == 0) self->speaks_something_else();
        self->close();
    });
}

void Connection::speaks_something_else() {
    if (owner_->receiver_.warn_once(address_, "connected and speaks no DC-09"))
        ++owner_->stats_.foreign;
}

void Connection::read() {
    if (owner_ == nullptr || is_draining_ || is_paused_) return;
    socket_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                                if (self->owner_ == nullptr) return;
                                if (error) return self->close();
                                if (self->is_draining_) return;
                                self->reader_.feed({self->buffer_.data(), size});
                                if (self->take_frames()) self->read();
                            });
}

bool Connection::take_frames() {
    for (;;) {
        if (owner_->is_full() || waiting_ >= owner_->options_.frames_waiting_per_connection) {
            is_paused_ = true;
            owner_->pause(shared_from_this());
            return false;
        }
        const auto frame = reader_.next();
        if (!frame) break;
        arm(owner_->options_.idle_ms);
        ++waiting_;
        owner_->receiver_.take(
            *frame, peer_, address_,
            [self = shared_from_this()](const std::string& answer) { self->answered(answer); });
        if (owner_ == nullptr) return false;
    }
    if (reader_.foreign_bytes() <= owner_->options_.foreign_bytes) return true;
    speaks_something_else();
    close();
    return false;
}

// There is room for one more, here and elsewhere.
void Connection::answered(const std::string& answer) {
    --waiting_;
    if (owner_ == nullptr) return;
    owner_->made_room();
    to_write_ += answer;
    if (to_write_.size() > owner_->options_.unsent_bytes) {
        ++owner_->stats_.unread;
        return close();
    }
    write();
    close_if_drained();
}

void Connection::resume() {
    if (owner_ == nullptr || !is_paused_ || is_draining_) return;
    is_paused_ = false;
    if (take_frames()) read();
}

void Connection::write() {
    if (!writing_.empty() || to_write_.empty()) return;
    writing_ = std::exchange(to_write_, {});
    asio::async_write(socket_, asio::buffer(writing_),
                      [self = shared_from_this()](error_code error, std::size_t /*size*/) {
                          self->writing_.clear();
                          if (self->owner_ == nullptr) return;
                          if (error) return self->close();
                          self->write();
                          self->close_if_drained();
                      });
}

void Connection::close_if_drained() {
    if (owner_ == nullptr || !is_draining_ || waiting_ > 0) return;
    if (writing_.empty() && to_write_.empty()) close();
}

}  // namespace muster::dc09
