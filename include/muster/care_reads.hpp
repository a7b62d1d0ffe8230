// What is counted of visits: made anew for whoever asks.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "muster/care.hpp"
#include "muster/units.hpp"

namespace muster {

// What each line of the completion of a month stands for.
BOOST_DEFINE_ENUM_CLASS(CompletionBy, all, district, tier, visitor)

// Of the visits that were due in a month. Not counted: what was cancelled, and what would have been
// due when its member was not looked after any more.
struct VisitCompletion {
    std::string key;  // a district, a tier, the number of a visitor; empty: all, or not known
    std::int64_t due = 0;
    std::int64_t done = 0;              // in time or late
    std::int64_t late = 0;              // of those, after they were due
    std::int64_t missed = 0;            // and not done since
    std::int64_t done_permille = 1000;  // of those due, rounded down
};
BOOST_DESCRIBE_STRUCT(VisitCompletion, (), (key, due, done, late, missed, done_permille))

}  // namespace muster
