// Plays what was into a store: from a board at a time on, record by record, at some speed, forwards and
// back. Time here is the city's, and goes on only when tick() says so.
import { Changing } from "@/shell/store/changing.ts";
import type { Delta, Entity } from "@/shell/net/feed_client.ts";
import type { EntityStore } from "@/shell/store/entity_store.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import type { Past } from "./past.ts";

export const speeds = [1, 2, 5, 10, 30, 60] as const;

const least_ahead_ms = 60_000; // of the city's time, that are asked for at once
const ahead_s = 20; // seconds of watching that are asked for at once
const begin_ahead_s = 8; // so many are left when more is asked for
const back_ms = 600_000; // before what is known, when somebody steps back there
const most_undone = 20_000;

// A record that was applied, and what was there before.
interface Applied {
    delta: Delta;
    before: { topic: string; id: number; entity: Entity | undefined }[];
}

// Where somebody moved is no event to step to.
const is_event = (delta: Delta): boolean => delta.changes.some(({ topic }) => topic !== "positions");

export class Player extends Changing {
    at = 0;
    first_at = 0;
    last_at = 0;
    playing = false;
    speed: number = speeds[0];
    loading = false;
    problem: Problem | null = null;
    readonly #past: Past;
    readonly #store: EntityStore;
    readonly #known: readonly string[];
    #ahead: Delta[] = []; // told, and not applied
    #next = 0; // of these
    #told_until = 0;
    #seq = 0; // the last record that was told
    #from = 0; // the time of the board that all began with, and its last record
    #base = 0;
    #done: Applied[] = [];
    #question: AbortController | null = null;
    #stepping = false;

    // known: the topics of the store.
    constructor(past: Past, store: EntityStore, known: readonly string[]) {
        super();
        this.#past = past;
        this.#store = store;
        this.#known = known;
    }

    get at_end(): boolean {
        return this.at >= this.last_at;
    }

    play(): void {
        if (!this.last_at || this.at_end) return;
        this.playing = true;
        this.changed();
        void this.#look_ahead();
    }

    pause(): void {
        this.playing = false;
        this.changed();
    }

    set_speed(speed: number): void {
        this.speed = speed;
        this.changed();
        if (this.playing) void this.#look_ahead();
    }

    // Shows the board at another time; playing goes on from there.
    async seek(at: number): Promise<void> {
        const wanted = this.last_at ? Math.min(Math.max(at, this.first_at), this.last_at) : at;
        if (this.#knows(wanted)) {
            this.#question?.abort();
            this.#question = null;
            this.loading = false;
            this.#undo_after(wanted);
            this.#apply_until(wanted);
            this.at = wanted;
            this.changed();
            return;
        }
        await this.#load(wanted);
    }

    // So much real time went by.
    tick(elapsed_ms: number): void {
        if (!this.playing) return;
        const wanted = Math.min(this.at + elapsed_ms * this.speed, this.last_at);
        // It waits for what is not told yet.
        const to = Math.min(wanted, this.#told_until);
        if (to > this.at) {
            this.#apply_until(to);
            this.at = to;
        }
        if (this.at_end) this.playing = false;
        this.changed();
        if (this.playing) void this.#look_ahead();
    }

    // To the next record that changed something.
    step = (): Promise<void> => this.#one_step(() => this.#forward());

    // To what there was before the last such record.
    step_back = (): Promise<void> => this.#one_step(() => this.#back());

    // A key that is held asks for the next before the last is there: it would take the place of what
    // is being asked, and none would ever come.
    async #one_step(go: () => Promise<void>): Promise<void> {
        if (this.#stepping) return;
        this.#stepping = true;
        try {
            await go();
        } finally {
            this.#stepping = false;
        }
    }

    async #forward(): Promise<void> {
        this.playing = false;
        for (;;) {
            while (this.#next < this.#ahead.length) {
                const delta = this.#apply_next();
                if (!is_event(delta)) continue;
                this.at = Math.max(this.at, delta.at ?? this.at);
                this.changed();
                return;
            }
            this.at = Math.max(this.at, Math.min(this.#told_until, this.last_at));
            if (this.#told_until >= this.last_at || !(await this.#tell_more(least_ahead_ms * 10))) break;
        }
        this.changed();
    }

    async #back(): Promise<void> {
        this.playing = false;
        for (let span = back_ms; ; span *= 4) {
            if (this.#undo_event()) return this.changed();
            if (this.#from <= this.first_at) break;
            const { at } = this;
            const here = this.#done.at(-1)?.delta.seq ?? this.#base;
            if (!(await this.#load(this.#from - span, false))) return;
            while (this.#told_until < at) {
                if (!(await this.#tell_more(at - this.#told_until))) return;
            }
            while ((this.#ahead[this.#next]?.seq ?? Infinity) <= here) this.#apply_next();
            this.at = at;
        }
        this.changed();
    }

    #knows(at: number): boolean {
        return this.#from > 0 && at >= this.#from && at <= this.#told_until;
    }

    // False when it was given up or failed.
    async #load(at: number, shown = true): Promise<boolean> {
        const wanted = Math.max(at, this.first_at);
        return this.#ask(async (signal) => {
            const board = await this.#past.board(wanted, signal);
            return () => {
                this.first_at = board.first_at;
                this.last_at = Math.max(board.last_at, this.last_at);
                const by_topic = new Map<string, Entity[]>();
                for (const { topic, entities } of board.snapshot) {
                    by_topic.set(topic, [...(by_topic.get(topic) ?? []), ...entities]);
                }
                this.#store.snapshot(by_topic);
                this.#ahead = [];
                this.#next = 0;
                this.#done = [];
                this.#seq = this.#base = board.seq;
                this.#from = this.#told_until = board.at;
                if (shown) this.at = board.at;
            };
        });
    }

    // False likewise, and when there is no more.
    async #tell_more(span_ms: number): Promise<boolean> {
        const before = this.#told_until;
        const until = Math.min(before + span_ms, this.last_at);
        const went = await this.#ask(async (signal) => {
            const more = await this.#past.changes(this.#seq, until, signal);
            return () => {
                this.#ahead = [...this.#ahead.slice(this.#next), ...more.deltas];
                this.#next = 0;
                this.#seq = more.seq;
                this.#told_until = more.at;
                this.last_at = Math.max(more.last_at, this.last_at);
            };
        });
        return went && (this.#told_until > before || this.#next < this.#ahead.length);
    }

    async #look_ahead(): Promise<void> {
        if (this.loading || this.#told_until >= this.last_at) return;
        const left = this.#told_until - this.at;
        if (left > begin_ahead_s * 1000 * this.speed) return;
        await this.#tell_more(Math.max(least_ahead_ms, ahead_s * 1000 * this.speed));
    }

    // One question at a time; the latest counts.
    async #ask(ask: (signal: AbortSignal) => Promise<() => void>): Promise<boolean> {
        this.#question?.abort();
        const question = new AbortController();
        this.#question = question;
        this.loading = true;
        this.problem = null;
        this.changed();
        try {
            const take = await ask(question.signal);
            if (question.signal.aborted) return false;
            take();
            return true;
        } catch (error) {
            if (question.signal.aborted) return false;
            this.problem = as_problem(error);
            this.playing = false;
            return false;
        } finally {
            if (this.#question === question) {
                this.#question = null;
                this.loading = false;
                this.changed();
            }
        }
    }

    #apply_until(at: number): void {
        while ((this.#ahead[this.#next]?.at ?? Infinity) <= at) this.#apply_next();
    }

    #apply_next(): Delta {
        const delta = this.#ahead[this.#next++] as Delta;
        const before = delta.changes
            .filter(({ topic }) => this.#known.includes(topic))
            .map(({ topic, id }) => ({ topic, id, entity: this.#store.get(topic, id) }));
        this.#store.delta(delta);
        this.#done.push({ delta, before });
        if (this.#done.length > most_undone) {
            // Before these nothing is known any more.
            const first = this.#done.shift()?.delta;
            this.#from = first?.at ?? this.#from;
            this.#base = first?.seq ?? this.#base;
        }
        return delta;
    }

    #undo(): Delta {
        const { delta, before } = this.#done.pop() as Applied;
        // What one record changed twice was first as the first of them says.
        for (const { topic, id, entity } of before.reverse()) {
            const change = entity ? { topic, id, entity } : { topic, id, removed: true };
            this.#store.delta({ seq: delta.seq, prev: delta.prev, changes: [change] });
        }
        if (this.#next > 0) this.#next--;
        else this.#ahead.unshift(delta);
        return delta;
    }

    #undo_after(at: number): void {
        while ((this.#done.at(-1)?.delta.at ?? 0) > at) this.#undo();
    }

    // Undoes the last event and comes to the one before it; false where neither is known.
    #undo_event(): boolean {
        const events = this.#done.filter(({ delta }) => is_event(delta)).length;
        if (events === 0 || (events === 1 && this.#from > this.first_at)) return false;
        while (!is_event(this.#undo())) continue;
        while (this.#done.length > 0 && !is_event((this.#done.at(-1) as Applied).delta)) this.#undo();
        this.at = this.#done.at(-1)?.delta.at ?? this.#from;
        return true;
    }
}
