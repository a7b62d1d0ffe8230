// What the server finds for a text, asked when typing pauses; an answer to an older text is dropped.
import { useEffect, useRef, useState } from "react";

const pause_ms = 200;

export function useFound<T>(text: string, find: (text: string, signal: AbortSignal) => Promise<T[]>): T[] {
    const [found, set] = useState<T[]>([]);
    const latest = useRef(find);
    latest.current = find;
    useEffect(() => {
        if (text.trim().length < 2) return set((old) => (old.length ? [] : old));
        const abort = new AbortController();
        const timer = window.setTimeout(() => {
            latest.current(text, abort.signal).then(
                (list) => !abort.signal.aborted && set(list),
                () => !abort.signal.aborted && set([]),
            );
        }, pause_ms);
        return () => {
            window.clearTimeout(timer);
            abort.abort();
        };
    }, [text]);
    return found;
}
