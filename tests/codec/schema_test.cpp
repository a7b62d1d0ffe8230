// The wire contract as documents. A change of the vocabulary changes schema.golden.json, so that
// nobody changes the wire without seeing it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/codec/schema.hpp"

namespace muster::codec {
namespace {

namespace json = boost::json;

// ctest runs in the root of the source tree.
constexpr const char* golden_file = "tests/codec/schema.golden.json";

TEST(Schema, Golden) {
    const std::string now = json_schema();
    if (std::getenv("MUSTER_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(golden_file) << now;
        GTEST_SKIP() << golden_file << " was written; look at its difference before committing it";
    }
    std::ifstream file(golden_file);
    std::stringstream golden;
    golden << file.rdbuf();
    std::istringstream expected(golden.str());
    std::istringstream actual(now);
    std::string expected_line;
    std::string actual_line;
    for (int line = 1; std::getline(actual, actual_line); ++line) {
        std::getline(expected, expected_line);
        ASSERT_EQ(expected_line, actual_line)
            << golden_file << ':' << line
            << ": the wire format changed. Fields may be added with defaults; nothing may be "
               "renamed, removed or reused. If that holds, run\n"
               "  MUSTER_UPDATE_GOLDEN=1 ctest --test-dir build/release -R '^codec$'\n"
               "and commit the new file with the change.";
    }
    EXPECT_EQ(golden.str().size(), now.size());
}

// Every "$ref" of the document leads somewhere.
void check_refs(const json::value& value, const json::value& root, std::set<std::string>& bad) {
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            if (member.key() == "$ref") {
                const std::string ref(member.value().as_string());
                json::error_code error;
                if (root.find_pointer(ref.substr(1), error) == nullptr) bad.insert(ref);
            } else {
                check_refs(member.value(), root, bad);
            }
        }
    } else if (const auto* array = value.if_array()) {
        for (const auto& item : *array)
            check_refs(item, root, bad);
    }
}

TEST(Schema, EveryReferenceLeadsSomewhere) {
    for (const std::string& text : {json_schema(), openapi(), asyncapi()}) {
        const json::value document = json::parse(text);
        std::set<std::string> bad;
        check_refs(document, document, bad);
        EXPECT_TRUE(bad.empty()) << *bad.begin();
    }
}

TEST(Schema, OpenApiHasEveryDoor) {
    const json::value document = json::parse(openapi());
    const json::object& paths = document.at("paths").as_object();
    for (const char* path : {"/v1/commands/CreateRequest", "/v1/commands/AcceptOffer",
                             "/v1/requests", "/v1/requests/{id}", "/v1/responders",
                             "/v1/members/{id}", "/v1/intake", "/v1/feed/ticket", "/healthz",
                             "/readyz", "/metrics", "/openapi.json", "/asyncapi.json"}) {
        EXPECT_TRUE(paths.contains(path)) << path;
    }
    const json::value& command = paths.at("/v1/commands/CreateRequest").at("post");
    EXPECT_EQ(command.at("parameters").at(0).at("name"), "Idempotency-Key");
    EXPECT_EQ(paths.at("/healthz").at("get").at("security"), json::parse("[{}]"));
    std::set<std::string> ids;
    for (const auto& path : paths) {
        for (const auto& method : path.value().as_object()) {
            if (method.key() == "parameters") continue;
            const std::string id(method.value().at("operationId").as_string());
            EXPECT_TRUE(ids.insert(id).second) << id << " names two operations";
        }
    }
}

TEST(Schema, AsyncApiHasEveryMessage) {
    const json::value document = json::parse(asyncapi());
    for (const char* name : {"hello", "auth", "subscribe", "reset", "snapshot_begin",
                             "snapshot_chunk", "snapshot_end", "delta", "bookmark"}) {
        EXPECT_TRUE(document.at("components").at("messages").as_object().contains(name)) << name;
    }
    EXPECT_EQ(document.at("channels").at("feed").at("x-close-codes").as_object().size(), 11u);
}

TEST(Schema, TypeScript) {
    const std::string text = typescript();
    for (const char* part :
         {"export interface Offer {\n  id: number;\n  request: number;\n",
          "export type Urgency =\n  | \"P0\"\n", "  place?: Point;\n", "  skills?: string[];\n",
          "  | { type: \"AcceptOffer\" } & AcceptOffer\n", "  | { type: \"Tick\" }\n",
          "export type Tick = Record<string, never>;\n", "  known_until: string;\n",
          "  make_up_days?: string[];\n"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
}

}  // namespace
}  // namespace muster::codec
