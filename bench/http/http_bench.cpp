// What one request costs the listener: CPU time of the server's thread per request over loopback,
// with ports that answer at once, so that only HTTP is measured. `depth` requests are sent at a
// time on one connection.
#include <benchmark/benchmark.h>
#include <pthread.h>
#include <time.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <thread>

#include "adapters/http/http_adapter.hpp"

namespace {

using namespace muster;
using Tcp = boost::asio::ip::tcp;

struct Ports : CommandPort, QueryPort, AccessPort {
    void submit(Submission, std::function<void(const Outcome&)> done) override {
        Outcome outcome;
        outcome.seq = 123456;
        outcome.id = outcome.seq;
        outcome.made = true;
        outcome.at = TimePoint{1'700'000'000'000};
        outcome.events_json = events;
        done(outcome);
    }
    std::optional<std::string> read(std::string_view, std::uint64_t,
                                    const Principal&) const override {
        return *events;
    }
    std::unique_ptr<ListReading> start_list(std::string_view, const ListQuery&, const Principal&,
                                            std::string&) const override {
        return nullptr;
    }
    std::unique_ptr<TextReading> start_timeline(RequestId, const Principal&,
                                                std::string) const override {
        return nullptr;
    }
    bool is_personal_filter(std::string_view, std::string_view) const override { return false; }
    std::string find_places(const PlaceQuery&) const override { return {}; }
    std::uint64_t committed_seq() const override { return 1; }
    std::string metrics_text() const override { return {}; }
    bool ready(std::string&) const override { return true; }
    std::optional<Principal> authenticate(std::string_view) override { return principal; }
    bool is_valid(std::string_view) override { return true; }

    std::shared_ptr<const std::string> events =
        std::make_shared<const std::string>("[\"" + std::string(600, 'x') + "\"]");
    Principal principal = [] {
        Principal p;
        p.name = "bench";
        p.roles.add(Role::dispatcher);
        return p;
    }();
};

double cpu_seconds(pthread_t thread) {
    clockid_t clock{};
    timespec time{};
    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::string request_text(bool command) {
    const std::string common =
        " HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer 0123456789abcdef\r\n"
        "Accept: application/json\r\nUser-Agent: bench\r\n";
    if (!command) return "GET /v1/requests/123456" + common + "\r\n";
    const std::string body =
        R"({"service":"emergency","channel":"hotline","member":7,"caller":"+8651487654321",)"
        R"("place":{"lat":32.3942000,"lon":119.4129000},"note":"fell in the kitchen"})";
    return "POST /v1/commands/CreateRequest" + common +
           "Content-Type: application/json\r\nIdempotency-Key: 0123456789abcdef\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

void server_cpu(benchmark::State& state) {
    boost::asio::io_context io(1);
    Ports ports;
    http::HttpOptions options;
    options.server.port = 0;
    options.per_token =
        options.per_address = {.per_minute = 60'000'000, .burst = 60'000'000, .max_names = 16};
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_REALTIME, &time);
        return TimePoint{static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000};
    };
    http::HttpAdapter adapter(io, {ports, ports, ports, now, now, {}, {}, nullptr, nullptr},
                              options);
    if (const auto fault = adapter.start()) return state.SkipWithError(fault->c_str());
    std::thread server([&] { io.run(); });
    const auto server_thread = server.native_handle();

    boost::asio::io_context client_io;
    Tcp::socket socket(client_io);
    socket.connect(Tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), adapter.port()));
    socket.set_option(Tcp::no_delay(true));
    const auto depth = static_cast<std::size_t>(state.range(1));
    const std::string one = request_text(state.range(0) == 1);
    std::string batch;
    for (std::size_t i = 0; i < depth; ++i)
        batch += one;
    // The size of one response, to read as many whole ones later.
    boost::asio::write(socket, boost::asio::buffer(one));
    std::string reply(4096, '\0');
    const std::size_t size = socket.read_some(boost::asio::buffer(reply));
    reply.resize(size * depth);
    const double before = cpu_seconds(server_thread);
    std::int64_t requests = 0;
    for (auto _ : state) {
        boost::asio::write(socket, boost::asio::buffer(batch));
        boost::asio::read(socket, boost::asio::buffer(reply));
        requests += static_cast<std::int64_t>(depth);
    }
    const double used = cpu_seconds(server_thread) - before;
    std::size_t answers = 0;
    for (std::size_t at = 0; (at = reply.find("HTTP/1.1 20", at)) != std::string::npos; ++at)
        ++answers;
    if (answers != depth) state.SkipWithError("a request was refused");
    state.counters["server_cpu_us"] = used * 1e6 / static_cast<double>(requests);
    state.SetItemsProcessed(requests);
    socket.close();
    boost::asio::post(io, [&] { io.stop(); });
    server.join();
}

BENCHMARK(server_cpu)
    ->ArgNames({"command", "depth"})
    ->Args({0, 1})
    ->Args({1, 1})
    ->Args({0, 16})
    ->Args({1, 16})
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
