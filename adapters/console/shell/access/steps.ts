// The steps of signing in: what is asked next after what the server said. Pure.
import type { Problem } from "../net/problem.ts";
import type { SignInBody } from "./access_api.ts";

// name: with the passphrase. code: of the app, or a recovery code. renew: a new passphrase, where the old
// one has run out.
export type Step = "name" | "code" | "renew";
// What is said of the attempt before; "" = nothing.
export type Said = "" | "wrong" | "wrong_code" | "code_passed" | "weak" | "ended" | "no_factor" | "wait" | "other";

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
    attempt: number; // so that the same is said again
    typed: Typed;
}

export const beginning = (account = ""): Progress => ({
    step: "name",
    said: "",
    problem: null,
    attempt: 0,
    typed: { ...nothing_typed, account },
});

// The same passphrase goes with each step: nothing is opened before all is there.
export function body_of({ account, passphrase, code, new_passphrase }: Typed): SignInBody {
    const body: SignInBody = { account: account.trim(), passphrase };
    if (code.trim()) body.code = code.trim();
    if (new_passphrase) body.new_passphrase = new_passphrase;
    return body;
}

// Six digits are the app's; whatever else was typed is a recovery code.
export const is_recovery_code = (code: string): boolean =>
    code.trim() !== "" && !/^\d{6}$/.test(code.replaceAll(" ", ""));

export function after_refusal(before: Progress, problem: Problem): Progress {
    const { step, typed } = before;
    const next = (changes: Partial<Progress>): Progress => ({
        ...before,
        said: "other",
        problem,
        attempt: before.attempt + 1,
        ...changes,
    });
    const without_code = { ...typed, code: "" };
    switch (problem.reason) {
        case "code_needed":
            return next({ step: "code", said: "", problem: null, typed: without_code });
        case "passphrase_ended":
            // The code that was sent did not count yet, and goes again with the new passphrase.
            return next({ step: "renew", said: "ended", typed: { ...typed, new_passphrase: "", repeat: "" } });
        case "weak_passphrase":
            return next({ step: "renew", said: "weak", typed: { ...typed, new_passphrase: "", repeat: "" } });
        case "wrong_credentials":
            // Name and passphrase were right a moment ago: it is the code.
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

// The field where the next thing is to be typed.
export function next_field({ step, typed }: Progress): keyof Typed {
    if (step === "code") return "code";
    if (step === "renew") return "new_passphrase";
    return typed.account ? "passphrase" : "account";
}
