// The engine's words for what the vocabulary names, as `muster schema --format words` prints them.
import table from "muster/words";
import { told } from "./words.ts";
import type { Bilingual } from "./words.ts";

export interface NamedWords {
    enums: Record<string, Record<string, Bilingual>>;
    commands: Record<string, Bilingual>;
    fields: Record<string, Bilingual>;
    rejects: Record<string, Bilingual>;
    collections: Record<string, Bilingual>;
}
const named = table as NamedWords;

const or_name = (text: Bilingual | undefined, name: string): string =>
    text ? told(text) : name.replaceAll("_", " ");

// enum_word("RequestStatus", "queued"). What has no word is shown as it is.
export const enum_word = (set: string, value: string | undefined): string =>
    value ? or_name(named.enums[set]?.[value], value) : "";

export const command_word = (command: string): string => or_name(named.commands[command], command);

// The word of a field, of a type where that has one of its own.
export const field_word = (name: string, type = ""): string =>
    or_name(named.fields[`${type}.${name}`] ?? named.fields[name], name);

export const collection_word = (path: string): string => or_name(named.collections[path], path);

export const reject_word = (reason: string): string | null => {
    const text = named.rejects[reason];
    return text ? told(text) : null;
};
