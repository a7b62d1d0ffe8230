// How suggestions come in.

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/talents/talents.hpp"
#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/authors.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_reference = 64;
constexpr std::size_t max_title = 300;
constexpr std::size_t max_author = 200;

bool is_category(const ThinktankRule& rule, Code category) {
    return rule.categories.empty() ||
           std::any_of(rule.categories.begin(), rule.categories.end(),
                       [category](const SuggestionCategory& one) { return one.code == category; });
}

// Brings the number into its one form, too.
Rejection check_fields(const Step& step, RegisterSuggestion& command) {
    if (command.reference.size() > max_reference) {
        return invalid("/reference", "must have at most 64 bytes");
    }
    if (auto bad = check_category(step, command.category)) return bad;
    if (command.title.empty() || command.title.size() > max_title) {
        return invalid("/title", "must have 1 to 300 bytes");
    }
    if (command.author.value.size() > max_author) {
        return invalid("/author", "must have at most 200 bytes");
    }
    if (command.author.value.empty() && !command.member && !command.talent) {
        return invalid("/author", "must say whose it is, or /member or /talent does");
    }
    if (auto bad = check_unmasked("/author", command.author.value)) return bad;
    if (auto bad = check_phone(step, "/phone", command.phone.value)) return bad;
    const Date today = local_day(calendar_rule(step.board.rules()), step.now());
    if (command.received_on && *command.received_on > today) {
        return invalid("/received_on", "must not be later than today, " + to_string(today));
    }
    return {};
}

const Suggestion* with_reference(const Board& board, const std::string& reference) {
    if (reference.empty()) return nullptr;
    for (const SuggestionId id : board.derived<Suggestion>().like(reference)) {
        const Suggestion& one = get(board, id);
        if (one.reference == reference) return &one;
    }
    return nullptr;
}

// Precondition: whom the command names, is there.
std::string name_of_author(const Board& board, const RegisterSuggestion& command) {
    if (!command.author.value.empty()) return command.author.value;
    if (command.member) return board.members().get(board.root(command.member))->profile.name.value;
    return board.store<Talent>().get(command.talent)->profile.name.value;
}

// Whoever is known by his number may have another name by now than he had then.
bool is_of(const Board& board, const RegisterSuggestion& command, const Suggestion& one) {
    const bool named = command.author.value.empty() || command.author == one.author;
    return named && who_stays(board, command.talent) == who_stays(board, one.talent) &&
           board.root(command.member) == board.root(one.member);
}

// What its author said, as far as he is still known.
bool says_the_same(const Board& board, const RegisterSuggestion& command, const Suggestion& one) {
    if (command.title != one.title || command.confidentiality != one.confidentiality) return false;
    return is_anonymous(one) || (command.text == one.text && is_of(board, command, one));
}

Suggestion suggestion_of(const Step& step, const RegisterSuggestion& command) {
    const Rules& rules = step.board.rules();
    Suggestion made;
    made.id = {step.env.seq};
    made.confidentiality = command.confidentiality;
    made.reference = command.reference;
    made.category = command.category;
    made.title = command.title;
    made.text = command.text;
    made.author = name_of_author(step.board, command);
    made.phone = command.phone;
    made.member = command.member;
    made.talent = who_stays(step.board, command.talent);
    made.received_on = command.received_on.value_or(local_day(calendar_rule(rules), step.now()));
    made.registered_at = step.now();
    made.deadlines.push_back(
        owe_in(step, SuggestionDuty::review, thinktank_rule(rules).review_days));
    return made;
}

}  // namespace

bool is_anonymous(const Suggestion& suggestion) {
    return suggestion.author.value.empty();
}

Rejection check_category(const Step& step, Code category) {
    const ThinktankRule& rule = thinktank_rule(step.board.rules());
    if (is_category(rule, category)) return {};
    return invalid("/category", "\"" + category.str() +
                                    "\" is no category of the rules; they have " +
                                    codes_of(rule.categories));
}

Rejection decide(Step& step, const RegisterSuggestion& asked) {
    RegisterSuggestion command = asked;
    if (auto bad = check_fields(step, command)) return bad;
    if (command.member) {
        if (const auto index = find_one(step, command.member); !index) return index.error();
    }
    if (command.talent) {
        if (const auto index = find_one(step, command.talent); !index) return index.error();
    }
    const Board& board = step.board;
    if (const Suggestion* const known = with_reference(board, command.reference)) {
        if (says_the_same(board, command, *known)) {
            step.emit(SuggestionRepeated{known->id, command.reference});
            return {};
        }
        return not_now("/reference", "another suggestion has this reference already");
    }
    if (command.member) {
        const auto index = find_looked_after(step, command.member, "RegisterSuggestion");
        if (!index) return index.error();
    } else if (command.talent && is_gone(board, command.talent)) {
        return not_now("/talent", "talent " + std::to_string(command.talent.value) +
                                      " died or moved away; say whose it is by /author");
    }
    const std::int64_t most = thinktank_rule(board.rules()).max_open;
    if (board.derived<Suggestion>().open() >= most) {
        return reject(RejectReason::limit_reached, "/reference",
                      "there are " + std::to_string(most) + " open suggestions already");
    }
    step.emit(SuggestionRegistered{suggestion_of(step, command)});
    return {};
}

}  // namespace muster::core
