// Surveys: who was asked what, what they answered, and what they need.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/survey_rules.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using SurveyId = Id<struct SurveyTag>;
using AnswerId = Id<struct AnswerTag>;
using NeedId = Id<struct NeedTag>;  // see number_in_record()

BOOST_DEFINE_ENUM_CLASS(SurveyStatus, open, closed)

// It keeps the questionnaire that it was opened with, whatever the rules say later.
struct Survey {
    SurveyId id;
    SurveyStatus status = SurveyStatus::open;
    std::string title;
    Questionnaire questionnaire;
    std::int64_t invited = 0;  // people who were asked to take part; 0 = not known
    TimePoint opened_at;
    TimePoint closes_at;  // 0 = when it is closed by hand
    TimePoint closed_at;
};
BOOST_DESCRIBE_STRUCT(Survey, (),
                      (id, status, title, questionnaire, invited, opened_at, closes_at, closed_at))
template <>
inline constexpr EntityRow entity_row<Survey>{
    .path = "surveys", .one = "survey", .feed_order = 22, .about_people = false};

// received: nobody has looked at it yet. flagged: something is wrong with it, and somebody has to
// look. accepted: it counts. superseded: its respondent gave a later one that counts.
BOOST_DEFINE_ENUM_CLASS(AnswerStatus, received, accepted, flagged, rejected, superseded)

struct AnswerFinding {
    Code question;  // empty = of the whole answer
    AnswerFault fault = AnswerFault::missing;
};
BOOST_DESCRIBE_STRUCT(AnswerFinding, (), (question, fault))

// Of a survey and a respondent at most one is accepted; of a survey and a reference there is one.
struct SurveyAnswer {
    AnswerId id;
    SurveyId survey;
    std::string reference;   // the number of the sheet, or of the device's form
    MemberId member;         // the respondent; 0 = anonymous
    std::string member_ref;  // an external number that nobody in the register has
    Code district;           // as told, else as the register says; empty = not known
    Code age_band;
    Code group;
    Date answered_on;
    AnswerStatus status = AnswerStatus::received;
    std::vector<AnswerFinding> findings;
    // A line for each question that was answered, in the order of the questionnaire, as in
    // "needs=meals walks": the codes of choices with a blank between, a number, a text (whose line
    // breaks became blanks). So short since there are many.
    Personal<std::string> replies;
    std::string reviewed_by;
    Personal<std::string> reason;  // of the last review
    AnswerId superseded_by;
};
BOOST_DESCRIBE_STRUCT(SurveyAnswer, (),
                      (id, survey, reference, member, member_ref, district, age_band, group,
                       answered_on, status, findings, replies, reviewed_by, reason, superseded_by))
template <>
inline constexpr EntityRow entity_row<SurveyAnswer>{
    .path = "answers", .one = "answer", .feed_order = 23};

// open: nothing is planned for it. planned: a plan looks after it. resolved: it is no more. closed:
// its member is not looked after any more.
BOOST_DEFINE_ENUM_CLASS(NeedStatus, open, planned, resolved, closed)

// What a member said he needs. He has at most one of a code that is open or planned.
struct Need {
    NeedId id;
    MemberId member;
    Code code;  // SurveyChoice::need
    SurveyId survey;
    AnswerId answer;  // that told of it first
    Code district;
    NeedStatus status = NeedStatus::open;
    TimePoint found_at;
    std::string plan;  // the number of the plan that looks after it
    TimePoint ended_at;
    Personal<std::string> reason;  // why it is resolved
};
BOOST_DESCRIBE_STRUCT(Need, (),
                      (id, member, code, survey, answer, district, status, found_at, plan, ended_at,
                       reason))
template <>
inline constexpr EntityRow entity_row<Need>{.path = "needs", .one = "need", .feed_order = 24};

struct OpenSurvey {
    Code questionnaire;  // of the rules
    std::string title;
    std::optional<std::int64_t> invited;
    std::optional<TimePoint> closes_at;
};
BOOST_DESCRIBE_STRUCT(OpenSurvey, (), (questionnaire, title, invited, closes_at))
template <>
inline constexpr CommandRow command_row<OpenSurvey>{
    .roles = office_roles, .traffic = Traffic::registry, .creates = entity_row<Survey>.path};

// No more answers are taken; those that were received can still be reviewed.
struct CloseSurvey {
    SurveyId survey;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CloseSurvey, (), (survey, reason))
template <>
inline constexpr CommandRow command_row<CloseSurvey>{.roles = office_roles,
                                                     .traffic = Traffic::registry};

// A reply: the codes of choices with a blank between, a whole number, a text.
struct SurveyReply {
    Code question;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(SurveyReply, (), (question, value))

// The same reference with the same content again changes nothing, and says which answer it was;
// with other content it is refused.
struct SubmitAnswer {
    SurveyId survey;
    std::string reference;
    // The respondent: by id or external number; neither = anonymous.
    MemberId member;
    std::string member_ref;
    Code district;  // where the register does not say, or says otherwise
    Code age_band;
    Code group;
    std::optional<Date> answered_on;  // nothing = today; not later
    Personal<std::vector<SurveyReply>> replies;
};
BOOST_DESCRIBE_STRUCT(SubmitAnswer, (),
                      (survey, reference, member, member_ref, district, age_band, group,
                       answered_on, replies))
template <>
inline constexpr CommandRow command_row<SubmitAnswer>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry,
                                                      .creates = entity_row<SurveyAnswer>.path,
                                                      .repeats = true};

BOOST_DEFINE_ENUM_CLASS(AnswerVerdict, accept, flag, reject)

// To flag or to reject needs a reason.
struct ReviewAnswer {
    AnswerId answer;
    AnswerVerdict verdict = AnswerVerdict::accept;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReviewAnswer, (), (answer, verdict, reason))
template <>
inline constexpr CommandRow command_row<ReviewAnswer>{.roles = office_roles,
                                                      .traffic = Traffic::registry};

// With a reason it is resolved; with the number of a plan alone it is planned.
struct ResolveNeed {
    NeedId need;
    std::string plan;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ResolveNeed, (), (need, plan, reason))
template <>
inline constexpr CommandRow command_row<ResolveNeed>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

struct SurveyOpened {
    Survey survey;
    [[nodiscard]] auto changes() const { return std::tuple(survey.id); }
};
BOOST_DESCRIBE_STRUCT(SurveyOpened, (), (survey))

struct SurveyClosed {
    SurveyId survey;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(survey); }
};
BOOST_DESCRIBE_STRUCT(SurveyClosed, (), (survey, reason))

struct AnswerReceived {
    SurveyAnswer answer;
    [[nodiscard]] auto changes() const { return std::tuple(answer.id); }
};
BOOST_DESCRIBE_STRUCT(AnswerReceived, (), (answer))

// It was there already.
struct AnswerRepeated {
    AnswerId answer;
    SurveyId survey;
    std::string reference;
    [[nodiscard]] auto changes() const { return std::tuple(answer); }
};
BOOST_DESCRIBE_STRUCT(AnswerRepeated, (), (answer, survey, reference))

// `by` is empty where it follows from something else.
struct AnswerStatusChanged {
    AnswerId answer;
    SurveyId survey;
    AnswerStatus status = AnswerStatus::accepted;
    std::string by;
    Personal<std::string> reason;
    AnswerId superseded_by;
    [[nodiscard]] auto changes() const { return std::tuple(answer); }
};
BOOST_DESCRIBE_STRUCT(AnswerStatusChanged, (), (answer, survey, status, by, reason, superseded_by))

// Nobody knows any more whose it was; it goes on counting. `replies` are what is left of them.
struct AnswerMadeAnonymous {
    AnswerId answer;
    std::string replies;
    [[nodiscard]] auto changes() const { return std::tuple(answer); }
};
BOOST_DESCRIBE_STRUCT(AnswerMadeAnonymous, (), (answer, replies))

struct NeedFound {
    Need need;
    [[nodiscard]] auto changes() const { return std::tuple(need.id); }
};
BOOST_DESCRIBE_STRUCT(NeedFound, (), (need))

struct NeedStatusChanged {
    NeedId need;
    MemberId member;
    NeedStatus status = NeedStatus::planned;
    std::string plan;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(need); }
};
BOOST_DESCRIBE_STRUCT(NeedStatusChanged, (), (need, member, status, plan, reason))

// With its member.
struct NeedForgotten {
    NeedId need;
    [[nodiscard]] auto changes() const { return std::tuple(need); }
};
BOOST_DESCRIBE_STRUCT(NeedForgotten, (), (need))

using SurveyCommands = TypeList<OpenSurvey, CloseSurvey, SubmitAnswer, ReviewAnswer, ResolveNeed>;
using SurveyEvents =
    TypeList<SurveyOpened, SurveyClosed, AnswerReceived, AnswerRepeated, AnswerStatusChanged,
             AnswerMadeAnonymous, NeedFound, NeedStatusChanged, NeedForgotten>;

}  // namespace muster
