// The words of a line of a scenario text, and what is wrong with it.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace muster::test {

inline std::vector<std::string> words_of(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

inline std::vector<std::string> split(const std::string& text, char at) {
    std::istringstream in(text);
    std::vector<std::string> parts;
    for (std::string part; std::getline(in, part, at);)
        parts.push_back(part);
    return parts;
}

// "a.b" of an event, or "a.0" of a list, as text; empty when it is not there.
inline std::string value_at(const boost::json::object& event, const std::string& path) {
    const boost::json::value* value = nullptr;
    const boost::json::object* object = &event;
    const boost::json::array* list = nullptr;
    for (const std::string& key : split(path, '.')) {
        if (object != nullptr) {
            value = object->if_contains(key);
        } else {
            value = list == nullptr ? nullptr : list->if_contains(std::stoul(key));
        }
        if (value == nullptr) return {};
        object = value->if_object();
        list = value->if_array();
    }
    if (value->is_string()) return std::string(value->as_string());
    return boost::json::serialize(*value);
}

struct Failure {
    std::string what;
};

template <class Enum>
Enum enum_of(const std::string& name) {
    std::optional<Enum> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto value) {
        if (name == value.name) found = value.value;
    });
    if (!found) throw Failure{"unknown word \"" + name + "\""};
    return *found;
}

// Words after the fixed ones: "key value" pairs and single words.
struct Words {
    std::vector<std::string> words;
    std::size_t next = 0;

    [[nodiscard]] bool more() const { return next < words.size(); }
    std::string take() {
        if (!more()) throw Failure{"the line ends too early"};
        return words[next++];
    }
    [[nodiscard]] bool next_is(const std::string& word) const {
        return more() && words[next] == word;
    }
    double number() { return std::stod(take()); }
    std::string rest() {
        std::string text;
        while (more())
            text += (text.empty() ? "" : " ") + take();
        return text;
    }
};

}  // namespace muster::test
