#include "adapters/outbox/http_sender.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

#include "adapters/outbox/tls.hpp"

namespace muster::outbox {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr unsigned http_version = 11;
// Of an answer; its body has a limit of its own.
constexpr std::uint32_t head_bytes_max = 16'384;

using Plain = beast::tcp_stream;
using Tls = beast::ssl_stream<beast::tcp_stream>;

// Lives as long as something of it is under way.
template <class Stream>
class Try : public std::enable_shared_from_this<Try<Stream>> {
  public:
    template <class... More>
    Try(asio::io_context& io, const Url& url, const HttpCall& call, HttpSender::Limits limits,
        HttpSender::Done done, More&... more)
        : url_(url),
          limits_(limits),
          done_(std::move(done)),
          deadline_(io),
          resolver_(io),
          stream_(io, more...) {
        request_.version(http_version);
        request_.method(http::verb::post);
        request_.target(call.target);
        request_.set(http::field::host, host_header(url));
        request_.set(http::field::user_agent, "muster");
        request_.keep_alive(false);
        for (const auto& [name, value] : call.headers)
            request_.set(name, value);
        request_.body() = call.body;
        request_.prepare_payload();
        parser_.body_limit(limits.answer_bytes);
        parser_.header_limit(head_bytes_max);
    }

    void start() {
        // One for all of it: looking up a name has no time limit of its own.
        deadline_.expires_after(std::chrono::milliseconds(limits_.request.value));
        deadline_.async_wait([self = this->shared_from_this()](error_code cancelled) {
            if (cancelled) return;
            self->fail("no answer within " + std::to_string(self->limits_.request.value) + " ms");
        });
        resolver_.async_resolve(url_.host, url_.port,
                                [self = this->shared_from_this()](
                                    error_code failed, const tcp::resolver::results_type& found) {
                                    if (failed)
                                        return self->fail("looking up " + self->url_.host, failed);
                                    self->connect(found);
                                });
    }

  private:
    void connect(const tcp::resolver::results_type& found) {
        if (!done_) return;
        beast::get_lowest_layer(stream_).async_connect(
            found, [self = this->shared_from_this()](error_code failed, const tcp::endpoint&) {
                if (failed) return self->fail("connecting to " + host_header(self->url_), failed);
                self->secure();
            });
    }
    void secure() {
        if constexpr (std::is_same_v<Stream, Tls>) {
            if (!expect_host(stream_, url_.host)) {
                return fail("the host's name is too long for TLS");
            }
            stream_.async_handshake(
                asio::ssl::stream_base::client, [self = this->shared_from_this()](error_code bad) {
                    if (bad) return self->fail("TLS with " + host_header(self->url_), bad);
                    self->write();
                });
        } else {
            write();
        }
    }
    void write() {
        http::async_write(stream_, request_,
                          [self = this->shared_from_this()](error_code failed, std::size_t) {
                              if (failed) return self->fail("sending", failed);
                              self->read();
                          });
    }
    void read() {
        http::async_read(stream_, buffer_, parser_,
                         [self = this->shared_from_this()](error_code failed, std::size_t) {
                             self->answered(failed);
                         });
    }
    void answered(error_code failed) {
        // A body that is cut off takes nothing from what the status says.
        if (failed && !parser_.is_header_done()) return fail("waiting for the answer", failed);
        HttpAnswer answer;
        answer.status = parser_.get().result_int();
        const auto asked = parser_.get()[http::field::retry_after];
        answer.retry_after.assign(asked.data(), asked.size());
        answer.body = parser_.get().body();
        finish(std::move(answer));
    }
    void fail(const std::string& what, error_code why) { fail(what + " failed: " + why.message()); }
    void fail(std::string why) { finish(std::move(why)); }
    // The first one counts.
    void finish(Expected<HttpAnswer, std::string> result) {
        if (!done_) return;
        deadline_.cancel();
        resolver_.cancel();
        // Each request has its own connection, which ends with it; no goodbye is waited for.
        error_code ignored;
        beast::get_lowest_layer(stream_).socket().close(ignored);
        std::exchange(done_, nullptr)(std::move(result));
    }

    const Url url_;
    const HttpSender::Limits limits_;
    HttpSender::Done done_;
    asio::steady_timer deadline_;
    tcp::resolver resolver_;
    Stream stream_;
    http::request<http::string_body> request_;
    http::response_parser<http::string_body> parser_;
    beast::flat_buffer buffer_;
};

}  // namespace

void HttpSender::send(const Url& url, const HttpCall& call, Done done) {
    if (url.tls) {
        std::make_shared<Try<Tls>>(io_, url, call, limits_, std::move(done), tls_)->start();
    } else {
        std::make_shared<Try<Plain>>(io_, url, call, limits_, std::move(done))->start();
    }
}

}  // namespace muster::outbox
