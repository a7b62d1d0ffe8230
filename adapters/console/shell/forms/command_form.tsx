// The form of a command: its fields, its draft, its one key, what the server says against it, and what
// became of its entity meanwhile.
import { useEffect, useMemo, useRef, useState } from "react";
import { Form } from "react-aria-components/Form";
import { Submission } from "../drafts/submission.ts";
import type { DraftValues } from "../drafts/drafts.ts";
import { changes } from "../model/changes.ts";
import { model } from "../model/muster_model.ts";
import type { Entity } from "../model/values.ts";
import type { Outcome } from "../net/api.ts";
import { as_problem } from "../net/problem.ts";
import type { Problem } from "../net/problem.ts";
import { useOffice } from "../office/office_console.ts";
import { Button } from "../parts/button.tsx";
import { toasts } from "../parts/toasts.tsx";
import { command_word, field_word } from "../words/named.ts";
import { problem_words } from "../words/problem_words.ts";
import { words } from "../words/words.ts";
import { body_of, field_path, shape_of } from "./command_shape.ts";
import type { Values } from "./form_values.ts";
import { SchemaForm } from "./schema_form.tsx";
import { WhatChanged } from "./what_changed.tsx";

const w = words({
    done: { en: "{command}: done.", zh: "{command}：已完成。" },
    kept: { en: "What you typed is kept as a draft.", zh: "已填写的内容保存为草稿。" },
    restored: { en: "Your draft is taken up again.", zh: "已恢复您的草稿。" },
    discard: { en: "Discard", zh: "放弃" },
    discard_sure: { en: "Discard what was typed?", zh: "确定放弃已填写的内容？" },
    close: { en: "Close", zh: "关闭" },
    sending: { en: "Sending…", zh: "正在提交…" },
    nothing: { en: "Nothing was changed.", zh: "未作任何修改。" },
    again: { en: "No answer yet; sent again ({n}).", zh: "暂无应答，正在第 {n} 次重发。" },
});

interface Props {
    command: string;
    path: string; // the collection from which it was opened
    subject: Entity | null; // the entity as it is now
    fill?: Values;
    on_close(): void;
    on_done(outcome: Outcome): void;
}

export function CommandForm({ command, path, subject, fill = {}, on_close, on_done }: Props) {
    const office = useOffice();
    // What the form began with; it moves on only when whoever writes has seen what changed.
    const [base, set_base] = useState(subject);
    const shape = useMemo(() => shape_of(model, command, path, base, fill), [command, path, base]);
    const draft_id = [command, path, subject?.id ?? JSON.stringify(fill)].join(" ");
    const submission = useMemo(() => {
        const made = new Submission(draft_id, office.drafts, office.send);
        made.untouched(shape.start);
        return made;
    }, [draft_id]);
    const [values, set_values] = useState<Values>(() => ({
        ...shape.start,
        ...submission.restored,
    }));
    const [problem, set_problem] = useState<Problem | null>(null);
    const [note, set_note] = useState(submission.restored ? w.restored() : "");
    const [sending, set_sending] = useState(false);
    const [asking, ask] = useState(false);
    const frame = useRef<HTMLDivElement>(null);
    const dirty = JSON.stringify(values) !== JSON.stringify(shape.start);

    const change = (next: Values) => {
        set_values(next);
        set_note("");
        submission.remember(next as DraftValues);
    };
    // Also when what changed meanwhile was seen, whose button is gone then.
    useEffect(() => {
        frame.current
            ?.querySelector<HTMLElement>("form :is(input, textarea, button, [tabindex='0'])")
            ?.focus();
    }, [draft_id, base]);
    // What was refused is where it can be mended; the button that sent it was disabled and lost it.
    useEffect(() => {
        if (!problem) return;
        const wrong = frame.current?.querySelector<HTMLElement>("[aria-invalid=true]");
        (wrong ?? frame.current?.querySelector<HTMLElement>("[type=submit]"))?.focus();
    }, [problem]);

    const close = () => {
        if (dirty) toasts.add(w.kept());
        on_close();
    };
    const discard = () => {
        submission.forget();
        on_close();
    };
    const send = async () => {
        const body = body_of(model, shape, values);
        if (!body) {
            set_note(w.nothing());
            return;
        }
        set_sending(true);
        set_problem(null);
        try {
            const answer = await submission.send(command, body, values as DraftValues, (n) =>
                set_note(w.again({ n })),
            );
            toasts.add(w.done({ command: command_word(command) }));
            on_done(answer);
        } catch (error) {
            set_problem(as_problem(error));
            // Perhaps because somebody else was here.
            office.fresh.stir();
        } finally {
            set_sending(false);
        }
    };

    const said = problem && problem_words(problem);
    const errors =
        problem?.field && said
            ? { [field_path(problem.field)]: said.title + (said.detail ? ` ${said.detail}` : "") }
            : {};
    const meanwhile = base && subject ? changes(base, subject) : [];
    const edits_type = shape.edits?.field.name;
    // Below the name of what is open, where there is one.
    const Title = subject ? "h3" : "h2";
    return (
        <section
            className="command-form"
            ref={frame}
            aria-label={command_word(command)}
            onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
                // A list that has dropped from a field is closed first.
                const { target } = event;
                const has_dropped = target instanceof Element && target.matches("[aria-expanded=true]");
                if (event.key !== "Escape" || event.defaultPrevented || has_dropped) return;
                event.preventDefault();
                close();
            }}
        >
            <div className="form-head">
                <Title>{command_word(command)}</Title>
                <Button kind="quiet" onPress={close} hot_key="Esc">
                    <span aria-hidden="true">✕</span>
                    <span className="unseen">{w.close()}</span>
                </Button>
            </div>
            <Form
                onSubmit={(event) => {
                    event.preventDefault();
                    void send();
                }}
            >
                {meanwhile.length > 0 && (
                    <WhatChanged
                        path={path}
                        changes={meanwhile}
                        yours={
                            edits_type
                                ? {
                                      [edits_type]: touched(
                                          values[edits_type],
                                          shape.start[edits_type],
                                      ),
                                  }
                                : {}
                        }
                        on_seen={() => {
                            if (!subject) return;
                            const next = shape_of(model, command, path, subject, fill);
                            if (edits_type)
                                change(rebased(values, shape.start, next.start, edits_type));
                            submission.untouched(next.start);
                            set_base(subject);
                        }}
                    />
                )}
                {said && !problem?.field && (
                    <p className="problem" role="alert">
                        {said.title} {said.detail}
                    </p>
                )}
                {said && problem?.field && !(field_path(problem.field) in flat(values)) && (
                    <p className="problem" role="alert">
                        {field_word(said.field, shape.type)}: {said.title} {said.detail}
                    </p>
                )}
                {shape.edits ? (
                    <EditedFields
                        shape={shape}
                        values={values}
                        errors={errors}
                        on_change={change}
                    />
                ) : (
                    <SchemaForm
                        of={shape.type}
                        fields={shape.fields}
                        values={values}
                        errors={errors}
                        on_change={change}
                    />
                )}
                <p role="status" className="hint">
                    {sending ? w.sending() : note}
                </p>
                {asking ? (
                    <div
                        className="dialog-buttons"
                        role="alertdialog"
                        aria-label={w.discard_sure()}
                    >
                        <span>{w.discard_sure()}</span>
                        <Button kind="danger" onPress={discard}>
                            {w.discard()}
                        </Button>
                        <Button onPress={() => ask(false)} autoFocus>
                            {w.close()}
                        </Button>
                    </div>
                ) : (
                    <div className="dialog-buttons">
                        {dirty && (
                            <Button kind="quiet" onPress={() => ask(true)}>
                                {w.discard()}
                            </Button>
                        )}
                        <Button
                            type="submit"
                            kind="primary"
                            isDisabled={sending}
                            hot_key="Ctrl+Enter"
                        >
                            {command_word(command)}
                        </Button>
                    </div>
                )}
            </Form>
        </section>
    );
}

// The fields of an entity that is edited stand without a frame of their own; others follow.
function EditedFields({
    shape,
    values,
    errors,
    on_change,
}: {
    shape: ReturnType<typeof shape_of>;
    values: Values;
    errors: Record<string, string>;
    on_change(values: Values): void;
}) {
    const { edits } = shape;
    if (!edits) return null;
    const { name, type } = edits.field;
    const inner = type.name ?? "";
    return (
        <>
            <SchemaForm
                of={inner}
                fields={model.fields(inner)}
                values={(values[name] ?? {}) as Values}
                errors={errors}
                masks={shape.masks}
                within={name}
                on_change={(next) => on_change({ ...values, [name]: next })}
            />
            <SchemaForm
                of={shape.type}
                fields={shape.fields.filter((field) => field.name !== name)}
                values={values}
                errors={errors}
                on_change={on_change}
            />
        </>
    );
}

// The fields that somebody has changed in the form.
function touched(values: unknown, start: unknown): Values {
    const before = (start ?? {}) as Values;
    return Object.fromEntries(
        Object.entries((values ?? {}) as Values).filter(
            ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
        ),
    );
}

// What somebody typed stays; what he did not touch becomes what it is now.
function rebased(values: Values, before: Values, now: Values, field: string): Values {
    const mine = (values[field] ?? {}) as Values;
    const old = (before[field] ?? {}) as Values;
    const fresh = { ...((now[field] ?? {}) as Values) };
    for (const [name, value] of Object.entries(mine)) {
        if (JSON.stringify(value) !== JSON.stringify(old[name])) fresh[name] = value;
    }
    return { ...values, [field]: fresh };
}

// The dotted names of all that stands in a form.
function flat(values: unknown, within = ""): Record<string, true> {
    if (values === null || typeof values !== "object") return within ? { [within]: true } : {};
    const out: Record<string, true> = within ? { [within]: true } : {};
    for (const [name, value] of Object.entries(values))
        Object.assign(out, flat(value, within ? `${within}.${name}` : name));
    return out;
}
