// The page on which anybody checks a certificate of service by its number: what it proves, with the
// name masked, and whether it still holds. Pure functions from data to HTML.
#pragma once

#include <string>

#include "adapters/http/link_pages.hpp"
#include "muster/certificates.hpp"

namespace muster::http {

// The certificate as whoever has no role sees it.
[[nodiscard]] std::string certificate_page(const PageContext& context,
                                           const Certificate& certificate, const PageRules& rules);
// Of a number that no certificate has.
[[nodiscard]] std::string no_certificate_page(const PageContext& context);
// For whoever checks so many in a short time that he has to wait.
[[nodiscard]] std::string checked_too_often_page(const PageContext& context);

}  // namespace muster::http
