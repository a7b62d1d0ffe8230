#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/audit/store.hpp"
#include "engine/app/clock.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/time_text.hpp"
#include "engine/app/token_book.hpp"
#include "engine/codec/json_writer.hpp"

namespace muster::app {
namespace {

// Of `token list --json`.
struct TokenLine {
    std::string name;
    std::string roles;
    ResponderId responder;
    TimePoint created_at;
    TimePoint expires_at;
    TimePoint revoked_at;
};
BOOST_DESCRIBE_STRUCT(TokenLine, (), (name, roles, responder, created_at, expires_at, revoked_at))

struct Arguments {
    std::string data;
    std::string name;
    std::vector<std::string> roles;
    std::uint64_t responder = 0;
    std::int64_t days = 90;
    bool no_end = false;
    bool json = false;
};

std::unique_ptr<TokenBook> open_book(Cli& cli, const Arguments& args) {
    keep_files_private();
    std::error_code ignored;
    std::filesystem::create_directories(args.data, ignored);
    std::string error;
    auto book = TokenBook::open(args.data, error);
    if (!book) cli.fail(Exit::failed, error);
    return book;
}

// Opened before anything is changed, so that what cannot be written down is hardly ever done.
std::optional<AuditStore> open_trail(Cli& cli, const Arguments& args) {
    auto trail = AuditStore::open(args.data);
    if (trail) return std::move(*trail);
    cli.fail(Exit::failed, trail.error().message);
    return std::nullopt;
}

log::LogError write_down(AuditStore& trail, AuditKind what, const std::string& token) {
    return trail.add(system_now(), {what, operator_name(), token});
}

void create(Cli& cli, const Arguments& args) {
    TokenInfo info;
    info.name = args.name;
    info.responder = {args.responder};
    info.created_at = system_now();
    if (!args.no_end) info.expires_at = info.created_at + hours(24 * args.days);
    for (const std::string& name : args.roles) {
        const auto role = enum_named<Role>(name);
        if (!role) {
            return cli.fail(Exit::usage, "there is no role \"" + name +
                                             "\"; the roles are dispatcher, call_taker, "
                                             "responder, supervisor, adapter and admin");
        }
        info.roles.add(*role);
    }
    if (info.roles.has(Role::responder) && !info.responder) {
        return cli.fail(Exit::usage, "a responder's token needs --responder with its number");
    }
    const auto book = open_book(cli, args);
    if (!book) return;
    auto trail = open_trail(cli, args);
    if (!trail) return;
    std::string error;
    const auto token = book->create(info, error);
    if (!token) return cli.fail(Exit::failed, error);
    if (const auto failed = write_down(*trail, AuditKind::token_created, info.name)) {
        // Nobody has seen the token yet.
        if (!book->revoke(info.name, system_now(), error)) cli.fail(Exit::failed, error);
        return cli.fail(Exit::failed, "the token was revoked at once: " + failed.message);
    }
    if (args.json) {
        std::string text = "{\"name\":";
        codec::write(text, info.name);
        std::printf("%s,\"token\":\"%s\"}\n", text.c_str(), token->c_str());
    } else {
        std::printf("%s\n", token->c_str());
        std::fprintf(stderr, "Keep it: only its hash is stored, it is not shown again.\n");
    }
}

void list(Cli& cli, const Arguments& args) {
    const auto book = open_book(cli, args);
    if (!book) return;
    std::vector<TokenLine> lines;
    for (const TokenInfo& info : book->list()) {
        lines.push_back({info.name, role_names(info.roles), info.responder, info.created_at,
                         info.expires_at, info.revoked_at});
    }
    if (args.json) {
        std::string text = "{\"tokens\":";
        codec::write(text, lines);
        std::printf("%s}\n", text.c_str());
        return;
    }
    const TimePoint now = system_now();
    for (const TokenLine& line : lines) {
        const char* state = line.revoked_at                             ? "revoked"
                            : line.expires_at && line.expires_at <= now ? "expired"
                                                                        : "valid";
        const std::string end =
            line.expires_at ? time_text(line.expires_at, "until %F") : "without end";
        std::printf("%-24s %-8s %-16s %s\n", line.name.c_str(), state, end.c_str(),
                    line.roles.c_str());
    }
}

void revoke(Cli& cli, const Arguments& args) {
    const auto book = open_book(cli, args);
    if (!book) return;
    std::string error;
    if (!book->revoke(args.name, system_now(), error)) return cli.fail(Exit::no, error);
    std::printf("revoked %s\n", args.name.c_str());
    // A token that must go goes, whatever becomes of the note.
    auto trail = open_trail(cli, args);
    if (!trail) return;
    if (const auto failed = write_down(*trail, AuditKind::token_revoked, args.name)) {
        cli.fail(Exit::failed, failed.message);
    }
}

}  // namespace

void add_tokens(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    Command token = cli.app.add_subcommand("token", "Create, list and revoke access tokens");
    token.require_subcommand();

    Command command = token.add_subcommand("create",
                                           "Print a new token; a running service "
                                           "accepts it at once");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--name", args->name, "who holds it").required();
    command
        .add_option("--role", args->roles,
                    "dispatcher, call_taker, responder, supervisor, "
                    "adapter or admin; several are possible")
        .required()
        .delimiter(',');
    command.add_option("--responder", args->responder, "number of the responder it belongs to");
    const Option days = command.add_option("--days", args->days, "valid for so many days")
                            .capture_default_str()
                            .range(1, 3660);
    command.add_flag("--no-end", args->no_end, "valid until it is revoked").excludes(days);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster token create --data /var/lib/muster --name desk-1 --role dispatcher");
    command.callback([&cli, args] { create(cli, *args); });

    command = token.add_subcommand("list", "List the tokens' names and roles");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster token list --data /var/lib/muster");
    command.callback([&cli, args] { list(cli, *args); });

    command = token.add_subcommand("revoke", "Make a token invalid at once");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--name", args->name, "who holds it").required();
    command.example("muster token revoke --data /var/lib/muster --name desk-1");
    command.callback([&cli, args] { revoke(cli, *args); });
}

}  // namespace muster::app
