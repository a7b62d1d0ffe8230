// What pages for people without an account are made of: those behind a card, and those behind a
// link to a request. Chinese and English, large type, the number to call in sight. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace muster::http {

// The number to call and four buttons are in sight at once on a phone, each button at least a fifth
// of its screen high; every text has a contrast of 4.5 or more. With larger letters the buttons
// stand below each other, and the number stays in sight.
constexpr std::string_view page_style =
    "body{margin:0;padding:1rem;font:1.4rem/1.5 sans-serif;color:#111;background:#fff}"
    "header,main{max-width:36rem;margin:auto}h1{font-size:2rem;line-height:1.3;margin:.5rem 0}"
    ".other{font-size:1.2rem;color:#333;margin:.5rem 0}"
    "header{position:sticky;top:0;background:#fff;padding-bottom:.3rem}"
    ".call{display:block;padding:.5rem 1rem;border-radius:1rem;background:#111;color:#fff;"
    "text-decoration:none;text-align:center;font-size:2rem;line-height:1.2;font-weight:bold}"
    ".call small{display:block;font-size:1.2rem;font-weight:normal}"
    "form{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem}"
    "button,.again{display:block;width:100%;min-height:22vh;padding:.5rem;"
    "box-sizing:border-box;border:.3rem solid #000;border-radius:1rem;font:inherit;"
    "font-size:1.9rem;line-height:1.25;font-weight:bold;color:#fff;background:#444;"
    "text-align:center}"
    "button small{display:block;font-size:1.1rem}"
    "button:focus,a:focus{outline:.4rem solid #06c;outline-offset:.2rem}"
    ".red{background:#b00020}.green{background:#00662b}.blue{background:#0b4ea2}"
    ".yellow{background:#ffd400;color:#111}"
    ".again{min-height:0;margin-top:1rem;padding:1rem;text-decoration:none;font-size:1.6rem}"
    ".stale{font-weight:bold;color:#b00020}"
    "ol,p,label{font-size:1.4rem}ol{padding-left:1.6rem}li{margin:.5rem 0}"
    "textarea{width:100%;box-sizing:border-box;font:inherit;border:.2rem solid #000}"
    ".press button{min-height:5rem}.wide{grid-column:1/-1}";

// The policy of a page that has its style in itself, and loads nothing.
constexpr std::string_view self_styled_csp = "default-src 'none'; style-src 'unsafe-inline'";

struct PageContext {
    bool english_first = false;
    std::string_view hotline;  // empty = none is shown
};

// Two sentences that say the same.
struct Words {
    std::string zh;
    std::string en;
};

// Everything before and after what a page says. Where the hotline is known, it comes first.
[[nodiscard]] std::string begin_page(const PageContext& context, const Words& title);
void end_page(std::string& out);
// The words in both languages, the one that is read first in large type. They are HTML already.
void append_line(std::string& out, std::string_view element, const Words& words, bool english);
void append_link(std::string& out, const PageContext& context, std::string_view to,
                 const Words& words);

}  // namespace muster::http
