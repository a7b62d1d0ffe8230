// A tiny city for tests of the evaluation: a square of streets, written as the tables of a bundle.
#pragma once

#include <filesystem>
#include <string>

#include "engine/sim/evaluation/city_bundle.hpp"

namespace muster::evaluation {

// 12 x 12 crossings, 90 m apart; a block takes 10 s under blue lights and 14 s without. Two
// stations in opposite corners, a hospital in a third, three units.
class TinyCity {
  public:
    TinyCity();
    ~TinyCity();
    TinyCity(const TinyCity&) = delete;
    TinyCity& operator=(const TinyCity&) = delete;

    [[nodiscard]] std::string folder() const { return folder_.string(); }
    void write(const std::string& name, const std::string& text) const;
    // Aborts when the tables are wrong.
    [[nodiscard]] CityBundle load() const;

    static constexpr int side = 12;
    [[nodiscard]] static Point crossing(int column, int row);
    [[nodiscard]] static CityModel model();

  private:
    std::filesystem::path folder_;
};

}  // namespace muster::evaluation
