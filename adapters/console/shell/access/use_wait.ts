// Whether somebody must wait before he may try again: the server has said how long.
import { useState } from "react";
import type { Problem } from "../net/problem.ts";

export interface Wait {
    until: number; // 0 = nobody said so
    waits: boolean;
    hear(problem: Problem): void;
    over(): void;
}

export function useWait(): Wait {
    const [until, set_until] = useState(0);
    const [waits, set_waits] = useState(false);
    return {
        until,
        waits,
        hear: ({ reason, retry_after_ms }) => {
            if (reason !== "wait") return;
            set_until(Date.now() + Math.max(1_000, retry_after_ms));
            set_waits(true);
        },
        over: () => set_waits(false),
    };
}
