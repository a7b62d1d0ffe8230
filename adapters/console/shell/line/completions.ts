// How the line may go on: verbs that begin so, and what the kind of the argument at hand offers.
import type { LineRunner } from "./line_runner.ts";
import { fits } from "./kinds.ts";
import { usage } from "./verb.ts";

export interface Completing {
    key: string;
    insert: string;
    label: string;
    detail?: string;
    of_verbs: boolean;
}

const most = 8;

export function completions<C>(runner: LineRunner<C>): Completing[] {
    const { text, context, verbs } = runner;
    const line = runner.parse();
    if (line.is === "verb") {
        // A space after the verb: only then its arguments are typed.
        if (!line.typing || !/^\s*(\S+\s|!)/.test(text)) return [];
        const typed = text.slice(line.typing.from);
        const { kind } = line.typing.argument;
        return (kind.complete?.(typed, context) ?? [])
            .slice(0, most)
            .map((one, at) => ({ ...one, key: `${at}`, of_verbs: false }));
    }
    const typed = text.trim();
    if (!typed || line.is === "number" || /\s/.test(typed)) return [];
    const begins = (verb: (typeof verbs)[number]) =>
        verb.verbs.some((name) => name.startsWith(typed.toLowerCase()));
    return verbs
        .filter((verb) => begins(verb) || fits(typed, verb.label()))
        .sort((a, b) => Number(begins(b)) - Number(begins(a)))
        .slice(0, most)
        .map((verb) => ({
            key: `verb-${verb.verbs[0]}`,
            insert: verb.verbs[0] ?? "",
            label: usage(verb),
            detail: verb.label(),
            of_verbs: true,
        }));
}

// The line with `insert` in place of what is being typed, ready for what comes next.
export function complete<C>(runner: LineRunner<C>, insert: string): string {
    const line = runner.parse();
    const from = line.is === "verb" && line.typing ? line.typing.from : 0;
    const before = runner.text.slice(0, from);
    return `${before}${insert} `;
}
