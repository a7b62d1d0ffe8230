// What is said to a short message centre, and what its answers do to a message.
#include "adapters/outbox/smpp_session.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muster::outbox {
namespace {

constexpr std::uint32_t answer_bit = smpp::answer_bit;

class SmppSessionTest : public testing::Test {
  protected:
    SmppSessionTest() {
        options.system_id = "muster";
        options.password.value = "secret";
        options.source = "1069";
        options.to = {"+8613800000001"};
        options.window = 2;
    }
    void begin() {
        session.emplace(options, seconds(10), counts);
        session->bind(now);
    }
    void log_in() {
        begin();
        ASSERT_EQ(said().size(), 1u);
        answer(pdus[0]);
        ASSERT_TRUE(session->is_bound());
    }
    SmsJob make_job(std::string_view text, std::size_t receivers = 1) {
        return SmsJob(make_sms(text, SmsAlphabet::shortest, 9, 16), receivers);
    }
    // What was said since the last time.
    const std::vector<Pdu>& said() {
        pdus.clear();
        const std::string output = session->take_output();
        std::string_view rest = output;
        while (!rest.empty()) {
            if (auto pdu = reader.next(rest)) pdus.push_back(std::move(*pdu));
        }
        return pdus;
    }
    void give(std::uint32_t command, std::uint32_t status, std::uint32_t sequence,
              std::string_view body = {}) {
        session->receive(write_pdu(command, status, sequence, body), now);
    }
    void answer(const Pdu& pdu, std::uint32_t status = smpp::ok) {
        give(pdu.command | answer_bit, status, pdu.sequence,
             status == smpp::ok ? write_message_id("1") : "");
    }
    Verdict verdict() {
        auto found = session->take_verdict();
        EXPECT_TRUE(found) << "no verdict";
        return found ? *found : Verdict{};
    }

    SmppOptions options;
    SmppCounts counts;
    std::optional<SmppSession> session;
    PduReader reader;
    std::vector<Pdu> pdus;
    TimePoint now{5'000};
};

TEST_F(SmppSessionTest, ItLogsInAsItWasTold) {
    begin();
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::bind_transceiver);
    const auto bind = read_bind(pdus[0].body);
    ASSERT_TRUE(bind);
    EXPECT_EQ(bind->system_id, "muster");
    EXPECT_EQ(bind->password, "secret");
    EXPECT_EQ(bind->version, 0x34);
    EXPECT_FALSE(session->is_bound());
    answer(pdus[0]);
    EXPECT_TRUE(session->is_bound());
    options.bind = SmppBind::transmitter;
    begin();
    EXPECT_EQ(said().at(0).command, smpp::bind_transmitter);
    answer(pdus[0], 0x0E);
    EXPECT_TRUE(session->is_over());
    EXPECT_EQ(session->why_over(), "the centre refused the log-in: ESME_RINVPASWD (0x0E)");
}

TEST_F(SmppSessionTest, AllPartsTakenIsDelivered) {
    log_in();
    SmsJob job = make_job(std::string(153 * 3, 'a'));
    session->submit(job, now);
    ASSERT_EQ(said().size(), 2u) << "the window";
    const auto message = read_message(pdus[0].body);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->source, (SmppAddress{0, 0, "1069"}));
    EXPECT_EQ(message->destination, (SmppAddress{1, 1, "8613800000001"}));
    EXPECT_EQ(message->esm_class, esm_has_header);
    EXPECT_EQ(message->registered_delivery, 1);
    EXPECT_EQ(message->data_coding, gsm_coding);
    EXPECT_EQ(message->text.substr(0, 6), std::string("\x05\0\x03\x09\x03\x01", 6));
    const Pdu second = pdus[1];
    answer(pdus[0]);
    ASSERT_EQ(said().size(), 1u) << "the next as soon as there is room";
    answer(pdus[0]);
    EXPECT_FALSE(session->take_verdict()) << "one is not answered yet";
    answer(second);
    EXPECT_EQ(verdict().what, Verdict::What::delivered);
    EXPECT_EQ(counts.submitted, 3u);
    EXPECT_FALSE(session->take_verdict()) << "once";
}

TEST_F(SmppSessionTest, WhatWasTakenIsNotSaidAgainAfterAThrottling) {
    log_in();
    SmsJob job = make_job(std::string(153 * 3, 'a'));
    session->submit(job, now);
    const std::vector<Pdu> first = said();
    answer(first[0]);
    const std::vector<Pdu> third = said();
    answer(first[1], smpp::throttled);
    EXPECT_FALSE(session->take_verdict());
    answer(third[0]);
    const Verdict later = verdict();
    EXPECT_EQ(later.what, Verdict::What::again);
    EXPECT_EQ(later.reason, "ESME_RTHROTTLED (0x58)");
    EXPECT_EQ(counts.throttled, 1u);
    EXPECT_TRUE(session->is_bound()) << "the line is all right";
    session->submit(job, now);
    ASSERT_EQ(said().size(), 1u) << "only the second part";
    EXPECT_EQ(read_message(pdus[0].body)->text.substr(5, 1), "\x02");
    answer(pdus[0]);
    EXPECT_EQ(verdict().what, Verdict::What::delivered);
}

TEST_F(SmppSessionTest, OneWrongNumberTakesNothingFromTheOthers) {
    options.to = {"+8613800000001", "+8613800000002", "+8613800000003"};
    options.window = 1;
    log_in();
    SmsJob job = make_job(std::string(200, 'a'), 3);
    session->submit(job, now);
    std::vector<std::string> to;
    for (int step = 0; step < 10 && said().size() == 1; ++step) {
        to.push_back(read_message(pdus[0].body)->destination.digits);
        answer(pdus[0], to.back().back() == '2' ? 0x0Bu : smpp::ok);
    }
    EXPECT_EQ(to, (std::vector<std::string>{"8613800000001", "8613800000001", "8613800000002",
                                            "8613800000003", "8613800000003"}));
    const Verdict refused = verdict();
    EXPECT_EQ(refused.what, Verdict::What::refused);
    EXPECT_EQ(refused.reason, "ESME_RINVDSTADR (0x0B) for the number that ends in 0002");
}

TEST_F(SmppSessionTest, WithoutAnAnswerTheLineIsGivenUp) {
    log_in();
    SmsJob job = make_job("help");
    session->submit(job, now);
    EXPECT_EQ(session->deadline(), now + seconds(10));
    session->pass(now + seconds(9));
    EXPECT_FALSE(session->is_over());
    session->pass(now + seconds(10));
    EXPECT_TRUE(session->is_over());
    const Verdict later = verdict();
    EXPECT_EQ(later.what, Verdict::What::again);
    EXPECT_EQ(later.reason, "no answer to submit_sm within 10000 ms");
    // On the next line it is the same short message.
    const std::string before = said().at(0).body;
    log_in();
    session->submit(job, now);
    EXPECT_EQ(said().at(0).body, before);
    session->lost("the connection broke");
    EXPECT_EQ(verdict().reason, "the connection broke");
}

TEST_F(SmppSessionTest, ASilentLineIsTried) {
    log_in();
    EXPECT_EQ(session->deadline(), now + seconds(30));
    now = now + seconds(30);
    session->pass(now);
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::enquire_link);
    const Pdu enquiry = pdus[0];
    // Meanwhile there is something to say.
    options.window = 1;
    SmsJob job = make_job("help");
    session->submit(job, now);
    ASSERT_EQ(said().size(), 1u);
    answer(pdus[0]);
    EXPECT_EQ(verdict().what, Verdict::What::delivered);
    give(enquiry.command | answer_bit, smpp::ok, enquiry.sequence);
    EXPECT_TRUE(session->is_bound());
    now = now + seconds(30);
    session->pass(now);
    EXPECT_EQ(said().size(), 1u);
    session->pass(now + seconds(10));
    EXPECT_TRUE(session->is_over());
    EXPECT_EQ(session->why_over(), "no answer to enquire_link within 10000 ms");
}

TEST_F(SmppSessionTest, TheCentreIsAnswered) {
    log_in();
    give(smpp::enquire_link, 0, 77);
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::enquire_link | answer_bit);
    EXPECT_EQ(pdus[0].sequence, 77u);
    give(0x0000'0103, 0, 78, "data_sm");
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::generic_nack);
    EXPECT_EQ(pdus[0].status, smpp::invalid_command);
    EXPECT_EQ(pdus[0].sequence, 78u);
    give(0x8000'0103, 0, 79);
    EXPECT_TRUE(said().empty()) << "an answer is never answered";
    EXPECT_EQ(counts.unexpected_answers, 1u);
    give(smpp::unbind, 0, 80);
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::unbind | answer_bit);
    EXPECT_TRUE(session->is_over());
}

TEST_F(SmppSessionTest, ReceiptsAreAcknowledgedAndCounted) {
    log_in();
    const auto receipt = [&](const std::string& state) {
        ShortMessage message;
        message.esm_class = 0x04;
        message.text = "id:42 stat:" + state + " err:000";
        give(smpp::deliver_sm, 0, 5, write_message(message));
        ASSERT_EQ(said().size(), 1u);
        EXPECT_EQ(pdus[0].command, smpp::deliver_sm | answer_bit);
        EXPECT_EQ(pdus[0].status, smpp::ok);
    };
    receipt("DELIVRD");
    EXPECT_EQ(session->take_warning(), "");
    receipt("UNDELIV");
    EXPECT_EQ(session->take_warning(), "short message 42 did not arrive at its telephone: UNDELIV");
    receipt("EXPIRED");
    EXPECT_EQ(session->take_warning(), "") << "of a row of them once";
    receipt("ENROUTE");
    EXPECT_EQ(counts.arrived, 1u);
    EXPECT_EQ(counts.lost, 2u);
    EXPECT_EQ(counts.other_receipts, 1u);
    give(smpp::deliver_sm, 0, 6, write_message({}));
    EXPECT_EQ(counts.incoming, 1u);
    static_cast<void>(said());
    give(smpp::deliver_sm, 0, 7, "no message");
    EXPECT_EQ(said().at(0).status, smpp::invalid_command_length);
    EXPECT_EQ(counts.not_understood, 1u);
}

TEST_F(SmppSessionTest, NonsenseEndsTheSession) {
    log_in();
    SmsJob job = make_job("help");
    session->submit(job, now);
    static_cast<void>(said());
    session->receive("HTTP/1.1 400 Bad Request", now);
    EXPECT_TRUE(session->is_over());
    EXPECT_EQ(said().at(0).command, smpp::generic_nack);
    EXPECT_EQ(verdict().what, Verdict::What::again);
}

TEST_F(SmppSessionTest, ItSaysGoodbye) {
    log_in();
    session->unbind(now);
    ASSERT_EQ(said().size(), 1u);
    EXPECT_EQ(pdus[0].command, smpp::unbind);
    EXPECT_FALSE(session->is_over());
    answer(pdus[0]);
    EXPECT_TRUE(session->is_over());
}

TEST_F(SmppSessionTest, ANackOfASubmitIsNoAcknowledgement) {
    log_in();
    SmsJob job = make_job("help");
    session->submit(job, now);
    give(smpp::generic_nack, smpp::ok, said().at(0).sequence);
    EXPECT_EQ(verdict().what, Verdict::What::again);
    session->submit(job, now);
    give(smpp::generic_nack, smpp::invalid_command, said().at(0).sequence);
    EXPECT_EQ(verdict().what, Verdict::What::refused);
}

}  // namespace
}  // namespace muster::outbox
