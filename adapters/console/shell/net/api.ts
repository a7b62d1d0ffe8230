// The HTTP side of the consoles: bearer token, problem documents, and commands that are sent again
// with the same Idempotency-Key until an answer arrives, so that nothing happens twice.
import { new_key } from "./ids.ts";
import { no_answer, problem_from } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { chosen } from "../words/words.ts";

// An answer that takes longer is not awaited: a link that swallows everything never says no.
const answer_ms = 60_000;
const command_ms = 6_000;
const file_ms = 300_000; // as long as the service waits for it
const longest_wait_ms = 10_000;

const retry_status = new Set([429, 502, 503, 504]);
// A 401 of these is about what was typed, and not about the token that came along.
const about_typed = new Set(["wrong_credentials", "code_needed", "passphrase_ended"]);
export const retry_delays_ms = [300, 800, 2000, 4000];

export interface Outcome {
    seq: number; // the record in the log; of what was created also its id
    at?: number;
    id?: number;
    events?: { type: string }[];
}

export interface Page<T> {
    items: T[];
    next_after?: number; // 0 = the last page
    as_of?: number;
}

export interface SendOptions {
    // One for all that is sent because of one decision of a person, however often a button is pressed.
    key?: string;
    // There was no answer, it is sent again with the same key.
    on_retry?: (attempt: number) => void;
}

interface CallOptions {
    key?: string;
    within_ms?: number;
    signal?: AbortSignal;
}

interface ApiOptions {
    base?: string;
    fetch_fn?: typeof fetch;
    sleep?: (ms: number) => Promise<void>;
    on_unauthorised?: () => void; // the token no longer counts
}

export type Query = Record<string, string | number | boolean | undefined>;

// "/v1/members" with its parameters; those that are undefined or empty are left out.
export function with_query(path: string, query: Query): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (value !== undefined && value !== "") parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return text ? `${path}?${text}` : path;
}

export class Api {
    readonly base: string;
    on_unauthorised: () => void;
    #fetch: typeof fetch;
    #sleep: (ms: number) => Promise<void>;
    #token = "";

    constructor({ base = "", fetch_fn, sleep, on_unauthorised }: ApiOptions = {}) {
        this.base = base;
        this.#fetch = fetch_fn ?? ((...args) => fetch(...args));
        this.#sleep = sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
        this.on_unauthorised = on_unauthorised ?? (() => {});
    }

    set_token(token: string): void {
        this.#token = token;
    }

    // For what asks by itself, such as the tiles of a map. Nothing while nobody is signed in.
    headers(): Record<string, string> {
        return this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    }

    get<T>(path: string, options: CallOptions = {}): Promise<T> {
        return this.#call<T>("GET", path, undefined, options);
    }

    post<T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> {
        return this.#call<T>("POST", path, body ?? {}, options);
    }

    // A file as it is, of its own type.
    send_file<T>(path: string, file: Blob, options: CallOptions = {}): Promise<T> {
        return this.#call<T>("POST", path, file, { within_ms: file_ms, ...options });
    }

    remove<T>(path: string): Promise<T> {
        return this.#call<T>("DELETE", path, undefined, {});
    }

    // What is no JSON, such as a paper to be printed, in the language of whoever asks. Of a refusal as
    // of any other.
    async file(path: string, language = chosen.language): Promise<Blob> {
        let response: Response;
        try {
            response = await this.#fetch(this.base + path, {
                headers: { ...this.headers(), "Accept-Language": language },
                cache: "no-store",
                signal: AbortSignal.timeout(answer_ms),
            });
            if (response.ok) return await response.blob();
        } catch {
            throw no_answer();
        }
        throw problem_from(response.status, await response.json().catch(() => null));
    }

    // Resolves when the server answers at all.
    async probe(within_ms: number): Promise<void> {
        await this.#fetch(`${this.base}/healthz`, {
            cache: "no-store",
            signal: AbortSignal.timeout(within_ms),
        });
    }

    // The items of a list, page after page, up to `max` of them.
    async list<T>(path: string, query: Query = {}, max = 1000): Promise<T[]> {
        const items: T[] = [];
        let after = 0;
        do {
            const page = await this.get<Page<T>>(
                with_query(path, { limit: Math.min(max, 1000), ...query, after: after || undefined }),
            );
            items.push(...page.items);
            after = page.next_after ?? 0;
        } while (after && items.length < max);
        return items.slice(0, max);
    }

    // Sends one command; resolves when it is durable, throws a Problem when it was refused.
    async command(
        name: string,
        body: object,
        { key = new_key(), on_retry = () => {} }: SendOptions = {},
    ): Promise<Outcome> {
        const token = this.#token;
        for (let attempt = 0; ; ++attempt) {
            try {
                return await this.#call<Outcome>("POST", `/v1/commands/${name}`, body, {
                    key,
                    within_ms: command_ms,
                });
            } catch (error) {
                const problem = error as Problem;
                const again =
                    problem.status === 0 ||
                    (retry_status.has(problem.status) && problem.reason !== "limit_reached");
                const wait = retry_delays_ms[attempt];
                if (!again || wait === undefined) throw problem;
                on_retry(attempt + 1);
                await this.#sleep(Math.max(wait, Math.min(problem.retry_after_ms, longest_wait_ms)));
                // Somebody else sits here now: it is not sent in his name.
                if (token !== this.#token) throw problem;
            }
        }
    }

    async #call<T>(
        method: string,
        path: string,
        body: unknown,
        { key, within_ms = answer_ms, signal }: CallOptions,
    ): Promise<T> {
        const headers: Record<string, string> = { ...this.headers(), Accept: "application/json" };
        const is_file = body instanceof Blob;
        if (body !== undefined) headers["Content-Type"] = is_file ? body.type : "application/json";
        if (key) headers["Idempotency-Key"] = key;
        const limit = AbortSignal.timeout(within_ms);
        const token = this.#token;
        let response: Response;
        try {
            response = await this.#fetch(this.base + path, {
                method,
                headers,
                body: body === undefined || is_file ? body : JSON.stringify(body),
                cache: "no-store",
                signal: signal ? any_of(signal, limit) : limit,
            });
        } catch {
            throw no_answer();
        }
        const text = await response.text().catch(() => null);
        // Cut off in the middle: what it would have said is not known.
        if (text === null) throw no_answer();
        let parsed: unknown = null;
        try {
            parsed = text ? JSON.parse(text) : null;
        } catch {
            parsed = null;
        }
        if (response.ok) return parsed as T;
        const problem = problem_from(response.status, parsed);
        const after = Number(response.headers.get("Retry-After"));
        if (after > 0) problem.retry_after_ms = after * 1000;
        // An answer to the token of whoever sat here before says nothing of this one.
        const lost = response.status === 401 && !about_typed.has(problem.reason);
        if (lost && token && token === this.#token) this.on_unauthorised();
        throw problem;
    }
}

// AbortSignal.any, which older browsers lack.
function any_of(...signals: AbortSignal[]): AbortSignal {
    const controller = new AbortController();
    for (const signal of signals) {
        if (signal.aborted) controller.abort(signal.reason);
        else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
    }
    return controller.signal;
}
