#include "engine/gate/push_signature.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/address_range.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::gate {

namespace {

// Of a request whose body is read only where something in it is asked for: nothing that an unknown
// sender wrote is taken apart without need.
class Values {
  public:
    Values(const PushMapping& mapping, const PushRequest& request)
        : mapping_(mapping), request_(request) {}

    std::optional<std::string> text(const std::string& path) {
        const bool outside = path.starts_with('?') || path.starts_with('@');
        if (!outside && !tried_) {
            tried_ = true;
            auto read = PushBody::read(mapping_.format, request_);
            if (read) body_.emplace(std::move(*read));
        }
        if (body_) return body_->text(path);
        if (!outside) return std::nullopt;
        // Headers and parameters are there whatever the body is.
        static constexpr std::string_view nothing = "{}";
        PushRequest head = request_;
        head.body = nothing;
        head.charset = codec::Charset::utf8;
        const auto read = PushBody::read(PushFormat::json, head);
        return read ? read->text(path) : std::nullopt;
    }

  private:
    const PushMapping& mapping_;
    const PushRequest& request_;
    bool tried_ = false;
    std::optional<PushBody> body_;
};

std::string signed_text(const PushMapping& mapping, const PushRequest& request, Values& values) {
    std::string text;
    bool first = true;
    for (const std::string& part : mapping.signature.over) {
        if (!std::exchange(first, false)) text += mapping.signature.join;
        if (part == "*") {
            text += request.body;
        } else {
            text += values.text(part).value_or("");
        }
    }
    return text;
}

std::string mac_of(const PushMapping& mapping, const PushRequest& request, Values& values) {
    const Digest digest =
        hmac_sha256(mapping.signature.secret.value, signed_text(mapping, request, values));
    return mapping.signature.digest == PushDigest::hex ? to_hex(digest) : to_base64(digest);
}

std::optional<std::string> check_time(const PushSignature& signature, Values& values,
                                      TimePoint now) {
    if (signature.timestamp.empty()) return std::nullopt;
    const auto text = values.text(signature.timestamp);
    const auto number = text ? codec::parse_number(*text) : std::nullopt;
    // Seconds have ten digits until the year 2286, milliseconds thirteen.
    if (!number || text->size() > 14) {
        return signature.timestamp + " is not a time in seconds or milliseconds since 1970";
    }
    const auto stamp = static_cast<std::int64_t>(*number);
    const TimePoint at{text->size() > 11 ? stamp : stamp * 1000};
    const Millis age = now - at;
    if (age <= signature.window_ms && age >= Millis{0} - signature.window_ms) return std::nullopt;
    return signature.timestamp + " is too far from the time here, which is " +
           std::to_string(now.value / 1000);
}

}  // namespace

bool is_allowed(const PushMapping& mapping, std::string_view address) {
    return mapping.allowed.empty() || std::any_of(mapping.allowed.begin(), mapping.allowed.end(),
                                                  [&](const std::string& text) {
                                                      const auto range =
                                                          AddressRange::from_text(text);
                                                      return range && range->contains(address);
                                                  });
}

std::optional<std::string> check_push(const PushMapping& mapping, const PushRequest& request,
                                      TimePoint now) {
    const PushSignature& signature = mapping.signature;
    if (signature.scheme == PushScheme::addresses) return std::nullopt;
    // A secret that was not filled in is nobody's.
    if (mapping.signature.secret.value.empty()) return "the mapping has no secret";
    Values values(mapping, request);
    const bool by_token = signature.scheme == PushScheme::token;
    const std::string what = by_token ? "the token" : "the signature";
    const auto shown = values.text(signature.from);
    if (!shown) return what + " is missing: it belongs into " + signature.from;
    if (!shown->starts_with(codec::trimmed(signature.prefix))) {
        return what + " in " + signature.from + " must begin with \"" + signature.prefix + '"';
    }
    const std::size_t front = codec::trimmed(signature.prefix).size();
    const std::string given(codec::trimmed(std::string_view(*shown).substr(front)));
    if (by_token) {
        if (equal_in_constant_time(given, mapping.signature.secret.value)) return std::nullopt;
        return "the token in " + signature.from + " is not valid";
    }
    // Hex is written in either case.
    const bool hex = signature.digest == PushDigest::hex;
    if (!equal_in_constant_time(hex ? codec::lower_case(given) : given,
                                mac_of(mapping, request, values))) {
        return "the signature in " + signature.from + " is not valid";
    }
    // After the mac: only who knows the secret learns how far its clock is off.
    return check_time(signature, values, now);
}

std::string make_push_signature(const PushMapping& mapping, const PushRequest& request) {
    Values values(mapping, request);
    return mapping.signature.prefix + mac_of(mapping, request, values);
}

}  // namespace muster::gate
