// The words of the console in the chosen language. Both tables have the same keys (a unit test
// checks it); a missing one would show as its key.
import en from "./en.js";
import zh from "./zh-CN.js";

export const tables = { "zh-CN": zh, en };
const stored = "muster.language";
const listeners = new Set();

let language = first_language();

function first_language() {
    const saved = globalThis.localStorage?.getItem(stored);
    if (saved in tables) return saved;
    const wanted = globalThis.navigator?.language ?? "en";
    return wanted.startsWith("zh") ? "zh-CN" : "en";
}

export const current_language = () => language;

export function set_language(next) {
    if (!(next in tables)) return;
    language = next;
    globalThis.localStorage?.setItem(stored, next);
    for (const listener of listeners) listener(next);
}

export function on_language(listener) {
    listeners.add(listener);
}

// {name} in the text is replaced by params.name.
export function t(key, params = {}) {
    const text = tables[language][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
}

// Of what is said in both languages in one place, {en, zh}, the page's.
export const told = ({ en, zh }) => (language === "en" ? en : zh);

// The word for a name of a closed set or a code; what has no word is shown as it is.
export function word(set, name) {
    if (!name) return "";
    return tables[language][`${set}.${name}`] ?? String(name).replaceAll("_", " ");
}
