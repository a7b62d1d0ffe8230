#include "adapters/pbx/esl_codec.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {
namespace {

void append_in_line(std::string& out, std::string_view text) {
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c != '\r' && c != '\n'; });
}

}  // namespace

bool EslPacket::is(std::string_view content_type) const {
    return codec::equal_ignoring_case(headers.get("Content-Type"), content_type);
}

void EslReader::feed(std::string_view bytes) {
    while (!bytes.empty() && broken_.empty()) {
        if (body_left_ > 0) {
            const std::size_t size = std::min(body_left_, bytes.size());
            packet_.body += bytes.substr(0, size);
            bytes.remove_prefix(size);
            body_left_ -= size;
            if (body_left_ == 0) end_packet();
            continue;
        }
        const std::size_t end = bytes.find('\n');
        const bool ends = end != std::string_view::npos;
        const std::string_view part = bytes.substr(0, end);
        bytes.remove_prefix(ends ? end + 1 : bytes.size());
        if (ends && line_.empty() && part.size() <= max_esl_line_bytes) {
            end_line(part);
            continue;
        }
        const std::size_t room = max_esl_line_bytes - line_.size();
        line_.append(part.substr(0, room));
        too_long_ = too_long_ || part.size() > room;
        if (!ends) continue;
        end_line(line_);
        line_.clear();
    }
}

void EslReader::end_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::exchange(too_long_, false)) {
        ++left_out_;
    } else if (line.empty()) {
        // An empty line between two packets is none.
        if (!packet_.headers.empty()) end_headers();
    } else {
        (void)add_line(packet_.headers, line, false);
    }
}

bool EslReader::add_line(Message& to, std::string_view line, bool escaped) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || to.size() >= max_esl_lines) {
        ++left_out_;
        return false;
    }
    std::string_view value = codec::trimmed(line.substr(colon + 1));
    std::string space;
    if (escaped && value.find('%') != std::string_view::npos) {
        if (!codec::decode_escapes(value, false, space)) {
            ++left_out_;
            return false;
        }
        value = space;
    }
    to.add(line.substr(0, colon), value);
    return true;
}

void EslReader::end_headers() {
    const std::string_view length = packet_.headers.get("Content-Length");
    if (length.empty()) return end_packet();
    const auto size = codec::parse_number(length);
    if (!size || *size > max_esl_body_bytes) {
        broken_ = "sent a body of " + (size ? std::to_string(*size) : std::string("no")) +
                  " bytes; at most " + std::to_string(max_esl_body_bytes) + " are taken";
        return;
    }
    body_left_ = static_cast<std::size_t>(*size);
    if (body_left_ == 0) end_packet();
}

void EslReader::end_packet() {
    ready_.push_back(std::exchange(packet_, {}));
}

std::optional<EslPacket> EslReader::next() {
    if (taken_ == ready_.size()) {
        ready_.clear();
        taken_ = 0;
        return std::nullopt;
    }
    return std::move(ready_[taken_++]);
}

EslEvent EslReader::event_of(const EslPacket& packet) {
    EslEvent event;
    std::string_view rest = packet.body;
    while (!rest.empty()) {
        std::string_view line = codec::take_until(rest, '\n');
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) break;
        if (line.size() > max_esl_line_bytes) {
            ++left_out_;
        } else {
            (void)add_line(event.headers, line, true);
        }
    }
    const auto size = codec::parse_number(event.headers.get("Content-Length"));
    if (size) event.body = rest.substr(0, static_cast<std::size_t>(*size));
    return event;
}

std::string write_esl(
    std::string_view command,
    std::initializer_list<std::pair<std::string_view, std::string_view>> headers) {
    std::string out;
    append_in_line(out, command);
    out += '\n';
    for (const auto& [key, value] : headers) {
        out.append(key).append(": ");
        append_in_line(out, value);
        out += '\n';
    }
    return out += '\n';
}

}  // namespace muster::pbx
