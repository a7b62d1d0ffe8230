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

SignatureFault check(SignatureHeaders headers, const SignedRequest& of, TimePoint now = sent) {
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

TEST(Signature, HoldsWithinItsWindow) {
    const std::string signature = make_signature(keys.at("gate"), "1700000000", request);
    const SignatureHeaders right{"gate", "1700000000", signature};
    EXPECT_EQ(check(right, request), SignatureFault::none);
    EXPECT_EQ(check(right, request, sent + seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, request, sent - seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, request, sent + Millis{300'001}), SignatureFault::outside_window);
    EXPECT_EQ(check(right, request, sent - Millis{300'001}), SignatureFault::outside_window);
    EXPECT_EQ(check({"other", "1700000000", signature}, request), SignatureFault::bad_signature);
    EXPECT_EQ(check({"gate", "1700000001", signature}, request), SignatureFault::bad_signature)
        << "the timestamp is under the mac";
    for (const char* stamp : {"", "x", "-1", "1.5", "1700000000000000", " 1700000000"}) {
        EXPECT_EQ(check({"gate", stamp, signature}, request), SignatureFault::bad_timestamp);
    }
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string changed = signature;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_NE(check({"gate", "1700000000", changed}, request), SignatureFault::none);
        EXPECT_NE(check({"gate", "1700000000", signature.substr(0, i)}, request),
                  SignatureFault::none);
    }
    EXPECT_EQ(check({"gate", "1700000000", "v1=" + signature.substr(3)}, request),
              SignatureFault::old_version);
}

TEST(Signature, CoversAllThatDecidesWhatARequestMeans) {
    const std::string signature = make_signature(keys.at("gate"), "1700000000", request);
    const auto changed = [&](auto change) {
        SignedRequest other = request;
        change(other);
        return check({"gate", "1700000000", signature}, other);
    };
    using R = SignedRequest;
    EXPECT_EQ(changed([](R&) {}), SignatureFault::none);
    EXPECT_EQ(changed([](R& r) { std::swap(r.event_attributes[0], r.event_attributes[1]); }),
              SignatureFault::none)
        << "a proxy may sort headers";
    EXPECT_EQ(changed([](R& r) { r.event_attributes[0].first = "ce-type"; }), SignatureFault::none);
    const auto bad = SignatureFault::bad_signature;
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
