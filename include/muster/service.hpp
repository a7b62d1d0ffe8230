// The service as it runs: the rules in force, the speeds of the roads, and time.
#pragma once

#include <boost/describe/class.hpp>

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

// Time passed: fires every deadline up to the envelope's time.
struct Tick {};
BOOST_DESCRIBE_STRUCT(Tick, (), ())

// The roads are faster or slower from now on, all of them: what is not named has its usual speed.
// Travel times follow once the roads are computed anew, which UseSpeeds says.
struct SetSpeeds {
    Speeds speeds;
};
BOOST_DESCRIBE_STRUCT(SetSpeeds, (), (speeds))

// The roads at these speeds are ready. Only the service itself says so.
struct UseSpeeds {
    SpeedsId id;
};
BOOST_DESCRIBE_STRUCT(UseSpeeds, (), (id))

struct RulesLoaded {
    Rules rules;
};
BOOST_DESCRIBE_STRUCT(RulesLoaded, (), (rules))

// They take the place of speeds that were asked for before and are not in use yet.
struct SpeedsRequested {
    SpeedsId id;
    Speeds speeds;
};
BOOST_DESCRIBE_STRUCT(SpeedsRequested, (), (id, speeds))

// From the next decision on.
struct SpeedsInUse {
    SpeedsId id;
};
BOOST_DESCRIBE_STRUCT(SpeedsInUse, (), (id))

}  // namespace muster
