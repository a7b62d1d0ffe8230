// A line into what it means; pure. line := verb arguments | number | text.
import { usage_of } from "./verb.ts";
import type { Argument, Arguments, Verb } from "./verb.ts";

// The argument that is being typed, and where in the line it begins.
export interface Typing<C> {
    argument: Argument<C, any>;
    from: number;
}

export interface VerbLine<C> {
    is: "verb";
    verb: Verb<C>;
    name: string; // the verb as it was typed
    values: Record<string, unknown>;
    missing: Argument<C, any> | null; // the first that is needed and not there
    fault: string; // what is wrong with what is there, "" = nothing
    typing: Typing<C> | null;
}

export type Line<C> =
    | { is: "empty" }
    | { is: "number"; number: number } // of a request
    | { is: "text"; text: string }
    | VerbLine<C>;

export interface ParseWords {
    too_much(values: { text: string }): string;
    not_one(values: { usage: string; typed: string }): string;
}

export function parse_line<C>(
    typed: string,
    verbs: readonly Verb<C>[],
    context: C,
    words: ParseWords,
): Line<C> {
    const text = typed.trim();
    if (!text) return { is: "empty" };
    const number = /^#(\d+)$/.exec(text)?.[1];
    if (number) return { is: "number", number: Number(number) };
    // "!257 no car was free" needs no space.
    const name = /^(?:!|\S+)/.exec(text)?.[0].toLowerCase() ?? "";
    const verb = verbs.find((one) => one.verbs.includes(name));
    if (!verb) {
        return /^\d{1,6}$/.test(text) ? { is: "number", number: Number(text) } : { is: "text", text };
    }
    const begins = typed.indexOf(text) + name.length;
    const rest = typed.slice(begins);
    return { is: "verb", verb, name, ...new Reader(context, words, typed.length).read(verb.arguments, rest) };
}

type Found<C> = Omit<VerbLine<C>, "is" | "verb" | "name">;

class Reader<C> {
    readonly #context: C;
    readonly #words: ParseWords;
    readonly #length: number; // of the whole line, of which each rest is the end

    constructor(context: C, words: ParseWords, length: number) {
        this.#context = context;
        this.#words = words;
        this.#length = length;
    }

    read(all: Arguments<C>, rest: string): Found<C> {
        return this.#from(Object.entries(all), rest);
    }

    #from(all: [string, Argument<C, any>][], untrimmed: string): Found<C> {
        const rest = untrimmed.trimStart();
        const [first, ...others] = all;
        if (!first) {
            const fault = rest.trim() ? this.#words.too_much({ text: rest.trim() }) : "";
            return { values: {}, missing: null, fault, typing: null };
        }
        const [name, argument] = first;
        const typing = { argument, from: this.#length - rest.length };
        if (!rest) {
            if (!argument.optional) return { values: {}, missing: argument, fault: "", typing };
            const without = this.#from(others, rest);
            // Nothing typed yet: what is needed is asked for before what may be left out.
            return { ...without, typing: without.typing ?? typing };
        }
        const before_text = others[0]?.[1].kind.free ?? false;
        const reading = argument.kind.read(rest, this.#context, { before_text });
        let taken: Found<C> | null = null;
        if (reading && "value" in reading) {
            const after = this.#from(others, reading.rest);
            taken = {
                ...after,
                values: { [name]: reading.value, ...after.values },
                // Still at this word: no space after it yet.
                typing: !reading.rest && !/\s$/.test(rest) ? typing : after.typing,
            };
            if (!argument.optional || rank(taken) === 2) return taken;
        } else if (!argument.optional || reading) {
            const typed = rest.split(/\s/)[0] ?? "";
            const fault = reading ? reading.fault : this.#words.not_one({ usage: usage_of(argument), typed });
            return { values: {}, missing: null, fault, typing: /\s/.test(rest) ? null : typing };
        }
        const skipped = this.#from(others, rest);
        // What is read although text may follow is sure.
        return taken && (before_text || rank(taken) >= rank(skipped)) ? taken : skipped;
    }
}

// Of several ways to read a line: all is there, something is missing, something is wrong.
const rank = <C>({ fault, missing }: Found<C>): number => (fault ? 0 : missing ? 1 : 2);
