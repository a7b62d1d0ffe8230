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
#include "muster/thinktank_rules.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using SuggestionId = Id<struct SuggestionTag>;
using SuggestionReportId = Id<struct SuggestionReportTag>;

// merged: handled with another one, and answered by itself. returned: to its author, who has to say
// more. The last five are ends, but a merged one can be split off again.
BOOST_DEFINE_ENUM_CLASS(SuggestionStatus, registered, reviewed, reported, instructed, assigned,
                        replied, fed_back, closed, merged, returned, declined, withdrawn)

// A solved, B under way, C deferred, D for reference.
BOOST_DEFINE_ENUM_CLASS(SuggestionGrade, none, solved, under_way, deferred, for_reference)

// What an author says of the answer. no_answer: he was asked in vain, or nobody can ask him.
BOOST_DEFINE_ENUM_CLASS(Satisfaction, none, satisfied, dissatisfied, no_answer)

// What is owed. review: to be looked at. reply: by its department. feedback: to all of its authors.
BOOST_DEFINE_ENUM_CLASS(SuggestionDuty, review, reply, feedback)

// An obligation (engine/core/kernel/obligation.hpp). Of each duty there is at most one; a new round
// sets those of reply and feedback anew.
struct SuggestionDeadline {
    SuggestionDuty duty = SuggestionDuty::review;
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;  // why it is late
    bool provisional = false;     // holidays until then are not all known yet
    std::optional<WorkingDaysAfter> given = std::nullopt;  // nothing = not in working days
};
BOOST_DESCRIBE_STRUCT(SuggestionDeadline, (),
                      (duty, due_at, warn_at, warned_at, met_at, breached_at, cause, provisional,
                       given))

// What somebody who decides has written to it.
struct SuggestionInstruction {
    TimePoint at;
    Personal<std::string> from;
    Personal<std::string> text;
    std::string recorded_by;
};
BOOST_DESCRIBE_STRUCT(SuggestionInstruction, (), (at, from, text, recorded_by))

// What a department has done about it. A round has one.
struct SuggestionReply {
    std::uint32_t round = 1;
    Code department;
    TimePoint at;
    Personal<std::string> text;
    std::string recorded_by;
    SuggestionGrade grade = SuggestionGrade::none;
    std::string graded_by;
    TimePoint graded_at;
};
BOOST_DESCRIBE_STRUCT(SuggestionReply, (),
                      (round, department, at, text, recorded_by, grade, graded_by, graded_at))

// What its author was told, and what he says to it. A round has one.
struct SuggestionFeedback {
    std::uint32_t round = 1;
    TimePoint at;
    std::string by;
    Personal<std::string> text;
    Satisfaction satisfaction = Satisfaction::none;
    TimePoint said_at;
    Personal<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(SuggestionFeedback, (), (round, at, by, text, satisfaction, said_at, comment))

// More time to reply, which a round gets once.
struct SuggestionExtension {
    TimePoint at;
    std::string by;
    Personal<std::string> reason;
    TimePoint due_before;
    TimePoint due_at;
};
BOOST_DESCRIBE_STRUCT(SuggestionExtension, (), (at, by, reason, due_before, due_at))

// A raw suggestion: as one author made it. Those that were merged into it are handled with it; what
// is answered, each of them keeps itself. Its confidentiality is given with it and never changes,
// since what was seen cannot be unseen; all that are merged have the same.
struct Suggestion {
    SuggestionId id;
    SuggestionStatus status = SuggestionStatus::registered;
    Confidentiality confidentiality = Confidentiality::open;
    std::string reference;  // its number on paper; empty = none. Of a reference there is one
    Code category;
    std::string title;
    Personal<std::string> text;  // as its author wrote it
    std::string gist;            // as who decides shall read it, in the words of the office
    Personal<std::string> author;
    Personal<std::string> phone;
    MemberId member;           // the author, if in the register; 0 = not
    TalentId talent;           // the author, if among the talents; 0 = not
    bool author_gone = false;  // he died or moved away: the answer goes to the family
    Date received_on;
    // Of the first time that it came so far; 0 = not yet.
    TimePoint registered_at;
    TimePoint reviewed_at;
    TimePoint reported_at;
    TimePoint instructed_at;
    // Of the last time.
    TimePoint assigned_at;
    TimePoint replied_at;
    TimePoint fed_back_at;
    TimePoint ended_at;  // closed, merged, returned, declined or withdrawn
    std::string reviewed_by;
    Personal<std::string> reason;  // of the review or the withdrawal
    SuggestionId merged_into;
    SuggestionStatus merged_as = SuggestionStatus::registered;  // what it was before
    Personal<std::string> merge_reason;
    SuggestionReportId report;
    std::vector<SuggestionInstruction> instructions;
    std::uint32_t round = 0;  // 0 = it was never assigned
    Code department;
    std::vector<Code> co_departments;
    Personal<std::string> owner;  // who of the department looks after it
    std::vector<SuggestionReply> replies;
    std::vector<SuggestionFeedback> feedbacks;
    std::vector<SuggestionDeadline> deadlines;
    std::optional<SuggestionExtension> extension;  // of this round
};
BOOST_DESCRIBE_STRUCT(Suggestion, (),
                      (id, status, confidentiality, reference, category, title, text, gist, author,
                       phone, member, talent, author_gone, received_on, registered_at, reviewed_at,
                       reported_at, instructed_at, assigned_at, replied_at, fed_back_at, ended_at,
                       reviewed_by, reason, merged_into, merged_as, merge_reason, report,
                       instructions, round, department, co_departments, owner, replies, feedbacks,
                       deadlines, extension))
template <>
inline constexpr EntityRow entity_row<Suggestion>{
    .path = "suggestions", .one = "suggestion", .feed_order = 54};

// One that the report counts: as it was when it was handed up.
struct ReportedSuggestion {
    SuggestionId suggestion;
    std::string reference;
    Date received_on;
    Personal<std::string> author;
};
BOOST_DESCRIBE_STRUCT(ReportedSuggestion, (), (suggestion, reference, received_on, author))

// One to decide about.
struct ReportItem {
    SuggestionId suggestion;
    std::string title;
    std::string gist;
    Code category;
    std::string category_en;
    std::string category_zh;
    Confidentiality confidentiality = Confidentiality::open;
    std::vector<ReportedSuggestion> raw;  // itself, then those that were merged into it
};
BOOST_DESCRIBE_STRUCT(ReportItem, (),
                      (suggestion, title, gist, category, category_en, category_zh, confidentiality,
                       raw))

// A batch for who decides. It keeps all that it prints, so that it prints the same for ever; only
// the name of an author who is erased leaves it.
struct SuggestionReport {
    SuggestionReportId id;
    std::string number;  // "2026-3": the third of its year
    // The highest of what it holds.
    Confidentiality confidentiality = Confidentiality::open;
    std::string title;
    Personal<std::string> addressee;
    TimePoint reported_at;
    Date reported_on;
    std::int64_t raw_count = 0;
    std::int64_t author_count = 0;
    std::vector<ReportItem> items;
    std::int64_t erased_names = 0;  // that it had
};
BOOST_DESCRIBE_STRUCT(SuggestionReport, (),
                      (id, number, confidentiality, title, addressee, reported_at, reported_on,
                       raw_count, author_count, items, erased_names))
template <>
inline constexpr EntityRow entity_row<SuggestionReport>{
    .path = "suggestion_reports", .one = "suggestion_report", .feed_order = 55};

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
