// Reading for what is on the screen: a page of a list, or one entity, anew whenever it may have
// changed. What was read stays in sight while the next answer is on its way.
import { useCallback, useEffect, useRef, useState } from "react";
import { with_query } from "../net/api.ts";
import type { Page } from "../net/api.ts";
import { as_problem } from "../net/problem.ts";
import type { Problem } from "../net/problem.ts";
import { useChanges } from "../store/hooks.ts";
import { useOffice } from "./office_console.ts";
import type { AnyEntity } from "./entity_book.ts";
import type { Query } from "../tables/filters.ts";

export interface Reading<T> {
    value: T | null;
    problem: Problem | null;
    busy: boolean;
    again(): void;
}

export function useReading<T>(path: string | null, on_value?: (value: T) => void): Reading<T> {
    const office = useOffice();
    useChanges(office.fresh);
    useChanges(office.identity);
    const [state, set] = useState<{
        path: string | null;
        value: T | null;
        problem: Problem | null;
    }>({ path: null, value: null, problem: null });
    const [busy, set_busy] = useState(false);
    const [turn, set_turn] = useState(0);
    const tell = useRef(on_value);
    tell.current = on_value;
    const signed_in = office.identity.state === "yes";
    useEffect(() => {
        if (!path || !signed_in) return undefined;
        const stop = new AbortController();
        set_busy(true);
        office.api.get<T>(path, { signal: stop.signal }).then(
            (value) => {
                if (stop.signal.aborted) return;
                tell.current?.(value);
                set({ path, value, problem: null });
                set_busy(false);
            },
            (error: unknown) => {
                if (stop.signal.aborted) return;
                // A moment without an answer does not empty the screen.
                set((before) => ({
                    path,
                    value: before.path === path ? before.value : null,
                    problem: as_problem(error),
                }));
                set_busy(false);
            },
        );
        return () => stop.abort();
    }, [path, signed_in, turn, office.fresh.version]);
    const again = useCallback(() => set_turn((n) => n + 1), []);
    const current = state.path === path;
    return {
        value: current ? state.value : null,
        problem: current ? state.problem : null,
        busy,
        again,
    };
}

// So many are read at once; they are sorted together.
export const chunk = 500;

export function useList(
    path: string,
    query: Query,
    after = 0,
    limit = chunk,
): Reading<Page<AnyEntity>> {
    const office = useOffice();
    return useReading<Page<AnyEntity>>(
        path && with_query(`/v1/${path}`, { ...query, limit, after: after || undefined }),
        ({ items }) => {
            // Lines of made lists have no id.
            if (items.every((item) => typeof item === "object" && item.id > 0))
                office.book.put(path, items);
        },
    );
}

export function useOne(path: string, id: number): Reading<AnyEntity> {
    const office = useOffice();
    return useReading<AnyEntity>(id ? `/v1/${path}/${id}` : null, (entity) =>
        office.book.put(path, [entity]),
    );
}
