// The first page, and the cover over everything when the token no longer counts: a token and a name.
// It is a modal dialog that cannot be left, so that it lies over a form that is open as well.
import { t } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { make_field } from "./form.js";

let wanted = false;

export function hide_sign_in(root) {
    wanted = false;
    root.close();
    root.replaceChildren();
}

// on_token(token, name) -> promise; the page stays until hide_sign_in().
export function show_sign_in(root, { session, why, on_token, on_language }) {
    const token = make_field({
        name: "token",
        kind: "text",
        label: t("signin.token"),
        required: true,
    });
    token.input.type = "password";
    const name = make_field({
        name: "name",
        kind: "text",
        label: t("signin.name"),
        initial: session.name,
    });
    const form = el(
        "form",
        {
            novalidate: true,
            onsubmit: (event) => {
                event.preventDefault();
                token.complain(token.value() ? null : t("act.required"));
                if (!token.value()) return token.input.focus();
                return on_token(token.value(), name.value());
            },
        },
        el(
            "div.head",
            {},
            el("h1", { id: "signin-title" }, t("app.title")),
            el(
                "button.plain",
                { type: "button", "aria-label": t("lang.switch"), onclick: on_language },
                t("lang.other"),
            ),
        ),
        why && el("div.problem", { role: "alert" }, t(why)),
        token.node,
        name.node,
        el("p.dim", {}, t("signin.hint")),
        el("button.primary", { type: "submit" }, t("signin.go")),
    );
    root.replaceChildren(form);
    root.setAttribute("aria-labelledby", "signin-title");
    wanted = true;
    root.oncancel = (event) => event.preventDefault();
    root.onclose = () => wanted && root.showModal();
    if (!root.open) root.showModal();
    token.input.focus();
}
