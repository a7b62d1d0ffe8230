// What a load run will send, fixed before it starts: when, where, and under which names. Pure.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::app {

// poisson: independent arrivals, as people call. even: the same gap between any two.
BOOST_DEFINE_ENUM_CLASS(Arrivals, poisson, even)

// Nanoseconds from the start of each send, ascending, all below `seconds`. rate is in requests a
// second. The same arguments give the same times.
[[nodiscard]] std::vector<std::int64_t> planned_sends(double rate, std::int64_t seconds,
                                                      Arrivals arrivals, std::uint64_t seed);

// The names of one run: "<run>-<number>" goes into the field `device` of each request and is its
// idempotency key, so that whatever the server shows can be told apart from all else.
class RunTag {
  public:
    // `run`: letters and digits only.
    explicit RunTag(std::string run) : run_(std::move(run)) {}

    [[nodiscard]] const std::string& run() const { return run_; }
    [[nodiscard]] std::string device(std::size_t number) const;
    // The number in a device name of this run; nothing for any other text.
    [[nodiscard]] std::optional<std::size_t> number(std::string_view device) const;

  private:
    std::string run_;
};

// A lattice of places 60 m apart, 90 km square, in a shuffled order that starts elsewhere for each
// run: two requests of a run never share a place, so that nothing is merged as one incident as long
// as desk.merge_radius_m is below 60.
class Places {
  public:
    static constexpr std::size_t count = std::size_t{1500} * 1500;

    Places(Point centre, std::string_view run);
    [[nodiscard]] Point operator[](std::size_t number) const;

  private:
    Point centre_;
    std::size_t first_;
};

// The body of one CreateRequest.
[[nodiscard]] std::string request_body(const Code& service, const std::string& device, Point place);

}  // namespace muster::app
