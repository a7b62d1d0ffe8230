// What codes are called where no part of the rules says so beside the code.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <string>
#include <string_view>

#include "muster/ids.hpp"

namespace muster {

// What a name may be of. skills: Rules::skills. roles: of the slots of plans.
// plans: Rules::plans. needs: of the choices of questionnaires. device_types,
// districts: whatever is told.
inline constexpr std::array<std::string_view, 6> named_lists{"skills", "roles",        "plans",
                                                             "needs",  "device_types", "districts"};

// Nothing is decided by it: who reads the code is shown the name instead.
struct CodeName {
    Code list;  // of named_lists
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(CodeName, (), (list, code, name_en, name_zh))

}  // namespace muster
