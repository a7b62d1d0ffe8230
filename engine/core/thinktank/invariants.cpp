// Checked the slow way, from the entities alone.

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"

namespace muster::core {
namespace {

using Groups = std::map<SuggestionId, std::vector<const Suggestion*>>;

// By the one that each is handled with, which each group has.
std::string group_all(const Board& board, Groups& groups) {
    const auto& all = board.store<Suggestion>();
    for (const Index index : all.in_order()) {
        const Suggestion& one = all[index];
        const bool merged = one.status == SuggestionStatus::merged;
        if (merged != bool(one.merged_into)) return "is merged into none, or still stands alone";
        groups[merged ? one.merged_into : one.id].push_back(&one);
    }
    for (const auto& [id, group] : groups) {
        const Suggestion* const handled = all.get(id);
        if (handled == nullptr || handled->merged_into) return "is merged into what is not handled";
        for (const Suggestion* const one : group) {
            if (one->confidentiality != handled->confidentiality) {
                return "is merged with one that is less confidential, or more";
            }
        }
    }
    return "";
}

std::string check_rounds(const Suggestion& one) {
    std::uint32_t last = 0;
    for (const SuggestionReply& reply : one.replies) {
        if (reply.round <= last || reply.round > one.round) return "has two replies in a round";
        last = reply.round;
        if ((reply.grade != SuggestionGrade::none) != bool(reply.graded_at)) {
            return "has a grade of no time";
        }
        if (reply.graded_at && reply.graded_at < reply.at) return "was graded before its reply";
    }
    last = 0;
    for (const SuggestionFeedback& told : one.feedbacks) {
        if (told.round <= last) return "has two feedbacks in a round";
        last = told.round;
    }
    return "";
}

// Each was told what became of it in a round only after the reply of that round was graded.
std::string check_told(const Suggestion& handled, const Suggestion& raw) {
    for (const SuggestionFeedback& told : raw.feedbacks) {
        const auto reply =
            std::find_if(handled.replies.begin(), handled.replies.end(),
                         [&](const SuggestionReply& one) { return one.round == told.round; });
        if (reply == handled.replies.end() || !reply->graded_at || told.at < reply->graded_at) {
            return "was told of a reply that was not graded";
        }
    }
    const SuggestionFeedback* const last = find_feedback(raw, handled.round);
    const bool over = handled.status == SuggestionStatus::closed;
    if ((over || handled.status == SuggestionStatus::fed_back) && last == nullptr) {
        return "was not told, though all were";
    }
    if (over && (last->satisfaction == Satisfaction::none ||
                 last->satisfaction == Satisfaction::dissatisfied)) {
        return "is closed though its author is not content";
    }
    return "";
}

std::string check_one(const Board& board, Index index, const Suggestion& one) {
    if (board.deadlines<Suggestion>().due_of(index).value_or(never) !=
        Derived<Suggestion>::due(one, board.rules())) {
        return "does not fall due when it should";
    }
    const auto duty = owed_duty(one.status);
    if (duty && find_deadline(one, *duty) == nullptr) return "owes what has no day";
    if (one.member && board.members().get(one.member) == nullptr) return "has no member";
    const bool was_reported = one.status >= SuggestionStatus::reported && is_open(one.status);
    if (was_reported && board.store<SuggestionReport>().get(one.report) == nullptr) {
        return "was reported in no report";
    }
    return check_rounds(one);
}

std::string check_report(const Board& board, const SuggestionReport& report) {
    std::int64_t raw = 0;
    for (const ReportItem& item : report.items) {
        raw += static_cast<std::int64_t>(item.raw.size());
        const Suggestion* const handled = board.store<Suggestion>().get(item.suggestion);
        if (handled == nullptr || handled->report != report.id)
            return "holds what it did not report";
        if (item.confidentiality > report.confidentiality)
            return "is less confidential than it holds";
    }
    if (raw != report.raw_count) return "counts other suggestions than it holds";
    return "";
}

std::string about(const char* what, std::uint64_t id, const std::string& broken) {
    return broken.empty() ? broken : what + (" " + std::to_string(id)) + " " + broken;
}

std::string check_suggestions(const Board& board) {
    const auto& all = board.store<Suggestion>();
    Groups groups;
    if (std::string broken = group_all(board, groups); !broken.empty()) {
        return "a suggestion " + broken;
    }
    std::size_t raw = 0;
    for (const auto& [id, group] : groups) {
        raw += group.size();
        const Suggestion& handled = *all.get(id);
        if (group.size() != 1 + board.derived<Suggestion>().merged_into(id).size()) {
            return about("suggestion", id.value, "has others than were merged into it");
        }
        for (const Suggestion* const one : group) {
            auto broken = about("suggestion", one->id.value, check_told(handled, *one));
            if (!broken.empty()) return broken;
        }
    }
    if (raw != all.size()) return "the groups do not sum up to all suggestions";
    return "";
}

}  // namespace

std::string ThinktankArea::broken(const Board& board, Journeys& /*journeys*/) {
    if (std::string broken = check_suggestions(board); !broken.empty()) return broken;
    const auto& all = board.store<Suggestion>();
    std::set<std::string> references;
    std::int64_t open = 0;
    for (const Index index : all.in_order()) {
        const Suggestion& one = all[index];
        auto broken = about("suggestion", one.id.value, check_one(board, index, one));
        if (!broken.empty()) return broken;
        if (!one.reference.empty() && !references.insert(one.reference).second) {
            return about("suggestion", one.id.value, "has a reference that another one has");
        }
        if (is_open(one.status)) ++open;
    }
    if (open != board.derived<Suggestion>().open()) return "open suggestions are counted wrongly";
    const auto& reports = board.store<SuggestionReport>();
    for (const Index index : reports.in_order()) {
        auto broken = about("suggestion report", reports[index].id.value,
                            check_report(board, reports[index]));
        if (!broken.empty()) return broken;
    }
    return "";
}

}  // namespace muster::core
