// The departments of the city: those who take part in projects and are given suggestions. Part of
// the rules.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "muster/ids.hpp"

namespace muster {

struct Department {
    Code code;
    std::string name_en;
    std::string name_zh;
    std::string contact;  // who there looks after what nobody else was named for
};
BOOST_DESCRIBE_STRUCT(Department, (), (code, name_en, name_zh, contact))

}  // namespace muster
