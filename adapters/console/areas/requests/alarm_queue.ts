// New P0 and P1 that nobody has opened yet, until one is opened here, taken by somebody, or over; and
// what has become a P0 since, also of somebody, also where it lies open: who saw a lesser request has
// not seen this. A press that the engine merges into an open request is announced by no other way.
import type { Console } from "@/shell/console.ts";
import { Changing } from "@/shell/store/changing.ts";
import { Sound } from "@/shell/sound.ts";
import type { Request } from "muster/schema";
import { is_open, is_waiting } from "./derive.ts";

const ring_again_ms = 5_000;
// What this desk asks for itself comes back on the feed within this time.
const own_ms = 10_000;

// One that ended is none; opened again, it is a new one.
const is_emergency = (request: Request): boolean => request.urgency <= "P1" && is_open(request);

const rises = (was: Request, request: Request): boolean =>
    request.urgency === "P0" && was.urgency !== "P0" && is_open(request);

export class AlarmQueue extends Changing {
    readonly sound = new Sound();
    readonly #console: Console;
    #waiting = new Set<number>();
    #raised = new Map<number, string>(); // those that became a P0, and whose they were then
    #own = new Map<number, number>(); // raised by this desk, and when it asked for that
    #ring = 0;
    #opened = 0; // the last one
    latest: Request | null = null; // what was announced last, to be read aloud

    constructor(console: Console) {
        super();
        this.#console = console;
        console.on_news((news) => {
            for (const { topic, entity, before } of news) {
                if (topic !== "requests") continue;
                const was = before as Request | undefined;
                const request = entity as Request;
                if (was && rises(was, request)) this.#raise(request);
                else if (is_emergency(request) && !(was && is_emergency(was))) this.#add(request);
            }
        });
        let seen = 0;
        console.store.subscribe((dirty) => {
            if (!dirty.has("requests")) return;
            this.#drop_those_over();
            const { snapshots, ready } = console.store;
            if (ready && !seen) this.#begin();
            seen = ready ? snapshots : 0;
        });
        console.identity.subscribe(() => {
            if (console.identity.state === "no") this.#clear();
        });
    }

    // The most urgent first, then the oldest.
    list(): Request[] {
        return [...this.#waiting]
            .map((id) => this.#console.store.get<Request>("requests", id))
            .filter((request) => request !== undefined)
            .sort((a, b) => (a.urgency === b.urgency ? a.id - b.id : a.urgency < b.urgency ? -1 : 1));
    }

    // Nothing is news when the page begins or is loaded again; but whom nobody goes to and nobody has
    // taken is not to be found by chance.
    #begin(): void {
        for (const request of this.#console.store.all<Request>("requests").values()) {
            if (is_emergency(request) && is_waiting(request) && request.id !== this.#opened) {
                this.#add(request);
            }
        }
    }

    // This desk makes a P0 of it itself: it is told nothing new then.
    raised_here(id: number): void {
        this.#own.set(id, Date.now());
    }

    not_raised_here(id: number): void {
        this.#own.delete(id);
    }

    is_raised = (id: number): boolean => this.#raised.has(id);

    opened(id: number): void {
        this.#opened = id;
        this.#raised.delete(id);
        if (this.#waiting.delete(id)) this.changed();
    }

    #raise(request: Request): void {
        const asked_at = this.#own.get(request.id);
        this.#own.delete(request.id);
        if (asked_at && Date.now() - asked_at < own_ms) return;
        this.#raised.set(request.id, request.owner ?? "");
        this.#add(request);
    }

    #add(request: Request): void {
        if (this.#is_over(request)) return;
        this.#waiting.add(request.id);
        this.latest = request;
        this.sound.ring(request.urgency);
        this.#keep_ringing();
        this.changed();
    }

    #clear(): void {
        this.#waiting.clear();
        this.#raised.clear();
        this.#own.clear();
        this.latest = null;
        this.changed();
    }

    #drop_those_over(): void {
        const before = this.#waiting.size;
        for (const id of this.#waiting) {
            if (!this.#is_over(this.#console.store.get<Request>("requests", id))) continue;
            this.#waiting.delete(id);
            this.#raised.delete(id);
        }
        if (this.#waiting.size !== before) this.changed();
    }

    #is_over(request: Request | undefined): boolean {
        if (!request || !is_emergency(request)) return true;
        // Whoever had it before it was raised may be looking at something else.
        return Boolean(request.owner) && this.#raised.get(request.id) !== request.owner;
    }

    // A P0 rings until somebody has opened it.
    #keep_ringing(): void {
        if (this.#ring) return;
        this.#ring = window.setInterval(() => {
            const urgent = this.list()[0];
            if (urgent?.urgency === "P0") return this.sound.ring("P0");
            window.clearInterval(this.#ring);
            this.#ring = 0;
        }, ring_again_ms);
    }
}
