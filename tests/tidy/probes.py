"""Small additions to the tree, as an author would make them: a command with its event and its
button, a kind of entity, a setting, an adapter. touched_files.py adds them to a copy and counts.

An edit puts a text behind the one place where its anchor, a regular expression, matches; "" is the
start of a new file. Anchors name what stays: the end of a list, of a namespace or of a struct.
`noticed` says what happens where this one file is forgotten, `by` which compilation proves it: a
source, and a word that its messages then have.
"""

from dataclasses import dataclass, field


@dataclass
class Edit:
    path: str
    puts: list  # of (anchor, text)
    noticed: str
    by: tuple = ()


@dataclass
class Probe:
    name: str
    what: str
    goal: int   # files, by the design
    today: int  # files now; never more, and lowered with each that is saved
    why: str    # of the difference
    edits: list
    # Sources that must be right with all of it, compiled as one, which is quicker.
    compiled: list = field(default_factory=list)
    own: str = ""  # a folder of its own, which counts for nothing


def new(path, text, noticed=""):
    return Edit(path, [("", text.lstrip("\n"))], noticed)


COMMAND = Probe(
    "command", "a command with its event and its button", goal=6, today=6,
    why="",
    compiled=["engine/core/requests/requests.cpp", "engine/core/requests/area.cpp",
              "engine/views/words/requests.cpp"],
    edits=[
        Edit("include/muster/requests.hpp", [
            (r"(?=using RequestsCommands =)", """
struct PraiseRequest {
    RequestId request;
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(PraiseRequest, (), (request, text))
template <>
inline constexpr CommandRow command_row<PraiseRequest>{.roles = desk_roles,
                                                       .allowed_in = statuses::any};

struct RequestPraised {
    RequestId request;
    Personal<std::string> text;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestPraised, (), (request, text))

"""),
            (r"using RequestsCommands =\s*TypeList<[^;]*?(?=>;)", ", PraiseRequest"),
            (r"using RequestsEvents =\s*TypeList<[^;]*?(?=>;)", ", RequestPraised"),
        ], "the compiler: whatever names it"),
        Edit("engine/core/requests/requests.cpp", [
            (r"(?=\}  // namespace muster::core)", """
Rejection decide(Step& step, const PraiseRequest& command) {
    step.emit(RequestPraised{command.request, command.text});
    return {};
}

"""),
        ], "the linker: decide() is declared and nowhere defined"),
        Edit("engine/core/requests/area.cpp", [
            (r"(?=\nnamespace \{)",
             "Rejection decide(Step& step, const PraiseRequest& command);\n"),
            (r"(?s)struct Apply \{\n.*?(?=\};\n\n)", """
    void operator()(const RequestPraised& e) {
        changes.request(e.request, [&](Request& r) { r.note = e.text; });
    }
"""),
        ], "the compiler: no decide() for it, no way to apply it",
            by=("engine/core/requests/area.cpp", "PraiseRequest")),
        Edit("engine/views/words/requests.cpp", [
            (r"constexpr auto words_of<RequestsEvents> = std::tuple\{\n",
             '    Row<RequestPraised>{"praised: {text}", "表扬：{text}"},\n'),
        ], "the compiler: an event without words",
            by=("engine/views/words/requests.cpp", "RequestPraised")),
        # Its button is made from the model, and says this.
        Edit("engine/views/labels/commands.cpp", [
            (r'(?=    \{"TakeRequest", )', '    {"PraiseRequest", "Praise", "表扬"},\n'),
        ], "words_test"),
        new("tests/core/scenarios/praise.txt", """
member M at 0 0 phone 100
at 08:00:00 request R fall by M
at 08:00:01 PraiseRequest request=R text=quick
  > RequestPraised request=R text=quick
""", "the lists that tests keep of every command: permissions_test, precedence_test"),
    ])

ENTITY = Probe(
    "entity", "a kind of entity with the event that brings it, without its commands", goal=7,
    today=6, why="a panel of the console and a scenario are two more, and make it eight",
    compiled=["engine/core/registry/area.cpp", "engine/views/registry.cpp",
              "engine/views/words/registry.cpp", "engine/codec/areas/registry.cpp"],
    edits=[
        Edit("include/muster/registry.hpp", [
            (r"(?=using RegistryCommands =)", """
using KeyBoxId = Id<struct KeyBoxTag>;

struct KeyBox {
    KeyBoxId id;
    MemberId member;
    Personal<std::string> code;
};
BOOST_DESCRIBE_STRUCT(KeyBox, (), (id, member, code))
template <>
inline constexpr EntityRow entity_row<KeyBox>{
    .path = "key_boxes", .one = "key_box", .feed_order = 900};

struct KeyBoxPlaced {
    KeyBox box;
    [[nodiscard]] auto changes() const { return std::tuple(box.id); }
};
BOOST_DESCRIBE_STRUCT(KeyBoxPlaced, (), (box))

"""),
            (r"using RegistryEvents =\s*TypeList<[^;]*?(?=>;)", ", KeyBoxPlaced"),
        ], "the compiler: whatever names it"),
        Edit("include/muster/entities.hpp",
             [(r"using Entities =\s+TypeList<[^;]*?(?=>;)", ", KeyBox")],
             "the compiler: it is no entity",
             by=("engine/views/registry.cpp", "KeyBox")),
        Edit("engine/core/registry/area.cpp", [
            (r"(?s)struct Apply \{\n.*?(?=\};\n\n)",
             "\n    void operator()(const KeyBoxPlaced& e) { changes.put(e.box); }\n"),
        ], "the compiler: no way to apply it",
            by=("engine/core/registry/area.cpp", "KeyBoxPlaced")),
        Edit("engine/views/registry.cpp", [
            (r"(?=\}  // namespace muster::views)", """template <>
constexpr Collection<KeyBox> collection<KeyBox>{};
template class EntityView<KeyBox>;

"""),
        ], "the linker: EntityView of it is nowhere instantiated"),
        Edit("engine/codec/areas/registry.cpp", [
            (r"(?=\n\}  // namespace muster::codec)",
             "template EntityJson<KeyBox> entity_json<KeyBox>();\n"),
        ], "the linker: its JSON is nowhere instantiated"),
        Edit("engine/views/words/registry.cpp", [
            (r"constexpr auto words_of<RegistryEvents> = std::tuple\{\n",
             '    Row<KeyBoxPlaced>{"key box of {box.member} placed", '
             '"安装钥匙盒：{box.member}"},\n'),
        ], "the compiler: an event without words",
            by=("engine/views/words/registry.cpp", "KeyBoxPlaced")),
    ])

SETTING = Probe(
    "setting", "a setting", goal=2, today=2, why="",
    edits=[
        Edit("engine/pipeline/options.hpp", [
            (r"struct QueryOptions : views::ReadOptions \{\n",
             "    Bounded<std::size_t, 1, 100> probes_max = 10;\n"),
            (r"BOOST_DESCRIBE_STRUCT\(QueryOptions, \(views::ReadOptions\), \(", "probes_max, "),
        ], "test ShippedConfig.StatesEveryDefault: a name that no setting has"),
        Edit("config/muster.toml", [(r"\n\[reads\]\n", "probes_max = 10\n")],
             "test ShippedConfig.StatesEveryDefault: a setting that is not stated"),
    ])

ADAPTER = Probe(
    "adapter", "an adapter that needs a package: its folder, its tests, and rows", goal=5, today=5,
    why="", own="adapters/echo/ tests/adapters/echo/",
    compiled=["engine/app/config/config.cpp", "engine/app/adapters.cpp",
              "adapters/echo/echo_adapter.cpp"],
    edits=[
        new("adapters/echo/CMakeLists.txt",
            "muster_adapter(echo SOURCES echo_adapter.cpp LINKS Boost::headers Threads::Threads)\n"),
        new("adapters/echo/README.md", """
# Echo

Hears on a port of UDP and says nothing. Protocol document: RFC 862.
"""),
        new("adapters/echo/options.hpp", """
// Every setting of the echo, with its range and its default.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "muster/adapter.hpp"
#include "muster/setting.hpp"

namespace muster::echo {

// [echo].
struct EchoOptions {
    Bounded<std::uint16_t, 0, 65'535> port = 0;  // 0 = off
    Bounded<std::size_t, 1, 65'507> datagram_bytes = 1'500;
    Bounded<std::size_t, 1, 65'507> answer_bytes = 1'500;
};
BOOST_DESCRIBE_STRUCT(EchoOptions, (), (port, datagram_bytes, answer_bytes))

[[nodiscard]] inline std::optional<SettingProblem> check(const EchoOptions& options) {
    return check_at_most("/answer_bytes", options.answer_bytes, options.datagram_bytes.number());
}

// Null where the port is 0.
[[nodiscard]] std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports,
                                                    const EchoOptions& options);

}  // namespace muster::echo
"""),
        new("adapters/echo/echo_adapter.hpp", """
// Hears datagrams and counts them. Threads as of Adapter.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/echo/options.hpp"

namespace muster::echo {

class EchoAdapter final : public Adapter {
  public:
    EchoAdapter(const AdapterPorts& ports, const EchoOptions& options);

    [[nodiscard]] std::optional<std::string> start() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

  private:
    const EchoOptions options_;
    boost::asio::ip::udp::socket socket_;
    std::uint64_t heard_ = 0;
};

}  // namespace muster::echo
"""),
        new("adapters/echo/echo_adapter.cpp", """
#include "adapters/echo/echo_adapter.hpp"

#include <boost/asio/io_context.hpp>

namespace muster::echo {

using boost::asio::ip::udp;

EchoAdapter::EchoAdapter(const AdapterPorts& ports, const EchoOptions& options)
    : options_(options), socket_(ports.io) {}

std::optional<std::string> EchoAdapter::start() {
    boost::system::error_code error;
    socket_.open(udp::v4(), error);
    if (!error) socket_.bind({udp::v4(), options_.port}, error);
    if (error) return "echo.port " + std::to_string(options_.port) + ": " + error.message();
    return std::nullopt;
}

void EchoAdapter::stop() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void EchoAdapter::write_metrics(MetricsText& out) const {
    out.counter("muster_echo_heard_total", "Datagrams heard.", heard_);
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const EchoOptions& options) {
    if (options.port == 0) return nullptr;
    return std::make_unique<EchoAdapter>(ports, options);
}

}  // namespace muster::echo
"""),
        new("tests/adapters/echo/CMakeLists.txt",
            "muster_test(echo SOURCES echo_test.cpp LINKS muster_adapter_echo)\n"),
        new("tests/adapters/echo/echo_test.cpp", """
#include "adapters/echo/options.hpp"

#include <gtest/gtest.h>

namespace muster::echo {
namespace {

TEST(Echo, AnswersNoMoreThanItHears) {
    EXPECT_FALSE(check(EchoOptions{}));
    EXPECT_TRUE(check(EchoOptions{.datagram_bytes = 10, .answer_bytes = 11}));
}

}  // namespace
}  // namespace muster::echo
"""),
        Edit("adapters/CMakeLists.txt", [(r"set\(muster_adapters(?= [a-z])", " echo")],
             "the linker: make_adapter() is nowhere defined"),
        Edit("engine/app/adapters.hpp", [
            (r'(?=#include "adapters/feed/options\.hpp")', '#include "adapters/echo/options.hpp"\n'),
            (r"struct AdapterSections \{\n", "    echo::EchoOptions echo;\n"),
            (r"BOOST_DESCRIBE_STRUCT\(AdapterSections, \(\),\s+\(", "echo, "),
        ], "test ShippedConfig.StatesEveryDefault: no such section"),
        Edit("config/muster.toml", [
            (r"(?=\n\[logging\]\n)",
             "\n[echo]\nport = 0\ndatagram_bytes = 1_500\nanswer_bytes = 1_500\n"),
        ], "test ShippedConfig.StatesEveryDefault: settings that are not stated"),
        Edit("README.md", [
            (r"\n\| adapters \| one folder for each protocol: ", "echo (RFC 862), "),
            (r"\n\| libboost1\.81-dev[^\n]*\n", "| libecho-dev | the echo |\n"),
        ], "tidy: the README does not name it"),
        Edit("engine/setup.sh", [(r"\nbuild_packages=\(\n", "    libecho-dev\n")],
             "test fresh: the bare system has not what it needs"),
    ])

PROBES = [COMMAND, ENTITY, SETTING, ADAPTER]
