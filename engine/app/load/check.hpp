// The final check of a load run: what the server has against what it acknowledged. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/app/load/plan.hpp"
#include "engine/app/load/report.hpp"

namespace muster::app {

// What the server said to one planned request.
struct Outcome {
    // unanswered: it may or may not have been carried out.
    enum class Kind : std::uint8_t { unsent, acknowledged, refused, unanswered };
    Kind kind = Kind::unsent;
    std::uint64_t id = 0;  // of the request, if acknowledged
};

class ReadBack {
  public:
    // `outcomes` is of the requests by number, and must outlive this.
    ReadBack(RunTag tag, const std::vector<Outcome>& outcomes);

    // A page of GET /v1/requests. Returns its next_after (0 = the last page); nothing when it is
    // not such a page.
    [[nodiscard]] std::optional<std::uint64_t> on_page(std::string_view body);
    // One request, as GET /v1/requests/{id} shows it.
    void on_entity(std::string_view body);

    [[nodiscard]] std::uint64_t found() const { return found_; }
    // The ids that were acknowledged but not seen yet, ascending.
    [[nodiscard]] std::vector<std::uint64_t> not_found() const;
    // Fills in the numbers of the check.
    void tell(LoadReport& report) const;

  private:
    void take(std::uint64_t id, std::string_view device, std::string_view status);

    RunTag tag_;
    const std::vector<Outcome>& outcomes_;
    std::unordered_map<std::uint64_t, std::size_t> numbers_;  // of acknowledged ids
    std::vector<bool> seen_;                                  // by number
    std::uint64_t found_ = 0;
    std::uint64_t read_back_ = 0;
    std::uint64_t differing_ = 0;
    std::uint64_t unexpected_ = 0;
    std::uint64_t merged_ = 0;
};

// The number at the top level of a JSON object; 0 when it is not there.
[[nodiscard]] std::uint64_t member_number(std::string_view body, std::string_view name);

// The code of the first service that is not an emergency line; empty when there is none. `body`: of
// GET /v1/services.
[[nodiscard]] std::string first_ordinary_service(std::string_view body);

}  // namespace muster::app
