#include "adapters/feed/handshake.hpp"

#include <gtest/gtest.h>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/field.hpp>
#include <initializer_list>

namespace muster::feed_adapter {
namespace {

namespace http = boost::beast::http;
using Request = http::request<http::empty_body>;

Request good_request() {
    Request request(http::verb::get, "/v1/feed", 11);
    request.set(http::field::host, "127.0.0.1:8080");
    request.set(http::field::connection, "keep-alive, Upgrade");
    request.set(http::field::upgrade, "websocket");
    request.set(http::field::sec_websocket_version, "13");
    request.set(http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
    request.set(http::field::sec_websocket_protocol, "other, muster.v1");
    return request;
}

unsigned status_of(const Request& request, const FeedAdapterOptions& options = {}) {
    return check_handshake(request, options).status;
}

TEST(FeedHandshake, AcceptsAndNamesTheSubprotocol) {
    const auto handshake = check_handshake(good_request(), {});
    EXPECT_EQ(handshake.status, 101u);
    EXPECT_EQ(handshake.answer,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
              "Sec-WebSocket-Protocol: muster.v1\r\n\r\n");
}

TEST(FeedHandshake, ChecksTheOrigin) {
    FeedAdapterOptions options;
    options.allowed_origins = {"https://desk.example"};
    auto request = good_request();
    EXPECT_EQ(status_of(request, options), 101u) << "programs send none";
    request.set(http::field::origin, "https://desk.example");
    EXPECT_EQ(status_of(request, options), 101u);
    request.set(http::field::origin, "http://127.0.0.1:8080");
    EXPECT_EQ(status_of(request, options), 101u) << "the same origin";
    for (const char* bad : {"https://evil.example", "https://desk.example.evil.example", "null", "",
                            "http://127.0.0.1:8081", "://127.0.0.1"}) {
        request.set(http::field::origin, bad);
        EXPECT_EQ(status_of(request, options), 403u) << bad;
    }
    options.allow_same_origin = false;
    request.set(http::field::origin, "http://127.0.0.1:8080");
    EXPECT_EQ(status_of(request, options), 403u);
    options.allow_no_origin = false;
    request.erase(http::field::origin);
    EXPECT_EQ(status_of(request, options), 403u);
}

struct OriginCase {
    const char* host;
    const char* origin;
    bool allowed;
};

void expect_origins(std::initializer_list<OriginCase> cases, const FeedAdapterOptions& options,
                    const char* proxied_by = nullptr) {
    for (const auto& [host, origin, allowed] : cases) {
        auto request = good_request();
        request.set(http::field::host, host);
        request.set(http::field::origin, origin);
        if (proxied_by != nullptr) request.set("X-Forwarded-Proto", proxied_by);
        EXPECT_EQ(status_of(request, options), allowed ? 101u : 403u) << host << " of " << origin;
    }
}

// RFC 6454: an origin is scheme, host and port, and a port that goes without saying is there.
TEST(FeedHandshake, ComparesWholeOrigins) {
    expect_origins({{"muster.example:443", "https://muster.example", true},
                    {"muster.example:80", "http://muster.example", true},
                    {"muster.example", "https://muster.example:443", true},
                    {"muster.example", "http://muster.example:80", true},
                    {"muster.example", "https://muster.example", true},
                    {"Muster.Example", "http://muster.example", true},
                    {"[::1]:8080", "http://[::1]:8080", true},
                    {"[::1]:443", "https://[::1]", true},
                    {"127.0.0.1:8080", "http://127.0.0.1:8080", true},
                    {"127.0.0.1:8080", "https://127.0.0.1:8080", false},
                    {"127.0.0.1:8080", "http://127.0.0.1", false},
                    {"127.0.0.1", "http://127.0.0.1:8080", false},
                    {"muster.example:80", "https://muster.example", false},
                    {"muster.example:443", "http://muster.example", false},
                    {"muster.example:443", "https://muster.example:8443", false},
                    {"127.0.0.1:8080", "ftp://127.0.0.1:8080", false},
                    {"127.0.0.1:8080", "chrome-extension://127.0.0.1:8080", false},
                    {"127.0.0.1:8080", "http://127.0.0.1:8080/", false},
                    {"127.0.0.1:8080", "http://127.0.0.1:8080, http://evil.example", false},
                    {"127.0.0.1:8080", "http://u@127.0.0.1:8080", false},
                    {"127.0.0.1:8080", "http://127.0.0.1:08080x", false},
                    {"a.example", "http://a.example.evil.example", false}},
                   {});
}

TEST(FeedHandshake, ComparesTheSchemeThatTheOutsideSees) {
    const std::initializer_list<OriginCase> over_tls = {
        {"muster.example", "https://muster.example", true},
        {"muster.example:443", "https://muster.example", true},
        {"muster.example", "http://muster.example", false},
        {"muster.example", "http://muster.example:443", false}};
    expect_origins(over_tls, {}, "https");
    FeedAdapterOptions options;
    options.public_url = "https://muster.example/";
    expect_origins(over_tls, options);
    expect_origins({{"10.0.0.5:8080", "https://muster.example", true},
                    {"10.0.0.5:8080", "http://10.0.0.5:8080", true},
                    {"muster.example:8080", "http://muster.example:8080", true}},
                   options);
    expect_origins({{"muster.example:8443", "https://muster.example:8443", true},
                    {"muster.example:8443", "http://muster.example:8443", false}},
                   {}, "https");
    options = {};
    options.allowed_origins = {"https://desk.example:443"};
    expect_origins({{"x", "https://desk.example", true}, {"x", "http://desk.example", false}},
                   options);
}

TEST(FeedHandshake, RefusesTwoOfWhatMustBeOne) {
    for (const auto& [field, value] :
         {std::pair<http::field, const char*>{http::field::origin, "http://127.0.0.1:8080"},
          {http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ=="},
          {http::field::sec_websocket_version, "13"}}) {
        auto request = good_request();
        request.set(field, value);
        EXPECT_EQ(status_of(request), 101u);
        request.insert(field, value);
        EXPECT_NE(status_of(request), 101u) << http::to_string(field);
    }
}

TEST(FeedHandshake, RefusesWhatIsNotOurWebSocket) {
    auto request = good_request();
    request.erase(http::field::sec_websocket_protocol);
    EXPECT_EQ(status_of(request), 400u);
    request = good_request();
    request.set(http::field::sec_websocket_protocol, "muster.v2");
    EXPECT_EQ(status_of(request), 400u);
    request = good_request();
    request.set(http::field::sec_websocket_version, "8");
    const auto handshake = check_handshake(request, {});
    EXPECT_EQ(handshake.status, 426u);
    EXPECT_NE(handshake.answer.find("Sec-WebSocket-Version: 13\r\n"), std::string::npos);
    request = good_request();
    request.set(http::field::sec_websocket_key, "short");
    EXPECT_EQ(status_of(request), 400u);
    request = good_request();
    request.erase(http::field::upgrade);
    EXPECT_EQ(status_of(request), 400u);
    request = good_request();
    request.method(http::verb::post);
    EXPECT_EQ(status_of(request), 400u);
    request = good_request();
    request.version(10);
    EXPECT_EQ(status_of(request), 400u);
}

}  // namespace
}  // namespace muster::feed_adapter
