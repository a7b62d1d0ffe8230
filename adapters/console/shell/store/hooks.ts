// How components follow what changes.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Entity } from "../net/feed_client.ts";
import { useConsole } from "../console_context.ts";

// An entity of the feed, as it is in each frame; undefined while it is not known.
export function useEntity<T extends Entity>(topic: string, id: number): T | undefined {
    const { store } = useConsole();
    return useSyncExternalStore(store.subscribe, () => (id ? store.get<T>(topic, id) : undefined));
}

// Whether all that the page follows is there: some of it may be shown before (ConsoleOptions, early).
export function useReady(): boolean {
    const { store } = useConsole();
    return useSyncExternalStore(store.subscribe, () => store.ready);
}

// What follows from many entities: computed anew when one of these topics changed, at most every
// `every_ms`. Where `same` holds for the new and the old result the old one stays, and nothing is
// drawn.
export function useView<T>(
    topics: readonly string[],
    compute: () => T,
    inputs: readonly unknown[],
    { every_ms = 250, same = Object.is as (a: T, b: T) => boolean } = {},
): T {
    const { store } = useConsole();
    const latest = useRef(compute);
    latest.current = compute;
    const [, redraw] = useState(0);
    const held = useRef<{ value: T; inputs: readonly unknown[] } | null>(null);
    if (!held.current || held.current.inputs.some((input, i) => !Object.is(input, inputs[i]))) {
        held.current = { value: compute(), inputs };
    }
    const watched = topics.join(" ");
    useEffect(() => {
        let timer = 0;
        let last = 0;
        const update = () => {
            timer = 0;
            last = performance.now();
            const value = latest.current();
            if (held.current && same(value, held.current.value)) return;
            held.current = { value, inputs: held.current?.inputs ?? [] };
            redraw((n) => n + 1);
        };
        const names = watched.split(" ");
        const stop = store.subscribe((dirty) => {
            if (timer || !names.some((name) => dirty.has(name))) return;
            const wait = last + every_ms - performance.now();
            if (wait <= 0) update();
            else timer = window.setTimeout(update, wait);
        });
        // What changed between the first drawing and this moment.
        update();
        return () => {
            stop();
            window.clearTimeout(timer);
        };
        // `same` is the caller's constant.
    }, [store, watched, every_ms]);
    return held.current.value;
}

// The city's time, so that what shows it is drawn each time it changes by `every_ms`.
export function useNow(every_ms = 1000): number {
    const { city } = useConsole();
    const subscribe = useCallback(
        (redraw: () => void) => {
            const timer = window.setInterval(redraw, every_ms);
            return () => window.clearInterval(timer);
        },
        [every_ms],
    );
    return useSyncExternalStore(subscribe, () => Math.floor(city.now() / every_ms) * every_ms);
}

// Redraws whenever `source` says that it changed; of things that are no React state.
export function useChanges(source: { subscribe(fn: () => void): () => void; version: number }): void {
    useSyncExternalStore(source.subscribe, () => source.version);
}
