#include "engine/sim/evaluation/csv_table.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "engine/roads/import/decimal.hpp"

namespace muster::evaluation {
namespace {

void split(std::string_view line, std::vector<std::string_view>& out) {
    out.clear();
    for (;;) {
        const std::size_t comma = line.find(',');
        out.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return;
        line.remove_prefix(comma + 1);
    }
}

std::string quoted(std::string_view text) {
    return "\"" + std::string(text.substr(0, 40)) + "\"";
}

template <class T>
bool whole(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string CsvTable::wrong(const std::string& why) const {
    return path_ + ":" + std::to_string(number_) + ": " + why;
}

std::string_view CsvTable::line() {
    ++number_;
    const std::size_t end = text_.find('\n', at_);
    std::string_view found = std::string_view(text_).substr(at_, end - at_);
    at_ = end == std::string::npos ? text_.size() : end + 1;
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
}

std::optional<std::string> CsvTable::open(std::string_view expected_head) {
    std::ifstream in(path_, std::ios::binary);
    if (!in) return path_ + ": cannot be opened: " + std::strerror(errno);
    std::stringstream text;
    text << in.rdbuf();
    text_ = text.str();
    if (const std::string_view head = line(); head != expected_head) {
        return wrong("the names of the columns are " + quoted(head) + "; expected \"" +
                     std::string(expected_head) + "\"");
    }
    split(expected_head, fields_);
    names_.assign(fields_.begin(), fields_.end());
    return std::nullopt;
}

bool CsvTable::next() {
    if (at_ == text_.size()) return false;
    split(line(), fields_);
    if (fields_.size() == names_.size()) return true;
    problem_ = wrong("expected " + std::to_string(names_.size()) + " fields between commas, not " +
                     std::to_string(fields_.size()));
    return false;
}

std::optional<std::string> CsvTable::read(std::size_t place, std::int64_t least, std::int64_t most,
                                          std::int64_t& out) const {
    if (whole(fields_[place], out) && out >= least && out <= most) return std::nullopt;
    return wrong(names_[place] + " " + quoted(fields_[place]) + "; expected a whole number from " +
                 std::to_string(least) + " to " + std::to_string(most));
}

std::optional<std::string> CsvTable::read(std::size_t place, double most, double& out) const {
    if (whole(fields_[place], out) && out >= 0 && out <= most) return std::nullopt;
    return wrong(names_[place] + " " + quoted(fields_[place]) + "; expected a number from 0 to " +
                 std::to_string(static_cast<std::int64_t>(most)));
}

std::optional<std::string> CsvTable::read(std::size_t lon, codec::Datum datum, Point& out) const {
    const auto lon_e7 = roads::degrees_e7(fields_[lon], 180);
    if (!lon_e7) {
        return wrong(names_[lon] + " " + quoted(fields_[lon]) + "; expected -180 to 180 degrees");
    }
    const auto lat_e7 = roads::degrees_e7(fields_[lon + 1], 90);
    if (!lat_e7) {
        return wrong(names_[lon + 1] + " " + quoted(fields_[lon + 1]) +
                     "; expected -90 to 90 degrees");
    }
    out = codec::to_wgs84({*lat_e7, *lon_e7}, datum);
    return std::nullopt;
}

}  // namespace muster::evaluation
