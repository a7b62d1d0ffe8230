// Fields of a form and the dialog around them.
import { from_local_field, to_local_field } from "../model/format.js";
import { t, word } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { layers_changed } from "./layers.js";
import { problem_words } from "./problem_words.js";

function option_text(option) {
    if (option.rating) {
        return option.value ? t("field.rating_n", { n: option.value }) : t("field.rating_none");
    }
    const label = option.label ? word(...option.label) : String(option.value);
    return [option.prefix, label, option.suffix].filter(Boolean).join(" · ");
}

const inputs = {
    text: (id, initial) => el("input", { id, value: initial ?? "", autocomplete: "off" }),
    number: (id, initial) =>
        el("input", { id, value: initial ?? "", inputmode: "numeric", pattern: "[0-9]*" }),
    area: (id, initial) => el("textarea", { id, value: initial ?? "" }),
    moment: (id, initial) =>
        el("input", { id, type: "datetime-local", value: to_local_field(initial) }),
    bool: (id, initial) => el("input", { id, type: "checkbox", checked: Boolean(initial) }),
    choice: (id, initial, options) => {
        const select = el(
            "select",
            { id },
            options.map((o) => el("option", { value: String(o.value) }, option_text(o))),
        );
        if (initial !== undefined) select.value = String(initial);
        return select;
    },
};

let next_id = 1;

const place_text = (point) =>
    point ? `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}` : t("field.place_none");

// A place is not typed: `pick` lets the dispatcher choose it on the map.
function place_field({ name, label, initial, pick, on_change }) {
    let place = initial;
    const shown = el("b", {}, place_text(place));
    const wrong = el("div.wrong", { hidden: true });
    const button = el(
        "button",
        {
            type: "button",
            onclick: async () => {
                place = (await pick()) ?? place;
                shown.textContent = place_text(place);
                on_change?.();
            },
        },
        t("field.place_pick"),
    );
    return {
        name,
        node: el("div.field.row", {}, el("span.label", {}, label), shown, button, wrong),
        input: button,
        value: () => place,
        complain(text) {
            wrong.hidden = !text;
            wrong.textContent = text ?? "";
        },
    };
}

export function make_field(spec) {
    const { name, kind, label, initial, options = [], required } = spec;
    if (kind === "place") return place_field(spec);
    const id = `field-${next_id++}`;
    const input = inputs[kind](id, initial, options);
    if (required) input.setAttribute("aria-required", "true");
    const wrong = el("div.wrong", { id: `${id}-wrong`, hidden: true });
    const caption = el("label", { for: id }, label);
    const node =
        kind === "bool"
            ? el("div.field.row", {}, input, caption)
            : el("div.field", {}, caption, input, wrong);
    return {
        name,
        node,
        input,
        value() {
            if (kind === "bool") return input.checked;
            if (kind === "moment") return from_local_field(input.value);
            return input.value.trim();
        },
        complain(text) {
            wrong.hidden = !text;
            wrong.textContent = text ?? "";
            input.setAttribute("aria-invalid", text ? "true" : "false");
            if (text) input.setAttribute("aria-describedby", wrong.id);
        },
    };
}

export function show_problem(box, problem) {
    const { title, detail, field } = problem_words(problem);
    box.hidden = false;
    const lines = [
        el("b", {}, title),
        detail,
        problem.holder && el("div", {}, t("holder.again")),
        field && el("div", {}, t("problem.field", { field: word("field", field) })),
    ];
    box.replaceChildren(...lines.filter(Boolean));
    return field;
}

// A modal dialog; returns it opened. Focus goes back to where it was.
export function open_dialog(title, content, { wide = false, on_close } = {}) {
    const back = document.activeElement;
    const heading = el("h2", { id: `dialog-${next_id++}` }, title);
    const dialog = el(
        wide ? "dialog.wide" : "dialog",
        { "aria-labelledby": heading.id },
        heading,
        content,
    );
    let aside = false;
    dialog.addEventListener("close", () => {
        // The event of stepping aside may come late, when the dialog is open again.
        if (aside || dialog.open) return;
        layers_changed(dialog);
        dialog.remove();
        on_close?.();
        // Unless whoever closed it has put the focus elsewhere.
        const free = document.activeElement === document.body;
        if (free && back?.isConnected) back.focus({ preventScroll: true });
    });
    // Lets the page below be used while `work` runs, then comes back with all that was typed.
    dialog.step_aside = async (work) => {
        aside = true;
        dialog.close();
        layers_changed();
        try {
            return await work();
        } finally {
            dialog.showModal();
            layers_changed();
            aside = false;
        }
    };
    document.body.append(dialog);
    dialog.showModal();
    layers_changed();
    return dialog;
}

// Says that the form begins with what was typed before, and lets it begin anew.
export function restored_line({ at }, clock, on_afresh) {
    return el(
        "div.field.row.restored",
        {},
        el("span.grow", {}, t("draft.restored", { time: clock(at) })),
        el("button", { type: "button", onclick: on_afresh }, t("draft.afresh")),
    );
}

// The end of every form: what went wrong, what goes on, and the buttons.
export function form_end({ send, danger, on_back }) {
    const problem = el("div.problem", { role: "alert", hidden: true });
    const progress = el("span.progress", { role: "status" });
    const back = el("button", { type: "button", onclick: on_back }, t("act.back"));
    const go = el(danger ? "button.danger" : "button.primary", { type: "submit" }, send);
    return {
        problem,
        progress,
        back,
        go,
        buttons: el("div.buttons", {}, progress, back, go),
        start() {
            problem.hidden = true;
            go.disabled = true;
            progress.textContent = t("act.sending");
        },
        on_retry: (n) => {
            progress.textContent = t("act.again", { n });
        },
        stop() {
            go.disabled = false;
            progress.textContent = "";
        },
    };
}
