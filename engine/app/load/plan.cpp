#include "engine/app/load/plan.hpp"

#include <charconv>
#include <cmath>
#include <functional>
#include <random>

#include "engine/codec/commands_json.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/requests.hpp"

namespace muster::app {
namespace {

constexpr std::int64_t side = 1500;
// 60 m, in 1e-7 degree of latitude (a metre is 89.93); along a parallel it is a little less.
constexpr std::int32_t lat_step = 5'396;
constexpr double pi = 3.141592653589793;
// Shares no factor with the number of places, so stepping by it visits each place once.
constexpr std::size_t stride = 1'390'613;

}  // namespace

std::vector<std::int64_t> planned_sends(double rate, std::int64_t seconds, Arrivals arrivals,
                                        std::uint64_t seed) {
    const double gap_ns = 1e9 / rate;
    const double end = static_cast<double>(seconds) * 1e9;
    std::vector<std::int64_t> sends;
    sends.reserve(static_cast<std::size_t>(rate * static_cast<double>(seconds) * 1.1) + 16);
    if (arrivals == Arrivals::even) {
        while (true) {
            const double at = static_cast<double>(sends.size()) * gap_ns;
            if (at >= end) return sends;
            sends.push_back(static_cast<std::int64_t>(at));
        }
    }
    std::mt19937_64 random(seed);
    double at = 0;
    while (true) {
        // Not std::exponential_distribution, which may differ between standard libraries.
        const double uniform = static_cast<double>((random() >> 11) + 1) * 0x1p-53;
        at -= std::log(uniform) * gap_ns;
        if (at >= end) return sends;
        sends.push_back(static_cast<std::int64_t>(at));
    }
}

std::string RunTag::device(std::size_t number) const {
    return run_ + "-" + std::to_string(number);
}

std::optional<std::size_t> RunTag::number(std::string_view device) const {
    if (device.size() <= run_.size() + 1 || !device.starts_with(run_)) return std::nullopt;
    if (device[run_.size()] != '-') return std::nullopt;
    const char* const begin = device.data() + run_.size() + 1;
    const char* const end = device.data() + device.size();
    std::size_t number = 0;
    const auto [stop, failed] = std::from_chars(begin, end, number);
    if (failed != std::errc{} || stop != end) return std::nullopt;
    return number;
}

Places::Places(Point centre, std::string_view run)
    : centre_(centre), first_(std::hash<std::string_view>{}(run) % count) {}

Point Places::operator[](std::size_t number) const {
    const auto cell = static_cast<std::int64_t>((first_ + number % count * stride) % count);
    const double cosine = std::cos(static_cast<double>(centre_.lat_e7) * 1e-7 * pi / 180);
    const auto lon_step = static_cast<std::int64_t>(lat_step / std::max(cosine, 0.01));
    const std::int64_t lat = centre_.lat_e7 + (cell / side - side / 2) * lat_step;
    const std::int64_t lon = centre_.lon_e7 + (cell % side - side / 2) * lon_step;
    return {static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)};
}

std::string request_body(const Code& service, const std::string& device, Point place) {
    CreateRequest command;
    command.service = service;
    command.channel = Channel::device;
    command.place = place;
    command.device = device;
    std::string body;
    codec::write(body, command);
    return body;
}

}  // namespace muster::app
