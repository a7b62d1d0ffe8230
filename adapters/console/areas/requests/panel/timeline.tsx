// What happened, in the server's words and tones, with the reasons of each decision; asked for anew
// when the request changes.
import { useEffect, useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { clock, moment } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { told, words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { story_of } from "./story.ts";
import type { Decision, Story } from "./story.ts";
import { Weighed } from "./weighed.tsx";

const w = words({
    title: { en: "Timeline", zh: "经过" },
    loading: { en: "Loading…", zh: "正在加载…" },
    failed: { en: "It could not be loaded: {why}", zh: "加载失败：{why}" },
    again: { en: "Load again", zh: "重新加载" },
    older: { en: "Older parts are only in the log.", zh: "更早的部分只在日志中。" },
    no_reasons: {
        en: "The reasons of the decisions are not at hand for so long a story.",
        zh: "记录过长，此处没有选择理由。",
    },
});

const settle_ms = 300; // several changes in a row are one question

export function Timeline({ request }: { request: Request }) {
    const desk = useDesk();
    const [story, show] = useState<Story | null>(null);
    const [why, fail] = useState("");
    const [tries, try_again] = useState(0);
    useEffect(() => {
        const question = new AbortController();
        const load = () =>
            story_of(desk, request.id, question.signal).then(
                (found) => {
                    show(found);
                    fail("");
                },
                (error: unknown) => {
                    if (!question.signal.aborted) fail(problem_text(as_problem(error)));
                },
            );
        const timer = window.setTimeout(load, story ? settle_ms : 0);
        return () => {
            window.clearTimeout(timer);
            question.abort();
        };
        // The story follows from the request; what is shown of it does not matter.
    }, [desk, request, tries]);

    return (
        <section aria-label={w.title()}>
            <h3>{w.title()}</h3>
            {why && (
                <p>
                    {w.failed({ why })} <Button onPress={() => try_again(tries + 1)}>{w.again()}</Button>
                </p>
            )}
            {!story && !why && <p className="dim">{w.loading()}</p>}
            {story?.complete === false && <p className="dim">{w.older()}</p>}
            {story && <ol className="story">{lines_of(story)}</ol>}
            {story?.decisions_unavailable && <p className="dim">{w.no_reasons()}</p>}
        </section>
    );
}

// Each decision is shown with the first event that it led to.
function lines_of({ timeline = [], decisions = [] }: Story) {
    const unshown = new Map<string, Decision>();
    for (const decision of decisions) {
        const key = `${decision.seq}:${decision.slot}`;
        if (!unshown.has(key)) unshown.set(key, decision);
    }
    return timeline.flatMap((record) =>
        (record.events ?? []).map((event, place) => {
            const key = `${record.seq}:${event.slot}`;
            const decided = event.type === "SlotAssigned" || event.type === "OfferMade";
            const decision = decided ? unshown.get(key) : undefined;
            if (decision) unshown.delete(key);
            return (
                <li key={`${record.seq} ${place}`} className={`tone-${record.tones[place]}`}>
                    <time title={`${moment(record.at, 0)} · ${record.seq} · ${record.source}`}>
                        {clock(record.at)}
                    </time>
                    <div>
                        {told({ en: record.en[place] ?? "", zh: record.zh[place] ?? "" })}
                        {decision && <Weighed decision={decision} />}
                    </div>
                </li>
            );
        }),
    );
}
