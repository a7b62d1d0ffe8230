#include "adapters/http/signature.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::http {
namespace {

const gate::KeyRing keys{{"gate", "0123456789abcdef0123456789abcdef"}};
const SignedRequest request{.method = "POST",
                            .target = "/v1/intake?datum=gcj02",
                            .content_type = "application/json",
                            .event_attributes = {{"CE-Type", "t"}, {"ce-id", "1"}},
                            .body = "{}"};
constexpr TimePoint sent{1'700'000'000'000};

gate::SignatureFault check(const SignatureHeaders& headers, const SignedRequest& of = request,
                           TimePoint now = sent) {
    return check_signature(headers, of, keys, now, seconds(300));
}

TEST(Signature, IsWhatOtherProgramsWorkOut) {
    // Worked out with Python's hmac module.
    EXPECT_EQ(make_signature(keys.at("gate"), "1700000000", request),
              "v2=9a1699d36a34e3c09fb2d04368a1e45787f628ba61af6ffac6ad52b9a76207b2");
    EXPECT_EQ(make_signature(keys.at("gate"), "1700000000",
                             {.method = "POST",
                              .target = "/v1/intake",
                              .content_type = "application/cloudevents+json",
                              .event_attributes = {},
                              .body = "{}"}),
              "v2=b915ac453055beb436cd38e9dfc6cfc85375c8d020aa79a8a1a07147e7ed3109");
}

TEST(Signature, HoldsInOneFormOnly) {
    const std::string signature = make_signature(keys.at("gate"), "1700000000", request);
    const auto with = [&](std::string_view text) { return check({"gate", "1700000000", text}); };
    EXPECT_EQ(with(signature), gate::SignatureFault::none);
    const std::string mac = signature.substr(3);
    for (const std::string& other : {mac, "V2=" + mac, "v1=" + mac, "v3=" + mac, "v2=v2=" + mac,
                                     " " + signature, std::string("v2="), std::string()}) {
        EXPECT_EQ(with(other), gate::SignatureFault::bad_signature) << other;
    }
    EXPECT_TRUE((SignatureHeaders{"gate", "1700000000", "v1=" + mac}.is_first_form()));
    EXPECT_FALSE((SignatureHeaders{"gate", "1700000000", signature}.is_first_form()));
    EXPECT_EQ(check({"gate", "1700000001", signature}), gate::SignatureFault::bad_signature)
        << "the timestamp is under the mac";
    EXPECT_EQ(check({"gate", "1700000000", signature}, request, sent + Millis{300'001}),
              gate::SignatureFault::outside_window);
}

TEST(Signature, CoversAllThatDecidesWhatARequestMeans) {
    const std::string signature = make_signature(keys.at("gate"), "1700000000", request);
    const auto changed = [&](auto change) {
        SignedRequest other = request;
        change(other);
        return check({"gate", "1700000000", signature}, other);
    };
    using R = SignedRequest;
    EXPECT_EQ(changed([](R&) {}), gate::SignatureFault::none);
    EXPECT_EQ(changed([](R& r) { std::swap(r.event_attributes[0], r.event_attributes[1]); }),
              gate::SignatureFault::none)
        << "a proxy may sort headers";
    EXPECT_EQ(changed([](R& r) { r.event_attributes[0].first = "ce-type"; }),
              gate::SignatureFault::none);
    const auto bad = gate::SignatureFault::bad_signature;
    EXPECT_EQ(changed([](R& r) { r.method = "GET"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.target = "/v1/intake"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.target = "/v1/intake?datum=wgs84"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.target = "/v1/intake?datum=gcj02&x"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.content_type = "application/json; charset=gbk"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.content_type = "application/cloudevents+json"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.event_attributes[0].second = "u"; }), bad);
    EXPECT_EQ(changed([](R& r) { r.event_attributes.pop_back(); }), bad);
    EXPECT_EQ(changed([](R& r) { r.event_attributes.emplace_back("ce-subject", "b"); }), bad);
    EXPECT_EQ(changed([](R& r) { r.body = "{ }"; }), bad);
    // Nothing slides from one part into the next.
    EXPECT_EQ(changed([](R& r) {
                  r.method = "POST\n/v1";
                  r.target = "/intake?datum=gcj02";
              }),
              bad);
}

}  // namespace
}  // namespace muster::http
