// What would have been under other rules, from the time that is shown to the end of the log.
import { useEffect, useState } from "react";
import type { FormEvent } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { Combo } from "@/shell/parts/combo.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { day_and_time, duration } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { useReplay } from "./replay_console.ts";
import { rows_of, rules_in } from "./what_if.ts";
import type { Row, Rule, RuleChange, Unit, WhatIf } from "./what_if.ts";

const w = words({
    title: { en: "What if", zh: "假设推演" },
    hint: {
        en: "From {time} to the end of the log, lived again under other rules. Nothing changes by it.",
        zh: "自 {time} 至日志末尾，按其他规则重新推演；不影响实际数据。",
    },
    rule: { en: "Rule {n}", zh: "规则 {n}" },
    value: { en: "Value of rule {n}", zh: "规则 {n} 的取值" },
    now: { en: "now {value}", zh: "现值 {value}" },
    another: { en: "Another rule", zh: "添加规则" },
    run: { en: "Live again", zh: "开始推演" },
    running: { en: "Living again… this takes up to a minute.", zh: "正在推演，最长约一分钟…" },
    stop: { en: "Stop", zh: "停止" },
    result: { en: "Records {from} to {to}: {changes}", zh: "记录 {from} 至 {to}：{changes}" },
    unchanged: { en: "nothing changed", zh: "未作更改" },
    figure: { en: "Figure", zh: "指标" },
    logged: { en: "As it was", zh: "实际" },
    again: { en: "Lived again", zh: "原规则推演" },
    changed: { en: "Changed", zh: "新规则推演" },
    difference: { en: "By the change", zh: "变化" },
    inputs: {
        en: "{n} commands of the log were given again; {refused} no longer applied.",
        zh: "重新执行日志中的 {n} 条指令，其中 {refused} 条不再适用。",
    },
    method: { en: "How it is done", zh: "推演方法" },
    requests: { en: "requests", zh: "请求" },
    reached: { en: "reached", zh: "到场" },
    late_permille: { en: "late", zh: "超时率" },
    response_p50_ms: { en: "response, median", zh: "到场用时中位数" },
    response_p90_ms: { en: "response, nine of ten within", zh: "到场用时九成以内" },
    offers: { en: "Offers", zh: "邀约" },
    offers_accepted: { en: "Offers accepted", zh: "接受邀约" },
    assignments: { en: "Assignments", zh: "派遣" },
    diversions: { en: "Taken for a more urgent one", zh: "改派更急请求" },
    utilisation_permille: { en: "Time on duty spent on requests", zh: "在岗时间利用率" },
});

const most_shown_rules = 8;
const nothing: RuleChange = { path: "", value: "" };

const texts: Record<Unit, (value: number) => string> = {
    count: String,
    permille: (value) => `${(value / 10).toFixed(1)} %`,
    time: (value) => duration(value),
};

const figure_word = ({ name, figure }: Row): string => {
    const word = figure in w ? w[figure as keyof typeof w]() : figure;
    return name ? `${name} ${word}` : word;
};

function cells({ unit, logged, again, changed, ...row }: Row): string[] {
    const text = texts[unit];
    const by = changed - again;
    const sign = by > 0 ? "+" : by < 0 ? "−" : "";
    return [
        figure_word({ unit, logged, again, changed, ...row }),
        text(logged),
        text(again),
        text(changed),
        sign + text(Math.abs(by)),
    ];
}

export function WhatIfPanel() {
    const { api, player } = useReplay();
    useChanges(player);
    const [rules, set_rules] = useState<Rule[]>([]);
    const [changes, set_changes] = useState<readonly RuleChange[]>([nothing]);
    const [result, set_result] = useState<WhatIf | null>(null);
    const [problem, set_problem] = useState<Problem | null>(null);
    const [running, set_running] = useState<AbortController | null>(null);
    useEffect(() => {
        // Without them a path is typed by heart.
        api.list<object>("/v1/rules", { limit: 1 }).then(
            ([first]) => set_rules(rules_in(first)),
            () => {},
        );
    }, [api]);
    useEffect(() => () => running?.abort(), [running]);

    const change = (at: number, next: Partial<RuleChange>) =>
        set_changes(changes.map((one, place) => (place === at ? { ...one, ...next } : one)));
    const run = async (event: FormEvent) => {
        event.preventDefault();
        if (running) return;
        const question = new AbortController();
        set_running(question);
        set_problem(null);
        try {
            const wanted = changes.filter(({ path }) => path.trim());
            const body = { from: Math.round(player.at), changes: wanted };
            set_result(await api.post<WhatIf>("/v1/whatif", body, { within_ms: 90_000, signal: question.signal }));
        } catch (error) {
            if (!question.signal.aborted) set_problem(as_problem(error));
        } finally {
            set_running(null);
        }
    };
    return (
        <section className="what-if" aria-labelledby="what-if-title">
            <h3 id="what-if-title">{w.title()}</h3>
            <p className="dim">{w.hint({ time: day_and_time(player.at) })}</p>
            <form onSubmit={(event) => void run(event)} autoComplete="off">
                {changes.map((one, at) => (
                    <ChangeFields
                        key={at}
                        n={at + 1}
                        change={one}
                        rules={rules}
                        on_change={(next) => change(at, next)}
                    />
                ))}
                <p className="buttons">
                    <Button kind="quiet" onPress={() => set_changes([...changes, nothing])}>
                        + {w.another()}
                    </Button>
                    {running ? (
                        <Button onPress={() => running.abort()}>{w.stop()}</Button>
                    ) : (
                        <Button type="submit" kind="primary">
                            {w.run()}
                        </Button>
                    )}
                </p>
            </form>
            <p role="status">{running && w.running()}</p>
            {problem && (
                <p className="replay-problem" role="alert">
                    ■ {problem_text(problem)}
                </p>
            )}
            {result && <Result result={result} />}
        </section>
    );
}

interface FieldsProps {
    n: number;
    change: RuleChange;
    rules: readonly Rule[];
    on_change(next: Partial<RuleChange>): void;
}

function ChangeFields({ n, change, rules, on_change }: FieldsProps) {
    const known = rules.find(({ path }) => path === change.path);
    const parts = change.path.toLowerCase().split(/[\s.]+/).filter(Boolean);
    const offered = known
        ? []
        : rules
              .filter(({ path }) => parts.every((part) => path.toLowerCase().includes(part)))
              .slice(0, most_shown_rules)
              .map(({ path, value }) => ({ key: path, label: path, detail: value }));
    return (
        <div className="what-if-change">
            <Combo
                label={w.rule({ n })}
                text={change.path}
                options={offered}
                on_text={(path) => on_change({ path })}
                on_pick={({ key, detail }) => on_change({ path: key, value: detail })}
            />
            <TextField value={change.value} onChange={(value) => on_change({ value })}>
                <Label>{w.value({ n })}</Label>
                <Input placeholder={known ? w.now({ value: known.value }) : ""} />
            </TextField>
        </div>
    );
}

function Result({ result }: { result: WhatIf }) {
    const { from_seq, to_seq, changes, inputs, inputs_refused, method } = result;
    const said = changes.length > 0 ? changes.join(", ") : w.unchanged();
    return (
        <>
            <FiguresTable
                caption={w.result({ from: from_seq + 1, to: to_seq, changes: said })}
                heads={[w.figure(), w.logged(), w.again(), w.changed(), w.difference()]}
                rows={rows_of(result).map(cells)}
            />
            <p>{w.inputs({ n: inputs, refused: inputs_refused })}</p>
            <details>
                <summary>{w.method()}</summary>
                {/* The engine says it in English only, as on its command line. */}
                <ul className="what-if-method" lang="en">
                    {method.map((one) => (
                        <li key={one}>{one}</li>
                    ))}
                </ul>
            </details>
        </>
    );
}
