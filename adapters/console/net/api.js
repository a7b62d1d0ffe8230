// The HTTP side of the console: bearer token, problem documents, and commands that are sent again
// with the same Idempotency-Key until an answer arrives, so that nothing happens twice.
import { new_key } from "./ids.js";

export class Problem extends Error {
    // status 0: no answer at all. `reason` is the engine's RejectReason where there is one.
    // holder: of holder_changed, who has it now.
    constructor({
        status = 0,
        title = "",
        detail = "",
        field = "",
        expected = "",
        reason = "",
        holder = null,
    }) {
        super(detail || title || `HTTP ${status}`);
        Object.assign(this, { status, title, detail, field, expected, reason, holder });
    }
}

// RFC 9457. The reason is a member of its own or the last part of the type.
export function problem_from(status, body) {
    const p = body && typeof body === "object" ? body : {};
    const last = typeof p.type === "string" ? p.type.split(/[/:#]/).pop() : "";
    return new Problem({
        status,
        title: p.title ?? "",
        detail: p.detail ?? "",
        field: p.field ?? "",
        expected: p.expected ?? "",
        holder: p.holder ?? null,
        reason: p.reason ?? (last === "blank" ? "" : last.replaceAll("-", "_")),
    });
}

// An answer that takes longer is not awaited: a link that swallows everything never says no.
const answer_ms = 60_000;
const command_ms = 6_000;

const retry_status = new Set([429, 502, 503, 504]);
export const retry_delays_ms = [300, 800, 2000, 4000];

export class Api {
    #fetch;
    #sleep;
    #token = "";
    // on_unauthorised: the token no longer counts.
    constructor({ base = "", fetch_fn, sleep, on_unauthorised } = {}) {
        this.base = base;
        this.#fetch = fetch_fn ?? ((...args) => fetch(...args));
        this.#sleep = sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
        this.on_unauthorised = on_unauthorised ?? (() => {});
    }

    set_token(token) {
        this.#token = token;
    }

    get(path, options) {
        return this.#call("GET", path, undefined, options);
    }

    // options: {within_ms} until the answer must be there.
    post(path, body, options) {
        return this.#call("POST", path, body ?? {}, options);
    }

    // Resolves when the server answers at all.
    async probe(within_ms) {
        await this.#fetch(`${this.base}/healthz`, {
            cache: "no-store",
            signal: AbortSignal.timeout(within_ms),
        });
    }

    // The pages of a list up to `max` items.
    async list(path, max = 1000) {
        const answer = await this.get(path);
        const items = Array.isArray(answer) ? answer : (answer.items ?? []);
        return items.slice(0, max);
    }

    // Sends one command; resolves when it is durable, throws a Problem when it was refused.
    // key: one for all that is sent because of one decision of a person, however often the button is
    // pressed. on_retry(attempt): there was no answer, it is sent again with the same key.
    async command(name, body, { key = new_key(), on_retry = () => {} } = {}) {
        for (let attempt = 0; ; ++attempt) {
            try {
                return await this.#call("POST", `/v1/commands/${name}`, body, {
                    key,
                    within_ms: command_ms,
                });
            } catch (problem) {
                const again =
                    problem.status === 0 ||
                    (retry_status.has(problem.status) && problem.reason !== "limit_reached");
                if (!again || attempt >= retry_delays_ms.length) throw problem;
                on_retry(attempt + 1);
                await this.#sleep(Math.max(retry_delays_ms[attempt], problem.retry_after_ms ?? 0));
            }
        }
    }

    async #call(method, path, body, { key, within_ms = answer_ms } = {}) {
        const headers = { Authorization: `Bearer ${this.#token}`, Accept: "application/json" };
        if (body !== undefined) headers["Content-Type"] = "application/json";
        if (key) headers["Idempotency-Key"] = key;
        const signal = AbortSignal.timeout(within_ms);
        let response;
        try {
            response = await this.#fetch(this.base + path, {
                method,
                headers,
                body: body === undefined ? undefined : JSON.stringify(body),
                cache: "no-store",
                signal,
            });
        } catch {
            throw new Problem({ status: 0, reason: "no_answer" });
        }
        const text = await response.text().catch(() => null);
        // Cut off in the middle: what it would have said is not known.
        if (text === null) throw new Problem({ status: 0, reason: "no_answer" });
        let parsed = null;
        try {
            parsed = text ? JSON.parse(text) : null;
        } catch {
            parsed = null;
        }
        if (response.ok) return parsed;
        const problem = problem_from(response.status, parsed);
        const after = Number(response.headers.get("Retry-After"));
        if (after > 0) problem.retry_after_ms = Math.min(after, 10) * 1000;
        if (response.status === 401) this.on_unauthorised();
        throw problem;
    }
}
