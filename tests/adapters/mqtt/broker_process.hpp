// A real mosquitto on a free port, with a folder of its own.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

namespace muster::mqtt::testing {

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

inline std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    const bool bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    return bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

inline bool accepts(std::uint16_t port) {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    const bool connected =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(probe);
    return connected;
}

class BrokerProcess {
  public:
    static std::string program() {
        for (const char* const path : {"/usr/sbin/mosquitto", "/usr/bin/mosquitto"}) {
            if (::access(path, X_OK) == 0) return path;
        }
        return {};
    }

    // `more`: lines of its configuration.
    explicit BrokerProcess(const std::string& more = "allow_anonymous true\n") : port(free_port()) {
        char name[] = "/tmp/muster-mqtt-XXXXXX";
        if (::mkdtemp(name) == nullptr) std::abort();
        folder = name;
        std::ofstream(folder + "/conf") << "listener " << port << " 127.0.0.1\npersistence false\n"
                                        << more;
        start();
    }
    ~BrokerProcess() {
        kill();
        ::unlink((folder + "/conf").c_str());
        ::rmdir(folder.c_str());
    }
    BrokerProcess(const BrokerProcess&) = delete;
    BrokerProcess& operator=(const BrokerProcess&) = delete;

    void start() {
        const std::string path = program();
        const std::string conf = folder + "/conf";
        pid_ = ::fork();
        if (pid_ == 0) {
            const int nothing = ::open("/dev/null", O_WRONLY);
            ::dup2(nothing, STDOUT_FILENO);
            ::dup2(nothing, STDERR_FILENO);
            ::execl(path.c_str(), path.c_str(), "-c", conf.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        for (int i = 0; i < 500 && !accepts(port); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    // It reads nothing more, and nobody is told so.
    void pause() const { ::kill(pid_, SIGSTOP); }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

    std::uint16_t port = 0;
    std::string folder;

  private:
    pid_t pid_ = 0;
};

}  // namespace muster::mqtt::testing
