// What happened, of any kind.
#pragma once

#include <boost/describe/members.hpp>

#include "muster/choice.hpp"
#include "muster/command.hpp"

namespace muster {

struct EventFamily {
    struct Row {};
    template <class T>
    static constexpr Row row{};
    // A described struct that is no command. Whether an area has it in its list is seen where it is
    // applied.
    template <class T>
    static constexpr bool has = boost::describe::has_describe_members<T>::value && !ACommand<T>;
};
using Event = Choice<EventFamily>;

}  // namespace muster
