// The order of a live list, held still while somebody points at it or steps through it with keys:
// nothing moves under a pointer. What came meanwhile is counted, and taken in when it is let go.
import { useCallback, useEffect, useRef, useState } from "react";

const key_hold_ms = 2_000;

export interface HeldOrder {
    ids: readonly number[];
    waiting: number; // of the list, and not shown yet
    release(): void;
    // For the list's element.
    handlers: {
        onPointerEnter(event: { pointerType: string }): void;
        onPointerLeave(): void;
        onKeyDown(): void;
    };
}

export function useHeldOrder(ids: readonly number[]): HeldOrder {
    const [pointed, point] = useState(false);
    const [keyed, key] = useState(false);
    const timer = useRef(0);
    const shown = useRef(ids);
    const holding = pointed || keyed;
    if (!holding) shown.current = ids;

    useEffect(() => () => window.clearTimeout(timer.current), []);
    const release = useCallback(() => {
        window.clearTimeout(timer.current);
        key(false);
        point(false);
    }, []);
    const known = holding ? new Set(shown.current) : null;
    return {
        ids: shown.current,
        waiting: known ? ids.reduce((n, id) => n + (known.has(id) ? 0 : 1), 0) : 0,
        release,
        handlers: {
            // A finger does not rest over a list.
            onPointerEnter: ({ pointerType }) => pointerType === "mouse" && point(true),
            onPointerLeave: () => point(false),
            onKeyDown: () => {
                key(true);
                window.clearTimeout(timer.current);
                timer.current = window.setTimeout(() => key(false), key_hold_ms);
            },
        },
    };
}
