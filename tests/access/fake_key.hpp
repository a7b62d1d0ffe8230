// A security key as a browser hands on what it says: W3C Web Authentication, level 2, 6.1 and 6.5.
// With its own private half (P-256), by OpenSSL.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/gate/crypto.hpp"
#include "muster/security_key.hpp"

namespace muster::access {

class FakeKey {
  public:
    explicit FakeKey(std::string number = "key number one")
        : number_(std::move(number)), pair_(EVP_EC_gen("P-256")) {}

    std::string origin = "https://desk.example.cn";
    std::string rp_id = "desk.example.cn";
    std::uint32_t counter = 0;
    unsigned char flags = user_present;

    static constexpr unsigned char user_present = 0x01;
    static constexpr unsigned char with_key = 0x40;

    [[nodiscard]] std::string id() const { return gate::to_base64url(number_); }
    [[nodiscard]] std::string client_data(std::string_view type, std::string_view challenge,
                                          std::string_view more = "") const {
        return gate::to_base64url(client_text(type, challenge, more));
    }
    // 6.5.1: AAGUID, length and number of the key, the key by RFC 8152 (ES256).
    [[nodiscard]] std::string new_data() const {
        std::string data = head(flags | with_key);
        data.append(16, '\0');
        data += static_cast<char>(number_.size() >> 8);
        data += static_cast<char>(number_.size() & 0xff);
        data += number_;
        data += std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10) + coordinate("qx");
        data += std::string("\x22\x58\x20", 3) + coordinate("qy");
        return gate::to_base64url(data);
    }
    [[nodiscard]] KeyAnswer answer(std::string_view challenge) {
        ++counter;
        const std::string said = client_text("webauthn.get", challenge);
        const std::string data = head(flags);
        return {.id = id(),
                .client_data = gate::to_base64url(said),
                .authenticator_data = gate::to_base64url(data),
                .signature = gate::to_base64url(signature(data + digest(said)))};
    }

  private:
    struct Free {
        void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
        void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
    };

    [[nodiscard]] std::string client_text(std::string_view type, std::string_view challenge,
                                          std::string_view more = "") const {
        std::string text = R"({"type":")";
        text.append(type).append(R"(","challenge":")").append(challenge);
        text.append(R"(","origin":")").append(origin).append(R"("})");
        if (!more.empty()) text.replace(text.size() - 1, 1, more);
        return text;
    }
    static std::string digest(std::string_view text) {
        const gate::Digest made = gate::sha256(text);
        return {reinterpret_cast<const char*>(made.data()), made.size()};
    }
    [[nodiscard]] std::string head(unsigned all_flags) const {
        std::string data = digest(rp_id);
        data += static_cast<char>(all_flags);
        for (int shift = 24; shift >= 0; shift -= 8)
            data += static_cast<char>(counter >> shift & 0xff);
        return data;
    }
    [[nodiscard]] std::string coordinate(const char* name) const {
        BIGNUM* number = nullptr;
        EVP_PKEY_get_bn_param(pair_.get(), name, &number);
        std::string bytes(32, '\0');
        BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), 32);
        BN_free(number);
        return bytes;
    }
    [[nodiscard]] std::string signature(const std::string& of) const {
        const std::unique_ptr<EVP_MD_CTX, Free> made(EVP_MD_CTX_new());
        EVP_DigestSignInit(made.get(), nullptr, EVP_sha256(), nullptr, pair_.get());
        std::string bytes(80, '\0');
        std::size_t size = bytes.size();
        EVP_DigestSign(made.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size,
                       reinterpret_cast<const unsigned char*>(of.data()), of.size());
        bytes.resize(size);
        return bytes;
    }

    std::string number_;
    std::unique_ptr<EVP_PKEY, Free> pair_;
};

}  // namespace muster::access
