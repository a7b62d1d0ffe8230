#include "http_world.hpp"

namespace muster::http {
namespace {

struct Case {
    const char* name;
    std::string text;
    unsigned status;
    const char* word;  // somewhere in the answer
};

std::string raw(std::string_view start_line, std::string_view headers = "",
                std::string_view body = "") {
    std::string text(start_line);
    return text.append("\r\nHost: t\r\n").append(headers).append("\r\n").append(body);
}

std::string command(std::string_view name, std::string_view body, std::string_view headers = "") {
    std::string text = "POST /v1/commands/";
    text.append(name).append(" HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer supervisor\r\n");
    text.append("Content-Type: application/json\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n").append(headers);
    return text.append("\r\n").append(body);
}

std::string get(std::string_view target, std::string_view headers = "") {
    std::string line = "GET ";
    line.append(target).append(" HTTP/1.1");
    std::string more = "Authorization: Bearer supervisor\r\n";
    more.append(headers);
    return raw(line, more);
}

std::string host(std::string_view start_line, std::string_view value) {
    std::string text(start_line);
    return text.append("\r\nHost: ").append(value).append("\r\n\r\n");
}

std::string many_lines() {
    std::string all;
    for (int i = 0; i < 2000; ++i)
        all += "X: y\r\n";
    return all;
}

std::vector<Case> framing_cases() {
    const std::string post = "POST /v1/commands/CreateRequest HTTP/1.1";
    const std::string token = "Authorization: Bearer supervisor\r\n";
    const std::string json = token + "Content-Type: application/json\r\n";
    return {
        {"no version", raw("GET /healthz"), 400, "HTTP"},
        {"version 2", raw("GET /healthz HTTP/2.0"), 505, "HTTP/1.1"},
        {"version 1.9", raw("GET /healthz HTTP/1.9"), 505, "HTTP/1.1"},
        {"version text", raw("GET /healthz HTTQ/1.1"), 505, "HTTP/1.1"},
        {"lower case version", raw("GET /healthz http/1.1"), 505, "version"},
        {"no target", raw("GET HTTP/1.1"), 400, "header"},
        {"two spaces", raw("GET  /healthz HTTP/1.1"), 400, "HTTP"},
        {"bad method", raw("G@T /healthz HTTP/1.1"), 400, "method"},
        {"binary", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 13), 400, "HTTP"},
        {"only colons", "::::\r\n\r\n", 400, "HTTP"},
        {"no host", "GET /healthz HTTP/1.1\r\n\r\n", 400, "Host"},
        {"two hosts", raw("GET /healthz HTTP/1.1", "Host: u\r\n"), 400, "Host"},
        {"the same host twice", raw("GET /healthz HTTP/1.1", "hOST: t\r\n"), 400, "only once"},
        {"empty host", host("GET /healthz HTTP/1.1", ""), 400, "Host"},
        {"empty host, then another", host("GET /healthz HTTP/1.1", "\r\nHost: t"), 400, "Host"},
        {"empty host of HTTP/1.0", host("GET /healthz HTTP/1.0", ""), 400, "Host"},
        {"host with a path", host("GET /healthz HTTP/1.1", "a/b"), 400, "muster.example"},
        {"host with a user", host("GET /healthz HTTP/1.1", "u@a"), 400, "Host"},
        {"host with a space", host("GET /healthz HTTP/1.1", "a b"), 400, "Host"},
        {"two hosts in one", host("GET /healthz HTTP/1.1", "a, b"), 400, "Host"},
        {"host with a bad port", host("GET /healthz HTTP/1.1", "a:99999"), 400, "Host"},
        {"host with two ports", host("GET /healthz HTTP/1.1", "a:1:2"), 400, "Host"},
        {"host with half a bracket", host("GET /healthz HTTP/1.1", "[::1"), 400, "Host"},
        {"absolute form without a host", raw("GET http:///healthz HTTP/1.1"), 400, "host"},
        {"absolute form with a user", raw("GET http://u@h/healthz HTTP/1.1"), 400, "host"},
        {"folded header", raw("GET /healthz HTTP/1.1", "X-A: a\r\n b\r\n"), 400, "one line"},
        {"folded by a tab", raw("GET /healthz HTTP/1.1", "X-A: a\r\n\tb\r\n"), 400, "one line"},
        {"first header folded", "GET /healthz HTTP/1.1\r\n Host: t\r\n\r\n", 400, "one line"},
        {"folded empty line", raw("GET /healthz HTTP/1.1", "X-A: a\r\n \r\n"), 400, "one line"},
        {"bare line feeds", "GET /healthz HTTP/1.1\nHost: t\n\n", 400, "CR LF"},
        {"one bare line feed", raw("GET /healthz HTTP/1.1", "X-A: a\n"), 400, "CR LF"},
        {"TLS", std::string("\x16\x03\x01\x02", 4), 400, "HTTP"},
        {"chunks in HTTP/1.0",
         raw("POST /v1/commands/CreateRequest HTTP/1.0", json + "Transfer-Encoding: chunked\r\n",
             "2\r\n{}\r\n0\r\n\r\n"),
         400, "Transfer-Encoding"},
        {"empty transfer encoding", raw(post, json + "Transfer-Encoding: \r\n"), 501, "chunked"},
        {"identity", raw(post, json + "Transfer-Encoding: identity\r\n"), 501, "chunked"},
        {"chunked twice", raw(post, json + "Transfer-Encoding: chunked, chunked\r\n"), 501,
         "chunked"},
        {"two transfer encodings",
         raw(post, json + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400,
         "Transfer-Encoding"},
        {"the same length twice",
         raw(post, json + "Content-Length: 2\r\nContent-Length: 2\r\n", "{}"), 400,
         "Content-Length"},
        {"length as a list", raw(post, json + "Content-Length: 2, 2\r\n", "{}"), 400,
         "Content-Length"},
        {"length with a sign", raw(post, json + "Content-Length: +2\r\n", "{}"), 400,
         "Content-Length"},
        {"empty length", raw(post, json + "Content-Length: \r\n", "{}"), 400, "Content-Length"},
        {"two origins", raw("GET /v1/feed HTTP/1.1", "Origin: http://t\r\nOrigin: http://u\r\n"),
         400, "Origin"},
        {"two WebSocket keys",
         raw("GET /v1/feed HTTP/1.1",
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
         400, "Sec-WebSocket-Key"},
        {"two signatures", raw(post, json + "Muster-Signature: a\r\nMuster-Signature: b\r\n"), 400,
         "Muster-Signature"},
        {"two event ids", raw("POST /v1/intake HTTP/1.1", json + "ce-id: a\r\nCE-ID: b\r\n"), 400,
         "only once"},
        {"empty token, then another",
         raw("GET /v1/services HTTP/1.1", "Authorization:\r\nAuthorization: Bearer admin\r\n"), 400,
         "Authorization"},
        {"space before colon", raw("GET /healthz HTTP/1.1", "X-A : b\r\n"), 400, "field"},
        {"no colon", raw("GET /healthz HTTP/1.1", "nonsense\r\n"), 400, "header"},
        {"control in value", raw("GET /healthz HTTP/1.1", "X-A: a\x01\r\n"), 400, "value"},
        {"bare CR", raw("GET /healthz HTTP/1.1", "X-A: a\rb\r\n"), 400, "header"},
        {"bad length", raw(post, json + "Content-Length: x\r\n"), 400, "Content-Length"},
        {"negative length", raw(post, json + "Content-Length: -1\r\n"), 400, "Content-Length"},
        {"length of 2^64", raw(post, json + "Content-Length: 18446744073709551616\r\n"), 400,
         "Content-Length"},
        {"two lengths", raw(post, json + "Content-Length: 2\r\nContent-Length: 3\r\n"), 400,
         "Content-Length"},
        {"length and chunks",
         raw(post, json + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"), 400, "header"},
        {"gzip", raw(post, json + "Transfer-Encoding: gzip\r\n"), 501, "Transfer-Encoding"},
        {"gzip and chunked", raw(post, json + "Transfer-Encoding: gzip, chunked\r\n"), 501,
         "chunked"},
        {"bad chunk size", raw(post, json + "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"), 400,
         "chunk"},
        {"chunk without end",
         raw(post, json + "Transfer-Encoding: chunked\r\n", "2\r\n{}xx\r\n0\r\n\r\n"), 400,
         "chunk"},
        {"chunk of blanks", raw(post, json + "Transfer-Encoding: chunked\r\n", " 2\r\n{}\r\n"), 400,
         "chunk"},
        {"chunk with a bare line feed",
         raw(post, json + "Transfer-Encoding: chunked\r\n", "2;a\n{}\r\n0\r\n\r\n"), 400, "CR LF"},
        {"endless chunk size",
         raw(post, json + "Transfer-Encoding: chunked\r\n", std::string(9000, '0')), 413, "8192"},
        {"endless chunk extension",
         raw(post, json + "Transfer-Encoding: chunked\r\n", "5;" + std::string(9000, 'a')), 413,
         "8192"},
        {"long chunk extension",
         raw(post, json + "Transfer-Encoding: chunked\r\n",
             "2;" + std::string(9000, 'a') + "\r\n{}\r\n0\r\n\r\n"),
         413, "8192"},
        {"endless trailers",
         raw(post, json + "Transfer-Encoding: chunked\r\n",
             "2\r\n{}\r\n0\r\nX: " + std::string(9000, 'a')),
         431, "8192"},
        {"many trailers",
         raw(post, json + "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n" + many_lines()), 431,
         "8192"},
        {"many extensions",
         raw(post, json + "Transfer-Encoding: chunked\r\n",
             [] {
                 std::string all;
                 for (int i = 0; i < 5; ++i)
                     all += "1;" + std::string(4000, 'a') + "\r\n \r\n";
                 return all;
             }()),
         413, "16384"},
        {"huge chunk", raw(post, json + "Transfer-Encoding: chunked\r\n", "ffffffff\r\n"), 413,
         "body"},
        {"too large", raw(post, json + "Content-Length: 1048577\r\n"), 413, "1048576"},
        {"form too large",
         raw("POST /t/x HTTP/1.1",
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4097\r\n"),
         413, "4096"},
        {"no length", raw(post, json), 411, "Content-Length"},
        {"no length at intake", raw("POST /v1/intake HTTP/1.1", json), 411, "Content-Length"},
        {"unknown expectation", raw(post, json + "Content-Length: 2\r\nExpect: tea\r\n"), 417,
         "Expect"},
        {"header too large",
         raw("GET /healthz HTTP/1.1", "X-A: " + std::string(9000, 'a') + "\r\n"), 431, "8192"},
        {"too many headers", raw("GET /healthz HTTP/1.1", many_lines()), 431, "8192"},
        {"more than a hundred headers", raw("GET /healthz HTTP/1.1", many_lines().substr(0, 606)),
         431, "100 fields"},
        {"target too long", get("/" + std::string(3000, 'a')), 414, "2048"},
        {"target beyond the header", raw("GET /" + std::string(9000, 'a') + " HTTP/1.1"), 414,
         "2048"},
        {"two tokens", get("/v1/services", "Authorization: Bearer admin\r\n"), 400,
         "Authorization"},
        {"two content types", command("Tick", "{}", "Content-Type: text/plain\r\n"), 400,
         "Content-Type"},
        {"two keys", command("Tick", "{}", "Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), 400,
         "Idempotency-Key"},
    };
}

std::string typed(std::string_view content_type) {
    std::string headers = "Authorization: Bearer supervisor\r\nContent-Length: 2\r\nContent-Type: ";
    headers.append(content_type).append("\r\n");
    return raw("POST /v1/commands/AddNote HTTP/1.1", headers, "{}");
}

std::vector<Case> routing_cases() {
    const std::string token = "Authorization: Bearer supervisor\r\n";
    return {
        {"escape", get("/v1/%"), 400, "target"},
        {"escaped slash", get("/v1%2frequests"), 400, "escaped slash"},
        {"escaped zero", get("/v1/%00"), 400, "control"},
        {"fragment", get("/v1/requests#a"), 400, "fragment"},
        {"not UTF-8", get("/v1/%ff"), 400, "UTF-8"},
        {"authority form", raw("CONNECT host:1 HTTP/1.1"), 400, "slash"},
        {"asterisk form", raw("OPTIONS * HTTP/1.1"), 400, "slash"},
        {"unknown under v1", get("/v1/nothing"), 404, "responders"},
        {"no id", get("/v1/requests/"), 404, "unknown_path"},
        {"id of letters", get("/v1/requests/abc"), 404, "unknown_path"},
        {"id too large", get("/v1/requests/99999999999999999999"), 404, "unknown_path"},
        {"unknown id", get("/v1/requests/7"), 404, "unknown_request"},
        {"unknown member", get("/v1/members/7"), 404, "unknown_member"},
        {"unknown timeline", get("/v1/requests/7/timeline"), 404, "unknown_request"},
        {"unknown page", get("/nothing.html"), 404, "page"},
        {"unknown command", command("Nothing", "{}"), 404, "unknown_command"},
        {"command in lower case", command("acceptoffer", "{}"), 404, "unknown_command"},
        {"delete", raw("DELETE /v1/requests/1 HTTP/1.1", token), 405, "GET"},
        {"patch", raw("PATCH /v1/requests HTTP/1.1", token), 405, "PATCH"},
        {"trace", raw("TRACE /healthz HTTP/1.1"), 405, "TRACE"},
        {"own method", raw("BREW /healthz HTTP/1.1"), 405, "BREW"},
        {"get a command", get("/v1/commands/Tick"), 405, "POST"},
        {"get the intake", get("/v1/intake"), 405, "POST"},
        {"post a list", raw("POST /v1/requests HTTP/1.1", token + "Content-Length: 0\r\n"), 405,
         "GET"},
        {"post the feed", raw("POST /v1/feed HTTP/1.1", token + "Content-Length: 0\r\n"), 405,
         "GET"},
        {"get a ticket", get("/v1/feed/ticket"), 405, "POST"},
        {"no token", raw("GET /v1/requests HTTP/1.1"), 401, "Authorization"},
        {"empty token", raw("GET /v1/requests HTTP/1.1", "Authorization: Bearer \r\n"), 401,
         "token"},
        {"wrong token", raw("GET /v1/requests HTTP/1.1", "Authorization: Bearer x\r\n"), 401,
         "not valid"},
        {"basic", raw("GET /v1/requests HTTP/1.1", "Authorization: Basic eDp5\r\n"), 401, "Bearer"},
        {"token in the query", raw("GET /v1/requests?token=admin HTTP/1.1"), 401, "token"},
        {"intake without anything", raw("POST /v1/intake HTTP/1.1", "Content-Length: 0\r\n"), 401,
         "Muster-Signature"},
        {"rules from outside", command("LoadRules", "{}"), 403, "LoadRules"},
        {"ticks from outside", command("Tick", "{}"), 403, "Tick"},
        {"xml wanted", get("/v1/requests", "Accept: text/xml\r\n"), 406, "Accept"},
        {"no type",
         raw("POST /v1/commands/AddNote HTTP/1.1", token + "Content-Length: 2\r\n", "{}"), 415,
         "application/json"},
        {"wrong type",
         raw("POST /v1/commands/AddNote HTTP/1.1",
             token + "Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"),
         415, "Content-Type"},
        {"gzip content", command("AddNote", "{}", "Content-Encoding: gzip\r\n"), 415,
         "Content-Encoding"},
        {"two content encodings", command("AddNote", "{}", "Content-Encoding: gzip, br\r\n"), 415,
         "identity"},
        {"latin-1", typed("application/json; charset=iso-8859-1"), 415, "gb18030"},
        {"utf-16", typed("application/json;charset=\"UTF-16LE\""), 415, "utf-8"},
        {"two charsets", typed("application/json; charset=utf-8; charset=gbk"), 415, "charset"},
        {"charset without a value", typed("application/json; charset"), 415, "charset"},
        {"charset cut off", typed("application/json; charset=\"utf-8"), 415, "charset"},
        {"a form in another charset",
         raw("POST /t/x HTTP/1.1",
             "Content-Type: application/x-www-form-urlencoded; charset=gbk\r\n"
             "Content-Length: 0\r\n"),
         415, "form-urlencoded"},
        {"wrong type at intake",
         raw("POST /v1/intake HTTP/1.1",
             token + "Content-Type: application/cloudevents+xml\r\nContent-Length: 2\r\n", "<>"),
         415, "application/cloudevents+json"},
        {"limit 0", get("/v1/requests?limit=0"), 400, "limit"},
        {"limit 1001", get("/v1/requests?limit=1001"), 400, "1 to 1000"},
        {"limit text", get("/v1/requests?limit=ten"), 400, "limit"},
        {"limit twice", get("/v1/requests?limit=1&limit=2"), 400, "more than once"},
        {"after text", get("/v1/requests?after=x"), 400, "after"},
        {"after negative", get("/v1/requests?after=-1"), 400, "next_after"},
        {"unknown filter", get("/v1/requests?colour=red"), 400, "known: status"},
        {"filter twice", get("/v1/requests?status=a&status=b"), 400, "status"},
        {"parameter of an entity", get("/v1/requests/1?status=a"), 400, "status"},
        {"decisions=yes", get("/v1/requests/1/timeline?decisions=yes"), 400, "decisions=1"},
        {"unknown of a timeline", get("/v1/requests/1/timeline?x=1"), 400, "x"},
    };
}

std::vector<Case> body_cases() {
    const std::string deep = [] {
        std::string text = "{\"note\":";
        for (int i = 0; i < 100; ++i)
            text += '[';
        return text;
    }();
    return {
        {"only white space", command("CreateRequest", " x"), 400, "malformed_body"},
        {"not an object", command("CreateRequest", "[]"), 400, "malformed_body"},
        {"a number", command("CreateRequest", "7"), 400, "malformed_body"},
        {"null", command("CreateRequest", "null"), 400, "malformed_body"},
        {"cut off", command("CreateRequest", "{\"service\":\"a"), 400, "offset"},
        {"cut off behind a colon", command("CreateRequest", "{\"service\":"), 400, "/service"},
        {"two values", command("CreateRequest", "{}{}"), 400, "offset"},
        {"comma at the end", command("CreateRequest", "{\"silent\":true,}"), 400, "offset"},
        {"single quotes", command("CreateRequest", "{'service':'a'}"), 400, "offset"},
        {"comment", command("CreateRequest", "{/* */}"), 400, "offset"},
        {"unknown field", command("CreateRequest", "{\"servce\":\"a\"}"), 400, "servce"},
        {"field twice", command("CreateRequest", "{\"silent\":true,\"silent\":true}"), 400,
         "silent"},
        {"type in the body", command("CreateRequest", "{\"type\":\"CreateRequest\"}"), 400, "type"},
        {"string for number", command("AddNote", "{\"request\":\"7\"}"), 400, "/request"},
        {"number for string", command("AddNote", "{\"text\":7}"), 400, "/text"},
        {"negative id", command("AddNote", "{\"request\":-1}"), 400, "/request"},
        {"fraction", command("AddNote", "{\"request\":1.5}"), 400, "/request"},
        {"exponent", command("AddNote", "{\"request\":1e999}"), 400, "/request"},
        {"id of 2^64", command("AddNote", "{\"request\":18446744073709551616}"), 400, "/request"},
        {"leading zero", command("AddNote", "{\"request\":07}"), 400, "offset"},
        {"plus sign", command("AddNote", "{\"request\":+7}"), 400, "/request"},
        {"not a number", command("AddNote", "{\"request\":NaN}"), 400, "/request"},
        {"boolean text", command("CreateRequest", "{\"silent\":\"yes\"}"), 400, "/silent"},
        {"boolean number", command("CreateRequest", "{\"silent\":1}"), 400, "/silent"},
        {"unknown enumerator", command("CreateRequest", "{\"channel\":\"pigeon\"}"), 400,
         "hotline"},
        {"enumerator number", command("CreateRequest", "{\"urgency\":1}"), 400, "/urgency"},
        {"enumerator case", command("CreateRequest", "{\"urgency\":\"p1\"}"), 400, "P1"},
        {"code too long",
         command("CreateRequest", "{\"service\":\"" + std::string(24, 'a') + "\"}"), 400,
         "/service"},
        {"code with control", command("CreateRequest", "{\"service\":\"a\\n\"}"), 400, "/service"},
        {"latitude", command("CreateRequest", "{\"place\":{\"lat\":91,\"lon\":0}}"), 400,
         "/place/lat"},
        {"longitude", command("CreateRequest", "{\"place\":{\"lat\":0,\"lon\":-181}}"), 400,
         "/place/lon"},
        {"half a place", command("CreateRequest", "{\"place\":{\"lat\":0}}"), 400, "/place"},
        {"place as a list", command("CreateRequest", "{\"place\":[0,0]}"), 400, "/place"},
        {"place text", command("CreateRequest", "{\"place\":{\"lat\":\"0\",\"lon\":0}}"), 400,
         "/place/lat"},
        {"list wanted", command("CreateRequest", "{\"skills\":\"a\"}"), 400, "/skills"},
        {"bad item", command("CreateRequest", "{\"skills\":[\"a\",7]}"), 400, "/skills/1"},
        {"bad nested field",
         command("RegisterMember", "{\"profile\":{\"contacts\":[{\"relation\":\"cat\"}]}}"), 400,
         "/profile/contacts/0/relation"},
        {"raw control", command("AddNote", "{\"text\":\"a\nb\"}"), 400, "/text"},
        {"bad escape", command("AddNote", "{\"text\":\"\\q\"}"), 400, "/text"},
        {"half a surrogate", command("AddNote", "{\"text\":\"\\ud800\"}"), 400, "/text"},
        {"bad UTF-8", command("AddNote", "{\"text\":\"\xff\"}"), 400, "/text"},
        {"too deep", command("CreateRequest", deep), 400, "/note"},
        {"rating text", command("RecordCallback", "{\"rating\":\"5\"}"), 400, "/rating"},
        {"rating too large", command("RecordCallback", "{\"rating\":4294967296}"), 400, "/rating"},
        {"key with spaces", command("AddNote", "{}", "Idempotency-Key: a b\r\n"), 400,
         "Idempotency-Key"},
        {"key too long",
         command("AddNote", "{}", "Idempotency-Key: " + std::string(256, 'k') + "\r\n"), 400,
         "255"},
        {"duty status", command("SetDuty", "{\"status\":\"asleep\"}"), 400, "/status"},
        {"unknown agency", command("RecordHandover", "{\"agency\":\"navy\"}"), 400, "/agency"},
    };
}

void expect_each(const std::vector<Case>& cases) {
    World world;
    world.options.per_address.burst = 100'000;
    world.start();
    for (const Case& c : cases) {
        Client client(world);
        client.send(c.text);
        const auto answer = client.receive();
        ASSERT_TRUE(answer) << c.name;
        EXPECT_EQ(answer->status, c.status) << c.name << ": " << answer->body();
        EXPECT_NE(answer->body().find(c.word), std::string::npos)
            << c.name << " does not say \"" << c.word << "\": " << answer->body();
        EXPECT_EQ(answer->header("Content-Type"), "application/problem+json") << c.name;
        const auto problem = answer->json();
        EXPECT_EQ(problem.at("status"), c.status) << c.name;
        for (const char* member : {"type", "title", "detail", "reason"}) {
            EXPECT_TRUE(problem.contains(member)) << c.name << " has no " << member;
        }
        const std::string header = c.status == 401   ? "WWW-Authenticate"
                                   : c.status == 405 ? "Allow"
                                   : c.status == 415 ? "Accept"
                                                     : "Date";
        EXPECT_FALSE(answer->header(header).empty()) << c.name << " has no " << header;
    }
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(Malformed, Framing) {
    expect_each(framing_cases());
}

TEST(Malformed, Routing) {
    expect_each(routing_cases());
}

TEST(Malformed, Bodies) {
    expect_each(body_cases());
}

// Whatever a request is cut off at, the connection ends and the server lives.
TEST(Malformed, EveryTruncationOfARequest) {
    World world;
    world.start();
    const std::string whole = command("CreateRequest", "{\"service\":\"health\"}");
    for (std::size_t n = 0; n < whole.size(); ++n) {
        Client client(world);
        ASSERT_TRUE(client.send(std::string_view(whole).substr(0, n)));
        client.end_of_requests();
        EXPECT_TRUE(client.closed()) << n;
    }
    EXPECT_TRUE(world.commands.submissions.empty());
    Client client(world);
    EXPECT_TRUE(client.request("GET", "/healthz"));
}

}  // namespace
}  // namespace muster::http
