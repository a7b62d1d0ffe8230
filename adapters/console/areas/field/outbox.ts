// What was pressed, sent in order and each with one Idempotency-Key, so that it happens once: at once
// while there is a net, else when it is back, also after a reload. A refusal ends an entry, and is
// told; no answer does not.
import { new_key } from "@/shell/net/ids.ts";
import type { Outcome, SendOptions } from "@/shell/net/api.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Changing } from "@/shell/store/changing.ts";
import type { Entry } from "./phone_store.ts";

const waits_ms = [1_000, 2_000, 4_000, 8_000, 15_000];
// What was meant so long ago is not meant any more.
export const longest_ms = 12 * 3_600_000;

interface Kept {
    entries(responder: number): Promise<Entry[]>;
    put_entry(entry: Entry): Promise<unknown>;
    drop_entry(key: string): Promise<unknown>;
}

export interface OutboxOptions {
    store: Kept;
    send(name: string, body: object, options: SendOptions): Promise<Outcome>;
    on_done(entry: Entry, answer: Outcome): void;
    on_refused(entry: Entry, problem: Problem): void;
    on_dropped?(entry: Entry): void; // too old
    now?: () => number;
}

export class Outbox extends Changing {
    readonly #options: OutboxOptions;
    readonly #now: () => number;
    #entries: Entry[] = [];
    #responder = 0;
    #place = 0;
    #sending = false;
    #failures = 0;
    #timer: ReturnType<typeof setTimeout> | undefined;

    constructor(options: OutboxOptions) {
        super();
        this.#options = options;
        this.#now = options.now ?? Date.now;
    }

    get entries(): readonly Entry[] {
        return this.#entries;
    }

    // Whether the first one got no answer at least once.
    get held_up(): boolean {
        return this.#entries.length > 0 && this.#failures > 0;
    }

    // Whose entries: those that this phone kept come first.
    async open(responder: number): Promise<void> {
        if (responder === this.#responder) return;
        this.#responder = responder;
        const kept = await this.#options.store.entries(responder);
        if (responder !== this.#responder) return;
        const oldest = this.#now() - longest_ms;
        for (const entry of kept.filter(({ at }) => at <= oldest)) {
            void this.#options.store.drop_entry(entry.key);
            this.#options.on_dropped?.(entry);
        }
        this.#entries = kept.filter(({ at }) => at > oldest);
        this.#place = this.#entries.at(-1)?.place ?? 0;
        this.changed();
        this.retry_now();
    }

    // Somebody else, or nobody: what waits stays on the phone, and is sent when he signs in again.
    close(): void {
        clearTimeout(this.#timer);
        this.#entries = [];
        this.#responder = 0;
        this.#failures = 0;
        this.changed();
    }

    // Pressed twice it is one decision: the same command about the same thing waits only once.
    add(command: string, body: Record<string, unknown>): void {
        const same = (entry: Entry): boolean =>
            entry.command === command && JSON.stringify(entry.body) === JSON.stringify(body);
        if (this.#entries.some(same)) return;
        const entry: Entry = {
            key: new_key(),
            responder: this.#responder,
            command,
            body,
            at: this.#now(),
            place: ++this.#place,
        };
        this.#entries = [...this.#entries, entry];
        this.changed();
        // Kept before it is sent: a page that dies in between must know its key.
        void this.#options.store.put_entry(entry).then(() => this.retry_now());
    }

    retry_now = (): void => {
        clearTimeout(this.#timer);
        if (!this.#sending) void this.#send_all();
    };

    async #send_all(): Promise<void> {
        this.#sending = true;
        try {
            for (let entry = this.#entries[0]; entry; entry = this.#entries[0]) {
                if (!(await this.#send_one(entry))) return;
            }
        } finally {
            this.#sending = false;
        }
    }

    // Whether the next one may follow.
    async #send_one(entry: Entry): Promise<boolean> {
        try {
            const answer = await this.#options.send(entry.command, entry.body, { key: entry.key });
            this.#drop(entry);
            this.#options.on_done(entry, answer);
        } catch (error) {
            const problem = as_problem(error);
            if (problem.unknown_outcome || problem.status === 429 || problem.status === 401) {
                const wait = waits_ms[Math.min(this.#failures++, waits_ms.length - 1)];
                this.#timer = setTimeout(this.retry_now, wait);
                this.changed();
                return false;
            }
            this.#drop(entry);
            this.#options.on_refused(entry, problem);
        }
        return true;
    }

    #drop({ key }: Entry): void {
        this.#failures = 0;
        this.#entries = this.#entries.filter((entry) => entry.key !== key);
        void this.#options.store.drop_entry(key);
        this.changed();
    }
}
