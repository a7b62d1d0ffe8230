// The console of one responder: it reads what is his, again and again, and sends what he presses by
// the outbox. A responder follows no feed.
import { useConsole } from "@/shell/console_context.ts";
import { Console } from "@/shell/console.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Sound } from "@/shell/sound.ts";
import { Changing } from "@/shell/store/changing.ts";
import { command_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Offer, PremisesNote, Request, Responder } from "muster/schema";
import { Outbox } from "./outbox.ts";
import { PhoneStore } from "./phone_store.ts";
import type { Entry } from "./phone_store.ts";
import { Positions } from "./positions.ts";
import { open_offer } from "./work.ts";
import type { Known } from "./work.ts";

const w = words({
    quicker: {
        en: "You are not needed any more: somebody else is going. Thank you.",
        zh: "已有其他人前往，本次无需您出动，谢谢。",
    },
    too_late: { en: "Too late: the time to answer was over.", zh: "应答时间已过。" },
    refused: { en: "{what} was refused: {why}", zh: "{what}未被接受：{why}" },
    too_old: { en: "{what} waited too long and was not sent.", zh: "{what}等待过久，未发送。" },
});

const often_ms = 2_000;
const seldom_ms = 5_000;
const clock_ms = 15_000;
const read_ms = 5_000;
const buzz_ms = [300, 150, 300, 150, 600];
const who_stored = "muster.field.who";

// Who it was last time: that counts while the server cannot be asked.
interface Who {
    responder: number;
    name: string;
    may_send: string[];
}

function last_time(): Who | null {
    const text = localStorage.getItem(who_stored);
    return text ? (JSON.parse(text) as Who) : null;
}

export interface Said {
    text: string;
    bad: boolean;
}

export class Field extends Changing {
    known: Known | null = null;
    premises: readonly PremisesNote[] = [];
    said: Said | null = null;
    lost_since = 0; // by this phone's clock; 0 = the last reading was answered
    done: readonly Entry[] = []; // since the last reading began: it may not show them yet

    tell(changes: Partial<Omit<Field, "tell" | "subscribe" | "version">>): void {
        Object.assign(this, changes);
        this.changed();
    }
}

export class FieldConsole extends Console {
    readonly field = new Field();
    readonly sound = new Sound();
    readonly outbox: Outbox;
    readonly positions: Positions;
    readonly #phone = new PhoneStore();
    readonly #asked = new Set<number>(); // offers that have rung
    #timer: number | undefined;
    #reading = false;
    #again = false; // something happened while it read
    #clock_read_at = 0;
    #premises_of = 0;

    constructor() {
        super({ topics: [], keep_signed_in: true });
        this.outbox = new Outbox({
            store: this.#phone,
            send: this.send,
            on_done: (entry) => {
                this.field.tell({ done: [...this.field.done, entry] });
                this.read_now();
            },
            on_refused: (entry, problem) => void this.#refused(entry, problem),
            on_dropped: ({ command }) => this.#say(w.too_old({ what: command_word(command) }), true),
        });
        this.positions = new Positions({
            api: this.api,
            responder: () => this.responder_id,
            city_now: () => this.city.now(),
        });
        window.addEventListener("online", this.#back);
        window.addEventListener("focus", this.#back);
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") this.#back();
        });
        this.identity.subscribe(() => this.#who_changed());
    }

    get responder_id(): number {
        const { state, responder } = this.identity;
        if (state === "yes") return responder;
        return this.session.token ? (last_time()?.responder ?? 0) : 0;
    }

    override may(entity: { allowed_actions?: readonly string[] } | undefined, command: string): boolean {
        if (this.identity.state === "yes") return super.may(entity, command);
        const may_send = last_time()?.may_send.includes(command) ?? false;
        return may_send && Boolean(entity?.allowed_actions?.includes(command));
    }

    override start(): void {
        super.start();
        void this.#begin();
    }

    override sign_in(token: string): void {
        super.sign_in(token);
        this.#clock_read_at = Date.now();
        this.read_now();
    }

    override sign_out(): void {
        super.sign_out();
        localStorage.removeItem(who_stored);
        void this.#phone.forget();
        this.positions.on_duty = false;
        this.outbox.close();
        this.#premises_of = 0;
        this.field.tell({ known: null, premises: [], said: null });
    }

    // What is pressed; it happens once, now or when the net is back.
    act = (command: string, body: Record<string, unknown>): void => {
        this.field.tell({ said: null });
        this.outbox.add(command, body);
    };

    read_now = (): void => {
        window.clearTimeout(this.#timer);
        this.#again = this.#reading;
        if (!this.#reading) void this.#read_on();
    };

    // What was pressed and is not in what was read.
    pressed = (): readonly Entry[] => [...this.field.done, ...this.outbox.entries];

    readonly #back = (): void => {
        this.outbox.retry_now();
        this.read_now();
    };

    #who_changed(): void {
        const { state, responder, name, may_send } = this.identity;
        if (state !== "yes") return;
        if (this.field.known && this.field.known.responder.id !== responder) {
            this.field.tell({ known: null, premises: [], said: null });
        }
        const who: Who = { responder, name, may_send: [...may_send] };
        localStorage.setItem(who_stored, JSON.stringify(who));
        void this.outbox.open(responder);
        this.read_now();
    }

    // What this phone knew before: shown at once, and all there is without a net.
    async #begin(): Promise<void> {
        const id = this.responder_id;
        const who = last_time();
        if (!id || !who) return;
        await Promise.all([this.outbox.open(id), this.drafts.open(who.name)]);
        const kept = await this.#phone.known(id);
        if (kept && !this.field.known && id === this.responder_id) {
            if (this.identity.state !== "yes") this.city.observe(kept.read_at);
            this.field.tell({ known: kept });
        }
    }

    async #read_on(): Promise<void> {
        this.#reading = true;
        try {
            if (this.session.token) await this.#read();
        } finally {
            this.#reading = false;
            const busy =
                document.visibilityState === "visible" &&
                this.field.known !== null &&
                this.field.known.responder.status !== "off_duty";
            const wait = this.#again ? 0 : busy ? often_ms : seldom_ms;
            this.#again = false;
            this.#timer = window.setTimeout(this.read_now, wait);
        }
    }

    async #read(): Promise<void> {
        // The city's clock is the server's: asked again, also by whom the net had left at the start.
        const every_ms = this.identity.state === "yes" ? clock_ms : seldom_ms;
        if (Date.now() - this.#clock_read_at > every_ms) {
            this.#clock_read_at = Date.now();
            super.sign_in(this.session.token);
        }
        const id = this.responder_id;
        if (!id) return;
        const within = { within_ms: read_ms };
        const done = this.field.done.length;
        try {
            const [responder, offers] = await Promise.all([
                this.api.get<Responder>(`/v1/responders/${id}`, within),
                this.api.get<{ items: Offer[] }>(`/v1/offers?responder=${id}&status=live`, within),
            ]);
            const request = responder.request ? await this.#read_request(responder.request) : null;
            if (id !== this.responder_id) return;
            this.field.done = this.field.done.slice(done);
            this.#learn({ responder, offers: offers.items, request });
        } catch (error) {
            if (as_problem(error).status > 0) return;
            if (!this.field.lost_since) this.field.tell({ lost_since: Date.now() });
        }
    }

    // Null where it has gone to somebody else between the two readings.
    async #read_request(id: number): Promise<Request | null> {
        try {
            const request = await this.api.get<Request>(`/v1/requests/${id}`, { within_ms: read_ms });
            if (this.#premises_of !== id) void this.#read_premises(id);
            return request;
        } catch (error) {
            const { status } = as_problem(error);
            if (status === 403 || status === 404) return null;
            throw error;
        }
    }

    // What is written down about the way in.
    async #read_premises(request: number): Promise<void> {
        this.#premises_of = request;
        try {
            this.field.tell({ premises: await this.api.list<PremisesNote>("/v1/premises") });
        } catch {
            this.#premises_of = 0;
        }
    }

    #learn(known: Known): void {
        const now = this.city.now();
        this.field.tell({ known, lost_since: 0 });
        void this.#phone.remember({ ...known, id: known.responder.id, read_at: now });
        this.positions.on_duty = known.responder.status !== "off_duty";
        if (!known.request) this.#premises_of = 0;
        const offer = open_offer(known, now);
        if (!offer || this.#asked.has(offer.id)) return;
        this.#asked.add(offer.id);
        this.sound.ring("P0");
        // Before the first touch the browser lets nothing shake.
        if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(buzz_ms);
    }

    async #refused({ command, body }: Entry, problem: Problem): Promise<void> {
        const what = command_word(command);
        let text = w.refused({ what, why: problem_text(problem) });
        if (command === "AcceptOffer" && !problem.holder) {
            const offer = await this.api.get<Offer>(`/v1/offers/${Number(body.offer)}`).catch(() => null);
            if (offer?.status === "withdrawn") text = w.quicker();
            if (offer?.status === "expired") text = w.too_late();
        }
        this.#say(text, true);
        this.read_now();
    }

    #say(text: string, bad: boolean): void {
        this.field.tell({ said: { text, bad } });
    }
}

export const useField = (): FieldConsole => useConsole() as FieldConsole;
