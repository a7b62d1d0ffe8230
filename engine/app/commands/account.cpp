// `muster account`: who signs in, from the machine on which the service runs. The running service
// sees each change at once.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/access/accounts.hpp"
#include "engine/access/token_book.hpp"
#include "engine/app/audit/store.hpp"
#include "engine/app/clock.hpp"
#include "engine/app/commands/access_arguments.hpp"
#include "engine/app/commands/cli.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/time_text.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

struct AccountArguments {
    std::string data;
    std::string url = "http://127.0.0.1:8080";
    AccountForm form;
    RightsArguments rights;
    std::string subject;
    bool json = false;
};

std::optional<access::Accounts> open_accounts(Cli& cli, const AccountArguments& args) {
    keep_files_private();
    std::error_code ignored;
    std::filesystem::create_directories(args.data, ignored);
    // The times of the configuration are the service's; what is made here lasts as long by default.
    auto accounts = access::Accounts::open(args.data, access::AccessOptions{});
    if (accounts) return std::move(*accounts);
    cli.fail(Exit::failed, accounts.error().message);
    return std::nullopt;
}

bool note_change(Cli& cli, const AccountArguments& args, std::string_view what) {
    auto trail = AuditStore::open(args.data);
    log::LogError failed = trail ? log::LogError() : trail.error();
    if (!failed) {
        failed =
            trail->add(system_now(), {AuditKind::account_changed, operator_name(),
                                      "user_accounts/" + args.form.name + "/" + std::string(what)});
    }
    if (failed) cli.fail(Exit::failed, failed.message);
    return !failed;
}

void print_invitation(const AccountArguments& args, const AccountChanged& changed) {
    if (changed.invitation.empty()) {
        std::printf("%s\n", args.form.name.c_str());
        return;
    }
    std::printf("%s/invitation/#%s\n", args.url.c_str(), changed.invitation.c_str());
    std::fprintf(stderr,
                 "Give this link to %s alone: whoever opens it first chooses the passphrase. It is "
                 "not shown again, and ends %s.\n",
                 changed.account.shown_name.c_str(),
                 time_text(changed.account.invited_until, "%F %R UTC").c_str());
}

void act(Cli& cli, AccountArguments& args, AccountAction action) {
    const bool reads_rights = action == AccountAction::add || action == AccountAction::change;
    if (reads_rights && !read_rights(cli, args.rights, args.form)) return;
    auto accounts = open_accounts(cli, args);
    if (!accounts) return;
    const auto changed = accounts->act(action, args.form, system_now());
    if (!changed) return fail(cli, Exit::no, changed.error());
    if (!note_change(cli, args, name_of(action))) return;
    if (args.json) {
        std::string text;
        codec::write(text, *changed);
        std::printf("%s\n", text.c_str());
    } else {
        print_invitation(args, *changed);
    }
}

std::string state_of(const AccountView& view, TimePoint now) {
    if (view.disabled_at) return "disabled";
    if (view.wait_until > now) return "waits";
    if (view.invited_until) return "invited";
    return view.passphrase_at || view.outside ? "active" : "never in";
}

void list(Cli& cli, const AccountArguments& args) {
    auto accounts = open_accounts(cli, args);
    if (!accounts) return;
    const TimePoint now = system_now();
    const auto views = accounts->list(now);
    if (!views) return fail(cli, Exit::failed, views.error());
    if (args.json) {
        std::string text = "{\"accounts\":";
        codec::write(text, *views);
        std::printf("%s}\n", text.c_str());
        return;
    }
    for (const AccountView& view : *views) {
        std::printf("%-24s %-8s %-9s %2llu open  %s\n", view.name.c_str(),
                    state_of(view, now).c_str(), view.second_factor ? "two" : "one",
                    static_cast<unsigned long long>(view.sessions),
                    access::role_names(access::roles_of(view.roles)).c_str());
    }
}

void link(Cli& cli, const AccountArguments& args) {
    auto accounts = open_accounts(cli, args);
    if (!accounts) return;
    const auto linked = accounts->link_subject(args.form.name, args.subject);
    if (!linked) return fail(cli, Exit::no, linked.error());
    if (note_change(cli, args, "link")) std::printf("%s\n", args.form.name.c_str());
}

struct SimpleAction {
    AccountAction action;
    const char* name;
    const char* help;
};
constexpr SimpleAction simple_actions[] = {
    {AccountAction::invite, "invite",
     "Print a new invitation: a new passphrase and a new app, by which all sessions end"},
    {AccountAction::disable, "disable", "Let nobody in by it; its sessions end at once"},
    {AccountAction::enable, "enable", "Let it in again"},
    {AccountAction::unlock, "unlock", "Forget its failures, so that it need not wait"},
    {AccountAction::end_sessions, "end-sessions", "End all its sessions at once"},
};

}  // namespace

void add_accounts(Cli& cli) {
    const auto args = std::make_shared<AccountArguments>();
    Command account =
        cli.app.add_subcommand("account", "Add, invite and disable the people who sign in");
    account.require_subcommand();
    const auto add_common = [&](Command& command, bool named) {
        command.add_option("--data", args->data, "folder with the log").required();
        if (named) command.add_option("--name", args->form.name, "of the account").required();
        command.add_flag("--json", args->json, "print one JSON object");
    };
    for (const AccountAction action : {AccountAction::add, AccountAction::change}) {
        const bool adds = action == AccountAction::add;
        Command command = account.add_subcommand(
            adds ? "add" : "change", adds ? "Make an account and print the invitation to it"
                                          : "Give it another name or other rights; sessions end");
        add_common(command, true);
        command.add_option("--shown-name", args->form.shown_name, "of the person").required();
        add_rights(command, args->rights);
        if (adds) command.add_option("--url", args->url, "of the service").capture_default_str();
        command.example(
            std::string("muster account ") + (adds ? "add" : "change") +
            " --data /var/lib/muster --name li.wei --shown-name 李伟 --role dispatcher");
        command.callback([&cli, args, action] { act(cli, *args, action); });
    }
    for (const SimpleAction& simple : simple_actions) {
        Command command = account.add_subcommand(simple.name, simple.help);
        add_common(command, true);
        if (simple.action == AccountAction::invite) {
            command.add_option("--url", args->url, "of the service").capture_default_str();
        }
        command.example(std::string("muster account ") + simple.name +
                        " --data /var/lib/muster --name li.wei");
        command.callback([&cli, args, action = simple.action] { act(cli, *args, action); });
    }
    Command command = account.add_subcommand("list", "List the accounts");
    add_common(command, false);
    command.example("muster account list --data /var/lib/muster");
    command.callback([&cli, args] { list(cli, *args); });

    command = account.add_subcommand("link",
                                     "Let in whom another service knows (OpenID Connect), as "
                                     "this account");
    add_common(command, true);
    command.add_option("--subject", args->subject, "\"<issuer> <subject>\"; empty = no longer")
        .required();
    command.example(
        "muster account link --data /var/lib/muster --name li.wei --subject "
        "'https://login.example.cn 7f3a'");
    command.callback([&cli, args] { link(cli, *args); });
}

}  // namespace muster::app
