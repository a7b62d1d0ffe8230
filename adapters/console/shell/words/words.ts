// The words of the consoles, in both languages side by side: `words({ take: { en, zh } })` gives a
// function for each, which says it in the chosen language. ICU messages (plurals, names in braces);
// a unit test parses each and compares the names of both languages.
// What the vocabulary names, enum values, fields, commands, refusals, has its words from the engine:
// named.ts.
import { IntlMessageFormat } from "intl-messageformat";
import { Changing } from "../store/changing.ts";
import { parsed_of } from "./parsed.ts";

export type Language = "en" | "zh";
export interface Bilingual {
    en: string;
    zh: string;
}
export type Values = Record<string, string | number>;
export type Say = (values?: Values) => string;

const stored = "muster.language";
const locales: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

class Chosen extends Changing {
    #language: Language = first_language();

    get language(): Language {
        return this.#language;
    }

    set language(next: Language) {
        if (next === this.#language) return;
        this.#language = next;
        globalThis.localStorage?.setItem(stored, next);
        this.changed();
    }
}

function first_language(): Language {
    const saved = globalThis.localStorage?.getItem(stored);
    if (saved === "en" || saved === "zh") return saved;
    return (globalThis.navigator?.language ?? "zh").startsWith("zh") ? "zh" : "en";
}

export const chosen = new Chosen();
export const locale = (): string => locales[chosen.language];

// Of what is said in both languages in one place.
export const told = (text: Bilingual): string => text[chosen.language];

const formats = new Map<string, IntlMessageFormat>();

// Names to fill in are all that most messages have; quotes of ICU do not occur (unit/words.test.ts).
const fill = (message: string, values: Values): string =>
    message.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

export function say(text: Bilingual, values: Values = {}): string {
    const message = told(text);
    if (!message.includes("{")) return message;
    if (!/\{\w+,/.test(message)) return fill(message, values);
    const key = `${chosen.language} ${message}`;
    let format = formats.get(key);
    if (!format) formats.set(key, (format = new IntlMessageFormat(parsed_of(message), locale())));
    return String(format.format(values));
}

export function words<Key extends string>(table: Record<Key, Bilingual>): Record<Key, Say> {
    const out = {} as Record<Key, Say>;
    for (const key of Object.keys(table) as Key[]) {
        const text = table[key];
        out[key] = (values) => say(text, values);
    }
    return out;
}
