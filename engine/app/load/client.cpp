#include "engine/app/load/client.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <memory>
#include <vector>

#include "engine/app/load/check.hpp"
#include "engine/app/load/feed.hpp"
#include "engine/app/load/line.hpp"
#include "engine/app/load/target.hpp"

namespace muster::app {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto start_timeout = 30s;
constexpr int check_attempts = 20;
constexpr std::size_t example_bytes = 200;

constexpr std::int64_t not_yet = -1;

// One planned request. Times in nanoseconds from the start of the run.
struct Sent {
    std::int64_t begun = not_yet;
    std::int64_t accepted = not_yet;
    std::int64_t durable = not_yet;
    std::int64_t on_feed = not_yet;
};

class Run {
  public:
    Run(const LoadOptions& options, const LoadProgress& progress)
        : options_(options), progress_(progress), tag_(options.run), timer_(io_) {}

    [[nodiscard]] Expected<LoadReport, std::string> run() {
        if (auto wrong = prepare()) return std::move(*wrong);
        send_all();
        LoadReport report = make_report();
        check(report);
        feed_->stop();
        return report;
    }

  private:
    // The io_context, driven from phase to phase.

    template <class Condition>
    bool pump(Condition done, std::chrono::milliseconds timeout) {
        const auto end = Clock::now() + timeout;
        while (!done()) {
            if (Clock::now() >= end) return false;
            io_.run_one_for(50ms);
        }
        return true;
    }

    HttpAnswer call(const std::string& path) {
        std::optional<HttpAnswer> answer;
        lines_.front()->send(request_text(target_, "GET", path, options_.token, "", ""), nullptr,
                             [&answer](HttpAnswer&& got) { answer = std::move(got); });
        // The line's own time-out ends it.
        while (!answer)
            io_.run_one();
        return std::move(*answer);
    }

    // Asks again while the server is busy or wants to be asked less often.
    HttpAnswer call_patiently(const std::string& path) {
        HttpAnswer answer;
        for (int i = 0; i < check_attempts; ++i) {
            answer = call(path);
            if (answer.status != 0 && answer.status != 429 && answer.status != 503) break;
            const auto wait = std::clamp(answer.retry_after.value_or(1s), 1s, 10s);
            pump([] { return false; }, wait);
        }
        return answer;
    }

    [[nodiscard]] std::int64_t since_start() const {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start_).count();
    }

    // Whatever could not be begun until then, because no line was free, is not sent any more.
    [[nodiscard]] std::int64_t limit_ns() const {
        const std::chrono::nanoseconds limit =
            std::chrono::seconds(options_.seconds) + options_.answer_timeout;
        return limit.count();
    }

    // Before the first request.

    // What is wrong, or nothing.
    std::optional<std::string> prepare() {
        const auto target = read_target(options_.url);
        if (!target) return target.error();
        target_ = *target;
        error_code failed;
        asio::ip::tcp::resolver resolver(io_);
        const auto found = resolver.resolve(target_.host, std::to_string(target_.port), failed);
        if (failed || found.empty()) {
            return "cannot find " + target_.host + ": " + failed.message();
        }
        const asio::ip::tcp::endpoint server = found.begin()->endpoint();
        for (std::size_t i = 0; i < options_.connections; ++i) {
            lines_.push_back(std::make_unique<LoadLine>(io_, server, options_.answer_timeout));
        }
        const HttpAnswer ready = call("/readyz");
        if (ready.status != 200) {
            return ready.status == 0 ? "cannot reach " + options_.url + ": " + ready.body
                                     : "the server is not ready: " + ready.body;
        }
        first_after_ = member_number(ready.body, "seq");
        if (auto wrong = choose_service()) return wrong;
        return open_feed(server);
    }

    std::optional<std::string> choose_service() {
        service_ = options_.service;
        if (service_.empty()) {
            const HttpAnswer answer = call("/v1/services?limit=1000");
            if (answer.status != 200) {
                return "the server does not tell its services: " + answer.body;
            }
            service_ = first_ordinary_service(answer.body);
            if (service_.empty()) {
                return "the server has no service that is not an emergency line; choose one with "
                       "--service";
            }
        }
        if (Code::from_text(service_)) return std::nullopt;
        return "a service code has at most 23 characters";
    }

    std::optional<std::string> open_feed(const asio::ip::tcp::endpoint& server) {
        feed_ = std::make_unique<LoadFeed>(
            io_, server, target_, options_.token,
            FeedTrack([this](std::string_view device) { return tag_.number(device); },
                      [this](std::size_t number) { seen_on_feed(number); }));
        feed_->start();
        pump([this] { return feed_->track().live() || !feed_->trouble().empty(); }, start_timeout);
        if (feed_->track().live()) return std::nullopt;
        return "the feed did not start: " +
               (feed_->trouble().empty() ? std::string("no snapshot came") : feed_->trouble());
    }

    // Sending.

    void send_all() {
        planned_ = planned_sends(options_.rate, options_.seconds, options_.arrivals, options_.seed);
        sent_.resize(planned_.size());
        outcomes_.resize(planned_.size());
        const Code code(service_);
        const Places places(options_.centre, options_.run);
        make_request_ = [this, code, places](std::size_t number) {
            const std::string device = tag_.device(number);
            return request_text(target_, "POST", "/v1/commands/CreateRequest", options_.token,
                                "Idempotency-Key: " + device + "\r\n",
                                request_body(code, device, places[number]));
        };
        for (const auto& line : lines_)
            idle_.push_back(line.get());
        start_ = Clock::now();
        send_due();
        const std::uint64_t total = planned_.size();
        // Requests under way end by the time-outs of their lines.
        while (answered_ < total && (answered_ < begun_ || since_start() < limit_ns())) {
            io_.run_one_for(50ms);
            progress_("sending", answered_, total);
        }
        stopped_ = true;
        timer_.cancel();
        lasted_ns_ = std::max<std::int64_t>(last_answer_ns_, 1);
        pump([this] { return seen_acknowledged_ >= acknowledged_; }, options_.feed_timeout);
    }

    void send_due() {
        const std::int64_t now = since_start();
        if (stopped_ || now >= limit_ns()) return;
        while (begun_ < planned_.size() && planned_[begun_] <= now && !idle_.empty()) {
            LoadLine* const line = idle_.back();
            idle_.pop_back();
            send(*line, begun_++);
        }
        // Without an idle line the next answer goes on from here.
        if (begun_ == planned_.size() || idle_.empty() || timer_armed_) return;
        timer_armed_ = true;
        timer_.expires_at(start_ + std::chrono::nanoseconds(planned_[begun_]));
        timer_.async_wait([this](const error_code&) {
            timer_armed_ = false;
            send_due();
        });
    }

    void send(LoadLine& line, std::size_t number) {
        sent_[number].begun = since_start();
        line.send(
            make_request_(number), [this, number] { sent_[number].accepted = since_start(); },
            [this, number, &line](HttpAnswer&& answer) {
                on_answer(number, answer);
                idle_.push_back(&line);
                send_due();
            });
    }

    void on_answer(std::size_t number, const HttpAnswer& answer) {
        const std::int64_t now = since_start();
        ++answered_;
        Outcome& outcome = outcomes_[number];
        last_answer_ns_ = now;
        outcome.id = answer.status == 201 ? member_number(answer.body, "id") : 0;
        if (outcome.id != 0) {
            outcome.kind = Outcome::Kind::acknowledged;
            sent_[number].durable = now;
            ++acknowledged_;
            if (sent_[number].on_feed != not_yet) ++seen_acknowledged_;
            return;
        }
        // After a 5xx the command may have been carried out all the same.
        const bool refused = answer.status >= 400 && answer.status < 500;
        outcome.kind = refused ? Outcome::Kind::refused : Outcome::Kind::unanswered;
        LoadErrors& error =
            errors_[answer.status == 0 ? "unanswered" : std::to_string(answer.status)];
        if (error.count++ == 0) error.example = answer.body.substr(0, example_bytes);
    }

    void seen_on_feed(std::size_t number) {
        if (number >= sent_.size() || sent_[number].on_feed != not_yet) return;
        sent_[number].on_feed = since_start();
        if (outcomes_[number].kind == Outcome::Kind::acknowledged) ++seen_acknowledged_;
    }

    // Afterwards.

    [[nodiscard]] LoadReport make_report() const {
        LoadReport report;
        report.url = options_.url;
        report.run = tag_.run();
        report.service = service_;
        report.arrivals = options_.arrivals == Arrivals::poisson ? "poisson" : "even";
        report.seed = options_.seed;
        report.connections = lines_.size();
        report.planned_per_s = std::llround(options_.rate * 1000);
        report.planned = planned_.size();
        report.sent = begun_;
        report.acknowledged = acknowledged_;
        report.lasted_ms = lasted_ns_ / 1'000'000;
        report.achieved_per_s = std::llround(static_cast<double>(acknowledged_) * 1e12 /
                                             static_cast<double>(lasted_ns_));
        std::vector<std::int64_t> accepted, durable, on_feed, delay;
        for (std::size_t i = 0; i < begun_; ++i) {
            const std::int64_t planned = planned_[i];
            delay.push_back(sent_[i].begun - planned);
            if (sent_[i].accepted != not_yet) accepted.push_back(sent_[i].accepted - planned);
            if (outcomes_[i].kind != Outcome::Kind::acknowledged) continue;
            durable.push_back(sent_[i].durable - planned);
            if (sent_[i].on_feed == not_yet) {
                ++report.on_feed_missing;
            } else {
                on_feed.push_back(sent_[i].on_feed - planned);
            }
        }
        report.accepted = latency_of(std::move(accepted));
        report.durable = latency_of(std::move(durable));
        report.on_feed = latency_of(std::move(on_feed));
        report.send_delay = latency_of(std::move(delay));
        for (const auto& [status, error] : errors_) {
            report.errors.push_back({status, error.count, error.example});
        }
        report.feed_gaps = feed_->track().gaps();
        report.feed_deltas = feed_->track().deltas();
        report.feed_reconnects = feed_->reconnects();
        return report;
    }

    // Reads the requests since the start page by page, and one by one those that no page showed.
    void check(LoadReport& report) {
        ReadBack read_back(tag_, outcomes_);
        std::uint64_t after = first_after_;
        do {
            const HttpAnswer answer =
                call_patiently("/v1/requests?limit=1000&after=" + std::to_string(after));
            const auto next = answer.status == 200 ? read_back.on_page(answer.body) : std::nullopt;
            if (!next) return;
            after = *next;
            progress_("reading back", read_back.found(), acknowledged_);
        } while (after != 0);
        for (const std::uint64_t id : read_back.not_found()) {
            const HttpAnswer answer = call_patiently("/v1/requests/" + std::to_string(id));
            if (answer.status != 200 && answer.status != 404) return;
            if (answer.status == 200) read_back.on_entity(answer.body);
        }
        read_back.tell(report);
        report.checked = true;
        report.kept = report.missing == 0 && report.differing == 0 && report.unexpected == 0 &&
                      report.on_feed_missing == 0 && report.feed_gaps == 0;
    }

    const LoadOptions& options_;
    const LoadProgress& progress_;
    RunTag tag_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    asio::steady_timer timer_;
    LoadTarget target_;
    std::string service_;
    std::uint64_t first_after_ = 0;  // every request of the run has a greater id
    std::vector<std::unique_ptr<LoadLine>> lines_;
    std::vector<LoadLine*> idle_;
    std::unique_ptr<LoadFeed> feed_;
    std::function<std::string(std::size_t)> make_request_;

    Clock::time_point start_;
    std::vector<std::int64_t> planned_;
    std::vector<Sent> sent_;
    std::vector<Outcome> outcomes_;
    std::size_t begun_ = 0;
    std::uint64_t answered_ = 0;
    std::uint64_t acknowledged_ = 0;
    std::uint64_t seen_acknowledged_ = 0;
    std::int64_t last_answer_ns_ = 0;
    std::int64_t lasted_ns_ = 0;
    std::map<std::string, LoadErrors> errors_;
    bool timer_armed_ = false;
    bool stopped_ = false;
};

}  // namespace

Expected<LoadReport, std::string> run_load(const LoadOptions& options,
                                           const LoadProgress& progress) {
    return Run(options, progress).run();
}

}  // namespace muster::app
