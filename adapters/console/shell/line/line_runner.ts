// The command line without its looks: what is typed, what it would do, and what became of it. A line
// is sent with one key until there is an answer: pressing Enter again, unchanged, cannot do it twice.
import { as_problem } from "../net/problem.ts";
import type { Outcome } from "../net/api.ts";
import { Changing } from "../store/changing.ts";
import { problem_text } from "../words/problem_words.ts";
import { words } from "../words/words.ts";
import { LineHistory } from "./history.ts";
import { parse_line } from "./parse.ts";
import type { Line } from "./parse.ts";
import type { Deed, Verb } from "./verb.ts";

const w = words({
    missing: { en: "Still needed: {what}", zh: "还需填写：{what}" },
    too_much: { en: "“{text}” is too much here.", zh: "“{text}”多余。" },
    nothing: { en: "Nothing was found for “{text}”.", zh: "未找到“{text}”。" },
    not_one: { en: "“{typed}” does not fit: {usage}", zh: "“{typed}”不符合：{usage}" },
});

const refresh_ms = 500;

// With one key for the same `what` until there is an answer.
export type Send = (what: string, name: string, body: object) => Promise<Outcome>;

export interface LineResult {
    text: string;
    bad: boolean;
}

export interface LineOptions<C> {
    context: C;
    verbs: readonly Verb<C>[];
    send: Send;
    // What other text means: at once from what is on the page, and all there is, the likeliest first.
    find_here(text: string): Hit[];
    find(text: string): Promise<Hit[]>;
}

export interface Hit {
    key: string;
    group: string; // in words: of what it is
    label: string;
    detail?: string;
    open(): void | string | Promise<void | string>; // says what was done where nobody sees it
}

const subject = (deed: Deed): unknown =>
    "command" in deed ? Object.values(deed.body)[0] : undefined;

// The same words mean another request when another one is open.
const is_about_another = (kept: Deed, fresh: Deed): boolean =>
    "command" in fresh && subject(kept) !== subject(fresh);

export class LineRunner<C> extends Changing {
    readonly history = new LineHistory();
    readonly #o: LineOptions<C>;
    // Sent, and nobody knows whether it happened. Its body is kept too: "in 30 minutes" said again
    // would be another moment, hence another decision.
    #unknown: { text: string; deed: Deed } | null = null;
    #refreshing = 0;
    text = "";
    result: LineResult | null = null;
    running = false;

    constructor(options: LineOptions<C>) {
        super();
        this.#o = options;
    }

    get verbs(): readonly Verb<C>[] {
        return this.#o.verbs;
    }

    get context(): C {
        return this.#o.context;
    }

    type(text: string): void {
        this.text = text;
        this.result = null;
        this.changed();
    }

    empty(): void {
        this.history.rewind();
        this.type("");
    }

    older(): void {
        const line = this.history.older(this.text);
        if (line !== null) this.type(line);
    }

    newer(): void {
        const line = this.history.newer();
        if (line !== null) this.type(line);
    }

    // What the line looks at has changed, and so may what it would do. Not each time: whoever types has
    // the whole city in the list below the line.
    refresh(): void {
        if (!this.text || this.running || this.#refreshing) return;
        this.#refreshing = setTimeout(() => {
            this.#refreshing = 0;
            if (this.text && !this.running) this.changed();
        }, refresh_ms) as unknown as number;
    }

    parse(): Line<C> {
        return parse_line(this.text, this.#o.verbs, this.#o.context, w);
    }

    // What Enter would do, where the line is whole.
    deed(line: Line<C> = this.parse()): Deed | null {
        if (line.is !== "verb" || line.missing || line.fault) return null;
        const fresh = line.verb.prepare(this.#o.context, line.values, line.name);
        const kept = this.#unknown?.text === this.text ? this.#unknown.deed : null;
        return kept && !is_about_another(kept, fresh) ? kept : fresh;
    }

    // Whether the line was carried out: then it is empty. Else it stays, with the reason.
    async run(): Promise<boolean> {
        if (this.running) return false;
        const line = this.parse();
        if (line.is === "empty") return false;
        if (line.is === "verb") {
            if (line.fault) return this.#say(line.fault, true);
            if (line.missing) {
                // Asked for in the line: what is typed next is it.
                if (!/\s$/.test(this.text)) this.text += " ";
                return this.#say(w.missing({ what: line.missing.label() }), true);
            }
        }
        this.running = true;
        this.changed();
        const { text } = this;
        let result: LineResult;
        try {
            result = await this.#carry_out(line, text);
        } catch (error) {
            result = { text: problem_text(as_problem(error)), bad: true };
        }
        this.running = false;
        if (!result.bad) {
            this.history.add(text);
            // Unless somebody has typed on meanwhile.
            if (this.text === text) this.text = "";
        }
        this.#say(result.text, result.bad);
        return !result.bad;
    }

    async #carry_out(line: Line<C>, text: string): Promise<LineResult> {
        if (line.is === "number") return this.#open_first(`#${line.number}`);
        if (line.is === "text") return this.#open_first(line.text);
        const deed = this.deed(line);
        if (!deed) return { text: "", bad: true };
        if ("refusal" in deed) return { text: deed.refusal, bad: true };
        if ("act" in deed) return { text: (await deed.act()) || deed.says, bad: false };
        try {
            const what = `line ${deed.command} ${JSON.stringify(deed.body)}`;
            await this.#o.send(what, deed.command, deed.body);
            this.#unknown = null;
        } catch (error) {
            this.#unknown = as_problem(error).unknown_outcome ? { text, deed } : null;
            throw error;
        }
        return { text: deed.says, bad: false };
    }

    // It has been read, unless another has come meanwhile.
    forget_result(result: LineResult): void {
        if (this.result !== result) return;
        this.result = null;
        this.changed();
    }

    find_here = (text: string): Hit[] => this.#o.find_here(text);
    find = (text: string): Promise<Hit[]> => this.#o.find(text);

    // Opens something that was found, and says what was done where that is not to be seen.
    async open(hit: Hit): Promise<void> {
        const text = (await hit.open()) || "";
        this.history.add(this.text);
        this.text = "";
        this.#say(text, false);
    }

    async #open_first(text: string): Promise<LineResult> {
        const hit = this.#o.find_here(text)[0] ?? (await this.#o.find(text))[0];
        if (!hit) return { text: w.nothing({ text }), bad: true };
        return { text: (await hit.open()) || "", bad: false };
    }

    #say(text: string, bad: boolean): boolean {
        this.result = text ? { text, bad } : null;
        this.changed();
        return false;
    }
}
