// Certificates for tests: an authority of their own, and what it signs, as PEM and in files.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace muster::net {

struct Issued {
    std::string certificate;
    std::string key;
};

struct Wanted {
    std::string name = "localhost";                     // CN
    std::string others = "DNS:localhost,IP:127.0.0.1";  // SAN; empty = none
    long begins_s = -3600;                              // from now
    long ends_s = 365L * 24 * 3600;
};

class Authority {
  public:
    explicit Authority(const std::string& name = "Authority of tests") : key_(new_key()) {
        own_ = make({.name = name, .others = ""}, key_.get(), nullptr);
    }

    [[nodiscard]] std::string certificate() const { return text_of(own_.get()); }

    [[nodiscard]] Issued issue(const Wanted& wanted = {}) const {
        const Key key = new_key();
        return {text_of(make(wanted, key.get(), own_.get()).get()), text_of(key.get())};
    }

  private:
    struct Free {
        void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
        void operator()(X509* one) const { X509_free(one); }
        void operator()(BIO* one) const { BIO_free(one); }
    };
    using Key = std::unique_ptr<EVP_PKEY, Free>;
    using Certificate = std::unique_ptr<X509, Free>;

    static Key new_key() { return Key(EVP_EC_gen("P-256")); }

    static std::string text_in(BIO* bio) {
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(bio, &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }
    static std::string text_of(X509* one) {
        const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(bio.get(), one);
        return text_in(bio.get());
    }
    static std::string text_of(EVP_PKEY* one) {
        const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
        PEM_write_bio_PrivateKey(bio.get(), one, nullptr, nullptr, 0, nullptr, nullptr);
        return text_in(bio.get());
    }

    // Signed by us; without an issuer by itself, as an authority.
    [[nodiscard]] Certificate make(const Wanted& wanted, EVP_PKEY* key, X509* issuer) const {
        static long serial = 1;
        Certificate made(X509_new());
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), wanted.begins_s);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), wanted.ends_s);
        X509_set_pubkey(made.get(), key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(wanted.name.data()),
                                   static_cast<int>(wanted.name.size()), -1, 0);
        X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer : made.get()));
        const auto add = [&](int kind, const std::string& value) {
            X509_EXTENSION* const more = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
            X509_add_ext(made.get(), more, -1);
            X509_EXTENSION_free(more);
        };
        if (issuer == nullptr) add(NID_basic_constraints, "critical,CA:TRUE");
        if (!wanted.others.empty()) add(NID_subject_alt_name, wanted.others);
        X509_sign(made.get(), key_.get(), EVP_sha256());
        return made;
    }

    Key key_;
    Certificate own_;
};

// A folder of its own for each test, gone at its end.
class Folder {
  public:
    Folder() {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path(testing::TempDir()) /
                (std::string("muster_net_") + test->test_suite_name() + "_" + test->name());
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    // As a renewal does it: a new file takes the place of the old. Gives its path.
    std::string put(const std::string& name, const std::string& text, bool secret = false) const {
        const auto at = path_ / name;
        const auto fresh = path_ / (name + ".new");
        std::ofstream(fresh, std::ios::binary) << text;
        std::filesystem::permissions(
            fresh, secret ? std::filesystem::perms(0600) : std::filesystem::perms(0644));
        std::filesystem::rename(fresh, at);
        return at.string();
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (path_ / name).string();
    }

  private:
    std::filesystem::path path_;
};

}  // namespace muster::net
