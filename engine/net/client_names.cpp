#include "engine/net/client_names.hpp"

#include <openssl/x509v3.h>

#include <memory>

namespace muster::net {
namespace {

struct FreeNames {
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

void take(const unsigned char* text, int size, std::vector<std::string>& out) {
    std::string name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
    if (!name.empty() && name.find('\0') == std::string::npos) out.push_back(std::move(name));
}

}  // namespace

std::vector<std::string> names_of(const X509& certificate) {
    std::vector<std::string> names;
    const X509_NAME* const subject = X509_get_subject_name(&certificate);
    for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;) {
        const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
        unsigned char* utf8 = nullptr;
        const int size = ASN1_STRING_to_UTF8(&utf8, value);
        if (size >= 0) take(utf8, size, names);
        // The macro would put the path of this file into the program.
        CRYPTO_free(utf8, "", 0);
    }
    const std::unique_ptr<GENERAL_NAMES, FreeNames> others(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(others.get()); ++i) {
        const GENERAL_NAME* const one = sk_GENERAL_NAME_value(others.get(), i);
        const ASN1_IA5STRING* text = nullptr;
        if (one->type == GEN_DNS) text = one->d.dNSName;
        if (one->type == GEN_URI) text = one->d.uniformResourceIdentifier;
        if (text != nullptr) take(ASN1_STRING_get0_data(text), ASN1_STRING_length(text), names);
    }
    return names;
}

}  // namespace muster::net
