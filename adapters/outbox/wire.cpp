#include "adapters/outbox/wire.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/class.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/text.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/signature.hpp"
#include "muster/date.hpp"

namespace muster::outbox {
namespace {

// WeCom takes 2048 bytes, the others more.
constexpr std::size_t text_bytes_max = 2'000;
// Of what a receiver said, for the operator.
constexpr std::size_t said_bytes_max = 200;

// Cut between two characters.
std::string_view shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u)
        --most;
    return text.substr(0, most);
}

// RFC 3986: in a query, what is neither a letter, a digit nor one of -._~ is escaped.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || std::strchr("-._~", c) != nullptr;
        if (plain) {
            out += c;
        } else {
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += hex;
        }
    }
    return out;
}

void add_query(std::string& target, std::string_view name, std::string_view value) {
    target += target.find('?') == std::string::npos ? '?' : '&';
    target.append(name).append("=").append(escaped(value));
}

std::string json_text(std::string_view text) {
    std::string out;
    codec::write_string(out, text);
    return out;
}

// https://open.dingtalk.com/document/robots/customize-robot-security-settings
void sign_for_dingtalk(HttpCall& call, const std::string& secret, TimePoint now) {
    const std::string stamp = std::to_string(now.value);
    const auto sign = gate::hmac_sha256(secret, stamp + "\n" + secret);
    add_query(call.target, "timestamp", stamp);
    add_query(call.target, "sign", gate::to_base64(sign));
}

// https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: the key is what others sign,
// and what is signed is empty.
std::string feishu_signature(const std::string& secret, TimePoint now) {
    const std::string stamp = std::to_string(now.value / 1000);
    const auto sign = gate::hmac_sha256(stamp + "\n" + secret, "");
    return R"("timestamp":")" + stamp + R"(","sign":)" + json_text(gate::to_base64(sign)) + ",";
}

// What robots answer. DingTalk and WeCom: errcode; Feishu: code, formerly StatusCode.
struct RobotAnswer {
    std::optional<std::int64_t> errcode;
    std::string errmsg;
    std::optional<std::int64_t> code;
    std::string msg;
    std::optional<std::int64_t> StatusCode;  // NOLINT: as it is written
};
BOOST_DESCRIBE_STRUCT(RobotAnswer, (), (errcode, errmsg, code, msg, StatusCode))

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// RFC 9110, 10.2.3: seconds, or a date such as "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<Millis> asked_pause(std::string_view text, TimePoint now) {
    constexpr std::int64_t longest_s = 366LL * 86'400;
    if (const auto given = number_in(text)) {
        if (*given < 0) return std::nullopt;
        return seconds(std::min(*given, longest_s));
    }
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char name[4] = "";
    int day = 0;
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const std::string copy(text);
    if (std::sscanf(copy.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, name, &year, &hour,
                    &minute, &second) != 6) {
        return std::nullopt;
    }
    const auto* const month = std::find_if(
        months.begin(), months.end(), [&](const char* one) { return std::strcmp(one, name) == 0; });
    if (month == months.end()) return std::nullopt;
    const auto date = Date::of(year, static_cast<std::int32_t>(month - months.begin()) + 1, day);
    if (!date) return std::nullopt;
    const TimePoint then{(date->days * std::int64_t{86'400} + hour * 3'600 + minute * 60 + second) *
                         1'000};
    return std::clamp(then - now, Millis{0}, seconds(longest_s));
}

std::string said(const HttpAnswer& answer) {
    std::string text = "HTTP " + std::to_string(answer.status);
    if (!answer.body.empty()) {
        // One line in the log of the operator.
        std::string body(shortened(answer.body, said_bytes_max));
        std::replace_if(
            body.begin(), body.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
        text += ": " + body;
    }
    return text;
}

Verdict judge_webhook(const HttpAnswer& answer, TimePoint now) {
    if (answer.status >= 200 && answer.status < 300) return {};
    // 408 Request Timeout, 425 Too Early, 429 Too Many Requests.
    const bool passes = answer.status >= 500 || answer.status == 408 || answer.status == 425 ||
                        answer.status == 429;
    return {passes ? Verdict::What::again : Verdict::What::refused, said(answer),
            asked_pause(answer.retry_after, now)};
}

// Whatever a robot refuses may be set right by whoever looks after it: its secret, its words, its
// addresses. So it is tried again, as often as may be.
Verdict judge_robot(ChannelKind kind, const HttpAnswer& answer, TimePoint now) {
    Verdict failed{Verdict::What::again, said(answer), asked_pause(answer.retry_after, now)};
    if (answer.status < 200 || answer.status >= 300) return failed;
    RobotAnswer robot;
    if (codec::read(answer.body, robot, codec::Mode::lenient)) return failed;
    const auto code =
        kind == ChannelKind::feishu ? (robot.code ? robot.code : robot.StatusCode) : robot.errcode;
    if (code == 0) return {};
    return failed;
}

}  // namespace

Expected<Url, std::string> read_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return std::string("must be a URL such as https://example.org/events");
    const auto scheme = parsed->scheme();
    if (scheme != "https" && scheme != "http") return std::string("must begin with https://");
    if (parsed->has_userinfo()) return std::string("must not hold a user or password");
    Url url;
    url.tls = scheme == "https";
    const auto host = parsed->host_address();
    url.host.assign(host.data(), host.size());
    if (url.host.empty()) return std::string("must name a host");
    const auto port = parsed->port();
    url.port.assign(port.data(), port.size());
    if (url.port.empty()) url.port = url.tls ? "443" : "80";
    const auto number = number_in(url.port);
    if (!number || *number < 1 || *number > 65'535) {
        return std::string("must have a port from 1 to 65535");
    }
    const auto target = parsed->encoded_target();
    if (!target.empty()) url.target.assign(target.data(), target.size());
    if (url.target.front() == '?') url.target.insert(0, "/");
    return url;
}

std::string host_header(const Url& url) {
    std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
    if (url.port != (url.tls ? "443" : "80")) host += ":" + url.port;
    return host;
}

HttpCall make_call(const ChannelOptions& channel, const Url& url, const Message& message,
                   TimePoint now) {
    HttpCall call;
    call.target = url.target;
    const std::string& secret = channel.secret.value;
    const std::string text = json_text(shortened(message.text, text_bytes_max));
    const char* type = "application/json; charset=utf-8";
    switch (channel.kind) {
        case ChannelKind::file:
        case ChannelKind::smpp:
            std::abort();
        case ChannelKind::webhook: {
            type = channel.format == Format::cap ? "application/cap+xml"
                                                 : "application/cloudevents+json; charset=utf-8";
            call.body = message.body;
            if (secret.empty()) break;
            const std::string stamp = std::to_string(now.value / 1000);
            call.headers.emplace_back("Muster-Timestamp", stamp);
            call.headers.emplace_back("Muster-Signature",
                                      "v1=" + gate::make_mac(secret, stamp + "." + call.body));
            break;
        }
        case ChannelKind::dingtalk:
            if (!secret.empty()) sign_for_dingtalk(call, secret, now);
            call.body = R"({"msgtype":"text","text":{"content":)" + text + "}}";
            break;
        case ChannelKind::feishu:
            call.body = "{" + (secret.empty() ? std::string() : feishu_signature(secret, now)) +
                        R"("msg_type":"text","content":{"text":)" + text + "}}";
            break;
        case ChannelKind::wecom:
            if (!secret.empty()) add_query(call.target, "key", secret);
            call.body = R"({"msgtype":"text","text":{"content":)" + text + "}}";
            break;
    }
    call.headers.emplace_back("Content-Type", type);
    return call;
}

Verdict judge(ChannelKind kind, const HttpAnswer& answer, TimePoint now) {
    return kind == ChannelKind::webhook ? judge_webhook(answer, now)
                                        : judge_robot(kind, answer, now);
}

}  // namespace muster::outbox
