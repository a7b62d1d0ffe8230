// Challenges that were drawn and not answered yet. In memory: whoever is asked while the program
// starts again is asked once more. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "muster/units.hpp"

namespace muster::access {

// Of each account at most one of a kind, so there are no more than accounts.
class KeyQuestions {
  public:
    enum class Kind { sign_in, new_key };

    // 256 random bits in base64url; the one before counts no more.
    [[nodiscard]] std::string draw(Kind kind, const std::string& account, TimePoint now);
    // The challenge that must have been answered; it counts no more. Nothing: none is open.
    [[nodiscard]] std::optional<std::string> take(Kind kind, const std::string& account,
                                                  TimePoint now);

  private:
    struct Open {
        std::string challenge;
        TimePoint until;
    };
    std::map<std::pair<Kind, std::string>, Open> open_;
};

}  // namespace muster::access
