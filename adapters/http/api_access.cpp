// Sessions of people, and the accounts and tokens behind all who come in: POST, GET and DELETE
// /v1/session, /v1/invitation, /v1/user_accounts and /v1/tokens.
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/account_port.hpp"
#include "muster/enum_names.hpp"
#include "muster/session_port.hpp"

namespace muster::http {

namespace {

class AccessTask final : public Task {
  public:
    std::unique_ptr<SessionPort::Wish> wish;
};

// What an invitation is read with.
struct InvitationCode {
    std::string invitation;
};
BOOST_DESCRIBE_STRUCT(InvitationCode, (), (invitation))

struct OutsideWish {
    std::string binding;
};
BOOST_DESCRIBE_STRUCT(OutsideWish, (), (binding))

unsigned status_of(AccessRefusal reason) {
    switch (reason) {
        case AccessRefusal::wrong_credentials:
        case AccessRefusal::code_needed:
        case AccessRefusal::passphrase_ended:
            return 401;
        case AccessRefusal::not_allowed:
            return 403;
        case AccessRefusal::unknown_account:
        case AccessRefusal::unknown_token:
        case AccessRefusal::invitation_ended:
        case AccessRefusal::no_security_keys:
            return 404;
        case AccessRefusal::name_taken:
            return 409;
        case AccessRefusal::weak_passphrase:
        case AccessRefusal::bad_value:
            return 422;
        case AccessRefusal::wait:
        case AccessRefusal::too_many:
            return 429;
        case AccessRefusal::unavailable:
            return 503;
    }
    return 503;
}

Problem problem_of(const AccessFault& fault) {
    // Where on the disk it failed concerns nobody out there.
    const bool inside = fault.reason == AccessRefusal::unavailable;
    const bool waits = fault.reason == AccessRefusal::wait;
    return {.status = status_of(fault.reason),
            .reason = name_of(fault.reason),
            .detail = inside ? "accounts and tokens cannot be read or written now" : fault.detail,
            .field = fault.field.empty() ? std::string() : "/" + fault.field,
            .expected = inside ? "the service's own log says why" : fault.expected,
            .retry_after = waits ? std::optional(fault.wait) : std::nullopt};
}

template <class T>
std::optional<Problem> read_form(std::string_view body, T& form) {
    const auto error = codec::read(body, form, codec::Mode::strict);
    if (!error) return std::nullopt;
    return Problem{.status = 400,
                   .reason = "malformed_body",
                   .detail = error->message,
                   .field = error->path,
                   .offset = error->offset};
}

Problem no_session() {
    return {.status = 404, .reason = "no_session", .detail = "a machine's token opens no session"};
}

// Nobody hears of it but the one who did it.
Response done_response(bool /*done*/) {
    Response response{.status = 204};
    response.header("Cache-Control", "no-store");
    return response;
}

template <class T>
Response made_response(unsigned status, const T& made) {
    std::string json;
    codec::write(json, made);
    return json_response(status, std::move(json));
}

template <class T>
Response list_response(const std::vector<T>& items) {
    std::string json = "{\"items\":";
    codec::write(json, items);
    return json_response(200, json += '}');
}

}  // namespace

template <class T, class Ask, class Make>
std::unique_ptr<Task> Api::ask_access(const RequestHead& head, const Reply& reply, Ask ask,
                                      Make make) {
    auto task = std::make_unique<AccessTask>();
    task->wish = ask(
        [this, reply, make, instance = std::string(head.target)](const AccessResult<T>& result) {
            give(reply, [&] {
                if (result) return make(*result);
                Response response = problem(problem_of(result.error()), instance);
                if (result.error().reason == AccessRefusal::wrong_credentials)
                    metrics_.failed_login(Login::account);
                if (result.error().reason == AccessRefusal::wait) {
                    metrics_.hit(Limit::rate_failures);
                }
                return response;
            });
        });
    if (task->wish) return task;
    metrics_.hit(Limit::replays);
    reply(problem({.status = 503,
                   .reason = "too_many_waiting",
                   .detail = "as many sign-ins and changes wait as may",
                   .expected = "try again soon"},
                  head.target));
    return nullptr;
}

std::unique_ptr<Task> Api::session(Plan& plan, const RequestHead& head, std::string_view body,
                                   const Reply& reply) {
    SessionPort& port = *ports_.sessions;
    if (plan.method == Method::post) {
        SignInForm form;
        if (auto fault = read_form(body, form)) {
            reply(problem(*fault, head.target));
            return nullptr;
        }
        return ask_access<OpenedSession>(
            head, reply,
            [&](auto done) { return port.open(form, std::string(head.rate_name), done); },
            [](const OpenedSession& opened) { return made_response(201, opened); });
    }
    if (!check_token(head, plan)) {
        reply(std::move(*plan.refused));
        return nullptr;
    }
    const std::string token(bearer_token(head.authorization));
    const auto view = port.view(token);
    if (!view) {
        reply(problem(no_session(), head.target));
        return nullptr;
    }
    if (plan.method != Method::delete_) {
        reply(made_response(200, *view));
        return nullptr;
    }
    return ask_access<bool>(
        head, reply, [&](auto done) { return port.end(token, done); }, done_response);
}

std::unique_ptr<Task> Api::session_passphrase(const Plan& /*plan*/, const RequestHead& head,
                                              std::string_view body, const Reply& reply) {
    PassphraseForm form;
    if (auto fault = read_form(body, form)) {
        reply(problem(*fault, head.target));
        return nullptr;
    }
    return ask_access<bool>(
        head, reply,
        [&](auto done) {
            return ports_.sessions->change_passphrase(std::string(bearer_token(head.authorization)),
                                                      form, std::string(head.rate_name), done);
        },
        done_response);
}

std::unique_ptr<Task> Api::session_keys(const Plan& plan, const RequestHead& head,
                                        std::string_view body, const Reply& reply) {
    SessionPort& port = *ports_.sessions;
    const std::string address(head.rate_name);
    const std::string token(bearer_token(head.authorization));
    const auto refuse = [&](const Problem& fault) {
        reply(problem(fault, head.target));
        return nullptr;
    };
    const Endpoint endpoint = plan.route.endpoint;
    if (endpoint == Endpoint::key_question) {
        KeyQuestionForm form;
        if (auto fault = read_form(body, form)) return refuse(*fault);
        return ask_access<KeyQuestion>(
            head, reply, [&](auto done) { return port.ask_key(form, address, done); },
            [](const KeyQuestion& asked) { return made_response(201, asked); });
    }
    if (!port.view(token)) return refuse(no_session());
    if (endpoint == Endpoint::new_key_question) {
        return ask_access<NewKeyQuestion>(
            head, reply, [&](auto done) { return port.ask_new_key(token, done); },
            [](const NewKeyQuestion& asked) { return made_response(201, asked); });
    }
    if (endpoint == Endpoint::remove_key) {
        OldKeyForm form;
        if (auto fault = read_form(body, form)) return refuse(*fault);
        return ask_access<bool>(
            head, reply, [&](auto done) { return port.remove_key(token, form, address, done); },
            done_response);
    }
    if (plan.method != Method::post) {
        return ask_access<std::vector<SecurityKeyView>>(
            head, reply, [&](auto done) { return port.keys(token, done); },
            [](const std::vector<SecurityKeyView>& keys) { return list_response(keys); });
    }
    NewKeyForm form;
    if (auto fault = read_form(body, form)) return refuse(*fault);
    return ask_access<SecurityKeyView>(
        head, reply, [&](auto done) { return port.add_key(token, form, address, done); },
        [](const SecurityKeyView& key) { return made_response(201, key); });
}

std::unique_ptr<Task> Api::outside(const Plan& plan, const RequestHead& head, std::string_view body,
                                   const Reply& reply) {
    const auto refuse = [&](const Problem& fault) {
        reply(problem(fault, head.target));
        return nullptr;
    };
    const auto name = ports_.sessions->outside();
    if (!name) {
        return refuse({.status = 404,
                       .reason = "no_outside_sign_in",
                       .detail = "no other service lets people in here"});
    }
    if (plan.method != Method::post) {
        std::string json = "{\"name\":";
        append_json_string(json, *name);
        reply(json_response(200, json += '}'));
        return nullptr;
    }
    if (plan.route.endpoint == Endpoint::outside) {
        OutsideWish wish;
        if (auto fault = read_form(body, wish)) return refuse(*fault);
        return ask_access<OutsideStarted>(
            head, reply,
            [&](auto done) { return ports_.sessions->start_outside(wish.binding, done); },
            [](const OutsideStarted& started) { return made_response(201, started); });
    }
    OutsideForm form;
    if (auto fault = read_form(body, form)) return refuse(*fault);
    return ask_access<OpenedSession>(
        head, reply,
        [&](auto done) {
            return ports_.sessions->finish_outside(form, std::string(head.rate_name), done);
        },
        [](const OpenedSession& opened) { return made_response(201, opened); });
}

std::unique_ptr<Task> Api::invitation(const Plan& plan, const RequestHead& head,
                                      std::string_view body, const Reply& reply) {
    const std::string address(head.rate_name);
    const auto refuse = [&](const Problem& fault) {
        reply(problem(fault, head.target));
        return nullptr;
    };
    if (plan.route.endpoint == Endpoint::invitation) {
        InvitationCode code;
        if (auto fault = read_form(body, code)) return refuse(*fault);
        return ask_access<Invitation>(
            head, reply,
            [&](auto done) {
                return ports_.sessions->read_invitation(code.invitation, address, done);
            },
            [](const Invitation& told) { return made_response(200, told); });
    }
    InvitationForm form;
    if (auto fault = read_form(body, form)) return refuse(*fault);
    return ask_access<OpenedSession>(
        head, reply, [&](auto done) { return ports_.sessions->accept(form, address, done); },
        [](const OpenedSession& opened) { return made_response(201, opened); });
}

std::unique_ptr<Task> Api::access_lists(const Plan& plan, const RequestHead& head,
                                        const Reply& reply) {
    if (plan.route.endpoint == Endpoint::tokens) {
        return ask_access<std::vector<TokenView>>(
            head, reply, [&](auto done) { return ports_.accounts->tokens(done); },
            [](const std::vector<TokenView>& views) { return list_response(views); });
    }
    return ask_access<std::vector<AccountView>>(
        head, reply, [&](auto done) { return ports_.accounts->accounts(done); },
        [](const std::vector<AccountView>& views) { return list_response(views); });
}

template <class Action, class Form, class Changed>
std::unique_ptr<Task> Api::access_action(const Plan& plan, const RequestHead& head,
                                         std::string_view body, const Reply& reply) {
    const auto action = enum_named<Action>(plan.route.name);
    if (!action) {
        std::string known;
        for (const Action one : enum_values<Action>)
            known.append(known.empty() ? "" : ", ").append(name_of(one));
        reply(problem({.status = 404,
                       .reason = "unknown_action",
                       .detail = "nothing of the kind can be done here",
                       .expected = std::move(known)},
                      head.target));
        return nullptr;
    }
    Form form;
    if (auto fault = read_form(body, form)) {
        reply(problem(*fault, head.target));
        return nullptr;
    }
    return ask_access<Changed>(
        head, reply,
        [&](auto done) { return ports_.accounts->act(*action, form, plan.principal->name, done); },
        [](const Changed& changed) { return made_response(200, changed); });
}

std::unique_ptr<Task> Api::access(Plan& plan, const RequestHead& head, std::string_view body,
                                  const Reply& reply) {
    if (ports_.sessions == nullptr || ports_.accounts == nullptr) {
        reply(problem({.status = 404, .reason = "unknown_path", .detail = "nothing is here"},
                      head.target));
        return nullptr;
    }
    switch (plan.route.endpoint) {
        case Endpoint::session:
            return session(plan, head, body, reply);
        case Endpoint::session_passphrase:
            return session_passphrase(plan, head, body, reply);
        case Endpoint::key_question:
        case Endpoint::session_keys:
        case Endpoint::new_key_question:
        case Endpoint::remove_key:
            return session_keys(plan, head, body, reply);
        case Endpoint::outside:
        case Endpoint::finish_outside:
            return outside(plan, head, body, reply);
        case Endpoint::invitation:
        case Endpoint::accept_invitation:
            return invitation(plan, head, body, reply);
        case Endpoint::account_action:
            return access_action<AccountAction, AccountForm, AccountChanged>(plan, head, body,
                                                                             reply);
        case Endpoint::token_action:
            return access_action<TokenAction, TokenForm, TokenChanged>(plan, head, body, reply);
        default:
            return access_lists(plan, head, reply);
    }
}

bool is_about_access(Endpoint endpoint) {
    switch (endpoint) {
        case Endpoint::session:
        case Endpoint::session_passphrase:
        case Endpoint::key_question:
        case Endpoint::session_keys:
        case Endpoint::new_key_question:
        case Endpoint::remove_key:
        case Endpoint::outside:
        case Endpoint::finish_outside:
        case Endpoint::invitation:
        case Endpoint::accept_invitation:
        case Endpoint::user_accounts:
        case Endpoint::account_action:
        case Endpoint::tokens:
        case Endpoint::token_action:
            return true;
        default:
            return false;
    }
}

}  // namespace muster::http
