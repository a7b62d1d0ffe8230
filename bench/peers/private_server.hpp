// A server of our own for the time of a bench: in a temporary folder, reached by a unix socket
// only, stopped by its own process id.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace muster::bench {

// Made for this user and nobody else; removed with all that is in it.
class PrivateFolder {
  public:
    // owner: name of the user it belongs to when this program runs as root; empty = whoever runs.
    explicit PrivateFolder(const std::string& owner);
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// A child process. Its output goes into a file; it is told to stop when this program dies.
class Child {
  public:
    // user: whom to run as when this program runs as root; empty = no change.
    Child(const std::vector<std::string>& command, const std::string& user,
          const std::filesystem::path& output, int stop_signal);
    // Sends the signal and waits; after ten seconds kills it.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] bool running();
    // Waits for its end; whether it ended well.
    [[nodiscard]] bool succeeded();

  private:
    pid_t pid_ = -1;
    int stop_signal_;
};

// The user "postgres" (or "nobody") when this program runs as root, which some servers refuse.
[[nodiscard]] std::string unprivileged_user();

}  // namespace muster::bench
