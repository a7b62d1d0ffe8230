// What a certificate of service says, line by line and in both languages: the same on paper and on
// the page on which it is checked.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "muster/certificates.hpp"

namespace muster::codec {

struct FactText {
    std::string zh;
    std::string en;

    bool operator==(const FactText&) const = default;
};

struct CertificateFact {
    FactText name;
    FactText value;
};

// Of a certificate as its reader may see it. `name_of` says what a service is called; days are
// those of clocks that are so far ahead of UTC. What is not known is left out.
[[nodiscard]] std::vector<CertificateFact> certificate_facts(
    const Certificate& certificate, const std::function<FactText(Code)>& name_of,
    Millis utc_offset);

// The day of a time, by such clocks.
[[nodiscard]] std::string day_text(TimePoint time, Millis utc_offset);

// "12 h 30 min", and in Chinese.
[[nodiscard]] FactText hours_text(std::int64_t minutes);

}  // namespace muster::codec
