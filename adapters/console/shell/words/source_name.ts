// Who did something, of the name under which the log keeps where it came from: "http:Wang Min" is
// Wang Min at a desk, "engine" is the program itself.
import { words } from "./words.ts";

const w = words({ engine: { en: "engine", zh: "系统" } });

export function source_name(source = ""): string {
    if (source === "engine") return w.engine();
    const name = source.slice(source.indexOf(":") + 1);
    return name || source;
}

// A sentence of the server's that holds such a name.
export function with_source_name(sentence: string, source: string): string {
    return source.includes(":") ? sentence.replaceAll(source, source_name(source)) : sentence;
}
