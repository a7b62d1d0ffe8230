#include "engine/app/print/open_badge.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "engine/codec/certificate_facts.hpp"
#include "engine/gate/crypto.hpp"
#include "muster/date.hpp"

namespace muster::app {
namespace {

namespace json = boost::json;

// "2026-11-29T08:30:00Z"
std::string utc_text(TimePoint time) {
    std::string text = minute_text(time, {0});
    text[10] = 'T';
    return text + ":00Z";
}

// When that day of such clocks begins.
TimePoint beginning_of(Date day, Millis utc_offset) {
    return TimePoint{hours(24).value * day.days} - utc_offset;
}

// The name of the subject, who has no address of his own.
std::string subject_id(const std::string& link) {
    return link + "#volunteer";
}

json::object subject_of(const Certificate& certificate, const std::string& link,
                        Millis utc_offset) {
    const std::string salted = certificate.name.value + certificate.number;
    const json::object identity{{"type", json::array{"IdentityObject"}},
                                {"hashed", true},
                                {"identityType", "name"},
                                {"identityHash", "sha256$" + gate::to_hex(gate::sha256(salted))},
                                {"salt", certificate.number}};
    const std::string hours = codec::hours_text(certificate.minutes).en;
    const json::object achievement{
        {"id", link + "#achievement"},
        {"type", json::array{"Achievement"}},
        {"achievementType", "CommunityService"},
        {"name", "Volunteer service of " + hours},
        {"description", hours + " of volunteer service from " + to_string(certificate.from) +
                            " to " + to_string(certificate.until)},
        {"criteria",
         json::object{{"narrative",
                       "Every service was confirmed by whoever was served and approved by a second "
                       "person; the hours are those that were approved and not reversed."}}}};
    return {{"id", subject_id(link)},
            {"type", json::array{"AchievementSubject"}},
            {"activityStartDate", utc_text(beginning_of(certificate.from, utc_offset))},
            {"activityEndDate", utc_text(beginning_of(certificate.until + 1, utc_offset))},
            {"identifier", json::array{identity}},
            {"achievement", achievement}};
}

json::object payload_of(const Certificate& certificate, const std::string& base,
                        Millis utc_offset) {
    const std::string link = base + "/check/" + certificate.number;
    return {{"@context", json::array{"https://www.w3.org/ns/credentials/v2",
                                     "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}},
            {"id", link},
            {"type", json::array{"VerifiableCredential", "OpenBadgeCredential"}},
            {"name", "Certificate of service"},
            {"issuer",
             json::object{
                 {"id", base}, {"type", json::array{"Profile"}}, {"name", certificate.issuer_en}}},
            {"validFrom", utc_text(certificate.issued_at)},
            {"credentialSubject", subject_of(certificate, link, utc_offset)},
            {"iss", base},
            {"jti", link},
            {"nbf", certificate.issued_at.value / 1000},
            {"sub", subject_id(link)}};
}

}  // namespace

std::string open_badge(const Certificate& certificate, const std::string& base, Millis utc_offset,
                       const gate::Ed25519Key& key) {
    const json::object header{{"alg", "EdDSA"},
                              {"typ", "JWT"},
                              {"jwk", json::object{{"kty", "OKP"},
                                                   {"crv", "Ed25519"},
                                                   {"x", gate::to_base64url(key.public_key())}}}};
    std::string token =
        gate::to_base64url(json::serialize(header)) + "." +
        gate::to_base64url(json::serialize(payload_of(certificate, base, utc_offset)));
    const std::string signature = gate::to_base64url(key.sign(token));
    return token + "." + signature;
}

}  // namespace muster::app
