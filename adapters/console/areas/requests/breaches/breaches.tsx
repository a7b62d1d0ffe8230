// Breaches to explain, as a work list: each row has its own field and button, and one key however often
// it is sent.
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { useConsole } from "@/shell/console_context.ts";
import { Submission } from "@/shell/drafts/submission.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { duration, moment } from "@/shell/time/times.ts";
import { command_word, enum_word, field_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { late_ms } from "./breach_list.ts";
import type { Breach } from "./breach_list.ts";
import { useNextRow } from "./next_row.ts";
import { useBreaches } from "./use_breaches.ts";
import "./breaches.css";

const w = words({
    title: { en: "Delays to explain", zh: "待说明的超时" },
    none: { en: "Every delay has been explained.", zh: "所有超时均已说明。" },
    due: { en: "due {time}", zh: "应于 {time}" },
    late: { en: "{by} late", zh: "超时 {by}" },
    owed: { en: "{by} late and still owed", zh: "已超时 {by}，仍未完成" },
    owner: { en: "with {owner}", zh: "经办：{owner}" },
    nobody: { en: "with nobody", zh: "无人经办" },
    empty: { en: "Say why it was late.", zh: "请说明原因。" },
    more: { en: "{n} more below these: they come when these are explained.", zh: "另有 {n} 条，说明以上后显示。" },
    failed: { en: "Older ones could not be read: {why}", zh: "较早的记录读取失败：{why}" },
    cause_of: { en: "{cause}: #{id}, {promise}", zh: "{cause}：#{id}，{promise}" },
});

// More than anybody explains in one go.
const most_shown = 100;

export function Breaches() {
    const { breaches, problem, explained } = useBreaches();
    const list = useRef<HTMLOListElement>(null);
    const shown = breaches.slice(0, most_shown);
    const next_row = useNextRow(list, shown.map(({ key }) => key));
    return (
        <section className="breaches" aria-labelledby="breaches-title">
            <h2 id="breaches-title">
                {w.title()} <span className="count">{breaches.length}</span>
            </h2>
            {problem && (
                <p className="problem" role="alert">
                    {w.failed({ why: problem_text(problem) })}
                </p>
            )}
            {breaches.length === 0 && <p className="empty">{w.none()}</p>}
            <ol ref={list} {...next_row}>
                {shown.map((breach) => (
                    <BreachRow key={breach.key} breach={breach} on_done={() => explained(breach)} />
                ))}
            </ol>
            {breaches.length > shown.length && (
                <p className="dim">{w.more({ n: breaches.length - shown.length })}</p>
            )}
        </section>
    );
}

interface RowProps {
    breach: Breach;
    on_done(): void;
}

function BreachRow({ breach, on_done }: RowProps) {
    const { request, milestone, due_at, met_at } = breach;
    const console = useConsole();
    const now = useNow();
    useChanges(console.services);
    const promise = enum_word("Milestone", milestone);
    const by = duration(late_ms(breach, now));
    return (
        <li className="breach" data-key={breach.key} data-request={request.id}>
            <div className="breach-facts">
                <ClassMark urgency={request.urgency} />
                <a href={`/desk?request=${request.id}`}>#{request.id}</a>
                <b>{console.services.name(request.service)}</b>
                <span className="breach-promise">
                    {promise}: {w.due({ time: moment(due_at, now) })},{" "}
                    <b className="bad">■ {met_at ? w.late({ by }) : w.owed({ by })}</b>
                </span>
                <span className="dim">
                    {enum_word("RequestStatus", request.status)} ·{" "}
                    {request.owner ? w.owner({ owner: request.owner }) : w.nobody()}
                </span>
            </div>
            {console.may(request, "ExplainBreach") && (
                <CauseForm breach={breach} promise={promise} on_done={on_done} />
            )}
        </li>
    );
}

function CauseForm({ breach, promise, on_done }: RowProps & { promise: string }) {
    const { request, milestone } = breach;
    const console = useConsole();
    const [submission] = useState(
        () => new Submission(`breach ${breach.key}`, console.drafts, console.send),
    );
    const [cause, set_cause] = useState(() => String(submission.restored?.cause ?? ""));
    const [fault, set_fault] = useState("");
    const [sending, set_sending] = useState(false);
    const change = (next: string) => {
        set_cause(next);
        set_fault("");
        if (next) submission.remember({ cause: next });
        else if (!submission.tried) submission.forget();
    };
    const send = async (event: FormEvent) => {
        event.preventDefault();
        if (sending) return;
        if (!cause.trim()) return set_fault(w.empty());
        set_sending(true);
        try {
            const body = { request: request.id, milestone, cause: cause.trim() };
            await submission.send("ExplainBreach", body, { cause });
            on_done();
        } catch (error) {
            set_fault(problem_text(as_problem(error)));
        } finally {
            set_sending(false);
        }
    };
    const label = w.cause_of({ cause: field_word("cause", "ExplainBreach"), id: request.id, promise });
    return (
        <form className="cause-form" onSubmit={(event) => void send(event)} autoComplete="off" noValidate>
            <TextField value={cause} onChange={change} isInvalid={Boolean(fault)}>
                <Label className="unseen">{label}</Label>
                <Input placeholder={field_word("cause", "ExplainBreach")} />
            </TextField>
            <Button type="submit" isDisabled={sending} aria-label={`${command_word("ExplainBreach")} #${request.id}, ${promise}`}>
                {command_word("ExplainBreach")}
            </Button>
            {fault && (
                <p className="problem" role="alert">
                    {fault}
                </p>
            )}
        </form>
    );
}
