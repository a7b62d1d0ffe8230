// One console: who sits at it, its link to the server, and what it knows. Everything that a page has
// in common with the others; pages get it by useConsole().
import { end_session, read_session } from "./access/access_api.ts";
import type { OpenedSession } from "./access/access_api.ts";
import { SessionWatch, hear_person, other_tabs } from "./access/session_watch.ts";
import type { SessionEnd } from "./access/session_watch.ts";
import { Drafts } from "./drafts/drafts.ts";
import { Api } from "./net/api.ts";
import type { Outcome, SendOptions } from "./net/api.ts";
import { FeedClient } from "./net/feed_client.ts";
import type { FeedState, Ticket } from "./net/feed_client.ts";
import { new_key } from "./net/ids.ts";
import { Problem, as_problem } from "./net/problem.ts";
import { Session } from "./net/session.ts";
import { until_answered } from "./net/until_answered.ts";
import { Catalogue } from "./store/catalogue.ts";
import type { Named } from "./store/catalogue.ts";
import { Changing } from "./store/changing.ts";
import { CodeNames } from "./store/code_names.ts";
import type { CodeName } from "./store/code_names.ts";
import { EntityStore } from "./store/entity_store.ts";
import type { News } from "./store/entity_store.ts";
import { Remembered } from "./store/remembered.ts";
import { CityClock } from "./time/city_clock.ts";
import { set_time_zone } from "./time/times.ts";
import type { Member, ServiceRule } from "muster/schema";

const ticket_ms = 4_000;
const probe_ms = 1_400;
// What was sent without an answer and is pressed again later than this is another decision: by then
// the feed has shown what became of it.
const same_decision_ms = 600_000;

export interface ConsoleOptions {
    topics: readonly string[]; // none: the page reads, and follows nothing
    limits?: Readonly<Record<string, number>>;
    leave_out?: readonly string[]; // of the first view (engine/feed/DESIGN.md)
    early?: readonly string[]; // topics that are shown before the rest of the first snapshot is there
    keep_signed_in?: boolean; // on this device, until its owner signs out; else as long as the tab
    follow?: boolean; // false: the page fills the store by itself, with what was
    // Whether the page is of use to such roles though they may not follow the feed.
    unfed?(roles: ReadonlySet<string>): boolean;
    city?: CityClock; // where another time than the present is shown
    api?: Api; // where not all may be asked
}

// idle, over: the session has ended, and this page has noticed it by itself.
export type SignedIn = "no" | "yes" | "refused" | "forbidden" | SessionEnd;

// Who the token is, as GET /v1/me says it.
interface Me {
    name: string;
    roles: string[];
    responder?: number;
    districts?: string[]; // none = all
    time_zone: string;
    now: number;
    may_send: string[];
}

// Who is signed in, and what he may do.
export class Identity extends Changing {
    state: SignedIn = "no";
    name = ""; // of the token, as the server knows it
    responder = 0; // whose token it is; 0 = nobody's
    by_machine = false; // whoever was signed in last showed a token that no session has
    roles: ReadonlySet<string> = new Set();
    districts: readonly string[] = []; // that are seen; none = all
    may_send: ReadonlySet<string> = new Set();

    set(state: SignedIn): void {
        if (state === this.state) return;
        this.state = state;
        this.changed();
    }

    learn({ name, responder, roles, districts, may_send }: Me, by_machine: boolean): void {
        this.state = "yes";
        this.by_machine = by_machine;
        this.districts = districts ?? [];
        this.name = name;
        this.responder = responder ?? 0;
        this.roles = new Set(roles);
        this.may_send = new Set(may_send);
        this.changed();
    }
}

// The state of the feed, for whoever shows it.
export class Link extends Changing {
    state: FeedState | null = null;

    show(state: FeedState): void {
        this.state = state;
        this.changed();
    }
}

export class Console {
    readonly session: Session;
    readonly watch: SessionWatch;
    readonly identity = new Identity();
    readonly link = new Link();
    readonly city: CityClock;
    readonly drafts = new Drafts();
    readonly services = new Catalogue<ServiceRule & Named>();
    readonly posts = new Catalogue();
    readonly names = new CodeNames();
    readonly api: Api;
    readonly store: EntityStore;
    readonly members: Remembered<Member>;
    readonly feed: FeedClient | null;
    readonly #watches: boolean;
    readonly #unfed: ConsoleOptions["unfed"];
    readonly #news_listeners = new Set<(news: News[]) => void>();
    readonly #keys = new Map<string, { key: string; at: number }>(); // of what is sent without a form and has no answer yet
    #time_zone = "";
    #started = false;

    constructor(options: ConsoleOptions) {
        const { topics, limits, keep_signed_in = false, follow = true } = options;
        this.session = new Session(keep_signed_in ? localStorage : sessionStorage);
        this.city = options.city ?? new CityClock();
        this.api = options.api ?? new Api();
        this.api.on_unauthorised = () => this.#lost_right("refused");
        this.store = new EntityStore(topics, limits);
        this.members = new Remembered((id) => this.api.get<Member>(`/v1/members/${id}`));
        this.feed = follow && topics.length > 0 ? this.#make_feed(options) : null;
        this.#watches = follow;
        this.#unfed = options.unfed;
        this.watch = new SessionWatch({
            read: () => read_session(this.api),
            on_end: (why) => this.#session_ended(why),
            channel: other_tabs(),
        });
        // A desk that was opened somewhere else does not take itself back.
        window.addEventListener("online", () => {
            if (this.feed?.state.phase !== "stopped") this.feed?.retry_now();
        });
    }

    #make_feed({ topics, leave_out = [], early = [] }: ConsoleOptions): FeedClient {
        return new FeedClient({
            topics,
            leave_out,
            get_ticket: () => this.#ticket(),
            open_socket: () => new WebSocket(feed_url(), "muster.v1") as never,
            probe: () => this.api.probe(probe_ms),
            sink: {
                snapshot: (by_topic) => {
                    this.city.restart();
                    this.#tell(this.store.snapshot(by_topic));
                },
                topic: (topic, entities) => {
                    if (early.includes(topic)) this.store.begin(topic, entities);
                },
                delta: (message) => this.#tell(this.store.delta(message)),
            },
            on_state: (state) => this.#feed_state(state),
            on_time: (at, catching_up) => {
                if (!catching_up) this.city.observe(at);
            },
        });
    }

    // Begins with the token of the session, if there is one. A page that has begun before it could be
    // drawn does not begin again.
    start(): void {
        if (this.#started) return;
        this.#started = true;
        hear_person(() => this.watch.touched());
        document.addEventListener("visibilitychange", () => this.watch.look());
        if (this.session.token) this.sign_in(this.session.token);
    }

    // Name, passphrase and code were right.
    enter({ token, idle_ms }: OpenedSession): void {
        this.session.save(token, idle_ms);
        this.sign_in(token);
    }

    sign_in(token: string): void {
        this.session.save(token);
        this.api.set_token(token.trim());
        if (this.feed) this.feed.start();
        else this.#learn_until_answered();
    }

    // A page without a feed has nothing else that would ask again.
    #learn_until_answered(): void {
        until_answered(
            () => this.#learn_who(),
            () => {},
            () => Boolean(this.session.token),
        );
    }

    // Nobody is signed in: what is known of persons leaves the page, but not what was typed.
    #lost_right(why: SignedIn): void {
        this.feed?.stop();
        this.watch.stop();
        if (this.session.token) this.identity.by_machine = !this.session.of_person;
        this.api.set_token("");
        this.session.forget();
        this.identity.set(why);
    }

    // What the page asked for by itself has kept it open on the server.
    #session_ended(why: SessionEnd): void {
        this.#end_session();
        this.#lost_right(why);
    }

    // Nobody waits for it: without an answer it ends when its time is over.
    #end_session(): void {
        if (this.session.of_person) end_session(this.api).catch(() => {});
    }

    // The one who sat here has gone, and takes everything along.
    sign_out(): void {
        this.#end_session();
        this.#lost_right("no");
        this.drafts.clear();
        this.#keys.clear();
        this.store.clear();
        this.members.clear();
    }

    // At each connection anew: rights may have changed.
    async #ticket(): Promise<Ticket> {
        const learning = this.#learn_who();
        // Whoever is known to be refused does not ask: each refusal stands in the record of accesses.
        if (this.#unfed) {
            await learning;
            if (this.#unfed(this.identity.roles)) throw new Problem({ status: 403, reason: "forbidden" });
        }
        const [ticket] = await Promise.all([
            this.api
                .post<Ticket>("/v1/feed/ticket", {}, { within_ms: ticket_ms })
                // To whom it is refused is known first.
                .catch((error: unknown) => learning.then(() => Promise.reject(error))),
            learning,
        ]);
        return ticket;
    }

    async #learn_who(): Promise<void> {
        const me = await this.api.get<Me>("/v1/me", { within_ms: ticket_ms });
        const before = this.identity.name;
        // Somebody else: what the one before left open is not for these eyes.
        if (before && before !== me.name) {
            this.identity.set("no");
            this.#keys.clear();
            this.store.clear();
            this.members.clear();
        }
        if (me.time_zone !== this.#time_zone && set_time_zone(me.time_zone)) {
            this.#time_zone = me.time_zone;
        }
        // Until the feed tells the time.
        if (!this.feed || !this.store.ready) this.city.observe(me.now);
        await this.drafts.open(me.name);
        const first = this.identity.state !== "yes";
        const { of_person, idle_ms, kept } = this.session;
        this.identity.learn(me, !of_person);
        if (!first) return;
        this.#read_catalogues();
        // A console within another leaves it to that one.
        if (of_person && this.#watches) this.watch.begin(idle_ms, !kept);
    }

    #read_catalogues(): void {
        const fill = <T>(path: string, set: (list: T[]) => void) =>
            until_answered(
                () => this.api.list<T>(path),
                set,
                () => this.identity.state === "yes",
            );
        fill<ServiceRule & Named>("/v1/services", (list) => this.services.set(list));
        fill<Named>("/v1/posts", (list) => this.posts.set(list));
        fill<CodeName>("/v1/names", (list) => this.names.set(list));
    }

    #feed_state(state: FeedState): void {
        if (state.phase !== "live") this.city.restart();
        this.link.show(state);
        if (state.phase !== "stopped" || state.reason === "replaced") return;
        const { state: signed_in, roles } = this.identity;
        if (state.reason === "forbidden" && signed_in === "yes" && this.#unfed?.(roles)) return;
        this.#lost_right(state.reason === "forbidden" ? "forbidden" : "refused");
    }

    // What came in new or changed, each time; returns what ends it.
    on_news(listener: (news: News[]) => void): () => void {
        this.#news_listeners.add(listener);
        return () => this.#news_listeners.delete(listener);
    }

    #tell(news: News[]): void {
        if (news.length) for (const listener of [...this.#news_listeners]) listener(news);
    }

    // Whether this token may do it to this entity as it is now. Both are the engine's words; nothing
    // until it has said who this is.
    may(entity: { allowed_actions?: readonly string[] } | undefined, command: string): boolean {
        return (
            this.identity.state === "yes" &&
            this.identity.may_send.has(command) &&
            Boolean(entity?.allowed_actions?.includes(command))
        );
    }

    send = (name: string, body: object, options?: SendOptions): Promise<Outcome> => {
        const answer = this.api.command(name, body, options);
        this.sent(name, body, answer);
        return answer;
    };

    // For a page that treats what it asks for itself otherwise than news.
    protected sent(_name: string, _body: object, _answer: Promise<Outcome>): void {}

    // Without a form there is one key until there is an answer, whatever it is.
    async send_once(what: string, name: string, body: object): Promise<Outcome> {
        const before = this.#keys.get(what);
        const at = Date.now();
        const key = before && at - before.at < same_decision_ms ? before.key : new_key();
        this.#keys.set(what, { key, at: before?.key === key ? before.at : at });
        try {
            const answer = await this.send(name, body, { key });
            this.#keys.delete(what);
            return answer;
        } catch (error) {
            if (!as_problem(error).unknown_outcome) this.#keys.delete(what);
            throw error;
        }
    }
}

export function feed_url(): string {
    const url = new URL("/v1/feed", window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
}
