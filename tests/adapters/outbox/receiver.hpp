// A receiver on the loopback, on a thread of its own: answers as it was told, and remembers what it
// was sent. Over TLS it shows a certificate that it has made itself.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace muster::outbox {

// A key and a certificate for a name, in PEM. It vouches for itself.
struct OwnCertificate {
    std::string key;
    std::string certificate;
};

inline std::string pem_text(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    std::string text(bytes, static_cast<std::size_t>(size));
    BIO_free(bio);
    return text;
}

// `name`: as of subjectAltName, "DNS:localhost" or "IP:127.0.0.1".
inline OwnCertificate make_certificate(const std::string& name) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(made), 3'600);
    X509_set_pubkey(made, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(made));
    const auto add = [&](int kind, const std::string& value) {
        X509_EXTENSION* const more = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
        X509_add_ext(made, more, -1);
        X509_EXTENSION_free(more);
    };
    add(NID_basic_constraints, "critical,CA:TRUE");
    add(NID_subject_alt_name, name);
    X509_sign(made, key, EVP_sha256());
    BIO* const key_text = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(key_text, key, nullptr, nullptr, 0, nullptr, nullptr);
    BIO* const text = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(text, made);
    X509_free(made);
    EVP_PKEY_free(key);
    return {pem_text(key_text), pem_text(text)};
}

class Receiver {
  public:
    using Request = boost::beast::http::request<boost::beast::http::string_body>;
    struct Answer {
        unsigned status = 200;
        std::string body{};
        std::string retry_after{};
        bool silent = false;  // reads the request and says nothing until the end
    };

    Receiver() { start(); }
    explicit Receiver(const OwnCertificate& own) : tls_(boost::asio::ssl::context::tls_server) {
        namespace ssl = boost::asio::ssl;
        tls_->use_certificate(boost::asio::buffer(own.certificate), ssl::context::pem);
        tls_->use_private_key(boost::asio::buffer(own.key), ssl::context::pem);
        start();
    }
    ~Receiver() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        // Wakes whoever waits in accept.
        boost::asio::io_context io;
        boost::asio::ip::tcp::socket last(io);
        boost::system::error_code ignored;
        last.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    [[nodiscard]] std::string port() const {
        return std::to_string(acceptor_.local_endpoint().port());
    }
    // The next ones; then 200.
    void answer_with(std::vector<Answer> answers) {
        const std::lock_guard lock(mutex_);
        answers_.assign(answers.begin(), answers.end());
    }
    [[nodiscard]] std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

  private:
    void start() {
        acceptor_.open(boost::asio::ip::tcp::v4());
        acceptor_.bind({boost::asio::ip::make_address("127.0.0.1"), 0});
        acceptor_.listen();
        thread_ = std::thread([this] {
            while (true) {
                boost::asio::ip::tcp::socket socket(io_);
                boost::system::error_code failed;
                acceptor_.accept(socket, failed);
                {
                    const std::lock_guard lock(mutex_);
                    if (ended_ || failed) return;
                }
                serve(std::move(socket));
            }
        });
    }
    void serve(boost::asio::ip::tcp::socket socket) {
        boost::system::error_code failed;
        if (!tls_) return talk(socket);
        boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(std::move(socket), *tls_);
        stream.handshake(boost::asio::ssl::stream_base::server, failed);
        if (!failed) talk(stream);
    }
    template <class Stream>
    void talk(Stream& stream) {
        namespace http = boost::beast::http;
        boost::system::error_code failed;
        boost::beast::flat_buffer buffer;
        Request request;
        http::read(stream, buffer, request, failed);
        if (failed) return;
        Answer answer;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
            if (!answers_.empty()) {
                answer = answers_.front();
                answers_.pop_front();
            }
        }
        if (answer.silent) {
            // Until the other side has had enough.
            char byte = 0;
            stream.read_some(boost::asio::buffer(&byte, 1), failed);
            return;
        }
        http::response<http::string_body> response;
        response.version(11);
        response.result(answer.status);
        if (!answer.retry_after.empty()) {
            response.set(http::field::retry_after, answer.retry_after);
        }
        response.body() = answer.body;
        response.prepare_payload();
        http::write(stream, response, failed);
    }

    boost::asio::io_context io_;
    std::optional<boost::asio::ssl::context> tls_;
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    mutable std::mutex mutex_;  // of what stands below
    std::deque<Answer> answers_;
    std::vector<Request> requests_;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace muster::outbox
