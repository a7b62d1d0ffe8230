#include "engine/log/anchor_key.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdlib>

namespace muster::log {
namespace {

constexpr std::string_view how_to_make =
    ": `openssl genpkey -algorithm ed25519 -out FILE` makes one";

std::string no_key(std::string_view why) {
    std::string text;
    text.append(why).append(how_to_make);
    return text;
}

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

struct FreeSigning {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

Bio bio_over(std::string_view text) {
    Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio) std::abort();
    return bio;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Nobody is there to type one, and without this OpenSSL would ask the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

}  // namespace

Expected<AnchorKey, std::string> AnchorKey::from_pem(std::string_view pem) {
    if (pem.find("ENCRYPTED") != std::string_view::npos) {
        return no_key("is a key under a passphrase, which nobody could type at a start");
    }
    const bool is_private = pem.find("PRIVATE KEY-----") != std::string_view::npos;
    const Bio bio = bio_over(pem);
    std::shared_ptr<EVP_PKEY> key(
        is_private ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)
                   : PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr),
        EVP_PKEY_free);
    ERR_clear_error();
    if (!key) return no_key("is not a key in PEM");
    if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
        const char* const name = EVP_PKEY_get0_type_name(key.get());
        return no_key("is not an Ed25519 key but " +
                      std::string(name == nullptr ? "another" : name));
    }
    return AnchorKey(std::move(key), is_private);
}

AnchorSignature AnchorKey::sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, FreeSigning> context(EVP_MD_CTX_new());
    AnchorSignature made{};
    std::size_t size = made.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), made.data(), &size, bytes_of(text), text.size()) != 1 ||
        size != made.size()) {
        std::abort();
    }
    return made;
}

bool AnchorKey::verifies(const AnchorSignature& signature, std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, FreeSigning> context(EVP_MD_CTX_new());
    if (!context ||
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1) {
        std::abort();
    }
    const bool good = EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                                       bytes_of(text), text.size()) == 1;
    ERR_clear_error();
    return good;
}

std::string AnchorKey::public_pem() const {
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PUBKEY(bio.get(), key_.get()) != 1) std::abort();
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace muster::log
