#include "adapters/sip/device_xml.hpp"

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

// From the first tag to the end of the last, without what XML does not allow.
std::string cleaned(std::string_view text) {
    const auto first = text.find('<');
    const auto last = text.rfind('>');
    if (first == std::string_view::npos || last == std::string_view::npos || last < first)
        return {};
    text = text.substr(first, last - first + 1);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (byte(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') continue;
        out += c;
        if (c == '&' && !begins_reference(text.substr(i))) out += "amp;";
    }
    return out;
}

}  // namespace

std::string text_of_body(std::string_view body, OtherCharset other) {
    const bool utf8 = codec::is_valid_utf8(body);
    if (other == OtherCharset::latin1) return utf8 ? std::string(body) : from_latin1(body);
    if (utf8 && is_labelled_utf8(body)) return std::string(body);
    if (!codec::is_known_here(codec::Charset::gb18030)) return readable_bytes(body);
    std::string space;
    const auto read = codec::to_utf8(body, codec::Charset::gb18030, space);
    return read ? std::string(*read) : readable_bytes(body);
}

DeviceXml::DeviceXml(std::string_view body, OtherCharset other) {
    const std::string text = cleaned(text_of_body(body, other));
    const auto result =
        document_.load_buffer(text.data(), text.size(),
                              pugi::parse_default | pugi::parse_trim_pcdata, pugi::encoding_utf8);
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

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node& one : node.children()) {
        if (local_name(one) == name) return one;
    }
    return {};
}

std::string text(const pugi::xml_node& node, std::string_view name) {
    const pugi::xml_node found = child(node, name);
    return shortened(trimmed(found.text().get()), max_element_bytes);
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
