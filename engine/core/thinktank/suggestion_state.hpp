// What follows from suggestions and reports: from one, and from all of them together.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "engine/core/kernel/text_hash.hpp"
#include "muster/thinktank.hpp"

namespace muster::core {

// take: another one is merged into it. instruct_more: what is said later. reassign: to another
// department. finish_feedback: the last of its authors was told. record: what an author says.
// split_registered and split_reviewed: what was merged is again what it was. split_from: one that
// was merged into it is taken out.
BOOST_DEFINE_ENUM_CLASS(SuggestionAction, accept, send_back, decline, withdraw, merge, take,
                        split_registered, split_reviewed, split_from, report, instruct,
                        instruct_more, assign, reassign, extend, reply, grade, give_feedback,
                        finish_feedback, record, take_up_again, close)

constexpr LifeCycle<SuggestionStatus, SuggestionAction> suggestion_cycle = [] {
    using enum SuggestionStatus;
    using enum SuggestionAction;
    return LifeCycle<SuggestionStatus, SuggestionAction>(
        {registered}, {closed, merged, returned, declined, withdrawn},
        {{{registered}, accept, reviewed},
         {{registered, reviewed}, send_back, returned},
         {{registered, reviewed}, decline, declined},
         {{registered, reviewed}, withdraw, withdrawn},
         {{registered, reviewed}, merge, merged},
         {{registered, reviewed}, take, {}},
         {.from = {merged}, .action = split_registered, .to = registered, .leaves_end = true},
         {.from = {merged}, .action = split_reviewed, .to = reviewed, .leaves_end = true},
         {{registered, reviewed, reported, instructed, assigned}, split_from, {}},
         {{reviewed}, report, reported},
         {{reported}, instruct, instructed},
         {{instructed, assigned}, instruct_more, {}},
         {{instructed}, assign, assigned},
         {{assigned}, reassign, {}},
         {{assigned}, extend, {}},
         {{assigned}, reply, replied},
         {{replied}, grade, {}},
         {{replied}, give_feedback, {}},
         {{replied}, finish_feedback, fed_back},
         {{fed_back}, record, {}},
         {{fed_back}, take_up_again, assigned},
         {{fed_back}, close, closed}});
}();

// Of these rules, or the usual one.
[[nodiscard]] const ThinktankRule& thinktank_rule(const Rules& rules);

// It is on its way, and not with another one.
[[nodiscard]] constexpr bool is_open(SuggestionStatus status) {
    return status < SuggestionStatus::closed;
}
// Which duty the status leaves to do; nothing.
[[nodiscard]] std::optional<SuggestionDuty> owed_duty(SuggestionStatus status);
// Of this duty; nullptr.
[[nodiscard]] const SuggestionDeadline* find_deadline(const Suggestion& suggestion,
                                                      SuggestionDuty duty);
[[nodiscard]] SuggestionDeadline* find_deadline(Suggestion& suggestion, SuggestionDuty duty);
// Of the round; nullptr.
[[nodiscard]] const SuggestionFeedback* find_feedback(const Suggestion& suggestion,
                                                      std::uint32_t round);
// The reply of the last round; nullptr.
[[nodiscard]] const SuggestionReply* last_reply(const Suggestion& suggestion);
// Of the last round; none before that.
[[nodiscard]] SuggestionGrade grade_of(const Suggestion& suggestion);

template <>
struct Derived<Suggestion> {
  public:
    void add(Index index, const Suggestion& one);
    void remove(Index index, const Suggestion& one);
    [[nodiscard]] static TimePoint due(const Suggestion& one, const Rules& rules);

    // Those that were merged into it, in order of id.
    [[nodiscard]] const std::vector<SuggestionId>& merged_into(SuggestionId id) const {
        return merged_.of(id);
    }
    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<SuggestionId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] const std::vector<SuggestionId>& of_talent(TalentId talent) const {
        return by_talent_.of(talent);
    }
    // Which may have this reference: whoever asks looks.
    [[nodiscard]] const std::vector<SuggestionId>& like(std::string_view reference) const {
        return by_reference_.of({text_hash(reference)});
    }
    // So many are open.
    [[nodiscard]] std::int64_t open() const { return open_; }

  private:
    IdLists<SuggestionId, SuggestionId> merged_;
    IdLists<MemberId, SuggestionId> by_member_;
    IdLists<TalentId, SuggestionId> by_talent_;
    IdLists<Id<struct ReferenceHashTag>, SuggestionId> by_reference_;
    std::int64_t open_ = 0;
};

template <>
struct Derived<SuggestionReport> {
  public:
    void add(Index index, const SuggestionReport& one);
    void remove(Index index, const SuggestionReport& one);
    [[nodiscard]] static TimePoint due(const SuggestionReport& one, const Rules& rules);

    // So many were made in the year.
    [[nodiscard]] std::int64_t of_year(std::int32_t year) const;

  private:
    std::map<std::int32_t, std::int64_t> by_year_;
};

}  // namespace muster::core
