// What an import says of the service's answers, in both languages.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "engine/app/tables/batch_sender.hpp"
#include "engine/app/tables/refusal_words.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/app/tables/survey_table.hpp"

namespace muster::app {
namespace {

using boost::asio::ip::tcp;
namespace http = boost::beast::http;

// Answers one request with this, whatever it asks.
class OneAnswer {
  public:
    OneAnswer(http::status status, std::string body)
        : acceptor_(io_, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
          thread_([this, status, text = std::move(body)]() mutable {
              tcp::socket socket = acceptor_.accept();
              boost::beast::flat_buffer buffer;
              http::request<http::string_body> request;
              http::read(socket, buffer, request);
              http::response<http::string_body> response(status, 11, std::move(text));
              response.keep_alive(false);
              response.prepare_payload();
              http::write(socket, response);
          }) {}
    ~OneAnswer() { thread_.join(); }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;

    [[nodiscard]] std::unique_ptr<ServiceClient> client() const {
        const auto port = std::to_string(acceptor_.local_endpoint().port());
        return std::move(*ServiceClient::open("http://127.0.0.1:" + port, "t"));
    }

  private:
    boost::asio::io_context io_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

SendReport sent(std::string line) {
    const OneAnswer service(http::status::ok, std::move(line) + "\n");
    return service.client()->send({{2, "RegisterMember", "{}"}}, [](std::size_t) {});
}

TEST(ImportWords, OfARefusal) {
    const Said known = reason_of(
        {409, R"({"reason":"unknown_member","field":"/profile/phone","detail":"none such"})", {}});
    EXPECT_EQ(known.en, "the service answered 409: /profile/phone: none such");
    EXPECT_EQ(known.zh, "服务返回 409：电话：没有这位服务对象。");
    const Said unknown = reason_of({500, "no JSON", {}});
    EXPECT_EQ(unknown.en, "the service answered 500");
    EXPECT_EQ(unknown.zh, "服务返回 500");
    const Said none = reason_of({0, "connection refused", {}});
    EXPECT_EQ(none.en, "connection refused");
    EXPECT_EQ(none.zh, "服务没有应答");
}

TEST(ImportWords, OfTheVocabulary) {
    EXPECT_EQ(field_in_chinese("/profile/contacts/0/phone"), "电话");
    EXPECT_EQ(field_in_chinese("/flags/3"), field_in_chinese("/flags"));
    EXPECT_FALSE(field_in_chinese("/flags").empty());
    EXPECT_TRUE(field_in_chinese("/nonsense").empty());
    EXPECT_TRUE(field_in_chinese("").empty());
    EXPECT_TRUE(reason_in_chinese("nonsense").empty());
    EXPECT_TRUE(value_in_chinese("AnswerFault", "nonsense").empty());
}

TEST(ImportWords, OfWhatWasSent) {
    const SendReport twice = sent(R"({"status":201,"events":[{"type":"MergeProposed","merge":)"
                                  R"({"kept":4,"other":19,"matched":["name","phone"]}}]})");
    ASSERT_EQ(twice.duplicates.size(), 1u);
    EXPECT_EQ(twice.duplicates[0].what.en,
              R"(may be one person: members 4 and 19, the same ["name","phone"])");
    EXPECT_EQ(twice.duplicates[0].what.zh, "可能是同一人：服务对象 4 与 19，姓名相同，电话相同");

    const SendReport flagged = sent(
        R"({"status":201,"events":[{"type":"AnswerReceived","answer":{"id":19,"status":"flagged",)"
        R"("findings":[{"fault":"missing","question":"Q1"},{"fault":"unknown_respondent"}]}}]})");
    ASSERT_EQ(flagged.flagged.size(), 1u);
    EXPECT_EQ(flagged.flagged[0].what.en,
              "answer 19 waits for a review: missing (Q1), unknown_respondent");
    EXPECT_EQ(flagged.flagged[0].what.zh, "答卷 19 待复核：漏答（Q1），填写人未登记");

    const SendReport refused = sent(R"({"status":409,"reason":"unknown_member","detail":"none"})");
    ASSERT_EQ(refused.faults.size(), 1u);
    EXPECT_EQ(refused.faults[0].line, 2u);
    EXPECT_EQ(refused.faults[0].what.en, "the service answered 409: none");
    EXPECT_EQ(refused.faults[0].what.zh, "服务返回 409：没有这位服务对象。");
}

TEST(ImportWords, OfWhatCannotBeRead) {
    {
        const OneAnswer service(http::status::forbidden, R"({"detail":"not yours"})");
        const auto rules = service.client()->rules();
        ASSERT_FALSE(rules);
        EXPECT_EQ(rules.error().en, "the service answered 403: not yours");
        EXPECT_EQ(rules.error().zh, "服务返回 403");
    }
    const OneAnswer service(http::status::ok, "{}");
    const auto rules = service.client()->rules();
    ASSERT_FALSE(rules);
    EXPECT_EQ(rules.error().zh, "无法读取服务的规则");
}

TEST(ImportWords, OfTheSurveyThatRowsAnswer) {
    const OneAnswer service(http::status::not_found, "{}");
    const auto client = service.client();
    TableRule rule;
    rule.what = "members";
    std::optional<AnsweredSurvey> answered;
    const auto none = answer_survey(rule, 17, *client, answered);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->en, "--survey: members answer none");
    EXPECT_EQ(none->zh, "这类表格不属于任何调查");
    rule.of_survey = true;
    const auto unsaid = answer_survey(rule, 0, *client, answered);
    ASSERT_TRUE(unsaid);
    EXPECT_EQ(unsaid->zh, "请指明表格所属的调查");
    const auto unknown = answer_survey(rule, 17, *client, answered);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->en, "survey 17: the service answered 404");
    EXPECT_EQ(unknown->zh, "调查 17：服务返回 404");
}

}  // namespace
}  // namespace muster::app
