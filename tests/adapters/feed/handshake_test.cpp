#include "adapters/feed/handshake.hpp"

#include <gtest/gtest.h>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/field.hpp>

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
