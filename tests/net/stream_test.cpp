// A stream under TLS with OpenSSL's own client in front, on one thread.
#include "engine/net/stream.hpp"

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>

#include "tests/net/tls_client.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

struct Streams : testing::Test {
    Authority authority;
    Folder folder;
    TlsOptions options;
    asio::io_context io;
    // So that a turn waits a little where nothing is to be done.
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    asio::ip::tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::shared_ptr<const TlsContext> context;
    std::optional<Stream> stream;
    std::optional<error_code> shaken;  // what became of the handshake

    Streams() {
        const Issued issued = authority.issue();
        options.certificate = folder.put("cert.pem", issued.certificate);
        options.key = folder.put("key.pem", issued.key, true);
    }
    ~Streams() override {
        if (stream) stream->close();
        io.restart();
        io.poll();
    }

    void turn() {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(1));
        io.poll();
    }
    template <class Condition>
    bool until(Condition holds) {
        for (int i = 0; i < 5000 && !holds(); ++i)
            turn();
        return holds();
    }
    // The next to connect is served; its handshake begins at once.
    void serve() {
        if (!context) {
            auto loaded = TlsContext::load(options);
            ASSERT_TRUE(loaded) << loaded.error();
            context = std::move(*loaded);
        }
        shaken.reset();
        acceptor.async_accept([this](error_code failed, asio::ip::tcp::socket socket) {
            ASSERT_FALSE(failed);
            stream.emplace(std::move(socket), context);
            stream->async_handshake([this](error_code what) { shaken = what; });
        });
    }
    TlsClient client(const ClientOptions& wanted = {}, SSL_SESSION* session = nullptr) {
        serve();
        return {acceptor.local_endpoint().port(), [this] { turn(); }, wanted, session};
    }
    // A client that has shaken hands.
    std::unique_ptr<TlsClient> connected(const ClientOptions& wanted = {},
                                         SSL_SESSION* session = nullptr) {
        serve();
        auto made = std::make_unique<TlsClient>(
            acceptor.local_endpoint().port(), [this] { turn(); }, wanted, session);
        EXPECT_TRUE(made->connect()) << made->why();
        EXPECT_TRUE(until([&] { return shaken.has_value(); }));
        EXPECT_FALSE(*shaken) << shaken->message();
        return made;
    }
    // So many bytes, in reads of at most `piece`.
    std::string read(std::size_t size, std::size_t piece = 16 * 1024) {
        std::string all;
        bool over = false;
        while (all.size() < size && !over) {
            std::string some(std::min(piece, size - all.size()), '\0');
            std::optional<std::size_t> got;
            bool inside = true;
            stream->async_read_some(asio::buffer(some), [&](error_code failed, std::size_t n) {
                EXPECT_FALSE(inside) << "called from within the call that got it";
                over = static_cast<bool>(failed);
                got = n;
            });
            inside = false;
            EXPECT_TRUE(until([&] { return got.has_value(); }));
            all.append(some, 0, *got);
        }
        return all;
    }
    error_code read_error() {
        std::array<char, 16> bytes{};
        std::optional<error_code> result;
        stream->async_read_some(asio::buffer(bytes),
                                [&](error_code failed, std::size_t) { result = failed; });
        EXPECT_TRUE(until([&] { return result.has_value(); }));
        return *result;
    }
    // Writes the buffers while the client reads; gives what it got.
    std::string written(TlsClient& to, const Stream::Buffers& buffers, std::size_t size) {
        std::optional<std::size_t> done;
        bool inside = true;
        stream->async_write(buffers, [&](error_code failed, std::size_t n) {
            EXPECT_FALSE(inside);
            EXPECT_FALSE(failed) << failed.message();
            done = n;
        });
        inside = false;
        std::string got = to.receive(size);
        EXPECT_TRUE(until([&] { return done.has_value(); }));
        EXPECT_EQ(*done, size);
        return got;
    }
};

std::string text_of(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 7;
    for (char& c : text)
        c = static_cast<char>('a' + (state = state * 1'664'525 + 1'013'904'223) % 26);
    return text;
}

TEST_F(Streams, ShakeHandsInBothVersions) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const auto one =
            connected({.oldest = version, .newest = version, .protocols = "\x02h2\x08http/1.1"});
        EXPECT_EQ(SSL_version(one->native()), version);
        const unsigned char* chosen = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(one->native(), &chosen, &size);
        EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
        ASSERT_TRUE(one->send("hello"));
        EXPECT_EQ(read(5), "hello");
        const std::string answer = "good day";
        EXPECT_EQ(written(*one, {asio::buffer(answer)}, answer.size()), answer);
        EXPECT_TRUE(stream->client_names().empty());
    }
}

TEST_F(Streams, OlderVersionsAreRefused) {
    auto old =
        client({.oldest = TLS1_VERSION, .newest = TLS1_1_VERSION, .ciphers = "DEFAULT@SECLEVEL=0"});
    EXPECT_FALSE(old.connect());
    EXPECT_EQ(old.why(), "tlsv1 alert protocol version");
    ASSERT_TRUE(until([&] { return shaken.has_value(); }));
    EXPECT_TRUE(*shaken);
    EXPECT_EQ(stream->fault(), HandshakeFault::version);
}

TEST_F(Streams, WeakCiphersAndOtherProtocolsAreRefused) {
    for (const char* cipher :
         {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256"}) {
        auto weak = client({.newest = TLS1_2_VERSION, .ciphers = cipher});
        EXPECT_FALSE(weak.connect()) << cipher;
        ASSERT_TRUE(until([&] { return shaken.has_value(); }));
        EXPECT_EQ(stream->fault(), HandshakeFault::cipher);
    }
    auto other = client({.protocols = "\x02h2"});
    EXPECT_FALSE(other.connect());
    ASSERT_TRUE(until([&] { return shaken.has_value(); }));
    EXPECT_EQ(stream->fault(), HandshakeFault::cipher);
}

TEST_F(Streams, AClientThatDoesNotTrustUsIsToldApart) {
    auto one = client();
    SSL_set_verify(one.native(), SSL_VERIFY_PEER, nullptr);
    EXPECT_FALSE(one.connect());
    // In TLS 1.3 it says so behind its own end of the handshake.
    if (!until([&] { return shaken.has_value(); })) FAIL();
    EXPECT_TRUE(*shaken);
    EXPECT_EQ(stream->fault(), HandshakeFault::refused);
}

TEST_F(Streams, PlainTextIsSeenAndCanBeAnswered) {
    serve();
    asio::io_context other;
    asio::ip::tcp::socket plain(other);
    plain.connect(acceptor.local_endpoint());
    asio::write(plain, asio::buffer(std::string_view("GET / HTTP/1.1\r\n\r\n")));
    ASSERT_TRUE(until([&] { return shaken.has_value(); }));
    EXPECT_EQ(stream->fault(), HandshakeFault::plain_text);
    stream->become_plain();
    EXPECT_FALSE(stream->is_tls());
    EXPECT_EQ(read(18), "GET / HTTP/1.1\r\n\r\n");
}

TEST_F(Streams, WhoGoesAwayInTheMiddleIsTold) {
    auto one = client();
    SSL_connect(one.native());  // its first message
    turn();
    one.close();
    ASSERT_TRUE(until([&] { return shaken.has_value(); }));
    EXPECT_TRUE(*shaken);
    EXPECT_EQ(stream->fault(), HandshakeFault::closed);
}

TEST_F(Streams, EverySizeArrivesAsItWas) {
    const auto one = connected();
    for (const std::size_t size :
         {1U, 2U, 29U, 16'383U, 16'384U, 16'385U, 32'768U, 65'535U, 65'536U, 65'537U, 200'000U}) {
        const std::string text = text_of(size);
        EXPECT_EQ(written(*one, {asio::buffer(text)}, size), text) << size;
        std::size_t sent = 0;
        std::string got;
        while (sent < size) {
            const std::size_t piece = std::min<std::size_t>(size - sent, 30'000);
            ASSERT_TRUE(one->send(std::string_view(text).substr(sent, piece)));
            sent += piece;
            got += read(piece, 1 + size / 7);
        }
        EXPECT_EQ(got, text) << size;
    }
}

TEST_F(Streams, BuffersMayBeCutAnywhere) {
    const auto one = connected();
    const std::string text = text_of(70'000);
    for (std::size_t cut = 0; cut <= text.size(); cut += cut < 40 ? 1 : 997) {
        const std::size_t second = std::min(text.size(), cut + 16'384);
        const Stream::Buffers buffers{asio::buffer(text.data(), cut),
                                      asio::buffer(text.data() + cut, second - cut),
                                      asio::const_buffer(), asio::buffer(text.data() + second, 0),
                                      asio::buffer(text.data() + second, text.size() - second)};
        ASSERT_EQ(written(*one, buffers, text.size()), text) << cut;
    }
}

TEST_F(Streams, WaitForASlowReader) {
    const auto one = connected();
    stream->socket().set_option(asio::socket_base::send_buffer_size(4096));
    const std::string text = text_of(3'000'000);
    const Stream::Buffers buffers{asio::buffer(text)};
    bool done = false;
    stream->async_write(buffers, [&](error_code failed, std::size_t) {
        EXPECT_FALSE(failed);
        done = true;
    });
    for (int i = 0; i < 50; ++i)
        turn();
    EXPECT_FALSE(done);
    // It can still be read meanwhile.
    ASSERT_TRUE(one->send("are you there"));
    EXPECT_EQ(read(13), "are you there");
    EXPECT_EQ(one->receive(text.size()), text);
    EXPECT_TRUE(until([&] { return done; }));
}

TEST_F(Streams, WhatWasTakenForSendingIsSentThough) {
    const auto one = connected();
    stream->socket().set_option(asio::socket_base::send_buffer_size(4096));
    const std::string text = text_of(1'000'000);
    std::size_t taken = 0;
    while (true) {
        const std::array<std::string_view, 2> views{std::string_view(text).substr(taken, 10),
                                                    std::string_view(text).substr(taken + 10)};
        const Sent sent = stream->send_some(views);
        ASSERT_FALSE(sent.broken);
        taken += sent.taken;
        if (sent.full) break;
        ASSERT_LT(taken, text.size()) << "the socket never was full";
    }
    EXPECT_TRUE(stream->has_unsent());
    // What the caller would say next may have changed: it is not sent in place of what was taken.
    const std::string rest = "and something else";
    std::string got;
    bool writable = false;
    for (int i = 0; i < 20'000 && got.size() < taken + rest.size(); ++i) {
        if (stream->has_unsent()) {
            if (stream->flush().full && !writable) {
                writable = true;
                stream->async_wait_write([&](error_code) { writable = false; });
            }
        } else if (got.size() >= taken) {
            EXPECT_EQ(stream->send_some(std::array{std::string_view(rest)}).taken, rest.size());
        }
        got += one->receive_what_is_there(taken - std::min(taken, got.size()));
        turn();
        if (got.size() >= taken && !stream->has_unsent() && taken + rest.size() > got.size()) {
            ASSERT_EQ(stream->send_some(std::array{std::string_view(rest)}).taken, rest.size());
            got += one->receive(rest.size());
        }
    }
    EXPECT_EQ(got, text.substr(0, taken) + rest);
}

TEST_F(Streams, WaitingForBytesEndsAtOnceWhereTlsHasThem) {
    const auto one = connected();
    stream->socket().non_blocking(true);
    const std::string text = text_of(10'000);
    ASSERT_TRUE(one->send(text));
    std::string got;
    error_code failed;
    while (got.size() < text.size()) {
        bool readable = false;
        stream->async_wait_read([&](error_code what) {
            EXPECT_FALSE(what);
            readable = true;
        });
        ASSERT_TRUE(until([&] { return readable; })) << "after " << got.size() << " bytes";
        std::array<char, 100> some{};
        const std::size_t n = stream->read_some(asio::buffer(some), failed);
        ASSERT_TRUE(!failed || failed == asio::error::would_block) << failed.message();
        got.append(some.data(), n);
    }
    EXPECT_EQ(got, text);
}

TEST_F(Streams, HalfARecordDoesNotSpin) {
    const auto one = connected();
    stream->socket().non_blocking(true);
    // From here on the client's records are cut by hand.
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set0_wbio(one->native(), out);
    ASSERT_EQ(SSL_write(one->native(), "0123456789", 10), 10);
    char* bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(out, &bytes));
    std::string got;
    int woken = 0;
    std::function<void()> wait = [&] {
        stream->async_wait_read([&](error_code what) {
            if (what) return;
            ++woken;
            std::array<char, 64> some{};
            error_code failed;
            const std::size_t n = stream->read_some(asio::buffer(some), failed);
            got.append(some.data(), n);
            wait();
        });
    };
    wait();
    for (std::size_t i = 0; i < size; ++i) {
        asio::write(one->socket(), asio::buffer(bytes + i, 1));
        for (int j = 0; j < 3; ++j)
            turn();
        EXPECT_EQ(got.empty(), i + 1 < size);
    }
    EXPECT_EQ(got, "0123456789");
    EXPECT_LE(woken, static_cast<int>(size) + 1);
}

TEST_F(Streams, NewKeysMayComeAtAnyTime) {
    const auto one = connected({.oldest = TLS1_3_VERSION});
    const std::string text = text_of(1000);
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(SSL_key_update(one->native(), SSL_KEY_UPDATE_REQUESTED), 1);
        ASSERT_TRUE(one->send(text));
        ASSERT_EQ(read(text.size()), text);
        ASSERT_EQ(written(*one, {asio::buffer(text)}, text.size()), text);
    }
}

// Each asks for an answer that it does not read: no memory without end for that.
TEST_F(Streams, WhoAsksForKeysAndReadsNothingIsGivenUp) {
    const auto one = connected({.oldest = TLS1_3_VERSION});
    // The client's buffer stays as it is: shrunk behind a window that was already offered, it lets
    // the kernel drop what the server acknowledges as well, and the client's own bytes come to a
    // halt.
    stream->socket().set_option(asio::socket_base::send_buffer_size(4096));
    bool given_up = false;
    std::array<char, 1024> some{};
    std::function<void()> read_on = [&] {
        stream->async_read_some(asio::buffer(some), [&](error_code failed, std::size_t) {
            given_up = static_cast<bool>(failed);
            if (!failed) read_on();
        });
    };
    read_on();
    // How much of what it asks for comes at once is the kernel's affair.
    const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (int i = 0; !given_up && std::chrono::steady_clock::now() < enough; ++i) {
        SSL_key_update(one->native(), SSL_KEY_UPDATE_REQUESTED);
        if (SSL_do_handshake(one->native()) != 1) turn();
        if (i % 64 == 0) turn();
    }
    EXPECT_TRUE(given_up);
}

TEST_F(Streams, TheEndIsSaidAndHeard) {
    const auto one = connected();
    one->end_of_bytes();
    EXPECT_EQ(read_error(), asio::error::eof);
    // What is owed is still said.
    const std::string answer = "good-bye";
    EXPECT_EQ(written(*one, {asio::buffer(answer)}, answer.size()), answer);
    stream->shutdown_send();
    EXPECT_TRUE(one->ended());
}

TEST_F(Streams, AnEndWithoutAWordIsAnEndToo) {
    const auto one = connected();
    one->socket().shutdown(asio::ip::tcp::socket::shutdown_send);
    EXPECT_EQ(read_error(), asio::error::eof);
    EXPECT_EQ(read_error(), asio::error::eof) << "and stays one";
}

TEST_F(Streams, WhatIsDamagedEndsTheConnection) {
    const auto one = connected();
    asio::write(one->socket(), asio::buffer(std::string(64, '\x17')));
    const error_code failed = read_error();
    EXPECT_TRUE(failed);
    EXPECT_NE(failed, asio::error::eof);
    const std::string text = "no more";
    EXPECT_TRUE(stream->send_some(std::array{std::string_view(text)}).broken);
}

TEST_F(Streams, AReconnectGoesOnByItsTicket) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const ClientOptions wanted{.oldest = version, .newest = version};
        const auto first = connected(wanted);
        EXPECT_FALSE(stream->is_resumed());
        const std::string text = "with the ticket before it";
        EXPECT_EQ(written(*first, {asio::buffer(text)}, text.size()), text);
        SSL_SESSION* const session = SSL_get1_session(first->native());
        const auto second = connected(wanted, session);
        EXPECT_TRUE(stream->is_resumed());
        EXPECT_TRUE(second->is_resumed());
        // Its key went with the context.
        context.reset();
        const auto third = connected(wanted, session);
        EXPECT_FALSE(stream->is_resumed());
        SSL_SESSION_free(session);
    }
}

TEST_F(Streams, MayBeMovedBetweenOperations) {
    const auto one = connected();
    ASSERT_TRUE(one->send("abc"));
    EXPECT_EQ(read(1), "a");
    Stream moved(std::move(*stream));
    stream.emplace(std::move(moved));
    EXPECT_EQ(read(2), "bc") << "they had come before";
}

TEST_F(Streams, ClosingEndsWhatIsUnderWay) {
    const auto one = connected();
    std::array<char, 8> some{};
    std::optional<error_code> ended;
    stream->async_read_some(asio::buffer(some),
                            [&](error_code failed, std::size_t) { ended = failed; });
    stream->close();
    ASSERT_TRUE(until([&] { return ended.has_value(); }));
    EXPECT_TRUE(*ended);
}

TEST_F(Streams, NameTheClientOfAVerifiedCertificate) {
    options.client_ca = folder.put("ca.pem", authority.certificate());
    const auto one =
        connected({.own = authority.issue({.name = "gate", .others = "DNS:gate.example"})});
    EXPECT_EQ(stream->client_names(), (std::vector<std::string>{"gate", "gate.example"}));
    const auto none = connected();
    EXPECT_TRUE(stream->client_names().empty());
}

TEST_F(Streams, AReconnectByTicketIsTheSameClient) {
    options.client_ca = folder.put("ca.pem", authority.certificate());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const Issued own = authority.issue({.name = "gate", .others = ""});
        const auto first = connected({.oldest = version, .newest = version, .own = own});
        const std::string text = "with the ticket before it";
        EXPECT_EQ(written(*first, {asio::buffer(text)}, text.size()), text);
        SSL_SESSION* const session = SSL_get1_session(first->native());
        const auto second = connected({.oldest = version, .newest = version}, session);
        EXPECT_TRUE(stream->is_resumed());
        EXPECT_EQ(stream->client_names(), std::vector<std::string>{"gate"});
        SSL_SESSION_free(session);
    }
}

TEST_F(Streams, RefuseACertificateThatDoesNotHold) {
    options.client_ca = folder.put("ca.pem", authority.certificate());
    const Authority stranger("Authority of tests");
    for (const Issued& own : {stranger.issue({.name = "gate"}),
                              authority.issue({.name = "gate", .begins_s = -7200, .ends_s = -3600}),
                              authority.issue({.name = "gate", .begins_s = 3600})}) {
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            auto one = client({.oldest = version, .newest = version, .own = own});
            // TLS 1.3: the client is through before it is told.
            EXPECT_TRUE(!one.connect() || one.receive(1).empty());
            ASSERT_TRUE(until([&] { return shaken.has_value(); }));
            EXPECT_TRUE(*shaken);
            EXPECT_EQ(stream->fault(), HandshakeFault::client_certificate);
        }
    }
}

}  // namespace
}  // namespace muster::net
