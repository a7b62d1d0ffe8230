// The desk's command line: the verbs of the areas, and the search over all of them.
import type { DeskConsole } from "@/areas/requests/desk_console.ts";
import type { LineDesk } from "@/areas/requests/line_desk.ts";
import { page_verbs } from "@/areas/requests/page_verbs.ts";
import { find, find_here } from "@/areas/requests/search.ts";
import { request_verbs } from "@/areas/requests/verbs.ts";
import { responder_verbs } from "@/areas/responders/verbs.ts";
import { LineRunner } from "@/shell/line/line_runner.ts";
import type { Verb } from "@/shell/line/verb.ts";

// In the order of the cheat sheet.
export const desk_verbs: readonly Verb<LineDesk>[] = [...page_verbs, ...responder_verbs, ...request_verbs];

// One for each console: what is typed outlives a change of language.
const lines = new WeakMap<DeskConsole, LineRunner<LineDesk>>();

export function desk_line(desk: DeskConsole): LineRunner<LineDesk> {
    let line = lines.get(desk);
    if (!line) {
        line = new LineRunner<LineDesk>({
            context: desk,
            verbs: desk_verbs,
            send: (what, name, body) => desk.send_once(what, name, body),
            find_here: (text) => find_here(desk, text),
            find: (text) => find(desk, text),
        });
        lines.set(desk, line);
        const mine = line;
        desk.store.subscribe(() => mine.refresh());
        // Whoever signs in next shall not read what was typed before.
        desk.identity.subscribe(() => {
            if (desk.identity.state !== "no") return;
            mine.history.clear();
            mine.empty();
        });
    }
    return line;
}
