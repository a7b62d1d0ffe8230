// Below the line: how it is meant while it is typed, and what became of it.
import { Key } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { written } from "./verb.ts";
import type { LineRunner } from "./line_runner.ts";
import type { Line, VerbLine } from "./parse.ts";

const w = words({
    done: { en: "Done: {text}", zh: "已完成：{text}" },
    running: { en: "Sending…", zh: "发送中…" },
    next: { en: "next: {what}", zh: "接着填写：{what}" },
});

interface Props<C> {
    id: string;
    runner: LineRunner<C>;
    line: Line<C>;
    focused: boolean;
    // Something is offered for what is being typed: it is too early to call it wrong.
    offering: boolean;
}

export function LineBelow<C>({ id, runner, line, focused, offering }: Props<C>) {
    const { result, running } = runner;
    return (
        <>
            <p role="alert" className={result?.bad ? "line-below bad" : "unseen"}>
                {result?.bad && result.text}
            </p>
            <p role="status" className={running || (result && !result.bad) ? "line-below good" : "unseen"}>
                {running ? w.running() : result && !result.bad ? `✓ ${w.done({ text: result.text })}` : ""}
            </p>
            <div id={id} className={line.is === "verb" && focused && !running ? "line-below" : "unseen"}>
                {line.is === "verb" && focused && <Meaning runner={runner} line={line} offering={offering} />}
            </div>
        </>
    );
}

interface MeaningProps<C> extends Pick<Props<C>, "runner" | "offering"> {
    line: VerbLine<C>;
}

function Meaning<C>({ runner, line, offering }: MeaningProps<C>) {
    const { verb, typing, fault } = line;
    const deed = runner.deed(line);
    const said = runner.result?.bad; // above it already
    return (
        <>
            <p className="usage">
                <b>{verb.label()}</b> <code>{verb.verbs.join("|")}</code>{" "}
                {Object.entries(verb.arguments).map(([name, argument]) => {
                    const Tag = argument === typing?.argument ? "mark" : "span";
                    return (
                        <code key={name}>
                            <Tag>{written(argument)}</Tag>{" "}
                        </code>
                    );
                })}
            </p>
            {deed && "refusal" in deed && !said && <p className="refusal">■ {deed.refusal}</p>}
            {deed && !("refusal" in deed) && (
                <p className="says">
                    {deed.says} <Key>⏎</Key>
                </p>
            )}
            {fault && !said && !(offering && line.typing) && <p className="refusal">■ {fault}</p>}
            {!fault && !said && line.missing && <p className="dim">{w.next({ what: line.missing.label() })}</p>}
        </>
    );
}
