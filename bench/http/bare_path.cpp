// The floor under HTTP -> WebSocket: the same way with nothing done on it. At planned times a
// client sends a request's bytes over loopback; another process appends one page of a log, syncs it
// and sends a delta's bytes to a second connection, which a third thread reads. What is left is the
// price of waking processors and a disk that had gone to sleep, and that grows with the pauses: the
// rate must be the one of the run that is compared.
//   bare_path --rate R --seconds S    prints percentiles in microseconds as JSON
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

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

double percentile(std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void run(double rate, double seconds) {
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

    // Poisson arrivals, as in `muster load`.
    std::mt19937_64 random(1);
    std::vector<Clock::time_point> due;
    const auto start = Clock::now() + std::chrono::milliseconds(20);
    for (double at = 0; at < seconds;) {
        const double unit = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
        at -= std::log(unit) / rate;
        due.push_back(
            start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(at)));
    }
    std::vector<double> micros;
    std::thread reader([&] {
        std::array<char, delta_bytes> delta{};
        while (micros.size() < due.size() && read_all(feed, delta.data(), delta.size())) {
            micros.push_back(
                std::chrono::duration<double, std::micro>(Clock::now() - due[micros.size()])
                    .count());
        }
    });
    const std::array<char, request_bytes> request{};
    bool sent = true;
    for (const Clock::time_point at : due) {
        std::this_thread::sleep_until(at);
        sent = sent && ::write(asks, request.data(), request.size()) == ssize_t{request_bytes};
    }
    ::shutdown(asks, SHUT_WR);
    reader.join();
    ::waitpid(server, nullptr, 0);
    need(sent && micros.size() == due.size(), "the server went away");
    std::sort(micros.begin(), micros.end());
    std::printf("{\"rate\":%g,\"sent\":%zu,\"p50\":%.1f,\"p99\":%.1f}\n", rate, micros.size(),
                percentile(micros, 0.5), percentile(micros, 0.99));
}

}  // namespace

int main(int argc, char** argv) {
    double rate = 200;
    double seconds = 10;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--rate") == 0) rate = std::strtod(argv[i + 1], nullptr);
        if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::strtod(argv[i + 1], nullptr);
    }
    if (!(rate > 0) || !(seconds > 0)) {
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
