// XML as devices send it: another encoding than its label says, control bytes, bare ampersands, a
// NUL at its end, rubbish around it, a tag that is never closed. What can be read of it is read.
// Pure.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace muster::sip {

// The longest text that is kept of one element.
constexpr std::size_t max_element_bytes = 1'024;

// What a text is when it is not UTF-8.
enum class OtherCharset { latin1, gb18030 };

// As UTF-8. gb18030: read as that whatever the label says, unless label and bytes both say UTF-8.
[[nodiscard]] std::string text_of_body(std::string_view body, OtherCharset other);

// A document that lives as long as this does.
class DeviceXml {
  public:
    DeviceXml(std::string_view body, OtherCharset other);

    // The first element of the top; empty where there is none.
    [[nodiscard]] pugi::xml_node root() const { return root_; }
    // Not well-formed: what stands in front of the fault can be read nevertheless.
    [[nodiscard]] bool is_damaged() const { return damaged_; }

  private:
    pugi::xml_document document_;
    pugi::xml_node root_;
    bool damaged_ = false;
};

// Names are compared without their namespace's prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
// The element's text without blanks around it; empty when it is not there.
[[nodiscard]] std::string text(const pugi::xml_node& node, std::string_view name);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);
// At most so many bytes, and no broken character at the end.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

}  // namespace muster::sip
