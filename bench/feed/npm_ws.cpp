#include "bench/feed/npm_ws.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "bench/feed/client_crowd.hpp"
#include "muster/feed_port.hpp"

namespace muster::bench {
namespace {

// A node process whose standard input and output are pipes.
class NodeServer {
  public:
    explicit NodeServer(const std::string& script) {
        int to_child[2];
        int from_child[2];
        if (::pipe(to_child) != 0 || ::pipe(from_child) != 0) std::abort();
        child_ = ::fork();
        if (child_ < 0) std::abort();
        if (child_ == 0) {
            ::dup2(to_child[0], STDIN_FILENO);
            ::dup2(from_child[1], STDOUT_FILENO);
            for (const int end : {to_child[0], to_child[1], from_child[0], from_child[1]}) {
                ::close(end);
            }
            ::execlp("node", "node", script.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(to_child[0]);
        ::close(from_child[1]);
        in_ = ::fdopen(to_child[1], "w");
        out_ = ::fdopen(from_child[0], "r");
    }
    ~NodeServer() {
        std::fclose(in_);
        std::fclose(out_);
        ::waitpid(child_, nullptr, 0);
    }
    NodeServer(const NodeServer&) = delete;
    NodeServer& operator=(const NodeServer&) = delete;

    void say(const std::string& line) {
        std::fputs((line + "\n").c_str(), in_);
        std::fflush(in_);
    }
    // The next line as a number, or -1.
    double hear() {
        char line[64];
        return std::fgets(line, sizeof line, out_) != nullptr ? std::atof(line) : -1;
    }

  private:
    pid_t child_ = -1;
    std::FILE* in_ = nullptr;
    std::FILE* out_ = nullptr;
};

}  // namespace

bool npm_ws_ready(const std::string& folder) {
    if (std::system("command -v node >/dev/null 2>&1") != 0) {
        std::fprintf(stderr, "npm ws: SKIPPED, node is not installed\n");
        return false;
    }
    if (std::filesystem::exists(folder + "/node_modules/ws")) return true;
    const std::string install =
        "npm ci --no-audit --no-fund --silent --prefix '" + folder + "' >/dev/null 2>&1";
    if (std::system(install.c_str()) == 0) return true;
    std::fprintf(stderr, "npm ws: SKIPPED, `npm ci` failed in %s\n", folder.c_str());
    return false;
}

std::optional<double> npm_ws_fan_out(const std::string& folder, std::size_t clients,
                                     std::size_t per_flush, std::size_t rounds, std::size_t bytes) {
    NodeServer server(folder + "/server.mjs");
    const double port = server.hear();
    if (port <= 0) return std::nullopt;
    const ClientCrowd crowd(static_cast<std::uint16_t>(port), clients, {});
    if (!crowd.wait_connected()) return std::nullopt;
    crowd.wait_quiet();

    std::string header;
    append_frame_header(header, WsOpcode::text, bytes);
    const std::uint64_t round_bytes = clients * per_flush * (header.size() + bytes);
    const std::string line = "send " + std::to_string(per_flush) + " " + std::to_string(bytes);
    std::uint64_t expected = crowd.bytes();
    // The first rounds let the compiler of node do its work.
    const std::size_t warm_up = rounds / 5 + 1;
    double before = 0;
    for (std::size_t round = 0; round < warm_up + rounds; ++round) {
        if (round == warm_up) {
            server.say("cpu");
            before = server.hear();
        }
        server.say(line);
        expected += round_bytes;
        if (!crowd.wait_bytes(expected)) return std::nullopt;
    }
    server.say("cpu");
    const double used = server.hear() - before;
    return used / static_cast<double>(clients * per_flush * rounds);
}

}  // namespace muster::bench
