// A suggestion as the board holds it, what is owed for it, and the reports that take it up.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/access.hpp"
#include "muster/date.hpp"
#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/thinktank_rules.hpp"
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

}  // namespace muster
