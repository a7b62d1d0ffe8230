#include "engine/access/secret_box.hpp"

#include "engine/seal/bytes.hpp"

namespace muster::access {
namespace {

// No secret looks like it: those are letters of base32.
constexpr std::string_view sealed_mark = "sealed:";

// Keeps these boxes apart from all else that the desk's key is used for.
seal::Key key_of_secrets(const seal::Key& desk) {
    std::string from("the secrets of one-time codes ");
    from += seal::view_of(desk);
    const seal::Key key = seal::key_from(from);
    seal::wipe(from);
    return key;
}

// A box that is moved to another account's row would let its owner in as that account.
std::string place_of_secret(const std::string& account) {
    return "secret of " + account;
}

}  // namespace

SecretBox::SecretBox(const seal::Key& desk, bool seals)
    : key_(key_of_secrets(desk)), seals_(seals) {}

SecretBox::~SecretBox() {
    if (key_) seal::wipe(*key_);
}

std::string SecretBox::closed(const std::string& account, std::string_view secret) const {
    if (!seals() || secret.empty()) return std::string(secret);
    std::string box;
    seal::close_box(*key_, place_of_secret(account), secret, box);
    std::string kept(sealed_mark);
    seal::to_base64(box, kept);
    return kept;
}

std::optional<std::string> SecretBox::opened(const std::string& account,
                                             std::string_view kept) const {
    if (!is_sealed(kept)) return std::string(kept);
    if (!key_) return std::nullopt;
    const auto box = seal::from_base64(kept.substr(sealed_mark.size()));
    if (!box) return std::nullopt;
    return seal::open_box(*key_, place_of_secret(account), *box);
}

bool SecretBox::is_sealed(std::string_view kept) {
    return kept.starts_with(sealed_mark);
}

}  // namespace muster::access
