// The way by a security key at the sign-in: whether the account has one, and its answer.
import { useEffect, useRef, useState } from "react";
import type { Api } from "../net/api.ts";
import { until_answered } from "../net/until_answered.ts";
import { ask_key } from "./key_api.ts";
import { answer_of_key, is_key_possible } from "./security_key.ts";
import type { KeyAnswer, KeyQuestion } from "./security_key.ts";
import type { Typed } from "./steps.ts";

// A question is good for one answer and not for long: one that lay about is not put to the key.
const fresh_ms = 60_000;

export interface KeyWay {
    offered: boolean;
    look(typed: Typed): void; // whether the account has a key
    answer(typed: Typed): Promise<KeyAnswer>; // throws a KeyFault or a Problem
    stop(): void; // what the browser asks now
    forget(): void; // the account too: somebody else sits here
}

export function useKey(api: Api): KeyWay {
    const [offered, offer] = useState(false);
    const kept = useRef<{ question: KeyQuestion; at: number } | null>(null);
    const asking = useRef<AbortController | null>(null);
    const turn = useRef(0);
    const stop = () => asking.current?.abort();
    const forget = () => {
        stop();
        turn.current++;
        kept.current = null;
        offer(false);
    };
    useEffect(() => forget, []);
    const look = ({ account, passphrase }: Typed) => {
        if (!is_key_possible()) return;
        forget();
        const mine = turn.current;
        until_answered(
            () => ask_key(api, account, passphrase),
            (question) => {
                if (mine !== turn.current) return;
                kept.current = { question, at: Date.now() };
                offer((question.keys ?? []).length > 0);
            },
            () => mine === turn.current,
        );
    };
    const answer = async ({ account, passphrase }: Typed) => {
        const { signal } = (asking.current = new AbortController());
        const before = kept.current;
        kept.current = null;
        const is_fresh = before && Date.now() - before.at < fresh_ms;
        const question = is_fresh ? before.question : await ask_key(api, account, passphrase);
        return answer_of_key(question, signal);
    };
    return { offered, look, answer, stop, forget };
}
