// What can be said on the command line: one row per verb. Parser, completion, preview, help and cheat
// sheet all read these rows, so that nothing about a verb is written twice.
// C is what a verb may look at: the console of its page, or in a test as much of it as it needs.
import type { Say } from "../words/words.ts";

export interface Completion {
    insert: string; // takes the place of what was typed of this argument
    label: string;
    detail?: string;
}

// null: it does not begin with one of these. fault: it does, but nothing can be done with it; why.
export type Reading<T> = { value: T; rest: string } | { fault: string } | null;

// A kind of argument, such as a request or a moment.
export interface Kind<C, T> {
    usage?: Say; // as the cheat sheet writes it, "REQ" or "30|14:30"; else the argument's label
    free?: boolean; // any words are one of these
    read(text: string, context: C, follows: Follows): Reading<T>;
    complete?(typed: string, context: C): Completion[];
}

// What follows an argument: a kind may read a bare number only where it cannot be the text after it.
export interface Follows {
    before_text: boolean;
}

export interface Argument<C, T> {
    kind: Kind<C, NonNullable<T>>;
    label: Say; // what is asked for when it is missing
    optional: boolean;
}

export const needed = <C, T extends {}>(kind: Kind<C, T>, label: Say): Argument<C, T> => ({
    kind,
    label,
    optional: false,
});
export const optional = <C, T extends {}>(kind: Kind<C, T>, label: Say): Argument<C, T | undefined> => ({
    kind,
    label,
    optional: true,
});

// In the order in which they stand in the line.
export type Arguments<C> = Record<string, Argument<C, any>>;
export type ValuesOf<A> = { [K in keyof A]: A[K] extends Argument<any, infer T> ? T : never };

// What a line comes to. says: in words, shown before it is done and afterwards.
export type Deed =
    | { command: string; body: object; says: string }
    | { act(): void | string | Promise<void | string>; says: string }
    | { refusal: string };

export interface Verb<C> {
    verbs: readonly string[];
    label: Say;
    hint?: Say; // where the label and the arguments do not say all
    arguments: Arguments<C>;
    // Pure: looks, and says what would be done. `verb` is the one that was typed.
    prepare(context: C, values: Record<string, unknown>, verb: string): Deed;
}

interface Row<C, A extends Arguments<C>> {
    verbs: readonly string[];
    label: Say;
    hint?: Say;
    arguments: A;
    prepare(context: C, values: ValuesOf<A>, verb: string): Deed;
}

// Checks a row's `prepare` against its arguments.
export const verb = <C, A extends Arguments<C> = Arguments<C>>(row: Row<C, A>): Verb<C> => row as Verb<C>;

export const usage_of = <C>({ kind, label }: Argument<C, any>): string => (kind.usage ?? label)();

// "[REQ]"
export const written = <C>(argument: Argument<C, any>): string =>
    argument.optional ? `[${usage_of(argument)}]` : usage_of(argument);

// "h [REQ] 30|14:30 reason"
export const usage = <C>({ verbs, arguments: all }: Verb<C>): string =>
    [verbs.join("|"), ...Object.values(all).map(written)].join(" ");
