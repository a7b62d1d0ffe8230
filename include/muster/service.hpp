// The service as it runs: the rules in force, the speeds of the roads, and time.
#pragma once

#include <boost/describe/class.hpp>
#include <tuple>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
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

using ServiceCommands = TypeList<LoadRules, Tick, SetSpeeds, UseSpeeds>;
using ServiceEvents = TypeList<RulesLoaded, SpeedsRequested, SpeedsInUse>;

}  // namespace muster
