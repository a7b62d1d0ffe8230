#include "engine/seal/recovery_key.hpp"

#include <sodium.h>

#include <array>
#include <optional>

#include "engine/seal/box.hpp"
#include "engine/seal/bytes.hpp"

namespace muster::seal {
namespace {

constexpr std::string_view locks_prefix = "muster-recovery-locks-";
constexpr std::string_view opens_prefix = "muster-recovery-opens-";
// Before what is locked, so that any other file is known at once.
constexpr std::string_view magic = "muster keys 1\n";

static_assert(crypto_box_PUBLICKEYBYTES == std::tuple_size_v<Key> &&
              crypto_box_SECRETKEYBYTES == std::tuple_size_v<Key>);

std::string half_text(std::string_view prefix, const Key& key) {
    std::string text(prefix);
    to_base64({reinterpret_cast<const char*>(key.data()), key.size()}, text);
    return text;
}

std::optional<Key> key_in(std::string_view prefix, std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    if (!text.starts_with(prefix)) return std::nullopt;
    const auto bytes = from_base64(text.substr(prefix.size()));
    Key key{};
    if (!bytes || bytes->size() != key.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return key;
}

BadKey not_a_half(std::string_view prefix) {
    return {"this is no recovery key: it begins with \"" + std::string(prefix) +
            "\", as `muster keys new-recovery` printed it"};
}

}  // namespace

RecoveryPair draw_recovery_pair() {
    need_sodium();
    Key locks{};
    Key opens{};
    crypto_box_keypair(locks.data(), opens.data());
    RecoveryPair pair{half_text(locks_prefix, locks), half_text(opens_prefix, opens)};
    wipe(opens);
    return pair;
}

Expected<std::string, BadKey> lock(std::string_view locks, std::string_view bytes) {
    need_sodium();
    const auto key = key_in(locks_prefix, locks);
    if (!key) return not_a_half(locks_prefix);
    std::string locked(magic);
    locked.resize(magic.size() + crypto_box_SEALBYTES + bytes.size());
    if (crypto_box_seal(bytes_of(locked) + magic.size(), bytes_of(bytes), bytes.size(),
                        key->data()) != 0) {
        return not_a_half(locks_prefix);
    }
    return locked;
}

Expected<std::string, BadKey> unlock(std::string_view opens, std::string_view locked) {
    need_sodium();
    auto key = key_in(opens_prefix, opens);
    if (!key) return not_a_half(opens_prefix);
    if (!locked.starts_with(magic) || locked.size() < magic.size() + crypto_box_SEALBYTES) {
        return BadKey{"this is no file of keys that a recovery key locks"};
    }
    const std::string_view box = locked.substr(magic.size());
    Key locks{};
    crypto_scalarmult_base(locks.data(), key->data());
    std::string bytes(box.size() - crypto_box_SEALBYTES, '\0');
    const int wrong =
        crypto_box_seal_open(bytes_of(bytes), bytes_of(box), box.size(), locks.data(), key->data());
    wipe(*key);
    if (wrong != 0) {
        return BadKey{
            "this recovery key does not open it: it was made for another one, or the "
            "file is damaged"};
    }
    return bytes;
}

}  // namespace muster::seal
