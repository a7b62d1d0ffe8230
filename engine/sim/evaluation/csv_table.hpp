// A small table of comma-separated values: a line of names, then lines with as many fields, without
// quotes. Holds the whole file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/codec/datum.hpp"
#include "muster/units.hpp"

namespace muster::evaluation {

class CsvTable {
  public:
    explicit CsvTable(std::string path) : path_(std::move(path)) {}

    // What is wrong with the file or with its first line, or nothing.
    [[nodiscard]] std::optional<std::string> open(std::string_view expected_head);

    // False at the end, or at a line with another number of fields, which problem() then tells.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }

    // Of the line of the last next().
    [[nodiscard]] std::string_view field(std::size_t place) const { return fields_[place]; }
    // "FILE:LINE: why".
    [[nodiscard]] std::string wrong(const std::string& why) const;

    // Each reads a field, or tells what is wrong with it.
    [[nodiscard]] std::optional<std::string> read(std::size_t place, std::int64_t least,
                                                  std::int64_t most, std::int64_t& out) const;
    // A decimal number from 0 to `most`.
    [[nodiscard]] std::optional<std::string> read(std::size_t place, double most,
                                                  double& out) const;
    // Two fields, longitude first, in decimal degrees of `datum`.
    [[nodiscard]] std::optional<std::string> read(std::size_t lon, codec::Datum datum,
                                                  Point& out) const;

  private:
    [[nodiscard]] std::string_view line();

    std::string path_;
    std::string text_;
    std::size_t at_ = 0;
    std::size_t number_ = 0;
    std::vector<std::string> names_;
    std::vector<std::string_view> fields_;
    std::optional<std::string> problem_;
};

}  // namespace muster::evaluation
