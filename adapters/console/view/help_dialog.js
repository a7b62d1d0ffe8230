// The shortcuts, from the same tables that make them work.
import { actions } from "../model/commands.js";
import { t, told } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { open_dialog } from "./form.js";

export const general_keys = [
    ["j k ↓ ↑", "help.move"],
    ["Enter", "help.open"],
    ["Esc", "help.escape"],
    ["/", "help.search"],
    ["n", "help.new"],
    ["F1", "help.alarm"],
    ["q m b d", "help.panes"],
    ["0 1 2 3 4", "help.class"],
    ["s", "help.sound"],
    ["← → ↑ ↓ + − 0", "help.map"],
    ["?", "help.help"],
];

export function show_help(preferences) {
    const line = (keys, text) => [
        el(
            "dt",
            {},
            keys
                .split(" ")
                .map((key) => [el("kbd", {}, key), " "])
                .flat(),
        ),
        el("dd", {}, text),
    ];
    const single = el("input", {
        type: "checkbox",
        id: "single-keys",
        checked: preferences.single_keys(),
        onchange: () => preferences.set_single_keys(single.checked),
    });
    const close = el("button.primary", { onclick: () => dialog.close() }, t("help.close"));
    const content = el(
        "div.body",
        {},
        el("dl.keys", {}, general_keys.map(([keys, key]) => line(keys, t(key))).flat()),
        el("h3", {}, t("help.actions")),
        el(
            "dl.keys",
            {},
            actions
                .filter((a) => a.key)
                .map((a) => line(a.key, told(a.label)))
                .flat(),
        ),
        el("h3", {}, t("help.shapes")),
        el("p.dim", {}, t("help.shapes_text")),
        el("div.field.row", {}, single, el("label", { for: "single-keys" }, t("help.single"))),
        el("div.buttons", {}, close),
    );
    const dialog = open_dialog(t("help.title"), content, { wide: true });
    close.focus();
}
