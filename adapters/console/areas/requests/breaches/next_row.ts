// Who has explained a breach goes on with the next: when the row in which somebody works goes away, by
// its answer or by the feed, whichever is first, the field of the next one has the focus.
import { useEffect, useLayoutEffect, useRef } from "react";
import type { FocusEvent, RefObject } from "react";
import { next_of } from "./breach_list.ts";

// What goes on the list, whose rows carry their keys as data-key.
export function useNextRow(list: RefObject<HTMLElement | null>, keys: readonly string[]) {
    const works_in = useRef("");
    const before = useRef(keys);
    useLayoutEffect(() => {
        const was = before.current;
        before.current = keys;
        const gone = works_in.current;
        if (!gone || keys.includes(gone)) return;
        works_in.current = "";
        const next = next_of(gone, was, keys);
        const row = [...(list.current?.children ?? [])].find((one) => (one as HTMLElement).dataset.key === next);
        row?.querySelector("input")?.focus();
    });
    // A button that waits for its answer loses the focus to nothing; a pointer elsewhere is a choice.
    useEffect(() => {
        const press = ({ target }: PointerEvent) => {
            if (!list.current?.contains(target as Node)) works_in.current = "";
        };
        document.addEventListener("pointerdown", press);
        return () => document.removeEventListener("pointerdown", press);
    }, [list]);
    return {
        onFocus: ({ target }: FocusEvent) => {
            works_in.current = target.closest<HTMLElement>("[data-key]")?.dataset.key ?? "";
        },
        onBlur: ({ relatedTarget }: FocusEvent) => {
            if (relatedTarget && !list.current?.contains(relatedTarget)) works_in.current = "";
        },
    };
}
