// New P0 and P1 that nobody has opened yet: until one is opened here, taken by somebody, or over.
import type { Console } from "@/shell/console.ts";
import { Changing } from "@/shell/store/changing.ts";
import { Sound } from "@/shell/sound.ts";
import type { Request } from "muster/schema";
import { is_open, is_waiting } from "./derive.ts";

const ring_again_ms = 5_000;

// One that ended is none; opened again, it is a new one.
const is_emergency = (request: Request): boolean => request.urgency <= "P1" && is_open(request);

export class AlarmQueue extends Changing {
    readonly sound = new Sound();
    readonly #console: Console;
    #waiting = new Set<number>();
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
                if (is_emergency(request) && !(was && is_emergency(was))) this.#add(request);
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

    opened(id: number): void {
        this.#opened = id;
        if (this.#waiting.delete(id)) this.changed();
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
        this.latest = null;
        this.changed();
    }

    #drop_those_over(): void {
        const before = this.#waiting.size;
        for (const id of this.#waiting) {
            if (this.#is_over(this.#console.store.get<Request>("requests", id))) this.#waiting.delete(id);
        }
        if (this.#waiting.size !== before) this.changed();
    }

    #is_over(request: Request | undefined): boolean {
        return !request || !is_open(request) || request.urgency > "P1" || Boolean(request.owner);
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
