// Which entries may be one person.

#include <algorithm>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/talents/talents.hpp"

namespace muster::core {
namespace {

using Matches = std::vector<TalentMatch>;

// Of one entry; more are proposed when these are decided.
constexpr std::size_t most_alike = 8;

Matches matches(const Board& board, const Talent& a, const Talent& b) {
    Matches same;
    const auto text = [&](TalentMatch what, const std::string& one, const std::string& other) {
        if (!one.empty() && one == other) same.push_back(what);
    };
    text(TalentMatch::external_ref, a.profile.external_ref, b.profile.external_ref);
    text(TalentMatch::name, a.profile.name.value, b.profile.name.value);
    text(TalentMatch::phone, a.profile.phone.value, b.profile.phone.value);
    if (a.profile.birth_date && a.profile.birth_date == b.profile.birth_date) {
        same.push_back(TalentMatch::birth_date);
    }
    if (a.member && board.root(a.member) == board.root(b.member)) {
        same.push_back(TalentMatch::member);
    }
    return same;
}

bool is_likely(const Matches& same) {
    const auto has = [&](TalentMatch what) {
        return std::find(same.begin(), same.end(), what) != same.end();
    };
    return has(TalentMatch::external_ref) || has(TalentMatch::member) ||
           (has(TalentMatch::name) && same.size() > 1);
}

bool is_proposed(const Talent& one, TalentId other) {
    return std::any_of(one.alike.begin(), one.alike.end(),
                       [&](const TalentLikeness& likeness) { return likeness.other == other; });
}

// Proposed already, or decided.
bool is_known(const Talent& one, TalentId other) {
    return is_proposed(one, other) || std::binary_search(one.apart.begin(), one.apart.end(), other);
}

// Both sides on which it is proposed: {the entry that says so, the other}.
std::vector<std::pair<TalentId, TalentId>> proposals(const Board& board, TalentId id) {
    std::vector<std::pair<TalentId, TalentId>> all;
    for (const TalentLikeness& one : get(board, id).alike)
        all.emplace_back(id, one.other);
    for (const TalentId other : board.derived<Talent>().that_name(id))
        all.emplace_back(other, id);
    return all;
}

// Who may be the same person, in order of id, itself among them.
std::vector<TalentId> candidates(const Board& board, const Talent& talent) {
    std::vector<TalentId> all = board.derived<Talent>().like(talent.profile);
    if (talent.member) {
        for (const TalentId other : staying_of(board, board.root(talent.member)))
            all.push_back(other);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

TalentId who_stays(const Board& board, TalentId talent) {
    const Talent* one = board.store<Talent>().get(talent);
    while (one != nullptr && one->same_as) {
        talent = one->same_as;
        one = board.store<Talent>().get(talent);
    }
    return talent;
}

std::vector<TalentId> with_duplicates(const Board& board, TalentId talent) {
    std::vector<TalentId> all{talent};
    // One leaves as a duplicate of one that stays, so that nothing comes round to itself.
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::vector<TalentId>& more = board.derived<Talent>().duplicates_of(all[i]);
        all.insert(all.end(), more.begin(), more.end());
    }
    std::sort(all.begin(), all.end());
    return all;
}

void look_for_same(Step& step, TalentId id) {
    const Board& board = step.board;
    for (const auto& [one, other] : proposals(board, id)) {
        if (is_likely(matches(board, get(board, one), get(board, other)))) continue;
        step.emit(TalentsSeparated{one, other, false, {}, {}});
    }
    if (!talent_stays.has(get(board, id).status)) return;
    for (const TalentId other : candidates(board, get(board, id))) {
        const Talent& talent = get(board, id);
        const Talent& candidate = get(board, other);
        if (talent.alike.size() >= most_alike) return;
        if (other == id || !talent_stays.has(candidate.status)) continue;
        if (is_known(talent, other) || is_known(candidate, id)) continue;
        Matches same = matches(board, talent, candidate);
        if (is_likely(same)) step.emit(TalentsResemble{id, other, std::move(same)});
    }
}

void end_likeness(Step& step, TalentId id) {
    for (const auto& [one, other] : proposals(step.board, id))
        step.emit(TalentsSeparated{one, other, false, {}, {}});
}

Rejection decide(Step& step, const SeparateTalents& command) {
    constexpr EntityWords other_words{"talent", "/other", RejectReason::unknown_talent};
    if (command.talent == command.other) {
        return reject(RejectReason::invalid_field, "/other", "both are one entry");
    }
    const auto one = find_one(step, command.talent);
    if (!one) return one.error();
    const auto other = find_in(step.board.store<Talent>(), command.other, other_words);
    if (!other) return other.error();
    const bool told = is_proposed(get(step.board, command.talent), command.other);
    if (!told && !is_proposed(get(step.board, command.other), command.talent)) {
        return reject(RejectReason::illegal_status, "/other",
                      "talents " + std::to_string(command.talent.value) + " and " +
                          std::to_string(command.other.value) +
                          " are not proposed to be one person");
    }
    const TalentId holder = told ? command.talent : command.other;
    const TalentId named = told ? command.other : command.talent;
    step.emit(TalentsSeparated{holder, named, true, step.env.source, command.reason});
    return {};
}

}  // namespace muster::core
