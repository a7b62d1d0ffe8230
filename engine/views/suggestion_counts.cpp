#include "engine/views/suggestion_counts.hpp"

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/core/thinktank/authors.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/filter_makers.hpp"
#include "engine/views/made_list.hpp"

namespace muster::views {
namespace {

struct Asked {
    SuggestionCountBy by = SuggestionCountBy::all;
    std::optional<Code> category;
};

std::optional<Asked> asked_by(const core::Board& board, const ListQuery& query,
                              std::string& error) {
    Asked asked;
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (name == "by") {
            const auto by = enum_value<SuggestionCountBy>(wanted);
            if (!by) return std::nullopt;
            asked.by = *by;
        } else if (name == "category") {
            asked.category = code(wanted);
            if (!asked.category) return std::nullopt;
        } else {
            error = "there is no filter \"" + name + "\"; known are by, category";
            return std::nullopt;
        }
    }
    return asked;
}

// In which line one counts that is handled; those that were merged into it stand in the same.
std::string key_of(const Suggestion& handled, SuggestionCountBy by) {
    switch (by) {
        case SuggestionCountBy::all:
            return {};
        case SuggestionCountBy::status:
            return std::string(name_of(handled.status));
        case SuggestionCountBy::grade: {
            const SuggestionGrade grade = core::grade_of(handled);
            return grade == SuggestionGrade::none ? "" : std::string(name_of(grade));
        }
        case SuggestionCountBy::department:
            return handled.department.str();
        case SuggestionCountBy::category:
            return handled.category.str();
        case SuggestionCountBy::confidentiality:
            return std::string(name_of(handled.confidentiality));
    }
    return {};
}

struct Line {
    SuggestionCount count;
    std::set<std::string> authors;
};

// All in one piece: suggestions are some thousands at most, and each is looked at for a moment.
std::vector<SuggestionCount> count(const core::Board& board, const Asked& asked,
                                   Confidentiality clearance) {
    std::map<std::string, Line> lines;
    const auto& all = board.store<Suggestion>();
    for (const core::Index index : all.in_order()) {
        const Suggestion& one = all[index];
        const bool hidden =
            confidentiality_of(board, topic_of<Suggestion>, one.id.value) > clearance;
        if (hidden) continue;
        const Suggestion& handled = one.merged_into ? *all.get(one.merged_into) : one;
        if (asked.category && handled.category != *asked.category) continue;
        Line& line = lines[key_of(handled, asked.by)];
        ++line.count.raw;
        if (!one.merged_into) ++line.count.items;
        line.authors.insert(core::author_key(board, one));
    }
    std::vector<SuggestionCount> counts;
    for (auto& [key, line] : lines) {
        line.count.key = key;
        line.count.authors = static_cast<std::int64_t>(line.authors.size());
        counts.push_back(std::move(line.count));
    }
    return counts;
}

}  // namespace

std::unique_ptr<ListReading> start_suggestion_counts(const core::Board& board,
                                                     const ListQuery& query, std::size_t limit,
                                                     const ReaderRight& right, std::string& error) {
    const auto asked = asked_by(board, query, error);
    if (!asked) return nullptr;
    return made_page(board, query, limit, count(board, *asked, right.clearance));
}

}  // namespace muster::views
