// The encodings in which a body may come, and its way to UTF-8. Devices and systems of the mainland
// send GB18030 or its older part GBK; what names no encoding is UTF-8 (RFC 8259, 8.1).
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "muster/expected.hpp"

namespace muster::codec {

enum class Charset : std::uint8_t { utf8, gb18030 };

constexpr std::string_view charsets_text = "utf-8, gb18030 or gbk";

// The charset of a Content-Type header: utf-8 where none is named. Nothing when another is named,
// more than one, or when the parameters are not well formed.
[[nodiscard]] std::optional<Charset> charset_of(std::string_view content_type);

// False for an encoding whose tables this system lacks.
[[nodiscard]] bool is_known_here(Charset charset);

// Where a text stops being one of its encoding.
struct NotText {
    std::size_t offset = 0;
};

// Precondition: is_known_here(charset). The body as UTF-8 and without a byte order mark. A body
// that is so already is not copied: the view then points into `body`, else into `space`. What is
// UTF-8 by its name is not checked here: the reader of what it holds does that, and says where.
[[nodiscard]] Expected<std::string_view, NotText> to_utf8(std::string_view body, Charset charset,
                                                          std::string& space);

}  // namespace muster::codec
