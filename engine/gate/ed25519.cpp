#include "engine/gate/ed25519.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cstdlib>

namespace muster::gate {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t signature_bytes = 64;

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <class T>
using Held = std::unique_ptr<T, Free>;

// A program that signs unattended asks nobody for a password.
int no_password(char* /*text*/, int /*size*/, int /*writes*/, void* /*data*/) {
    return 0;
}

}  // namespace

struct Ed25519Key::Impl {
    Held<EVP_PKEY> key;
};

Ed25519Key::Ed25519Key(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ed25519Key::~Ed25519Key() = default;
Ed25519Key::Ed25519Key(Ed25519Key&&) noexcept = default;
Ed25519Key& Ed25519Key::operator=(Ed25519Key&&) noexcept = default;

std::optional<Ed25519Key> Ed25519Key::from_pem(std::string_view pem) {
    const Held<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!bio) return std::nullopt;
    Held<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!key || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) return std::nullopt;
    auto impl = std::make_unique<Impl>();
    impl->key = std::move(key);
    return Ed25519Key(std::move(impl));
}

std::string Ed25519Key::public_key() const {
    std::array<unsigned char, key_bytes> bytes{};
    std::size_t size = bytes.size();
    if (EVP_PKEY_get_raw_public_key(impl_->key.get(), bytes.data(), &size) != 1) std::abort();
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

std::string Ed25519Key::sign(std::string_view message) const {
    std::array<unsigned char, signature_bytes> bytes{};
    std::size_t size = bytes.size();
    const Held<EVP_MD_CTX> context(EVP_MD_CTX_new());
    const bool signed_it =
        context &&
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get()) == 1 &&
        EVP_DigestSign(context.get(), bytes.data(), &size,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
    if (!signed_it) std::abort();
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace muster::gate
