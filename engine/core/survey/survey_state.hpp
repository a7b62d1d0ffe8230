// What follows from surveys, answers and needs: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/survey.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(SurveyAction, close)

constexpr LifeCycle<SurveyStatus, SurveyAction> survey_cycle(
    {SurveyStatus::open}, {SurveyStatus::closed},
    {{{SurveyStatus::open}, SurveyAction::close, SurveyStatus::closed}});

BOOST_DEFINE_ENUM_CLASS(AnswerAction, accept, flag, reject, supersede, revive)

// A merge of members that is undone gives each his own answer again.
constexpr LifeCycle<AnswerStatus, AnswerAction> answer_cycle(
    {AnswerStatus::received}, {AnswerStatus::rejected, AnswerStatus::superseded},
    {{{AnswerStatus::received, AnswerStatus::flagged},
      AnswerAction::accept,
      AnswerStatus::accepted},
     {{AnswerStatus::received}, AnswerAction::flag, AnswerStatus::flagged},
     {{AnswerStatus::received, AnswerStatus::flagged},
      AnswerAction::reject,
      AnswerStatus::rejected},
     {{AnswerStatus::accepted, AnswerStatus::flagged},
      AnswerAction::supersede,
      AnswerStatus::superseded},
     {.from = {AnswerStatus::superseded},
      .action = AnswerAction::revive,
      .to = AnswerStatus::accepted,
      .leaves_end = true}});

// unplan: what was planned for it will not be done.
BOOST_DEFINE_ENUM_CLASS(NeedAction, plan, unplan, resolve, close, reopen)

// A death that is taken back opens what it closed.
constexpr LifeCycle<NeedStatus, NeedAction> need_cycle(
    {NeedStatus::open}, {NeedStatus::resolved},
    {{{NeedStatus::open, NeedStatus::planned}, NeedAction::plan, NeedStatus::planned},
     {{NeedStatus::planned}, NeedAction::unplan, NeedStatus::open},
     {{NeedStatus::open, NeedStatus::planned}, NeedAction::resolve, NeedStatus::resolved},
     {{NeedStatus::open, NeedStatus::planned}, NeedAction::close, NeedStatus::closed},
     {{NeedStatus::closed}, NeedAction::reopen, NeedStatus::open}});

// Of these rules, or the usual one.
[[nodiscard]] const SurveyRule& survey_rule(const Rules& rules);
// nullptr when the rules have no such questionnaire.
[[nodiscard]] const Questionnaire* find_questionnaire(const Rules& rules, Code code);

// Something can still be done about it.
[[nodiscard]] constexpr bool is_alive(const Need& need) {
    return need.status == NeedStatus::open || need.status == NeedStatus::planned;
}

template <>
struct Derived<Survey> {
    void add(Index /*index*/, const Survey& /*one*/) {}
    void remove(Index /*index*/, const Survey& /*one*/) {}
    // When it closes by itself.
    [[nodiscard]] static TimePoint due(const Survey& survey, const Rules& rules);
};

template <>
struct Derived<SurveyAnswer> {
  public:
    void add(Index index, const SurveyAnswer& one);
    void remove(Index index, const SurveyAnswer& one);
    [[nodiscard]] static TimePoint due(const SurveyAnswer& answer, const Rules& rules);

    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<AnswerId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    // Which may have this reference in the survey, in no order: whoever asks looks.
    [[nodiscard]] std::vector<Index> like(SurveyId survey, std::string_view reference) const;
    // So many were received, whatever became of them.
    [[nodiscard]] std::int64_t count(SurveyId survey) const;

  private:
    IdLists<MemberId, AnswerId> by_member_;
    // By a hash of survey and reference. Nearly all have one only.
    boost::unordered_flat_map<std::uint64_t, Index> by_reference_;
    boost::unordered_flat_map<std::uint64_t, std::vector<Index>> more_by_reference_;
    boost::unordered_flat_map<std::uint64_t, std::int64_t> counts_;
};

template <>
struct Derived<Need> {
  public:
    void add(Index /*index*/, const Need& one) { by_member_.add(one.member, one.id); }
    void remove(Index /*index*/, const Need& one) { by_member_.remove(one.member, one.id); }
    [[nodiscard]] static TimePoint due(const Need& need, const Rules& rules);

    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<NeedId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }

  private:
    IdLists<MemberId, NeedId> by_member_;
};

}  // namespace muster::core
