// What the keeper of accounts does: one change at a time, and the list is read anew after it, also
// where there was no answer and it may have happened.
import { useState } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";

export interface Changer {
    busy: boolean;
    problem: Problem | null; // of the last change
    attempt: number;
    change<T>(path: string, body: object): Promise<T | null>;
    forget(): void;
}

export function useChanger(on_changed: () => void): Changer {
    const { api } = useConsole();
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<Problem | null>(null);
    const [attempt, set_attempt] = useState(0);
    const change = async <T>(path: string, body: object): Promise<T | null> => {
        if (busy) return null;
        set_busy(true);
        set_problem(null);
        try {
            return await api.post<T>(path, body);
        } catch (error) {
            set_problem(as_problem(error));
            set_attempt((n) => n + 1);
            return null;
        } finally {
            set_busy(false);
            on_changed();
        }
    };
    return { busy, problem, attempt, change, forget: () => set_problem(null) };
}
