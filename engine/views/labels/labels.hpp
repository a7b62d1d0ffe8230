// The words for what the vocabulary names, as they stand alone: on a button, above a field or a
// column, in a list to choose from. One row for each thing, in both languages, and none for what
// does not exist (tests/views/words_test.cpp). Sentences have rows of their own (../words/).
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/views/word_tables.hpp"

namespace muster::views {

struct Label {
    std::string_view name;  // as on the wire
    std::string_view en;
    std::string_view zh;
};

// Short imperatives, as on a button. In the order of Commands.
[[nodiscard]] std::span<const Label> command_labels();

// Titles of lists: the collections, and the topics of the feed that are none.
[[nodiscard]] std::span<const Label> collection_labels();

// Headings. A name means the same in nearly every type; where it means another thing, the row is
// named "Type.field" and goes before the general one. Each list ascends by name.
[[nodiscard]] std::array<std::span<const Label>, 3> field_labels();

// Why the engine said no, as sentences. In the order of RejectReason.
[[nodiscard]] std::span<const Label> reject_labels();

// The sets of which no sentence says a value, as word_tables.hpp has the others.
[[nodiscard]] std::span<const Word> more_words();

// Values of word_tables.hpp that read otherwise alone than within a sentence.
[[nodiscard]] std::span<const Word> lone_words();

template <std::size_t N>
constexpr bool ascends(const Label (&rows)[N]) {
    for (std::size_t i = 1; i < N; ++i) {
        if (rows[i - 1].name >= rows[i].name) return false;
    }
    return true;
}

}  // namespace muster::views
