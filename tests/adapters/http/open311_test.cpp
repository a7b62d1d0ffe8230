// Open311 GeoReport v2: its words for services, requests and what is refused; nothing of people.
#include "adapters/http/open311.hpp"

#include <boost/json.hpp>

#include "http_world.hpp"

namespace muster::http {
namespace {

namespace json = boost::json;

const Headers open311_form{{"Content-Type", "application/x-www-form-urlencoded"}};
const std::string open311_base = "/open311/v2";

json::array array_in(const std::optional<Answer>& answer) {
    if (!answer) return {};
    EXPECT_EQ(answer->header("Content-Type"), "application/json");
    return json::parse(answer->body()).as_array();
}

// The one error of an answer, which says its status once more.
void expect_error(const std::optional<Answer>& answer, unsigned status) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status) << answer->body();
    const json::array errors = array_in(answer);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].at("code"), status);
    EXPECT_FALSE(errors[0].at("description").as_string().empty());
}

TEST(Open311, TellsTheServices) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request("GET", open311_base + "/services.json?jurisdiction_id=x");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    const json::array services = array_in(answer);
    ASSERT_EQ(services.size(), 1u);
    const json::object& service = services[0].as_object();
    EXPECT_EQ(service.at("service_code"), "emergency");
    EXPECT_EQ(service.at("service_name"), "Emergency help");
    EXPECT_EQ(service.at("description"), "紧急求助");
    EXPECT_EQ(service.at("metadata"), false);
    EXPECT_EQ(service.at("type"), "realtime");
    EXPECT_TRUE(service.contains("keywords"));
    EXPECT_TRUE(service.contains("group"));

    const auto one = client.request("GET", open311_base + "/services/emergency.json");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->json().at("service_code"), "emergency");
    EXPECT_TRUE(one->json().at("attributes").as_array().empty());
    for (const char* unknown : {"/services/other.json", "/services/emergency.xml"})
        expect_error(client.request("GET", open311_base + unknown), 404);
    const auto nothing = client.request("GET", open311_base + "/nothing.json");
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->status, 404u);
    expect_error(client.request("POST", open311_base + "/services.json"), 405);
}

TEST(Open311, ARequestBecomesACommand) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request(
        "POST", open311_base + "/requests.json", open311_form,
        "api_key=adapter&jurisdiction_id=yz&service_code=emergency&lat=32.3942&long=119.4129"
        "&address_string=%E6%96%87%E6%98%8C%E8%B7%AF&description=fell+down&phone=85550101"
        "&first_name=Li&email=li%40example.org");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    const json::array created = array_in(answer);
    ASSERT_EQ(created.size(), 1u);
    EXPECT_EQ(created[0].at("service_request_id"), "101");
    EXPECT_TRUE(created[0].as_object().contains("service_notice"));
    EXPECT_TRUE(created[0].as_object().contains("account_id"));
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(world.commands.submissions[0].source, "http:adapter");
    const auto& request = world.commands.submissions[0].command.get<CreateRequest>();
    EXPECT_EQ(request.service, Code("emergency"));
    EXPECT_EQ(request.channel, Channel::web);
    ASSERT_TRUE(request.place);
    EXPECT_EQ(request.place->value, (Point{323'942'000, 1'194'129'000}));
    EXPECT_EQ(request.address.value, "文昌路");
    EXPECT_EQ(request.note.value, "fell down");
    EXPECT_EQ(request.caller.value, "85550101");
}

TEST(Open311, RefusesInItsOwnForm) {
    World world;
    world.start();
    Client client(world);
    const auto post = [&](const std::string& body) {
        return client.request("POST", open311_base + "/requests.json", open311_form, body);
    };
    expect_error(post("service_code=emergency&address_string=x"), 403);
    expect_error(post("api_key=wrong&service_code=emergency&address_string=x"), 403);
    expect_error(post("api_key=nobody&service_code=emergency&address_string=x"), 403);
    expect_error(post("api_key=adapter&address_string=x"), 400);
    expect_error(post("api_key=adapter&service_code=pothole&address_string=x"), 404);
    expect_error(post("api_key=adapter&service_code=emergency"), 400);
    expect_error(post("api_key=adapter&service_code=emergency&lat=32"), 400);
    expect_error(post("api_key=adapter&service_code=emergency&lat=91&long=119"), 400);
    expect_error(post("api_key=adapter&service_code=emergency&lat=north&long=119"), 400);
    expect_error(post("api_key=%zz"), 400);
    expect_error(client.request("POST", open311_base + "/requests.json",
                                {{"Content-Type", "text/xml"}}, "<a/>"),
                 415);
    EXPECT_TRUE(world.commands.submissions.empty());
    world.commands.rejection = {RejectReason::overloaded, "", "later"};
    expect_error(post("api_key=adapter&service_code=emergency&address_string=x"), 503);
}

TEST(Open311, TellsStatesAndNothingOfPeople) {
    World world;
    world.queries.entities["requests/7"] =
        R"({"id":7,"status":"en_route","service":"emergency","member":3,"caller":"+8613800001001",)"
        R"("place":{"lat":32.39,"lon":119.41},"address":"Wenchang Road","note":"fell down",)"
        R"("created_at":1764547200000})";
    world.queries.entities["requests/8"] =
        R"({"id":8,"status":"closed","service":"emergency","created_at":1764547200000,)"
        R"("ended_at":1764550800000})";
    world.start();
    Client client(world);
    const auto get = [&](const std::string& what) {
        return client.request("GET", open311_base + what);
    };
    const json::array seven = array_in(get("/requests/7.json?api_key=adapter"));
    ASSERT_EQ(seven.size(), 1u);
    const json::object& open = seven[0].as_object();
    EXPECT_EQ(open.at("service_request_id"), "7");
    EXPECT_EQ(open.at("status"), "open");
    EXPECT_EQ(open.at("service_name"), "Emergency help");
    EXPECT_EQ(open.at("requested_datetime"), "2025-12-01T00:00:00Z");
    for (const char* unsaid : {"description", "address", "lat", "long", "updated_datetime"})
        EXPECT_TRUE(open.at(unsaid).is_null()) << unsaid;
    const std::string text = json::serialize(seven);
    for (const char* personal : {"Wenchang", "fell", "13800001001", "32.39"})
        EXPECT_EQ(text.find(personal), std::string::npos) << personal;

    const json::array both =
        array_in(get("/requests.json?api_key=adapter&service_request_id=8,7,9"));
    ASSERT_EQ(both.size(), 2u);
    EXPECT_EQ(both[0].at("status"), "closed");
    EXPECT_EQ(both[0].at("updated_datetime"), "2025-12-01T01:00:00Z");

    expect_error(get("/requests/7.json"), 403);
    expect_error(get("/requests/7.json?api_key=nobody"), 403);
    expect_error(get("/requests/9.json?api_key=adapter"), 404);
    expect_error(get("/requests.json?api_key=adapter&status=lost"), 400);
    expect_error(get("/requests.json?api_key=adapter&start_date=yesterday"), 400);
    // In a header the key is a token as everywhere.
    const auto by_header =
        client.request("GET", open311_base + "/requests/7.json", with_token("adapter"));
    ASSERT_TRUE(by_header);
    EXPECT_EQ(by_header->status, 200u);
}

TEST(Open311, ReadsAndWritesTimes) {
    using namespace open311;
    EXPECT_EQ(time_text(TimePoint{784'041'330'000}), "1994-11-05T13:15:30Z");
    EXPECT_EQ(parse_time("1994-11-05T13:15:30Z"), TimePoint{784'041'330'000});
    EXPECT_EQ(parse_time("1994-11-05T08:15:30-05:00"), TimePoint{784'041'330'000});
    EXPECT_EQ(parse_time("1994-11-05T21:15:30.250+08:00"), TimePoint{784'041'330'000});
    for (const char* none : {"", "1994-11-05", "1994-02-30T00:00:00Z", "1994-11-05 13:15:30"})
        EXPECT_FALSE(parse_time(none)) << none;
    const auto wanted = read_wanted({{"status", "open"},
                                     {"service_code", "emergency"},
                                     {"start_date", "2025-12-01T00:00:00Z"},
                                     {"end_date", "2025-12-02T00:00:00Z"}});
    ASSERT_TRUE(wanted);
    State state{.id = {},
                .status = RequestStatus::queued,
                .service = "emergency",
                .created_at = TimePoint{1'764'547'200'000},
                .ended_at = {},
                .transferred_to = {}};
    EXPECT_TRUE(wanted->fits(state));
    state.status = RequestStatus::cancelled;
    EXPECT_FALSE(wanted->fits(state));
    state.status = RequestStatus::merged;
    state.created_at.value -= 1;
    EXPECT_FALSE(wanted->fits(state));
}

}  // namespace
}  // namespace muster::http
