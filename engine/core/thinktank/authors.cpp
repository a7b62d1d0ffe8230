#include "engine/core/thinktank/authors.hpp"

#include <algorithm>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/talents/talents.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

using Suggestions = std::vector<SuggestionId>;

void append(Suggestions& all, const Suggestions& more) {
    all.insert(all.end(), more.begin(), more.end());
}

// Of the talent, and of the entries that were found to be second ones of it. Copies, here and
// below, since what they are taken from changes.
Suggestions all_of(const Board& board, TalentId talent) {
    Suggestions all;
    for (const TalentId one : with_duplicates(board, talent))
        append(all, board.derived<Suggestion>().of_talent(one));
    return all;
}

// Of the member, of who was merged into it, and of the talents that they are.
Suggestions all_of(const Board& board, MemberId member) {
    Suggestions all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        append(all, board.derived<Suggestion>().of_member(one));
        for (const TalentId talent : board.derived<Talent>().of_member(one))
            append(all, all_of(board, talent));
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

// Its author still waits for an answer.
bool waits(const Board& board, const Suggestion& one) {
    return is_open(get(board, handled_with(one)).status);
}

// The member that the author is, by whatever he is known; 0 = none.
MemberId member_of(const Board& board, const Suggestion& suggestion) {
    if (suggestion.member || !suggestion.talent) return suggestion.member;
    const Talent* const talent = board.store<Talent>().get(who_stays(board, suggestion.talent));
    return talent == nullptr ? MemberId{} : talent->member;
}

// What the register of members says of him goes before what is known of the talent.
bool is_gone(const Board& board, const Suggestion& suggestion) {
    if (const MemberId member = member_of(board, suggestion)) {
        const Member* const author = board.members().get(board.root(member));
        return author != nullptr && !is_looked_after(author->status);
    }
    return suggestion.talent && is_gone(board, suggestion.talent);
}

void follow_life(Step& step, const Suggestions& all) {
    for (const SuggestionId id : all) {
        const Suggestion& one = get(step.board, id);
        const bool gone = is_gone(step.board, one);
        if (one.author_gone == gone || (gone && !waits(step.board, one))) continue;
        step.emit(SuggestionAuthorGone{id, one.member, gone});
    }
}

void react(Step& step, const MemberStatusChanged& event) {
    follow_life(step, all_of(step.board, event.member));
}

// A death that was told of the one is none of the other.
void react(Step& step, const MergeUndone& event) {
    for (const MemberId member : {event.kept, event.other})
        follow_life(step, all_of(step.board, member));
}

// Of those who are no members; whoever leaves the talents for another reason can still be answered.
void react(Step& step, const TalentStatusChanged& event) {
    if (is_gone(step.board, event.talent)) follow_life(step, all_of(step.board, event.talent));
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
void forget_author(Step& step, const Suggestions& all) {
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

// A talent that left long ago is forgotten too, and its suggestions keep the name and its number;
// those of a duplicate are the other entry's from now on.
void react(Step& step, const TalentForgotten& event) {
    const bool erased = std::any_of(step.events.begin(), step.events.end(), [](const Event& one) {
        return one.is<MemberErased>() || one.is<MemberRemoved>();
    });
    const Suggestions all = step.board.derived<Suggestion>().of_talent(event.talent);
    if (erased) return forget_author(step, all);
    if (!event.same_as) return;
    for (const SuggestionId id : all)
        step.emit(SuggestionTalentChanged{id, event.same_as});
}

void react(Step& step, const DeadlinesRecomputed& /*event*/) {
    recompute_suggestions(step);
}

}  // namespace

bool is_gone(const Board& board, TalentId talent) {
    const Talent* const author = board.store<Talent>().get(who_stays(board, talent));
    return author != nullptr && author->status == TalentStatus::left &&
           (author->cause == LeaveCause::deceased || author->cause == LeaveCause::moved_away);
}

std::string author_key(const Board& board, const Suggestion& suggestion) {
    if (const MemberId member = member_of(board, suggestion)) {
        return "member " + std::to_string(board.root(member).value);
    }
    if (suggestion.talent) {
        return "talent " + std::to_string(who_stays(board, suggestion.talent).value);
    }
    if (is_anonymous(suggestion)) return "suggestion " + std::to_string(suggestion.id.value);
    return "name " + suggestion.author.value;
}

void ThinktankArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
