// Invented answers to a questionnaire, to try imports and statistics with.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>

#include "engine/sim/rng.hpp"
#include "muster/member.hpp"
#include "muster/survey_rules.hpp"

namespace muster::app {

// The n-th, as the service would show it; of this member, or of somebody who told no name.
[[nodiscard]] boost::json::object invented_answer(const Questionnaire& questionnaire, std::size_t n,
                                                  const MemberProfile* member, sim::Rng& rng);

}  // namespace muster::app
