// Whom a certificate names. Any thread.
#pragma once

#include <openssl/types.h>

#include <string>
#include <vector>

namespace muster::net {

// The common names of its subject, then its subject alternative names that are host names or URIs,
// as they stand there. A name with a zero byte in it is left out: others read it to there only.
[[nodiscard]] std::vector<std::string> names_of(const X509& certificate);

}  // namespace muster::net
