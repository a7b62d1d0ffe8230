// The form of one action, in the panel. It rests on the request as it was when it was opened: when
// that changes so that the form is about something else, it says so at once and cannot be sent.
import { useEffect, useRef, useState } from "react";
import type { FormEvent, KeyboardEvent } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Submission } from "@/shell/drafts/submission.ts";
import { Button } from "@/shell/parts/button.tsx";
import { useEntity } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { problem_text, problem_words } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import type { Action, Values } from "../action_parts.ts";
import { command_body, faults, initial_values, overtaken } from "../actions.ts";
import type { Overtaken } from "../actions.ts";
import { useDesk } from "../desk_console.ts";
import type { DeskConsole } from "../desk_console.ts";
import { facts_of, say_done } from "./acting.ts";
import { draft_id } from "./draft_id.ts";
import { FormField } from "./form_field.tsx";
import { keep_keys } from "./keys_of_fields.ts";
import type { OpenForm } from "./panel_state.ts";

const w = words({
    confirm: { en: "Confirm", zh: "确认" },
    back: { en: "Back", zh: "返回" },
    empty: { en: "Please fill this in.", zh: "请填写此项。" },
    wrong: { en: "This cannot be read.", zh: "无法识别。" },
    draft: { en: "This is your draft of {time}.", zh: "这是您 {time} 的草稿。" },
    sending: { en: "Sending…", zh: "正在发送…" },
    again: { en: "No answer yet, sending again ({n})…", zh: "尚无回应，正在重发（第 {n} 次）…" },
    changed: { en: "Meanwhile it has changed: {what}", zh: "情况已变：{what}" },
    gone: { en: "{status}. This can no longer be done.", zh: "{status}。此操作已无法进行。" },
    holder: { en: "{who} has it now.", zh: "现在由{who}负责。" },
    call: {
        en: "somebody else recorded this call; another one is due now.",
        zh: "期间已有他人记录了这次通话；现在应进行的是另一次通话。",
    },
    done: { en: "somebody else was quicker with this.", zh: "他人已先行办理。" },
    perhaps_done: {
        en: "{name} sent this and got no answer. Look below whether it was done: from here it would be done again.",
        zh: "{name}曾发送但未收到应答。请先在下方核实是否已办理：在此确认会再次办理。",
    },
    tried: {
        en: "This was sent and not answered. Confirm again: it is not done twice.",
        zh: "此前已发送但未收到应答。可再次确认，不会重复办理。",
    },
    tried_changed: {
        en: "This was sent and not answered, and the request has changed since, perhaps by it. Confirm again: it is not done twice.",
        zh: "此前已发送但未收到应答，之后请求有变化，可能正是由此引起。可再次确认，不会重复办理。",
    },
    nobody: { en: "Nobody", zh: "无人" },
    go_on: { en: "Go on all the same", zh: "仍要继续" },
});

export function ActionForm({ action, seen, preset, number }: OpenForm) {
    const desk = useDesk();
    const current = useEntity<Request>("requests", seen.id);
    const [submission] = useState(
        () => new Submission(draft_id(action, seen), desk.drafts, desk.send),
    );
    const [kept] = useState(() => desk.drafts.get(submission.id));
    const [basis, rest_on] = useState(seen);
    const [values, set_values] = useState<Values>(() => ({
        ...(submission.restored ?? initial_values(action, seen, facts_of(desk), preset)),
        ...(submission.restored ? preset : {}),
    }));
    const [found, show_faults] = useState<Record<string, "empty" | "wrong">>({});
    const [problem, show_problem] = useState<Problem | null>(null);
    const [sending, say_sending] = useState("");
    const form = useRef<HTMLFormElement>(null);
    const facts = facts_of(desk);
    const changed = overtaken(action, basis, current, values, facts);
    // What changed may be what this form has done: only the server knows, and is asked again.
    const { tried } = submission;
    const late = tried ? "" : changed;

    const focus_field = (name: string | undefined) => {
        const field = name && form.current?.querySelector(`[data-field="${name}"]`);
        const inputs = field && field.querySelectorAll<HTMLElement>("input, textarea, button");
        const input =
            inputs && ([...inputs].find((one) => (one as HTMLInputElement).checked) ?? inputs[0]);
        (input || form.current?.querySelector<HTMLElement>("[type=submit]"))?.focus();
    };
    // To the first field that is to be filled in; where there is none, Enter sends. The focus goes
    // back to where it was.
    useEffect(() => {
        if (!submission.restored) submission.untouched(values);
        const before = document.activeElement;
        const [first] = Object.keys(faults(action, values, facts.now));
        focus_field(first);
        const node = form.current;
        const panel = node?.closest("article");
        node?.scrollIntoView({ block: "nearest" });
        return () => {
            panel?.scrollIntoView({ block: "start" });
            if (document.activeElement === document.body && before instanceof HTMLElement)
                before.focus();
        };
        // Only when it is opened.
    }, []);

    const change = (name: string, value: unknown, also: Values = {}) => {
        const next = { ...values, ...also, [name]: value };
        set_values(next);
        submission.remember(next);
    };
    const close = () => desk.panel.close_form(number);
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        if (late || sending) return;
        const now = desk.city.now();
        const wrong = faults(action, values, now);
        show_faults(wrong);
        const [first] = Object.keys(wrong);
        if (first) return focus_field(first);
        say_sending(w.sending());
        show_problem(null);
        try {
            const body = command_body(action, basis, values, now);
            await submission.send(action.command, body, values, (n) => say_sending(w.again({ n })));
            say_done(action, basis);
            close();
        } catch (error) {
            const refused = as_problem(error);
            show_problem(refused);
            say_sending("");
            focus_field(problem_words(refused).field);
        }
    };
    const key_down = (event: KeyboardEvent) => {
        keep_keys(event);
        if (event.key === "Escape" && !event.defaultPrevented) {
            event.preventDefault();
            event.stopPropagation();
            close();
        } else if (event.key === "Enter" && sends(event)) {
            event.preventDefault();
            form.current?.requestSubmit();
        }
    };
    const fault_text = (name: string) =>
        found[name] === "empty" ? w.empty() : found[name] === "wrong" ? w.wrong() : "";

    return (
        <form
            ref={form}
            className="action-form"
            noValidate
            autoComplete="off"
            onSubmit={submit}
            onKeyDown={key_down}
        >
            <h3>{command_word(action.command)}</h3>
            {kept && <p className="hint">{w.draft({ time: clock(kept.at) })}</p>}
            {kept?.perhaps_done_by && (
                <p className="box warn">{w.perhaps_done({ name: kept.perhaps_done_by })}</p>
            )}
            {action.warning && <p className="hint">{action.warning()}</p>}
            {action.fields.map((field) => (
                <FormField
                    key={field.name}
                    field={field}
                    type={action.command}
                    request={current ?? basis}
                    value={values[field.name]}
                    fault={fault_text(field.name)}
                    on_change={(value, also) => change(field.name, value, also)}
                />
            ))}
            <div role="alert">
                {late && (
                    <p className="box bad">
                        {w.changed({ what: late_words(desk, action, current, values, late) })}
                    </p>
                )}
                {tried && !sending && (
                    <p className="box warn">{changed ? w.tried_changed() : w.tried()}</p>
                )}
                {!late && problem && <p className="problem">{problem_text(problem)}</p>}
            </div>
            <div className="buttons">
                <Button
                    type="submit"
                    kind={action.danger ? "danger" : "primary"}
                    hot_key="Enter"
                    isDisabled={Boolean(late)}
                >
                    {w.confirm()}
                </Button>
                <Button kind="quiet" hot_key="Esc" onPress={close}>
                    {w.back()}
                </Button>
                {late && late !== "gone" && current && (
                    <Button onPress={() => rest_on(current)}>{w.go_on()}</Button>
                )}
                <span role="status">{sending}</span>
            </div>
        </form>
    );
}

// Enter sends from a text too, Shift+Enter begins a line; not while a Chinese word is being chosen.
const sends = ({ target, ctrlKey, shiftKey, nativeEvent }: KeyboardEvent): boolean =>
    ctrlKey || (target instanceof HTMLTextAreaElement && !shiftKey && !nativeEvent.isComposing);

// What has changed, and who was quicker.
function late_words(
    desk: DeskConsole,
    action: Action,
    request: Request | undefined,
    values: Values,
    late: Overtaken,
): string {
    if (late === "call") return w.call();
    if (late === "done") return w.done();
    if (late === "holder") {
        const responder = request?.slots?.[Number(values.slot)]?.responder;
        const who =
            action.id === "take" ? request?.owner : responder && desk.responder_name(responder);
        return w.holder({ who: who || w.nobody() });
    }
    const status = enum_word("RequestStatus", request?.status ?? "closed");
    return w.gone({ status: [status, request?.owner].filter(Boolean).join(" · ") });
}
