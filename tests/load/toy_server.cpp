#include "tests/load/toy_server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <utility>

namespace muster::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using boost::system::error_code;

ToyServer::ToyServer(ToyFaults faults)
    : faults_(std::move(faults)),
      acceptor_(io_, {asio::ip::make_address("127.0.0.1"), 0}),
      acceptor_thread_([this] { accept(); }) {}

ToyServer::~ToyServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int socket : sockets_)
            ::shutdown(socket, SHUT_RDWR);
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    }
    changed_.notify_all();
    acceptor_thread_.join();
    for (std::thread& connection : connections_)
        connection.join();
}

std::string ToyServer::url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

std::size_t ToyServer::received() {
    const std::lock_guard lock(mutex_);
    return received_;
}

std::size_t ToyServer::feeds() {
    const std::lock_guard lock(mutex_);
    return feeds_;
}

void ToyServer::accept() {
    while (true) {
        error_code failed;
        Socket socket = acceptor_.accept(failed);
        const std::lock_guard lock(mutex_);
        if (failed || stopping_) return;
        sockets_.push_back(socket.native_handle());
        connections_.emplace_back(
            [this, moved = std::move(socket)]() mutable { serve(std::move(moved)); });
    }
}

void ToyServer::serve(Socket socket) {
    const int handle = socket.native_handle();
    beast::flat_buffer buffer;
    error_code failed;
    while (!failed) {
        http::request<http::string_body> request;
        http::read(socket, buffer, request, failed);
        if (failed) break;
        const std::string target(request.target());
        if (beast::websocket::is_upgrade(request)) {
            WebSocket stream(socket);
            stream.accept(request, failed);
            if (!failed) feed(stream);
            break;
        }
        Answer answer{401, "{}"};
        const std::string key(request["Idempotency-Key"]);
        if (target == "/readyz" ||
            request[http::field::authorization] == "Bearer " + faults_.token) {
            answer =
                this->answer(std::string(request.method_string()), target, key, request.body());
        }
        if (answer.status == 0) break;
        http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
        response.body() = answer.body;
        response.prepare_payload();
        http::write(socket, response, failed);
    }
    const std::lock_guard lock(mutex_);
    std::erase(sockets_, handle);
    socket.close(failed);
}

ToyServer::Answer ToyServer::answer(const std::string& method, const std::string& target,
                                    const std::string& key, const std::string& body) {
    const std::lock_guard lock(mutex_);
    if (target == "/readyz") {
        return {200, R"({"status":"ready","seq":)" + std::to_string(seq_) + "}"};
    }
    if (target == "/v1/services?limit=1000") {
        return {200, R"({"items":[{"code":"sos","emergency_line":true},{"code":"care",)"
                     R"("emergency_line":false}],"next_after":0})"};
    }
    if (target == "/v1/feed/ticket") return {201, R"({"ticket":"t"})"};
    if (target == "/v1/commands/CreateRequest" && method == "POST") {
        const auto known = answers_.find(key);
        return known == answers_.end() ? create(key, body) : known->second;
    }
    if (target.starts_with("/v1/requests?")) return list(target);
    constexpr std::string_view one = "/v1/requests/";
    if (target.starts_with(one)) {
        const auto found = requests_.find(std::stoull(target.substr(one.size())));
        if (found == requests_.end()) return {404, "{}"};
        return {200, json::serialize(json::object{
                         {"id", found->first}, {"status", "queued"}, {"device", found->second}})};
    }
    return {404, "{}"};
}

ToyServer::Answer ToyServer::create(const std::string& key, const std::string& body) {
    const json::object request = json::parse(body).as_object();
    std::string device(request.at("device").as_string());
    const std::size_t number = ++received_;
    if (number == faults_.refuse) return {422, R"({"reason":"unknown_service"})"};
    const std::uint64_t prev = seq_;
    const std::uint64_t id = ++seq_;
    deltas_.push_back(
        {id, prev, device, number == faults_.skip_on_feed, number == faults_.drop_feed_at});
    if (number == faults_.alter) device = "somebody else's";
    if (number != faults_.forget) requests_[id] = device;
    if (number == faults_.duplicate) requests_[++seq_] = device;
    deltas_.back().seq = seq_;
    changed_.notify_all();
    const std::string text = std::to_string(id);
    const Answer answer{201, R"({"seq":)" + text + R"(,"at":1,"id":)" + text + "}"};
    answers_[key] = answer;
    return number == faults_.hang_up ? Answer{0, ""} : answer;
}

// Pages of three, to be turned.
ToyServer::Answer ToyServer::list(const std::string& target) {
    const std::uint64_t after = std::stoull(target.substr(target.find("after=") + 6));
    json::array items;
    std::uint64_t last = 0;
    auto next = requests_.upper_bound(after);
    for (; next != requests_.end() && items.size() < 3; ++next) {
        last = next->first;
        items.push_back(
            json::object{{"id", next->first}, {"status", "queued"}, {"device", next->second}});
    }
    return {200, json::serialize(json::object{{"items", items},
                                              {"next_after", next == requests_.end() ? 0 : last}})};
}

void ToyServer::feed(WebSocket& stream) {
    const auto send = [&stream](const std::string& text, error_code& failed) {
        stream.text(true);
        stream.write(asio::buffer(text), failed);
    };
    const auto with_seq = [](const std::string& type, std::uint64_t seq) {
        return R"({"type":")" + type + R"(","seq":)" + std::to_string(seq) + "}";
    };
    error_code failed;
    send(R"({"type":"hello","epoch":"e","heartbeat_ms":15000,"max_queue":9})", failed);
    beast::flat_buffer auth;
    beast::flat_buffer subscribe;
    if (!failed) stream.read(auth, failed);
    if (!failed) stream.read(subscribe, failed);
    if (failed) return;
    const json::object wish = json::parse(beast::buffers_to_string(subscribe.data())).as_object();

    std::unique_lock lock(mutex_);
    ++feeds_;
    std::uint64_t position = seq_;
    if (const auto* after = wish.if_contains("after")) {
        position = after->to_number<std::uint64_t>();
        send(with_seq("bookmark", position), failed);
    } else {
        send(R"({"type":"reset","reason":"start"})", failed);
        send(with_seq("snapshot_begin", position), failed);
        send(with_seq("snapshot_end", position), failed);
    }
    while (!failed && !stopping_) {
        const auto next =
            std::upper_bound(deltas_.begin(), deltas_.end(), position,
                             [](std::uint64_t seq, const Delta& delta) { return seq < delta.seq; });
        if (next == deltas_.end()) {
            changed_.wait(lock);
            continue;
        }
        if (std::exchange(next->drop_before, false)) {
            lock.unlock();
            using beast::websocket::close_code;
            const auto slow = static_cast<close_code>(4008);
            stream.close(beast::websocket::close_reason(slow, "too slow, resume"), failed);
            return;
        }
        position = next->seq;
        if (next->skip) continue;
        send(R"({"type":"delta","seq":)" + std::to_string(next->seq) + R"(,"prev":)" +
                 std::to_string(next->prev) +
                 R"(,"at":1,"changes":[{"topic":"requests","entity":{"device":")" + next->device +
                 R"("}}]})",
             failed);
    }
}

}  // namespace muster::test
