// The engine's best for one role, in its order: keys 1 to 5 send them.
import { useEffect, useLayoutEffect, useRef } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { DutyMark } from "@/shell/parts/marks.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { hour_minute, metres, minutes } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { candidate_part, candidate_what, send_nth } from "./acting.ts";
import { can_be_sent, engine_words, first_choice } from "./candidates_of.ts";
import type { Candidate } from "./candidates_of.ts";
import { RequestLink } from "./request_link.tsx";
import { best_of } from "./slot_in_focus.ts";
import { chances_text, why_lost } from "./why_lost.ts";

const w = words({
    loading: { en: "Asking the engine…", zh: "正在询问系统…" },
    none: { en: "The engine knows nobody for this.", zh: "系统没有合适人选。" },
    first: { en: "the engine's choice", zh: "系统首选" },
    arrival: { en: "{min} min, {time}", zh: "{min} 分钟，{time}" },
    lacks: { en: "lacks {skills}", zh: "缺少：{skills}" },
    busy: { en: "now at", zh: "正在办理" },
    send: { en: "Send", zh: "派出" }, // before a name
});

export function Candidates({ request, slot }: { request: Request; slot: number }) {
    const desk = useDesk();
    const { panel } = desk;
    const list = useRef<HTMLOListElement>(null);
    const now = useNow(15_000);
    const advice = panel.advice_for(slot);
    const best = best_of(panel, slot);
    const order = best.map(({ responder }) => responder).join(" ");
    useLayoutEffect(() => {
        for (const [index, { responder }] of best.entries()) {
            panel.seen.saw(candidate_part(index + 1), candidate_what(slot, responder));
        }
    }, [panel, slot, order]);
    // A key asked for them.
    useEffect(() => {
        if (panel.sought > 0) list.current?.querySelector("button")?.focus();
    }, [panel.sought, panel]);
    if (panel.problem) return <p className="problem">{problem_text(panel.problem)}</p>;
    if (!advice) return <p className="dim">{panel.advice ? w.none() : w.loading()}</p>;
    if (best.length === 0) return <p className="dim">{w.none()}</p>;
    const first = first_choice(advice);
    const winner = best.find(({ responder }) => responder === first);
    return (
        <ol className="candidates" ref={list}>
            {best.map((candidate, index) => (
                <li key={candidate.responder}>
                    {can_be_sent(candidate) ? (
                        <Button
                            hot_key={String(index + 1)}
                            kind={candidate.responder === first ? "primary" : "plain"}
                            onPress={() => send_nth(desk, index + 1, slot, candidate.responder)}
                        >
                            <span className="unseen">{w.send()} </span>
                            {name_of(candidate, desk.responder_name)}
                        </Button>
                    ) : (
                        <span className="out-of-reach">
                            {name_of(candidate, desk.responder_name)}
                        </span>
                    )}
                    <div className="candidate">
                        <CandidateFacts candidate={candidate} now={now} request={request} />
                        <span className="why" title={engine_words(candidate)}>
                            {candidate.responder === first ? (
                                <b>{w.first()}</b>
                            ) : (
                                !candidate.skills_missing?.length &&
                                why_lost(candidate, candidate.verdict, winner)
                            )}
                        </span>
                    </div>
                </li>
            ))}
        </ol>
    );
}

const name_of = (candidate: Candidate, responder_name: (id: number) => string): string =>
    candidate.name || responder_name(candidate.responder);

interface FactsProps {
    candidate: Candidate;
    now: number;
    request: Request;
}

function CandidateFacts({ candidate, now, request }: FactsProps) {
    const desk = useDesk();
    const { eta_ms, distance_m, skills_missing = [], status } = candidate;
    const other = candidate.request && candidate.request !== request.id ? candidate.request : 0;
    return (
        <>
            {eta_ms > 0 && (
                <b className="eta">
                    {w.arrival({ min: minutes(eta_ms), time: hour_minute(now + eta_ms) })}
                </b>
            )}
            {distance_m > 0 && <span className="dim">{metres(distance_m)}</span>}
            {status && status !== "available" && <DutyMark status={status} word />}
            {other > 0 && (
                <span>
                    {w.busy()} <RequestLink id={other} />
                </span>
            )}
            {skills_missing.length > 0 && (
                <b className="lacks">
                    ✕{" "}
                    {w.lacks({
                        skills: skills_missing.map((s) => desk.names.name("skills", s)).join(", "),
                    })}
                </b>
            )}
            <span className="dim">{chances_text(candidate)}</span>
        </>
    );
}
