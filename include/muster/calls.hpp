// Calls on the hotline as the telephone exchange tells of them: who rings, whether somebody
// answers, and what became of it.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/request.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using CallId = Id<struct CallTag>;

BOOST_DEFINE_ENUM_CLASS(CallStatus, ringing, talking, ended)

// answered: somebody spoke with the caller. abandoned: the caller hung up before that. lost: the
// exchange knows nothing of the call any more, and did not say how it ended.
BOOST_DEFINE_ENUM_CLASS(CallEnd, none, answered, abandoned, lost)

struct Call {
    CallId id;
    // Of the exchange, and how it names the call: "pbx:1790000001.10". Of one call only.
    std::string reference;
    CallStatus status = CallStatus::ringing;
    CallEnd end = CallEnd::none;
    Personal<std::string> number;  // of the caller; empty = withheld, or not told yet
    std::string line;              // the number that was called
    std::string queue;
    std::string agent;  // who answered, as the exchange names him
    // The only one whose number it is: a hint, never proof. 0 = nobody, or several.
    MemberId member_hint;
    // Everybody whose number, or whose contact's number, it is; empty when member_hint says it all.
    std::vector<MemberHint> member_hints;
    RequestId request;  // that it became; 0 = none
    TimePoint started_at;
    TimePoint answer_by;    // 0 = nobody waits for that
    TimePoint late_at;      // it was not answered by then, and the desk was told
    TimePoint answered_at;  // 0 = not
    TimePoint ended_at;
};
BOOST_DESCRIBE_STRUCT(Call, (),
                      (id, reference, status, end, number, line, queue, agent, member_hint,
                       member_hints, request, started_at, answer_by, late_at, answered_at,
                       ended_at))
template <>
inline constexpr EntityRow entity_row<Call>{.path = "calls", .one = "call", .feed_order = 11};

// How a call stands now. The first time it makes the call; said again it changes nothing, and
// nothing leads back: what is not told stays as it was told before.
struct ReportCall {
    std::string reference;
    CallStatus status = CallStatus::ringing;
    CallEnd end = CallEnd::none;   // of one that has ended
    Personal<std::string> number;  // in any usual spelling; empty = not told
    std::string line;
    std::string queue;
    std::string agent;
};
BOOST_DESCRIBE_STRUCT(ReportCall, (), (reference, status, end, number, line, queue, agent))
template <>
inline constexpr CommandRow command_row<ReportCall>{.roles = adapter_roles,
                                                    .traffic = Traffic::calls};

// What the exchange knows after the connection to it was lost: every other call of it has ended.
struct ReportLiveCalls {
    std::string exchange;                 // the references of its calls begin with this and a colon
    std::vector<std::string> references;  // of all that are live
};
BOOST_DESCRIBE_STRUCT(ReportLiveCalls, (), (exchange, references))
template <>
inline constexpr CommandRow command_row<ReportLiveCalls>{.roles = adapter_roles,
                                                         .traffic = Traffic::calls};

// It becomes a request: of this caller, and of the member whose number it is unless another is
// told.
struct TakeCall {
    CallId call;
    Code service;  // empty = HotlineRule::service
    std::optional<Urgency> urgency;
    MemberId member;
    Personal<std::string> note;
    bool silent = false;  // nobody spoke on the line
};
BOOST_DESCRIBE_STRUCT(TakeCall, (), (call, service, urgency, member, note, silent))
template <>
inline constexpr CommandRow command_row<TakeCall>{
    .roles = desk_roles, .traffic = Traffic::calls, .creates = entity_row<Request>.path};

struct CallBegan {
    Call call;
    [[nodiscard]] auto changes() const { return std::tuple(call.id); }
};
BOOST_DESCRIBE_STRUCT(CallBegan, (), (call))

// More is known of the caller.
struct CallerKnown {
    CallId call;
    Personal<std::string> number;
    MemberId member_hint;
    std::vector<MemberHint> member_hints;
    [[nodiscard]] auto changes() const { return std::tuple(call); }
};
BOOST_DESCRIBE_STRUCT(CallerKnown, (), (call, number, member_hint, member_hints))

struct CallQueued {
    CallId call;
    std::string queue;
    [[nodiscard]] auto changes() const { return std::tuple(call); }
};
BOOST_DESCRIBE_STRUCT(CallQueued, (), (call, queue))

struct CallAnswered {
    CallId call;
    std::string agent;
    Millis waited_ms;
    [[nodiscard]] auto changes() const { return std::tuple(call); }
};
BOOST_DESCRIBE_STRUCT(CallAnswered, (), (call, agent, waited_ms))

// Nobody answered in the time that the rules give.
struct CallLate {
    CallId call;
    MemberId member_hint;
    [[nodiscard]] auto changes() const { return std::tuple(call); }
};
BOOST_DESCRIBE_STRUCT(CallLate, (), (call, member_hint))

// `request` is the one that was made since nobody spoke with the caller; 0 = none.
struct CallEnded {
    CallId call;
    CallEnd end = CallEnd::none;
    MemberId member_hint;
    Millis waited_ms;
    Millis talked_ms;
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(call, request); }
};
BOOST_DESCRIBE_STRUCT(CallEnded, (), (call, end, member_hint, waited_ms, talked_ms, request))

struct CallTaken {
    CallId call;
    RequestId request;
    std::string by;
    [[nodiscard]] auto changes() const { return std::tuple(call, request); }
};
BOOST_DESCRIBE_STRUCT(CallTaken, (), (call, request, by))

struct CallForgotten {
    CallId call;
    [[nodiscard]] auto changes() const { return std::tuple(call); }
};
BOOST_DESCRIBE_STRUCT(CallForgotten, (), (call))

using CallsCommands = TypeList<ReportCall, ReportLiveCalls, TakeCall>;
using CallsEvents = TypeList<CallBegan, CallerKnown, CallQueued, CallAnswered, CallLate, CallEnded,
                             CallTaken, CallForgotten>;

}  // namespace muster
