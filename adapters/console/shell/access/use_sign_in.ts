// Signing in by name: what was typed, how far it is, and what is sent when.
import { useRef, useState } from "react";
import { useConsole } from "../console_context.ts";
import { as_problem } from "../net/problem.ts";
import { open_session } from "./access_api.ts";
import type { OpenedSession } from "./access_api.ts";
import { KeyFault } from "./security_key.ts";
import { after_no_key, after_refusal, beginning, body_of, is_recovery_code } from "./steps.ts";
import type { Factor, Progress, Typed } from "./steps.ts";
import { useKey } from "./use_key.ts";
import { useWait } from "./use_wait.ts";
import type { Wait } from "./use_wait.ts";

// touching: the browser asks the key. sending: the server decides.
export type Busy = "" | "touching" | "sending";

export interface SignIn {
    progress: Progress;
    busy: Busy;
    wait: Wait;
    by_key_too: boolean; // the account has a key, and this browser can ask it
    opened: OpenedSession | null; // with a recovery code: how many are left is said before it goes on
    type(changes: Partial<Typed>): void;
    send(factor: Factor): Promise<void>;
    begin_anew(): void; // as somebody else
}

export function useSignIn(): SignIn {
    const console = useConsole();
    const { api, identity } = console;
    const [progress, set] = useState<Progress>(() =>
        beginning(identity.state !== "no" && !identity.by_machine ? identity.name : ""),
    );
    const [busy, set_busy] = useState<Busy>("");
    const [opened, set_opened] = useState<OpenedSession | null>(null);
    const wait = useWait();
    const key_way = useKey(api);
    const turn = useRef(0);
    const { typed } = progress;

    const send = async (factor: Factor) => {
        // Whoever types his code while the browser waits for the key goes on without it.
        key_way.stop();
        const mine = ++turn.current;
        const is_mine = () => mine === turn.current;
        try {
            set_busy(factor === "key" ? "touching" : "sending");
            const key = factor === "key" ? await key_way.answer(typed) : undefined;
            if (!is_mine()) return;
            set_busy("sending");
            const session = await open_session(api, body_of(typed, key));
            if (!key && is_recovery_code(typed.code)) set_opened(session);
            else console.enter(session);
        } catch (error) {
            if (!is_mine()) return;
            if (error instanceof KeyFault) {
                set((now) => after_no_key(now, error.reason));
                return;
            }
            const refusal = as_problem(error);
            set((now) => after_refusal(now, refusal, factor));
            if (refusal.reason === "code_needed") key_way.look(typed);
            wait.hear(refusal);
        } finally {
            if (is_mine()) set_busy("");
        }
    };
    return {
        progress,
        busy,
        wait,
        by_key_too: key_way.offered,
        opened,
        type: (changes) => set((now) => ({ ...now, typed: { ...now.typed, ...changes } })),
        send,
        begin_anew: () => {
            turn.current++;
            key_way.forget();
            set_busy("");
            set({ ...beginning(), attempt: progress.attempt + 1 });
        },
    };
}
