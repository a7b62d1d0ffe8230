// Which commands a request allows as it is: what the row of each says of its status, and what else
// forbids it. Consoles and phones offer what allowed_actions() says and keep no table of their own.
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstdint>

#include "muster/command.hpp"
#include "muster/dispatch.hpp"
#include "muster/links.hpp"
#include "muster/requests.hpp"

namespace muster::core {

template <class C>
using NamesARequest = boost::mp11::mp_bool<!command_row<C>.allowed_in.empty()>;

// The commands that ask something of a request that there is.
using RequestActions =
    boost::mp11::mp_filter<NamesARequest,
                           Joined<RequestsCommands, DispatchCommands, LinksCommands>>;
static_assert(boost::mp11::mp_size<RequestActions>::value <= 64);

// The actions that the request allows as it is now, one bit each in the order of RequestActions. A
// command for one of them is refused only for what it says itself: a slot, a responder, a field.
[[nodiscard]] std::uint64_t allowed_actions(const Request& request);

template <class... C>
constexpr std::uint64_t action_bits =
    ((std::uint64_t{1} << boost::mp11::mp_find<RequestActions, C>::value) | ...);

}  // namespace muster::core
