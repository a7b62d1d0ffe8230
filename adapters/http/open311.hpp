// Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), in JSON: the words of that standard for our
// services and requests. Pure; any thread.
//
//   services        of the rules, all of type "realtime", none with further attributes
//   a request       CreateRequest: lat and long or address_string, description, phone
//   its state       open until it is served, cancelled or passed on, then closed; nothing of
//                   what is known of people: no place, address or description comes back
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/access.hpp"
#include "muster/expected.hpp"
#include "muster/requests.hpp"
#include "muster/units.hpp"

namespace muster::http::open311 {

// What the standard answers to a request that it refuses.
struct Error {
    unsigned status = 400;
    std::string description;
};
[[nodiscard]] std::string to_json(const Error& error);

// Of a service, as rules tell it.
struct Service {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(Service, (), (code, name_en, name_zh))

[[nodiscard]] std::string services_json(const std::vector<Service>& services);
[[nodiscard]] std::string definition_json(const Service& service);

// The part of a request that is told.
struct State {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Code service;
    TimePoint created_at;
    TimePoint ended_at;
    std::string transferred_to;
};
BOOST_DESCRIBE_STRUCT(State, (), (id, status, service, created_at, ended_at, transferred_to))

[[nodiscard]] bool is_closed(const State& state);
// An array, as the standard has it also for one.
[[nodiscard]] std::string requests_json(const std::vector<State>& states,
                                        const std::vector<Service>& services);

using Pairs = std::vector<std::pair<std::string, std::string>>;
// The value of a field; empty when it is not there.
[[nodiscard]] std::string_view value_of(const Pairs& pairs, std::string_view name);

// What a form asks for; or what is wrong with it.
[[nodiscard]] Expected<CreateRequest, Error> read_request(const Pairs& form,
                                                          const std::vector<Service>& services);

// Which requests are asked for.
struct Wanted {
    std::vector<std::uint64_t> ids;  // if any, these and nothing else
    Code service;                    // empty = all
    std::optional<bool> closed;
    TimePoint from;   // 0 = any
    TimePoint until;  // 0 = any

    [[nodiscard]] bool fits(const State& state) const;
};
constexpr std::size_t most_ids = 100;
[[nodiscard]] Expected<Wanted, Error> read_wanted(const Pairs& query);

// 1994-11-05T13:15:30Z, and with +08:00 or -05:00 in place of Z.
[[nodiscard]] std::string time_text(TimePoint time);
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

}  // namespace muster::http::open311
