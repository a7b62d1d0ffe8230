// Suggestions and reports in reads and on the feed.
#include <algorithm>
#include <cctype>

#include "engine/core/thinktank/suggestion_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

// Letters of the Latin alphabet without their case; all else as it is.
std::string folded(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    });
    return small;
}

Test with_reference(const Wanted& w) {
    return test_of<Suggestion>(
        w, [text = std::string(w.value)](const Suggestion& s) { return s.reference == text; });
}

// In the title, or in what who decides reads.
Test with_words(const Wanted& w) {
    return test_of<Suggestion>(w, [words = folded(w.value)](const Suggestion& s) {
        return folded(s.title).find(words) != std::string::npos ||
               folded(s.gist).find(words) != std::string::npos;
    });
}

Test by_author(const Wanted& w) {
    return test_of<Suggestion>(w, [name = std::string(w.value)](const Suggestion& s) {
        return s.author.value.starts_with(name);
    });
}

// Of the last round; "none" finds those that have none yet.
Test with_grade(const Wanted& w) {
    const auto grade = enum_value<SuggestionGrade>(w);
    if (!grade) return {};
    return test_of<Suggestion>(
        w, [v = *grade](const Suggestion& s) { return core::grade_of(s) == v; });
}

constexpr Filter suggestion_filters[] = {
    {"status", false, by<&Suggestion::status>},
    {"grade", false, with_grade},
    {"department", false, by<&Suggestion::department>},
    {"category", false, by<&Suggestion::category>},
    {"confidentiality", false, by<&Suggestion::confidentiality>},
    {"reference", false, with_reference},
    {"merged_into", false, by<&Suggestion::merged_into>},
    {"report", false, by<&Suggestion::report>},
    {"member", false, of_member<Suggestion>},
    {"talent", false, by<&Suggestion::talent>},
    {"author", true, by_author},
    {"words", false, with_words}};

}  // namespace

template <>
constexpr Collection<Suggestion> collection<Suggestion>{
    .filters = suggestion_filters,
    // A merged one is over with the one that it is handled with.
    .over_since =
        [](const core::Board& board, const Suggestion& one) {
            if (!one.merged_into) return one.ended_at;
            return board.store<Suggestion>().get(one.merged_into)->ended_at;
        },
    .confidentiality = [](const Suggestion& one) { return one.confidentiality; },
};
template class EntityView<Suggestion>;

template <>
constexpr Collection<SuggestionReport> collection<SuggestionReport>{
    .confidentiality = [](const SuggestionReport& one) { return one.confidentiality; },
};
template class EntityView<SuggestionReport>;

}  // namespace muster::views
