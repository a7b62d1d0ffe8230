#include "engine/access/id_token.hpp"

#include <cjose/cjose.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <memory>

namespace muster::access {
namespace {

namespace json = boost::json;

struct Release {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
    void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
    void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Key = std::unique_ptr<cjose_jwk_t, Release>;

Key rsa_key(const std::string& kid) {
    cjose_err error{};
    const std::uint8_t exponent[] = {1, 0, 1};
    Key key(cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, &error));
    cjose_jwk_set_kid(key.get(), kid.data(), kid.size(), &error);
    return key;
}

json::object public_part(const Key& key) {
    cjose_err error{};
    char* const text = cjose_jwk_to_json(key.get(), false, &error);
    json::object object = json::parse(text).as_object();
    std::free(text);
    return object;
}

std::string set_of(std::initializer_list<const Key*> keys) {
    json::array list;
    for (const Key* key : keys)
        list.push_back(public_part(*key));
    return json::serialize(json::object{{"keys", list}});
}

class IdTokenTest : public ::testing::Test {
  protected:
    std::string signed_by(const Key& key, const std::string& algorithm, const json::object& said) {
        cjose_err error{};
        const std::unique_ptr<cjose_header_t, Release> header(cjose_header_new(&error));
        EXPECT_TRUE(cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm.c_str(), &error));
        const std::string kid = cjose_jwk_get_kid(key.get(), &error);
        EXPECT_TRUE(cjose_header_set(header.get(), CJOSE_HDR_KID, kid.c_str(), &error));
        const std::string text = json::serialize(said);
        const std::unique_ptr<cjose_jws_t, Release> jws(cjose_jws_sign(
            key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(text.data()),
            text.size(), &error));
        EXPECT_TRUE(jws) << error.message;
        const char* compact = nullptr;
        EXPECT_TRUE(cjose_jws_export(jws.get(), &compact, &error));
        return compact;
    }
    [[nodiscard]] json::object claims() const {
        const std::int64_t second = now.value / 1000;
        return {{"iss", "https://id.example"},
                {"sub", "7f3a"},
                {"aud", "muster"},
                {"nonce", "n1"},
                {"iat", second - 5},
                {"exp", second + 300},
                {"preferred_username", "li.wei"}};
    }
    [[nodiscard]] IdTokenRules rules() const {
        return {.issuer = "https://id.example",
                .client_id = "muster",
                .nonce = "n1",
                .name_claim = "preferred_username",
                .now = now};
    }
    // Why it is not taken; "" = it is.
    std::string refusal(const std::string& token) {
        const auto said = check_id_token(token, set_of({&key}), rules());
        return said ? "" : said.error();
    }

    const Key key = rsa_key("k1");
    TimePoint now{1'790'000'000'000};
};

TEST_F(IdTokenTest, SaysWhoItIs) {
    for (const char* algorithm : {"RS256", "PS256", "RS512"}) {
        const auto said =
            check_id_token(signed_by(key, algorithm, claims()), set_of({&key}), rules());
        ASSERT_TRUE(said) << said.error();
        EXPECT_EQ(said->subject, "https://id.example 7f3a");
        EXPECT_EQ(said->name, "li.wei");
    }
}

TEST_F(IdTokenTest, ByAnEllipticCurve) {
    cjose_err error{};
    Key curve(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
    cjose_jwk_set_kid(curve.get(), "e1", 2, &error);
    EXPECT_TRUE(
        check_id_token(signed_by(curve, "ES256", claims()), set_of({&key, &curve}), rules()));
}

TEST_F(IdTokenTest, EachClaimMustFit) {
    struct Case {
        const char* claim;
        json::value value;  // null = left out
        const char* why;
    };
    const std::int64_t second = now.value / 1000;
    const Case cases[] = {
        {"iss", "https://evil.example", "issuer"},
        {"iss", nullptr, "issuer"},
        {"sub", nullptr, "subject"},
        {"aud", "another", "another client"},
        {"aud", json::array{"another"}, "another client"},
        {"aud", json::array{"another", "muster"}, "names none"},
        {"azp", "another", "another client"},
        {"exp", second - 121, "run out"},
        {"exp", nullptr, "run out"},
        {"exp", "tomorrow", "run out"},
        {"iat", second + 121, "time to come"},
        {"iat", nullptr, "time to come"},
        {"nonce", "n2", "another sign-in"},
        {"nonce", nullptr, "another sign-in"},
    };
    for (const auto& [claim, value, why] : cases) {
        json::object said = claims();
        if (value.is_null()) {
            said.erase(claim);
        } else {
            said[claim] = value;
        }
        const std::string got = refusal(signed_by(key, "RS256", said));
        EXPECT_NE(got.find(why), std::string::npos) << claim << ": " << got;
    }
}

TEST_F(IdTokenTest, ClocksMayDifferALittle) {
    json::object said = claims();
    said["exp"] = now.value / 1000 - 60;
    said["iat"] = now.value / 1000 + 60;
    EXPECT_EQ(refusal(signed_by(key, "RS256", said)), "");
}

TEST_F(IdTokenTest, SeveralMayBeMeantWhereItNamesUs) {
    json::object said = claims();
    said["aud"] = json::array{"another", "muster"};
    said["azp"] = "muster";
    EXPECT_EQ(refusal(signed_by(key, "RS256", said)), "");
}

TEST_F(IdTokenTest, AnotherKeyIsNone) {
    const Key stranger = rsa_key("k1");  // calls itself the same
    EXPECT_NE(refusal(signed_by(stranger, "RS256", claims())), "");
    const Key other = rsa_key("k2");
    EXPECT_NE(refusal(signed_by(other, "RS256", claims())), "");
}

TEST_F(IdTokenTest, WhatIsNotSignedProvesNothing) {
    const std::string good = signed_by(key, "RS256", claims());
    const std::size_t first = good.find('.');
    const std::size_t second = good.find('.', first + 1);
    // {"alg":"none"} and the same claims.
    EXPECT_NE(refusal("eyJhbGciOiJub25lIn0" + good.substr(first, second - first) + "."), "");
    EXPECT_NE(refusal(good.substr(0, second) + "."), "");
    EXPECT_NE(refusal(""), "");
    EXPECT_NE(refusal("a.b.c"), "");
    std::string flipped = good;
    flipped[second - 3] = flipped[second - 3] == 'A' ? 'B' : 'A';
    EXPECT_NE(refusal(flipped), "");
}

// The public key of RSA as the secret of HMAC: a classic.
TEST_F(IdTokenTest, ASharedSecretProvesNothing) {
    cjose_err error{};
    const std::string secret = "0123456789abcdef0123456789abcdef";
    Key shared(cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(secret.data()),
                                         secret.size(), &error));
    cjose_jwk_set_kid(shared.get(), "k1", 2, &error);
    const std::string token = signed_by(shared, "HS256", claims());
    EXPECT_NE(refusal(token), "");
    EXPECT_FALSE(check_id_token(token, set_of({&shared}), rules()));
}

TEST_F(IdTokenTest, KeysThatCannotBeReadAreNone) {
    const std::string token = signed_by(key, "RS256", claims());
    for (const char* keys : {"", "{}", R"({"keys":{}})", R"({"keys":[1,{},{"kty":"RSA"}]})"})
        EXPECT_FALSE(check_id_token(token, keys, rules())) << keys;
}

TEST(Discovery, TakesWhatTheIssuerSaysOfItself) {
    constexpr std::string_view said =
        R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/auth",)"
        R"("token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/keys"})";
    const auto provider = read_discovery(said, "https://id.example");
    ASSERT_TRUE(provider);
    EXPECT_EQ(provider->token, "https://id.example/token");
    EXPECT_FALSE(read_discovery(said, "https://id.example/"));
    EXPECT_FALSE(read_discovery("{}", "https://id.example"));
    EXPECT_FALSE(read_discovery("", "https://id.example"));
    EXPECT_FALSE(read_discovery(R"({"issuer":"https://id.example"})", "https://id.example"));
}

TEST(Discovery, TheTokenAnswerHasATokenOrAReason) {
    EXPECT_EQ(read_token_answer(R"({"id_token":"a.b.c"})")->text, "a.b.c");
    EXPECT_NE(read_token_answer(R"({"error":"invalid_grant"})").error().find("invalid_grant"),
              std::string::npos);
    EXPECT_FALSE(read_token_answer("{}"));
    EXPECT_FALSE(read_token_answer("<html>"));
}

TEST(CodeFlow, GoesThereWithAChallengeAndNotWithTheVerifier) {
    // RFC 7636, appendix B.
    const CodeFlow flow{"s t", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
    const std::string url = authorization_url({"https://id.example/auth?x=1", "", ""}, "muster",
                                              "https://desk.example/signed_in/", "openid", flow);
    EXPECT_EQ(url,
              "https://id.example/auth?x=1&response_type=code&code_challenge_method=S256"
              "&client_id=muster&redirect_uri=https%3A%2F%2Fdesk.example%2Fsigned_in%2F"
              "&scope=openid&state=s%20t&nonce=n"
              "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    EXPECT_NE(draw_code_flow().state, draw_code_flow().state);
}

}  // namespace
}  // namespace muster::access
