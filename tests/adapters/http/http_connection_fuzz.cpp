// Any bytes as what one client sends on one connection, cut anywhere: never a crash or a hang, and
// the cuts change nothing. The first 8 bytes choose the cuts, the rest is the stream. A connection
// that got it all at once and one that got it in pieces must give the same answers.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/connection.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace {

using namespace muster;
using namespace muster::http;
using Tcp = boost::asio::ip::tcp;

void require(bool holds) {
    if (!holds) std::abort();
}

// A fixed sequence of piece sizes for a seed (splitmix64).
class Cuts {
  public:
    explicit Cuts(std::uint64_t seed) : state_(seed) {}
    std::size_t next(std::size_t left) {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t x = state_;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
        x ^= x >> 31;
        // Mostly small pieces: faults are at their edges.
        const std::size_t most = (x & 3) == 0 ? left : 1 + ((x >> 2) & 31);
        return std::min(left, std::max<std::size_t>(1, (x >> 8) % (most + 1)));
    }

  private:
    std::uint64_t state_;
};

HttpOptions small_options() {
    HttpOptions options;
    options.header_bytes = 512;
    options.header_fields = 16;
    options.target_bytes = 128;
    options.chunk_line_bytes = 64;
    options.body_bytes = 256;
    options.intake_body_bytes = 512;
    options.form_body_bytes = 64;
    options.read_bytes = 256;
    options.max_pipelined = 3;
    options.unsent_bytes = 2048;
    options.per_token = {.per_minute = 60'000'000, .burst = 1'000'000, .max_names = 10};
    options.per_address = options.per_token;
    options.gateway_keys["gate"] = "0123456789abcdef";
    return options;
}

// Everything the server says to a client that sends `stream` and then no more.
std::string answers(std::string_view stream, std::optional<Cuts> cuts) {
    boost::asio::io_context io(1);
    FakeCommands commands;
    FakeQueries queries;
    FakeAccess access;
    static constexpr TimePoint now{1'700'000'000'000};
    const auto clock = [] { return now; };
    const auto listener = std::make_shared<Listener>(
        io, HttpPorts{commands, queries, access, clock, clock, clock, {}, nullptr, nullptr},
        small_options(), Upgrade{});
    std::array<int, 2> ends{};
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
    Tcp::socket socket(io);
    socket.assign(Tcp::v4(), ends[0]);
    std::make_shared<Connection>(listener, std::move(socket), "192.0.2.1", false, 1)->start();

    std::string said;
    const auto hear = [&] {
        io.poll();
        io.restart();
        std::array<char, 4096> space;
        ssize_t size = 0;
        while ((size = ::recv(ends[1], space.data(), space.size(), 0)) > 0) {
            said.append(space.data(), static_cast<std::size_t>(size));
            io.poll();
            io.restart();
        }
    };
    while (!stream.empty()) {
        const std::size_t size = cuts ? cuts->next(stream.size()) : stream.size();
        const ssize_t sent = ::send(ends[1], stream.data(), size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) break;
        if (sent > 0) stream.remove_prefix(static_cast<std::size_t>(sent));
        hear();
    }
    ::shutdown(ends[1], SHUT_WR);
    hear();
    ::close(ends[1]);
    // Nothing may keep a connection whose peer has gone.
    for (int i = 0; i < 100 && listener.use_count() > 1; ++i) {
        io.poll();
        io.restart();
    }
    require(listener.use_count() == 1);
    return said;
}

// Each answer begins as one and is as long as it says; 100-continue has no more than its head.
void require_answers(std::string_view said) {
    while (!said.empty()) {
        require(said.starts_with("HTTP/1.1 "));
        const std::size_t end = said.find("\r\n\r\n");
        require(end != std::string_view::npos);
        const std::string_view head = said.substr(0, end + 2);
        std::size_t length = 0;
        constexpr std::string_view name = "\r\nContent-Length: ";
        if (const std::size_t at = head.find(name); at != std::string_view::npos) {
            length = std::strtoul(head.data() + at + name.size(), nullptr, 10);
        }
        said.remove_prefix(end + 4);
        // A HEAD is told a length and sent nothing: the next answer then follows at once.
        if (said.starts_with("HTTP/1.1 ")) continue;
        require(length <= said.size() || said.empty());
        said.remove_prefix(std::min(length, said.size()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::uint64_t seed = 0;
    std::size_t used = 0;
    for (; used < size && used < 8; ++used)
        seed = seed << 8 | data[used];
    const std::string_view stream(reinterpret_cast<const char*>(data) + used, size - used);
    if (stream.size() > 16'384) return 0;
    const std::string whole = answers(stream, std::nullopt);
    require_answers(whole);
    // What stands behind a handshake in one packet is an error, and in the next one it is not seen.
    if (stream.find("pgrade") != std::string_view::npos) {
        require_answers(answers(stream, Cuts(seed)));
    } else {
        require(answers(stream, Cuts(seed)) == whole);
    }
    return 0;
}
