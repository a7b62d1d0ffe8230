// A short message centre on the loopback, on a thread of its own, one connection at a time: answers
// as it was told and remembers what it was sent. It shows the certificate that it is given.
#pragma once

#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/outbox/smpp_codec.hpp"
#include "tests/adapters/outbox/receiver.hpp"

namespace muster::outbox {

class Centre {
  public:
    enum class Then : std::uint8_t { answers, hangs_up, says_nothing };
    struct Answer {
        std::uint32_t status = smpp::ok;
        Then then = Then::answers;
        std::string receipt{};  // of the message, behind the answer: DELIVRD
    };

    Centre() { start(); }
    explicit Centre(const OwnCertificate& own) : tls_(boost::asio::ssl::context::tls_server) {
        namespace ssl = boost::asio::ssl;
        tls_->use_certificate(boost::asio::buffer(own.certificate), ssl::context::pem);
        tls_->use_private_key(boost::asio::buffer(own.key), ssl::context::pem);
        start();
    }
    ~Centre() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
            if (talking_ >= 0) ::shutdown(talking_, SHUT_RDWR);
        }
        // Wakes whoever waits in accept.
        boost::asio::io_context io;
        boost::asio::ip::tcp::socket last(io);
        boost::system::error_code ignored;
        last.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    Centre(const Centre&) = delete;
    Centre& operator=(const Centre&) = delete;

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    // To the next short messages; then they are taken.
    void answer_with(std::vector<Answer> answers) {
        const std::lock_guard lock(mutex_);
        answers_.assign(answers.begin(), answers.end());
    }
    void log_in_with(std::uint32_t status) {
        const std::lock_guard lock(mutex_);
        log_in_ = status;
    }
    // Whatever came, in order.
    [[nodiscard]] std::vector<Pdu> got() const {
        const std::lock_guard lock(mutex_);
        return got_;
    }
    [[nodiscard]] std::vector<ShortMessage> messages() const {
        std::vector<ShortMessage> all;
        for (const Pdu& pdu : got()) {
            if (pdu.command == smpp::submit_sm) all.push_back(*read_message(pdu.body));
        }
        return all;
    }
    [[nodiscard]] std::size_t count(std::uint32_t command) const {
        std::size_t found = 0;
        for (const Pdu& pdu : got())
            found += pdu.command == command ? 1 : 0;
        return found;
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
                    talking_ = socket.native_handle();
                }
                serve(socket);
                const std::lock_guard lock(mutex_);
                talking_ = -1;
            }
        });
    }
    void serve(boost::asio::ip::tcp::socket& socket) {
        if (!tls_) return talk(socket);
        boost::system::error_code failed;
        boost::asio::ssl::stream<boost::asio::ip::tcp::socket&> stream(socket, *tls_);
        stream.handshake(boost::asio::ssl::stream_base::server, failed);
        if (!failed) talk(stream);
    }
    template <class Stream>
    void talk(Stream& stream) {
        PduReader reader;
        std::array<char, 1'024> bytes{};
        boost::system::error_code failed;
        while (!failed) {
            const std::size_t size = stream.read_some(boost::asio::buffer(bytes), failed);
            if (failed) return;
            std::string_view rest(bytes.data(), size);
            while (!rest.empty()) {
                const auto pdu = reader.next(rest);
                if (!pdu) continue;
                const auto said = answer(*pdu);
                if (!said) return;
                boost::asio::write(stream, boost::asio::buffer(*said), failed);
            }
        }
    }
    // Nothing where it hangs up.
    std::optional<std::string> answer(const Pdu& pdu) {
        const std::lock_guard lock(mutex_);
        got_.push_back(pdu);
        const auto plain = [&](std::uint32_t status, std::string_view body = {}) {
            return write_pdu(pdu.command | smpp::answer_bit, status, pdu.sequence, body);
        };
        if (pdu.command == smpp::bind_transceiver || pdu.command == smpp::bind_transmitter) {
            return plain(log_in_, write_message_id("centre"));
        }
        if (pdu.command != smpp::submit_sm) {
            return (pdu.command & smpp::answer_bit) != 0 ? std::string() : plain(smpp::ok);
        }
        Answer how;
        if (!answers_.empty()) {
            how = answers_.front();
            answers_.pop_front();
        }
        if (how.then == Then::hangs_up) return std::nullopt;
        if (how.then == Then::says_nothing) return std::string();
        if (how.status != smpp::ok) return plain(how.status);
        const std::string id = std::to_string(++taken_);
        std::string said = plain(smpp::ok, write_message_id(id));
        if (!how.receipt.empty()) {
            ShortMessage receipt;
            receipt.esm_class = 0x04;
            receipt.text = "id:" + id + " stat:" + how.receipt + " err:000";
            said += write_pdu(smpp::deliver_sm, smpp::ok, 1'000 + taken_, write_message(receipt));
        }
        return said;
    }

    boost::asio::io_context io_;
    std::optional<boost::asio::ssl::context> tls_;
    boost::asio::ip::tcp::acceptor acceptor_{io_};
    mutable std::mutex mutex_;  // of what stands below
    std::deque<Answer> answers_;
    std::uint32_t log_in_ = smpp::ok;
    std::vector<Pdu> got_;
    std::uint32_t taken_ = 0;
    int talking_ = -1;  // the socket of the connection
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace muster::outbox
