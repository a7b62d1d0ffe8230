// Asks for what a command needs, sends it, and shows a refusal next to the field it is about.
import { allowed, command_body, missing } from "../model/commands.js";
import { clock } from "../model/format.js";
import { Submission } from "../model/submission.js";
import { t, told, word } from "../i18n/i18n.js";
import { el } from "./dom.js";
import { form_end, make_field, open_dialog, restored_line, show_problem } from "./form.js";

export const draft_id = (action, request) => `${action.id}:${request.id}`;

// The request as the dispatcher knows it once the refusal has said who holds it now: to confirm again
// is then to take over from that person, knowingly.
function as_told(request, values, { holder }) {
    if (!holder) return request;
    const newer = structuredClone(request);
    if ("owner" in holder) newer.owner = holder.owner;
    else if (newer.slots?.[values.slot]) newer.slots[values.slot].responder = holder.responder;
    return newer;
}

// What makes this form pointless now that the request has changed; "" = nothing.
function overtaken(action, seen, next, values, context) {
    if (!next || !allowed(next, action.command, context)) {
        const owner = next?.owner ? ` · ${next.owner}` : "";
        return t("act.overtaken", { status: word("status", next?.status ?? "closed") + owner });
    }
    const before = JSON.stringify(action.expects?.(seen, values));
    if (JSON.stringify(action.expects?.(next, values)) === before) return "";
    if (action.id === "contact") return t("act.call_over");
    const who =
        action.id === "take"
            ? next.owner
            : context.responder_name(next.slots?.[values.slot]?.responder ?? 0);
    return t("act.holder_now", { who: who || t("holder.nobody_name") });
}

// context: see Desk.context(). Resolves to the answer, or null when the dispatcher went back.
export function ask_and_send(action, request, context) {
    return new Promise((resolve) => {
        let answer = null;
        let seen = request;
        const submission = new Submission({
            id: draft_id(action, request),
            drafts: context.drafts,
            send: context.send,
        });
        const fixed = {};
        const fields = [];
        const form = el("form", { novalidate: true, autocomplete: "off" });
        if (submission.restored) {
            form.append(
                restored_line(submission.restored, clock, () => {
                    submission.forget();
                    dialog.close();
                    context.again();
                }),
            );
        }
        if (action.warning) form.append(el("p.dim", {}, told(action.warning)));
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
                initial: submission.initial(spec.name, initial),
                options: spec.options?.(request, context),
                pick: () => dialog.step_aside(context.pick_place),
                on_change: () => submission.remember(values_now()),
            });
            fields.push(field);
            form.append(field.node);
        }
        const values_now = () => {
            const values = { ...fixed };
            for (const field of fields) values[field.name] = field.value();
            return values;
        };
        const changed = el("div.problem", { role: "alert", hidden: true });
        const end = form_end({
            send: t("act.send"),
            danger: action.danger,
            on_back: () => dialog.close(),
        });
        form.append(changed, end.problem, end.buttons);
        if (!submission.restored) submission.untouched(values_now());
        form.addEventListener("input", () => submission.remember(values_now()));
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            const values = values_now();
            const empty = missing(action.fields, values);
            for (const field of fields) {
                field.complain(empty.includes(field.name) ? t("act.required") : null);
            }
            if (empty.length > 0) {
                fields.find((f) => empty.includes(f.name))?.input.focus();
                return;
            }
            end.start();
            try {
                const body = command_body(action, seen, values);
                answer = await submission.send(action.command, body, values, end.on_retry);
                dialog.close();
            } catch (problem) {
                seen = as_told(seen, values, problem);
                const name = show_problem(end.problem, problem);
                fields.find((f) => f.name === name)?.input.focus();
            } finally {
                end.stop();
            }
        });
        const stop_watching = context.watch(request.id, (next) => {
            const text = overtaken(action, seen, next, values_now(), context);
            if (changed.textContent !== text) changed.textContent = text;
            changed.hidden = !text;
        });
        const title = t("act.title", { action: told(action.label), id: request.id });
        const dialog = open_dialog(title, form, {
            on_close: () => {
                stop_watching();
                if (!answer) context.went_back(submission.id);
                resolve(answer);
            },
        });
        (fields.find((f) => !f.value()) ?? fields[0])?.input.focus();
    });
}
