#include "adapters/sip/digest.hpp"

#include <charconv>
#include <cstdlib>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::sip {
namespace {

std::string hash_hex(std::string_view text, bool sha256) {
    return sha256 ? gate::to_hex(gate::sha256(text)) : gate::md5_hex(text);
}

}  // namespace

std::string digest_response(const Credentials& c, std::string_view method,
                            std::string_view password, bool sha256) {
    const std::string who = hash_hex(c.user + ":" + c.realm + ":" + std::string(password), sha256);
    const std::string what = hash_hex(std::string(method) + ":" + c.uri, sha256);
    std::string middle = ":" + c.nonce + ":";
    if (!c.qop.empty()) middle += c.count + ":" + c.cnonce + ":" + c.qop + ":";
    return hash_hex(who + middle + what, sha256);
}

std::string DigestGuard::sealed(std::string_view front) const {
    return std::string(front) + "-" + gate::to_hex(gate::hmac_sha256(secret_, front)).substr(0, 32);
}

std::string DigestGuard::make_nonce(std::string_view salt, TimePoint now) const {
    return sealed(std::to_string(now.value) + "-" + std::string(salt));
}

std::string DigestGuard::challenge(std::string_view realm, std::string_view nonce,
                                   DigestOffer offer, bool stale) {
    const auto line = [&](std::string_view algorithm) {
        std::string out = "WWW-Authenticate: Digest realm=\"";
        out.append(realm).append("\", nonce=\"").append(nonce).append("\", algorithm=");
        out.append(algorithm).append(", qop=\"auth\"");
        if (stale) out.append(", stale=true");
        return out.append("\r\n");
    };
    switch (offer) {
        case DigestOffer::md5:
            return line("MD5");
        case DigestOffer::sha256:
            return line("SHA-256");
        case DigestOffer::both:
            return line("SHA-256") + line("MD5");
    }
    std::abort();
}

DigestGuard::Nonce DigestGuard::look_at(std::string_view nonce, TimePoint now) const {
    const auto border = nonce.rfind('-');
    if (border == std::string_view::npos) return Nonce::foreign;
    const std::string_view front = nonce.substr(0, border);
    if (!gate::equal_in_constant_time(sealed(front), nonce)) return Nonce::foreign;
    TimePoint made;
    const auto read = std::from_chars(front.data(), front.data() + front.size(), made.value);
    if (read.ec != std::errc()) return Nonce::foreign;
    return made <= now && now - made <= life_ ? Nonce::fresh : Nonce::old;
}

DigestResult DigestGuard::check(const Message& request, std::string_view realm,
                                std::string_view user, std::string_view password, DigestOffer offer,
                                TimePoint now) const {
    for (const Credentials& c : request.credentials) {
        if (c.realm != realm) continue;
        const std::string algorithm = codec::lower_case(c.algorithm);
        const bool sha256 = algorithm == "sha-256";
        if (!sha256 && !algorithm.empty() && algorithm != "md5") return DigestResult::wrong;
        if (offer != DigestOffer::both && sha256 != (offer == DigestOffer::sha256)) {
            return DigestResult::wrong;
        }
        if (!c.qop.empty() && c.qop != "auth") return DigestResult::wrong;
        const std::string right = digest_response(c, request.method, password, sha256);
        const bool known =
            c.user == user && gate::equal_in_constant_time(right, codec::lower_case(c.response));
        // A nonce of ours that is old asks for another try only where the password was right.
        const Nonce nonce = look_at(c.nonce, now);
        if (!known) return DigestResult::wrong;
        if (nonce == Nonce::fresh) return DigestResult::good;
        // Of an earlier run of this program as well: the device has done nothing wrong.
        return DigestResult::stale;
    }
    return DigestResult::missing;
}

}  // namespace muster::sip
