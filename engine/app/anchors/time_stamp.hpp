// Time stamps by RFC 3161: somebody else signs that a text was there at a time.
#pragma once

#include <openssl/ts.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::app {

// One question to an authority: the SHA-256 of a text, a nonce that answers this question alone,
// and the wish for the signer's certificate, without which nobody could verify the answer later.
class TimeStampQuery {
  public:
    explicit TimeStampQuery(std::string_view text);

    // As it is sent, application/timestamp-query.
    [[nodiscard]] std::string der() const;

    // What is wrong with an answer (application/timestamp-reply), in words, or nothing: its status,
    // the text's hash and the nonce. With the certificates of authorities in a PEM file also its
    // signature, by a certificate for time stamps that leads to one of them.
    [[nodiscard]] std::optional<std::string> problem_of(std::string_view answer,
                                                        const std::string& ca_file) const;

  private:
    struct Release {
        void operator()(TS_REQ* query) const { TS_REQ_free(query); }
    };
    std::unique_ptr<TS_REQ, Release> query_;
};

// Why such a file would be of no use, or nothing.
[[nodiscard]] std::optional<std::string> problem_of_authorities(const std::string& ca_file);

}  // namespace muster::app
