#include "adapters/http/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <limits>
#include <utility>

namespace muster::http {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr auto far = std::chrono::steady_clock::time_point::max();
constexpr std::size_t max_lingered = 256 * 1024;
constexpr std::size_t inline_body = 4 * 1024;  // smaller bodies are copied behind their head

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::chrono::milliseconds ms(Millis m) {
    return std::chrono::milliseconds(m.value);
}

Problem framing(unsigned status, std::string_view reason, std::string detail, std::string field,
                std::string expected = {}) {
    return {.status = status,
            .reason = reason,
            .detail = std::move(detail),
            .field = std::move(field),
            .expected = std::move(expected)};
}

}  // namespace

Connection::Connection(std::shared_ptr<Listener> listener, boost::asio::ip::tcp::socket socket,
                       std::string address, bool proxied, std::uint64_t number)
    : listener_(std::move(listener)),
      socket_(std::move(socket)),
      address_(std::move(address)),
      proxied_(proxied),
      number_(number) {}

void Connection::start() {
    watch_idle();
    read();
}

// ---- reading ------------------------------------------------------------------------------------

void Connection::read() {
    if (reading_ || closed_) return;
    if (!lingering_) {
        if (last_request_) return;
        if (!partial_ && slots_.size() >= listener_->options().max_pipelined) {
            listener_->metrics().hit(Limit::pipelined);
            return;
        }
    }
    reading_ = true;
    socket_.async_read_some(buffer_.prepare(listener_->options().read_bytes),
                            [self = shared_from_this()](error_code error, std::size_t size) {
                                self->on_read(error, size);
                            });
}

void Connection::on_read(error_code error, std::size_t size) {
    reading_ = false;
    if (closed_) return;
    if (lingering_ || last_request_) {
        lingered_ += size;
        if (error || lingered_ > max_lingered) {
            if (lingering_) close();
            return;
        }
        return read();
    }
    if (error) {
        if (error != boost::asio::error::eof || is_given_up_at_the_end()) return close();
        // The peer sends no more; what is under way is still answered.
        last_request_ = true;
        partial_ = false;
        request_by_ = far;
        parser_.reset();
        if (slots_.empty() && !writing_) close();
        return;
    }
    listener_->metrics().bytes_in(size);
    buffer_.commit(size);
    process();
    read();
}

void Connection::process() {
    if (reading_ || closed_) return;
    processing_ = true;
    while (parse_some()) {
    }
    processing_ = false;
    if (closed_) return;
    watch_idle();
    write();
}

bool Connection::begin_request() {
    if (last_request_ || slots_.size() >= listener_->options().max_pipelined) return false;
    // A client may leave an empty line between two requests (RFC 9112, 2.2).
    while (buffer_.size() > 0) {
        const char c = *static_cast<const char*>(buffer_.data().data());
        if (c != '\r' && c != '\n') break;
        buffer_.consume(1);
    }
    if (buffer_.size() == 0) return false;
    const HttpOptions& options = listener_->options();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(options.header_bytes));
    parser_->body_limit(options.body_bytes);
    parser_->eager(false);  // stops behind the head, so that it is judged before the body is kept
    head_checked_ = false;
    partial_ = true;
    request_by_ = Clock::now() + ms(options.request_ms);
    return true;
}

bool Connection::parse_some() {
    if (!partial_ && !begin_request()) return false;
    if (buffer_.size() == 0) return false;
    error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == bhttp::error::need_more) return false;
    if (error) {
        on_parse_error(error);
        return false;
    }
    if (!head_checked_ && parser_->is_header_done()) {
        if (!check_head()) return false;
        head_checked_ = true;
        parser_->eager(true);
    }
    if (!parser_->is_done()) return true;
    finish_request();
    return !closed_;
}

void Connection::on_parse_error(const error_code& error) {
    const HttpOptions& options = listener_->options();
    if (error == bhttp::error::body_limit) {
        listener_->metrics().hit(Limit::body_bytes);
        if (head_checked_ && plan_.refused) return refuse(std::move(*plan_.refused));
        const std::size_t limit = head_checked_ ? plan_.body_limit : options.body_bytes;
        return refuse(framing(413, "body_too_large", "the body is too large", "body",
                              "at most " + std::to_string(limit) + " bytes"));
    }
    if (error == bhttp::error::header_limit) {
        // The first line is taken in as a whole: without a target it was what did not fit.
        if (parser_->get().target().empty()) {
            listener_->metrics().hit(Limit::target_bytes);
            return refuse(framing(414, "target_too_long", "the target is too long", "target",
                                  std::to_string(options.target_bytes) + " bytes"));
        }
        listener_->metrics().hit(Limit::header_bytes);
        return refuse(framing(431, "header_too_large", "the header is too large", "header",
                              "at most " + std::to_string(options.header_bytes) + " bytes"));
    }
    if (error == bhttp::error::bad_version) {
        return refuse(framing(505, "http_version", "this is not HTTP/1.0 or HTTP/1.1", "version",
                              "HTTP/1.1"));
    }
    const bool in_body = head_checked_;
    refuse(framing(400, "malformed_request", "not valid HTTP: " + error.message(),
                   in_body ? "body" : "header"));
}

std::optional<Problem> Connection::check_framing() const {
    const auto& message = parser_->get();
    if (message.version() != 10 && message.version() != 11) {
        return framing(505, "http_version", "this is not HTTP/1.0 or HTTP/1.1", "version",
                       "HTTP/1.1");
    }
    const auto encoding = message[bhttp::field::transfer_encoding];
    if (!encoding.empty()) {
        if (!beast::iequals(encoding, "chunked")) {
            return framing(501, "transfer_encoding", "this transfer encoding is not known",
                           "Transfer-Encoding", "chunked");
        }
        if (message.count(bhttp::field::content_length) != 0) {
            return framing(400, "malformed_request", "a length and chunks exclude each other",
                           "Content-Length");
        }
    }
    if (message.version() == 11 && message.count(bhttp::field::host) == 0) {
        return framing(400, "malformed_request", "HTTP/1.1 needs a Host", "Host");
    }
    const auto expect = message[bhttp::field::expect];
    if (!expect.empty() && !beast::iequals(expect, "100-continue")) {
        return framing(417, "expectation_failed", "this expectation is not known", "Expect",
                       "100-continue");
    }
    return std::nullopt;
}

std::optional<Problem> Connection::read_head() {
    const auto& message = parser_->get();
    head_ = {};
    head_.method = view(message.method_string());
    head_.target = view(message.target());
    head_.chunked = parser_->chunked();
    if (const auto length = parser_->content_length()) head_.content_length = *length;
    head_.rate_name = address_;
    bool upgrades = false;
    bool connection_upgrade = false;
    std::string_view twice;
    const auto take = [&](std::string_view& place, const auto& field) {
        if (!place.empty()) twice = view(field.name_string());
        place = view(field.value());
    };
    expects_continue_ = false;
    for (const auto& field : message) {
        switch (field.name()) {
            case bhttp::field::authorization:
                take(head_.authorization, field);
                break;
            case bhttp::field::content_type:
                take(head_.content_type, field);
                break;
            case bhttp::field::host:
                take(head_.host, field);
                break;
            case bhttp::field::accept:
                head_.accept = view(field.value());
                break;
            case bhttp::field::accept_language:
                head_.accept_language = view(field.value());
                break;
            case bhttp::field::if_none_match:
                head_.if_none_match = view(field.value());
                break;
            case bhttp::field::expect:
                expects_continue_ = true;
                break;
            case bhttp::field::upgrade:
                upgrades = beast::iequals(field.value(), "websocket");
                break;
            case bhttp::field::connection:
                connection_upgrade = bhttp::token_list(field.value()).exists("upgrade");
                break;
            case bhttp::field::unknown: {
                const auto name = field.name_string();
                if (beast::iequals(name, "Idempotency-Key")) take(head_.idempotency_key, field);
                if (beast::iequals(name, "Muster-Gateway")) take(head_.signature.gateway, field);
                if (beast::iequals(name, "Muster-Timestamp")) {
                    take(head_.signature.timestamp, field);
                }
                if (beast::iequals(name, "Muster-Signature")) {
                    take(head_.signature.signature, field);
                }
                if (beast::iequals(name, "X-Forwarded-For")) {
                    if (!proxied_) {
                        listener_->forwarded_ignored(address_);
                        break;
                    }
                    forwarded_ = last_forwarded(view(field.value()));
                    if (!forwarded_.empty()) head_.rate_name = forwarded_;
                }
                break;
            }
            default:
                break;
        }
    }
    head_.wants_websocket = upgrades && connection_upgrade;
    if (!twice.empty()) {
        return framing(400, "malformed_request", "this header may be there only once",
                       std::string(twice));
    }
    return std::nullopt;
}

bool Connection::check_head() {
    if (auto fault = check_framing()) {
        refuse(*fault);
        return false;
    }
    if (auto fault = read_head()) {
        refuse(*fault);
        return false;
    }
    listener_->api().plan(head_, plan_);
    const HttpOptions& options = listener_->options();
    // A refused request's body is read and dropped, within reason, so that the connection lives on.
    const std::size_t limit = plan_.refused ? options.intake_body_bytes : plan_.body_limit;
    const bool too_large = head_.content_length && *head_.content_length > limit;
    if (plan_.refused && (too_large || expects_continue_)) {
        refuse(std::move(*plan_.refused));
        return false;
    }
    if (too_large) {
        listener_->metrics().hit(Limit::body_bytes);
        refuse(framing(413, "body_too_large", "the body is too large", "body",
                       "at most " + std::to_string(limit) + " bytes"));
        return false;
    }
    parser_->body_limit(limit);
    if (expects_continue_ && !parser_->is_done()) {
        Slot& slot = slots_.emplace_back();
        slot.head = "HTTP/1.1 100 Continue\r\n\r\n";
        slot.ready = true;
    }
    return true;
}

std::uint64_t Connection::open_slot(bool keep_alive) {
    Slot& slot = slots_.emplace_back();
    slot.endpoint = plan_.route.endpoint;
    slot.keep_alive = keep_alive;
    slot.since = Clock::now();
    idle_by_ = far;
    return first_ + slots_.size() - 1;
}

void Connection::finish_request() {
    partial_ = false;
    request_by_ = far;
    const auto& message = parser_->get();
    const bool keep_alive = message.keep_alive() && !listener_->stopping();
    if (!keep_alive) last_request_ = true;
    const std::uint64_t number = open_slot(keep_alive);
    slots_.back().head_only = plan_.method == Method::head;
    if (plan_.refused) return complete(number, std::move(*plan_.refused));
    if (plan_.route.endpoint == Endpoint::feed && head_.wants_websocket &&
        plan_.method == Method::get) {
        return hand_over();
    }
    auto task = listener_->api().execute(plan_, head_, message.body(),
                                         [self = shared_from_this(), number](Response&& response) {
                                             self->complete(number, std::move(response));
                                         });
    if (plan_.principal) authenticated_ = true;
    if (task && number - first_ < slots_.size()) slots_[number - first_].task = std::move(task);
}

bool Connection::is_given_up_at_the_end() const {
    return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) {
        return slot.task && !slot.ready && !slot.task->outlives_its_requests();
    });
}

void Connection::hand_over() {
    const std::uint64_t number = first_ + slots_.size() - 1;
    const bool alone = slots_.size() == 1 && !writing_ && buffer_.size() == 0;
    if (!alone || !listener_->upgrade()) {
        last_request_ = true;
        return complete(number,
                        listener_->api().problem(
                            alone ? framing(503, "feed_full", "there is no feed here", "")
                                  : framing(400, "malformed_request",
                                            "nothing may be sent around a handshake", "Upgrade"),
                            head_.target));
    }
    listener_->metrics().answered(Endpoint::feed, 101, 0);
    closed_ = true;
    slots_.clear();
    // Keeps this connection alive until the end of the call: the listener lets go of it.
    const auto self = shared_from_this();
    listener_->remove(self);
    const std::string client(head_.rate_name);
    listener_->upgrade()(std::move(socket_), client, parser_->release());
}

void Connection::refuse(const Problem& problem) {
    const bool head_known = head_checked_ || (parser_ && parser_->is_header_done());
    const std::string target =
        head_known ? std::string(view(parser_->get().target()).substr(0, 256)) : std::string();
    refuse(listener_->api().problem(problem, target));
}

void Connection::refuse(Response&& response) {
    last_request_ = true;
    partial_ = false;
    request_by_ = far;
    if (!head_checked_) plan_.route = {};
    const std::uint64_t number = open_slot(false);
    complete(number, std::move(response));
}

// ---- writing ------------------------------------------------------------------------------------

void Connection::complete(std::uint64_t number, Response&& response) {
    if (closed_ || number < first_ || number - first_ >= slots_.size()) return;
    Slot& slot = slots_[number - first_];
    const std::chrono::duration<double> took = Clock::now() - slot.since;
    listener_->metrics().answered(slot.endpoint, response.status, took.count());
    format(slot, std::move(response));
    if (!processing_) write();
}

void Connection::format(Slot& slot, Response&& response) {
    const bool keep_alive = slot.keep_alive && !response.close && !listener_->stopping();
    slot.keep_alive = keep_alive;
    if (!keep_alive) last_request_ = true;
    const std::string_view content = response.content();
    std::string& head = slot.head;
    const bool copied = !response.shared_body && content.size() <= inline_body && !slot.head_only;
    head.reserve(320 + response.headers.size() + (copied ? content.size() : 0));
    head = "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += status_text(response.status);
    head += "\r\nDate: ";
    head += listener_->date();
    head += "\r\nX-Content-Type-Options: nosniff\r\n";
    if (!response.content_type.empty()) {
        head += "Content-Type: ";
        head += response.content_type;
        head += "\r\n";
    }
    if (response.status != 204 && response.status != 304) {
        head += "Content-Length: ";
        head += std::to_string(content.size());
        head += "\r\n";
    }
    head += keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    head += response.headers;
    head += "\r\n";
    if (copied) {
        head += content;
    } else if (!slot.head_only) {
        slot.body = std::move(response.body);
        slot.shared_body = std::move(response.shared_body);
        slot.unread = std::move(response.unread);
    }
    slot.ready = true;
}

void Connection::write() {
    if (writing_ || closed_) return;
    while (!slots_.empty() && slots_.front().ready) {
        writing_slots_.push_back(std::move(slots_.front()));
        writing_slots_.back().task.reset();
        slots_.pop_front();
        ++first_;
        if (!writing_slots_.back().keep_alive) break;
    }
    if (writing_slots_.empty()) return;
    buffers_.clear();
    for (const Slot& slot : writing_slots_) {
        buffers_.emplace_back(boost::asio::buffer(slot.head));
        if (!slot.body.empty()) buffers_.emplace_back(boost::asio::buffer(slot.body));
        if (slot.shared_body) buffers_.emplace_back(boost::asio::buffer(*slot.shared_body));
    }
    writing_ = true;
    write_by_ = Clock::now() + ms(listener_->options().write_ms);
    boost::asio::async_write(socket_, buffers_,
                             [self = shared_from_this()](error_code error, std::size_t size) {
                                 self->on_written(error, size);
                             });
}

void Connection::on_written(error_code error, std::size_t size) {
    writing_ = false;
    write_by_ = far;
    if (closed_) return;
    listener_->metrics().bytes_out(size);
    const bool last = !writing_slots_.back().keep_alive;
    writing_slots_.clear();
    if (error) return close();
    if (last) return linger();
    write();
    process();
    if (closed_ || lingering_) return;
    if (last_request_ && slots_.empty() && !writing_) return linger();
    watch_idle();
    read();
}

void Connection::linger() {
    error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    lingering_ = true;
    slots_.clear();
    partial_ = false;
    request_by_ = far;
    idle_by_ = Clock::now() + ms(listener_->options().linger_ms);
    read();
}

// ---- time and the end ---------------------------------------------------------------------------

void Connection::watch_idle() {
    if (lingering_) return;
    const bool idle = slots_.empty() && !writing_ && !partial_;
    if (!idle) {
        idle_by_ = far;
    } else if (idle_by_ == far) {
        idle_by_ = Clock::now() + ms(listener_->options().idle_ms);
    }
}

void Connection::check_deadline(Clock::time_point now) {
    if (closed_) return;
    if (now >= write_by_) {
        listener_->metrics().hit(Limit::write_time);
        return close();
    }
    if (now >= idle_by_) {
        if (!lingering_) listener_->metrics().hit(Limit::idle);
        return close();
    }
    if (now >= request_by_) {
        listener_->metrics().hit(Limit::request_time);
        refuse(framing(
            408, "request_timeout", "the request came too slowly",
            head_checked_ ? "body" : "header",
            "whole within " + std::to_string(listener_->options().request_ms.value) + " ms"));
    }
}

void Connection::drain() {
    if (closed_ || partial_ || lingering_) return;
    last_request_ = true;
    if (slots_.empty() && !writing_) linger();
}

void Connection::close() {
    if (closed_) return;
    closed_ = true;
    error_code ignored;
    socket_.close(ignored);
    slots_.clear();
    listener_->remove(shared_from_this());
}

}  // namespace muster::http
