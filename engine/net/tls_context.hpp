// What all TLS connections of one listener share: certificate, key, versions, ciphers. It never
// changes once it is made: new files make a new one (tls_keeper.hpp), and connections keep theirs.
//
// TLS 1.2 and 1.3 (RFC 8446, RFC 5246), forward secrecy and AEAD only (RFC 9325); no compression,
// no renegotiation, no early data; ALPN http/1.1 (RFC 7301). Sessions go on by tickets alone, so
// that nothing is kept here for them; the key of the tickets lives and dies with the context.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <optional>
#include <string>

#include "engine/net/tls_options.hpp"
#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::net {

class TlsContext {
  public:
    // Reads the files. Else which of them is wrong, what is, and what would be right.
    [[nodiscard]] static Expected<std::shared_ptr<const TlsContext>, std::string> load(
        const TlsOptions& options);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    [[nodiscard]] SSL_CTX* native() const { return context_.get(); }
    [[nodiscard]] TimePoint ends_at() const { return ends_at_; }
    // Why clients will refuse the certificate at this time, or nothing.
    [[nodiscard]] std::optional<std::string> fault_at(TimePoint now) const;

  private:
    struct Free {
        void operator()(SSL_CTX* context) const;
    };

    TlsContext() = default;
    [[nodiscard]] std::optional<std::string> set_up();
    [[nodiscard]] std::optional<std::string> use_certificate(const std::string& file);
    [[nodiscard]] std::optional<std::string> use_key(const std::string& file,
                                                     const std::string& certificate);
    [[nodiscard]] std::optional<std::string> use_client_ca(const std::string& file);

    std::unique_ptr<SSL_CTX, Free> context_;
    TimePoint begins_at_;
    TimePoint ends_at_;
};

// "2026-11-30T15:00:00Z"
[[nodiscard]] std::string utc_text(TimePoint at);

}  // namespace muster::net
