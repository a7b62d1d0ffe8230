#include "adapters/terminals/connections.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <ctime>
#include <utility>

namespace muster::terminals {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t header_bytes = 8192;
constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
// A tap that finds no room is tried again so often, which is for a minute.
constexpr std::size_t most_tries = 300;
constexpr std::chrono::milliseconds try_again{200};

std::chrono::milliseconds duration(Millis time) {
    return std::chrono::milliseconds(time.value);
}

// As HTTP has it; terminals set their clocks by it.
std::string date_text(TimePoint now) {
    const auto at = static_cast<std::time_t>(now.value / 1000);
    std::tm utc{};
    gmtime_r(&at, &utc);
    std::array<char, 64> text{};
    const std::size_t size =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return {text.data(), size};
}

void shut(tcp::socket& socket) {
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    socket.close(ignored);
}

}  // namespace

ZkConnection::ZkConnection(Hall& hall, tcp::socket socket, std::string address,
                           std::function<void()> closed)
    : hall_(&hall),
      socket_(std::move(socket)),
      timer_(hall.io),
      address_(std::move(address)),
      closed_(std::move(closed)),
      buffer_(buffer_bytes) {}

void ZkConnection::abandon() {
    hall_ = nullptr;
    timer_.cancel();
    shut(socket_);
}

void ZkConnection::begin_drain() {
    if (idle_) close();
}

void ZkConnection::close() {
    if (hall_ == nullptr) return;
    const auto self = shared_from_this();
    abandon();
    closed_();
}

void ZkConnection::arm(Millis time) {
    timer_.expires_after(duration(time));
    timer_.async_wait([self = shared_from_this()](error_code cancelled) {
        if (cancelled || self->hall_ == nullptr) return;
        if (!self->idle_) {
            ++self->hall_->malformed;
            self->hall_->receiver.warn_once(self->address_, "does not finish what it sends");
        }
        self->close();
    });
}

void ZkConnection::read() {
    if (hall_->draining) return close();
    idle_ = true;
    parser_.emplace();
    parser_->header_limit(header_bytes);
    parser_->body_limit(std::uint64_t{hall_->options.body_bytes});
    // Not before the first byte of a request does its time run.
    arm(hall_->options.idle_ms);
    if (buffer_.size() > 0) return read_header();
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
        if (self->hall_ == nullptr) return;
        if (error) return self->close();
        self->read_header();
    });
}

void ZkConnection::read_header() {
    arm(hall_->options.request_ms);
    http::async_read_header(socket_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t /*size*/) {
                                if (self->hall_ == nullptr) return;
                                if (error) return self->refuse(error);
                                self->idle_ = false;
                                self->read_body();
                            });
}

void ZkConnection::read_body() {
    http::async_read(socket_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t /*size*/) {
                         if (self->hall_ == nullptr) return;
                         if (error) return self->refuse(error);
                         // The commit takes as long as it takes.
                         self->timer_.cancel();
                         auto request = self->parser_->release();
                         const http::verb method = request.method();
                         if (method != http::verb::get && method != http::verb::post) {
                             ++self->hall_->malformed;
                             return self->answer({405, "GET or POST\r\n"}, false);
                         }
                         const bool keep_alive = request.keep_alive();
                         self->hall_->receiver.take(
                             method == http::verb::post,
                             std::string_view(request.target().data(), request.target().size()),
                             std::move(request.body()), self->address_,
                             [self, keep_alive](Answer answer) {
                                 if (self->hall_ != nullptr)
                                     self->answer(std::move(answer), keep_alive);
                             });
                     });
}

void ZkConnection::refuse(error_code error) {
    // It went away between two requests.
    if (error == http::error::end_of_stream ||
        (idle_ && error.category() == boost::system::system_category())) {
        return close();
    }
    ++hall_->malformed;
    hall_->receiver.warn_once(address_, "sends what cannot be read: " + error.message());
    idle_ = false;
    if (error == http::error::body_limit) {
        return answer(
            {413, "at most " + std::to_string(hall_->options.body_bytes.number()) + " bytes\r\n"},
            false);
    }
    if (error.category() == boost::system::system_category()) return close();
    answer({400, "not HTTP\r\n"}, false);
}

void ZkConnection::answer(Answer answer, bool keep_alive) {
    response_ = Response(static_cast<http::status>(answer.status), 11);
    response_.set(http::field::content_type, "text/plain");
    response_.set(http::field::date, date_text(hall_->now()));
    response_.keep_alive(keep_alive && !hall_->draining);
    response_.body() = std::move(answer.text);
    response_.prepare_payload();
    arm(hall_->options.request_ms);
    http::async_write(socket_, response_,
                      [self = shared_from_this()](error_code error, std::size_t /*size*/) {
                          if (self->hall_ == nullptr) return;
                          if (error || !self->response_.keep_alive()) return self->close();
                          self->read();
                      });
}

ReaderConnection::ReaderConnection(Hall& hall, tcp::socket socket, const UidReader& reader,
                                   std::function<void()> closed)
    : hall_(&hall),
      socket_(std::move(socket)),
      timer_(hall.io),
      reader_(reader),
      closed_(std::move(closed)) {}

void ReaderConnection::start() {
    // A reader may be silent for days: the system finds out whether it is still there.
    error_code ignored;
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    read();
}

void ReaderConnection::abandon() {
    hall_ = nullptr;
    timer_.cancel();
    shut(socket_);
}

void ReaderConnection::begin_drain() {
    hang_up();
}

void ReaderConnection::hang_up() {
    over_ = true;
    if (!under_way_) return close();
    shut(socket_);
}

void ReaderConnection::close() {
    if (hall_ == nullptr) return;
    const auto self = shared_from_this();
    abandon();
    closed_();
}

void ReaderConnection::read() {
    if (over_) return close();
    socket_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                                if (self->hall_ == nullptr) return;
                                if (error) self->over_ = true;
                                self->lines_.feed({self->buffer_.data(), size});
                                self->next_line();
                            });
}

// One after the other: while a tap waits for its commit, the reader is held up by its own window.
void ReaderConnection::next_line() {
    while (auto line = lines_.next()) {
        line_ = std::move(*line);
        tries_ = 0;
        return tap();
    }
    if (lines_.too_long() > told_too_long_) {
        hall_->too_long += lines_.too_long() - std::exchange(told_too_long_, lines_.too_long());
        hall_->receiver.warn_once(reader_.address, "types lines that are too long for a UID");
    }
    read();
}

void ReaderConnection::tap() {
    under_way_ = true;
    hall_->receiver.tap(reader_, line_, [self = shared_from_this()](bool taken) {
        if (self->hall_ == nullptr) return;
        if (!taken && ++self->tries_ < most_tries) {
            self->timer_.expires_after(try_again);
            self->timer_.async_wait([self](error_code cancelled) {
                if (!cancelled && self->hall_ != nullptr) self->tap();
            });
            return;
        }
        if (!taken) {
            ++self->hall_->lost;
            self->hall_->receiver.warn_once(self->reader_.address,
                                            "typed a card for which there was no room in a minute");
        }
        self->under_way_ = false;
        self->next_line();
    });
}

}  // namespace muster::terminals
