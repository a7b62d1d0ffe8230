// Opens TLS connections to a server on this machine, one after the other on each of some threads:
// a full handshake each (no session goes on), a GET, and all that comes until the end. Prints what
// it did as JSON. The same for any server that speaks HTTP: the program, openssl s_server -WWW.
//
//     tls_load PORT PATH SECONDS THREADS
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Count {
    std::uint64_t connections = 0;
    std::uint64_t bytes = 0;
    std::uint64_t failed = 0;
};

SSL_CTX* client_context() {
    SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    // One cipher and one group for all servers, so that they do the same work.
    const bool made = context != nullptr &&
                      SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") == 1 &&
                      SSL_CTX_set1_groups_list(context, "X25519") == 1;
    if (!made) std::abort();
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1);
    return context;
}

bool one_connection(SSL_CTX* context, const sockaddr_in& server, const std::string& request,
                    Count& count) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    SSL* const ssl = SSL_new(context);
    SSL_set_fd(ssl, socket);
    bool whole =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&server), sizeof server) == 0 &&
        SSL_connect(ssl) == 1 &&
        SSL_write(ssl, request.data(), static_cast<int>(request.size())) > 0;
    std::array<char, 64 * 1024> some;
    std::uint64_t got = 0;
    while (whole) {
        const int size = SSL_read(ssl, some.data(), static_cast<int>(some.size()));
        if (size <= 0) break;
        got += static_cast<std::uint64_t>(size);
    }
    whole = whole && got > 0;
    SSL_free(ssl);
    ::close(socket);
    count.bytes += got;
    ++(whole ? count.connections : count.failed);
    return whole;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: tls_load PORT PATH SECONDS THREADS\n");
        return 2;
    }
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string request =
        std::string("GET ") + argv[2] + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const double seconds = std::atof(argv[3]);
    std::vector<Count> counts(static_cast<std::size_t>(std::atoi(argv[4])));
    SSL_CTX* const context = client_context();
    const auto begin = Clock::now();
    const auto end =
        begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    std::vector<std::thread> threads;
    for (Count& count : counts) {
        threads.emplace_back([&] {
            while (Clock::now() < end) {
                // Some failures tell enough.
                if (!one_connection(context, server, request, count) && count.failed > 10) return;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const std::chrono::duration<double> took = Clock::now() - begin;
    Count all;
    for (const Count& count : counts) {
        all.connections += count.connections;
        all.bytes += count.bytes;
        all.failed += count.failed;
    }
    std::printf("{\"connections\":%llu,\"bytes\":%llu,\"failed\":%llu,\"seconds\":%.6f}\n",
                static_cast<unsigned long long>(all.connections),
                static_cast<unsigned long long>(all.bytes),
                static_cast<unsigned long long>(all.failed), took.count());
    SSL_CTX_free(context);
    return all.connections == 0 ? 1 : 0;
}
