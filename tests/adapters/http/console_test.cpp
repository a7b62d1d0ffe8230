// The console's pages: what is served of its folder, in which form, and under which addresses.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "adapters/http/console_policy.hpp"
#include "adapters/http/static_files.hpp"
#include "http_world.hpp"

namespace muster::http {
namespace {

class Console : public testing::Test {
  protected:
    Console()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("console_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_ / "sub");
        std::filesystem::create_directories(folder_ / "assets");
        write("index.html", "<!doctype html>");
        write("app.js", "let x = 1;");
        write("sub/index.html", "sub");
        write(".secret", "no");
        for (const char* name : {"README.md", "package.json", "package-lock.json", "tsconfig.json",
                                 "app.js.map", "notes.txt", "Makefile", "app.ts", "sub/LICENSE"}) {
            write(name, "not a page");
        }
        std::filesystem::create_directories(folder_ / "node_modules");
        write("node_modules/x.js", "no");
        std::error_code ignored;
        std::filesystem::create_symlink("/etc/hostname", folder_ / "link.js", ignored);
    }
    ~Console() override { std::filesystem::remove_all(folder_); }
    void write(const std::string& name, std::string_view text) {
        std::ofstream(folder_ / name) << text;
    }
    // A file as the build leaves it: as it is, and shorter twice.
    void write_built(const std::string& name) {
        write(name, "as it is, and long");
        write(name + ".br", "br");
        write(name + ".gz", "gzipped");
    }
    void start(World& world) const {
        world.options.console_folder = folder_.string();
        world.start();
    }

    std::filesystem::path folder_;
};

TEST_F(Console, ServesPagesFromMemory) {
    World world;
    start(world);
    Client client(world);
    auto answer = client.request("GET", "/");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "<!doctype html>");
    EXPECT_EQ(answer->header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(answer->header("Content-Security-Policy"), console_policy());
    EXPECT_EQ(answer->header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer->header("Cache-Control"), "no-cache");
    EXPECT_EQ(answer->header("Vary"), "");
    EXPECT_TRUE(world.warnings.empty());
    const std::string etag = answer->header("ETag");
    answer = client.request("GET", "/", {{"If-None-Match", etag}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 304u);
    answer = client.request("GET", "/app.js?v=1");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Content-Type"), "text/javascript; charset=utf-8");
    answer = client.request("GET", "/sub/");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "sub");
    for (const char* target :
         {"/.secret", "/link.js", "/../etc/passwd", "/sub/../app.js", "/%2e%2e/etc/passwd",
          "//app.js", "/./app.js", "/sub", "/missing", "/README.md", "/package.json",
          "/package-lock.json", "/tsconfig.json", "/app.js.map", "/notes.txt", "/Makefile",
          "/app.ts", "/sub/LICENSE", "/node_modules/x.js"}) {
        answer = client.request("GET", target);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << target;
    }
}

TEST_F(Console, TheFormThatIsWantedMost) {
    write_built("assets/desk-1A2B.js");
    World world;
    start(world);
    Client client(world);
    const auto coding_for = [&](const std::string& accepted) {
        const auto answer =
            client.request("GET", "/assets/desk-1A2B.js", {{"Accept-Encoding", accepted}});
        EXPECT_TRUE(answer && answer->status == 200) << accepted;
        EXPECT_EQ(answer->header("Vary"), "Accept-Encoding") << accepted;
        EXPECT_EQ(answer->header("Content-Type"), "text/javascript; charset=utf-8");
        const std::string coding = answer->header("Content-Encoding");
        EXPECT_EQ(answer->body(), coding == "br"     ? "br"
                                  : coding == "gzip" ? "gzipped"
                                                     : "as it is, and long");
        return coding;
    };
    EXPECT_EQ(coding_for("gzip, deflate, br, zstd"), "br");
    EXPECT_EQ(coding_for("gzip, deflate"), "gzip");
    EXPECT_EQ(coding_for("br;q=0.5, gzip;q=0.8"), "gzip");
    EXPECT_EQ(coding_for("br;q=0, gzip;q=0, *"), "");
    EXPECT_EQ(coding_for("*"), "br");
    EXPECT_EQ(coding_for("identity, gzip;q=0.5"), "");
    EXPECT_EQ(coding_for("identity;q=0, gzip;q=0.1"), "gzip");
    EXPECT_EQ(coding_for("zstd"), "");
    EXPECT_EQ(coding_for(""), "");
    // Nothing that is here is wanted: better than nothing is what anybody can read.
    EXPECT_EQ(coding_for("*;q=0"), "");
    const auto plain = client.request("GET", "/assets/desk-1A2B.js");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->header("Content-Encoding"), "");
}

TEST_F(Console, EachFormHasItsOwnTag) {
    write_built("desk.html");
    World world;
    start(world);
    Client client(world);
    std::set<std::string> tags;
    for (const char* accepted : {"br", "gzip", "identity"}) {
        const auto whole = client.request("GET", "/desk", {{"Accept-Encoding", accepted}});
        ASSERT_TRUE(whole);
        const std::string tag = whole->header("ETag");
        EXPECT_TRUE(tags.insert(tag).second) << accepted;
        const auto head = client.request("HEAD", "/desk", {{"Accept-Encoding", accepted}});
        ASSERT_TRUE(head);
        for (const char* name : {"ETag", "Content-Encoding", "Content-Length", "Vary",
                                 "Cache-Control", "Content-Type", "Content-Security-Policy"}) {
            EXPECT_EQ(head->header(name), whole->header(name)) << name;
        }
        const auto known =
            client.request("GET", "/desk", {{"Accept-Encoding", accepted}, {"If-None-Match", tag}});
        ASSERT_TRUE(known);
        EXPECT_EQ(known->status, 304u);
        EXPECT_EQ(known->header("ETag"), tag);
        EXPECT_EQ(known->header("Vary"), "Accept-Encoding");
        EXPECT_EQ(known->header("Content-Encoding"), "");
    }
    // Whoever has another form does not have this one.
    const auto other = client.request(
        "GET", "/desk", {{"Accept-Encoding", "br"}, {"If-None-Match", *tags.begin() + "x"}});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->status, 200u);
}

TEST_F(Console, WhatHasAHashInItsNameIsKeptForEver) {
    write_built("assets/desk-1A2B.js");
    write_built("desk.html");
    write("assets/desk-1A2B.js.map", "no");
    write("assets/desk-1A2B.js.map.br", "no");
    write("assets/gone-3C4D.css.br", "no");
    World world;
    start(world);
    Client client(world);
    auto answer = client.request("GET", "/assets/desk-1A2B.js");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Cache-Control"), "public, max-age=31536000, immutable");
    answer = client.request("GET", "/desk");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Cache-Control"), "no-cache");
    for (const char* target :
         {"/assets/desk-1A2B.js.br", "/assets/desk-1A2B.js.gz", "/desk.html.br", "/desk.br",
          "/assets/desk-1A2B.js.map", "/assets/desk-1A2B.js.map.br", "/assets/gone-3C4D.css",
          "/assets/gone-3C4D.css.br", "/assets/", "/assets/desk-1A2B"}) {
        answer = client.request("GET", target, {{"Accept-Encoding", "br, gzip"}});
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << target;
    }
}

TEST_F(Console, AnAddressIsThePageThatItLiesBelow) {
    std::filesystem::create_directories(folder_ / "office");
    write("desk.html", "desk");
    write("office.html", "office");
    write("office/members.html", "members");
    World world;
    start(world);
    Client client(world);
    const std::vector<std::pair<const char*, const char*>> pages{{"/desk", "desk"},
                                                                 {"/desk/", "desk"},
                                                                 {"/desk.html", "desk"},
                                                                 {"/desk/queue", "desk"},
                                                                 {"/desk/requests/7", "desk"},
                                                                 {"/desk/map?z=3", "desk"},
                                                                 {"/office", "office"},
                                                                 {"/office/reports", "office"},
                                                                 {"/office/members", "members"},
                                                                 {"/office/members/7", "members"},
                                                                 {"/office/members2", "office"}};
    for (const auto& [target, page] : pages) {
        const auto answer = client.request("GET", target);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << target;
        EXPECT_EQ(answer->body(), page) << target;
    }
    for (const char* target : {"/wall", "/des", "/desks", "/wall/desk", "/desk/app.js",
                               "/desk/queue.html", "/desk/..", "//desk/x"}) {
        const auto answer = client.request("GET", target);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << target;
        EXPECT_EQ(answer->header("Content-Type"), "application/problem+json") << target;
    }
}

TEST_F(Console, TheBuildMayAddHashesToThePolicy) {
    write("csp.json", R"({"style-src":["'sha256-Zm9v+/=='"],"script-src":[]})");
    World world;
    start(world);
    EXPECT_TRUE(world.warnings.empty());
    Client client(world);
    auto answer = client.request("GET", "/");
    ASSERT_TRUE(answer);
    const std::string policy = answer->header("Content-Security-Policy");
    EXPECT_NE(policy.find("style-src 'self' 'sha256-Zm9v+/=='; "), std::string::npos) << policy;
    EXPECT_NE(policy.find("script-src 'self'; "), std::string::npos) << policy;
    answer = client.request("GET", "/csp.json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
}

TEST_F(Console, ThePolicyIsOpenedByNothingElse) {
    EXPECT_TRUE(console_policy().starts_with("default-src 'none'; script-src 'self'; "));
    EXPECT_EQ(console_policy().find("unsafe"), std::string::npos);
    for (const char* text :
         {"", "[]", "{", R"({"style-src":"'sha256-Zm9v'"})", R"({"style-src":["'unsafe-inline'"]})",
          R"({"script-src":["'sha256-Zm9v'","https://x.example"]})", R"({"img-src":[]})",
          R"({"script-src":["'sha256-'"]})", R"({"script-src":["'sha256-a; img-src *'"]})",
          R"({"script-src":["'sha256-Zm9v"]})", R"({"script-src":[1]})"}) {
        std::string policy = console_policy();
        EXPECT_TRUE(add_hashes(text, policy)) << text;
        EXPECT_EQ(policy, console_policy()) << text;
    }
    // A wrong csp.json keeps no service down: the pages get the strict policy, and the log says so.
    write("csp.json", R"({"style-src":["'unsafe-inline'"]})");
    World world;
    start(world);
    ASSERT_EQ(world.warnings.size(), 1u);
    EXPECT_NE(world.warnings[0].find("csp.json"), std::string::npos);
    Client client(world);
    const auto answer = client.request("GET", "/");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Content-Security-Policy"), console_policy());
}

TEST_F(Console, WithoutPagesTheRestWorksAndThePageSaysWhy) {
    std::filesystem::create_directories(folder_ / "empty");
    write("empty/app.js", "let x = 1;");
    for (const char* folder : {"nowhere", "empty", "app.js"}) {
        World world;
        world.options.console_folder = (folder_ / folder).string();
        world.start();
        ASSERT_EQ(world.warnings.size(), 1u) << folder;
        EXPECT_NE(world.warnings[0].find("engine/run"), std::string::npos);
        EXPECT_NE(world.warnings[0].find(folder), std::string::npos);
        Client client(world);
        for (const char* target : {"/", "/desk", "/desk/queue"}) {
            const auto answer = client.request("GET", target);
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->status, 503u) << target;
            EXPECT_EQ(answer->header("Content-Type"), "text/html; charset=utf-8");
            EXPECT_EQ(answer->header("Cache-Control"), "no-store");
            EXPECT_NE(answer->body().find("控制台页面还没有生成"), std::string::npos);
            EXPECT_NE(answer->body().find("<code>engine/run</code>"), std::string::npos);
            EXPECT_NE(answer->body().find("the pages of its console are not here"),
                      std::string::npos);
        }
        const auto missing = client.request("GET", "/favicon.ico");
        ASSERT_TRUE(missing);
        EXPECT_EQ(missing->status, 404u);
        const auto alive = client.request("GET", "/healthz");
        ASSERT_TRUE(alive);
        EXPECT_EQ(alive->status, 200u);
    }
    // Who wants no console is not told that there is none.
    World world;
    world.start();
    EXPECT_TRUE(world.warnings.empty());
    Client client(world);
    const auto answer = client.request("GET", "/");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
}

TEST_F(Console, RefusesToStartOverALimit) {
    write_built("assets/desk-1A2B.js");
    // The bytes of all forms count: with the compressed ones left out, change 5 would start.
    StaticFiles files;
    ASSERT_FALSE(files.load(folder_.string(), 1000, 100));
    for (const auto change : {0, 1, 2, 3, 4, 5}) {
        World world;
        world.options.console_folder = folder_.string();
        if (change == 1) world.options.console_bytes = 3;
        if (change == 2) world.options.console_files = 1;
        if (change == 3) world.options.card_keys["k2"] = "short";
        if (change == 4) world.options.server.address = "not an address";
        if (change == 5) world.options.console_bytes = 15 + 10 + 3 + 18 + 7;
        HttpAdapter adapter(world.io,
                            {world.commands,
                             world.queries,
                             world.access,
                             [&] { return world.now; },
                             [&] { return world.now; },
                             {},
                             nullptr,
                             nullptr,
                             nullptr},
                            world.options);
        EXPECT_EQ(adapter.start().has_value(), change != 0) << change;
    }
}

}  // namespace
}  // namespace muster::http
