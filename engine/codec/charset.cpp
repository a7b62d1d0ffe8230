#include "engine/codec/charset.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <memory>
#include <new>
#include <utility>

#include "engine/codec/protocol_text.hpp"

namespace muster::codec {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct CloseConversion {
    void operator()(void* conversion) const { iconv_close(static_cast<iconv_t>(conversion)); }
};
using Conversion = std::unique_ptr<void, CloseConversion>;

// From GB 18030 to UTF-8; null when it cannot be had.
Conversion open_conversion() {
    const iconv_t opened = iconv_open("UTF-8", "GB18030");
    // (iconv_t)-1 is how iconv says no. NOLINTNEXTLINE(performance-no-int-to-ptr)
    return Conversion(opened == reinterpret_cast<iconv_t>(-1) ? nullptr : opened);
}

std::string_view without_mark(std::string_view text) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    return text;
}

std::optional<Charset> charset_named(std::string_view name) {
    // GB 2312 and GBK are parts of GB 18030, byte for byte.
    constexpr std::array<std::pair<std::string_view, Charset>, 5> known{
        {{"utf-8", Charset::utf8},
         {"utf8", Charset::utf8},
         {"gb18030", Charset::gb18030},
         {"gbk", Charset::gb18030},
         {"gb2312", Charset::gb18030}}};
    for (const auto& [known_name, charset] : known) {
        if (equal_ignoring_case(name, known_name)) return charset;
    }
    return std::nullopt;
}

// Takes "name=value" or "name=\"value\"" off the front, with the blanks around it. False when that
// is not what stands there.
bool take_parameter(std::string_view& text, std::string_view& name, std::string_view& value) {
    const auto take_token = [&text] {
        std::size_t size = 0;
        while (size < text.size() && is_token_char(text[size]))
            ++size;
        const std::string_view token = text.substr(0, size);
        text.remove_prefix(size);
        return token;
    };
    text = trimmed(text);
    name = take_token();
    if (name.empty() || !text.starts_with('=')) return false;
    text.remove_prefix(1);
    if (text.starts_with('"')) {
        const std::size_t end = text.find('"', 1);
        if (end == std::string_view::npos) return false;
        value = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        if (value.find('\\') != std::string_view::npos) return false;
    } else {
        value = take_token();
        if (value.empty()) return false;
    }
    text = trimmed(text);
    return true;
}

}  // namespace

std::optional<Charset> charset_of(std::string_view content_type) {
    std::optional<Charset> found;
    std::size_t at = content_type.find(';');
    std::string_view rest =
        at == std::string_view::npos ? std::string_view{} : content_type.substr(at);
    while (!rest.empty()) {
        if (rest.front() != ';') return std::nullopt;
        rest = trimmed(rest.substr(1));
        if (rest.empty() || rest.front() == ';') continue;  // an empty one, RFC 9110, 5.6.6
        std::string_view name;
        std::string_view value;
        if (!take_parameter(rest, name, value)) return std::nullopt;
        if (!equal_ignoring_case(name, "charset")) continue;
        const auto charset = charset_named(value);
        if (found || !charset) return std::nullopt;
        found = charset;
    }
    return found.value_or(Charset::utf8);
}

bool is_known_here(Charset charset) {
    // glibc keeps the tables in files of their own, which a small image may lack.
    static const bool has_gb18030 = open_conversion() != nullptr;
    return charset == Charset::utf8 || has_gb18030;
}

Expected<std::string_view, NotText> to_utf8(std::string_view body, Charset charset,
                                            std::string& space) {
    if (charset == Charset::utf8) return without_mark(body);
    const Conversion conversion = open_conversion();
    // The encoding is known, so it is memory that lacks.
    if (!conversion) throw std::bad_alloc();
    // Two bytes become three at most, and four become four.
    space.resize(body.size() + body.size() / 2 + 8);
    // iconv reads only, whatever its signature says.
    char* in = const_cast<char*>(body.data());
    std::size_t in_left = body.size();
    char* out = space.data();
    std::size_t out_left = space.size();
    if (iconv(conversion.get(), &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1)) {
        if (errno == ENOMEM) throw std::bad_alloc();
        return NotText{body.size() - in_left};
    }
    space.resize(space.size() - out_left);
    return without_mark(space);
}

}  // namespace muster::codec
