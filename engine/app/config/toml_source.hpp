// TOML files as the text that the strict JSON reader takes, and back from a JSON pointer to a line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/config/problem.hpp"
#include "engine/codec/datum.hpp"

namespace muster::app {

// A time as people write it, in milliseconds: "250 ms", "90 s", "15 min", "24 h", "7 d". Nothing
// when it is none, or too long for 64 bits.
[[nodiscard]] std::optional<std::int64_t> duration_ms(std::string_view text);

class TomlSource {
  public:
    TomlSource();
    ~TomlSource();
    TomlSource(const TomlSource&) = delete;
    TomlSource& operator=(const TomlSource&) = delete;

    // Several files are one table; a name at the top level may stand in one of them only.
    [[nodiscard]] std::optional<ConfigProblem> read(
        const std::vector<std::filesystem::path>& files);

    // Takes away what each file says of itself at its top level: `datum`, the system of coordinates
    // of its places.
    [[nodiscard]] std::optional<ConfigProblem> take_datums();
    // Of the file in which this name of the top level stands.
    [[nodiscard]] codec::Datum datum_of(std::string_view name) const;

    // A text under a name that ends in _ms becomes a number of milliseconds, and a day of TOML the
    // text of a Date. Fails on values that no setting has: times of TOML, and decimal fractions
    // other than the degrees of a place.
    [[nodiscard]] std::optional<ConfigProblem> to_json(std::string& out) const;

    // The problem at a JSON pointer, with the file and line of the nearest value that exists.
    [[nodiscard]] ConfigProblem problem_at(std::string_view pointer, std::string message) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace muster::app
