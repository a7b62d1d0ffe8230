#include "engine/core/thinktank/suggestion_state.hpp"

#include <algorithm>

#include "engine/core/kernel/obligation.hpp"

namespace muster::core {

const ThinktankRule& thinktank_rule(const Rules& rules) {
    return or_usual(rules.thinktank);
}

std::optional<SuggestionDuty> owed_duty(SuggestionStatus status) {
    if (status == SuggestionStatus::registered) return SuggestionDuty::review;
    if (status == SuggestionStatus::assigned) return SuggestionDuty::reply;
    if (status == SuggestionStatus::replied) return SuggestionDuty::feedback;
    return std::nullopt;
}

const SuggestionDeadline* find_deadline(const Suggestion& suggestion, SuggestionDuty duty) {
    const auto found =
        std::find_if(suggestion.deadlines.begin(), suggestion.deadlines.end(),
                     [duty](const SuggestionDeadline& one) { return one.duty == duty; });
    return found == suggestion.deadlines.end() ? nullptr : &*found;
}

SuggestionDeadline* find_deadline(Suggestion& suggestion, SuggestionDuty duty) {
    return const_cast<SuggestionDeadline*>(  // NOLINT: it is a part of what was given unlocked
        find_deadline(std::as_const(suggestion), duty));
}

const SuggestionFeedback* find_feedback(const Suggestion& suggestion, std::uint32_t round) {
    const auto found =
        std::find_if(suggestion.feedbacks.begin(), suggestion.feedbacks.end(),
                     [round](const SuggestionFeedback& one) { return one.round == round; });
    return found == suggestion.feedbacks.end() ? nullptr : &*found;
}

const SuggestionReply* last_reply(const Suggestion& suggestion) {
    if (suggestion.replies.empty() || suggestion.replies.back().round != suggestion.round) {
        return nullptr;
    }
    return &suggestion.replies.back();
}

SuggestionGrade grade_of(const Suggestion& suggestion) {
    const SuggestionReply* const reply = last_reply(suggestion);
    return reply == nullptr ? SuggestionGrade::none : reply->grade;
}

void Derived<Suggestion>::add(Index /*index*/, const Suggestion& one) {
    if (one.merged_into) merged_.add(one.merged_into, one.id);
    if (one.member) by_member_.add(one.member, one.id);
    if (one.talent) by_talent_.add(one.talent, one.id);
    if (!one.reference.empty()) by_reference_.add({text_hash(one.reference)}, one.id);
    if (is_open(one.status)) ++open_;
}

void Derived<Suggestion>::remove(Index /*index*/, const Suggestion& one) {
    if (one.merged_into) merged_.remove(one.merged_into, one.id);
    if (one.member) by_member_.remove(one.member, one.id);
    if (one.talent) by_talent_.remove(one.talent, one.id);
    if (!one.reference.empty()) by_reference_.remove({text_hash(one.reference)}, one.id);
    if (is_open(one.status)) --open_;
}

TimePoint Derived<Suggestion>::due(const Suggestion& one, const Rules& /*rules*/) {
    const auto duty = owed_duty(one.status);
    const SuggestionDeadline* const owed = duty ? find_deadline(one, *duty) : nullptr;
    return owed == nullptr ? never : next_alarm(*owed);
}

void Derived<SuggestionReport>::add(Index /*index*/, const SuggestionReport& one) {
    ++by_year_[year_month_day(one.reported_on).year];
}

void Derived<SuggestionReport>::remove(Index /*index*/, const SuggestionReport& one) {
    --by_year_[year_month_day(one.reported_on).year];
}

TimePoint Derived<SuggestionReport>::due(const SuggestionReport& /*one*/, const Rules& /*rules*/) {
    return never;
}

std::int64_t Derived<SuggestionReport>::of_year(std::int32_t year) const {
    const auto found = by_year_.find(year);
    return found == by_year_.end() ? 0 : found->second;
}

}  // namespace muster::core
