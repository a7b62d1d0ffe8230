#include "engine/app/load/line.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <charconv>
#include <utility>

namespace muster::app {

namespace http = boost::beast::http;
using boost::system::error_code;

LoadLine::LoadLine(boost::asio::io_context& io, boost::asio::ip::tcp::endpoint server,
                   std::chrono::milliseconds timeout, std::optional<LineTls> tls)
    : stream_(io), server_(std::move(server)), timeout_(timeout), tls_(std::move(tls)) {}

template <class Use>
void LoadLine::with_stream(Use use) {
    if (sealed_) {
        use(*sealed_);
    } else {
        use(stream_);
    }
}

void LoadLine::send(std::string request, Written written, Done done) {
    busy_ = true;
    request_ = std::move(request);
    written_ = std::move(written);
    done_ = std::move(done);
    stream_.expires_after(timeout_);
    if (open_) return write();
    buffer_.clear();
    fresh_ = true;
    stream_.async_connect(server_, [this](const error_code& failed) {
        if (failed) return fail(failed);
        error_code ignored;
        stream_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
        open_ = true;
        if (tls_) return shake_hands();
        write();
    });
}

void LoadLine::shake_hands() {
    sealed_.emplace(stream_, *tls_->context);
    if (!tls_->host.empty()) {
        sealed_->set_verify_callback(boost::asio::ssl::host_name_verification(tls_->host));
        // For an address, which is no name that could be asked for, this does nothing of use.
        SSL_set_tlsext_host_name(sealed_->native_handle(), tls_->host.c_str());
    }
    sealed_->async_handshake(boost::asio::ssl::stream_base::client,
                             [this](const error_code& failed) {
                                 if (failed) return fail(failed);
                                 if (!tls_->is_right(*sealed_->native_handle())) {
                                     return fail(boost::asio::error::access_denied);
                                 }
                                 write();
                             });
}

void LoadLine::write() {
    with_stream([this](auto& stream) {
        boost::asio::async_write(stream, boost::asio::buffer(request_),
                                 [this](const error_code& failed, std::size_t) {
                                     if (failed) return fail(failed);
                                     if (written_) written_();
                                     read();
                                 });
    });
}

void LoadLine::read() {
    parser_.emplace();
    parser_->body_limit(max_body);
    with_stream([this](auto& stream) {
        http::async_read(stream, buffer_, *parser_,
                         [this](const error_code& failed, std::size_t) { on_read(failed); });
    });
}

void LoadLine::on_read(const error_code& failed) {
    if (failed) return fail(failed);
    HttpAnswer result;
    auto& message = parser_->get();
    result.status = message.result_int();
    const auto wait = message[http::field::retry_after];
    int seconds = 0;
    if (std::from_chars(wait.data(), wait.data() + wait.size(), seconds).ec == std::errc{}) {
        result.retry_after = std::chrono::seconds(seconds);
    }
    result.body = std::move(message.body());
    fresh_ = false;
    if (!message.keep_alive()) close();
    answer(std::move(result));
}

void LoadLine::answer(HttpAnswer&& answer) {
    if (open_) stream_.expires_never();
    busy_ = false;
    written_ = nullptr;
    // The callback may send the next request at once.
    std::exchange(done_, nullptr)(std::move(answer));
}

void LoadLine::fail(const error_code& why) {
    // A server that closed an idle connection just as we wrote has not handled the request; even if
    // it had, the request's idempotency key would make the second one harmless.
    const bool stale = open_ && !fresh_ && why != boost::beast::error::timeout;
    close();
    if (!stale) return answer({0, why.message(), std::nullopt});
    send(std::move(request_), std::move(written_), std::move(done_));
}

void LoadLine::close() {
    open_ = false;
    error_code ignored;
    stream_.socket().close(ignored);
}

}  // namespace muster::app
