#include "adapters/http/connection.hpp"

#include <limits>
#include <new>
#include <utility>

#include "adapters/http/http_codec.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::http {

namespace bhttp = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr auto far = std::chrono::steady_clock::time_point::max();
constexpr std::size_t max_lingered = 256 * 1024;
constexpr std::size_t inline_body = 4 * 1024;  // smaller bodies are copied behind their head

std::chrono::milliseconds ms(Millis m) {
    return std::chrono::milliseconds(m.value);
}

std::string at_most(std::size_t bytes) {
    return "at most " + std::to_string(bytes) + " bytes";
}

}  // namespace

Connection::Connection(std::shared_ptr<Listener> listener, net::Stream stream, std::string address,
                       bool proxied, std::uint64_t number)
    : listener_(std::move(listener)),
      stream_(std::move(stream)),
      address_(std::move(address)),
      proxied_(proxied),
      number_(number) {}

template <class Work>
void Connection::guarded(Work work) {
    try {
        work();
    } catch (const std::bad_alloc&) {
        listener_->metrics().hit(Limit::memory);
        close();
    }
}

void Connection::start() {
    guarded([this] {
        if (!stream_.is_tls()) {
            watch_idle();
            return read();
        }
        phase_ = Phase::handshake;
        request_by_ = Clock::now() + ms(listener_->options().request_ms);
        stream_.async_handshake([self = shared_from_this()](error_code error) {
            self->guarded([&] { self->on_handshake(error); });
        });
    });
}

void Connection::on_handshake(error_code error) {
    if (phase_ != Phase::handshake) return;
    if (error) return handshake_failed(stream_.fault());
    listener_->tls().shaken(stream_.is_resumed());
    const auto& gateways = listener_->options().tls.gateways;
    for (std::string& name : stream_.client_names()) {
        if (std::find(gateways.begin(), gateways.end(), name) == gateways.end()) continue;
        gateway_ = std::move(name);
        break;
    }
    phase_ = Phase::between;
    request_by_ = far;
    watch_idle();
    read();
}

void Connection::handshake_failed(net::HandshakeFault fault) {
    listener_->tls().failed(fault);
    if (fault == net::HandshakeFault::client_certificate) {
        listener_->api().note_failed_certificate(address_);
    }
    if (fault != net::HandshakeFault::plain_text) return close();
    stream_.become_plain();
    refuse({.status = 400,
            .content_type = "text/plain; charset=utf-8",
            .body = "This port speaks TLS; use https://\n",
            .close = true});
}

void Connection::read() {
    if (reading_ || phase_ == Phase::closed || phase_ == Phase::answering) return;
    const auto place = buffer_.prepare(listener_->options().read_bytes);
    reading_ = true;
    stream_.async_read_some(place, [self = shared_from_this()](error_code error, std::size_t size) {
        self->guarded([&] { self->on_read(error, size); });
    });
}

void Connection::on_read(error_code error, std::size_t size) {
    reading_ = false;
    switch (phase_) {
        case Phase::closed:
        case Phase::answering:
            return;
        case Phase::lingering:
            lingered_ += size;
            if (error || lingered_ > max_lingered) return close();
            return read();
        case Phase::handshake:
        case Phase::between:
        case Phase::head:
        case Phase::body:
            break;
    }
    if (error) {
        if (error != boost::asio::error::eof || is_given_up_at_the_end()) return close();
        // The peer sends no more; what is under way is still answered.
        answer_the_rest();
        if (slots_.empty() && !writing_) close();
        return;
    }
    listener_->metrics().bytes_in(size);
    buffer_.commit(size);
    advance();
}

void Connection::advance() {
    if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
    Step step = Step::more_bytes;
    advancing_ = true;
    // While a read is under way, all that came before it has been taken in.
    while (!reading_) {
        do {
            step = take_in();
        } while (step == Step::again);
        if (step != Step::full || !write() || is_full()) break;
    }
    advancing_ = false;
    if (phase_ == Phase::closed) return;
    write();
    if (phase_ == Phase::answering && slots_.empty() && !writing_) return linger();
    watch_idle();
    if (step == Step::more_bytes) read();
}

Connection::Step Connection::take_in() {
    switch (phase_) {
        case Phase::between:
            return begin_request();
        case Phase::head:
            return take_head();
        case Phase::body:
            return take_body();
        case Phase::handshake:
        case Phase::answering:
        case Phase::lingering:
        case Phase::closed:
            break;
    }
    return Step::over;
}

std::string_view Connection::buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
}

bool Connection::is_full() const {
    const HttpOptions& options = listener_->options();
    return slots_.size() >= options.max_pipelined || unsent_bytes_ >= options.unsent_bytes;
}

Connection::Step Connection::begin_request() {
    // A client may leave an empty line between two requests (RFC 9112, 2.2).
    const std::string_view bytes = buffered();
    buffer_.consume(std::min(bytes.size(), bytes.find_first_not_of("\r\n")));
    if (buffer_.size() == 0) return Step::more_bytes;
    const HttpOptions& options = listener_->options();
    if (is_full()) {
        listener_->metrics().hit(slots_.size() >= options.max_pipelined ? Limit::pipelined
                                                                        : Limit::unsent_bytes);
        return Step::full;
    }
    phase_ = Phase::head;
    plan_.route = {};
    head_end_ = HeadEnd(options.header_bytes, options.header_fields);
    request_by_ = Clock::now() + ms(options.request_ms);
    return Step::again;
}

Connection::Step Connection::take_head() {
    const std::string_view bytes = buffered();
    // Who speaks TLS or something else to us need not wait for the time of a request.
    if (!codec::is_token_char(bytes.front())) {
        return refuse(framing_problem(400, "malformed_request", "this is not HTTP", "header",
                                      "a method, a target and HTTP/1.1"));
    }
    const HeadEnd::State state = head_end_.look(bytes);
    if (state == HeadEnd::State::more) return Step::more_bytes;
    if (state != HeadEnd::State::whole) return refuse(head_problem(state));
    const std::string_view head = bytes.substr(0, head_end_.size());
    if (has_folded_line(head)) {
        return refuse(framing_problem(400, "malformed_request",
                                      "a header line goes on in the next one", "header",
                                      "each header on one line"));
    }
    parser_.emplace();
    parser_->header_limit(std::numeric_limits<std::uint32_t>::max());  // it was counted above
    parser_->skip(true);  // the body is ours to read, under limits of its framing too
    error_code error;
    parser_->put(boost::asio::const_buffer(head.data(), head.size()), error);
    if (error || !parser_->is_done()) {
        const Problem problem = parse_problem(error);
        return refuse(problem);
    }
    buffer_.consume(head.size());
    if (!check_head()) return Step::over;
    phase_ = Phase::body;
    return Step::again;
}

Problem Connection::head_problem(HeadEnd::State state) const {
    const HttpOptions& options = listener_->options();
    if (state == HeadEnd::State::bare_line_end) {
        return framing_problem(400, "malformed_request", "a line does not end with CR LF", "header",
                               "CR LF");
    }
    if (state == HeadEnd::State::too_long && head_end_.in_first_line()) {
        listener_->metrics().hit(Limit::target_bytes);
        return framing_problem(414, "target_too_long", "the target is too long", "target",
                               at_most(options.target_bytes));
    }
    listener_->metrics().hit(Limit::header_bytes);
    return framing_problem(
        431, "header_too_large", "the header is too large", "header",
        at_most(options.header_bytes) + " in " + std::to_string(options.header_fields) + " fields");
}

Problem Connection::parse_problem(const error_code& error) const {
    if (error == bhttp::error::bad_version) {
        return framing_problem(505, "http_version", "this is not HTTP/1.0 or HTTP/1.1", "version",
                               "HTTP/1.1");
    }
    return framing_problem(400, "malformed_request", "not valid HTTP: " + error.message(),
                           "header");
}

bool Connection::check_head() {
    if (auto fault = read_head(parser_->get(), address_, proxied_, head_, framing_)) {
        refuse(*fault);
        return false;
    }
    head_.client_certificate = gateway_;
    if (!proxied_ && parser_->get().count("X-Forwarded-For") != 0) {
        listener_->forwarded_ignored(address_);
    }
    listener_->api().plan(head_, plan_);
    const HttpOptions& options = listener_->options();
    BodyLimits limits{.body_bytes = plan_.body_limit,
                      .chunk_line_bytes = options.chunk_line_bytes,
                      .trailer_bytes = options.header_bytes,
                      .framing_bytes = options.header_bytes + options.chunk_line_bytes};
    // A refused request's body is read and dropped, within reason, so that the connection lives on.
    if (plan_.refused) limits.body_bytes = options.intake_body_bytes;
    if (plan_.body_time && !plan_.refused) request_by_ = Clock::now() + ms(*plan_.body_time);
    const std::uint64_t length = head_.content_length.value_or(0);
    if (plan_.refused && (length > limits.body_bytes || framing_.expects_continue)) {
        refuse(std::move(*plan_.refused));
        return false;
    }
    if (length > limits.body_bytes) {
        refuse(body_problem(BodyState::too_large));
        return false;
    }
    if (head_.chunked) {
        body_.begin_chunked(limits, !plan_.refused);
    } else {
        body_.begin(length, limits, !plan_.refused);
    }
    if (framing_.expects_continue && (head_.chunked || length > 0)) {
        Slot& slot = slots_.emplace_back();
        slot.head = "HTTP/1.1 100 Continue\r\n\r\n";
        slot.ready = true;
        unsent_bytes_ += slot.bytes();
    }
    return true;
}

Connection::Step Connection::take_body() {
    std::string_view bytes = buffered();
    const std::size_t before = bytes.size();
    const BodyState state = body_.take(bytes);
    buffer_.consume(before - bytes.size());
    if (state == BodyState::more) return Step::more_bytes;
    if (state == BodyState::whole) return finish_request();
    const Problem problem = body_problem(state);
    if (plan_.refused) return refuse(std::move(*plan_.refused));
    return refuse(problem);
}

Problem Connection::body_problem(BodyState state) {
    const HttpOptions& options = listener_->options();
    HttpMetrics& metrics = listener_->metrics();
    switch (state) {
        case BodyState::too_large:
            metrics.hit(Limit::body_bytes);
            return framing_problem(413, "body_too_large", "the body is too large", "body",
                                   at_most(plan_.body_limit));
        case BodyState::chunk_line_too_long:
            metrics.hit(Limit::chunk_bytes);
            return framing_problem(413, "chunk_line_too_long",
                                   "the size of a chunk and its extensions are too long", "body",
                                   at_most(options.chunk_line_bytes));
        case BodyState::trailers_too_long:
            metrics.hit(Limit::header_bytes);
            return framing_problem(431, "trailers_too_large",
                                   "the trailers behind the last chunk are too large", "body",
                                   at_most(options.header_bytes));
        case BodyState::framing_too_long:
            metrics.hit(Limit::chunk_bytes);
            return framing_problem(413, "chunk_framing_too_large",
                                   "all chunk extensions and trailers are too large together",
                                   "body",
                                   at_most(options.chunk_line_bytes + options.header_bytes));
        case BodyState::more:
        case BodyState::whole:
        case BodyState::malformed:
            break;
    }
    return framing_problem(400, "malformed_request", std::string(body_.fault()), "body",
                           "chunks of a hexadecimal size, CR LF, the data, CR LF");
}

std::uint64_t Connection::open_slot(bool keep_alive) {
    Slot& slot = slots_.emplace_back();
    slot.endpoint = plan_.route.endpoint;
    slot.keep_alive = keep_alive;
    slot.since = Clock::now();
    idle_by_ = far;
    return first_ + slots_.size() - 1;
}

Connection::Step Connection::finish_request() {
    const bool keep_alive = framing_.keep_alive && !listener_->stopping();
    phase_ = Phase::between;
    request_by_ = far;
    if (!keep_alive) answer_the_rest();
    const std::uint64_t number = open_slot(keep_alive);
    slots_.back().head_only = plan_.method == Method::head;
    if (plan_.refused) {
        complete(number, std::move(*plan_.refused));
    } else if (plan_.route.endpoint == Endpoint::feed && head_.wants_websocket &&
               plan_.method == Method::get) {
        hand_over();
    } else {
        auto task = listener_->api().execute(
            plan_, head_, body_.body(), [self = shared_from_this(), number](Response&& response) {
                self->complete(number, std::move(response));
            });
        if (plan_.principal) authenticated_ = true;
        if (task && number - first_ < slots_.size()) {
            slots_[number - first_].task = std::move(task);
        }
    }
    if (phase_ == Phase::closed) return Step::over;
    head_ = {};
    parser_.reset();
    body_.clear();
    return Step::again;
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
        answer_the_rest();
        return complete(
            number,
            listener_->api().problem(
                alone ? framing_problem(503, "feed_full", "there is no feed here", "")
                      : framing_problem(400, "malformed_request",
                                        "nothing may be sent around a handshake", "Upgrade"),
                head_.target));
    }
    listener_->metrics().answered(Endpoint::feed, 101, 0);
    phase_ = Phase::closed;
    slots_.clear();
    // Keeps this connection alive until the end of the call: the listener lets go of it.
    const auto self = shared_from_this();
    listener_->remove(self);
    const std::string client(head_.rate_name);
    auto request = parser_->release();
    // Only a proxy of ours is believed what it says about the outside.
    if (!proxied_) request.erase("X-Forwarded-Proto");
    listener_->upgrade()(std::move(stream_), client, std::move(request));
}

Connection::Step Connection::refuse(const Problem& problem) {
    const bool head_known = parser_ && parser_->is_header_done();
    const std::string target =
        head_known ? std::string(view(parser_->get().target()).substr(0, 256)) : std::string();
    return refuse(listener_->api().problem(problem, target));
}

Connection::Step Connection::refuse(Response&& response) {
    answer_the_rest();
    complete(open_slot(false), std::move(response));
    return Step::over;
}

void Connection::answer_the_rest() {
    phase_ = Phase::answering;
    request_by_ = far;
}

void Connection::complete(std::uint64_t number, Response&& response) {
    if (phase_ == Phase::closed || number < first_ || number - first_ >= slots_.size()) return;
    // The caller is often the engine, which an answer that finds no memory does not concern.
    guarded([&] {
        Slot& slot = slots_[number - first_];
        const std::chrono::duration<double> took = Clock::now() - slot.since;
        listener_->metrics().answered(slot.endpoint, response.status, took.count());
        format(slot, std::move(response));
        if (!advancing_) write();
    });
}

void Connection::format(Slot& slot, Response&& response) {
    const bool keep_alive = slot.keep_alive && !response.close && !listener_->stopping();
    slot.keep_alive = keep_alive;
    if (!keep_alive && phase_ != Phase::lingering) answer_the_rest();
    const std::string_view content = response.content();
    std::string& head = slot.head;
    const bool copied = !response.shared_body && content.size() <= inline_body && !slot.head_only;
    head.reserve(384 + response.headers.size() + (copied ? content.size() : 0));
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
    // Only what came under TLS may say so (RFC 6797, 7.2).
    if (stream_.is_tls()) head += listener_->transport_security();
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
    unsent_bytes_ += slot.bytes();
}

bool Connection::write() {
    if (writing_ || phase_ == Phase::closed) return false;
    while (!slots_.empty() && slots_.front().ready) {
        writing_slots_.push_back(std::move(slots_.front()));
        writing_slots_.back().task.reset();
        slots_.pop_front();
        ++first_;
        if (!writing_slots_.back().keep_alive) break;
    }
    if (writing_slots_.empty()) return false;
    buffers_.clear();
    for (const Slot& slot : writing_slots_) {
        buffers_.emplace_back(boost::asio::buffer(slot.head));
        if (!slot.body.empty()) buffers_.emplace_back(boost::asio::buffer(slot.body));
        if (slot.shared_body) buffers_.emplace_back(boost::asio::buffer(*slot.shared_body));
    }
    writing_ = true;
    write_by_ = Clock::now() + ms(listener_->options().write_ms);
    stream_.async_write(buffers_, [self = shared_from_this()](error_code error, std::size_t size) {
        self->guarded([&] { self->on_written(error, size); });
    });
    return true;
}

void Connection::on_written(error_code error, std::size_t size) {
    writing_ = false;
    write_by_ = far;
    if (phase_ == Phase::closed) return;
    listener_->metrics().bytes_out(size);
    const bool last = !writing_slots_.back().keep_alive;
    for (const Slot& slot : writing_slots_)
        unsent_bytes_ -= slot.bytes();
    writing_slots_.clear();
    if (error) return close();
    if (last) return linger();
    advance();
}

void Connection::linger() {
    stream_.shutdown_send();
    phase_ = Phase::lingering;
    slots_.clear();
    request_by_ = far;
    idle_by_ = Clock::now() + ms(listener_->options().linger_ms);
    read();
}

void Connection::watch_idle() {
    if (phase_ == Phase::lingering) return;
    const bool idle = slots_.empty() && !writing_ && phase_ == Phase::between;
    if (!idle) {
        idle_by_ = far;
    } else if (idle_by_ == far) {
        idle_by_ = Clock::now() + ms(listener_->options().idle_ms);
    }
}

void Connection::check_deadline(Clock::time_point now) {
    if (phase_ == Phase::closed) return;
    if (now >= write_by_) {
        listener_->metrics().hit(Limit::write_time);
        return close();
    }
    if (now >= idle_by_) {
        if (phase_ != Phase::lingering) listener_->metrics().hit(Limit::idle);
        return close();
    }
    if (now < request_by_) return;
    listener_->metrics().hit(Limit::request_time);
    if (phase_ == Phase::handshake) return handshake_failed(net::HandshakeFault::too_slow);
    guarded([this] {
        refuse(framing_problem(
            408, "request_timeout", "the request came too slowly",
            phase_ == Phase::body ? "body" : "header",
            "whole within " + std::to_string(listener_->options().request_ms.value) + " ms"));
    });
}

void Connection::drain() {
    if (phase_ == Phase::handshake) return close();
    if (phase_ != Phase::between && phase_ != Phase::answering) return;
    guarded([this] {
        answer_the_rest();
        if (slots_.empty() && !writing_) linger();
    });
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    stream_.close();
    slots_.clear();
    listener_->remove(shared_from_this());
}

}  // namespace muster::http
