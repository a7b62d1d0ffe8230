#include "engine/net/client_names.hpp"

#include "tests/net/certificates.hpp"

namespace muster::net {
namespace {

std::vector<std::string> names_in(const std::string& pem) {
    BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* const one = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    auto names = names_of(*one);
    X509_free(one);
    return names;
}

TEST(ClientNames, CommonNameThenHostsAndUris) {
    const Authority authority;
    const Issued issued = authority.issue(
        {.name = "门铃", .others = "DNS:gate.example,IP:10.0.0.1,email:a@b.c,URI:urn:gate:7"});
    EXPECT_EQ(names_in(issued.certificate),
              (std::vector<std::string>{"门铃", "gate.example", "urn:gate:7"}));
}

TEST(ClientNames, NoneBehindAZeroByte) {
    const Authority authority;
    const Issued issued = authority.issue({.name = std::string("gate\0.evil", 10), .others = ""});
    EXPECT_EQ(names_in(issued.certificate), std::vector<std::string>{});
}

}  // namespace
}  // namespace muster::net
