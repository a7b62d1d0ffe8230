// How an event becomes a sentence: a row of two templates, and one filler by the types of fields.
//
//   {card.member}    A field of the event, by the names of its description. How it is said follows
//                    from its type, of numbers and codes from their name as well (Teller).
//   {}               What the row's own code says.
//   [ by {owner}]    Stands only where all its fields have something to say; a bool has when it is
//                    true, and no words. With bars, [{eta_ms} away|nobody knows], the first such
//                    part stands. Not nested.
//
// A row that names no field of its event, or one that has no words, does not compile.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/codec/describe.hpp"
#include "engine/views/masking.hpp"
#include "engine/views/word_tables.hpp"
#include "engine/views/words.hpp"

namespace muster::views {

template <class T>
concept WordedEnum = codec::AnEnum<T> && has_every_word<T>();

template <class T>
concept HasWords = std::integral<T> || codec::AQuantity<T> || codec::APoint<T> ||
    codec::AVector<T> || std::is_same_v<T, std::string> || std::is_same_v<T, Code> || WordedEnum<T>;

// "a" and "b.c" of "a.b.c".
constexpr std::pair<std::string_view, std::string_view> first_of_path(std::string_view path) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    return {path.substr(0, dot), path.substr(std::min(dot + 1, path.size()))};
}

// Says values to one reader in one language. Whoever may not see personal data gets every
// Personal<T> as in masked_json.hpp, here as there by its type.
class Teller {
  public:
    // `about` is the request of the event, 0 for none: slots and steps are counted in it.
    Teller(const Telling& telling, Language language, RequestId about)
        : telling_(telling), language_(language), about_(about) {}

    // Each appends a value in words and returns whether there was anything to say.
    bool tell(std::string& out, bool value, std::string_view name) const;
    // Named `slot`: its role; `step`: who is called; `..._ppm`: a share. Else the number; 0 and
    // less say nothing by themselves.
    bool tell(std::string& out, std::int64_t value, std::string_view name) const;
    template <std::integral I>
    bool tell(std::string& out, I value, std::string_view name) const {
        return tell(out, static_cast<std::int64_t>(value), name);
    }
    bool tell(std::string& out, const std::string& value, std::string_view name) const;
    // Named `service`, `post`, `purpose`, `department`, `signal` or `kind`: its title in the rules;
    // `department`, `from`, `suggested`: of a department; else the name that Rules::names has of
    // the list in code_lists.hpp.
    bool tell(std::string& out, const Code& value, std::string_view name) const;
    bool tell(std::string& out, MemberId value, std::string_view name) const;
    bool tell(std::string& out, ResponderId value, std::string_view name) const;
    bool tell(std::string& out, PlaceId value, std::string_view name) const;
    // Whose it is.
    bool tell(std::string& out, AccountId value, std::string_view name) const;
    bool tell(std::string& out, TalentId value, std::string_view name) const;
    bool tell(std::string& out, OfferId value, std::string_view name) const;  // who was asked
    template <class Tag>
    bool tell(std::string& out, Id<Tag> value, std::string_view name) const {
        return tell(out, static_cast<std::int64_t>(value.value), name);
    }
    bool tell(std::string& out, Millis value, std::string_view name) const;
    // How long after the event: the time of day would be another for each reader.
    bool tell(std::string& out, TimePoint value, std::string_view name) const;
    bool tell(std::string& out, Metres value, std::string_view name) const;
    bool tell(std::string& out, Point value, std::string_view name) const;
    // Of an enumeration that has words: each of them; of anything else: how many they are.
    template <class T>
    bool tell(std::string& out, const std::vector<T>& value, std::string_view name) const {
        if constexpr (WordedEnum<T>) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                if (i > 0) out += choose(", ", "、");
                out += word(value[i], language_);
            }
            return !value.empty();
        } else {
            return tell(out, static_cast<std::int64_t>(value.size()), name);
        }
    }
    template <codec::AnEnum E>
    bool tell(std::string& out, E value, std::string_view name) const {
        return tell(out, std::string(word(value, language_)), name);
    }

    // The field at the end of `path`; `name` is the value's own.
    template <class T>
    bool tell_field(std::string& out, const T& value, std::string_view path,
                    std::string_view name) const;

    // The value alone, for rows with code.
    template <class T>
    [[nodiscard]] std::string said(const T& value) const {
        std::string out;
        tell(out, value, {});
        return out;
    }
    [[nodiscard]] std::string choose(std::string_view en, std::string_view zh) const {
        return std::string(language_ == Language::en ? en : zh);
    }
    [[nodiscard]] const core::Board& board() const { return telling_.board; }
    // Of the record that is told.
    [[nodiscard]] TimePoint at() const { return telling_.at; }
    [[nodiscard]] Language language() const { return language_; }

  private:
    [[nodiscard]] std::string shown(const Personal<std::string>& text) const {
        return telling_.personal ? text.value : masked_text(text.value);
    }
    [[nodiscard]] std::string role(std::uint64_t slot) const;
    [[nodiscard]] std::string contact(std::uint64_t step) const;

    const Telling& telling_;
    const Language language_;
    const RequestId about_;
};

template <class T>
bool Teller::tell_field(std::string& out, const T& value, std::string_view path,
                        std::string_view name) const {
    using namespace codec;
    if constexpr (APersonal<T>) {
        using Value = decltype(T::value);
        if constexpr (std::is_same_v<Value, std::string>) {
            return tell(out, shown(value), name);
        } else if constexpr (APoint<Value>) {
            return tell(out, telling_.personal ? value.value : masked_point(value.value), name);
        } else {
            return telling_.personal && tell_field(out, value.value, path, name);
        }
    } else if constexpr (AnOptional<T>) {
        return value && tell_field(out, *value, path, name);
    } else if constexpr (AStruct<T>) {
        const auto [first, rest] = first_of_path(path);
        bool told = false;
        [&, first = first, rest = rest ]<std::size_t... I>(std::index_sequence<I...>) {
            ((first == field_name<T, I> && (telling_.personal || !detail::left_out<T, I>()) &&
              (told = tell_field(out, value.*MemberAt<T, I>::pointer, rest, first))),
             ...);
        }
        (std::make_index_sequence<field_count<T>>());
        return told;
    } else if constexpr (HasWords<T>) {
        return tell(out, value, name);
    } else {
        return false;
    }
}

// Whether a value of type T has a field at the end of `path`, and words for it.
template <class T>
constexpr bool has_words_at(std::string_view path) {
    using namespace codec;
    if constexpr (APersonal<T>) {
        return has_words_at<decltype(T::value)>(path);
    } else if constexpr (AnOptional<T>) {
        return has_words_at<typename T::value_type>(path);
    } else if constexpr (AStruct<T>) {
        const auto [first, rest] = first_of_path(path);
        return [ first = first, rest = rest ]<std::size_t... I>(std::index_sequence<I...>) {
            return ((first == field_name<T, I> && has_words_at<FieldType<T, I>>(rest)) || ...);
        }
        (std::make_index_sequence<field_count<T>>());
    } else {
        return path.empty() && HasWords<T>;
    }
}

// Whether a template is well formed and names only what a value of type T can say.
template <class T>
constexpr bool is_template_of(std::string_view text) {
    bool inside = false;
    while (true) {
        const std::size_t at = text.find_first_of("{}[]|");
        if (at == std::string_view::npos) return !inside;
        const char mark = text[at];
        text.remove_prefix(at + 1);
        if (mark == '{') {
            const std::size_t end = text.find('}');
            if (end == std::string_view::npos) return false;
            if (end > 0 && !has_words_at<T>(text.substr(0, end))) return false;
            text.remove_prefix(end + 1);
        } else if (mark == '}' || inside != (mark != '[')) {
            return false;
        } else {
            inside = mark != ']';
        }
    }
}

inline void this_row_names_no_such_field() {
    std::abort();
}

// The words of one event: its sentence in both languages, how grave it is, and what `{}` says.
template <class E>
struct Row {
    using ToneOf = Tone (*)(const E&);
    using SaidBy = std::string (*)(const E&, const Teller&);
    using AlertIf = bool (*)(const E&);

    std::string_view en;
    std::string_view zh;
    Tone tone = Tone::plain;
    ToneOf tone_of = nullptr;  // goes before `tone`
    SaidBy said_by = nullptr;
    AlertIf alert_if = nullptr;  // null: never

    constexpr Row(std::string_view in_en, std::string_view in_zh, Tone always = Tone::plain,
                  SaidBy code = nullptr)
        : en(in_en), zh(in_zh), tone(always), said_by(code) {
        check();
    }
    constexpr Row(std::string_view in_en, std::string_view in_zh, ToneOf by_event,
                  SaidBy code = nullptr)
        : en(in_en), zh(in_zh), tone_of(by_event), said_by(code) {
        check();
    }

    // Somebody at the desk should look up now: always, or when the event says so.
    [[nodiscard]] constexpr Row alerting(AlertIf when = [](const E&) { return true; }) const {
        Row row = *this;
        row.alert_if = when;
        return row;
    }

  private:
    constexpr void check() const {
        for (const std::string_view text : {en, zh}) {
            const bool asks_code = text.find("{}") != std::string_view::npos;
            if (!is_template_of<E>(text) || asks_code != (said_by != nullptr)) {
                this_row_names_no_such_field();
            }
        }
    }
};

// Appends what stands at a path of the event; whether there was anything to say.
using FieldTeller = std::function<bool(std::string& out, std::string_view path)>;

// Appends the template, filled. Returns whether every field outside of brackets had something to
// say. Precondition: is_template_of.
bool fill(std::string& out, std::string_view text, const FieldTeller& field);

template <class E>
[[nodiscard]] std::string sentence(const Row<E>& row, const E& event, const Teller& teller) {
    std::string out;
    const bool english = teller.language() == Language::en;
    fill(out, english ? row.en : row.zh, [&](std::string& all, std::string_view path) {
        return path.empty() ? teller.tell(all, row.said_by(event, teller), {})
                            : teller.tell_field(all, event, path, {});
    });
    return out;
}

}  // namespace muster::views
