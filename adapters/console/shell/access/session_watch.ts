// The end of a session as its page sees it: some minutes before it somebody is told, what a person does
// puts it off, and a page that nobody touches ends it, whatever it asks for by itself meanwhile.
import { Changing } from "../store/changing.ts";
import type { SessionView } from "./access_api.ts";

const warn_ms = 300_000;
// Keys and pointers put the end off at most so often.
const renew_every_ms = 60_000;
const longest_timer_ms = 3_600_000;
// After a renewal without an answer.
const again_ms = 5_000;

// idle: nobody has touched it. over: it has lasted as long as it may.
export type SessionEnd = "idle" | "over";

// Tells the other tabs of this session.
interface Channel {
    postMessage(news: News): void;
    onmessage: ((event: { data: News }) => void) | null;
}
interface News {
    view: SessionView;
    idle_ms: number;
    at: number; // by this computer's clock
}

interface Parts {
    read(): Promise<SessionView>;
    on_end(why: SessionEnd): void;
    now?(): number;
    set_timer?(run: () => void, ms: number): number;
    clear_timer?(timer: number): void;
    channel?: Channel | null;
}

export class SessionWatch extends Changing {
    readonly #parts: Required<Omit<Parts, "channel">>;
    readonly #channel: Channel | null;
    view: SessionView | null = null;
    #idle_ms = 0;
    #ends_by_idling = true;
    #behind_ms = 0; // the server's clock less this one
    #asked_at = 0;
    #timer = 0;
    #turn = 0; // of the session: an answer about another one says nothing

    constructor(parts: Parts) {
        super();
        this.#parts = {
            now: () => Date.now(),
            set_timer: (run, ms) => window.setTimeout(run, ms),
            clear_timer: (timer) => window.clearTimeout(timer),
            ...parts,
        };
        this.#channel = parts.channel ?? null;
        if (this.#channel) this.#channel.onmessage = ({ data }) => this.#hear(data);
    }

    // A page was opened, which a person does. ends_by_idling: false on a phone in somebody's pocket,
    // which must hear of an offer.
    begin(idle_ms: number, ends_by_idling: boolean): void {
        this.stop();
        this.#idle_ms = idle_ms;
        this.#ends_by_idling = ends_by_idling;
        this.#renew();
    }

    stop(): void {
        this.#turn++;
        this.#parts.clear_timer(this.#timer);
        this.view = null;
        this.#asked_at = 0;
        this.changed();
    }

    // When it ends by this computer's clock, and why; null = it is not known, or never.
    end(): { at: number; why: SessionEnd } | null {
        if (!this.view) return null;
        const over_at = this.view.ends_at - this.#behind_ms;
        const idle_at = this.view.idle_ends_at - this.#behind_ms;
        if (this.#ends_by_idling && idle_at < over_at) return { at: idle_at, why: "idle" };
        return { at: over_at, why: "over" };
    }

    left_ms(): number {
        const end = this.end();
        return end ? Math.max(0, end.at - this.#parts.now()) : Infinity;
    }

    // Told in time, and not all the time where sessions are short.
    get warned(): boolean {
        return this.left_ms() <= this.#warn_ms();
    }

    #warn_ms(): number {
        const short = this.#idle_ms > 0 && this.end()?.why === "idle";
        return short ? Math.min(warn_ms, this.#idle_ms / 2) : warn_ms;
    }

    // A person has done something.
    touched(): void {
        const end = this.end();
        if (!end) return;
        const now = this.#parts.now();
        if (end.at <= now) return this.#look();
        if (end.why === "over" && !this.#ends_by_idling) return;
        if (now - this.#asked_at >= renew_every_ms) this.#renew();
    }

    // Time has passed, perhaps unnoticed while the computer slept.
    look(): void {
        if (this.view) this.#look();
    }

    #renew(): void {
        const turn = this.#turn;
        const asked_at = this.#parts.now();
        this.#asked_at = asked_at;
        this.#parts.read().then(
            (view) => {
                if (turn !== this.#turn) return;
                const news = { view, idle_ms: this.#idle_ms, at: this.#parts.now() };
                this.#take(news);
                this.#channel?.postMessage(news);
            },
            () => {
                if (turn === this.#turn) this.#asked_at = asked_at - renew_every_ms + again_ms;
            },
        );
    }

    #hear(news: News): void {
        const { account, opened_at } = news.view;
        const same = this.view?.account === account && this.view.opened_at === opened_at;
        if (same) this.#take(news);
    }

    #take({ view, idle_ms, at }: News): void {
        this.view = view;
        // It was used at the moment of the answer, so its idle time tells the server's clock.
        if (idle_ms > 0) this.#behind_ms = view.idle_ends_at - idle_ms - at;
        this.#asked_at = at;
        this.#look();
    }

    #look(): void {
        this.#parts.clear_timer(this.#timer);
        const end = this.end();
        if (!end) return;
        const left = end.at - this.#parts.now();
        if (left <= 0) {
            this.stop();
            this.#parts.on_end(end.why);
            return;
        }
        const until_told = left - this.#warn_ms();
        const wait = Math.min(until_told > 0 ? until_told : left, longest_timer_ms);
        this.#timer = this.#parts.set_timer(() => this.#look(), wait);
        this.changed();
    }
}

// The others that this browser has open.
export const other_tabs = (): Channel | null =>
    typeof BroadcastChannel === "undefined" ? null : (new BroadcastChannel("muster.session") as Channel);

// What a person does, and nothing that happens by itself: a list that moves below a resting pointer
// makes events too.
export function hear_person(touched: () => void): void {
    let place = "";
    const moved = (event: PointerEvent) => {
        const now = `${event.screenX} ${event.screenY}`;
        const is_move = place !== "" && place !== now;
        place = now;
        if (is_move) touched();
    };
    const did = (event: Event) => {
        if (event.isTrusted) touched();
    };
    const how = { capture: true, passive: true };
    window.addEventListener("keydown", did, how);
    window.addEventListener("pointerdown", did, how);
    window.addEventListener("wheel", did, how);
    window.addEventListener("pointermove", moved, how);
}
