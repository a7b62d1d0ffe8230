// Short messages over real connections to a centre on the loopback: lost ones, slow ones, TLS.
#include "adapters/outbox/smpp_sender.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "adapters/outbox/tls.hpp"
#include "tests/adapters/outbox/centre.hpp"
#include "tests/adapters/outbox/temp_folder.hpp"

namespace muster::outbox {
namespace {

using Then = Centre::Then;

class SmppSenderTest : public testing::Test {
  protected:
    void begin(const Centre& centre) {
        options.host = "127.0.0.1";
        options.port = centre.port();
        options.system_id = "muster";
        options.to = {"+8613800000001"};
        sender.emplace(
            SmppSender::Parts{.io = io,
                              .tls = tls,
                              .options = options,
                              .request = request,
                              .warn = [this](const std::string& what) { warnings.push_back(what); },
                              .counted = [] {}});
    }
    template <class Condition>
    bool until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_for(std::chrono::milliseconds(5));
        }
        return condition();
    }
    Verdict send(const std::string& text, std::int64_t number = 1) {
        PendingMessage message;
        message.number = number;
        message.message.id = "b-" + std::to_string(number) + "-0";
        message.message.text = text;
        std::optional<Verdict> got;
        sender->send(message, [&](const Verdict& verdict) { got = verdict; });
        EXPECT_TRUE(until([&] { return got.has_value(); })) << "no verdict";
        return got.value_or(Verdict{});
    }

    SmppOptions options;
    Millis request = seconds(10);
    boost::asio::ssl::context tls{boost::asio::ssl::context::tls_client};
    std::vector<std::string> warnings;
    boost::asio::io_context io;
    std::optional<SmppSender> sender;
};

TEST_F(SmppSenderTest, OneConnectionCarriesThemAll) {
    Centre centre;
    begin(centre);
    EXPECT_EQ(send("help").what, Verdict::What::delivered);
    EXPECT_EQ(send(std::string(200, 'a'), 2).what, Verdict::What::delivered);
    const auto messages = centre.messages();
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_EQ(messages[0].text, "help");
    EXPECT_EQ(messages[1].text.substr(0, 6), std::string("\x05\0\x03\x02\x02\x01", 6))
        << "the reference is that of the message";
    EXPECT_EQ(centre.count(smpp::bind_transceiver), 1u);
    bool ended = false;
    sender->end([&] { ended = true; });
    EXPECT_TRUE(until([&] { return ended; }));
    EXPECT_EQ(centre.count(smpp::unbind), 1u);
}

TEST_F(SmppSenderTest, AThrottledOneIsTakenLater) {
    Centre centre;
    begin(centre);
    centre.answer_with({{.status = smpp::ok}, {.status = smpp::throttled}});
    const Verdict first = send(std::string(200, 'a'));
    EXPECT_EQ(first.what, Verdict::What::again);
    EXPECT_EQ(first.reason, "ESME_RTHROTTLED (0x58)");
    EXPECT_EQ(send(std::string(200, 'a')).what, Verdict::What::delivered);
    const auto messages = centre.messages();
    ASSERT_EQ(messages.size(), 3u) << "the first part once, the second twice";
    EXPECT_EQ(messages[1], messages[2]);
    EXPECT_EQ(sender->counts().throttled, 1u);
}

TEST_F(SmppSenderTest, ACentreThatHangsUpGetsTheSameAgain) {
    Centre centre;
    begin(centre);
    centre.answer_with({{.then = Then::hangs_up}});
    const Verdict first = send(std::string(200, 'a'), 7);
    EXPECT_EQ(first.what, Verdict::What::again);
    EXPECT_NE(first.reason.find("the connection ended"), std::string::npos) << first.reason;
    EXPECT_EQ(send(std::string(200, 'a'), 7).what, Verdict::What::delivered);
    const auto messages = centre.messages();
    ASSERT_GE(messages.size(), 3u);
    EXPECT_EQ(messages[0], messages[messages.size() - 2]) << "reference and all";
    EXPECT_EQ(centre.count(smpp::bind_transceiver), 2u);
}

TEST_F(SmppSenderTest, NoAnswerNobodyThereAndNoLogIn) {
    Centre centre;
    request = Millis{200};
    begin(centre);
    centre.answer_with({{.then = Then::says_nothing}});
    EXPECT_EQ(send("help").reason, "no answer to submit_sm within 200 ms");
    centre.log_in_with(0x0E);
    EXPECT_EQ(send("help").reason, "the centre refused the log-in: ESME_RINVPASWD (0x0E)");
    centre.log_in_with(smpp::ok);
    EXPECT_EQ(send("help").what, Verdict::What::delivered);
    sender.reset();
    begin(centre);
    options.port = 1;
    const Verdict nobody = send("help");
    EXPECT_EQ(nobody.what, Verdict::What::again);
    EXPECT_NE(nobody.reason.find("connecting to 127.0.0.1"), std::string::npos) << nobody.reason;
}

TEST_F(SmppSenderTest, ReceiptsComeOnTheSameConnection) {
    Centre centre;
    begin(centre);
    centre.answer_with({{.receipt = "DELIVRD"}, {.receipt = "UNDELIV"}});
    EXPECT_EQ(send("one", 1).what, Verdict::What::delivered);
    EXPECT_EQ(send("two", 2).what, Verdict::What::delivered);
    EXPECT_TRUE(until([&] { return sender->counts().lost == 1; }));
    EXPECT_EQ(sender->counts().arrived, 1u);
    EXPECT_EQ(warnings,
              std::vector<std::string>{"short message 2 did not arrive at its telephone: UNDELIV"});
    EXPECT_TRUE(until([&] { return centre.count(smpp::deliver_sm | smpp::answer_bit) == 2; }));
}

TEST_F(SmppSenderTest, OverTlsTheCertificateMustBeTrustedAndOfTheHost) {
    const TempFolder folder;
    const OwnCertificate right = make_certificate("IP:127.0.0.1");
    const OwnCertificate other = make_certificate("DNS:somebody-else.example");
    const std::string ca_file = folder.path() / "ca.pem";
    std::ofstream(ca_file) << right.certificate << other.certificate;
    EXPECT_TRUE(trust(tls, ca_file + ".gone"));
    ASSERT_EQ(trust(tls, ca_file), std::nullopt);
    options.tls = true;
    {
        Centre centre(right);
        begin(centre);
        EXPECT_EQ(send("help").what, Verdict::What::delivered);
        EXPECT_EQ(centre.messages().at(0).text, "help");
        sender.reset();
    }
    Centre misnamed(other);
    begin(misnamed);
    const Verdict refused = send("help");
    EXPECT_EQ(refused.what, Verdict::What::again);
    EXPECT_NE(refused.reason.find("TLS"), std::string::npos) << refused.reason;
    EXPECT_TRUE(misnamed.got().empty()) << "not even the password was told";
    sender.reset();
}

}  // namespace
}  // namespace muster::outbox
