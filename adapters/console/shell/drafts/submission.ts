// One decision of a person on its way to the server: its draft, and its one key however often it is
// sent.
import { new_key } from "../net/ids.ts";
import type { Outcome, SendOptions } from "../net/api.ts";
import { as_problem } from "../net/problem.ts";
import type { DraftValues, Drafts, Sent } from "./drafts.ts";

type Send = (name: string, body: object, options: SendOptions) => Promise<Outcome>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export class Submission {
    readonly id: string;
    // What the form begins with: a draft that was kept, or nothing.
    readonly restored: DraftValues | null;
    #drafts: Drafts;
    #send: Send;
    #key: string;
    readonly #writer: string; // "" = not known yet
    #tried: boolean; // it may have happened: the key must outlive the form
    #initial: DraftValues | null = null;
    #sent: Sent | null;

    constructor(id: string, drafts: Drafts, send: Send) {
        const kept = drafts.get(id);
        this.id = id;
        this.#drafts = drafts;
        this.#send = send;
        this.#writer = drafts.writer;
        this.restored = kept?.values ?? null;
        this.#key = kept?.key ?? new_key();
        this.#tried = kept?.tried ?? false;
        this.#sent = kept?.sent ?? null;
    }

    // It was sent, and nobody knows whether it happened.
    get tried(): boolean {
        return this.#tried;
    }

    // The values of a form that nobody has touched.
    untouched(values: DraftValues): void {
        this.#initial = structuredClone(values);
    }

    // After each key.
    remember(values: DraftValues): void {
        // An answer that comes when somebody else sits here leaves nothing among his drafts.
        if (this.#writer && this.#writer !== this.#drafts.writer) return;
        if (!this.#tried && same(values, this.#initial)) this.#drafts.drop(this.id);
        else {
            const sent = this.#tried && this.#sent ? this.#sent : undefined;
            this.#drafts.put(this.id, { key: this.#key, values, tried: this.#tried, sent });
        }
    }

    async send(
        name: string,
        body: object,
        values: DraftValues,
        on_retry?: (attempt: number) => void,
    ): Promise<Outcome> {
        // The same words again are the same decision, though the body may have been made anew: "in 30
        // minutes" is another moment by now.
        const again = this.#tried && this.#sent?.name === name && same(this.#sent.values, values);
        const sent = again && this.#sent ? this.#sent : { name, body, values: structuredClone(values) };
        this.#sent = sent;
        this.#tried = true;
        this.remember(values);
        try {
            const answer = await this.#send(name, sent.body, { key: this.#key, on_retry });
            this.forget();
            return answer;
        } catch (error) {
            const problem = as_problem(error);
            // Refused: nothing happened. Without an answer nobody knows; the key stays, so that
            // sending again cannot do it twice.
            if (!problem.unknown_outcome) this.#tried = false;
            // The first wording was carried out after all; another one is another decision.
            if (problem.reason === "key_reused") this.#key = new_key();
            this.remember(values);
            throw problem;
        }
    }

    forget(): void {
        this.#drafts.drop(this.id);
    }
}
