// The same assignment by LEMON's network simplex: another program's answer, for the tests and for
// the bench. LEMON 1.3.1 does not compile as C++20, so what is declared here is plain C++17, and
// its source is compiled so.
#pragma once

#include <cstdint>
#include <memory>

namespace muster::match::test {

// Row r may have columns[first[r]] .. columns[first[r + 1] - 1] at the costs of the same index.
struct LemonProblem {
    std::uint32_t rows = 0;
    std::uint32_t width = 0;
    const std::uint32_t* first = nullptr;
    const std::uint32_t* columns = nullptr;
    const std::int64_t* costs = nullptr;
    const std::int64_t* unassigned = nullptr;  // by row
};

// Builds the network once; copies what it needs.
class LemonAssignment {
  public:
    explicit LemonAssignment(const LemonProblem& problem);
    ~LemonAssignment();
    LemonAssignment(const LemonAssignment&) = delete;
    LemonAssignment& operator=(const LemonAssignment&) = delete;

    // The least total cost. Throws if LEMON finds none, which cannot be.
    std::int64_t solve();

  private:
    struct Network;
    std::unique_ptr<Network> network_;
};

}  // namespace muster::match::test
