// A client under TLS that never blocks: it lets the server work while it waits, so that both are on
// one thread.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "tests/net/certificates.hpp"

namespace muster::net {

struct ClientOptions {
    int oldest = TLS1_2_VERSION;
    int newest = TLS1_3_VERSION;
    std::string protocols{};  // of ALPN, as on the wire
    Issued own{};             // shown when asked for
    std::string ciphers{};
};

class TlsClient {
  public:
    using Tcp = boost::asio::ip::tcp;

    TlsClient(std::uint16_t port, std::function<void()> turn, const ClientOptions& options = {},
              SSL_SESSION* session = nullptr)
        : turn_(std::move(turn)), socket_(io_), context_(SSL_CTX_new(TLS_client_method())) {
        // OpenSSL writes to the socket itself.
        std::signal(SIGPIPE, SIG_IGN);
        socket_.connect({boost::asio::ip::address_v4::loopback(), port});
        socket_.non_blocking(true);
        SSL_CTX_set_min_proto_version(context_.get(), options.oldest);
        SSL_CTX_set_max_proto_version(context_.get(), options.newest);
        if (!options.ciphers.empty()) {
            SSL_CTX_set_cipher_list(context_.get(), options.ciphers.c_str());
        }
        if (!options.own.certificate.empty()) show(options.own);
        ssl_.reset(SSL_new(context_.get()));
        if (!options.protocols.empty()) {
            SSL_set_alpn_protos(ssl_.get(),
                                reinterpret_cast<const unsigned char*>(options.protocols.data()),
                                static_cast<unsigned>(options.protocols.size()));
        }
        if (session != nullptr) SSL_set_session(ssl_.get(), session);
        SSL_set_fd(ssl_.get(), socket_.native_handle());
    }

    // False: the server refused; why() says how it looks from here.
    bool connect() {
        return each([this] { return SSL_connect(ssl_.get()); });
    }
    bool send(std::string_view bytes) {
        return each(
            [&] { return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())); });
    }
    // At most so many bytes; less at the end of the connection.
    std::string receive(std::size_t size) {
        std::string all;
        while (all.size() < size) {
            std::string some(size - all.size(), '\0');
            int got = 0;
            const bool came = each([&] {
                return got = SSL_read(ssl_.get(), some.data(), static_cast<int>(some.size()));
            });
            if (!came) break;
            all.append(some, 0, static_cast<std::size_t>(got));
        }
        return all;
    }
    // Does not let the server work: nothing may be there.
    std::string receive_what_is_there(std::size_t size) {
        std::string some(size, '\0');
        const int got = SSL_read(ssl_.get(), some.data(), static_cast<int>(size));
        some.resize(static_cast<std::size_t>(std::max(got, 0)));
        return some;
    }
    std::string receive_until(std::string_view end) {
        std::string all;
        while (!all.ends_with(end)) {
            const std::string one = receive(1);
            if (one.empty()) break;
            all += one;
        }
        return all;
    }
    // Head and body of an answer that has a Content-Length.
    std::pair<std::string, std::string> answer() {
        std::string head = receive_until("\r\n\r\n");
        const std::size_t at = head.find("Content-Length: ");
        const std::size_t size = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
        return {std::move(head), receive(size)};
    }
    // True when the server ended the connection as TLS ends it.
    bool ended() { return receive(1).empty() && last_ == SSL_ERROR_ZERO_RETURN; }
    void end_of_bytes() { SSL_shutdown(ssl_.get()); }
    void close() { socket_.close(); }
    [[nodiscard]] const std::string& why() const { return why_; }
    [[nodiscard]] SSL* native() const { return ssl_.get(); }
    [[nodiscard]] bool is_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }
    Tcp::socket& socket() { return socket_; }

  private:
    struct Free {
        void operator()(SSL* one) const { SSL_free(one); }
        void operator()(SSL_CTX* one) const { SSL_CTX_free(one); }
        void operator()(BIO* one) const { BIO_free(one); }
        void operator()(X509* one) const { X509_free(one); }
        void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
    };

    void show(const Issued& own) {
        const auto bio = [](const std::string& text) {
            return std::unique_ptr<BIO, Free>(
                BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
        };
        const std::unique_ptr<X509, Free> certificate(
            PEM_read_bio_X509(bio(own.certificate).get(), nullptr, nullptr, nullptr));
        const std::unique_ptr<EVP_PKEY, Free> key(
            PEM_read_bio_PrivateKey(bio(own.key).get(), nullptr, nullptr, nullptr));
        SSL_CTX_use_certificate(context_.get(), certificate.get());
        SSL_CTX_use_PrivateKey(context_.get(), key.get());
    }

    template <class Call>
    bool each(Call call) {
        for (int i = 0; i < 20'000; ++i) {
            ERR_clear_error();
            const int result = call();
            if (result > 0) return true;
            last_ = SSL_get_error(ssl_.get(), result);
            if (last_ != SSL_ERROR_WANT_READ && last_ != SSL_ERROR_WANT_WRITE) {
                const char* const reason = ERR_reason_error_string(ERR_peek_error());
                why_ = reason != nullptr ? reason : "closed";
                ERR_clear_error();
                return false;
            }
            turn_();
        }
        why_ = "it takes too long";
        return false;
    }

    std::function<void()> turn_;
    boost::asio::io_context io_;
    Tcp::socket socket_;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> ssl_;
    std::string why_;
    int last_ = 0;
};

}  // namespace muster::net
