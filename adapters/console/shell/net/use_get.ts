// What a part of a page reads by its path, anew when the path changes or somebody asks for it. What was
// read of the same path stays in sight while there is no answer. Of no path ("") nothing is asked.
import { useCallback, useEffect, useState } from "react";
import { useConsole } from "../console_context.ts";
import { useChanges } from "../store/hooks.ts";
import { as_problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export interface Got<T> {
    value: T | null;
    problem: Problem | null;
    busy: boolean;
    again(): void;
}

export function useGet<T>(path: string): Got<T> {
    const { api, identity } = useConsole();
    useChanges(identity);
    const signed_in = identity.state === "yes";
    const [state, set] = useState<Omit<Got<T>, "busy" | "again"> & { path: string }>({
        path: "",
        value: null,
        problem: null,
    });
    const [busy, set_busy] = useState(false);
    const [turn, set_turn] = useState(0);
    useEffect(() => {
        if (!signed_in || !path) return;
        const question = new AbortController();
        const { signal } = question;
        set_busy(true);
        api.get<T>(path, { signal })
            .then(
                (value) => !signal.aborted && set({ path, value, problem: null }),
                (error: unknown) => {
                    if (signal.aborted) return;
                    set((before) => ({
                        path,
                        value: before.path === path ? before.value : null,
                        problem: as_problem(error),
                    }));
                },
            )
            .finally(() => !signal.aborted && set_busy(false));
        return () => question.abort();
    }, [api, path, signed_in, turn]);
    const again = useCallback(() => set_turn((n) => n + 1), []);
    const mine = state.path === path;
    return { value: mine ? state.value : null, problem: mine ? state.problem : null, busy, again };
}
