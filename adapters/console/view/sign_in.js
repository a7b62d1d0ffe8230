// The first page: a token and a name.
import { t } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { make_field } from "./form.js";

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
                session.save(token.value(), name.value());
                on_token();
            },
        },
        el(
            "div.head",
            {},
            el("h1", {}, t("app.title")),
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
    root.hidden = false;
    token.input.focus();
}
