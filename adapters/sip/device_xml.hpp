// XML as devices send it: another encoding than its label says, control bytes, bare ampersands, a
// NUL at its end, rubbish around it, a tag that is never closed. What can be read of it is read.
// Pure.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sip {

// The longest text that is kept of one element.
constexpr std::size_t max_element_bytes = 1'024;

// What a text is when it is not UTF-8.
enum class OtherCharset { latin1, gb18030 };

// A document that lives as long as this does.
class DeviceXml {
  public:
    // gb18030: read as that whatever its label says, unless label and bytes both say UTF-8.
    DeviceXml(std::string_view body, OtherCharset other);
    // The document is parsed where its text lies.
    DeviceXml(const DeviceXml&) = delete;
    DeviceXml& operator=(const DeviceXml&) = delete;

    // The first element of the top; empty where there is none.
    [[nodiscard]] pugi::xml_node root() const { return root_; }
    // Not well-formed: what stands in front of the fault can be read nevertheless.
    [[nodiscard]] bool is_damaged() const { return damaged_; }

  private:
    std::string text_;
    pugi::xml_document document_;
    pugi::xml_node root_;
    bool damaged_ = false;
};

// Without its namespace's prefix.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
// Without blanks around it, and not longer than is kept of one. Lives as long as the document.
[[nodiscard]] std::string_view text_inside(const pugi::xml_node& node);

// What stands right inside an element, by local names; they are read once, since a message is asked
// for many. Lives as long as the document.
class Elements {
  public:
    struct One {
        std::string_view name;
        pugi::xml_node node;
    };

    explicit Elements(const pugi::xml_node& parent);

    // The first of this name; empty where there is none.
    [[nodiscard]] pugi::xml_node find(std::string_view name) const;
    // Its text; empty where it is not there.
    [[nodiscard]] std::string_view text(std::string_view name) const;
    [[nodiscard]] const std::vector<One>& all() const { return all_; }

  private:
    std::vector<One> all_;
};

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);
// At most so many bytes, and no broken character at the end.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

}  // namespace muster::sip
