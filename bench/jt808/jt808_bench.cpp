// Terminals of JT/T 808: frames through the adapter over loopback, each answered, beside a bare
// loop that answers as many bytes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "adapters/jt808/jt808_adapter.hpp"
#include "tests/adapters/jt808/jt808_world.hpp"

namespace {

using namespace muster;
using namespace muster::jt808;
using boost::asio::ip::tcp;
using jt808::testing::frame_2013;

constexpr std::string_view quiet =
    "000000000000000301EE4BD8071E18A4000C000000002603021615300104000003E8";
constexpr std::size_t answer_bytes = 20;
constexpr std::size_t frames_per_write = 20;

std::string position(unsigned serial) {
    return frame_2013(jt808::id::location, serial, quiet);
}

// Takes every command at once and keeps none.
class InstantCommands : public CommandPort {
  public:
    void submit(Submission, std::function<void(const Outcome&)> done) override {
        Outcome outcome;
        outcome.seq = ++seq_;
        done(outcome);
    }

  private:
    std::uint64_t seq_ = 0;
};

TimePoint clock_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

// The adapter on a free port and a thread of its own.
class Served {
  public:
    Served() {
        Jt808Options options;
        options.address = "127.0.0.1";
        options.allow = {"127.0.0.1"};
        options.secret.value = "a secret of a bench, long enough";
        options.per_address.per_minute = 60'000'000;
        options.per_address.burst = 1'000'000;
        const AdapterPorts fake = world_.ports();
        adapter_ = std::make_unique<Jt808Adapter>(
            AdapterPorts{fake.io, commands_, fake.queries, fake.access, fake.feed, fake.events,
                         fake.explain, fake.audit, nullptr, clock_now, clock_now, clock_now,
                         fake.commands_wait, fake.warn},
            options);
        if (adapter_->start()) std::abort();
        thread_ = std::thread([this] { world_.io.run(); });
    }
    ~Served() {
        world_.io.stop();
        thread_.join();
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    [[nodiscard]] std::uint16_t port() const { return adapter_->port(); }

  private:
    FakeWorld world_;
    InstantCommands commands_;
    std::unique_ptr<Jt808Adapter> adapter_;
    std::thread thread_;
};

// Answers so many bytes for each frame, whatever it says.
class Bare {
  public:
    explicit Bare(std::size_t frame_bytes)
        : frame_bytes_(frame_bytes), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    ~Bare() {
        io_.stop();
        thread_.join();
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  private:
    struct Peer {
        explicit Peer(tcp::socket taken) : socket(std::move(taken)) {}
        tcp::socket socket;
        std::array<char, 4096> buffer{};
        std::size_t left = 0;
        std::string answer;
    };
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
            if (failed) return;
            read(std::make_shared<Peer>(std::move(socket)));
            accept();
        });
    }
    void read(const std::shared_ptr<Peer>& peer) {
        peer->socket.async_read_some(
            boost::asio::buffer(peer->buffer),
            [this, peer](boost::system::error_code failed, std::size_t size) {
                if (failed) return;
                peer->left += size;
                peer->answer.clear();
                for (std::size_t i = 0; i < peer->left / frame_bytes_; ++i)
                    peer->answer += '\x7E' + std::string(answer_bytes - 2, 'x') + '\x7E';
                peer->left %= frame_bytes_;
                boost::asio::async_write(
                    peer->socket, boost::asio::buffer(peer->answer),
                    [this, peer](boost::system::error_code broken, std::size_t) {
                        if (!broken) read(peer);
                    });
            });
    }

    std::size_t frame_bytes_;
    boost::asio::io_context io_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

// A frame has two marks; its length depends on what is escaped.
void read_answers(tcp::socket& terminal) {
    std::array<char, 2 * answer_bytes * frames_per_write> buffer{};
    for (std::ptrdiff_t marks = 0; marks < std::ptrdiff_t{2 * frames_per_write};) {
        const std::size_t size = terminal.read_some(boost::asio::buffer(buffer));
        marks +=
            std::count(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size), '\x7E');
    }
}

// Each connection sends some frames and then reads their answers.
void exchange(benchmark::State& state, std::uint16_t port, const std::string& frames) {
    boost::asio::io_context io;
    std::vector<tcp::socket> terminals;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
        terminals.emplace_back(io);
        terminals.back().connect({boost::asio::ip::address_v4::loopback(), port});
        terminals.back().set_option(tcp::no_delay(true));
    }
    for (auto _ : state) {
        for (tcp::socket& terminal : terminals)
            boost::asio::write(terminal, boost::asio::buffer(frames));
        for (tcp::socket& terminal : terminals)
            read_answers(terminal);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0) *
                            static_cast<std::int64_t>(frames_per_write));
}

std::string frames_to_send() {
    std::string out;
    for (std::size_t i = 0; i < frames_per_write; ++i)
        out += position(1);
    return out;
}

void frames_through_adapter(benchmark::State& state) {
    const Served served;
    exchange(state, served.port(), frames_to_send());
}
BENCHMARK(frames_through_adapter)->ArgName("connections")->Arg(1'000)->UseRealTime();

void frames_through_bare_loop(benchmark::State& state) {
    const std::string frames = frames_to_send();
    const Bare bare(frames.size() / frames_per_write);
    exchange(state, bare.port(), frames);
}
BENCHMARK(frames_through_bare_loop)->ArgName("connections")->Arg(1'000)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
