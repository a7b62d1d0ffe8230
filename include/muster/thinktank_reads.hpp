// What is counted of suggestions: made anew for whoever asks, of those that he may know of.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "muster/thinktank.hpp"

namespace muster {

// What each line of the counts stands for.
BOOST_DEFINE_ENUM_CLASS(SuggestionCountBy, all, status, grade, department, category,
                        confidentiality)

struct SuggestionCount {
    std::string key;           // a status, a grade...; empty: all, or none yet
    std::int64_t items = 0;    // to be handled: those that were merged count with theirs
    std::int64_t raw = 0;      // as their authors made them
    std::int64_t authors = 0;  // different ones of these
};
BOOST_DESCRIBE_STRUCT(SuggestionCount, (), (key, items, raw, authors))

}  // namespace muster
