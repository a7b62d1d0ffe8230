// The service as it runs: the rules in force, the speeds of the roads, and time.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <tuple>

#include "muster/access.hpp"
#include "muster/access_sheet.hpp"
#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/rules.hpp"
#include "muster/speeds.hpp"
#include "muster/units.hpp"

namespace muster {

struct LoadRules {
    Rules rules;
};
BOOST_DESCRIBE_STRUCT(LoadRules, (), (rules))
template <>
inline constexpr CommandRow command_row<LoadRules>{.traffic = Traffic::registry};

// Time passed: fires every deadline up to the envelope's time.
struct Tick {};
BOOST_DESCRIBE_STRUCT(Tick, (), ())
template <>
inline constexpr CommandRow command_row<Tick>{};

// The roads are faster or slower from now on, all of them: what is not named has its usual speed.
// Travel times follow once the roads are computed anew, which UseSpeeds says.
struct SetSpeeds {
    Speeds speeds;
};
BOOST_DESCRIBE_STRUCT(SetSpeeds, (), (speeds))
template <>
inline constexpr CommandRow command_row<SetSpeeds>{.roles = Role::supervisor | adapter_roles,
                                                   .traffic = Traffic::registry};

// The roads at these speeds are ready. Only the service itself says so.
struct UseSpeeds {
    SpeedsId id;
};
BOOST_DESCRIBE_STRUCT(UseSpeeds, (), (id))
template <>
inline constexpr CommandRow command_row<UseSpeeds>{.traffic = Traffic::registry};

// So many deadlines at most a record moves.
constexpr std::int64_t most_deadlines_moved = 1000;

// Other rules do not move a deadline that was given; this does, by the calendar now in force. It is
// for what was given in working days and is still to come: the answers and calls back of requests,
// the answers to referrals, the review of services and of what is disputed, steps of projects and
// opinions on them, the review of suggestions and their feedback. That is first of all what was
// provisional, but a day that became a holiday later moves the others too. Hours, days and months
// do not ask the calendar, so that visits, replies, and reviews of plans and talents stay; nor does
// it move what people agreed on, such as a booking. What was late stays late. A project that is
// suspended gets the rest of its time by the calendar of the day on which it goes on.
//
// Where more is to be moved than `most`, DeadlinesLeft says so, and the command is sent again.
struct RecomputeDeadlines {
    Personal<std::string> reason;
    std::int64_t most = most_deadlines_moved;  // 1..1000
};
BOOST_DESCRIBE_STRUCT(RecomputeDeadlines, (), (reason, most))
template <>
inline constexpr CommandRow command_row<RecomputeDeadlines>{.roles = office_roles,
                                                            .traffic = Traffic::registry};

// Whoever sees people masked sees one of them as she is, and says why. GB/T 35273-2020, 7.2.
struct UnmaskEntity {
    std::string collection;  // of muster/collections.hpp: "members"
    std::uint64_t id = 0;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(UnmaskEntity, (), (collection, id, reason))
template <>
inline constexpr CommandRow command_row<UnmaskEntity>{.roles = Role::admin,
                                                      .traffic = Traffic::registry};

// A sheet of the record of accesses (who read what of whom, who logged in) was closed. Its rows
// stand in a file of their own, from which they go after some time; the chain of this log proves
// them as long as they are there. Only the service itself says so.
struct NoteAccessSheet {
    AccessSheet sheet;  // later than the last that was noted
};
BOOST_DESCRIBE_STRUCT(NoteAccessSheet, (), (sheet))
template <>
inline constexpr CommandRow command_row<NoteAccessSheet>{.traffic = Traffic::registry};

struct RulesLoaded {
    Rules rules;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(RulesLoaded, (), (rules))

// They take the place of speeds that were asked for before and are not in use yet.
struct SpeedsRequested {
    SpeedsId id;
    Speeds speeds;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(SpeedsRequested, (), (id, speeds))

// From the next decision on.
struct SpeedsInUse {
    SpeedsId id;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(SpeedsInUse, (), (id))

// Each deadline that moves is told by an event of its own area.
struct DeadlinesRecomputed {
    std::string by;
    Personal<std::string> reason;
    Date known_until;  // of the calendar
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(DeadlinesRecomputed, (), (by, reason, known_until))

// So many would move too, and wait for the next RecomputeDeadlines.
struct DeadlinesLeft {
    std::int64_t count = 0;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(DeadlinesLeft, (), (count))

struct EntityUnmasked {
    std::string by;
    std::string collection;
    std::uint64_t id = 0;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(EntityUnmasked, (), (by, collection, id, reason))

struct AccessSheetNoted {
    AccessSheet sheet;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(AccessSheetNoted, (), (sheet))

using ServiceCommands = TypeList<LoadRules, Tick, SetSpeeds, UseSpeeds, RecomputeDeadlines,
                                 UnmaskEntity, NoteAccessSheet>;
using ServiceEvents = TypeList<RulesLoaded, SpeedsRequested, SpeedsInUse, DeadlinesRecomputed,
                               DeadlinesLeft, EntityUnmasked, AccessSheetNoted>;

}  // namespace muster
