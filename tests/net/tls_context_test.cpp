#include "engine/net/tls_context.hpp"

#include "tests/net/certificates.hpp"

namespace muster::net {
namespace {

constexpr std::int64_t day_ms = 24 * 3'600'000;

TimePoint now() {
    return TimePoint{static_cast<std::int64_t>(std::time(nullptr)) * 1000};
}

struct TlsFiles : testing::Test {
    Authority authority;
    Folder folder;
    Issued issued = authority.issue();
    TlsOptions options{.certificate = folder.put("cert.pem", issued.certificate),
                       .key = folder.put("key.pem", issued.key, true)};

    // What is wrong, and that it names the file.
    std::string fault(const std::string& setting, const std::string& file) {
        const auto loaded = TlsContext::load(options);
        if (loaded) return "nothing is wrong";
        const std::string begin = "tls." + setting + " " + file + " ";
        EXPECT_TRUE(loaded.error().starts_with(begin)) << loaded.error();
        return loaded.error().substr(std::min(begin.size(), loaded.error().size()));
    }
};

TEST_F(TlsFiles, LoadAndTellWhenTheyEnd) {
    const auto loaded = TlsContext::load(options);
    ASSERT_TRUE(loaded) << loaded.error();
    EXPECT_NEAR(static_cast<double>(((*loaded)->ends_at() - now()).value), 365.0 * day_ms, 10'000);
    EXPECT_EQ((*loaded)->fault_at(now()), std::nullopt);
    const auto late = (*loaded)->fault_at(now() + Millis{366 * day_ms});
    ASSERT_TRUE(late);
    EXPECT_NE(late->find("ended on"), std::string::npos);
    const auto early = (*loaded)->fault_at(now() - Millis{day_ms});
    ASSERT_TRUE(early);
    EXPECT_NE(early->find("not valid before"), std::string::npos);
}

TEST_F(TlsFiles, TheChainGoesBehindTheCertificate) {
    options.certificate = folder.put("chain.pem", issued.certificate + authority.certificate());
    EXPECT_TRUE(TlsContext::load(options));
    options.certificate =
        folder.put("chain.pem", issued.certificate + "-----BEGIN CERTIFICATE-----\nAAAA\n");
    EXPECT_NE(fault("certificate", options.certificate).find("no certificate in PEM"),
              std::string::npos);
}

TEST_F(TlsFiles, MissingOnesAreNamed) {
    options.certificate = folder.path("none.pem");
    EXPECT_EQ(fault("certificate", options.certificate),
              "cannot be read: No such file or directory");
    options.certificate = folder.put("cert.pem", issued.certificate);
    options.key = folder.path("none.pem");
    EXPECT_EQ(fault("key", options.key), "cannot be read: No such file or directory");
}

TEST_F(TlsFiles, WhatIsNoPemIsSaid) {
    folder.put("cert.pem", "nonsense");
    EXPECT_NE(fault("certificate", options.certificate).find("no certificate in PEM"),
              std::string::npos);
    folder.put("cert.pem", issued.certificate);
    folder.put("key.pem", issued.certificate, true);
    EXPECT_NE(fault("key", options.key).find("no private key in PEM"), std::string::npos);
}

TEST_F(TlsFiles, AKeyOfAnotherCertificateIsRefused) {
    folder.put("key.pem", authority.issue().key, true);
    EXPECT_NE(fault("key", options.key)
                  .find("does not belong to the first certificate in " + options.certificate),
              std::string::npos);
}

TEST_F(TlsFiles, AKeyThatOthersCanReadIsRefused) {
    folder.put("key.pem", issued.key, false);
    EXPECT_NE(fault("key", options.key).find("has the rights 0644, so others can read it"),
              std::string::npos);
}

TEST_F(TlsFiles, AKeyWithAPassphraseIsRefused) {
    BIO* const in = BIO_new_mem_buf(issued.key.data(), static_cast<int>(issued.key.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO* const out = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(out, key, EVP_aes_128_cbc(),
                             reinterpret_cast<const unsigned char*>("secret"), 6, nullptr, nullptr);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    folder.put("key.pem", std::string(bytes, static_cast<std::size_t>(size)), true);
    BIO_free(in);
    BIO_free(out);
    EVP_PKEY_free(key);
    EXPECT_NE(fault("key", options.key).find("has a passphrase"), std::string::npos);
}

TEST_F(TlsFiles, TheClientsAuthorityIsReadToo) {
    options.client_ca = folder.put("ca.pem", "");
    EXPECT_NE(fault("client_ca", options.client_ca).find("no certificate in PEM"),
              std::string::npos);
    folder.put("ca.pem", authority.certificate());
    EXPECT_TRUE(TlsContext::load(options));
}

TEST(TlsOptions, SayWhatIsMissing) {
    const auto pointer = [](const TlsOptions& options) {
        const auto wrong = check(options);
        return wrong ? wrong->pointer : "";
    };
    EXPECT_EQ(pointer({}), "");
    EXPECT_EQ(pointer({.certificate = "c", .key = "k"}), "");
    EXPECT_EQ(pointer({.certificate = "c"}), "/key");
    EXPECT_EQ(pointer({.key = "k"}), "/certificate");
    EXPECT_EQ(pointer({.client_ca = "a"}), "/client_ca");
    EXPECT_EQ(pointer({.certificate = "c", .key = "k", .gateways = {"g"}}), "/gateways");
    EXPECT_EQ(pointer({.certificate = "c", .key = "k", .client_ca = "a", .gateways = {"g", ""}}),
              "/gateways/1");
}

}  // namespace
}  // namespace muster::net
