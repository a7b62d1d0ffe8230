// Shows how far long work is, on standard error: one line that is overwritten on a terminal, a line
// now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace muster::app {

class ProgressLine {
  public:
    // what: "recovering"; unit: "records".
    ProgressLine(std::string what, std::string unit);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // Cheap to call often; total 0 = unknown.
    void show(std::uint64_t done, std::uint64_t total);
    void end();

  private:
    std::string what_;
    std::string unit_;
    std::chrono::steady_clock::time_point shown_at_;
    bool terminal_;
    bool shown_ = false;
};

}  // namespace muster::app
