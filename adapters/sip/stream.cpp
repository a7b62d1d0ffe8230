#include "adapters/sip/stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "adapters/sip/sip_adapter.hpp"

namespace muster::sip {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::string_view bare_400 = "SIP/2.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

}  // namespace

Stream::Stream(SipAdapter& adapter, asio::ip::tcp::socket socket, Hop hop)
    : adapter_(&adapter),
      socket_(std::move(socket)),
      hop_(std::move(hop)),
      reader_(adapter.options_.message_bytes),
      timer_(socket_.get_executor()) {}

void Stream::start() {
    wait_for_time();
    read();
}

void Stream::read() {
    socket_.async_read_some(asio::buffer(input_),
                            [self = shared_from_this()](error_code failed, std::size_t size) {
                                if (self->adapter_ == nullptr || self->finishing_) return;
                                if (failed) return self->close();
                                if (!self->take({self->input_.data(), size})) return self->finish();
                                if (self->adapter_ != nullptr && !self->finishing_) self->read();
                            });
}

bool Stream::take(std::string_view bytes) {
    reader_.feed(bytes);
    while (true) {
        StreamEvent event = reader_.next();
        if (event.kind == StreamEvent::Kind::need_more) break;
        if (!handle(event)) return false;
        // What was handled may have ended the connection.
        if (adapter_ == nullptr || finishing_) return true;
        within_message_ = false;
    }
    // A message has so much time from its first byte on, however its bytes trickle.
    const bool within = reader_.is_within_message();
    if (!within || !within_message_) {
        within_message_ = within;
        wait_for_time();
    }
    return true;
}

bool Stream::handle(StreamEvent& event) {
    Server& server = *adapter_->server_;
    switch (event.kind) {
        case StreamEvent::Kind::need_more:
            return true;
        case StreamEvent::Kind::message:
            server.receive(std::move(event.message), hop_);
            return true;
        case StreamEvent::Kind::bad_message:
            server.note_malformed(hop_, event.what);
            return true;
        case StreamEvent::Kind::ping:
            write("\r\n");
            return true;
        case StreamEvent::Kind::too_large:
            server.refuse_too_large(event.message, hop_);
            return false;
        case StreamEvent::Kind::broken:
            server.note_malformed(hop_, event.what);
            write(std::string(bare_400));
            return false;
    }
    return false;
}

void Stream::write(std::string bytes) {
    if (adapter_ == nullptr) return;
    if (waiting_.size() + under_way_.size() + bytes.size() > adapter_->options_.write_bytes) {
        ++adapter_->stats_.overflows;
        return close();
    }
    waiting_ += bytes;
    write_more();
}

void Stream::write_more() {
    if (writing_) return;
    if (waiting_.empty()) {
        // The alarm in front of what was wrong is still answered, if that is soon.
        if (finishing_ && !adapter_->server_->owes_answers(hop_.connection)) close();
        return;
    }
    writing_ = true;
    under_way_ = std::exchange(waiting_, {});
    asio::async_write(socket_, asio::buffer(under_way_),
                      [self = shared_from_this()](error_code failed, std::size_t) {
                          self->writing_ = false;
                          self->under_way_ = std::string();
                          if (self->adapter_ == nullptr) return;
                          if (failed) return self->close();
                          self->write_more();
                      });
}

void Stream::wait_for_time() {
    const SipOptions& options = adapter_->options_;
    const Millis wait = within_message_ || finishing_ ? Millis{options.message_ms.number()}
                                                      : Millis{options.idle_ms.number()};
    timer_.expires_after(std::chrono::milliseconds(wait.value));
    timer_.async_wait([self = shared_from_this()](error_code cancelled) {
        if (cancelled || self->adapter_ == nullptr) return;
        // It was set anew when this was already on its way.
        if (self->timer_.expiry() > asio::steady_timer::clock_type::now()) return;
        self->end_by_time();
    });
}

void Stream::end_by_time() {
    ++adapter_->stats_.timeouts;
    if (finishing_ || !within_message_) return close();
    adapter_->server_->note_malformed(hop_, "a message that does not come to its end");
    write(std::string(bare_400));
    finish();
}

void Stream::finish() {
    if (adapter_ == nullptr || finishing_) return;
    finishing_ = true;
    wait_for_time();
    write_more();
}

void Stream::close() {
    if (adapter_ == nullptr) return;
    SipAdapter& adapter = *adapter_;
    abandon();
    adapter.forget(hop_.connection);
}

void Stream::abandon() {
    adapter_ = nullptr;
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    timer_.cancel();
}

}  // namespace muster::sip
