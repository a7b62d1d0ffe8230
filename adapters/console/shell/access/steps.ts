// The steps of signing in: what is asked next after what the server said. Pure.
import type { Problem } from "../net/problem.ts";
import type { SignInBody } from "./access_api.ts";
import type { KeyAnswer, KeyFailure } from "./security_key.ts";

// name: with the passphrase. code: of the app, or a recovery code, or a security key in their place.
// renew: a new passphrase, where the old one has run out.
export type Step = "name" | "code" | "renew";
// What an attempt brought along beside the passphrase.
export type Factor = "code" | "key";
// What is said of the attempt before; "" = nothing. wrong_key: by the server. no_key: by the browser.
export type Said =
    | ""
    | "wrong"
    | "wrong_code"
    | "code_passed"
    | "wrong_key"
    | "no_key"
    | "weak"
    | "ended"
    | "no_factor"
    | "wait"
    | "other";

export interface Typed {
    account: string;
    passphrase: string;
    code: string;
    new_passphrase: string;
    repeat: string;
}
export const nothing_typed: Typed = { account: "", passphrase: "", code: "", new_passphrase: "", repeat: "" };

export interface Progress {
    step: Step;
    said: Said;
    problem: Problem | null;
    failure: KeyFailure | null; // of no_key
    factor: Factor; // of the attempt before
    attempt: number; // so that the same is said again
    typed: Typed;
}

export const beginning = (account = ""): Progress => ({
    step: "name",
    said: "",
    problem: null,
    failure: null,
    factor: "code",
    attempt: 0,
    typed: { ...nothing_typed, account },
});

// The same passphrase goes with each step: nothing is opened before all is there.
export function body_of({ account, passphrase, code, new_passphrase }: Typed, key?: KeyAnswer): SignInBody {
    const body: SignInBody = { account: account.trim(), passphrase };
    if (key) body.key = key;
    else if (code.trim()) body.code = code.trim();
    if (new_passphrase) body.new_passphrase = new_passphrase;
    return body;
}

// Six digits are the app's; whatever else was typed is a recovery code.
export const is_recovery_code = (code: string): boolean =>
    code.trim() !== "" && !/^\d{6}$/.test(code.replaceAll(" ", ""));

export function after_refusal(before: Progress, problem: Problem, factor: Factor = "code"): Progress {
    const { step, typed } = before;
    const next = (changes: Partial<Progress>): Progress => ({
        ...before,
        said: "other",
        problem,
        failure: null,
        factor,
        attempt: before.attempt + 1,
        ...changes,
    });
    const without_code = { ...typed, code: "" };
    switch (problem.reason) {
        case "code_needed":
            return next({ step: "code", said: "", problem: null, typed: without_code });
        case "passphrase_ended":
            // The code that was sent did not count yet, and goes again with the new passphrase. What a
            // key said counts once: it is asked again when the new passphrase is sent (factor), since
            // whoever has it at hand need not look for his app as well.
            return next({ step: "renew", said: "ended", typed: { ...typed, new_passphrase: "", repeat: "" } });
        case "weak_passphrase":
            return next({ step: "renew", said: "weak", typed: { ...typed, new_passphrase: "", repeat: "" } });
        case "wrong_credentials":
            // Name and passphrase were right a moment ago: it is the key, or the code.
            if (factor === "key") return next({ step: "code", said: "wrong_key", typed: without_code });
            if (step === "code") return next({ said: "wrong_code", typed: without_code });
            if (step === "renew" && typed.code) {
                return next({ step: "code", said: "code_passed", typed: without_code });
            }
            return next({ step: "name", said: "wrong", typed: { ...nothing_typed, account: typed.account } });
        case "not_allowed":
            return next({ said: "no_factor" });
        case "wait":
            return next({ said: "wait" });
        default:
            return next({});
    }
}

// Nothing was sent, as the browser brought no answer of a key. Both ways stand at the step of the code; a
// new passphrase that was typed goes along with either.
export const after_no_key = (before: Progress, failure: KeyFailure): Progress => ({
    ...before,
    step: "code",
    said: "no_key",
    problem: null,
    failure,
    factor: "key",
    attempt: before.attempt + 1,
});

export const is_of_key = (said: Said): boolean => said === "no_key" || said === "wrong_key";

// Where the next thing is to be done: a field, or the button that asks the key again.
export function next_field({ step, said, typed }: Progress): keyof Typed | "key" {
    if (step === "code") return is_of_key(said) ? "key" : "code";
    if (step === "renew") return "new_passphrase";
    return typed.account ? "passphrase" : "account";
}
