import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "@/shell/net/api.ts";
import { Problem, problem_from } from "@/shell/net/problem.ts";
import { Session } from "@/shell/net/session.ts";

function answering(...answers) {
    const calls = [];
    const api = new Api({
        sleep: async () => {},
        fetch_fn: async (url, options) => {
            calls.push({ url, ...options });
            const answer = answers.shift();
            if (answer === "lost") throw new TypeError("network");
            const { status = 200, body = {}, headers = {} } = answer;
            return {
                ok: status < 400,
                status,
                text: async () => JSON.stringify(body),
                headers: new Map(Object.entries(headers)),
            };
        },
    });
    api.set_token("secret");
    return { api, calls };
}

test("a command is sent again with the same key until it is answered", async () => {
    const { api, calls } = answering("lost", { status: 503 }, { body: { seq: 5 } });
    const retries = [];
    assert.deepEqual(
        await api.command("AddNote", { request: 1 }, { on_retry: (n) => retries.push(n) }),
        { seq: 5 },
    );
    assert.equal(new Set(calls.map((c) => c.headers["Idempotency-Key"])).size, 1);
    assert.match(calls[0].headers["Idempotency-Key"], /^[0-9a-f]{32}$/);
    assert.equal(calls[0].headers.Authorization, "Bearer secret");
    assert.deepEqual(retries, [1, 2]);
});

test("two commands have two keys", async () => {
    const { api, calls } = answering({}, {});
    await api.command("AddNote", {});
    await api.command("AddNote", {});
    assert.notEqual(calls[0].headers["Idempotency-Key"], calls[1].headers["Idempotency-Key"]);
});

test("a refusal is not sent again", async () => {
    const body = {
        type: "urn:muster:problem:illegal_status",
        status: 409,
        reason: "illegal_status",
        field: "/request",
        detail: "closed",
    };
    const { api, calls } = answering({ status: 409, body });
    await assert.rejects(
        api.command("HoldRequest", {}),
        (p) => p instanceof Problem && p.reason === "illegal_status" && p.field === "/request",
    );
    assert.equal(calls.length, 1);
});

test("it gives up at last", async () => {
    const { api, calls } = answering(...Array(9).fill("lost"));
    await assert.rejects(api.command("AddNote", {}), { status: 0 });
    assert.equal(calls.length, 5);
});

test("a token that no longer counts is told", async () => {
    const { api } = answering({ status: 401 });
    let told = 0;
    api.on_unauthorised = () => told++;
    await assert.rejects(api.get("/v1/services"));
    assert.equal(told, 1);
});

test("the reason is found in the type where there is no member for it", () => {
    assert.equal(
        problem_from(404, { type: "urn:muster:problem:unknown_request" }).reason,
        "unknown_request",
    );
    assert.equal(problem_from(500, null).reason, "");
});

test("a token in the fragment is taken and leaves the address bar", () => {
    const kept = new Map();
    const storage = {
        getItem: (k) => kept.get(k) ?? null,
        setItem: (k, v) => kept.set(k, v),
        removeItem: (k) => kept.delete(k),
    };
    const none = { getItem: () => null, removeItem: () => {} };
    Object.assign(globalThis, { sessionStorage: none, localStorage: { ...none } });
    const replaced = [];
    globalThis.window = { location: { hash: "#token=abc&name=Li", pathname: "/", search: "" } };
    globalThis.history = { replaceState: (...a) => replaced.push(a[2]) };
    const session = new Session(storage);
    assert.equal(session.token, "abc");
    assert.deepEqual(replaced, ["/"]);
    session.forget();
    assert.equal(session.token, "");
    // How long a session may idle goes with its token, and with no other.
    session.save("mss_abc", 3_600_000);
    assert.ok(session.of_person);
    session.save("mss_abc");
    assert.equal(session.idle_ms, 3_600_000);
    session.save("mst_def");
    assert.equal(session.idle_ms, 0);
    assert.ok(!session.of_person);
    session.forget();
    assert.equal(kept.size, 0);
});

test("a list is read page after page", async () => {
    const { api, calls } = answering(
        { body: { items: [1, 2], next_after: 2 } },
        { body: { items: [3], next_after: 0 } },
    );
    assert.deepEqual(await api.list("/v1/members", { limit: 2 }), [1, 2, 3]);
    assert.deepEqual(
        calls.map((c) => c.url),
        ["/v1/members?limit=2", "/v1/members?limit=2&after=2"],
    );
});

test("a refusal of the token before says nothing of the present one", async () => {
    let refused = 0;
    let answer: (status: number) => void = () => {};
    const api = new Api({
        on_unauthorised: () => refused++,
        fetch_fn: () =>
            new Promise((done) => {
                answer = (status) => done(new Response("{}", { status }));
            }),
    });
    api.set_token("old");
    const late = api.get("/v1/me");
    api.set_token("new");
    answer(401);
    await assert.rejects(late);
    assert.equal(refused, 0);
    const present = api.get("/v1/me");
    answer(401);
    await assert.rejects(present);
    assert.equal(refused, 1);
});

test("a wrong passphrase says nothing of the session that asks to change it", async () => {
    let refused = 0;
    const { api, calls } = answering(
        { status: 401, body: { status: 401, reason: "wrong_credentials" } },
        { status: 429, body: { status: 429, reason: "wait" }, headers: { "Retry-After": "42" } },
        {},
    );
    api.on_unauthorised = () => refused++;
    await assert.rejects(api.post("/v1/session/passphrase", {}), { reason: "wrong_credentials" });
    assert.equal(refused, 0);
    await assert.rejects(api.post("/v1/session", {}), { retry_after_ms: 42_000 });
    api.set_token("");
    await api.get("/v1/session");
    assert.ok(!("Authorization" in calls[2].headers), "nobody is signed in");
});

test("a command that waits to be sent again is not sent in the name of another", async () => {
    let calls = 0;
    const api = new Api({
        fetch_fn: async () => {
            calls++;
            throw new TypeError("network");
        },
        sleep: async () => api.set_token("another's"),
    });
    api.set_token("mine");
    await assert.rejects(api.command("AddNote", { request: 7 }));
    assert.equal(calls, 1);
});
