// How a 12345 platform says its work orders, as configuration: the part of a push mapping
// (push_mapping.hpp) that is there when what is pushed is orders and not what devices tell. The
// standards of such platforms are provincial (DB36/T 1180-2019, DB12/T 1235-2023), so that names
// and codes are all of the platform's own choosing.
//
// An order becomes a request. What names the order there, "order:<mapping>:<number>", stands in the
// request's `device`: by it the request is found again, and whoever reports to the platform knows
// what the request is (adapters/outbox/order_follower.hpp).
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"

namespace muster::gate {

// take: an order, or the same one again. urge: it takes too long. cancel: nobody needs it any
// longer. close: the platform took what was reported and is done with it. rate: what the citizen
// thinks of it. note: anything else that is worth telling the desk.
BOOST_DEFINE_ENUM_CLASS(OrderAct, take, urge, cancel, close, rate, note)

struct OrderActWord {
    std::string value;  // cases do not matter
    OrderAct act = OrderAct::take;
};
BOOST_DESCRIBE_STRUCT(OrderActWord, (), (value, act))

// What kind of order is which service. The first that holds is taken.
struct OrderKind {
    std::string value;  // cases do not matter; empty = any
    Code service;
    std::optional<Urgency> urgency;  // else the service's
};
BOOST_DESCRIBE_STRUCT(OrderKind, (), (value, service, urgency))

struct OrderRating {
    std::string value;
    Bounded<std::int64_t, 1, 5> rating = 5;
};
BOOST_DESCRIBE_STRUCT(OrderRating, (), (value, rating))

// Paths are as in PushMapping.
struct PushOrder {
    std::string number;  // of the order; empty = the mapping is not of orders
    std::string act;     // what the platform does with it; empty = orders come and nothing else
    std::vector<OrderActWord> acts;
    std::string kind;
    std::vector<OrderKind> kinds;
    std::string phone;                 // of the citizen
    std::vector<std::string> text;     // what is asked for
    std::vector<std::string> address;  // in words
    std::string limit;                 // until when, as the platform writes it: for people
    std::string reason;                // of all but take
    std::string rating;
    std::vector<OrderRating> ratings;  // empty = it is 1 to 5 itself
    Channel channel = Channel::hotline;
};
BOOST_DESCRIBE_STRUCT(PushOrder, (),
                      (number, act, acts, kind, kinds, phone, text, address, limit, reason, rating,
                       ratings, channel))

constexpr std::size_t max_order_number_bytes = 64;

// "order:<mapping>:": what the names of a platform's orders begin with in a request's `device`.
[[nodiscard]] std::string order_prefix(std::string_view mapping);

// Stands in front of why a request was cancelled or closed where the platform did it itself: that
// is not to be reported back to it.
constexpr std::string_view by_platform = "平台/platform: ";

// Of every path in it, with the pointer to where it stands.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> paths_of(const PushOrder& order);

// What is wrong with it besides its paths. Precondition: it has a number.
[[nodiscard]] std::optional<SettingProblem> check(const PushOrder& order);

}  // namespace muster::gate
