// What the board says of whom to ring: whether the decision still stands, the number, and which are
// open at the start.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pbx/ring.hpp"
#include "muster/ports.hpp"

namespace muster::pbx {

struct RingFacts {
    bool stands = false;  // nobody has answered it since
    std::string number;   // empty = none is known
    std::string urgency;  // of the request
    std::string service;
    std::string whose;  // "members/7", for the record of who read what
};

class BoardReader {
  public:
    explicit BoardReader(const QueryPort& queries);

    [[nodiscard]] RingFacts facts_of(const Ring& ring) const;

  private:
    [[nodiscard]] RingFacts facts_of_call(const Ring& ring) const;
    [[nodiscard]] RingFacts facts_of_offer(const Ring& ring) const;
    [[nodiscard]] RingFacts facts_of_assignment(const Ring& ring) const;
    void add_responder(const Ring& ring, RingFacts& facts) const;
    template <class T>
    [[nodiscard]] std::optional<T> read(std::string_view collection, std::uint64_t id) const;

    const QueryPort& queries_;
    Principal self_;
};

// All whom somebody is to reach, as it stood before the first event was heard; in pieces, so that
// commands are decided between two of them.
class OpenRings {
  public:
    explicit OpenRings(const QueryPort& queries);

    // One piece; what it found, or nothing when all is read.
    [[nodiscard]] std::optional<std::vector<Ring>> go_on();

  private:
    enum class Part : std::uint8_t { offers, requests, done };
    void begin();
    [[nodiscard]] std::vector<Ring> take();

    const QueryPort& queries_;
    Principal self_;
    Part part_ = Part::offers;
    std::uint64_t after_ = 0;
    std::unique_ptr<ListReading> reading_;
};

}  // namespace muster::pbx
