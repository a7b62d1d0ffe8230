// Single keys of a page. A key that somebody types into a field is text; a modifier makes it the
// browser's; in a dialog only those count that work in fields too. The same rows are what the help
// shows and what stands on buttons.
import { useEffect, useRef } from "react";
import type { Say } from "../words/words.ts";

export interface Shortcut {
    key: string; // KeyboardEvent.key
    label: Say;
    run(): void;
    // F1 and the like work in fields too.
    in_fields?: boolean;
    // Whether it does anything now; else the key is left alone.
    when?(): boolean;
    // Whether holding it down does it again and again: only of what moves, never of what acts.
    repeats?: boolean;
}

const is_field = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

// A button that has the focus keeps Space and Enter to itself.
const is_pressed_by = (target: EventTarget | null, key: string): boolean =>
    (key === " " || key === "Enter") &&
    target instanceof HTMLElement &&
    target.closest("button, a[href], [role=button], [role=tab], [role=menuitem], summary") !== null;

const in_dialog = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest("[role=dialog], [role=alertdialog]") !== null;

const in_use = new Set<{ current: readonly Shortcut[] }>();

// Those of all that is on the page now, for the help.
export const shown_shortcuts = (): Shortcut[] => [...in_use].flatMap(({ current }) => current);

// Does what the key says, where it is one of these.
export function press(event: KeyboardEvent, shortcuts: readonly Shortcut[]): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const field = is_field(event.target) || in_dialog(event.target);
    for (const { key, run, in_fields, when, repeats } of shortcuts) {
        if (key !== event.key || (field && !in_fields)) continue;
        if (is_pressed_by(event.target, key) || (when && !when())) continue;
        event.preventDefault();
        // A key that stays down would take one emergency after the other.
        if (!event.repeat || repeats) run();
        return;
    }
}

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
    const latest = useRef(shortcuts);
    latest.current = shortcuts;
    useEffect(() => {
        in_use.add(latest);
        const key_down = (event: KeyboardEvent) => press(event, latest.current);
        document.addEventListener("keydown", key_down);
        return () => {
            in_use.delete(latest);
            document.removeEventListener("keydown", key_down);
        };
    }, []);
}
