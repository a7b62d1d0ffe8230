// What the other service sent along, out of the address at once, and what this tab had kept.
import { take_begun } from "@/shell/access/outside.ts";
import type { Begun } from "@/shell/access/outside.ts";

const longest_said = 300;

export interface Brought {
    begun: Begun | null; // null = it did not begin in this tab
    code: string;
    state: string;
    error: string; // "" = the other service let him in
    said: string; // of the error, in its own words
}

export function read_brought(search: string, begun: Begun | null): Brought {
    const sent = new URLSearchParams(search);
    const read = (name: string) => sent.get(name) ?? "";
    return {
        begun,
        code: read("code"),
        state: read("state"),
        error: read("error"),
        said: (read("error_description") || read("error")).slice(0, longest_said),
    };
}

export function take_brought(): Brought {
    const { pathname, search } = window.location;
    if (search) history.replaceState(null, "", pathname);
    return read_brought(search, take_begun());
}
