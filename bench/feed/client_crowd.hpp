// Many WebSocket clients in a process of their own, so that the server's CPU time is the server's.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::bench {

// Forks a process that connects to 127.0.0.1:port and from then on reads and counts bytes. Each
// client first sends an upgrade request and then its own greeting. To be created before any thread.
class ClientCrowd {
  public:
    ClientCrowd(std::uint16_t port, std::size_t clients, std::vector<std::string> greetings);
    ~ClientCrowd();
    ClientCrowd(const ClientCrowd&) = delete;
    ClientCrowd& operator=(const ClientCrowd&) = delete;

    // All are connected and have sent their greeting; false when one could not.
    [[nodiscard]] bool wait_connected() const;
    // Bytes read by all clients.
    [[nodiscard]] std::uint64_t bytes() const { return shared_->bytes.load(); }
    // Waits until so many have been read; false after ten seconds without progress.
    [[nodiscard]] bool wait_bytes(std::uint64_t target) const;
    // Waits until nothing has been read for 100 ms.
    void wait_quiet() const;

  private:
    struct Shared {
        std::atomic<std::uint64_t> bytes;
        std::atomic<std::uint64_t> connected;
        std::atomic<bool> failed;
    };

    [[noreturn]] void run(std::uint16_t port, const std::vector<std::string>& greetings);

    std::size_t clients_;
    Shared* shared_;
    pid_t child_ = -1;
};

// A whole client frame, masked with zeros.
[[nodiscard]] std::string masked_text(const std::string& payload);

// CPU time of this process, user and system, in microseconds.
[[nodiscard]] double cpu_us();

}  // namespace muster::bench
