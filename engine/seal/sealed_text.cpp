#include "engine/seal/sealed_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "engine/seal/box.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::seal {
namespace {

constexpr std::string_view nothing = "null";
constexpr std::string_view mark = "\"~\":[";

void add_number(std::string& out, std::uint64_t number) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// "m12", and back.
void add_subject(std::string& out, const Subject& subject) {
    out += static_cast<char>(subject.kind);
    add_number(out, subject.id);
}

std::string place_text(const Place& place, const Subject& subject) {
    std::string text;
    add_number(text, place.seq);
    text += static_cast<char>(place.part);
    add_subject(text, subject);
    return text;
}

// What is of one person in a text.
struct Content {
    Subject subject;
    std::string places;
    std::string values;
};

Content& content_of(std::vector<Content>& all, const Subject& subject) {
    for (Content& one : all) {
        if (one.subject == subject) return one;
    }
    return all.emplace_back(Content{subject, {}, {}});
}

// The parts of a sealed text.
struct Parts {
    std::string_view open;  // without its last brace or bracket
    std::string_view boxes;
    char end = '}';
};

std::optional<Parts> parts_of(std::string_view text) {
    if (!text.ends_with("\"]}") && !text.ends_with("\"]}]")) return std::nullopt;
    const std::size_t at = text.rfind(mark);
    if (at == std::string_view::npos || at < 2) return std::nullopt;
    Parts parts;
    const bool is_list = text[at - 1] == '{';
    if (text[at - (is_list ? 2 : 1)] != ',') return std::nullopt;
    parts.open = text.substr(0, at - (is_list ? 2 : 1));
    parts.end = is_list ? ']' : '}';
    const std::size_t begin = at + mark.size();
    parts.boxes = text.substr(begin, text.size() - begin - (is_list ? 3 : 2));
    return parts;
}

// The next word; takes it and the sign behind it away.
std::string_view take_word(std::string_view& text, char end) {
    const std::size_t size = std::min(text.find(end), text.size());
    const std::string_view word = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return word;
}

std::optional<std::uint64_t> number_in(std::string_view word) {
    std::uint64_t number = 0;
    const char* const end = word.data() + word.size();
    const auto [stop, wrong] = std::from_chars(word.data(), end, number);
    if (wrong != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<Subject> subject_in(std::string_view word) {
    if (word.empty()) return std::nullopt;
    const auto id = number_in(word.substr(1));
    if (!id) return std::nullopt;
    return Subject{static_cast<SubjectKind>(word[0]), *id};
}

struct Value {
    std::size_t at = 0;
    std::string_view text;
};

// Opens one box ("m12 57 43,57 <base64>") and adds its values, which live in `held`.
Opened take_box(std::string_view box, const Place& place, const KeyBook* keys,
                std::vector<std::string>& held, std::vector<Value>& values, std::uint64_t& digest) {
    if (keys == nullptr) return Opened::without_erased;
    const auto subject = subject_in(take_word(box, ' '));
    const auto number = number_in(take_word(box, ' '));
    std::string_view places = take_word(box, ' ');
    const auto sealed = from_base64(box);
    if (!subject || !number || !sealed) return Opened::damaged;
    Key key;
    if (!keys->find(*number, *subject, key)) {
        return keys->is_erased(*subject) ? Opened::without_erased : Opened::damaged;
    }
    auto opened = open_box(key, place_text(place, *subject), *sealed);
    wipe(key);
    if (!opened) return Opened::damaged;
    if (places == "-") {
        const auto kept = number_in(*opened);
        if (!kept) return Opened::damaged;
        digest = *kept;
        return Opened::whole;
    }
    std::string_view rest = held.emplace_back(std::move(*opened));
    while (!places.empty()) {
        const auto at = number_in(take_word(places, ','));
        if (!at) return Opened::damaged;
        values.push_back({*at, take_word(rest, '\n')});
    }
    return Opened::whole;
}

}  // namespace

void seal_text(std::string_view text, std::span<const PersonalSpan> spans,
               std::span<const Subject> subjects, const Place& place, KeyBook& keys,
               std::string& out, std::uint64_t digest) {
    out.clear();
    if (spans.empty()) {
        out = text;
        return;
    }
    std::vector<Content> contents;
    std::size_t done = 0;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        out.append(text, done, spans[i].begin - done);
        Content& content = content_of(contents, subjects[i]);
        if (!content.places.empty()) {
            content.places += ',';
            content.values += '\n';
        }
        add_number(content.places, out.size());
        content.values.append(text, spans[i].begin, spans[i].end - spans[i].begin);
        out += nothing;
        done = spans[i].end;
    }
    out.append(text, done, text.size() - done - 1);
    const bool is_list = text.back() == ']';
    out += is_list ? ",{" : ",";
    out += mark;
    if (digest != 0) {
        Content kept{{}, "-", {}};
        add_number(kept.values, digest);
        contents.push_back(std::move(kept));
    }
    std::string box;
    bool first = true;
    for (const Content& content : contents) {
        const std::optional<NamedKey> key = keys.key_of(content.subject, place.seq);
        if (!key) continue;
        if (!first) out += ',';
        first = false;
        out += '"';
        add_subject(out, key->owner);
        out += ' ';
        add_number(out, key->number);
        out.append(" ").append(content.places).append(" ");
        box.clear();
        close_box(key->key, place_text(place, key->owner), content.values, box);
        to_base64(box, out);
        out += '"';
    }
    if (first) {
        // Nothing is left that could be opened; the nulls say so.
        out.resize(out.size() - mark.size() - (is_list ? 2 : 1));
        out += text.back();
        return;
    }
    out += is_list ? "]}]" : "]}";
}

bool is_sealed(std::string_view text) {
    return parts_of(text).has_value();
}

Opened open_text(std::string_view sealed, const Place& place, const KeyBook* keys, std::string& out,
                 std::uint64_t* digest) {
    out.clear();
    if (digest != nullptr) *digest = 0;
    const auto parts = parts_of(sealed);
    if (!parts) {
        out = sealed;
        return Opened::whole;
    }
    Opened opened = Opened::whole;
    std::uint64_t kept = 0;
    std::vector<std::string> held;
    std::vector<Value> values;
    std::string_view boxes = parts->boxes;
    // So that what points into them stays.
    held.reserve(static_cast<std::size_t>(std::count(boxes.begin(), boxes.end(), '"')) / 2 + 1);
    while (!boxes.empty()) {
        boxes.remove_prefix(1);  // the quote
        const std::string_view box = take_word(boxes, '"');
        if (!boxes.empty()) boxes.remove_prefix(1);  // the comma
        opened = std::max(opened, take_box(box, place, keys, held, values, kept));
    }
    std::sort(values.begin(), values.end(),
              [](const Value& a, const Value& b) { return a.at < b.at; });
    std::size_t done = 0;
    for (const Value& value : values) {
        // What was changed on the disk does not make us read beside the text.
        if (value.at < done || value.at > parts->open.size() ||
            parts->open.substr(value.at, nothing.size()) != nothing) {
            opened = Opened::damaged;
            continue;
        }
        out.append(parts->open, done, value.at - done).append(value.text);
        done = value.at + nothing.size();
    }
    out.append(parts->open, done).push_back(parts->end);
    if (digest != nullptr) *digest = kept;
    return opened;
}

}  // namespace muster::seal
