// What comes back from elsewhere: compared with what was sent, or written into a file.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/app/offsite/target.hpp"

namespace muster::app {

// Takes what is read back of a parcel.
class Comparison {
  public:
    explicit Comparison(const Parcel& parcel) : parcel_(parcel) {}

    // False once there is more than was sent.
    [[nodiscard]] bool add(std::string_view piece);
    // Nothing where it is the same. `where`: what was read.
    [[nodiscard]] Failed verdict(const std::string& where);

  private:
    const Parcel& parcel_;
    Digest digest_;
    std::uint64_t bytes_ = 0;
};

// A new file for its owner alone, gone again unless it was kept.
class Arrival {
  public:
    explicit Arrival(std::filesystem::path file);
    ~Arrival();
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;

    [[nodiscard]] bool add(std::string_view piece);
    // On the disk, with so many bytes; else what is wrong.
    [[nodiscard]] Failed keep(std::uint64_t bytes);
    // Why nothing more can be added.
    [[nodiscard]] const std::string& error() const { return error_; }

  private:
    const std::filesystem::path file_;
    std::string error_;
    std::uint64_t bytes_ = 0;
    int descriptor_ = -1;
    bool kept_ = false;
};

}  // namespace muster::app
