// The floor under HTTP -> WebSocket: the same way with nothing done on it. At planned times a
// client sends a request's bytes over loopback; another process appends one page of a log, syncs it
// and sends a delta's bytes to a second connection, which a third thread reads. What is left is the
// price of waking processors and a disk that had gone to sleep, and that grows with the pauses: the
// rate must be the one of the run that is compared.
//   bare_path --rate R --seconds S    prints the times, in microseconds, as JSON
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/app/load/plan.hpp"
#include "engine/app/load/report.hpp"
#include "engine/codec/json_writer.hpp"

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t request_bytes = 400;
constexpr std::size_t delta_bytes = 600;
constexpr std::size_t page_bytes = 4096 + 24;  // one frame of SQLite's log
constexpr std::size_t pages = 2000;

void need(bool good, const char* what) {
    if (!good) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

// False at the end of the stream.
bool read_all(int socket, char* to, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
        const ssize_t got = ::read(socket, to + done, size - done);
        if (got <= 0) return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

int connected(const sockaddr_in& address) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    need(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
             ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0,
         "connect");
    return socket;
}

// The first connection asks, the second one listens.
void serve(int listener, int file) {
    const int asks = ::accept(listener, nullptr, nullptr);
    const int feed = ::accept(listener, nullptr, nullptr);
    const int on = 1;
    need(
        asks >= 0 && feed >= 0 && ::setsockopt(feed, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0,
        "accept");
    std::array<char, request_bytes> request{};
    const std::array<char, delta_bytes> delta{};
    const std::vector<char> page(page_bytes, 'x');
    for (std::size_t i = 0; read_all(asks, request.data(), request.size()); ++i) {
        const auto at = static_cast<off_t>(i % pages * page_bytes);
        need(::pwrite(file, page.data(), page.size(), at) == ssize_t{page_bytes} &&
                 ::fdatasync(file) == 0,
             "append");
        need(::write(feed, delta.data(), delta.size()) == ssize_t{delta_bytes}, "send");
    }
}

int zero_filled_file() {
    std::string path = (std::filesystem::temp_directory_path() / "bare_path.XXXXXX").string();
    const int file = ::mkstemp(path.data());
    need(file >= 0, path.c_str());
    ::unlink(path.c_str());
    const std::vector<char> zeros(page_bytes * pages);
    need(::write(file, zeros.data(), zeros.size()) == static_cast<ssize_t>(zeros.size()) &&
             ::fsync(file) == 0,
         "fill the file");
    return file;
}

void run(double rate, std::int64_t seconds) {
    const int file = zero_filled_file();
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    need(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
             ::listen(listener, 2) == 0 &&
             ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0,
         "listen");
    const pid_t server = ::fork();
    need(server >= 0, "fork");
    if (server == 0) {
        ::close(STDOUT_FILENO);
        serve(listener, file);
        std::_Exit(EXIT_SUCCESS);
    }
    const int asks = connected(address);
    const int feed = connected(address);

    // The same times as `muster load` with its usual seed.
    const std::vector<std::int64_t> plan =
        muster::app::planned_sends(rate, seconds, muster::app::Arrivals::poisson, 1);
    const auto start = Clock::now() + std::chrono::milliseconds(20);
    const auto due = [&](std::size_t i) { return start + std::chrono::nanoseconds(plan[i]); };
    std::vector<std::int64_t> times_ns;
    std::thread reader([&] {
        std::array<char, delta_bytes> delta{};
        while (times_ns.size() < plan.size() && read_all(feed, delta.data(), delta.size())) {
            const std::chrono::nanoseconds took = Clock::now() - due(times_ns.size());
            times_ns.push_back(took.count());
        }
    });
    const std::array<char, request_bytes> request{};
    bool sent = true;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        std::this_thread::sleep_until(due(i));
        sent = sent && ::write(asks, request.data(), request.size()) == ssize_t{request_bytes};
    }
    ::shutdown(asks, SHUT_WR);
    reader.join();
    ::waitpid(server, nullptr, 0);
    need(sent && times_ns.size() == plan.size(), "the server went away");
    std::string report;
    muster::codec::write(report, muster::app::latency_of(std::move(times_ns)));
    std::printf("%s\n", report.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    double rate = 200;
    std::int64_t seconds = 10;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--rate") == 0) rate = std::strtod(argv[i + 1], nullptr);
        if (std::strcmp(argv[i], "--seconds") == 0)
            seconds = std::strtoll(argv[i + 1], nullptr, 10);
    }
    if (!(rate > 0) || seconds <= 0) {
        std::fprintf(stderr, "bare_path: rate and seconds must be above 0\n");
        return 2;
    }
    try {
        run(rate, seconds);
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bare_path: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
