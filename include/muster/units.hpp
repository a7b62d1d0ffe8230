// Units of measure. All integers: the core never sees a floating-point number.
#pragma once

#include <boost/describe/class.hpp>
#include <compare>
#include <cstdint>
#include <limits>

namespace muster {

// A length of time in milliseconds. In JSON: an integer, in fields that end in _ms.
struct Millis {
    std::int64_t value = 0;

    constexpr auto operator<=>(const Millis&) const = default;
    friend constexpr Millis operator+(Millis a, Millis b) { return {a.value + b.value}; }
    friend constexpr Millis operator-(Millis a, Millis b) { return {a.value - b.value}; }
    friend constexpr Millis operator*(Millis a, std::int64_t n) { return {a.value * n}; }
    friend constexpr Millis operator/(Millis a, std::int64_t n) { return {a.value / n}; }
};

constexpr Millis seconds(std::int64_t n) {
    return {n * 1000};
}
constexpr Millis minutes(std::int64_t n) {
    return {n * 60'000};
}
constexpr Millis hours(std::int64_t n) {
    return {n * 3'600'000};
}

// Milliseconds since 1970-01-01 UTC. 0 means "not yet" or "never", as the field says. In JSON: an
// integer, in fields that end in _at, _until or _deadline.
struct TimePoint {
    std::int64_t value = 0;

    constexpr auto operator<=>(const TimePoint&) const = default;
    [[nodiscard]] constexpr explicit operator bool() const { return value != 0; }
    friend constexpr TimePoint operator+(TimePoint t, Millis d) { return {t.value + d.value}; }
    friend constexpr TimePoint operator-(TimePoint t, Millis d) { return {t.value - d.value}; }
    friend constexpr Millis operator-(TimePoint a, TimePoint b) { return {a.value - b.value}; }
};

// Later than every deadline.
constexpr TimePoint never{std::numeric_limits<std::int64_t>::max()};

// Metres along the ground. In JSON: an integer, in fields that end in _m.
struct Metres {
    std::int64_t value = 0;
    constexpr auto operator<=>(const Metres&) const = default;
};

// A place on earth, WGS-84, in 1e-7 degree (about 1.1 cm). lat -90..90 degrees, lon -180..180.
// In JSON: {"lat":32.3942000,"lon":119.4129000}, decimal degrees, exact both ways.
struct Point {
    std::int32_t lat_e7 = 0;
    std::int32_t lon_e7 = 0;
    constexpr auto operator<=>(const Point&) const = default;
};

[[nodiscard]] constexpr bool on_earth(Point point) {
    return point.lat_e7 >= -900'000'000 && point.lat_e7 <= 900'000'000 &&
           point.lon_e7 >= -1'800'000'000 && point.lon_e7 <= 1'800'000'000;
}

// A place as a device says it. What is left out or is no place on earth (a longitude of 270) is
// read as `nowhere` instead of spoiling the report that it stands in.
struct ReportedPoint : Point {
    static constexpr Point nowhere{2'000'000'000, 2'000'000'000};

    constexpr ReportedPoint() : Point(nowhere) {}
    constexpr ReportedPoint(Point point) : Point(point) {}  // NOLINT: every place can be reported
};

// A rectangle of the map. From west to east: it may cross the antimeridian.
struct Area {
    Point south_west;
    Point north_east;
};
BOOST_DESCRIBE_STRUCT(Area, (), (south_west, north_east))

}  // namespace muster
