#include "adapters/mqtt/mqtt_adapter.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <chrono>
#include <utility>

#include "engine/gate/rejection.hpp"
#include "engine/gate/submitting.hpp"

namespace muster::mqtt {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr Millis keeper_interval = seconds(1);
constexpr std::size_t max_password = 4'096;

std::chrono::milliseconds wait_of(Millis time) {
    return std::chrono::milliseconds(time.value);
}

std::optional<std::string> check_files(const BrokerOptions& options) {
    for (const auto& [name, path] : {std::pair("ca_file", &options.ca_file),
                                     std::pair("certificate_file", &options.certificate_file),
                                     std::pair("key_file", &options.key_file)}) {
        if (path->empty() || ::access(path->c_str(), R_OK) == 0) continue;
        return std::string("mqtt: ") + name + " " + *path +
               " cannot be read; it must be a PEM file";
    }
    return std::nullopt;
}

bool is_this_machine(const std::string& host) {
    return host == "localhost" || host.starts_with("127.") || host == "::1";
}

}  // namespace

// Each of its commands is answered once; the last answer ends it.
struct MqttAdapter::Item {
    std::shared_ptr<Batch> batch;
    std::string device;
    std::string receipt_topic;
    std::string id;
    std::size_t unanswered = 0;
    std::string refused;  // why
    RequestId request;    // that became of it
    bool busy = false;
};

MqttAdapter::MqttAdapter(MqttPorts ports, MqttOptions options)
    : ports_(std::move(ports)),
      options_(std::move(options)),
      translator_(options_),
      of_broker_("mqtt", ports_.warn),
      of_devices_("mqtt", ports_.warn, options_.warned_devices),
      descriptor_(ports_.io),
      deadline_(ports_.io),
      keeper_(ports_.io),
      return_(ports_.io),
      desk_({ports_.events, ports_.queries, ports_.audit}, "mqtt", options_.alarms_waiting,
            [this](const std::string&) { desk_took(); }),
      pause_(options_.reconnect_min_ms) {}

MqttAdapter::~MqttAdapter() {
    stop();
}

std::optional<std::string> MqttAdapter::start() {
    if (auto wrong = check_files(options_)) return wrong;
    if (options_.password.value.size() > max_password) {
        return "mqtt: the password is longer than " + std::to_string(max_password) + " bytes";
    }
    if (translator_.filters().empty()) {
        return "mqtt: there is a broker and nothing to listen to; name a bridge or a tenant";
    }
    if (!options_.tls && !is_this_machine(options_.host)) {
        ports_.warn("mqtt: alarms and passwords travel in the clear to " + options_.host +
                    "; set tls = true");
    }
    if (!options_.tenants.empty()) {
        desk_.start();
        read_board();
    }
    connect();
    return std::nullopt;
}

void MqttAdapter::read_board() {
    asio::post(ports_.io, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired() && desk_.read_on()) read_board();
    });
}

// Told when everything that was read is committed, or when the broker is back.
void MqttAdapter::desk_took() {
    if (std::exchange(desk_spoke_, true)) return;
    asio::post(ports_.io, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired() && link_ && !opening_) settle();
    });
}

void MqttAdapter::tell_taken() {
    if (link_->unacknowledged() == 0) forget_told();
    if (!subscribed_ || !std::exchange(desk_spoke_, false)) return;
    for (const std::string& device : desk_.all_taken()) {
        const std::string topic = translator_.receipt_topic(device);
        if (topic.empty()) {
            desk_.forget(device);
            continue;
        }
        const RequestId request = desk_.request_of(device);
        RequestId& told = told_[device];
        if (told == request) continue;
        if (!link_->publish(topic, taken_receipt(request))) {
            // Those that are with the broker come first; the next look is by the keeper.
            desk_spoke_ = true;
            return;
        }
        told = request;
        ++stats_.taken_told;
    }
}

// The broker has it: what becomes of it is the broker's affair.
void MqttAdapter::forget_told() {
    for (const auto& [device, request] : std::exchange(told_, {})) {
        if (desk_.is_taken(device) && desk_.request_of(device) == request) desk_.forget(device);
    }
}

void MqttAdapter::begin_drain() {
    draining_ = true;
    return_.cancel();
    if (link_ && !opening_) settle();
}

void MqttAdapter::stop() {
    if (stopped_) return;
    stopped_ = true;
    desk_.stop();
    close();
    return_.cancel();
}

void MqttAdapter::close() {
    ++connection_;
    deadline_.cancel();
    keeper_.cancel();
    error_code ignored;
    descriptor_.close(ignored);
    batch_.reset();
    link_.reset();
    failure_.clear();
    // Nobody knows whether the broker has got it: it is told again.
    if (!told_.empty()) desk_spoke_ = true;
    told_.clear();
    reading_armed_ = false;
    writing_armed_ = false;
    subscribed_ = false;
}

void MqttAdapter::connect() {
    if (stopped_ || draining_) return;
    // A name is still being looked up for the attempt before.
    if (opening_) return arm_return();
    ++stats_.attempts;
    ++connection_;
    batch_ = std::make_shared<Batch>();
    link_ = std::make_shared<BrokerLink>(options_, options_.message_bytes,
                                         static_cast<LinkListener&>(*this));
    opening_ = true;
    arm_deadline();
    asio::post(opener_, [this, link = link_, to = ports_.io.get_executor(), at = connection_,
                         alive = std::weak_ptr(alive_)]() mutable {
        auto wrong = link->open();
        asio::post(to, [this, link = std::move(link), wrong = std::move(wrong), at,
                        alive = std::move(alive)] {
            if (alive.expired()) return;
            opening_ = false;
            if (at == connection_ && !stopped_) opened(wrong);
        });
    });
}

void MqttAdapter::opened(const std::optional<std::string>& wrong) {
    if (wrong) return lose(*wrong);
    const int own = ::fcntl(link_->descriptor(), F_DUPFD_CLOEXEC, 0);
    error_code failed;
    if (own >= 0) descriptor_.assign(own, failed);
    if (own < 0 || failed) {
        if (own >= 0) ::close(own);
        return lose("no descriptor is left for it");
    }
    arm_keeper();
    settle();
}

void MqttAdapter::lose(const std::string& why) {
    const bool was_up = subscribed_;
    close();
    if (stopped_ || draining_) return;
    // Once for each time that it was up, and once when it never was.
    if (was_up) of_broker_.forget("broker");
    of_broker_.tell_of(
        "broker", "no connection to the broker " + options_.host + ": " + why + "; trying again");
    arm_return();
}

void MqttAdapter::arm_return() {
    return_.expires_after(wait_of(pause_));
    pause_ = std::min<Millis>(pause_ * 2, options_.reconnect_max_ms);
    return_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
        if (!cancelled && !alive.expired()) connect();
    });
}

void MqttAdapter::arm_deadline() {
    deadline_.expires_after(wait_of(options_.connect_ms));
    deadline_.async_wait(
        [this, at = connection_, alive = std::weak_ptr(alive_)](error_code cancelled) {
            if (cancelled || alive.expired() || at != connection_ || subscribed_) return;
            lose("no answer within " + std::to_string(options_.connect_ms.number()) + " ms");
        });
}

void MqttAdapter::arm_keeper() {
    keeper_.expires_after(wait_of(keeper_interval));
    keeper_.async_wait(
        [this, at = connection_, alive = std::weak_ptr(alive_)](error_code cancelled) {
            if (cancelled || alive.expired() || at != connection_) return;
            if (auto wrong = link_->keep()) return lose(*wrong);
            arm_keeper();
            settle();
        });
}

void MqttAdapter::on_welcome(const Welcome& welcome) {
    if (!welcome.refused.empty()) {
        failure_ = "it refuses us: " + welcome.refused;
        return;
    }
    if (was_connected_ && !welcome.session_present) {
        ++stats_.sessions_lost;
        ports_.warn(
            "mqtt: the broker has forgotten what came while we were away; let it keep "
            "sessions (mosquitto: persistence true)");
    }
    tells_subscriptions_ = welcome.tells_subscriptions;
    if (!tells_subscriptions_) {
        of_broker_.tell_of("subscriptions",
                           "the broker gives subscriptions no identifiers; after a "
                           "break a message may be told twice");
    }
    subscribe(true);
}

void MqttAdapter::on_subscribed(const std::string& refused) {
    if (!refused.empty()) {
        failure_ = "it refuses a subscription: " + refused;
        return;
    }
    if (subscribed_) return;
    subscribed_ = true;
    was_connected_ = true;
    ++stats_.connections;
    pause_ = options_.reconnect_min_ms;
    deadline_.cancel();
}

// By the clock, so that none of an earlier run comes again while its messages are remembered.
std::uint32_t MqttAdapter::next_subscription() {
    if (!tells_subscriptions_) return 0;
    const auto by_clock =
        static_cast<std::uint32_t>((ports_.now().value / 1'000) % max_subscription + 1);
    subscription_ = by_clock > subscription_ ? by_clock : subscription_ % max_subscription + 1;
    return subscription_;
}

void MqttAdapter::subscribe(bool with_retained) {
    deliveries_ = 0;
    if (auto wrong = link_->subscribe(translator_.filters(), next_subscription(), with_retained)) {
        failure_ = *wrong;
    }
}

void MqttAdapter::on_message(const Message& message, const Delivery& delivery) {
    if (delivery.packet != 0) ++deliveries_;
    Meaning meaning = translator_.read(message);
    count(meaning);
    if (!meaning.commands.empty()) submit(message, delivery, std::move(meaning));
}

void MqttAdapter::count(const Meaning& meaning) {
    switch (meaning.sense) {
        case Sense::told:
            ++stats_.told;
            return;
        case Sense::nothing:
            ++stats_.nothing;
            return;
        case Sense::elsewhere:
            ++stats_.elsewhere;
            return;
        case Sense::retained:
            ++stats_.retained;
            of_devices_.tell_of(
                "retain " + meaning.device,
                "what " + meaning.device +
                    " says is kept by the broker (retain is on) and not taken when it is "
                    "old; turn retain off for it");
            return;
        case Sense::malformed:
            ++stats_.malformed;
            of_devices_.tell_of("malformed " + meaning.device,
                                meaning.device + " is not understood: " + meaning.trouble);
            return;
    }
}

void MqttAdapter::submit(const Message& message, const Delivery& delivery, Meaning&& meaning) {
    const std::string key = submission_key(message, meaning, delivery);
    auto item = std::make_shared<Item>();
    item->batch = batch_;
    item->device = meaning.device;
    item->receipt_topic = std::move(meaning.receipt_topic);
    item->id = std::move(meaning.id);
    item->unanswered = meaning.commands.size();
    ++batch_->waiting;
    std::size_t place = 0;
    for (Command& command : meaning.commands) {
        Submission submission;
        submission.source = item->device;
        if (!key.empty()) submission.key = key + "/" + std::to_string(place);
        submission.command = std::move(command);
        ++place;
        gate::submit_of_device(ports_.commands, std::move(submission),
                               [this, item, alive = std::weak_ptr(alive_)](const Outcome& outcome) {
                                   if (!alive.expired() && !stopped_) answered(*item, outcome);
                               });
    }
}

void MqttAdapter::answered(Item& item, const Outcome& outcome) {
    const RejectReason reason = outcome.rejection.reason;
    if (outcome.replayed || reason == RejectReason::key_reused) {
        // Reused: the rules of fields were changed since it was taken.
        ++stats_.repeated;
    } else if (gate::may_succeed_later(reason)) {
        item.busy = true;
    } else if (outcome.rejection) {
        ++stats_.refused;
        item.refused = boost::describe::enum_to_string(reason, "refused");
        of_devices_.tell_of("refused " + item.device,
                            "what " + item.device + " says is refused: " + item.refused + " " +
                                outcome.rejection.field + " " + outcome.rejection.detail);
    }
    if (!outcome.rejection && outcome.events_json && !item.receipt_topic.empty()) {
        if (const RequestId made = gate::request_of_signal(*outcome.events_json)) {
            item.request = made;
        }
    }
    if (--item.unanswered == 0) finish(item);
}

void MqttAdapter::finish(Item& item) {
    Batch& batch = *item.batch;
    --batch.waiting;
    if (item.busy) {
        batch.busy = true;
    } else if (!item.receipt_topic.empty()) {
        batch.receipts.push_back({item.receipt_topic, receipt(item.id, item.refused.empty(),
                                                              item.refused, item.request)});
        desk_.await(item.device, item.request);
    }
    // A commit that comes after its connection: the message comes again and is known by its key.
    if (item.batch == batch_ && !batch.reading) settle();
}

void MqttAdapter::wait_to_read() {
    if (reading_armed_ || draining_) return;
    reading_armed_ = true;
    descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [this, at = connection_, alive = std::weak_ptr(alive_)](error_code failed) {
            if (alive.expired() || at != connection_) return;
            reading_armed_ = false;
            if (failed) return lose(failed.message());
            read_some();
        });
}

void MqttAdapter::wait_to_write() {
    if (writing_armed_) return;
    writing_armed_ = true;
    descriptor_.async_wait(
        asio::posix::stream_descriptor::wait_write,
        [this, at = connection_, alive = std::weak_ptr(alive_)](error_code failed) {
            if (alive.expired() || at != connection_) return;
            writing_armed_ = false;
            if (failed) return lose(failed.message());
            settle();
        });
}

bool MqttAdapter::more_to_read() {
    asio::posix::stream_descriptor::bytes_readable bytes;
    error_code failed;
    descriptor_.io_control(bytes, failed);
    return !failed && bytes.get() > 0;
}

void MqttAdapter::read_some() {
    // Of a batch that waits, no more is read: what comes behind it would be acknowledged with it.
    if (draining_ || batch_->waiting > 0) return;
    batch_->reading = true;
    std::optional<std::string> wrong;
    for (std::size_t turn = 0; turn < options_.read_turn; ++turn) {
        wrong = link_->read();
        if (wrong || !failure_.empty() || batch_->waiting >= options_.max_unacknowledged ||
            !more_to_read()) {
            break;
        }
    }
    batch_->reading = false;
    if (wrong) return lose(*wrong);
    settle();
}

// Where everything that was read is committed, and only there, is something written.
void MqttAdapter::settle() {
    if (!link_ || batch_->reading || opening_) return;
    if (!failure_.empty()) return lose(std::string(failure_));
    if (batch_->waiting > 0) return;
    if (batch_->busy) {
        ++stats_.busy;
        return lose("there was no room for an alarm, which has to come again");
    }
    for (const Receipt& one : std::exchange(batch_->receipts, {})) {
        ++(link_->publish(one.topic, one.payload) ? stats_.receipts : stats_.receipts_lost);
    }
    tell_taken();
    if (subscribed_ && deliveries_ >= deliveries_per_subscription) subscribe(false);
    write_some();
}

void MqttAdapter::write_some() {
    const bool leaves = draining_;
    if (leaves) link_->disconnect();
    if (auto wrong = link_->write()) return lose(*wrong);
    if (leaves) return close();
    if (link_->wants_write()) wait_to_write();
    wait_to_read();
}

void MqttAdapter::write_metrics(MetricsText& out) const {
    const auto messages = [&](std::string_view what, std::uint64_t count) {
        out.sample("muster_mqtt_messages_total", std::string("what=\"").append(what).append("\""),
                   count);
    };
    out.gauge("muster_mqtt_connected", "1 while the broker has our subscriptions.",
              subscribed_ ? 1 : 0);
    out.gauge("muster_mqtt_unacknowledged", "Messages read and not committed yet.",
              batch_ ? batch_->waiting : 0);
    out.counter("muster_mqtt_attempts_total", "Attempts to connect.", stats_.attempts);
    out.counter("muster_mqtt_connections_total", "Those that succeeded.", stats_.connections);
    out.counter("muster_mqtt_sessions_lost_total",
                "Connections for which the broker had kept nothing.", stats_.sessions_lost);
    out.head("muster_mqtt_messages_total", "Messages, by what they were.", "counter");
    messages("told", stats_.told);
    messages("nothing", stats_.nothing);
    messages("elsewhere", stats_.elsewhere);
    messages("retained", stats_.retained);
    messages("malformed", stats_.malformed);
    out.counter("muster_mqtt_repeated_total", "Commands that had been taken already.",
                stats_.repeated);
    out.counter("muster_mqtt_refused_total", "Commands that the engine refused.", stats_.refused);
    out.counter("muster_mqtt_busy_total", "Times that there was no room and messages come again.",
                stats_.busy);
    out.counter("muster_mqtt_receipts_total", "Receipts sent.", stats_.receipts);
    out.gauge("muster_mqtt_alarms_waiting",
              "Devices that have not been told yet that people have taken over.", desk_.size());
    out.counter("muster_mqtt_alarms_left_out_total", "Those beyond alarms_waiting.",
                desk_.left_out());
    out.counter("muster_mqtt_taken_told_total", "Devices told that people have taken over.",
                stats_.taken_told);
    out.counter("muster_mqtt_receipts_lost_total", "Receipts that the broker had no room for.",
                stats_.receipts_lost);
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const MqttOptions& options) {
    if (options.host.empty()) return nullptr;
    return std::make_unique<MqttAdapter>(
        MqttPorts{ports.io, ports.commands, ports.queries, ports.events, ports.audit, ports.now,
                  ports.warn},
        options);
}

}  // namespace muster::mqtt
