// What was promised, and how each promise stands: in words, and as a bar of the time that has gone.
import { Button } from "@/shell/parts/button.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { clock, duration, moment } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { MilestoneState, Request } from "muster/schema";
import { is_ended, promise_state } from "../derive.ts";
import type { PromiseState } from "../derive.ts";
import { useDesk } from "../desk_console.ts";
import { act } from "./acting.ts";

const w = words({
    title: { en: "Promises", zh: "时限" },
    met: { en: "kept {time}", zh: "{time} 达成" },
    met_late: { en: "late, {time}", zh: "{time} 超时达成" },
    late: { en: "late by {time}", zh: "已超时 {time}" },
    left: { en: "{time} left", zh: "剩余 {time}" },
    over: { en: "not kept", zh: "未达成" },
    dropped: { en: "no longer owed", zh: "不再适用" },
    until: { en: "until {time}", zh: "至 {time}" },
    cause: { en: "Cause?", zh: "原因？" },
});

const marks: Record<PromiseState, string> = {
    none: "",
    ok: "",
    warn: "▲",
    late: "■",
    met: "✓",
    met_late: "■",
};

export function Promises({ request }: { request: Request }) {
    const promises = (request.milestones ?? []).filter((m) => m.due_at);
    if (promises.length === 0) return null;
    return (
        <section aria-label={w.title()}>
            <h3>{w.title()}</h3>
            <ul className="promises">
                {promises.map((promise) => (
                    <PromiseLine key={promise.milestone} request={request} promise={promise} />
                ))}
            </ul>
        </section>
    );
}

// After the end of a request nothing more becomes late.
function words_of(m: MilestoneState, state: PromiseState, now: number, ended: boolean): string {
    if (state === "met") return w.met({ time: clock(m.met_at) });
    if (state === "met_late") return w.met_late({ time: clock(m.met_at) });
    if (ended) return m.breached_at ? w.over() : w.dropped();
    const left = m.due_at - now;
    return left < 0 ? w.late({ time: duration(left) }) : w.left({ time: duration(left) });
}

function PromiseLine({ request, promise: m }: { request: Request; promise: MilestoneState }) {
    const desk = useDesk();
    const now = useNow();
    const ended = is_ended(request);
    const until_end = ended ? Math.min(now, request.ended_at) : now;
    const state = ended && !m.met_at && !m.breached_at ? "none" : promise_state(m, until_end);
    const began = request.round_at || request.created_at;
    const whole = m.due_at - began;
    // A promise that was kept is done, whatever time it took.
    const share =
        m.met_at || whole <= 0 ? 1 : Math.min(1, Math.max(0, (until_end - began) / whole));
    const unexplained = m.breached_at > 0 && !m.cause && desk.may(request, "ExplainBreach");
    return (
        <li>
            <span>{enum_word("Milestone", m.milestone)}</span>
            <span className={`bar ${state}`} aria-hidden="true">
                <span style={{ width: `${Math.round(share * 100)}%` }} />
            </span>
            <span className={`when ${state}`}>
                {marks[state]} {words_of(m, state, until_end, ended)}
                {!m.met_at && !ended && (
                    <span className="dim"> {w.until({ time: moment(m.due_at, now) })}</span>
                )}
                {unexplained && (
                    <Button onPress={() => act(desk, "explain", { milestone: m.milestone })}>
                        {w.cause()}
                    </Button>
                )}
            </span>
            {m.cause && <span className="cause dim">{m.cause}</span>}
        </li>
    );
}
