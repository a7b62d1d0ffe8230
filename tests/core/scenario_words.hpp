// The words of a line of a scenario text, and what is wrong with it.
#pragma once

#include <boost/describe/enumerators.hpp>
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
