// What people think of how a request goes, and what is done about it: ratings, urging, watching
// over it, giving it back, more time. The commands and events are those of the area `requests`.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <tuple>

#include "muster/command.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/links.hpp"
#include "muster/personal.hpp"
#include "muster/request.hpp"

namespace muster {

// What whoever was served thinks of it, by a link or told to the desk. One rating in each round of
// service; a bad one opens the next round.
struct RateRequest {
    RequestId request;
    std::uint32_t rating = 0;  // 1..5
    Personal<std::string> comment;
    FaultSide fault = FaultSide::not_said;  // as in RecordCallback; not said by a link
    LinkId link;                            // 0 = told to the desk
};
BOOST_DESCRIBE_STRUCT(RateRequest, (), (request, rating, comment, fault, link))
template <>
inline constexpr CommandRow command_row<RateRequest>{
    .roles = desk_roles, .allowed_in = statuses::helped | RequestStatuses{statuses::closed}};

// Somebody asks where help stays. The desk is told.
struct UrgeRequest {
    RequestId request;
    Personal<std::string> reason;
    LinkId link;  // 0 = told to the desk
};
BOOST_DESCRIBE_STRUCT(UrgeRequest, (), (request, reason, link))
template <>
inline constexpr CommandRow command_row<UrgeRequest>{.roles = desk_roles,
                                                     .allowed_in = statuses::open};

// Somebody answerable watches over it from now on.
struct SuperviseRequest {
    RequestId request;
    std::string supervisor;  // empty = whoever sends it
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(SuperviseRequest, (), (request, supervisor, note))
template <>
inline constexpr CommandRow command_row<SuperviseRequest>{
    .roles = office_roles, .allowed_in = statuses::open | statuses::helped};

// Whoever it was transferred to, or who has it, gives it back to the desk: wrongly sent there.
struct ReturnRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReturnRequest, (), (request, reason))
template <>
inline constexpr CommandRow command_row<ReturnRequest>{
    .roles = desk_roles,
    .allowed_in = statuses::unbound | RequestStatuses{statuses::held, statuses::transferred}};

// More time to answer. Asked for before the end, and once in a round of service; that a supervisor
// sends it is the approval.
struct ExtendRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ExtendRequest, (), (request, reason))
template <>
inline constexpr CommandRow command_row<ExtendRequest>{.roles = Roles{Role::supervisor},
                                                       .allowed_in = statuses::open};

struct RequestRated {
    RequestId request;
    std::uint32_t rating = 0;
    Personal<std::string> comment;
    FaultSide fault = FaultSide::not_said;
    std::string by;
    LinkId link;
    // The link does not change with it.
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestRated, (), (request, rating, comment, fault, by, link))

// automatic: it was not answered in time.
struct RequestUrged {
    RequestId request;
    bool automatic = false;
    std::string by;
    Personal<std::string> reason;
    LinkId link;
    // The link does not change with it.
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestUrged, (), (request, automatic, by, reason, link))

struct RequestSupervised {
    RequestId request;
    std::string supervisor;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestSupervised, (), (request, supervisor, note))

// `from` gave it back; `owner` is told and has it now, or the whole desk where it is empty.
struct RequestReturned {
    RequestId request;
    std::string by;
    std::string from;
    Personal<std::string> reason;
    std::string owner;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReturned, (), (request, by, from, reason, owner))

struct RequestExtended {
    RequestId request;
    Extension extension;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestExtended, (), (request, extension))

}  // namespace muster
