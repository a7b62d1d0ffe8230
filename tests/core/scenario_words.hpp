// The words of a line of a scenario text, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

namespace muster::test {

struct Failure {
    std::string what;
};

// Split at spaces, but not within "quotes", [lists] and {objects}, which stay as they are written.
[[nodiscard]] std::vector<std::string> words_of(const std::string& line);

[[nodiscard]] std::vector<std::string> split(const std::string& text, char at);

// The words of a line one after the other.
struct Words {
    std::vector<std::string> words;
    std::size_t next = 0;

    [[nodiscard]] bool more() const { return next < words.size(); }
    [[nodiscard]] bool next_is(const std::string& word) const {
        return more() && words[next] == word;
    }
    [[nodiscard]] bool next_is_pair() const {
        return more() && words[next].find('=') != std::string::npos;
    }
    std::string take();
    // Precondition of the line, not of the caller: `word` stands here.
    void skip(const std::string& word);
    // Those left that are key=value, as far as the first that is not.
    std::vector<std::string> pairs();
    // All that are left, with one space between them.
    std::string rest();
};

}  // namespace muster::test
