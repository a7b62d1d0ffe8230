#include "engine/core/thinktank/authors.hpp"

#include <algorithm>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

// Of the member, and of who was merged into it. A copy, since they change.
std::vector<SuggestionId> all_of(const Board& board, MemberId member) {
    std::vector<SuggestionId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<Suggestion>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

// Its author still waits for an answer.
bool waits(const Board& board, const Suggestion& one) {
    return is_open(get(board, handled_with(one)).status);
}

void react(Step& step, const MemberStatusChanged& event) {
    const bool gone = !is_looked_after(event.status);
    for (const SuggestionId id : all_of(step.board, event.member)) {
        const Suggestion& one = get(step.board, id);
        if (one.author_gone == gone || (gone && !waits(step.board, one))) continue;
        step.emit(SuggestionAuthorGone{id, event.member, gone});
    }
}

void erase_names(Step& step, SuggestionId id) {
    const auto& reports = step.board.store<SuggestionReport>();
    for (const Index index : reports.in_order()) {
        const SuggestionReport& report = reports[index];
        const bool named =
            std::any_of(report.items.begin(), report.items.end(), [id](const ReportItem& item) {
                return std::any_of(item.raw.begin(), item.raw.end(),
                                   [id](const ReportedSuggestion& raw) {
                                       return raw.suggestion == id && !raw.author.value.empty();
                                   });
            });
        if (named) step.emit(ReportNameErased{report.id, id});
    }
}

// What he suggested goes on; that it was his, nobody knows any more.
void forget_author(Step& step, const std::vector<SuggestionId>& all) {
    for (const SuggestionId id : all) {
        step.emit(SuggestionMadeAnonymous{id});
        erase_names(step, id);
    }
}

void react(Step& step, const MemberErased& event) {
    forget_author(step, all_of(step.board, event.member));
}

void react(Step& step, const MemberRemoved& event) {
    forget_author(step, all_of(step.board, event.member));
}

}  // namespace

std::string author_key(const Board& board, const Suggestion& suggestion) {
    if (suggestion.member) {
        return "member " + std::to_string(board.root(suggestion.member).value);
    }
    if (suggestion.talent) return "talent " + std::to_string(suggestion.talent.value);
    if (is_anonymous(suggestion)) return "suggestion " + std::to_string(suggestion.id.value);
    return "name " + suggestion.author.value;
}

void ThinktankArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
