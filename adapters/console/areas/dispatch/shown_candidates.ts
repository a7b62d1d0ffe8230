// Whom the engine would send to the open slots of a request, the first choice first: by their ids,
// for the map. (What is said about each stands in the request's panel.)
import type { Console } from "@/shell/console.ts";
import { Changing } from "@/shell/store/changing.ts";
import type { Request } from "muster/schema";

const read_again_ms = 10_000;
const most_shown = 5;

interface SlotAdvice {
    recommended?: number | null;
    candidates: { responder: number; verdict: string }[];
}

const waits = (request: Request): boolean =>
    (request.slots ?? []).some(({ status }) => status === "open" || status === "offered");

export class ShownCandidates extends Changing {
    readonly #console: Console;
    #request = 0;
    #status = "";
    #timer = 0;
    #reading = 0;
    ids: readonly number[] = [];

    constructor(console: Console) {
        super();
        this.#console = console;
    }

    follow(request: Request | undefined): void {
        const id = request && waits(request) ? request.id : 0;
        const status = id ? (request?.slots ?? []).map((slot) => slot.status).join() : "";
        if (id === this.#request && status === this.#status) return;
        if (id !== this.#request) this.#set([]);
        this.#request = id;
        this.#status = status;
        this.#read();
    }

    #set(ids: readonly number[]): void {
        if (ids.join() === this.ids.join()) return;
        this.ids = ids;
        this.changed();
    }

    #read(): void {
        window.clearTimeout(this.#timer);
        const mine = ++this.#reading;
        if (!this.#request) return this.#set([]);
        this.#console.api
            .get<{ slots: SlotAdvice[] }>(`/v1/requests/${this.#request}/candidates`)
            .then(({ slots }) => {
                if (mine !== this.#reading) return;
                const first = slots.flatMap(({ recommended }) => recommended || []);
                const others = slots.flatMap(({ candidates }) => candidates.map((one) => one.responder));
                this.#set([...new Set([...first, ...others])].slice(0, most_shown));
                this.#timer = window.setTimeout(() => this.#read(), read_again_ms);
            })
            // Where the engine does not say, nobody is pointed out.
            .catch(() => this.#set([]));
    }
}
