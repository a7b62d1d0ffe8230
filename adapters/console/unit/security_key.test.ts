// Security keys: what the browser is asked and what the server hears, what is said where it fails, and
// how the sign-in goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { from_base64url, to_base64url } from "@/shell/access/base64url.ts";
import { failure_text, field_again, key_text, name_fault } from "@/shell/access/key_words.ts";
import { KeyFault, answer_of_key, failure_of, is_key_possible, make_key } from "@/shell/access/security_key.ts";
import type { KeyFailure } from "@/shell/access/security_key.ts";
import { after_no_key, after_refusal, beginning, body_of, next_field } from "@/shell/access/steps.ts";
import type { Progress } from "@/shell/access/steps.ts";
import { Problem } from "@/shell/net/problem.ts";
import { chosen } from "@/shell/words/words.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

test("bytes go both ways as base64url without padding", () => {
    for (let length = 0; length < 70; ++length) {
        const some = Uint8Array.from({ length }, (_, n) => (n * 37 + length * 101) % 256);
        const text = to_base64url(some);
        assert.equal(text, Buffer.from(some).toString("base64url"));
        assert.deepEqual(from_base64url(text), some);
        assert.equal(to_base64url(some.buffer), text);
    }
    assert.equal(to_base64url(bytes(251, 255, 254)), "-__-");
    assert.deepEqual(from_base64url("-__-"), bytes(251, 255, 254));
    assert.throws(() => from_base64url("a b*"));
    // Part of a buffer is that part.
    assert.equal(to_base64url(bytes(1, 2, 3, 4).subarray(1, 3)), to_base64url(bytes(2, 3)));
});

test("what a browser refuses becomes a plain reason", () => {
    const of = (name: string) => failure_of(new DOMException("", name));
    assert.equal(of("NotAllowedError"), "cancelled");
    assert.equal(of("InvalidStateError"), "registered");
    assert.equal(of("SecurityError"), "elsewhere");
    assert.equal(of("AbortError"), "stopped");
    assert.equal(of("UnknownError"), "failed");
    assert.equal(failure_of(new TypeError("x")), "failed");
    assert.equal(failure_of(Object.assign(new Error("x"), { name: "NotAllowedError" })), "failed");
});

test("a browser without keys, or a page that is not protected, offers none", () => {
    assert.equal(is_key_possible(), false);
});

// As a browser whose authenticator says this, or refuses.
async function with_browser<T>(credentials: object, run: () => Promise<T>): Promise<T> {
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    Object.defineProperty(globalThis, "navigator", { value: { credentials }, configurable: true });
    try {
        return await run();
    } finally {
        if (before) Object.defineProperty(globalThis, "navigator", before);
        else Reflect.deleteProperty(globalThis, "navigator");
    }
}

test("a key is asked by the server's question, and its answer goes back as text", async () => {
    const asked: CredentialRequestOptions[] = [];
    const credentials = {
        get: async (options: CredentialRequestOptions) => {
            asked.push(options);
            return {
                rawId: bytes(9, 9).buffer,
                response: {
                    clientDataJSON: bytes(1).buffer,
                    authenticatorData: bytes(2).buffer,
                    signature: bytes(3).buffer,
                },
            };
        },
    };
    const question = { challenge: "-__-", rp_id: "muster.example", keys: ["CQk", "AQ"] };
    const answer = await with_browser(credentials, () => answer_of_key(question));
    assert.deepEqual(answer, { id: "CQk", client_data: "AQ", authenticator_data: "Ag", signature: "Aw" });
    const { publicKey } = asked[0]!;
    assert.deepEqual(publicKey, {
        challenge: bytes(251, 255, 254),
        rpId: "muster.example",
        allowCredentials: [
            { type: "public-key", id: bytes(9, 9) },
            { type: "public-key", id: bytes(1) },
        ],
        userVerification: "discouraged",
        timeout: 120_000,
    });
    // Without a list any key that knows the site would answer.
    for (const keys of [undefined, []]) {
        const none = with_browser(credentials, () => answer_of_key({ ...question, keys }));
        await assert.rejects(none, { reason: "cancelled" });
    }
    assert.equal(asked.length, 1);
    const refusing = { get: () => Promise.reject(new DOMException("", "NotAllowedError")) };
    const refused = with_browser(refusing, () => answer_of_key(question));
    await assert.rejects(refused, (error) => error instanceof KeyFault && error.reason === "cancelled");
});

test("a new key is made for the account, and none that it has already", async () => {
    const asked: CredentialCreationOptions[] = [];
    const credentials = {
        create: async (options: CredentialCreationOptions) => {
            asked.push(options);
            return {
                response: { clientDataJSON: bytes(1).buffer, getAuthenticatorData: () => bytes(2).buffer },
            };
        },
    };
    const question = { challenge: "AQ", rp_id: "muster.example", user: "Ag", user_name: "li.wei", keys: ["CQk"] };
    const made = await with_browser(credentials, () => make_key(question));
    assert.deepEqual(made, { client_data: "AQ", authenticator_data: "Ag" });
    const { publicKey } = asked[0]!;
    assert.deepEqual(publicKey?.user, { id: bytes(2), name: "li.wei", displayName: "li.wei" });
    assert.deepEqual(publicKey?.rp, { id: "muster.example", name: "Muster" });
    assert.deepEqual(publicKey?.excludeCredentials, [{ type: "public-key", id: bytes(9, 9) }]);
    assert.deepEqual(publicKey?.pubKeyCredParams.map(({ alg }) => alg), [-7, -8, -257]);
    assert.equal(publicKey?.attestation, "none");
    // An old browser that does not hand out what the key said.
    const old = { create: async () => ({ response: { clientDataJSON: bytes(1).buffer } }) };
    await assert.rejects(with_browser(old, () => make_key(question)), { reason: "failed" });
});

const refused = (reason: string) => new Problem({ status: 401, reason });
const answer = { id: "AQ", client_data: "AQ", authenticator_data: "AQ", signature: "AQ" };
const typing = (progress: Progress, typed: object): Progress => ({
    ...progress,
    typed: { ...progress.typed, ...typed },
});
const asked = after_refusal(
    typing(beginning(), { account: "li.wei", passphrase: "right horse battery" }),
    refused("code_needed"),
);

test("a key goes in place of the code", () => {
    const half = typing(asked, { code: "123" });
    assert.deepEqual(body_of(half.typed, answer), {
        account: "li.wei",
        passphrase: "right horse battery",
        key: answer,
    });
});

test("a key that brings nothing leaves both ways, and what was typed", () => {
    const without = after_no_key(typing(asked, { code: "123" }), "cancelled");
    assert.equal(without.step, "code");
    assert.equal(without.said, "no_key");
    assert.equal(without.typed.code, "123");
    assert.equal(next_field(without), "key", "it can be asked again at once");
    const wrong = after_refusal(asked, refused("wrong_credentials"), "key");
    assert.equal(wrong.step, "code");
    assert.equal(wrong.said, "wrong_key");
    assert.equal(next_field(wrong), "key");
    // What is said of the code afterwards says nothing of a key.
    const code = after_refusal(typing(without, { code: "111111" }), refused("wrong_credentials"));
    assert.equal(code.said, "wrong_code");
    assert.equal(code.failure, null);
    assert.equal(next_field(code), "code");
});

test("a new passphrase asks the key once more, and is kept where it does not answer", () => {
    const renew = after_refusal(asked, refused("passphrase_ended"), "key");
    assert.equal(renew.step, "renew");
    assert.equal(renew.factor, "key");
    const chosen_one = typing(renew, { new_passphrase: "four words that differ", repeat: "four words that differ" });
    assert.equal(body_of(chosen_one.typed, answer).new_passphrase, "four words that differ");
    const weak = after_refusal(chosen_one, refused("weak_passphrase"), "key");
    assert.equal(weak.step, "renew");
    assert.equal(weak.factor, "key");
    const without = after_no_key(chosen_one, "cancelled");
    const wrong = after_refusal(chosen_one, refused("wrong_credentials"), "key");
    for (const next of [without, wrong]) {
        assert.equal(next.step, "code");
        const body = body_of(typing(next, { code: "123456" }).typed);
        assert.equal(body.code, "123456");
        assert.equal(body.new_passphrase, "four words that differ");
    }
    // By the code it stays with the code.
    const by_code = after_refusal(typing(asked, { code: "123456" }), refused("passphrase_ended"));
    assert.equal(by_code.factor, "code");
});

test("each failure has words in both languages, and shows where to go on", () => {
    const failures: KeyFailure[] = ["cancelled", "registered", "elsewhere", "failed"];
    const at = (field: string, reason = "bad_value") => new Problem({ status: 422, reason, field: `/${field}` });
    for (const language of ["en", "zh"] as const) {
        chosen.language = language;
        const said = [
            ...failures.map(failure_text),
            key_text(new KeyFault("cancelled")),
            key_text(refused("wrong_credentials")),
            key_text(at("name")),
            key_text(at("client_data")),
            key_text(new Problem({ status: 403, reason: "not_allowed" })),
        ];
        assert.equal(new Set(said).size, said.length, said.join("\n"));
        for (const text of said) {
            assert.ok(text.length > 0);
            if (language === "zh") assert.ok(!/[a-z]{4,}/.test(text), text);
        }
    }
    chosen.language = "en";
    assert.equal(failure_text("stopped"), "");
    assert.equal(key_text(at("authenticator_data")), key_text(at("client_data")));
    assert.equal(key_text(at("authenticator_data", "name_taken")), failure_text("registered"));
    assert.equal(field_again(refused("wrong_credentials")), "passphrase");
    assert.equal(field_again(at("name")), "name");
    assert.equal(field_again(at("client_data")), "");
    assert.equal(field_again(new KeyFault("cancelled")), "");
});

// As the server counts them, and before the key is asked.
test("a name that is too long is to be typed again", () => {
    for (const name of ["k".repeat(64), "钥".repeat(21)]) assert.equal(name_fault(name), null);
    for (const name of ["k".repeat(65), "钥".repeat(22)]) {
        const fault = name_fault(name);
        assert.ok(fault);
        assert.equal(field_again(fault), "name");
    }
});
