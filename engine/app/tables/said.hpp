// What is said to people in both languages: English and simplified Chinese stand side by side where
// it is said. There is no other way to make one, so that neither is forgotten.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace muster::app {

struct Said {
    Said(std::string in_en, std::string in_zh) : en(std::move(in_en)), zh(std::move(in_zh)) {}

    std::string en;
    std::string zh;
};

// A sentence with a place, {}, for each of so many values; any other number does not compile.
template <std::size_t values>
class SaidPattern {
  public:
    consteval SaidPattern(const char* text) : text_(text) {  // NOLINT: a literal is one by itself
        std::size_t places = 0;
        for (std::size_t at = text_.find("{}"); at != text_.npos; at = text_.find("{}", at + 2))
            ++places;
        if (places != values || text_.empty()) std::abort();
    }
    [[nodiscard]] std::string_view text() const { return text_; }

  private:
    std::string_view text_;
};

// Names of a file and numbers are the same in both languages.
[[nodiscard]] inline Said in_both(std::string_view text) {
    return {std::string(text), std::string(text)};
}
[[nodiscard]] inline Said in_both(std::unsigned_integral auto number) {
    return in_both(std::to_string(number));
}
[[nodiscard]] inline const Said& in_both(const Said& said) {
    return said;
}

// The values in the places of both, in their order.
[[nodiscard]] Said filled(std::string_view en, std::string_view zh,
                          std::initializer_list<Said> values);

// said("line {} is too long", "第 {} 行过长", line). Values are texts, numbers, or what is said
// itself.
template <class... Values>
[[nodiscard]] Said said(SaidPattern<sizeof...(Values)> en, SaidPattern<sizeof...(Values)> zh,
                        const Values&... values) {
    return filled(en.text(), zh.text(), {in_both(values)...});
}

}  // namespace muster::app
