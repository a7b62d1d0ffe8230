// The values of scenario texts: key=value words as JSON of the vocabulary, by the types that the
// codec derives, so that a new command, event or entity needs nothing here.
//
// The key is a field, or a path into one: profile.name, contacts.0.phone. The value, by its type:
//
//   id              a name of the scenario, nobody, or a number
//   text, code      one word, or "many words"
//   point           100,-50: metres east and north of the city's middle
//   list            first_aid,lift or JSON
//   struct          JSON, or its fields by paths
//   a number        a number; for a point in time 08:00, 08:00:05, 32:00 (08:00 of the next day)
//                   or 2025-12-24T08:00; for a duration (..._ms) 90s, 15min, 2h or 3d
//   empty           an empty text or list, nobody; of an event: what is not there
//
// Within JSON the same holds for every text.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "muster/units.hpp"

namespace muster::test {

// What the scenario calls things by.
class Names {
  public:
    void set(const std::string& name, std::uint64_t id) { ids_[name] = id; }
    // Throws Failure when it is neither a name nor a number.
    [[nodiscard]] std::uint64_t id(const std::string& name) const;

  private:
    std::map<std::string, std::uint64_t> ids_;
};

// UTC; days begin with the first of December 2025.
[[nodiscard]] TimePoint time_of(const std::string& text);
constexpr std::int64_t day_start = 1'764'547'200'000;  // 2025-12-01T00:00

[[nodiscard]] bool is_command(const std::string& name);
// What is wrong with the name of a command or of an event, with the nearest that there is; empty
// for a right one.
[[nodiscard]] std::string wrong_command(const std::string& name);
[[nodiscard]] std::string wrong_event(const std::string& name);

// So many metres east and north of the city's middle.
[[nodiscard]] Point place_of(double east_m, double north_m);

// The object of the struct that the vocabulary calls `type`, with what `from` has and these fields.
// Throws Failure for a field that it does not have.
[[nodiscard]] boost::json::object object_of(const std::string& type,
                                            const std::vector<std::string>& pairs,
                                            const Names& names, boost::json::object from = {});

// Where `got` is other than `want`, which names some fields and some places of lists; empty when
// nowhere. A list given as a whole must be of the same length.
[[nodiscard]] std::string difference(const boost::json::value& got, const boost::json::value& want);

// "a.b" of an object, or "a.0" of a list, as text; empty when it is not there.
[[nodiscard]] std::string value_at(const boost::json::object& object, const std::string& path);

}  // namespace muster::test
