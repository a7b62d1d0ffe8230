#include "engine/codec/datum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::codec {
namespace {

struct Degrees {
    double lat;
    double lon;
};

constexpr double pi = std::numbers::pi;
constexpr double ellipsoid_a = 6'378'245.0;
constexpr double ellipsoid_ee = 0.00669342162296594323;
constexpr double x_pi = pi * 3000.0 / 180.0;

Degrees degrees(Point point) {
    return {point.lat_e7 / 1e7, point.lon_e7 / 1e7};
}

Point rounded(Degrees d) {
    const auto e7 = [](double value, double limit) {
        return static_cast<std::int32_t>(std::llround(std::clamp(value, -limit, limit) * 1e7));
    };
    return {e7(d.lat, 90), e7(d.lon, 180)};
}

bool shifted(Degrees d) {
    return d.lon >= 72.004 && d.lon <= 137.8347 && d.lat >= 0.8293 && d.lat <= 55.8271;
}

Degrees gcj_of_wgs(Degrees d) {
    if (!shifted(d)) return d;
    const double x = d.lon - 105.0;
    const double y = d.lat - 35.0;
    const double root = 0.1 * std::sqrt(std::fabs(x));
    const double waves =
        (20.0 * std::sin(6.0 * x * pi) + 20.0 * std::sin(2.0 * x * pi)) * 2.0 / 3.0;
    const double lat_m =
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 2.0 * root + waves +
        (20.0 * std::sin(y * pi) + 40.0 * std::sin(y / 3.0 * pi)) * 2.0 / 3.0 +
        (160.0 * std::sin(y / 12.0 * pi) + 320.0 * std::sin(y * pi / 30.0)) * 2.0 / 3.0;
    const double lon_m =
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + root + waves +
        (20.0 * std::sin(x * pi) + 40.0 * std::sin(x / 3.0 * pi)) * 2.0 / 3.0 +
        (150.0 * std::sin(x / 12.0 * pi) + 300.0 * std::sin(x / 30.0 * pi)) * 2.0 / 3.0;
    const double lat = d.lat / 180.0 * pi;
    const double sine = std::sin(lat);
    const double curve = 1 - ellipsoid_ee * sine * sine;
    const double metres_lat =
        ellipsoid_a * (1 - ellipsoid_ee) / (curve * std::sqrt(curve)) * pi / 180.0;
    const double metres_lon = ellipsoid_a / std::sqrt(curve) * std::cos(lat) * pi / 180.0;
    return {d.lat + lat_m / metres_lat, d.lon + lon_m / metres_lon};
}

Degrees bd_of_gcj(Degrees d) {
    if (!shifted(d)) return d;
    const double z = std::sqrt(d.lon * d.lon + d.lat * d.lat) + 0.00002 * std::sin(d.lat * x_pi);
    const double theta = std::atan2(d.lat, d.lon) + 0.000003 * std::cos(d.lon * x_pi);
    return {z * std::sin(theta) + 0.006, z * std::cos(theta) + 0.0065};
}

Degrees bd_of_wgs(Degrees d) {
    return bd_of_gcj(gcj_of_wgs(d));
}

// Both offsets change slowly, so that subtracting the error of each guess closes in on the answer
// by three digits a step or so.
template <class Forward>
Degrees inverse(Forward forward, Degrees goal) {
    constexpr int steps_max = 12;
    constexpr double close_enough = 1e-9;
    Degrees guess = goal;
    for (int i = 0; i < steps_max; ++i) {
        const Degrees there = forward(guess);
        const double lat = there.lat - goal.lat;
        const double lon = there.lon - goal.lon;
        if (std::fabs(lat) < close_enough && std::fabs(lon) < close_enough) break;
        guess = {guess.lat - lat, guess.lon - lon};
    }
    return guess;
}

}  // namespace

Point to_wgs84(Point point, Datum from) {
    switch (from) {
        case Datum::wgs84:
            return point;
        case Datum::gcj02:
            return rounded(inverse(gcj_of_wgs, degrees(point)));
        case Datum::bd09:
            return rounded(inverse(bd_of_wgs, degrees(point)));
    }
    return point;
}

Point from_wgs84(Point point, Datum to) {
    switch (to) {
        case Datum::wgs84:
            return point;
        case Datum::gcj02:
            return rounded(gcj_of_wgs(degrees(point)));
        case Datum::bd09:
            return rounded(bd_of_wgs(degrees(point)));
    }
    return point;
}

}  // namespace muster::codec
