#include "bench/feed/client_crowd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>
#include <utility>

#include "muster/feed_port.hpp"

namespace muster::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view upgrade_request =
    "GET /v1/feed HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Protocol: muster.v1\r\n\r\n";

int connect_one(std::uint16_t port, const std::string& greeting) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return -1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string hello = std::string(upgrade_request) + greeting;
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::send(socket, hello.data(), hello.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(hello.size())) {
        ::close(socket);
        return -1;
    }
    return socket;
}

}  // namespace

ClientCrowd::ClientCrowd(std::uint16_t port, std::size_t clients,
                         std::vector<std::string> greetings)
    : clients_(clients) {
    void* memory =
        ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    shared_ = new (memory) Shared{};
    greetings.resize(clients);
    child_ = ::fork();
    if (child_ < 0) std::abort();
    if (child_ == 0) run(port, greetings);
}

ClientCrowd::~ClientCrowd() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    ::munmap(shared_, sizeof(Shared));
}

void ClientCrowd::run(std::uint16_t port, const std::vector<std::string>& greetings) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int poll = ::epoll_create1(0);
    for (const std::string& greeting : greetings) {
        const int socket = connect_one(port, greeting);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        if (socket < 0 || ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event) != 0) {
            shared_->failed = true;
            ::_exit(1);
        }
        ++shared_->connected;
    }
    std::array<epoll_event, 512> events{};
    static std::array<char, 65536> buffer;
    while (true) {
        const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < ready; ++i) {
            const int socket = events[static_cast<std::size_t>(i)].data.fd;
            const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size > 0) shared_->bytes += static_cast<std::uint64_t>(size);
            if (size == 0) ::epoll_ctl(poll, EPOLL_CTL_DEL, socket, nullptr);
        }
    }
}

bool ClientCrowd::wait_connected() const {
    while (shared_->connected < clients_) {
        if (shared_->failed) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

bool ClientCrowd::wait_bytes(std::uint64_t target) const {
    std::uint64_t seen = bytes();
    auto progress_at = std::chrono::steady_clock::now();
    while (bytes() < target) {
        std::this_thread::sleep_for(50us);
        const auto now = std::chrono::steady_clock::now();
        if (bytes() != seen) {
            seen = bytes();
            progress_at = now;
        } else if (now - progress_at > 10s) {
            return false;
        }
    }
    return true;
}

void ClientCrowd::wait_quiet() const {
    std::uint64_t seen = 0;
    do {
        seen = bytes();
        std::this_thread::sleep_for(100ms);
    } while (bytes() != seen);
}

std::string masked_text(const std::string& payload) {
    std::string frame;
    append_frame_header(frame, WsOpcode::text, payload.size());
    frame[1] = static_cast<char>(static_cast<unsigned char>(frame[1]) | 0x80u);
    frame.append(4, '\0');
    return frame += payload;
}

double cpu_us() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto us = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return us(usage.ru_utime) + us(usage.ru_stime);
}

}  // namespace muster::bench
