// Sessions, accounts and tokens in the OpenAPI document, from the forms of their ports.
#include <type_traits>

#include "engine/codec/describe.hpp"
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"
#include "muster/account_port.hpp"
#include "muster/enum_names.hpp"
#include "muster/session_port.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

// The forms are flat: texts, numbers, lists of them, and one struct in another.
template <class T>
json::object form_of() {
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Code>) {
        return text_type();
    } else if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_enum_v<T>) {
        json::object type = text_type();
        json::array names;
        for (const T value : enum_values<T>)
            names.emplace_back(name_of(value));
        type["enum"] = std::move(names);
        return type;
    } else if constexpr (AVector<T>) {
        return {{"type", "array"}, {"items", form_of<typename T::value_type>()}};
    } else if constexpr (AStruct<T>) {
        json::object members;
        const T empty{};
        each_field(empty, [&](std::string_view name, const auto& field) {
            members[name] = form_of<std::remove_cvref_t<decltype(field)>>();
        });
        return object_of(std::move(members));
    } else {
        return {{"type", "integer"}};
    }
}

template <class T>
json::object list_of_forms() {
    return object_of({{"items", form_of<std::vector<T>>()}});
}

template <class Form>
json::object posted(std::string_view id, json::object responses, Door door) {
    json::object out =
        fixed_path("post", id,
                   with_problems(std::move(responses),
                                 {"400", "401", "403", "404", "406", "409", "411", "415", "422"}),
                   door);
    out["post"].as_object()["requestBody"] = body(form_of<Form>());
    return out;
}

json::object session_path() {
    json::object out = posted<SignInForm>(
        "open_session",
        {{"201",
          answer("Whoever signed in; the token is told this once.", form_of<OpenedSession>())}},
        Door::open);
    json::object seen = fixed_path(
        "get", "read_session",
        with_problems({{"200", answer("The session of this token.", form_of<SessionView>())}},
                      {"401", "404", "406"}),
        Door::token);
    json::object ended = fixed_path(
        "delete", "end_session",
        with_problems({{"204", plain("It is over.")}}, {"401", "404", "406"}), Door::token);
    out["get"] = std::move(seen["get"]);
    out["delete"] = std::move(ended["delete"]);
    return out;
}

template <class T>
json::object listed(std::string_view id, std::string_view description) {
    return fixed_path("get", id,
                      with_problems({{"200", answer(description, list_of_forms<T>())}},
                                    {"401", "403", "404", "406"}),
                      Door::token);
}

template <class Action, class Form, class Changed>
json::object acted(std::string_view id, std::string_view description) {
    json::object out =
        posted<Form>(id, {{"200", answer(description, form_of<Changed>())}}, Door::token);
    out["parameters"] =
        json::array{parameter("action", "path", "What is done.", form_of<Action>(), true)};
    return out;
}

json::object keys_path() {
    json::object out = posted<NewKeyForm>(
        "add_security_key",
        {{"201", answer("The key that was added.", form_of<SecurityKeyView>())}}, Door::token);
    json::object seen = listed<SecurityKeyView>("list_security_keys", "The keys of this account.");
    out["get"] = std::move(seen["get"]);
    return out;
}

// What an invitation is read with, as in the adapter.
struct InvitationCode {
    std::string invitation;
};
BOOST_DESCRIBE_STRUCT(InvitationCode, (), (invitation))

struct OutsideWish {
    std::string binding;
};
BOOST_DESCRIBE_STRUCT(OutsideWish, (), (binding))

json::object outside_path() {
    json::object out = posted<OutsideWish>(
        "start_outside_sign_in",
        {{"201", answer("Where the browser goes.", form_of<OutsideStarted>())}}, Door::open);
    json::object named =
        fixed_path("get", "read_outside_sign_in",
                   with_problems({{"200", answer("What the other service is called.",
                                                 object_of({{"name", text_type()}}))}},
                                 {"404", "406"}),
                   Door::open);
    out["get"] = std::move(named["get"]);
    return out;
}

}  // namespace

void add_access_paths(json::object& out) {
    out["/v1/session"] = session_path();
    out["/v1/session/passphrase"] = posted<PassphraseForm>(
        "change_passphrase", {{"204", plain("All other sessions are over.")}}, Door::token);
    out["/v1/session/key_question"] = posted<KeyQuestionForm>(
        "ask_security_key",
        {{"201", answer("What a security key is to sign.", form_of<KeyQuestion>())}}, Door::open);
    out["/v1/session/keys"] = keys_path();
    out["/v1/session/keys/question"] = fixed_path(
        "post", "ask_new_security_key",
        with_problems({{"201", answer("What a new key is made from.", form_of<NewKeyQuestion>())}},
                      {"401", "403", "404", "406"}),
        Door::token);
    out["/v1/session/keys/remove"] = posted<OldKeyForm>(
        "remove_security_key", {{"204", plain("It answers no more.")}}, Door::token);
    out["/v1/session/outside"] = outside_path();
    out["/v1/session/outside/finish"] = posted<OutsideForm>(
        "finish_outside_sign_in",
        {{"201",
          answer("Whoever was let in; the token is told this once.", form_of<OpenedSession>())}},
        Door::open);
    out["/v1/invitation"] = posted<InvitationCode>(
        "read_invitation", {{"200", answer("What it is for.", form_of<Invitation>())}}, Door::open);
    out["/v1/invitation/accept"] = posted<InvitationForm>(
        "accept_invitation",
        {{"201", answer("Whoever was invited is signed in; token and recovery codes are told this "
                        "once.",
                        form_of<OpenedSession>())}},
        Door::open);
    out["/v1/user_accounts"] =
        listed<AccountView>("list_user_accounts", "The accounts of people, by name.");
    out["/v1/user_accounts/{action}"] = acted<AccountAction, AccountForm, AccountChanged>(
        "change_user_account", "The account as it is now; an invitation is told this once.");
    out["/v1/tokens"] = listed<TokenView>("list_tokens", "The tokens of machines, oldest first.");
    out["/v1/tokens/{action}"] = acted<TokenAction, TokenForm, TokenChanged>(
        "change_token", "The token as it is now; its secret is told this once.");
}

}  // namespace muster::codec
