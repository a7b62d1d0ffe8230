#include "adapters/sip/device_xml.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/charset.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace muster::sip {
namespace {

unsigned byte(char c) {
    return static_cast<unsigned char>(c);
}

std::string from_latin1(std::string_view body) {
    std::string out;
    for (const char c : body) {
        if (byte(c) < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0u | byte(c) >> 6);
            out += static_cast<char>(0x80u | (byte(c) & 0x3Fu));
        }
    }
    return out;
}

bool is_ascii(std::string_view body) {
    unsigned all = 0;
    for (const char c : body)
        all |= byte(c);
    return all < 0x80;
}

// What the XML declaration says, in lower case.
bool is_labelled_utf8(std::string_view body) {
    const std::string head = codec::lower_case(body.substr(0, 100));
    return head.find("encoding=\"utf-8\"") != std::string::npos ||
           head.find("encoding='utf-8'") != std::string::npos;
}

std::string readable_bytes(std::string_view body) {
    std::string out;
    for (const char c : body)
        out += byte(c) < 0x80 ? c : '?';
    return out;
}

bool begins_reference(std::string_view text) {
    const std::size_t end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 2) return false;
    for (const char c : text.substr(1, end - 1)) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (c < '0' || c > '9') && c != '#') return false;
    }
    return true;
}

// As UTF-8, in `space` or where it is so already.
std::string_view text_of_body(std::string_view body, OtherCharset other, std::string& space) {
    const auto in_space = [&](std::string text) {
        space = std::move(text);
        return std::string_view(space);
    };
    // ASCII is the same in all of them.
    if (is_ascii(body)) return body;
    const bool utf8 = codec::is_valid_utf8(body);
    if (other == OtherCharset::latin1) return utf8 ? body : in_space(from_latin1(body));
    if (utf8 && is_labelled_utf8(body)) return body;
    if (!codec::is_known_here(codec::Charset::gb18030)) return in_space(readable_bytes(body));
    const auto read = codec::to_utf8(body, codec::Charset::gb18030, space);
    return read ? *read : in_space(readable_bytes(body));
}

// From the first tag to the end of the last, without what XML does not allow.
std::string cleaned(std::string_view text) {
    const auto first = text.find('<');
    const auto last = text.rfind('>');
    if (first == std::string_view::npos || last == std::string_view::npos || last < first)
        return {};
    text = text.substr(first, last - first + 1);
    const auto is_fine = [](char c) {
        return c != '&' && (byte(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r');
    };
    std::string out;
    out.reserve(text.size() + 1);
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_fine);
        out.append(text.begin(), end);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
        if (text.empty()) break;
        if (text.front() == '&') out += begins_reference(text) ? "&" : "&amp;";
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace

DeviceXml::DeviceXml(std::string_view body, OtherCharset other) {
    std::string space;
    text_ = cleaned(text_of_body(body, other, space));
    // With the terminator: pugixml would put one over the last character.
    const auto result = document_.load_buffer_inplace(text_.data(), text_.size() + 1,
                                                      pugi::parse_default | pugi::parse_trim_pcdata,
                                                      pugi::encoding_utf8);
    damaged_ = !result;
    root_ = document_.first_child();
    while (root_ && root_.type() != pugi::node_element)
        root_ = root_.next_sibling();
}

std::string_view local_name(const pugi::xml_node& node) {
    std::string_view name = node.name();
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view text_inside(const pugi::xml_node& node) {
    return codec::utf8_front(trimmed(node.text().get()), max_element_bytes);
}

Elements::Elements(const pugi::xml_node& parent) {
    all_.reserve(16);
    for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling())
        all_.push_back({local_name(node), node});
}

pugi::xml_node Elements::find(std::string_view name) const {
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const One& one) { return one.name == name; });
    return found == all_.end() ? pugi::xml_node() : found->node;
}

std::string_view Elements::text(std::string_view name) const {
    return text_inside(find(name));
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t most) {
    return std::string(codec::utf8_front(text, most));
}

}  // namespace muster::sip
