// A load of devices on a running server: alarms or signs of life over the sockets of their
// protocol, and how long each takes until its answer, which comes after the commit.
//   device_load --protocol P --kind K --port PORT --devices FILE --connections N --seconds S
//               [--window W | --rate R] [--feed URL]
// FILE has a line for each device: its account and its id. With --rate so many messages a second
// are sent at planned times and counted from these, whatever became of the ones before; without,
// each connection has W messages on the way, always. With --feed a subscription (MUSTER_TOKEN)
// tells when the request of each device is there, counted from the planned time as well. SIP goes
// over UDP and is sent again as RFC 3261 17.1.2.2 says. With --port 0 a peer of its own answers
// each message and does nothing else: the limit. Prints JSON.
#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/describe/class.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <variant>
#include <vector>

#include "bench/devices/bare.hpp"
#include "bench/devices/wire.hpp"
#include "engine/app/load/feed.hpp"
#include "engine/app/load/report.hpp"
#include "engine/codec/json_writer.hpp"

namespace muster::bench {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Options {
    Protocol protocol = Protocol::dc09;
    Kind kind = Kind::alarm;
    std::uint16_t port = 0;
    std::string devices;
    std::size_t connections = 1'000;
    std::size_t window = 1;
    double rate = 0;  // 0 = as the answers come
    double seconds = 10;
    std::string feed;
};

struct Device {
    std::string account;
    std::uint64_t id = 0;
    std::uint64_t serial = 0;
};

struct Report {
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::uint64_t refused = 0;
    std::uint64_t lost = 0;  // no answer to its end
    std::uint64_t sent_again = 0;
    std::uint64_t answered_per_s = 0;  // in the time of sending
    app::LatencyUs durable;            // until the answer
    app::LatencyUs on_feed;
    std::uint64_t on_feed_missing = 0;
    std::uint64_t feed_gaps = 0;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (sent, answered, refused, lost, sent_again, answered_per_s, durable, on_feed,
                       on_feed_missing, feed_gaps))

// All of a run: what lines tell it.
struct Run {
    Options options;
    asio::io_context io;
    std::vector<Device> devices;
    Report report;
    std::vector<std::int64_t> durable_ns;
    std::vector<std::int64_t> on_feed_ns;
    std::map<std::uint64_t, Clock::time_point> waits_for_feed;  // by device
    Clock::time_point start;
    Clock::time_point end;
    std::uint64_t answered_in_time = 0;

    [[nodiscard]] bool sending() const { return Clock::now() < end; }
    void answered(Clock::time_point planned) {
        const auto now = Clock::now();
        durable_ns.push_back(std::chrono::nanoseconds(now - planned).count());
        if (now < end) ++answered_in_time;
    }
};

// One connection, with the devices that speak through it.
class Line {
  public:
    Line(Run& run, std::vector<Device*> devices)
        : run_(run),
          devices_(std::move(devices)),
          reader_(run.options.protocol),
          tcp_(run.io),
          udp_(run.io),
          again_(run.io) {
        const auto here = asio::ip::address_v4::loopback();
        if (is_udp()) {
            udp_.connect(udp::endpoint(here, run.options.port));
        } else {
            tcp_.connect(tcp::endpoint(here, run.options.port));
            tcp_.set_option(tcp::no_delay(true));
        }
    }

    void start() {
        read();
        if (run_.options.rate > 0) return;
        for (std::size_t i = 0; i < run_.options.window; ++i)
            send(Clock::now());
    }

    void send(Clock::time_point planned) {
        Device& device = *devices_[next_++ % devices_.size()];
        const std::string message =
            message_of(run_.options.protocol, run_.options.kind, device.account, device.serial++);
        ++run_.report.sent;
        if (!run_.options.feed.empty()) run_.waits_for_feed.emplace(device.id, planned);
        on_the_way_.push_back(planned);
        if (is_udp()) {
            last_ = message;
            wait_ = 500ms;  // T1
            send_datagram();
        } else {
            to_write_ += message;
            write();
        }
    }

    [[nodiscard]] std::size_t open() const { return on_the_way_.size(); }
    void close() {
        again_.cancel();
        error_code ignored;
        tcp_.close(ignored);
        udp_.close(ignored);
    }

  private:
    [[nodiscard]] bool is_udp() const { return run_.options.protocol == Protocol::sip; }

    void send_datagram() {
        error_code full;
        udp_.send(asio::buffer(last_), 0, full);
        again_.expires_after(wait_);
        again_.async_wait([this](error_code cancelled) {
            if (cancelled || on_the_way_.empty()) return;
            ++run_.report.sent_again;
            wait_ = std::min<std::chrono::milliseconds>(wait_ * 2, 4'000ms);  // T2
            send_datagram();
        });
    }

    void write() {
        if (!writing_.empty() || to_write_.empty()) return;
        writing_.swap(to_write_);
        asio::async_write(tcp_, asio::buffer(writing_), [this](error_code failed, std::size_t) {
            writing_.clear();
            if (!failed) write();
        });
    }

    void read() {
        const auto take = [this](error_code failed, std::size_t size) {
            if (failed) return;
            const Answers answers = reader_.take(std::string_view(bytes_.data(), size));
            run_.report.refused += answers.bad;
            run_.report.answered += answers.good;
            for (std::size_t i = 0; i < answers.good + answers.bad && !on_the_way_.empty(); ++i) {
                run_.answered(on_the_way_.front());
                on_the_way_.pop_front();
                if (is_udp()) again_.cancel();
                if (run_.options.rate <= 0 && run_.sending()) send(Clock::now());
            }
            read();
        };
        if (is_udp()) {
            udp_.async_receive(asio::buffer(bytes_), take);
        } else {
            tcp_.async_read_some(asio::buffer(bytes_), take);
        }
    }

    Run& run_;
    std::vector<Device*> devices_;
    std::size_t next_ = 0;
    AnswerReader reader_;
    tcp::socket tcp_;
    udp::socket udp_;
    asio::steady_timer again_;
    std::chrono::milliseconds wait_{500};
    std::string last_;
    std::string to_write_;
    std::string writing_;
    std::array<char, 8'192> bytes_{};
    std::deque<Clock::time_point> on_the_way_;
};

std::vector<Device> read_devices(const std::string& path) {
    std::ifstream file(path);
    std::vector<Device> out;
    Device one;
    while (file >> one.account >> one.id)
        out.push_back(one);
    if (out.empty()) throw std::runtime_error(path + " has no devices");
    return out;
}

// The lines in turn, at the planned times. One that waits for an answer over UDP is passed over.
class Pace {
  public:
    Pace(Run& run, std::vector<std::unique_ptr<Line>>& lines)
        : run_(run), lines_(lines), timer_(run.io) {}
    void go() {
        const auto now = Clock::now();
        while (planned() <= now && planned() < run_.end) {
            lines_[number_ % lines_.size()]->send(planned());
            ++number_;
        }
        if (planned() >= run_.end) return;
        timer_.expires_at(planned());
        timer_.async_wait([this](error_code cancelled) {
            if (!cancelled) go();
        });
    }

  private:
    [[nodiscard]] Clock::time_point planned() const {
        const double seconds = static_cast<double>(number_) / run_.options.rate;
        return run_.start +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    }

    Run& run_;
    std::vector<std::unique_ptr<Line>>& lines_;
    asio::steady_timer timer_;
    std::size_t number_ = 0;
};

std::optional<std::size_t> device_number(std::string_view device) {
    constexpr std::string_view head = "device ";
    if (!device.starts_with(head)) return std::nullopt;
    return std::strtoull(device.data() + head.size(), nullptr, 10);
}

class Watch {
  public:
    explicit Watch(Run& run) {
        const auto target = app::read_target(run.options.feed);
        if (!target) throw std::runtime_error(target.error());
        target_ = *target;
        const char* token = std::getenv("MUSTER_TOKEN");
        feed_ = std::make_unique<app::LoadFeed>(
            run.io, tcp::endpoint(asio::ip::address_v4::loopback(), target_.port), target_,
            token == nullptr ? "" : token, app::FeedTrack(device_number, [&run](std::size_t id) {
                const auto waits = run.waits_for_feed.find(id);
                if (waits == run.waits_for_feed.end()) return;
                const auto took = Clock::now() - waits->second;
                run.on_feed_ns.push_back(std::chrono::nanoseconds(took).count());
                run.waits_for_feed.erase(waits);
            }));
        feed_->start();
        const auto until = Clock::now() + 20s;
        while (!feed_->track().live() && Clock::now() < until)
            run.io.run_one_for(100ms);
        if (!feed_->track().live()) throw std::runtime_error("no feed: " + feed_->trouble());
    }
    void finish(Run& run) {
        run.report.feed_gaps = feed_->track().gaps();
        feed_->stop();
    }

  private:
    app::LoadTarget target_;
    std::unique_ptr<app::LoadFeed> feed_;
};

Report load(const Options& options) {
    Run run;
    run.options = options;
    std::unique_ptr<BarePeer> bare;
    if (options.port == 0) {
        bare = std::make_unique<BarePeer>(options.protocol);
        run.options.port = bare->port();
    }
    run.devices = read_devices(options.devices);
    const std::size_t count = std::min(options.connections, run.devices.size());
    std::vector<std::vector<Device*>> of_line(count);
    for (std::size_t i = 0; i < run.devices.size(); ++i)
        of_line[i % count].push_back(&run.devices[i]);
    std::unique_ptr<Watch> watch;
    if (!options.feed.empty()) watch = std::make_unique<Watch>(run);
    std::vector<std::unique_ptr<Line>> lines;
    for (auto& devices : of_line)
        lines.push_back(std::make_unique<Line>(run, std::move(devices)));

    run.start = Clock::now();
    const auto lasts = std::chrono::duration<double>(options.seconds);
    run.end = run.start + std::chrono::duration_cast<Clock::duration>(lasts);
    for (auto& line : lines)
        line->start();
    Pace pace(run, lines);
    if (options.rate > 0) pace.go();
    run.io.run_until(run.end);
    // What is still on the way may come.
    const auto unanswered = [&] {
        std::size_t open = run.waits_for_feed.size();
        for (const auto& line : lines)
            open += line->open();
        return open;
    };
    const auto until = Clock::now() + 10s;
    while (unanswered() > 0 && Clock::now() < until)
        run.io.run_one_for(50ms);

    for (auto& line : lines) {
        run.report.lost += line->open();
        line->close();
    }
    if (watch) watch->finish(run);
    run.io.run_for(100ms);
    run.report.answered_per_s =
        static_cast<std::uint64_t>(static_cast<double>(run.answered_in_time) / options.seconds);
    run.report.durable = app::latency_of(std::move(run.durable_ns));
    run.report.on_feed = app::latency_of(std::move(run.on_feed_ns));
    run.report.on_feed_missing = run.waits_for_feed.size();
    return run.report;
}

Options read_options(int count, char** arguments) {
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < count; i += 2)
        given[arguments[i]] = arguments[i + 1];
    Options out;
    const auto protocol = protocol_of(given["--protocol"]);
    if (!protocol) throw std::runtime_error("--protocol is sip, dc09 or jt808");
    out.protocol = *protocol;
    out.kind = given["--kind"] == "alive" ? Kind::alive : Kind::alarm;
    out.port = static_cast<std::uint16_t>(std::stoi(given["--port"]));
    out.devices = given["--devices"];
    out.feed = given["--feed"];
    const auto number = [&](const char* name, auto& to) {
        if (given.contains(name))
            to = static_cast<std::decay_t<decltype(to)>>(std::stod(given[name]));
    };
    number("--connections", out.connections);
    number("--window", out.window);
    number("--rate", out.rate);
    number("--seconds", out.seconds);
    return out;
}

}  // namespace

}  // namespace muster::bench

int main(int count, char** arguments) {
    try {
        const auto report = muster::bench::load(muster::bench::read_options(count, arguments));
        std::string text;
        muster::codec::write(text, report);
        std::puts(text.c_str());
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "device_load: %s\n", error.what());
        return 2;
    }
}
