// The live feed: ticket, WebSocket, snapshot or resume, and the rule that no change is missed
// unnoticed. It knows nothing of pages; the store gets the changes, the top bar the state.
//
// The rule: a delta carries `prev`, the last seq sent to this subscription before it. prev <= last
// seen: nothing is missing. prev > last seen: a gap; the socket is dropped and resumed from `last`.

import type { Problem } from "./problem.ts";

export const close_code = {
    shutdown: 1001,
    protocol: 4000,
    forbidden: 4003,
    slow: 4008,
    no_heartbeat: 4010,
    unauthorised: 4401,
    revoked: 4403,
    auth_timeout: 4408,
    replaced: 4409,
    rate: 4429,
    crowded: 4503,
} as const;

export type Phase = "idle" | "connecting" | "syncing" | "live" | "waiting" | "stopped";

export interface FeedState {
    phase: Phase;
    since: number;
    reason: string;
    lost_since: number; // when the last byte came; 0 = the link is up
    shown_at: number; // the city's time of what is shown
    retry_at: number;
    caught_up: number | null; // changes of the last resume; null = it was a snapshot
}

export interface Entity {
    id: number;
}

export interface Change {
    topic: string;
    id: number;
    entity?: Entity;
    removed?: boolean;
}

export interface Delta {
    seq: number;
    prev: number;
    at?: number;
    changes: Change[];
}

interface Message extends Partial<Delta> {
    type: string;
    epoch?: string;
    heartbeat_ms?: number;
    reason?: string;
    topic?: string;
    entities?: Entity[];
}

export interface Ticket {
    ticket: string;
}

export interface Socket {
    onopen: unknown;
    onmessage: ((event: { data: string }) => void) | null;
    onclose: ((event: { code: number }) => void) | null;
    onerror: (() => void) | null;
    send(text: string): void;
    close(code?: number): void;
}

export interface Clock {
    now(): number;
    set(fn: () => void, ms: number): number;
    clear(id: number): void;
}

export interface FeedOptions {
    topics: readonly string[];
    leave_out?: readonly string[];
    from?: number; // the record up to which all is known, by a read: no snapshot is needed
    get_ticket(): Promise<Ticket>;
    open_socket(): Socket;
    probe?(): Promise<unknown>; // holds when the server answers
    sink: {
        snapshot(by_topic: Map<string, Entity[]>): void;
        // Of a snapshot, before it is whole: all of one topic (the server sends topic after topic).
        topic?(topic: string, entities: Entity[]): void;
        delta(message: Delta, catching_up: boolean): void;
    };
    on_state?(state: FeedState): void;
    on_time?(at: number, catching_up: boolean): void;
    clock?: Clock;
    random?: () => number;
}

type TimerName = "retry" | "silence" | "resumed" | "stable" | "probe";

const first_delay_ms = 400;
const longest_delay_ms = 15_000;
const rate_delay_ms = 10_000;
const stable_after_ms = 10_000; // a connection that lived so long starts the delays anew
const catching_up_ms = 1_500; // changes that arrive so soon after a resume were missed ones
const missed_beats = 2; // heartbeats that may stay away before the link counts as dead
const queued_ms = 250; // a page that was busy takes what has arrived before it calls the link dead
const attempt_ms = 4_000; // from the question for a ticket to hello
// While the server does not answer at all, it is asked this often whether it is back, by a question
// that is cheaper than a whole attempt and so may come oftener.
const probe_ms = 700;
const probes_at_once = 2;
const quick_ms = 500; // an answer so quick says that an attempt that takes longer than ...
const hanging_ms = 1_000; // ... this one hangs in the link that was dead

// Equal jitter: half fixed, half random, so that a thousand consoles do not return in one wave.
export function backoff_ms(attempt: number, random: () => number): number {
    const full = Math.min(longest_delay_ms, first_delay_ms * 2 ** Math.min(attempt, 10));
    return full / 2 + (full / 2) * random();
}

const system_clock: Clock = {
    now: () => Date.now(),
    set: (fn, ms) => window.setTimeout(fn, ms),
    clear: (id) => window.clearTimeout(id),
};

// phase: idle, connecting, syncing (snapshot or resume under way), live, waiting (will retry),
// stopped (needs a person: `reason` is unauthorised, forbidden or replaced). lost_since is when the
// last byte came, not when its absence was noticed.
export class FeedClient {
    #o: FeedOptions;
    #clock: Clock;
    #random: () => number;
    #socket: Socket | null = null;
    #timers: Record<TimerName, number> = { retry: 0, silence: 0, resumed: 0, stable: 0, probe: 0 };
    #attempt = 0;
    #epoch: string | null = null;
    #last = 0;
    #heartbeat_ms = 3_000;
    #heard_at = 0;
    #attempt_at = 0;
    #probes = 0; // under way
    #snapshot: Map<string, Entity[]> | null = null;
    #topic = ""; // of it, that is coming
    #resuming = false;
    #generation = 0;
    gaps = 0;
    state: FeedState = {
        phase: "idle",
        since: 0,
        reason: "",
        lost_since: 0,
        shown_at: 0,
        retry_at: 0,
        caught_up: null,
    };

    constructor(options: FeedOptions) {
        this.#o = options;
        this.#clock = options.clock ?? system_clock;
        this.#random = options.random ?? Math.random;
    }

    get last_seq(): number {
        return this.#last;
    }

    get heartbeat_ms(): number {
        return this.#heartbeat_ms;
    }

    // How long nothing was heard from the server.
    silent_ms(): number {
        return this.#heard_at ? this.#clock.now() - this.#heard_at : 0;
    }

    start(): void {
        this.#attempt = 0;
        if (this.#epoch === null) this.#last = this.#o.from ?? 0;
        this.#connect();
    }

    // Drops the connection and forgets the position: the next start begins with a snapshot.
    stop(): void {
        this.#drop();
        this.#timer("probe", 0);
        this.#epoch = null;
        this.#last = 0;
        this.#heard_at = 0;
        this.#set("idle", { lost_since: 0 });
    }

    retry_now(): void {
        if (!["waiting", "stopped", "connecting"].includes(this.state.phase)) return;
        this.#attempt = 0;
        this.#connect();
    }

    #set(phase: Phase, more: Partial<FeedState> = {}): void {
        const since_changed = phase !== this.state.phase;
        this.state = {
            ...this.state,
            reason: "",
            ...more,
            phase,
            since: since_changed ? this.#clock.now() : this.state.since,
        };
        this.#o.on_state?.(this.state);
    }

    #drop(): void {
        this.#generation++;
        for (const name of Object.keys(this.#timers) as TimerName[]) if (name !== "probe") this.#timer(name, 0);
        this.#snapshot = null;
        const socket = this.#socket;
        this.#socket = null;
        if (socket) {
            socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
            try {
                socket.close(1000);
            } catch {
                // A socket that never opened may refuse to close; it is forgotten all the same.
            }
        }
    }

    #timer(name: TimerName, ms: number, fn?: () => void): void {
        if (this.#timers[name]) this.#clock.clear(this.#timers[name]);
        this.#timers[name] = fn ? this.#clock.set(fn, ms) : 0;
    }

    #lost_since(): number {
        return this.state.lost_since || this.#heard_at || this.#clock.now();
    }

    async #connect(): Promise<void> {
        this.#drop();
        const mine = this.#generation;
        this.#attempt_at = this.#clock.now();
        this.#set("connecting", { lost_since: this.#last ? this.#lost_since() : 0 });
        this.#timer("silence", attempt_ms, () => this.#unreachable("silent"));
        let ticket: string;
        try {
            ticket = (await this.#o.get_ticket()).ticket;
        } catch (error) {
            const problem = error as Problem;
            if (mine !== this.#generation) return;
            if (problem.status === 401) return this.#stop_for("unauthorised");
            if (problem.status === 403) return this.#stop_for("forbidden");
            if (!problem.status) return this.#unreachable("no_ticket");
            return this.#retry(problem.status === 429 ? rate_delay_ms : 0, "no_ticket");
        }
        if (mine !== this.#generation) return;
        const socket = this.#o.open_socket();
        this.#socket = socket;
        socket.onmessage = (event) => this.#message(event.data, ticket);
        socket.onclose = (event) => this.#closed(event.code);
        socket.onerror = () => {}; // always followed by onclose
    }

    #send(message: object): void {
        this.#socket?.send(JSON.stringify(message));
    }

    #message(text: string, ticket: string): void {
        let m: Message;
        try {
            m = JSON.parse(text);
        } catch {
            return this.#retry(0, "bad_message");
        }
        this.#heard();
        switch (m.type) {
            case "hello":
                this.#heartbeat_ms = m.heartbeat_ms || this.#heartbeat_ms;
                this.#heard();
                this.#resuming =
                    this.#epoch === null ? this.#last > 0 : this.#epoch === m.epoch;
                this.#epoch = m.epoch ?? null;
                this.#send({ type: "auth", ticket });
                this.#send({
                    type: "subscribe",
                    topics: this.#o.topics,
                    ...(this.#o.leave_out?.length && { leave_out: this.#o.leave_out }),
                    ...(this.#resuming && { epoch: m.epoch, after: this.#last }),
                });
                this.#set("syncing", { caught_up: this.#resuming ? 0 : null });
                if (this.#resuming) this.#timer("resumed", catching_up_ms, () => this.#live());
                return;
            case "reset":
                this.#resuming = false;
                this.#timer("resumed", 0);
                this.#set("syncing", { caught_up: null, reason: m.reason ?? "" });
                return;
            case "snapshot_begin":
                this.#resuming = false;
                this.#timer("resumed", 0);
                this.#snapshot = new Map();
                this.#topic = "";
                return;
            case "snapshot_chunk": {
                const topic = m.topic ?? "";
                const whole = this.#snapshot?.get(this.#topic);
                if (topic !== this.#topic && whole) this.#o.sink.topic?.(this.#topic, whole);
                this.#topic = topic;
                const entities = this.#snapshot?.get(topic) ?? [];
                for (const entity of m.entities ?? []) entities.push(entity);
                this.#snapshot?.set(topic, entities);
                return;
            }
            case "snapshot_end": {
                const snapshot = this.#snapshot ?? new Map();
                this.#snapshot = null;
                this.#last = m.seq ?? 0;
                this.#o.sink.snapshot(snapshot);
                if (m.at) this.#time(m.at, false);
                return this.#live();
            }
            case "delta":
                return this.#delta(m as Delta);
            case "bookmark":
                this.#last = Math.max(this.#last, m.seq ?? 0);
                if (m.at) this.#time(m.at, false);
                if (this.#resuming) this.#live();
                return;
            default:
                return; // a newer server may say more; what is not known is not needed
        }
    }

    #heard(): void {
        this.#heard_at = this.#clock.now();
        this.#timer("silence", this.#heartbeat_ms * missed_beats - queued_ms, () =>
            this.#timer("silence", queued_ms, () => this.#unreachable("silent")),
        );
    }

    #delta(m: Delta): void {
        if (m.prev > this.#last) {
            this.gaps++;
            return this.#retry(0, "gap", true);
        }
        if (m.seq <= this.#last) return; // seen before the resume
        this.#last = m.seq;
        this.#o.sink.delta(m, this.#resuming);
        if (m.at) this.#time(m.at, this.#resuming);
        if (this.#resuming) this.state.caught_up = (this.state.caught_up ?? 0) + m.changes.length;
    }

    #time(at: number, catching_up: boolean): void {
        this.state.shown_at = at;
        this.#o.on_time?.(at, catching_up);
    }

    #live(): void {
        this.#timer("resumed", 0);
        this.#timer("probe", 0);
        this.#resuming = false;
        this.#set("live", { lost_since: 0, retry_at: 0 });
        this.#timer("stable", stable_after_ms, () => {
            this.#attempt = 0;
        });
    }

    #closed(code: number): void {
        // Another ticket would need another token.
        if (code === close_code.revoked) return this.#stop_for("unauthorised");
        if (code === close_code.unauthorised) return this.#stop_for("unauthorised");
        if (code === close_code.forbidden) return this.#stop_for("forbidden");
        if (code === close_code.replaced) return this.#stop_for("replaced");
        // After a protocol error the position may be what the server objects to: start afresh.
        if (code === close_code.protocol) {
            this.#epoch = null;
            this.#last = 0;
        }
        // 1006: cut off without a word, as by a network that went away.
        if (code === 1006) return this.#unreachable("closed_1006");
        this.#retry(code === close_code.rate ? rate_delay_ms : 0, `closed_${code}`);
    }

    #unreachable(reason: string): void {
        this.#retry(0, reason);
        if (this.#o.probe && !this.#timers.probe) this.#probe_later();
    }

    #probe_later(): void {
        this.#timer("probe", probe_ms, () => {
            this.#probe_later();
            if (this.#probes < probes_at_once) this.#probe();
        });
    }

    async #probe(): Promise<void> {
        const asked_at = this.#clock.now();
        this.#probes++;
        const back = await (this.#o.probe?.() ?? Promise.reject()).then(
            () => true,
            () => false,
        );
        this.#probes--;
        if (!back || !this.#timers.probe) return;
        const now = this.#clock.now();
        const hangs = now - asked_at <= quick_ms && now - this.#attempt_at >= hanging_ms;
        const { phase } = this.state;
        if (phase === "connecting" && hangs) return this.#connect();
        if (phase !== "waiting") return;
        // A thousand consoles that notice at once do not come at once.
        const wait = quick_ms * this.#random();
        if (this.state.retry_at <= now + wait) return;
        this.state.retry_at = now + wait;
        this.#timer("retry", wait, () => this.#connect());
    }

    #stop_for(reason: string): void {
        const lost_since = this.#lost_since();
        this.#drop();
        this.#timer("probe", 0);
        this.#set("stopped", { reason, lost_since });
    }

    #retry(at_least_ms: number, reason: string, at_once = false): void {
        const lost_since = this.#lost_since();
        this.#drop();
        const wait = at_once
            ? 0
            : Math.max(at_least_ms, backoff_ms(this.#attempt++, this.#random));
        this.#set("waiting", { reason, lost_since, retry_at: this.#clock.now() + wait });
        this.#timer("retry", wait, () => this.#connect());
    }
}
