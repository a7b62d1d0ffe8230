#include "adapters/outbox/smpp_sender.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

#include "adapters/outbox/tls.hpp"

namespace muster::outbox {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t read_bytes = 4'096;
// A centre that asks and does not read our answers is not read either.
constexpr std::size_t unsent_bytes_max = 65'536;
// For the last words on a connection.
constexpr Millis goodbye = seconds(1);
// Messages of which it is remembered what was taken; beyond it the first is sent whole again.
constexpr std::size_t unfinished_max = 64;

TimePoint steady_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace

// A connection. Lives as long as something of it is under way.
class SmppSender::Line : public std::enable_shared_from_this<Line> {
  public:
    Line(const Parts& parts, SmppCounts& counts, std::function<void()> changed)
        : options_(parts.options),
          request_(parts.request),
          changed_(std::move(changed)),
          timer_(parts.io),
          resolver_(parts.io),
          stream_(parts.io, parts.tls),
          session_(parts.options, parts.request, counts) {}

    void start() {
        // One for all of it: looking up a name has no time limit of its own.
        timer_.expires_after(std::chrono::milliseconds(request_.value));
        timer_.async_wait([self = shared_from_this()](error_code cancelled) {
            if (cancelled || self->is_connected_) return;
            self->fail("no connection to " + self->options_.host + " within " +
                       std::to_string(self->request_.value) + " ms");
        });
        resolver_.async_resolve(options_.host, std::to_string(options_.port),
                                [self = shared_from_this()](
                                    error_code failed, const tcp::resolver::results_type& found) {
                                    if (failed)
                                        return self->fail("looking up " + self->options_.host,
                                                          failed);
                                    self->connect(found);
                                });
    }
    [[nodiscard]] SmppSession& session() { return session_; }
    // The sender is no more.
    void forget() {
        changed_ = nullptr;
        close();
    }
    // After whatever was done with the session.
    void go_on() {
        if (is_closed_) return;
        if (is_connected_) write();
        arm();
        if (changed_) changed_();
    }

  private:
    template <class Act>
    void on_stream(Act act) {
        if (options_.tls) {
            act(stream_);
        } else {
            act(stream_.next_layer());
        }
    }
    void connect(const tcp::resolver::results_type& found) {
        if (is_closed_) return;
        asio::async_connect(stream_.next_layer(), found,
                            [self = shared_from_this()](error_code failed, const tcp::endpoint&) {
                                if (failed)
                                    return self->fail("connecting to " + self->options_.host,
                                                      failed);
                                self->secure();
                            });
    }
    void secure() {
        if (is_closed_) return;
        error_code ignored;
        stream_.next_layer().set_option(tcp::no_delay(true), ignored);
        if (!options_.tls) return connected();
        if (!expect_host(stream_, options_.host)) {
            return fail("the host's name is too long for TLS");
        }
        stream_.async_handshake(
            asio::ssl::stream_base::client, [self = shared_from_this()](error_code failed) {
                if (failed) return self->fail("TLS with " + self->options_.host, failed);
                self->connected();
            });
    }
    void connected() {
        if (is_closed_) return;
        is_connected_ = true;
        session_.bind(steady_now());
        read();
        go_on();
    }
    void read() {
        reading_ = true;
        on_stream([this](auto& stream) {
            stream.async_read_some(asio::buffer(input_), [self = shared_from_this()](
                                                             error_code failed, std::size_t size) {
                self->reading_ = false;
                if (self->is_closed_) return;
                if (failed) return self->fail("the connection ended", failed);
                self->session_.receive({self->input_.data(), size}, steady_now());
                self->go_on();
                self->read_on();
            });
        });
    }
    void read_on() {
        if (reading_ || is_closed_ || session_.is_over() || unsent_.size() > unsent_bytes_max) {
            return;
        }
        read();
    }
    void write() {
        unsent_ += session_.take_output();
        if (writing_) return;
        if (unsent_.empty()) {
            if (session_.is_over()) close();
            return;
        }
        writing_ = true;
        output_ = std::exchange(unsent_, {});
        on_stream([this](auto& stream) {
            asio::async_write(stream, asio::buffer(output_),
                              [self = shared_from_this()](error_code failed, std::size_t) {
                                  self->writing_ = false;
                                  if (self->is_closed_) return;
                                  if (failed) return self->fail("sending", failed);
                                  self->write();
                                  self->read_on();
                              });
        });
    }
    // For the session's next deadline; while connecting the timer is that of start().
    void arm() {
        if (is_closed_ || !is_connected_) return;
        const TimePoint now = steady_now();
        TimePoint until = session_.deadline();
        if (session_.is_over()) {
            if (std::exchange(leaving_, true)) return;
            until = now + goodbye;
        }
        if (until == never) return;
        timer_.expires_after(
            std::chrono::milliseconds(std::max<std::int64_t>((until - now).value, 1)));
        timer_.async_wait([self = shared_from_this()](error_code cancelled) {
            if (cancelled || self->is_closed_) return;
            if (self->leaving_) return self->close();
            self->session_.pass(steady_now());
            self->go_on();
        });
    }
    void fail(const std::string& what, error_code why) { fail(what + " failed: " + why.message()); }
    void fail(const std::string& why) {
        if (is_closed_) return;
        session_.lost(why);
        close();
        if (changed_) changed_();
    }
    void close() {
        if (std::exchange(is_closed_, true)) return;
        timer_.cancel();
        resolver_.cancel();
        error_code ignored;
        stream_.next_layer().close(ignored);
    }

    const SmppOptions& options_;
    const Millis request_;
    std::function<void()> changed_;
    asio::steady_timer timer_;
    tcp::resolver resolver_;
    // Without TLS only what is below it is used.
    asio::ssl::stream<tcp::socket> stream_;
    SmppSession session_;
    std::array<char, read_bytes> input_{};
    std::string unsent_;
    std::string output_;  // being written
    bool is_connected_ = false;
    bool is_closed_ = false;
    bool reading_ = false;
    bool writing_ = false;
    bool leaving_ = false;  // the timer is that of the last words
};

SmppSender::SmppSender(Parts parts) : parts_(std::move(parts)) {}

SmppSender::~SmppSender() {
    if (line_) line_->forget();
}

SmsJob& SmppSender::job_of(const PendingMessage& message) {
    const auto known =
        std::find_if(unfinished_.begin(), unfinished_.end(),
                     [&](const Unfinished& one) { return one.id == message.message.id; });
    if (known != unfinished_.end()) return *known->job;
    if (unfinished_.size() == unfinished_max) unfinished_.pop_front();
    // By its number in the book the text has the same reference however often it is sent.
    const auto reference = static_cast<std::uint8_t>(message.number & 0xFF);
    unfinished_.push_back(
        {message.message.id,
         std::make_unique<SmsJob>(make_sms(message.message.text, parts_.options.alphabet, reference,
                                           parts_.options.parts_max),
                                  parts_.options.to.size())});
    return *unfinished_.back().job;
}

void SmppSender::send(const PendingMessage& message, Done done) {
    done_ = std::move(done);
    id_ = message.message.id;
    job_ = &job_of(message);
    submitted_ = false;
    if (line_) return submit();
    line_ = std::make_shared<Line>(parts_, counts_, [this] { look(); });
    line_->start();
}

void SmppSender::submit() {
    if (!line_->session().is_bound()) return;
    submitted_ = true;
    // Out of its own call it could be gone before that returns.
    const auto line = line_;
    line->session().submit(*job_, steady_now());
    line->go_on();
}

void SmppSender::look() {
    if (!line_) return;
    SmppSession& session = line_->session();
    if (const std::string warning = session.take_warning(); !warning.empty()) {
        parts_.warn(warning);
    }
    parts_.counted();
    if (const auto verdict = session.take_verdict()) settle(*verdict);
    if (session.is_over()) {
        // Before it was submitted.
        if (job_ != nullptr) settle({Verdict::What::again, session.why_over(), std::nullopt});
        line_.reset();
        if (ended_) std::exchange(ended_, nullptr)();
        return;
    }
    if (job_ != nullptr && !submitted_) submit();
}

void SmppSender::settle(const Verdict& verdict) {
    job_ = nullptr;
    if (verdict.what != Verdict::What::again) {
        std::erase_if(unfinished_, [&](const Unfinished& one) { return one.id == id_; });
    }
    // Whoever asked may send the next one at once, and we stand in the middle of something.
    asio::post(parts_.io, [done = std::exchange(done_, nullptr), verdict] { done(verdict); });
}

void SmppSender::end(std::function<void()> ended) {
    if (!line_ || job_ != nullptr || !line_->session().is_bound()) return ended();
    ended_ = std::move(ended);
    const auto line = line_;
    line->session().unbind(steady_now());
    line->go_on();
}

}  // namespace muster::outbox
