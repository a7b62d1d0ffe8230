// Fan-out of the feed: server CPU per delivered message, over loopback, with the clients in a
// process of their own; beside Beast's WebSocket stream and npm's `ws` in the same run, and beside
// the limit: a loop that does nothing but send one prebuilt frame to each socket.
//   bench_feed [--json FILE] [--npm FOLDER] [--deliveries N]
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "adapters/feed/feed_adapter.hpp"
#include "bench/feed/client_crowd.hpp"
#include "bench/feed/npm_ws.hpp"
#include "engine/feed/hub.hpp"

namespace muster::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t message_bytes = 300;
constexpr int backlog = 4096;

struct Load {
    std::size_t clients = 0;
    std::size_t per_flush = 1;
    std::size_t rounds = 0;
};

tcp::acceptor listen(asio::io_context& context) {
    tcp::acceptor acceptor(context);
    acceptor.open(tcp::v4());
    acceptor.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    acceptor.listen(backlog);
    return acceptor;
}

double per_message(double us, const Load& load) {
    return us / static_cast<double>(load.clients * load.per_flush * load.rounds);
}

// An entity that makes the delta as long as the other servers' messages.
std::string entity_json(std::size_t delta_overhead) {
    std::string text = R"({"pad":")";
    const std::size_t around = delta_overhead + text.size() + 2;
    return text.append(message_bytes > around ? message_bytes - around : 0, 'x').append("\"}");
}

std::optional<double> muster_fan_out(const Load& load) {
    asio::io_context context{1};
    feed::FeedOptions options;
    options.max_waiting = options.max_waiting_per_address = load.clients;
    feed::Hub hub(
        options, "bench", 0,
        [](std::span<std::byte> bytes) {
            std::random_device device;
            for (std::byte& byte : bytes)
                byte = static_cast<std::byte>(device());
        },
        [](const std::vector<Code>&, const ReaderRight&, const SnapshotForm&) {
            return std::vector<feed::SnapshotChunk>();
        });
    TimePoint now{1'700'000'000'000};
    feed_adapter::FeedAdapter adapter(context.get_executor(), hub, {}, [&now] { return now; });
    if (adapter.start()) return std::nullopt;
    tcp::acceptor acceptor = listen(context);

    std::vector<std::string> greetings;
    for (std::size_t i = 0; i < load.clients; ++i) {
        FeedPrincipal principal;
        principal.name = "bench";
        principal.all_topics = true;
        principal.may_see_personal = true;
        const auto ticket = hub.issue_ticket(std::move(principal), now);
        if (!ticket) return std::nullopt;
        std::string auth = R"({"type":"auth","ticket":")";
        auth.append(*ticket).append("\"}");
        greetings.push_back(masked_text(auth) +
                            masked_text(R"({"type":"subscribe","topics":["requests"]})"));
    }
    const ClientCrowd crowd(acceptor.local_endpoint().port(), load.clients, std::move(greetings));
    for (std::size_t i = 0; i < load.clients; ++i) {
        tcp::socket socket = acceptor.accept();
        beast::flat_buffer buffer;
        http::request<http::empty_body> request;
        http::read(socket, buffer, request);
        const auto rest = buffer.data();
        adapter.accept(std::move(socket), "127.0.0.1", request,
                       {static_cast<const char*>(rest.data()), rest.size()});
    }
    if (!crowd.wait_connected()) return std::nullopt;
    context.poll();
    crowd.wait_quiet();

    feed::Change change;
    change.topic = "requests";
    change.id = 7;
    constexpr std::size_t delta_overhead =
        sizeof(R"({"type":"delta","seq":1000,"prev":1000,"at":1700000000000,"changes":[)"
               R"({"topic":"requests","id":7,"entity":}]})") -
        1;
    change.entity_json = entity_json(delta_overhead);
    std::uint64_t seq = 1'000;
    const std::uint64_t seen = crowd.bytes();
    const feed::FeedStats before = hub.stats();
    double used = 0;
    for (std::size_t round = 0; round < load.rounds; ++round) {
        const double start = cpu_us();
        for (std::size_t i = 0; i < load.per_flush; ++i)
            hub.publish(++seq, now, {&change, 1});
        hub.committed(seq, now);
        context.poll();
        used += cpu_us() - start;
        if (!crowd.wait_bytes(seen + hub.stats().bytes_sent - before.bytes_sent)) {
            return std::nullopt;
        }
    }
    const std::uint64_t delivered = hub.stats().frames_sent - before.frames_sent;
    if (delivered != load.clients * load.per_flush * load.rounds) {
        std::fprintf(stderr, "muster: %llu messages delivered of %zu\n",
                     static_cast<unsigned long long>(delivered),
                     load.clients * load.per_flush * load.rounds);
        return std::nullopt;
    }
    return per_message(used, load);
}

std::optional<double> beast_fan_out(const Load& load) {
    asio::io_context context{1};
    tcp::acceptor acceptor = listen(context);
    const ClientCrowd crowd(acceptor.local_endpoint().port(), load.clients, {});
    std::vector<std::unique_ptr<beast::websocket::stream<tcp::socket>>> streams;
    for (std::size_t i = 0; i < load.clients; ++i) {
        auto stream = std::make_unique<beast::websocket::stream<tcp::socket>>(acceptor.accept());
        stream->next_layer().set_option(tcp::no_delay(true));
        stream->accept();
        stream->text(true);
        streams.push_back(std::move(stream));
    }
    if (!crowd.wait_connected()) return std::nullopt;
    crowd.wait_quiet();

    const std::string payload(message_bytes, 'x');
    const std::uint64_t round_bytes = load.clients * load.per_flush * (message_bytes + 4);
    std::uint64_t expected = crowd.bytes();
    double used = 0;
    for (std::size_t round = 0; round < load.rounds; ++round) {
        const double start = cpu_us();
        for (std::size_t i = 0; i < load.per_flush; ++i) {
            for (auto& stream : streams)
                stream->write(asio::buffer(payload));
        }
        used += cpu_us() - start;
        expected += round_bytes;
        if (!crowd.wait_bytes(expected)) return std::nullopt;
    }
    return per_message(used, load);
}

// What the kernel alone takes: one send() of ready bytes per socket and flush, and no server.
std::optional<double> bare_send(const Load& load) {
    asio::io_context context{1};
    tcp::acceptor acceptor = listen(context);
    const ClientCrowd crowd(acceptor.local_endpoint().port(), load.clients, {});
    std::vector<int> sockets;
    for (std::size_t i = 0; i < load.clients; ++i) {
        tcp::socket socket = acceptor.accept();
        socket.set_option(tcp::no_delay(true));
        sockets.push_back(socket.release());
    }
    const auto close_all = [&sockets] {
        for (const int socket : sockets)
            ::close(socket);
    };
    bool whole = crowd.wait_connected();
    if (whole) crowd.wait_quiet();

    const std::string bytes(load.per_flush * (message_bytes + 4), 'x');
    std::uint64_t expected = crowd.bytes();
    double used = 0;
    for (std::size_t round = 0; whole && round < load.rounds; ++round) {
        const double start = cpu_us();
        for (const int socket : sockets) {
            whole &= ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
                     static_cast<ssize_t>(bytes.size());
        }
        used += cpu_us() - start;
        expected += load.clients * bytes.size();
        whole = whole && crowd.wait_bytes(expected);
    }
    close_all();
    if (!whole) return std::nullopt;
    return per_message(used, load);
}

struct Row {
    Load load;
    std::optional<double> bare;
    std::optional<double> muster;
    std::optional<double> beast;
    std::optional<double> npm;
};

std::string text(std::optional<double> value) {
    if (!value) return "-";
    char out[32];
    std::snprintf(out, sizeof out, "%.3f", *value);
    return out;
}

std::string json(std::optional<double> value) {
    return value ? text(value) : "null";
}

void write_json(const std::string& path, const std::vector<Row>& rows) {
    std::ofstream out(path);
    out << "{\"bench\":\"feed_fan_out\",\"message_bytes\":" << message_bytes
        << ",\"unit\":\"server CPU us per delivered message\",\"rows\":[";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        out << (i == 0 ? "" : ",") << "{\"subscribers\":" << row.load.clients
            << ",\"per_flush\":" << row.load.per_flush << ",\"bare_send\":" << json(row.bare)
            << ",\"muster\":" << json(row.muster) << ",\"beast\":" << json(row.beast)
            << ",\"npm_ws\":" << json(row.npm) << "}";
    }
    out << "]}\n";
}

// Sockets of both processes count each on their own.
bool raise_file_limit(std::size_t wanted) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= wanted) return true;
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur >= wanted;
}

int run(int argc, char** argv) {
    std::string json_path;
    std::string npm_folder = "bench/feed/npm_ws";
    std::size_t deliveries = 100'000;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--json") == 0) json_path = argv[i + 1];
        if (std::strcmp(argv[i], "--npm") == 0) npm_folder = argv[i + 1];
        if (std::strcmp(argv[i], "--deliveries") == 0) {
            deliveries = static_cast<std::size_t>(std::strtoull(argv[i + 1], nullptr, 10));
        }
    }
    const bool with_npm = npm_ws_ready(npm_folder);
    std::printf("Fan-out of %zu-byte messages: server CPU, us per delivered message\n",
                message_bytes);
    std::printf("%11s %9s %9s %8s %8s %8s %11s %12s %10s\n", "subscribers", "per flush",
                "bare send", "muster", "beast", "npm ws", "muster/bare", "beast/muster",
                "npm/muster");
    std::vector<Row> rows;
    for (const std::size_t clients : {std::size_t{100}, std::size_t{1'000}, std::size_t{5'000}}) {
        if (!raise_file_limit(clients + 64)) {
            std::printf("%11zu SKIPPED: the limit of open files cannot be raised so far\n",
                        clients);
            continue;
        }
        for (const std::size_t per_flush : {std::size_t{1}, std::size_t{8}}) {
            // Batches cost less per message; twice as many make the measurement as long.
            const std::size_t wanted = per_flush == 1 ? deliveries : 2 * deliveries;
            const Load load{clients, per_flush,
                            std::max<std::size_t>(wanted / (clients * per_flush), 5)};
            Row row{load, bare_send(load), muster_fan_out(load), beast_fan_out(load), std::nullopt};
            if (with_npm) {
                row.npm =
                    npm_ws_fan_out(npm_folder, clients, per_flush, load.rounds, message_bytes);
            }
            const auto ratio = [](std::optional<double> above, std::optional<double> below) {
                return above && below ? std::optional(*above / *below) : std::nullopt;
            };
            std::printf("%11zu %9zu %9s %8s %8s %8s %11s %12s %10s\n", clients, per_flush,
                        text(row.bare).c_str(), text(row.muster).c_str(), text(row.beast).c_str(),
                        text(row.npm).c_str(), text(ratio(row.muster, row.bare)).c_str(),
                        text(ratio(row.beast, row.muster)).c_str(),
                        text(ratio(row.npm, row.muster)).c_str());
            std::fflush(stdout);
            rows.push_back(row);
        }
    }
    if (!json_path.empty()) write_json(json_path, rows);
    const bool complete = std::all_of(rows.begin(), rows.end(),
                                      [](const Row& row) { return row.muster && row.beast; });
    return complete ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace muster::bench

int main(int argc, char** argv) {
    return muster::bench::run(argc, argv);
}
