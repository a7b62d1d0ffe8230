#include "adapters/sip/sip_stream.hpp"

#include <utility>

namespace muster::sip {
namespace {

// A message begins with a method or with SIP/2.0: a token of RFC 3261, then a blank.
constexpr std::size_t max_method_bytes = 32;

bool is_token(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return std::string_view("-.!%*_+`'~/").find(c) != std::string_view::npos;
}

// Whether these bytes can be the beginning of a message.
bool may_begin(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (bytes[i] == ' ') return i > 0;
        if (!is_token(bytes[i]) || i >= max_method_bytes) return false;
    }
    return true;
}

}  // namespace

StreamEvent StreamReader::fail(std::string what) {
    StreamEvent event;
    event.kind = StreamEvent::Kind::broken;
    event.what = std::move(what);
    return event;
}

void StreamReader::take(std::size_t bytes) {
    held_.erase(0, bytes);
    if (held_.empty()) held_ = std::string();  // an idle connection holds no buffer
}

StreamEvent StreamReader::next() {
    std::size_t skipped = 0;
    while (skipped < held_.size()) {
        const std::string_view rest = std::string_view(held_).substr(skipped);
        if (rest == "\r") break;
        if (!rest.starts_with("\r\n") && !rest.starts_with("\n")) break;
        skipped += rest.front() == '\r' ? 2 : 1;
        if (++line_ends_ == 2) {
            line_ends_ = 0;
            take(skipped);
            StreamEvent ping;
            ping.kind = StreamEvent::Kind::ping;
            return ping;
        }
    }
    if (skipped > 0) take(skipped);
    if (held_.empty() || held_ == "\r") return {};
    if (!may_begin(held_)) return fail("this is no beginning of a SIP message");

    auto found = find_head(held_);
    if (!found) return fail(found.error().what);
    if (!*found) return {};
    const Head head = **found;
    if (!head.content_length) return fail("over TCP a message must have a Content-Length");
    line_ends_ = 0;
    StreamEvent event;
    const std::size_t length = *head.content_length;
    const bool too_large = length > max_bytes_ || head.bytes + length > max_bytes_;
    if (!too_large && held_.size() < head.bytes + length) return {};
    const std::string_view all = held_;
    auto message = read_message(all.substr(0, head.bytes),
                                too_large ? std::string_view() : all.substr(head.bytes, length));
    if (too_large) {
        event.kind = StreamEvent::Kind::too_large;
        event.what = "a message of " + std::to_string(head.bytes + length) + " bytes";
        if (message) event.message = std::move(*message);
        held_ = std::string();
        return event;
    }
    if (message) {
        event.kind = StreamEvent::Kind::message;
        event.message = std::move(*message);
    } else {
        event.kind = StreamEvent::Kind::bad_message;
        event.what = message.error().what;
    }
    take(head.bytes + length);
    return event;
}

}  // namespace muster::sip
