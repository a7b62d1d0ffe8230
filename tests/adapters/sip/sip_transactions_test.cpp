#include "adapters/sip/sip_transactions.hpp"

#include <gtest/gtest.h>

#include "adapters/sip/digest.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace muster::sip {
namespace {

using Arrival = ServerTransactions::Arrival;
using testing::text_of;

constexpr TimePoint start{1'000'000};

Message message_of(const testing::Sent& sent) {
    auto read = read_datagram(text_of(sent));
    EXPECT_TRUE(read);
    return std::move(read->message);
}

TEST(SipServerTransactions, AbsorbsAndAnswersAgainUntilTimerJ) {
    ServerTransactions server(10);
    EXPECT_EQ(server.receive("k", false, start).what, Arrival::fresh);
    EXPECT_EQ(server.receive("k", false, start + Millis{500}).what, Arrival::repeated);
    EXPECT_TRUE(server.finish("k", "final", start + Millis{600}));
    EXPECT_FALSE(server.finish("k", "other", start + Millis{601}));
    const auto again = server.receive("k", false, start + seconds(2));
    EXPECT_EQ(again.what, Arrival::answered);
    EXPECT_EQ(again.answer, "final");
    EXPECT_TRUE(server.due(start + Millis{600} + timer_j - Millis{1}).empty());
    EXPECT_EQ(server.size(), 1u);
    EXPECT_TRUE(server.due(start + Millis{600} + timer_j).empty());
    EXPECT_EQ(server.size(), 0u);
    EXPECT_EQ(server.next_timer(), never);
}

TEST(SipServerTransactions, Says100LateAndOnce) {
    ServerTransactions server(10);
    ASSERT_EQ(server.receive("slow", false, start).what, Arrival::fresh);
    ASSERT_EQ(server.receive("stream", true, start).what, Arrival::fresh);
    EXPECT_EQ(server.next_timer(), start + late_100);
    EXPECT_TRUE(server.due(start + late_100 - Millis{1}).empty());
    EXPECT_EQ(server.due(start + late_100), std::vector<std::string>{"slow"});
    EXPECT_TRUE(server.due(start + seconds(20)).empty());
}

TEST(SipServerTransactions, HoldsNoMoreThanItMay) {
    ServerTransactions server(2);
    EXPECT_EQ(server.receive("a", true, start).what, Arrival::fresh);
    EXPECT_EQ(server.receive("b", true, start).what, Arrival::fresh);
    EXPECT_EQ(server.receive("c", true, start).what, Arrival::full);
    EXPECT_TRUE(server.finish("a", "done", start)) << "over a stream it is forgotten at once";
    EXPECT_EQ(server.receive("c", true, start).what, Arrival::fresh);
}

TEST(SipTransactionKey, BranchOrWhatRfc2543Compared) {
    const Message one = message_of({});
    EXPECT_EQ(transaction_key(one, "p"), transaction_key(message_of({.call = "other"}), "p"));
    EXPECT_NE(transaction_key(one, "p"), transaction_key(message_of({.branch = "z9hG4bKb"}), "p"));
    EXPECT_NE(transaction_key(one, "p"), transaction_key(message_of({.method = "OPTIONS"}), "p"));
    EXPECT_NE(transaction_key(one, "p"), transaction_key(one, "q"));
    const Message old = message_of({.branch = "1"});
    EXPECT_EQ(transaction_key(old, "p"), transaction_key(message_of({.branch = "1"}), "p"));
    EXPECT_NE(transaction_key(old, "p"),
              transaction_key(message_of({.branch = "1", .cseq = "2"}), "p"));
    EXPECT_NE(transaction_key(old, "p"),
              transaction_key(message_of({.branch = "1", .call = "other"}), "p"));
}

TEST(SipClientTransactions, RepeatsByTimerEAndEndsByTimerF) {
    ClientTransactions client(10);
    ASSERT_TRUE(client.start("b", "bytes", false, start));
    EXPECT_FALSE(client.start("b", "bytes", false, start));
    std::vector<std::int64_t> sent;
    bool timed_out = false;
    while (client.next_timer() != never) {
        const TimePoint now = client.next_timer();
        for (const auto& due : client.due(now)) {
            if (due.timed_out) timed_out = true;
            if (!due.timed_out) sent.push_back((now - start).value);
        }
    }
    EXPECT_EQ(sent, (std::vector<std::int64_t>{500, 1'500, 3'500, 7'500, 11'500, 15'500, 19'500,
                                               23'500, 27'500, 31'500}));
    EXPECT_TRUE(timed_out);
    EXPECT_EQ(client.size(), 0u);
}

TEST(SipClientTransactions, AnAnswerEndsIt) {
    ClientTransactions client(1);
    ASSERT_TRUE(client.start("b", "bytes", false, start));
    EXPECT_FALSE(client.start("c", "bytes", false, start)) << "no room";
    EXPECT_FALSE(client.receive("b", 100, start + Millis{100}));
    EXPECT_EQ(client.next_timer(), start + Millis{100} + timer_t2);
    EXPECT_FALSE(client.receive("x", 200, start));
    EXPECT_TRUE(client.receive("b", 200, start + seconds(1)));
    EXPECT_FALSE(client.receive("b", 200, start + seconds(1)));
    EXPECT_EQ(client.next_timer(), never);
    ASSERT_TRUE(client.start("tcp", "bytes", true, start));
    EXPECT_EQ(client.next_timer(), start + timer_f) << "over a stream nothing is sent twice";
}

// The example of RFC 7616 3.9.1, with the responses that it states.
TEST(SipDigest, AgreesWithTheStandard) {
    Credentials c{.user = "Mufasa",
                  .realm = "http-auth@example.org",
                  .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                  .uri = "/dir/index.html",
                  .response = {},
                  .algorithm = {},
                  .cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                  .qop = "auth",
                  .count = "00000001"};
    EXPECT_EQ(digest_response(c, "GET", "Circle of Life", false),
              "8ca523f5e9506fed4657c9700eebdbec");
    EXPECT_EQ(digest_response(c, "GET", "Circle of Life", true),
              "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST(SipDigest, TakesFreshNoncesOfItsOwn) {
    const DigestGuard guard("a secret of this run", seconds(60));
    Message request = message_of({.method = "REGISTER"});
    const auto ask = [&](std::string_view password, std::string nonce, bool sha256, bool qop,
                         TimePoint now, DigestOffer offer = DigestOffer::both) {
        Credentials c{.user = "u",
                      .realm = "city",
                      .nonce = std::move(nonce),
                      .uri = "sip:x",
                      .response = {},
                      .algorithm = sha256 ? "SHA-256" : "MD5",
                      .cnonce = qop ? "c" : "",
                      .qop = qop ? "auth" : "",
                      .count = qop ? "00000001" : ""};
        c.response = digest_response(c, "REGISTER", password, sha256);
        request.credentials = {c};
        return guard.check(request, "city", "u", "secret", offer, now);
    };
    const std::string nonce = guard.make_nonce("salt", start);
    EXPECT_EQ(guard.check(request, "city", "u", "secret", DigestOffer::both, start),
              DigestResult::missing);
    EXPECT_EQ(ask("secret", nonce, false, true, start), DigestResult::good);
    EXPECT_EQ(ask("secret", nonce, true, true, start), DigestResult::good);
    EXPECT_EQ(ask("secret", nonce, false, false, start), DigestResult::good) << "RFC 2069";
    EXPECT_EQ(ask("guessed", nonce, false, true, start), DigestResult::wrong);
    EXPECT_EQ(ask("secret", nonce, false, true, start, DigestOffer::sha256), DigestResult::wrong);
    EXPECT_EQ(ask("secret", nonce, false, true, start + seconds(61)), DigestResult::stale);
    EXPECT_EQ(ask("guessed", nonce, false, true, start + seconds(61)), DigestResult::wrong);
    EXPECT_EQ(ask("secret", "made-up", false, true, start), DigestResult::stale);
    request.credentials[0].user = "other";
    EXPECT_EQ(guard.check(request, "city", "u", "secret", DigestOffer::both, start),
              DigestResult::wrong);
    EXPECT_NE(DigestGuard::challenge("city", nonce, DigestOffer::md5, true).find("stale=true"),
              std::string::npos);
}

}  // namespace
}  // namespace muster::sip
