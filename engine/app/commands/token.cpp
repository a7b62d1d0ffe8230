#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/token_rules.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/clock.hpp"
#include "engine/app/commands/access_arguments.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/time_text.hpp"
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
    std::vector<Code> districts;
    std::vector<std::string> devices;
};
BOOST_DESCRIBE_STRUCT(TokenLine, (),
                      (name, roles, responder, created_at, expires_at, revoked_at, districts,
                       devices))

struct Arguments {
    std::string data;
    std::string name;
    RightsArguments rights;
    std::vector<std::string> devices;
    std::int64_t days = 90;
    bool no_end = false;
    bool json = false;
};

std::unique_ptr<access::TokenBook> open_book(Cli& cli, const Arguments& args) {
    keep_files_private();
    std::error_code ignored;
    std::filesystem::create_directories(args.data, ignored);
    std::string error;
    auto book = access::TokenBook::open(args.data, system_now, error);
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

// Shown this once.
void print_secret(const Arguments& args, const std::string& secret) {
    if (args.json) {
        std::string text = "{\"name\":";
        codec::write(text, args.name);
        std::printf("%s,\"token\":\"%s\"}\n", text.c_str(), secret.c_str());
    } else {
        std::printf("%s\n", secret.c_str());
        std::fprintf(stderr, "Keep it: only its hash is stored, it is not shown again.\n");
    }
}

void create(Cli& cli, const Arguments& args) {
    TokenForm form{.name = args.name, .devices = args.devices, .days = args.days};
    if (!read_rights(cli, args.rights, form)) return;
    if (const auto fault = access::fault_of(form)) return fail(cli, Exit::usage, *fault);
    const auto book = open_book(cli, args);
    if (!book) return;
    auto trail = open_trail(cli, args);
    if (!trail) return;
    std::string error;
    const TimePoint now = system_now();
    access::TokenInfo info = access::info_of(form, now);
    if (args.no_end) info.expires_at = {};
    const auto secret = book->create(info, error);
    if (!secret) return cli.fail(Exit::failed, error);
    if (const auto failed = write_down(*trail, AuditKind::token_created, info.name)) {
        // Nobody has seen the token yet.
        if (!book->revoke(info.name, now, error)) cli.fail(Exit::failed, error);
        return cli.fail(Exit::failed, "the token was revoked at once: " + failed.message);
    }
    print_secret(args, *secret);
}

void rotate(Cli& cli, const Arguments& args) {
    const auto book = open_book(cli, args);
    if (!book) return;
    auto trail = open_trail(cli, args);
    if (!trail) return;
    const auto changed = access::act(*book, TokenAction::rotate,
                                     {.name = args.name, .days = args.days}, system_now());
    if (!changed) return fail(cli, Exit::no, changed.error());
    print_secret(args, changed->secret);
    if (!args.json) {
        std::fprintf(stderr, "The one before is taken for another 24 hours.\n");
    }
    if (const auto failed = write_down(*trail, AuditKind::token_rotated, args.name)) {
        cli.fail(Exit::failed, failed.message);
    }
}

void list(Cli& cli, const Arguments& args) {
    const auto book = open_book(cli, args);
    if (!book) return;
    std::vector<TokenLine> lines;
    for (const access::TokenInfo& info : book->list()) {
        lines.push_back({info.name, access::role_names(info.roles), info.responder, info.created_at,
                         info.expires_at, info.revoked_at, info.districts, info.devices});
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
    Command token =
        cli.app.add_subcommand("token", "Create, rotate, list and revoke the tokens of machines");
    token.require_subcommand();

    Command command = token.add_subcommand("create",
                                           "Print a new token; a running service "
                                           "accepts it at once");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--name", args->name, "who holds it").required();
    add_rights(command, args->rights);
    command
        .add_option("--device", args->devices,
                    "of an adapter: the devices that it may speak for, by serial, a '*' at the "
                    "end for any rest; none = all")
        .delimiter(',');
    const Option days = command.add_option("--days", args->days, "valid for so many days")
                            .capture_default_str()
                            .range(1, 3660);
    command.add_flag("--no-end", args->no_end, "valid until it is revoked").excludes(days);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster token create --data /var/lib/muster --name desk-1 --role dispatcher");
    command.callback([&cli, args] { create(cli, *args); });

    command = token.add_subcommand("rotate",
                                   "Print a new secret for a token; the one before is taken "
                                   "for another 24 hours");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--name", args->name, "who holds it").required();
    command.add_option("--days", args->days, "valid for so many days")
        .capture_default_str()
        .range(1, 3660);
    command.add_flag("--json", args->json, "print one JSON object");
    command.example("muster token rotate --data /var/lib/muster --name gateway-1");
    command.callback([&cli, args] { rotate(cli, *args); });

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
