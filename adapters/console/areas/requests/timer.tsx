// A countdown to a promise by its name, or how long the request is there where nothing was promised:
// ■ late, ▲ soon, so that it is told without its colour.
import { clock, duration } from "@/shell/time/times.ts";
import { useNow } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { next_deadline } from "./derive.ts";

const w = words({
    late: { en: "late {time}", zh: "超时 {time}" },
    since: { en: "since {time}", zh: "已 {time}" },
});

export function Timer({ request }: { request: Request }) {
    const now = useNow();
    const deadline = next_deadline(request, now);
    if (!deadline) {
        return (
            <time className="timer age" title={clock(request.created_at)}>
                {w.since({ time: duration(Math.max(0, now - request.created_at)) })}
            </time>
        );
    }
    const { milestone, state, left_ms, due_at } = deadline;
    const time = duration(left_ms);
    const mark = state === "late" ? "■ " : state === "warn" ? "▲ " : "";
    return (
        <time className={`timer ${state}`} title={clock(due_at)}>
            {mark}
            {enum_word("Milestone", milestone)} {state === "late" ? w.late({ time }) : time}
        </time>
    );
}
