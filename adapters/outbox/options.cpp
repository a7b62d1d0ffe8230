#include "adapters/outbox/options.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <tuple>

#include "adapters/outbox/wire.hpp"
#include "muster/events.hpp"

namespace muster::outbox {
namespace {

constexpr std::size_t name_bytes_max = 64;
// Of the key that a webhook is signed with.
constexpr std::size_t secret_bytes_min = 16;
// E.164: the country's code and what follows it. The shortest that is in use has 7 digits.
constexpr std::size_t number_digits_min = 7;
constexpr std::size_t number_digits_max = 15;
constexpr std::size_t receivers_max = 16;
// SMPP 3.4, 5.2.
constexpr std::size_t system_id_max = 15;
constexpr std::size_t password_max = 8;
constexpr std::size_t system_type_max = 12;
constexpr std::size_t source_max = 20;

bool is_event(std::string_view name) {
    // List by list: clang unfolds no more than 256 at once.
    return any_type(EventLists(), [&]<class List>(std::type_identity<List>) {
        return any_type(List(),
                        [&]<class T>(std::type_identity<T>) { return type_name<T>() == name; });
    });
}

bool is_name(std::string_view name) {
    const auto may_stand = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= name_bytes_max &&
           std::all_of(name.begin(), name.end(), may_stand);
}

bool is_given(const Secret& secret) {
    return !secret.file.empty() || !secret.env.empty() || !secret.value.empty();
}

bool is_e164(std::string_view number) {
    if (number.size() < 1 + number_digits_min || number.size() > 1 + number_digits_max)
        return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return number[0] == '+' && number[1] != '0' &&
           std::all_of(number.begin() + 1, number.end(), is_digit);
}

std::optional<SettingProblem> check_text(const std::string& at, std::string_view text,
                                         std::size_t most) {
    const auto may_stand = [](char c) { return c > ' ' && c <= '~'; };
    if (text.size() <= most && std::all_of(text.begin(), text.end(), may_stand)) {
        return std::nullopt;
    }
    return SettingProblem{
        at, "must have at most " + std::to_string(most) + " characters of ASCII, and no blank"};
}

std::optional<SettingProblem> check_receivers(const SmppOptions& smpp, const std::string& at) {
    if (smpp.to.empty() || smpp.to.size() > receivers_max) {
        return SettingProblem{at, "must name the numbers that are written to, from 1 to " +
                                      std::to_string(receivers_max)};
    }
    for (std::size_t i = 0; i < smpp.to.size(); ++i) {
        const std::string here = at + "/" + std::to_string(i);
        if (!is_e164(smpp.to[i])) {
            return SettingProblem{here,
                                  "must be a number in the form of E.164, such as "
                                  "+8613800000001"};
        }
        if (std::find(smpp.to.begin(), smpp.to.end(), smpp.to[i]) - smpp.to.begin() !=
            static_cast<std::ptrdiff_t>(i)) {
            return SettingProblem{here, "stands there twice"};
        }
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_smpp(const ChannelOptions& channel, const std::string& at) {
    const SmppOptions& smpp = channel.smpp;
    if (channel.kind != ChannelKind::smpp) {
        if (smpp.host.empty()) return std::nullopt;
        return SettingProblem{at + "/smpp", "belongs to a channel of kind smpp"};
    }
    if (smpp.host.empty()) {
        return SettingProblem{at + "/smpp/host", "must name the short message centre"};
    }
    if (smpp.system_id.empty()) {
        return SettingProblem{at + "/smpp/system_id", "must be the name that the centre knows"};
    }
    for (const auto& [name, text, most] :
         {std::tuple("/smpp/system_id", std::string_view(smpp.system_id), system_id_max),
          std::tuple("/smpp/password", std::string_view(smpp.password.value), password_max),
          std::tuple("/smpp/system_type", std::string_view(smpp.system_type), system_type_max),
          std::tuple("/smpp/source", std::string_view(smpp.source), source_max)}) {
        if (auto wrong = check_text(at + name, text, most)) return wrong;
    }
    if (auto wrong = check_receivers(smpp, at + "/smpp/to")) return wrong;
    if (is_given(channel.secret)) {
        return SettingProblem{at + "/secret",
                              "does not belong to a channel of kind smpp, which "
                              "has smpp.password"};
    }
    if (channel.personal && !smpp.tls) {
        return SettingProblem{at + "/smpp/tls", "must be true: what is personal is told there"};
    }
    return std::nullopt;
}

bool is_signed(const ChannelOptions& channel) {
    return channel.kind == ChannelKind::webhook || channel.kind == ChannelKind::orders;
}

// Which events are told: by their names, or of orders by what stands there for that.
std::optional<SettingProblem> check_events(const ChannelOptions& channel, const std::string& at) {
    if (channel.kind == ChannelKind::orders) {
        if (!channel.events.empty()) {
            return SettingProblem{at + "/events", "orders.tell says which, where orders are told"};
        }
        auto wrong = check(channel.orders, &is_event);
        if (wrong) wrong->pointer.insert(0, at + "/orders");
        return wrong;
    }
    if (!channel.orders.mapping.empty()) {
        return SettingProblem{at + "/orders", "belongs to a channel of kind orders"};
    }
    if (channel.events.empty()) {
        return SettingProblem{at + "/events", "must name the events that are told"};
    }
    for (std::size_t i = 0; i < channel.events.size(); ++i) {
        if (is_event(channel.events[i])) continue;
        return SettingProblem{
            at + "/events/" + std::to_string(i),
            "\"" + channel.events[i] + "\" is no event; they are named like RequestReceived"};
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_url(const ChannelOptions& channel, const std::string& at) {
    if (channel.kind == ChannelKind::file || channel.kind == ChannelKind::smpp) {
        if (channel.url.empty()) return std::nullopt;
        return SettingProblem{at + "/url", "does not belong to a channel of this kind"};
    }
    const auto url = read_url(channel.url);
    if (!url) return SettingProblem{at + "/url", url.error()};
    if (is_signed(channel) && !is_given(channel.secret)) {
        return SettingProblem{at + "/secret", "must be given: what is sent is signed with it"};
    }
    if (channel.personal && !url->tls) {
        return SettingProblem{at + "/url", "must be https: what is personal is told there"};
    }
    return std::nullopt;
}

std::optional<SettingProblem> check_channel(const ChannelOptions& channel, const std::string& at) {
    if (!is_name(channel.name)) {
        return SettingProblem{at + "/name", "must be of a to z, 0 to 9, - and _, at most " +
                                                std::to_string(name_bytes_max) + " of them"};
    }
    if (auto wrong = check_events(channel, at)) return wrong;
    if (channel.kind != ChannelKind::file && !channel.folder.empty()) {
        return SettingProblem{at + "/folder", "belongs to a channel of kind file"};
    }
    const bool has_body = channel.kind == ChannelKind::file || channel.kind == ChannelKind::webhook;
    if (!has_body && channel.format != Format::cloudevents) {
        return SettingProblem{at + "/format", "belongs to a channel of kind file or webhook"};
    }
    if (channel.format == Format::eido) {
        if (auto wrong = check(channel.eido)) {
            wrong->pointer.insert(0, at + "/eido");
            return wrong;
        }
    }
    // Known only where the secret was read already.
    const std::string& secret = channel.secret.value;
    if (is_signed(channel) && !secret.empty() && secret.size() < secret_bytes_min) {
        return SettingProblem{at + "/secret",
                              "must have " + std::to_string(secret_bytes_min) + " bytes or more"};
    }
    if (auto wrong = check_smpp(channel, at)) return wrong;
    return check_url(channel, at);
}

}  // namespace

std::optional<SettingProblem> check(const OutboxOptions& options) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < options.channel.size(); ++i) {
        const ChannelOptions& channel = options.channel[i];
        const std::string at = "/channel/" + std::to_string(i);
        if (auto wrong = check_channel(channel, at)) return wrong;
        if (!names.insert(channel.name).second) {
            return SettingProblem{at + "/name", "\"" + channel.name + "\" is another channel"};
        }
    }
    if (options.retry_first_ms > options.retry_last_ms) {
        return SettingProblem{"/retry_first_ms", "must not be more than retry_last_ms"};
    }
    if (options.source.empty() || options.source.find_first_of(" \t\r\n") != std::string::npos) {
        return SettingProblem{"/source", "must be a URI or its path, such as /muster"};
    }
    return std::nullopt;
}

}  // namespace muster::outbox
