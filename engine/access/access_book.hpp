// Who stands behind a token: a machine of the token book, or a person with a session. One thread.
#pragma once

#include <string_view>

#include "engine/access/accounts.hpp"
#include "engine/access/session_book.hpp"
#include "engine/access/token_book.hpp"
#include "muster/ports.hpp"

namespace muster::access {

class AccessBook final : public AccessPort {
  public:
    // Both outlive it.
    AccessBook(TokenBook& tokens, SessionBook& sessions) : tokens_(tokens), sessions_(sessions) {}

    [[nodiscard]] std::optional<Principal> authenticate(std::string_view token) override {
        if (token.starts_with(session_prefix)) return sessions_.authenticate(token);
        return tokens_.authenticate(token);
    }
    // A name is that of an account or of a token, never of both.
    [[nodiscard]] bool is_valid(std::string_view name) override {
        return tokens_.is_valid(name) || sessions_.is_valid(name);
    }

  private:
    TokenBook& tokens_;
    SessionBook& sessions_;
};

}  // namespace muster::access
