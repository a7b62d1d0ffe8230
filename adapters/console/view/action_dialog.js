// Asks for what a command needs, sends it, and shows a refusal next to the field it is about.
import { command_body, missing } from "../model/commands.js";
import { t } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { form_end, make_field, open_dialog, show_problem } from "./form.js";

// send(name, body, on_retry) -> promise of the answer. Resolves to the answer, or null when the
// dispatcher went back.
export function ask_and_send(action, request, context, send) {
    return new Promise((resolve) => {
        let answer = null;
        const fixed = {};
        const fields = [];
        const form = el("form", { novalidate: true, autocomplete: "off" });
        if (action.warning) form.append(el("p.dim", {}, t(action.warning)));
        for (const spec of action.fields) {
            const initial = spec.initial?.(request, context);
            const label = t(`field.${spec.name}`);
            if (spec.kind === "fixed") {
                fixed[spec.name] = initial;
                form.append(
                    el(
                        "div.field",
                        {},
                        el("span.label", {}, label),
                        el("b", {}, context.responder_name(initial)),
                    ),
                );
                continue;
            }
            const field = make_field({
                ...spec,
                label,
                initial,
                options: spec.options?.(request, context),
                pick: () => dialog.step_aside(context.pick_place),
            });
            fields.push(field);
            form.append(field.node);
        }
        const end = form_end({
            send: t("act.send"),
            danger: action.danger,
            on_back: () => dialog.close(),
        });
        form.append(end.problem, end.buttons);
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            const values = { ...fixed };
            for (const field of fields) values[field.name] = field.value();
            const empty = missing(action.fields, values);
            for (const field of fields) {
                field.complain(empty.includes(field.name) ? t("act.required") : null);
            }
            if (empty.length > 0) {
                fields.find((f) => empty.includes(f.name))?.input.focus();
                return;
            }
            end.problem.hidden = true;
            end.go.disabled = true;
            end.progress.textContent = t("act.sending");
            try {
                answer = await send(action.command, command_body(action, request, values), (n) => {
                    end.progress.textContent = t("act.again", { n });
                });
                dialog.close();
            } catch (problem) {
                const name = show_problem(end.problem, problem);
                fields.find((f) => f.name === name)?.input.focus();
            } finally {
                end.go.disabled = false;
                end.progress.textContent = "";
            }
        });
        const title = t("act.title", { action: t(`act.${action.id}`), id: request.id });
        const dialog = open_dialog(title, form, { on_close: () => resolve(answer) });
        (fields.find((f) => !f.value()) ?? fields[0])?.input.focus();
    });
}
