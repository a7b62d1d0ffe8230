// What pages for people without an account are made of: those behind a card, and those behind a
// link to a request. One language at a time, large type, the number to call in sight. Pure
// functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::http {

// The policy of a page that has its style in itself, and loads nothing.
constexpr std::string_view self_styled_csp = "default-src 'none'; style-src 'unsafe-inline'";

struct PageContext {
    bool english_first = false;
    std::string_view hotline;  // empty = none is shown
    // Of the same page in the other language, relative to it; empty = it is not offered.
    std::string other_language{};
};

// Two sentences that say the same.
struct Words {
    std::string zh;
    std::string en;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The language that an address asks for by `lang`: "en", "zh", or nothing.
[[nodiscard]] std::string_view asked_language(const Pairs& query);
// The address that asks for the same page in the other language.
[[nodiscard]] std::string other_language(const Pairs& query, bool english);
// Adds a parameter; both are of letters and digits.
[[nodiscard]] std::string with_parameter(std::string address, std::string_view name,
                                         std::string_view value);

// Everything before and after what a page says. Where the hotline is known, it comes first.
// `body_class` is for pages that are wholly in one colour.
[[nodiscard]] std::string begin_page(const PageContext& context, const Words& title,
                                     std::string_view body_class = {});
void end_page(std::string& out);

[[nodiscard]] inline const std::string& said(const PageContext& context, const Words& words) {
    return context.english_first ? words.en : words.zh;
}
// The words in the language of the page. They are HTML already.
void say(std::string& out, const PageContext& context, std::string_view element, const Words& words,
         std::string_view kind = {});
// The words in both languages, the one that is read first in large type: for pages that also
// strangers to the service read. They are HTML already.
void append_line(std::string& out, std::string_view element, const Words& words, bool english);
void append_link(std::string& out, const PageContext& context, std::string_view to,
                 const Words& words);
void append_hidden(std::string& out, std::string_view name, std::string_view value);

}  // namespace muster::http
