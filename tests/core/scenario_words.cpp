#include "tests/core/scenario_words.hpp"

#include <cctype>
#include <sstream>

namespace muster::test {

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    int depth = 0;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(word);
        word.clear();
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (!quoted && depth == 0 && std::isspace(static_cast<unsigned char>(c)) != 0) {
            end_word();
            continue;
        }
        word += c;
        if (quoted && c == '\\' && i + 1 < line.size()) {
            word += line[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '[' || c == '{')) {
            ++depth;
        } else if (!quoted && (c == ']' || c == '}')) {
            --depth;
        }
    }
    end_word();
    return words;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::istringstream in(text);
    std::vector<std::string> parts;
    for (std::string part; std::getline(in, part, at);)
        parts.push_back(part);
    return parts;
}

std::string Words::take() {
    if (!more()) throw Failure{"the line ends too early"};
    return words[next++];
}

void Words::skip(const std::string& word) {
    const std::string found = more() ? "\"" + words[next] + "\"" : "the end of the line";
    if (!next_is(word)) throw Failure{"expected \"" + word + "\" and not " + found};
    ++next;
}

std::vector<std::string> Words::pairs() {
    std::vector<std::string> found;
    while (next_is_pair())
        found.push_back(take());
    return found;
}

std::string Words::rest() {
    std::string text;
    while (more())
        text += (text.empty() ? "" : " ") + take();
    return text;
}

}  // namespace muster::test
