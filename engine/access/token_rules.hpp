// What may be asked of the token book, and what comes of it. One thread: the book's.
#pragma once

#include <vector>

#include "engine/access/token_book.hpp"
#include "muster/account_port.hpp"
#include "muster/ports.hpp"

namespace muster::access {

// How long the secret of before is taken beside the new one.
constexpr Millis rotation_overlap = hours(24);

[[nodiscard]] AccessResult<TokenChanged> act(TokenBook& book, TokenAction action,
                                             const TokenForm& form, TimePoint now);
[[nodiscard]] AuditKind audit_kind_of(TokenAction action);
[[nodiscard]] std::vector<TokenView> views_of(TokenBook& book);

// Of a form without fault.
[[nodiscard]] TokenInfo info_of(const TokenForm& form, TimePoint now);

// Why such a token cannot be, or nothing.
[[nodiscard]] std::optional<AccessFault> fault_of(const TokenForm& form);

}  // namespace muster::access
