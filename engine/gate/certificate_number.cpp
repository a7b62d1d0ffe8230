#include "engine/gate/certificate_number.hpp"

#include <string>

#include "engine/codec/commands_json.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/certificates.hpp"

namespace muster::gate {
namespace {

constexpr std::size_t number_bytes = 16;

// Null for commands that make none.
std::string* number_of(Command& command) {
    if (auto* const issue = command.get_if<IssueCertificate>()) return &issue->number;
    if (auto* const correct = command.get_if<CorrectCertificate>()) return &correct->number;
    return nullptr;
}

}  // namespace

void draw_certificate_number(Submission& submission, std::string_view secret) {
    std::string* const number = number_of(submission.command);
    if (number == nullptr) return;
    number->clear();
    if (submission.key.empty()) {
        *number = random_hex(number_bytes);
        return;
    }
    // Lines: neither a source nor a key has a line break. The first one keeps apart what else is
    // signed with the same secret.
    std::string text = "certificate\n" + submission.source + "\n" + submission.key + "\n";
    codec::write(text, submission.command);
    *number = to_hex(hmac_sha256(secret, text)).substr(0, 2 * number_bytes);
}

}  // namespace muster::gate
