// Kinds of arguments that are of no area: words, and one of some names.
import { letters_of } from "../words/initials.ts";
import type { Say } from "../words/words.ts";
import type { Completion, Kind, Reading } from "./verb.ts";

// The next word, and what comes after it.
export function first_word(text: string): [string, string] {
    const [, word = "", rest = ""] = /^(\S*)\s*([^]*)$/.exec(text.trimStart()) ?? [];
    return [word, rest];
}

// All the rest of the line.
export const text = <C>(usage?: Say): Kind<C, string> => ({
    usage,
    free: true,
    read: (typed) => (typed.trim() ? { value: typed.trim(), rest: "" } : null),
});

export const word = <C>(usage?: Say): Kind<C, string> => ({
    usage,
    free: true,
    read(typed): Reading<string> {
        const [value, rest] = first_word(typed);
        return value ? { value, rest } : null;
    },
});

export interface Choice<T> {
    value: T;
    names: readonly string[]; // the first completes; each may be typed, in full or its beginning
    label: string;
}

// Whether `typed` is the beginning of a name, or its initials ("lgb" is 老干部局).
export function fits(typed: string, name: string): boolean {
    const small = typed.toLowerCase();
    return name.toLowerCase().startsWith(small) || letters_of(name).startsWith(small);
}

// The one whose name it is, else the only one that begins so.
export function choose<T>(typed: string, choices: readonly Choice<T>[]): Choice<T> | null {
    const small = typed.toLowerCase();
    const exact = choices.find(({ names }) => names.some((name) => name.toLowerCase() === small));
    if (exact) return exact;
    const found = choices.filter(({ names }) => names.some((name) => fits(typed, name)));
    return found.length === 1 ? (found[0] ?? null) : null;
}

// A name of several words, in full.
function name_at_start<T>(text: string, choices: readonly Choice<T>[]): { value: T; rest: string } | null {
    const small = text.toLowerCase();
    for (const { value, names } of choices) {
        for (const name of names) {
            if (!name.includes(" ") || !small.startsWith(name.toLowerCase())) continue;
            const rest = text.slice(name.length);
            if (!rest || rest.startsWith(" ")) return { value, rest: rest.trimStart() };
        }
    }
    return null;
}

export const choice = <C, T extends {}>(
    usage: Say | undefined,
    choices: (context: C) => readonly Choice<T>[],
): Kind<C, T> => ({
    usage,
    read(typed, context): Reading<T> {
        const all = choices(context);
        const whole = name_at_start(typed, all);
        if (whole) return whole;
        const [name, rest] = first_word(typed);
        const found = name ? choose(name, all) : null;
        return found ? { value: found.value, rest } : null;
    },
    complete: (typed, context): Completion[] =>
        choices(context)
            .filter(({ names }) => names.some((name) => fits(typed, name)))
            .map(({ names: [name = ""], label }) => ({
                insert: name,
                label: name,
                detail: name === label ? undefined : label,
            })),
});
