// The listener with stand-ins behind it and a raw client in front, all on one thread: the client
// never blocks, it lets the server's io_context run while it waits.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/http_adapter.hpp"
#include "documented.hpp"
#include "muster/map_port.hpp"
#include "muster/report_port.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::http {

using Tcp = boost::asio::ip::tcp;

// Answers in the next turn.
class FakeReports final : public ReportPort {
  public:
    explicit FakeReports(boost::asio::io_context& io) : io_(io) {}

    std::unique_ptr<Wish> report(const ReportQuery&, Done done) override { return later(done); }
    std::unique_ptr<Wish> statement(const StatementQuery&, Done done) override {
        return later(done);
    }

    ReportAnswer answer{ReportAnswer::Kind::unknown, "nothing is known of it"};

  private:
    std::unique_ptr<Wish> later(const Done& done) {
        boost::asio::post(io_, [done, answer = answer] { done(answer); });
        return std::make_unique<Wish>();
    }

    boost::asio::io_context& io_;
};

// Makes things in the next turn, from what it was asked.
class FakeMaps final : public MapPort {
  public:
    explicit FakeMaps(boost::asio::io_context& io) : io_(io) {}

    std::optional<MapInfo> map() override {
        if (!there) return std::nullopt;
        return MapInfo{
            version, R"({"hash":"ab","bounds":[1,2,3,4],"min_zoom":0,"max_zoom":16,"source":"x"})"};
    }
    Text tile_at_hand(const TileId& tile) override {
        return at_hand ? std::make_shared<const std::string>(text_of(tile)) : nullptr;
    }
    std::unique_ptr<Wish> tile(const TileId& tile, const std::string&, Done done,
                               Refusal& why) override {
        return later(text_of(tile), std::move(done), why);
    }
    std::unique_ptr<Wish> ways_of(RequestId request, const std::string&, Done done,
                                  Refusal& why) override {
        return later("{\"request\":" + std::to_string(request.value) + ",\"ways\":[]}",
                     std::move(done), why);
    }
    std::unique_ptr<Wish> way(const WayQuery& query, const std::string&, Done done,
                              Refusal& why) override {
        asked = query;
        return later(R"({"eta_ms":60000})", std::move(done), why);
    }
    static std::string text_of(const TileId& tile) {
        return "tile " + std::to_string(tile.zoom) + "/" + std::to_string(tile.x) + "/" +
               std::to_string(tile.y);
    }

    bool there = true;
    bool at_hand = false;
    std::string version = "v1";
    Refusal refusal = Refusal::none;
    WayQuery asked;
    std::size_t made = 0;

  private:
    std::unique_ptr<Wish> later(std::string text, Done done, Refusal& why) {
        why = refusal;
        if (why != Refusal::none) return nullptr;
        ++made;
        boost::asio::post(io_, [done = std::move(done), text = std::move(text)] {
            done(std::make_shared<const std::string>(text));
        });
        return std::make_unique<Wish>();
    }

    boost::asio::io_context& io_;
};

struct World {
    World() {
        options.server.port = 0;
        options.sweep_ms = Millis{5};
        options.card_keys["k1"] = "0123456789abcdef0123456789abcdef";
        options.chip_keys["c1"] =
            gate::read_sun_keys("00112233445566778899AABBCCDDEEFF 0F1E2D3C4B5A69788796A5B4C3D2E1F0")
                .value();
        options.gateway_keys["gate"] = "fedcba9876543210fedcba9876543210";
        options.cards.hotline = "12349";
        queries.entities["rules/1"] =
            R"({"version":"1","services":[{"code":"emergency","name_en":"Emergency help",)"
            R"("name_zh":"紧急求助","urgency":"P1"}],"card_colours":[)"
            R"({"colour":"red","service":"emergency","name_en":"Emergency","name_zh":"紧急求助"},)"
            R"({"colour":"green","service":"health","name_en":"Health","name_zh":"健康"}]})";
        queries.entities["cards/42"] = R"({"id":42,"member":7,"generation":3,"status":"active"})";
    }

    void start(Upgrade upgrade = {}) {
        HttpPorts ports{
            .commands = commands,
            .queries = queries,
            .access = access,
            .now = [this] { return now; },
            .steady_now = [this] { return steady_now.value_or(now); },
            .city_now = [this] { return city_now.value_or(now); },
            .issue_ticket = [this](const Principal& who, TimePoint) -> std::optional<std::string> {
                if (feed_full) return std::nullopt;
                return "ticket-of-" + who.name;
            },
            .openapi = std::make_shared<const std::string>("{\"openapi\":\"3.1.0\"}"),
            .asyncapi = std::make_shared<const std::string>("{\"asyncapi\":\"3.0.0\"}"),
            .map = std::make_shared<const std::string>("{\"features\":[]}"),
            .explain = &explain,
            .reports = makes_reports ? &reports : nullptr,
            .maps = &maps,
            .desk = desk,
            .imports = imports,
            .audit = &audit,
            .past = past,
            .accesses = accesses,
            .sessions = sessions,
            .accounts = accounts,
            .commands_wait = [this] { return commands_wait; },
            .warn = [this](const std::string& what) { warnings.push_back(what); }};
        adapter = std::make_unique<HttpAdapter>(io, std::move(ports), options, std::move(upgrade));
        queries.metrics = [this](MetricsText& out) { adapter->write_metrics(out); };
        const auto fault = adapter->start();
        ASSERT_FALSE(fault) << *fault;
    }

    // Lets the server work until nothing is ready, or for a moment at most.
    void turn() {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(2));
        io.poll();
    }

    // Turns until the condition holds; false when it never does.
    template <class Condition>
    bool until(Condition holds) {
        for (int i = 0; i < 5000; ++i) {
            if (holds()) return true;
            turn();
        }
        return holds();
    }

    boost::asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeAccess access;
    FakeExplain explain;
    DeskPort* desk = nullptr;
    ImportPort* imports = nullptr;
    PastPort* past = nullptr;
    AccessRecordPort* accesses = nullptr;
    SessionPort* sessions = nullptr;
    AccountPort* accounts = nullptr;
    FakeReports reports{io};
    bool makes_reports = true;
    FakeMaps maps{io};
    FakeAudit audit;
    bool commands_wait = false;
    std::vector<std::string> warnings;
    HttpOptions options;
    TimePoint now{1'700'000'000'000};
    std::optional<TimePoint> city_now;    // else `now`
    std::optional<TimePoint> steady_now;  // else `now`
    bool feed_full = false;
    std::unique_ptr<HttpAdapter> adapter;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    unsigned status = 0;
    boost::beast::http::response<boost::beast::http::string_body> message;

    [[nodiscard]] const std::string& body() const { return message.body(); }
    [[nodiscard]] std::string header(std::string_view name) const {
        const auto value = message[boost::beast::string_view(name.data(), name.size())];
        return {value.data(), value.size()};
    }
    [[nodiscard]] boost::json::object json() const {
        boost::system::error_code error;
        auto value = boost::json::parse(message.body(), error);
        if (error || !value.is_object()) {
            ADD_FAILURE() << "not a JSON object: " << message.body();
            return {};
        }
        return value.as_object();
    }
    [[nodiscard]] std::string text(std::string_view member) const {
        const auto object = json();
        const auto* const value = object.if_contains(member);
        if (value == nullptr || !value->is_string()) return {};
        return std::string(value->as_string());
    }
};

class Client {
  public:
    explicit Client(World& world) : world_(world), socket_(io_) {
        socket_.connect(
            Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), world.adapter->port()));
        socket_.non_blocking(true);
    }

    // False when the server no longer takes bytes.
    bool send(std::string_view text) {
        for (int i = 0; !text.empty() && i < 100'000; ++i) {
            boost::system::error_code error;
            const std::size_t n = socket_.write_some(boost::asio::buffer(text), error);
            text.remove_prefix(n);
            if (error == boost::asio::error::would_block) {
                world_.turn();
            } else if (error) {
                return false;
            }
        }
        return text.empty();
    }

    // The next response; nothing when the connection ends or none comes. `head`: to a HEAD request.
    std::optional<Answer> receive(bool head = false) {
        boost::beast::http::response_parser<boost::beast::http::string_body> parser;
        parser.body_limit(64 * 1024 * 1024);
        parser.skip(head);
        parser.eager(true);
        for (int i = 0; i < 5000; ++i) {
            boost::system::error_code error;
            while (buffer_.size() > 0 && !parser.is_done()) {
                const std::size_t n = parser.put(buffer_.data(), error);
                buffer_.consume(n);
                if (n == 0 || error) break;
            }
            if (error && error != boost::beast::http::error::need_more) {
                ADD_FAILURE() << "bad response: " << error.message();
                return std::nullopt;
            }
            if (parser.is_done()) {
                Answer answer;
                answer.status = parser.get().result_int();
                answer.message = parser.release();
                return answer;
            }
            if (ended_) return std::nullopt;
            fill();
        }
        return std::nullopt;
    }

    // True once the server has ended the connection.
    bool closed() {
        for (int i = 0; i < 5000 && !ended_; ++i)
            fill();
        return ended_;
    }
    [[nodiscard]] std::size_t unread() const { return buffer_.size(); }
    void end_of_requests() { socket_.shutdown(Tcp::socket::shutdown_send); }

    std::optional<Answer> request(std::string_view method, std::string_view target,
                                  const Headers& headers = {}, std::string_view body = {}) {
        if (!send(text_of(method, target, headers, body))) return std::nullopt;
        auto answer = receive(method == "HEAD");
        // Whatever any test sees must be in the contract.
        if (answer) {
            EXPECT_EQ(documented::surprise(method, target, answer->status,
                                           answer->header("Content-Type"), answer->body()),
                      "");
        }
        return answer;
    }

    static std::string text_of(std::string_view method, std::string_view target,
                               const Headers& headers, std::string_view body) {
        std::string text(method);
        text.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
        for (const auto& [name, value] : headers) {
            text.append(name).append(": ").append(value).append("\r\n");
        }
        if (!body.empty() || method == "POST") {
            text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
        }
        return text.append("\r\n").append(body);
    }

  private:
    void fill() {
        world_.turn();
        boost::system::error_code error;
        const std::size_t n = socket_.read_some(buffer_.prepare(64 * 1024), error);
        buffer_.commit(n);
        if (error && error != boost::asio::error::would_block) ended_ = true;
    }

    World& world_;
    boost::asio::io_context io_;
    Tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    bool ended_ = false;
};

inline Headers with_token(std::string_view token, Headers more = {}) {
    more.emplace_back("Authorization", "Bearer " + std::string(token));
    return more;
}

inline Headers json_with_token(std::string_view token, Headers more = {}) {
    more.emplace_back("Content-Type", "application/json");
    return with_token(token, std::move(more));
}

}  // namespace muster::http
