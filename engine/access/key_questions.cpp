#include "engine/access/key_questions.hpp"

#include "engine/gate/crypto.hpp"

namespace muster::access {
namespace {

constexpr std::size_t challenge_bytes = 32;
// To find a key in a bag takes a while.
constexpr Millis open_for = minutes(5);

}  // namespace

std::string KeyQuestions::draw(Kind kind, const std::string& account, TimePoint now) {
    Open& open = open_[{kind, account}];
    open.challenge = gate::to_base64url(gate::sha256(gate::random_hex(challenge_bytes)));
    open.until = now + open_for;
    return open.challenge;
}

std::optional<std::string> KeyQuestions::take(Kind kind, const std::string& account,
                                              TimePoint now) {
    const auto found = open_.extract({kind, account});
    if (found.empty() || found.mapped().until <= now) return std::nullopt;
    return std::move(found.mapped().challenge);
}

}  // namespace muster::access
