#include "adapters/mqtt/broker_link.hpp"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace muster::mqtt {
namespace {

constexpr int at_least_once = 1;
// A topic and properties beside the payload.
constexpr std::size_t packet_extra = std::size_t{64} << 10;
constexpr std::int64_t longest_session_s = 0xFFFF'FFFE;
constexpr const char* system_authorities = "/etc/ssl/certs";
// What the library takes for a wrong call.
constexpr int impossible_keepalive = 1;

// The library's counter of users, once for the program.
struct Library {
    Library() { mosquitto_lib_init(); }
    ~Library() { mosquitto_lib_cleanup(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

void use_library() {
    static const Library library;
}

class Properties {
  public:
    Properties() = default;
    ~Properties() { mosquitto_property_free_all(&list_); }
    Properties(const Properties&) = delete;
    Properties& operator=(const Properties&) = delete;

    void add_int32(int name, std::uint32_t value) {
        ok_ = ok_ && mosquitto_property_add_int32(&list_, name, value) == MOSQ_ERR_SUCCESS;
    }
    void add_int16(int name, std::uint16_t value) {
        ok_ = ok_ && mosquitto_property_add_int16(&list_, name, value) == MOSQ_ERR_SUCCESS;
    }
    void add_varint(int name, std::uint32_t value) {
        ok_ = ok_ && mosquitto_property_add_varint(&list_, name, value) == MOSQ_ERR_SUCCESS;
    }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] const mosquitto_property* list() const { return list_; }

  private:
    mosquitto_property* list_ = nullptr;
    bool ok_ = true;
};

std::optional<std::string> problem(int code) {
    if (code == MOSQ_ERR_SUCCESS) return std::nullopt;
    if (code == MOSQ_ERR_ERRNO) return std::string(std::strerror(errno));
    return std::string(mosquitto_strerror(code));
}

const char* or_none(const std::string& text) {
    return text.empty() ? nullptr : text.c_str();
}

// The key's file must not be encrypted: nobody is there to type a password.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*client*/) {
    return 0;
}

std::int64_t whole_seconds(Millis time) {
    return (time.value + 999) / 1'000;
}

}  // namespace

struct BrokerLink::Callbacks {
    static BrokerLink& of(void* self) { return *static_cast<BrokerLink*>(self); }

    static void welcome(mosquitto* /*client*/, void* self, int code, int flags,
                        const mosquitto_property* properties) {
        Welcome welcome;
        if (code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION || code == 1) {
            welcome.refused = "it does not speak MQTT 5, which is needed";
        } else if (code != 0) {
            welcome.refused = mosquitto_reason_string(code);
        }
        welcome.session_present = (flags & 1) != 0;
        std::uint8_t available = 1;
        mosquitto_property_read_byte(properties, MQTT_PROP_SUBSCRIPTION_ID_AVAILABLE, &available,
                                     false);
        welcome.tells_subscriptions = available != 0;
        of(self).listener_.on_welcome(welcome);
    }
    static void subscribed(mosquitto* /*client*/, void* self, int /*packet*/, int count,
                           const int* granted, const mosquitto_property* /*properties*/) {
        std::string refused;
        for (int i = 0; i < count && refused.empty(); ++i) {
            if (granted[i] >= 0x80) {
                refused = mosquitto_reason_string(granted[i]);
            } else if (granted[i] < at_least_once) {
                refused = "it grants no QoS 1";
            }
        }
        of(self).listener_.on_subscribed(refused);
    }
    static void message(mosquitto* /*client*/, void* self, const mosquitto_message* message,
                        const mosquitto_property* properties) {
        Message shown;
        shown.topic = message->topic;
        if (message->payloadlen > 0) {
            shown.payload = {static_cast<const char*>(message->payload),
                             static_cast<std::size_t>(message->payloadlen)};
        }
        shown.retained = message->retain;
        Delivery delivery;
        mosquitto_property_read_varint(properties, MQTT_PROP_SUBSCRIPTION_IDENTIFIER,
                                       &delivery.subscription, false);
        if (message->qos > 0) delivery.packet = static_cast<std::uint16_t>(message->mid);
        of(self).listener_.on_message(shown, delivery);
    }
    static void published(mosquitto* /*client*/, void* self, int /*packet*/, int /*code*/,
                          const mosquitto_property* /*properties*/) {
        auto& published = of(self).published_;
        published -= std::min<std::size_t>(published, 1);
    }
};

void BrokerLink::Free::operator()(mosquitto* client) const {
    mosquitto_destroy(client);
}

BrokerLink::BrokerLink(BrokerOptions options, std::size_t message_bytes, LinkListener& listener)
    : options_(std::move(options)), message_bytes_(message_bytes), listener_(listener) {
    use_library();
}

BrokerLink::~BrokerLink() = default;

std::optional<std::string> BrokerLink::set_up_tls() {
    if (!options_.tls) return std::nullopt;
    const int code = mosquitto_tls_set(client_.get(), or_none(options_.ca_file),
                                       options_.ca_file.empty() ? system_authorities : nullptr,
                                       or_none(options_.certificate_file),
                                       or_none(options_.key_file), no_password);
    if (code != MOSQ_ERR_SUCCESS) {
        return "a certificate or key cannot be used: " + problem(code).value_or("") +
               "; ca_file, certificate_file and key_file must be PEM files that can be read";
    }
    return std::nullopt;
}

std::optional<std::string> BrokerLink::set_up() {
    client_.reset(mosquitto_new(options_.client_id.c_str(), false, this));
    if (!client_) return problem(MOSQ_ERR_NOMEM);
    mosquitto* const client = client_.get();
    int code = mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    if (code == MOSQ_ERR_SUCCESS) code = mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    // See the header: so that only write() writes.
    if (code == MOSQ_ERR_SUCCESS) code = mosquitto_threaded_set(client, true);
    if (code == MOSQ_ERR_SUCCESS && !options_.user.empty()) {
        code = mosquitto_username_pw_set(client, options_.user.c_str(),
                                         or_none(options_.password.value));
    }
    if (code != MOSQ_ERR_SUCCESS) return problem(code);
    mosquitto_connect_v5_callback_set(client, Callbacks::welcome);
    mosquitto_subscribe_v5_callback_set(client, Callbacks::subscribed);
    mosquitto_message_v5_callback_set(client, Callbacks::message);
    mosquitto_publish_v5_callback_set(client, Callbacks::published);
    return set_up_tls();
}

std::optional<std::string> BrokerLink::open() {
    if (auto wrong = set_up()) return wrong;
    const auto keepalive = static_cast<int>(whole_seconds(options_.keepalive_ms));
    Properties properties;
    const auto session_s = std::min(whole_seconds(options_.session_ms), longest_session_s);
    properties.add_int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL, static_cast<std::uint32_t>(session_s));
    properties.add_int16(MQTT_PROP_RECEIVE_MAXIMUM,
                         static_cast<std::uint16_t>(options_.max_unacknowledged));
    properties.add_int32(MQTT_PROP_MAXIMUM_PACKET_SIZE,
                         static_cast<std::uint32_t>(message_bytes_ + packet_extra));
    if (!properties.ok()) return problem(MOSQ_ERR_NOMEM);
    // Only the call that waits until it is connected takes properties; they are kept for all later
    // attempts. So it is made in a way in which it keeps them and then refuses to connect.
    const int kept = mosquitto_connect_bind_v5(client_.get(), options_.host.c_str(), options_.port,
                                               impossible_keepalive, nullptr, properties.list());
    if (kept != MOSQ_ERR_INVAL) return problem(kept == MOSQ_ERR_SUCCESS ? MOSQ_ERR_UNKNOWN : kept);
    return problem(mosquitto_connect_bind_async(client_.get(), options_.host.c_str(), options_.port,
                                                keepalive, nullptr));
}

int BrokerLink::descriptor() const {
    return mosquitto_socket(client_.get());
}

bool BrokerLink::wants_write() const {
    return mosquitto_want_write(client_.get());
}

std::optional<std::string> BrokerLink::read() {
    return problem(mosquitto_loop_read(client_.get(), 1));
}

std::optional<std::string> BrokerLink::write() {
    return problem(mosquitto_loop_write(client_.get(), 1));
}

std::optional<std::string> BrokerLink::keep() {
    return problem(mosquitto_loop_misc(client_.get()));
}

std::optional<std::string> BrokerLink::subscribe(const std::vector<std::string>& filters,
                                                 std::uint32_t identifier, bool with_retained) {
    Properties properties;
    if (identifier != 0) {
        properties.add_varint(MQTT_PROP_SUBSCRIPTION_IDENTIFIER, identifier);
    }
    if (!properties.ok()) return problem(MOSQ_ERR_NOMEM);
    // The library does not write to them.
    std::vector<char*> texts;
    texts.reserve(filters.size());
    for (const std::string& filter : filters)
        texts.push_back(const_cast<char*>(filter.c_str()));
    const int how =
        with_retained ? MQTT_SUB_OPT_SEND_RETAIN_ALWAYS : MQTT_SUB_OPT_SEND_RETAIN_NEVER;
    return problem(mosquitto_subscribe_multiple(client_.get(), nullptr,
                                                static_cast<int>(texts.size()), texts.data(),
                                                at_least_once, how, properties.list()));
}

bool BrokerLink::publish(const std::string& topic, std::string_view payload, bool retained) {
    if (published_ >= max_published) return false;
    const int code = mosquitto_publish_v5(client_.get(), nullptr, topic.c_str(),
                                          static_cast<int>(payload.size()), payload.data(),
                                          at_least_once, retained, nullptr);
    if (code == MOSQ_ERR_SUCCESS) ++published_;
    return code == MOSQ_ERR_SUCCESS;
}

void BrokerLink::disconnect() {
    (void)mosquitto_disconnect_v5(client_.get(), MQTT_RC_NORMAL_DISCONNECTION, nullptr);
}

}  // namespace muster::mqtt
