// The think tank: what people suggest to the city, its way up to who decides and down to who does
// something about it, and the answer that each of them gets.
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
#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/suggestion.hpp"
#include "muster/thinktank_rules.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// Whoever may see all of it: what a command says of a suggestion, its answer tells.
constexpr Roles thinktank_roles{Role::supervisor};

// The same reference with the same content again changes nothing, and says which one it was; with
// other content it is refused.
struct RegisterSuggestion {
    std::string reference;
    Code category;
    std::string title;
    Personal<std::string> text;
    Confidentiality confidentiality = Confidentiality::internal;
    Personal<std::string> author;
    Personal<std::string> phone;
    MemberId member;
    TalentId talent;
    std::optional<Date> received_on;  // nothing = today; not later
};
BOOST_DESCRIBE_STRUCT(RegisterSuggestion, (),
                      (reference, category, title, text, confidentiality, author, phone, member,
                       talent, received_on))
template <>
inline constexpr CommandRow command_row<RegisterSuggestion>{.roles = desk_roles | Role::admin,
                                                            .traffic = Traffic::registry,
                                                            .creates = entity_row<Suggestion>.path,
                                                            .repeats = true};

// They say the same as `suggestion`, and are handled with it. All or none.
struct MergeSuggestions {
    SuggestionId suggestion;
    std::vector<SuggestionId> others;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MergeSuggestions, (), (suggestion, others, reason))
template <>
inline constexpr CommandRow command_row<MergeSuggestions>{.roles = thinktank_roles,
                                                          .traffic = Traffic::registry};

// Takes a merged one out again: it is what it was before.
struct SplitSuggestion {
    SuggestionId suggestion;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SplitSuggestion, (), (suggestion, reason))
template <>
inline constexpr CommandRow command_row<SplitSuggestion>{.roles = thinktank_roles,
                                                         .traffic = Traffic::registry};

BOOST_DEFINE_ENUM_CLASS(SuggestionVerdict, accept, send_back, decline)

// To accept needs a gist; to send back or to decline, a reason.
struct ReviewSuggestion {
    SuggestionId suggestion;
    SuggestionVerdict verdict = SuggestionVerdict::accept;
    std::string gist;
    Code category;  // empty = as registered
    Personal<std::string> reason;
    Personal<std::string> late_cause = {};  // needed when it is late
};
BOOST_DESCRIBE_STRUCT(ReviewSuggestion, (),
                      (suggestion, verdict, gist, category, reason, late_cause))
template <>
inline constexpr CommandRow command_row<ReviewSuggestion>{.roles = thinktank_roles,
                                                          .traffic = Traffic::registry};

// Hands them up together. All or none.
struct ReportSuggestions {
    std::vector<SuggestionId> suggestions;
    std::string title;
    Personal<std::string> addressee;
};
BOOST_DESCRIBE_STRUCT(ReportSuggestions, (), (suggestions, title, addressee))
template <>
inline constexpr CommandRow command_row<ReportSuggestions>{
    .roles = thinktank_roles,
    .traffic = Traffic::registry,
    .creates = entity_row<SuggestionReport>.path};

// There can be several, until the reply.
struct RecordInstruction {
    SuggestionId suggestion;
    Personal<std::string> from;
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(RecordInstruction, (), (suggestion, from, text))
template <>
inline constexpr CommandRow command_row<RecordInstruction>{.roles = thinktank_roles,
                                                           .traffic = Traffic::registry};

// To give it to another department does not move its day.
struct AssignSuggestion {
    SuggestionId suggestion;
    Code department;
    std::vector<Code> co_departments;
    Personal<std::string> owner;
};
BOOST_DESCRIBE_STRUCT(AssignSuggestion, (), (suggestion, department, co_departments, owner))
template <>
inline constexpr CommandRow command_row<AssignSuggestion>{.roles = thinktank_roles,
                                                          .traffic = Traffic::registry};

// Asked for before the reply is due, and once in a round.
struct ExtendSuggestion {
    SuggestionId suggestion;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ExtendSuggestion, (), (suggestion, reason))
template <>
inline constexpr CommandRow command_row<ExtendSuggestion>{.roles = thinktank_roles,
                                                          .traffic = Traffic::registry};

struct ReplySuggestion {
    SuggestionId suggestion;
    Personal<std::string> text;
    Personal<std::string> cause;  // why it is late, which a late one has to say
};
BOOST_DESCRIBE_STRUCT(ReplySuggestion, (), (suggestion, text, cause))
template <>
inline constexpr CommandRow command_row<ReplySuggestion>{.roles = thinktank_roles,
                                                         .traffic = Traffic::registry};

// Of the reply. It can be corrected until somebody was told of it.
struct GradeSuggestion {
    SuggestionId suggestion;
    SuggestionGrade grade = SuggestionGrade::none;
};
BOOST_DESCRIBE_STRUCT(GradeSuggestion, (), (suggestion, grade))
template <>
inline constexpr CommandRow command_row<GradeSuggestion>{.roles = thinktank_roles,
                                                         .traffic = Traffic::registry};

// To the author of one raw suggestion, merged or not: once in each round.
struct GiveFeedback {
    SuggestionId suggestion;
    Personal<std::string> text;
    // Needed when it is late, until it was said once of this round.
    Personal<std::string> late_cause = {};
};
BOOST_DESCRIBE_STRUCT(GiveFeedback, (), (suggestion, text, late_cause))
template <>
inline constexpr CommandRow command_row<GiveFeedback>{.roles = thinktank_roles,
                                                      .traffic = Traffic::registry};

// Of the author of one raw suggestion. One who is dissatisfied has the matter taken up again, in a
// new round for all who suggested it.
struct RecordSatisfaction {
    SuggestionId suggestion;
    Satisfaction satisfaction = Satisfaction::none;
    Personal<std::string> comment;  // needed from who is dissatisfied
};
BOOST_DESCRIBE_STRUCT(RecordSatisfaction, (), (suggestion, satisfaction, comment))
template <>
inline constexpr CommandRow command_row<RecordSatisfaction>{.roles = thinktank_roles,
                                                            .traffic = Traffic::registry};

// By its author, before it is handed up.
struct WithdrawSuggestion {
    SuggestionId suggestion;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawSuggestion, (), (suggestion, reason))
template <>
inline constexpr CommandRow command_row<WithdrawSuggestion>{.roles = thinktank_roles,
                                                            .traffic = Traffic::registry};

struct SuggestionRegistered {
    Suggestion suggestion;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion.id); }
};
BOOST_DESCRIBE_STRUCT(SuggestionRegistered, (), (suggestion))

// It was there already.
struct SuggestionRepeated {
    SuggestionId suggestion;
    std::string reference;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionRepeated, (), (suggestion, reference))

struct SuggestionMerged {
    SuggestionId suggestion;
    SuggestionId into;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionMerged, (), (suggestion, into, reason))

struct SuggestionSplit {
    SuggestionId suggestion;
    SuggestionId from;
    SuggestionStatus status = SuggestionStatus::registered;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionSplit, (), (suggestion, from, status, reason))

// reviewed, returned or declined.
struct SuggestionReviewed {
    SuggestionId suggestion;
    SuggestionStatus status = SuggestionStatus::reviewed;
    std::string by;
    std::string gist;
    Code category;
    Personal<std::string> reason;
    Personal<std::string> late_cause = {};
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionReviewed, (),
                      (suggestion, status, by, gist, category, reason, late_cause))

struct SuggestionReportMade {
    SuggestionReport report;
    [[nodiscard]] auto changes() const { return std::tuple(report.id); }
};
BOOST_DESCRIBE_STRUCT(SuggestionReportMade, (), (report))

struct SuggestionReported {
    SuggestionId suggestion;
    SuggestionReportId report;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionReported, (), (suggestion, report))

struct InstructionRecorded {
    SuggestionId suggestion;
    SuggestionInstruction instruction;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(InstructionRecorded, (), (suggestion, instruction))

// `reply` is what is owed from now on; nothing when it stays as it is.
struct SuggestionAssigned {
    SuggestionId suggestion;
    std::uint32_t round = 1;
    Code department;
    std::vector<Code> co_departments;
    Personal<std::string> owner;
    std::optional<SuggestionDeadline> reply;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionAssigned, (),
                      (suggestion, round, department, co_departments, owner, reply))

struct SuggestionExtended {
    SuggestionId suggestion;
    SuggestionExtension extension;
    SuggestionDeadline reply;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionExtended, (), (suggestion, extension, reply))

// `feedback` is owed from now on.
struct SuggestionReplied {
    SuggestionId suggestion;
    SuggestionReply reply;
    Personal<std::string> cause;
    SuggestionDeadline feedback;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionReplied, (), (suggestion, reply, cause, feedback))

struct SuggestionGraded {
    SuggestionId suggestion;
    SuggestionGrade grade = SuggestionGrade::solved;
    std::string by;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionGraded, (), (suggestion, grade, by))

// `handled_with` is the one that it was merged into, else itself. It is what owes the feedback, and
// so keeps why it is late.
struct FeedbackGiven {
    SuggestionId suggestion;
    SuggestionId handled_with;
    SuggestionFeedback feedback;
    Personal<std::string> late_cause = {};
    [[nodiscard]] auto changes() const {
        return std::tuple(suggestion, late_cause.value.empty() ? SuggestionId{} : handled_with);
    }
};
BOOST_DESCRIBE_STRUCT(FeedbackGiven, (), (suggestion, handled_with, feedback, late_cause))

// All of its authors were told.
struct SuggestionFedBack {
    SuggestionId suggestion;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionFedBack, (), (suggestion))

struct SatisfactionRecorded {
    SuggestionId suggestion;
    SuggestionId handled_with;
    std::uint32_t round = 1;
    Satisfaction satisfaction = Satisfaction::satisfied;
    Personal<std::string> comment;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SatisfactionRecorded, (),
                      (suggestion, handled_with, round, satisfaction, comment))

// Somebody is dissatisfied: its department takes it up again.
struct SuggestionTakenUpAgain {
    SuggestionId suggestion;
    std::uint32_t round = 2;
    Code department;
    SuggestionDeadline reply;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionTakenUpAgain, (), (suggestion, round, department, reply))

struct SuggestionClosed {
    SuggestionId suggestion;
    SuggestionGrade grade = SuggestionGrade::solved;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionClosed, (), (suggestion, grade))

struct SuggestionWithdrawn {
    SuggestionId suggestion;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionWithdrawn, (), (suggestion, reason))

struct SuggestionDeadlineWarned {
    SuggestionId suggestion;
    SuggestionDuty duty = SuggestionDuty::review;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionDeadlineWarned, (), (suggestion, duty))

struct SuggestionDeadlineBreached {
    SuggestionId suggestion;
    SuggestionDuty duty = SuggestionDuty::review;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionDeadlineBreached, (), (suggestion, duty))

// Its author died or moved away while he waits for an answer; `gone` is false when that was wrong.
struct SuggestionAuthorGone {
    SuggestionId suggestion;
    MemberId member;
    bool gone = true;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionAuthorGone, (), (suggestion, member, gone))

// Nobody knows any more whose it was, nor his own words; it goes on its way.
struct SuggestionMadeAnonymous {
    SuggestionId suggestion;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionMadeAnonymous, (), (suggestion))

// The name of that author leaves the report.
struct ReportNameErased {
    SuggestionReportId report;
    SuggestionId suggestion;
    [[nodiscard]] auto changes() const { return std::tuple(report); }
};
BOOST_DESCRIBE_STRUCT(ReportNameErased, (), (report, suggestion))

// The entry of its author was a duplicate, and has left the register: he is known by the one that
// stays.
struct SuggestionTalentChanged {
    SuggestionId suggestion;
    TalentId talent;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionTalentChanged, (), (suggestion, talent))

// By the calendar now in force.
struct SuggestionDeadlineMoved {
    SuggestionId suggestion;
    SuggestionDuty duty = SuggestionDuty::review;
    MovedDeadline moved;
    [[nodiscard]] auto changes() const { return std::tuple(suggestion); }
};
BOOST_DESCRIBE_STRUCT(SuggestionDeadlineMoved, (), (suggestion, duty, moved))

using ThinktankCommands =
    TypeList<RegisterSuggestion, MergeSuggestions, SplitSuggestion, ReviewSuggestion,
             ReportSuggestions, RecordInstruction, AssignSuggestion, ExtendSuggestion,
             ReplySuggestion, GradeSuggestion, GiveFeedback, RecordSatisfaction,
             WithdrawSuggestion>;
using ThinktankEvents =
    TypeList<SuggestionRegistered, SuggestionRepeated, SuggestionMerged, SuggestionSplit,
             SuggestionReviewed, SuggestionReportMade, SuggestionReported, InstructionRecorded,
             SuggestionAssigned, SuggestionExtended, SuggestionReplied, SuggestionGraded,
             FeedbackGiven, SuggestionFedBack, SatisfactionRecorded, SuggestionTakenUpAgain,
             SuggestionClosed, SuggestionWithdrawn, SuggestionDeadlineWarned,
             SuggestionDeadlineBreached, SuggestionAuthorGone, SuggestionMadeAnonymous,
             ReportNameErased, SuggestionTalentChanged, SuggestionDeadlineMoved>;

}  // namespace muster
