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

void follow_life(Step& step, const std::vector<SuggestionId>& all, bool gone) {
    for (const SuggestionId id : all) {
        const Suggestion& one = get(step.board, id);
        if (one.author_gone == gone || (gone && !waits(step.board, one))) continue;
        step.emit(SuggestionAuthorGone{id, one.member, gone});
    }
}

void react(Step& step, const MemberStatusChanged& event) {
    follow_life(step, all_of(step.board, event.member), !is_looked_after(event.status));
}

// A copy, as above.
std::vector<SuggestionId> all_of(const Board& board, TalentId talent) {
    return board.derived<Suggestion>().of_talent(talent);
}

void react(Step& step, const TalentStatusChanged& event) {
    const LeaveCause cause = event.cause.value;
    const bool left = event.status == TalentStatus::left;
    // Whoever leaves the talents for another reason can still be answered.
    const bool gone = cause == LeaveCause::deceased || cause == LeaveCause::moved_away;
    if (!left || gone) follow_life(step, all_of(step.board, event.talent), left);
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

// A talent that left long ago is forgotten too, and its suggestions keep the name and its number.
void react(Step& step, const TalentForgotten& event) {
    const bool erased = std::any_of(step.events.begin(), step.events.end(), [](const Event& one) {
        return one.is<MemberErased>() || one.is<MemberRemoved>();
    });
    if (erased) forget_author(step, all_of(step.board, event.talent));
}

// The member that the author is, by whatever he is known; 0 = none.
MemberId member_of(const Board& board, const Suggestion& suggestion) {
    if (suggestion.member || !suggestion.talent) return suggestion.member;
    const Talent* const talent = board.store<Talent>().get(suggestion.talent);
    return talent == nullptr ? MemberId{} : talent->member;
}

}  // namespace

std::string author_key(const Board& board, const Suggestion& suggestion) {
    if (const MemberId member = member_of(board, suggestion)) {
        return "member " + std::to_string(board.root(member).value);
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
