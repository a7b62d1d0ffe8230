// What the server finds for a text, asked when typing pauses; an answer to an older text is dropped.
// null: not asked, or no answer yet.
import { useEffect, useRef, useState } from "react";

const pause_ms = 200;

export function useFound<T>(text: string, find: (text: string, signal: AbortSignal) => Promise<T[]>): T[] | null {
    const [found, set] = useState<T[] | null>(null);
    const latest = useRef(find);
    latest.current = find;
    useEffect(() => {
        set(null);
        if (text.trim().length < 2) return;
        const abort = new AbortController();
        const timer = window.setTimeout(() => {
            latest.current(text, abort.signal).then(
                (list) => !abort.signal.aborted && set(list),
                () => !abort.signal.aborted && set(null),
            );
        }, pause_ms);
        return () => {
            window.clearTimeout(timer);
            abort.abort();
        };
    }, [text]);
    return found;
}
