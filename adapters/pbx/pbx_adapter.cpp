#include "adapters/pbx/pbx_adapter.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <iterator>
#include <utility>

#include "adapters/pbx/ami_session.hpp"
#include "adapters/pbx/esl_session.hpp"
#include "engine/gate/rejection.hpp"
#include "engine/gate/submitting.hpp"

namespace muster::pbx {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr Millis busy_wait = Millis{200};

std::chrono::milliseconds duration(Millis time) {
    return std::chrono::milliseconds(std::max<std::int64_t>(time.value, 0));
}

}  // namespace

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const PbxOptions& options) {
    if (options.host.empty()) return nullptr;
    std::unique_ptr<Callouts> callouts;
    if (!options.ring_channel.empty()) {
        callouts = std::make_unique<Callouts>(
            CalloutPorts{ports.io, ports.commands, ports.queries, ports.events, ports.audit,
                         ports.steady_now, ports.warn},
            options);
    }
    return std::make_unique<PbxAdapter>(ports.io, ports.commands, ports.steady_now, ports.warn,
                                        options, std::move(callouts));
}

PbxAdapter::PbxAdapter(asio::io_context& io, CommandPort& commands,
                       std::function<TimePoint()> steady_now,
                       std::function<void(const std::string&)> warn, PbxOptions options,
                       std::unique_ptr<Callouts> callouts)
    : io_(io),
      commands_(commands),
      now_(std::move(steady_now)),
      warn_(std::move(warn)),
      options_(std::move(options)),
      tracker_({options_.exchange, options_.contexts, options_.lines}),
      callouts_(std::move(callouts)),
      resolver_(io),
      socket_(io),
      timer_(io),
      again_(io),
      busy_(io),
      retry_(options_.retry_first_ms) {}

PbxAdapter::~PbxAdapter() {
    stop();
}

template <class Handler>
auto PbxAdapter::guarded(Handler handler) {
    return [this, alive = std::weak_ptr(alive_), generation = generation_,
            handler = std::move(handler)](error_code error, auto&&... more) {
        if (alive.expired() || stopped_ || generation != generation_) return;
        handler(error, more...);
    };
}

std::optional<std::string> PbxAdapter::start() {
    stopped_ = false;
    if (callouts_) {
        callouts_->start([this] {
            if (session_) follow_session();
        });
    }
    connect();
    return std::nullopt;
}

void PbxAdapter::stop() {
    stopped_ = true;
    if (callouts_) callouts_->stop();
    again_.cancel();
    busy_.cancel();
    close();
}

void PbxAdapter::close() {
    ++generation_;
    resolver_.cancel();
    timer_.cancel();
    error_code ignored;
    socket_.close(ignored);
    session_.reset();
    if (callouts_) callouts_->session_gone();
    writing_.clear();
    to_write_.clear();
}

void PbxAdapter::connect() {
    timer_.expires_after(duration(options_.answer_ms));
    timer_.async_wait(guarded([this](error_code cancelled) {
        if (!cancelled) fail("did not take a connection in time", false);
    }));
    resolver_.async_resolve(
        options_.host, port(),
        guarded([this](error_code error, const asio::ip::tcp::resolver::results_type& found) {
            if (error) return fail("cannot be found: " + error.message(), false);
            asio::async_connect(
                socket_, found,
                guarded([this](error_code refused, const asio::ip::tcp::endpoint& /*at*/) {
                    if (refused) return fail("refused the connection: " + refused.message(), false);
                    greet();
                }));
        }));
}

std::string PbxAdapter::port() const {
    if (options_.port != 0) return std::to_string(options_.port);
    return options_.dialect == Dialect::ami ? "5038" : "8021";
}

std::unique_ptr<Session> PbxAdapter::make_session() {
    Credentials credentials{options_.username, options_.secret.value};
    const SessionTimes times{options_.answer_ms, options_.ping_ms, options_.silence_ms};
    if (options_.dialect == Dialect::esl) {
        return std::make_unique<EslSession>(std::move(credentials), times, tracker_, now_());
    }
    return std::make_unique<AmiSession>(std::move(credentials), times, tracker_, now_());
}

void PbxAdapter::greet() {
    ++stats_.connects;
    session_ = make_session();
    arm();
    read();
}

void PbxAdapter::arm() {
    timer_.expires_after(duration(session_->next_timer() - now_()));
    timer_.async_wait(guarded([this](error_code cancelled) {
        if (cancelled) return;
        session_->on_timer(now_());
        follow_session();
        if (session_) arm();
    }));
}

void PbxAdapter::read() {
    socket_.async_read_some(asio::buffer(buffer_),
                            guarded([this](error_code error, std::size_t size) {
                                if (error)
                                    return fail("ended the connection: " + error.message(), false);
                                session_->received({buffer_.data(), size}, now_());
                                follow_session();
                                if (!session_) return;
                                arm();
                                read();
                            }));
}

void PbxAdapter::follow_session() {
    std::vector<Command> commands = session_->take_commands();
    std::move(commands.begin(), commands.end(), std::back_inserter(waiting_));
    if (callouts_) callouts_->take(session_->take_ring_words());
    if (session_->failure()) {
        const std::string why = *session_->failure();
        return fail(why, session_->refused());
    }
    if (waiting_.size() > options_.commands_waiting) {
        // What there is comes again with the new connection.
        waiting_.clear();
        return fail("tells more than the engine takes", false);
    }
    if (session_->is_live()) {
        retry_ = options_.retry_first_ms;
        if (callouts_) callouts_->pump(*session_);
    }
    to_write_ += session_->take_output();
    if (session_->is_live() && std::exchange(warned_, false)) {
        warn_("pbx: the exchange " + options_.host + " is there again");
    }
    write();
    tell_next();
}

void PbxAdapter::write() {
    if (!writing_.empty() || to_write_.empty()) return;
    writing_ = std::exchange(to_write_, {});
    asio::async_write(socket_, asio::buffer(writing_),
                      guarded([this](error_code error, std::size_t /*size*/) {
                          writing_.clear();
                          if (error) return fail("took no more: " + error.message(), false);
                          write();
                      }));
}

void PbxAdapter::fail(const std::string& why, bool refused) {
    ++stats_.failures;
    if (session_) stats_.lines_left_out += session_->lines_left_out();
    // Once for each outage, and each time when a person has to do something about it.
    if (!warned_ || refused) {
        warned_ = true;
        warn_("pbx: the exchange " + options_.host + " " + why +
              "; calls are not seen until it is "
              "back");
    }
    close();
    const Millis wait = refused ? Millis{options_.retry_last_ms} : retry_;
    retry_ = std::min(Millis{options_.retry_last_ms}, Millis{retry_.value * 2});
    again_.expires_after(duration(wait));
    again_.async_wait(guarded([this](error_code cancelled) {
        if (!cancelled) connect();
    }));
}

void PbxAdapter::tell_next() {
    if (telling_ || waiting_.empty() || stopped_) return;
    telling_ = std::move(waiting_.front());
    waiting_.pop_front();
    tell();
}

void PbxAdapter::tell() {
    gate::submit_of_device(commands_, {"pbx:" + options_.exchange, "", *telling_},
                           [this, alive = std::weak_ptr(alive_)](const Outcome& outcome) {
                               if (!alive.expired() && !stopped_) told(outcome);
                           });
}

void PbxAdapter::told(const Outcome& outcome) {
    // Not from within the answer: a full queue answers before submit() returns.
    if (gate::may_succeed_later(outcome.rejection.reason)) {
        ++stats_.again;
        busy_.expires_after(duration(busy_wait));
        busy_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
            if (!cancelled && !alive.expired() && !stopped_) tell();
        });
        return;
    }
    if (outcome.rejection) {
        if (stats_.refused++ == 0) {
            warn_("pbx: the engine refused what was told of a call: " + outcome.rejection.field +
                  " " + outcome.rejection.detail);
        }
    } else {
        ++stats_.told;
    }
    asio::post(io_, [this, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        telling_.reset();
        tell_next();
    });
}

void PbxAdapter::write_metrics(MetricsText& out) const {
    if (callouts_) callouts_->write_metrics(out);
    out.gauge("muster_pbx_live", "1 while the exchange is connected and all its calls are known.",
              is_live() ? 1 : 0);
    out.gauge("muster_pbx_calls", "Calls of the hotline that are followed now.", tracker_.calls());
    out.counter("muster_pbx_connects_total", "Connections to the exchange.", stats_.connects);
    out.counter("muster_pbx_failures_total", "Connections, and tries of one, that failed.",
                stats_.failures);
    out.counter("muster_pbx_lines_left_out_total",
                "Lines of the exchange that were too long, too many, or no lines of the protocol.",
                stats_.lines_left_out + (session_ ? session_->lines_left_out() : 0));
    out.counter("muster_pbx_calls_not_followed_total", "Calls beyond the limit of the tracker.",
                tracker_.not_followed());
    out.counter("muster_pbx_told_total", "What was told of calls and was taken.", stats_.told);
    out.counter("muster_pbx_refused_total", "... and was refused.", stats_.refused);
    out.counter("muster_pbx_busy_total", "... and was told again, since the engine was busy.",
                stats_.again);
}

}  // namespace muster::pbx
